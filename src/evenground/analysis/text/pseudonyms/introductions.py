"""People whom a text itself names: after a title, and where they say who they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from evenground.analysis.text.pseudonyms.forms import TITLES, forms_of
from evenground.analysis.text.pseudonyms.kinds import Kind
from evenground.analysis.text.pseudonyms.ordinary import NEVER_MISSPELT
from evenground.analysis.text.pseudonyms.roster import Entry
from evenground.analysis.text.pseudonyms.words import fold, folded_words, listed

_NAME: Final = r"[^\W\d_a-z](?:[^\W\d_]|[’'](?!s\b)|-){1,30}"  # a capital, then letters
_NAMES: Final = rf"({_NAME}(?:[ \u00a0](?:(?:van|de|der|la|von|bin|al|el) ){{0,2}}{_NAME}){{0,2}})"
_TITLED: Final = re.compile(
    r"(?<!\w)(?:Mr|Mrs|Miss|Ms|Mx|Dr|Doctor|Prof|Professor|Sir|Dame|Rev|Reverend|Nurse|Sister|Matron|Councillor|Cllr|Auntie?"
    rf"|Uncle)\.?[ \u00a0]{_NAMES}"
)
_SAYS: Final = re.compile(
    r"\b(?:[Mm]y name is|[Mm]y name[’']s|[Ii] am called|[Ii][’']m called|[Tt]hey call me|[Pp]eople call me|[Tt]his is"
    rf"|[Hh]er name (?:is|was)|[Hh]is name (?:is|was)|(?:\b[Ii][’']m|\bI am)(?=[ \u00a0](?:{_NAME})(?: {_NAME})?(?:[.,!?;\n]| and I| from|$)))"
    rf"[ \u00a0]{_NAMES}"
)
# “I'm English”, “I'm British”: said of many, names of nobody.
_NO_NAMES: Final = NEVER_MISSPELT | listed(
    "british scottish american african asian chinese indian pakistani bangladeshi muslim hindu sikh jewish catholic christian"
    " chair ok fine sorry sure afraid glad happy nhs ccg gp"
)


def people_named(documents: Mapping[str, str]) -> dict[Entry, str]:
    """Those named after a title or by themselves, with the reason; a longer name takes in the shorter ones of it."""
    met: dict[str, str] = {}
    for text in documents.values():
        for pattern, reason in ((_SAYS, "says who they are"), (_TITLED, "named after a title")):
            for match in pattern.finditer(text):
                for name in _trimmed(match[1]):
                    met.setdefault(name, reason)
    return dict(_each_once(met))


def _trimmed(name: str) -> Iterator[str]:
    """The name as far as it is one: “Dr Patel But” names Patel."""
    kept: list[str] = []
    for part in name.split():
        words = folded_words(part)
        if not words or words[0] in TITLES or (words[0] in _NO_NAMES and (kept or fold(part) in _NO_NAMES)):
            break
        kept.append(part)
    if kept and len("".join(folded_words(" ".join(kept)))) > 2:
        yield " ".join(kept)


def _each_once(met: Mapping[str, str]) -> Iterator[tuple[Entry, str]]:
    covered: set[tuple[str, ...]] = set()
    for name in sorted(met, key=lambda name: (-len(name.split()), folded_words(name))):
        if folded_words(name) in covered:
            continue
        entry = Entry(name, Kind.PERSON)
        covered |= {form.words for form in forms_of(entry)}
        yield entry, met[name]
