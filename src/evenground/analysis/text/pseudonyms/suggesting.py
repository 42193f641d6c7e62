"""Suggestions: every place in a set of documents that may give somebody away, for a person to decide on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from evenground.analysis.errors import AnalysisError, UnknownChoice
from evenground.analysis.text.positions.around import context
from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.pseudonyms.decisions import Decisions
from evenground.analysis.text.pseudonyms.introductions import people_named
from evenground.analysis.text.pseudonyms.kinds import PATTERNS, Certainty, Kind
from evenground.analysis.text.pseudonyms.matching import Match, Matcher
from evenground.analysis.text.pseudonyms.model import Model
from evenground.analysis.text.pseudonyms.overlaps import longest
from evenground.analysis.text.pseudonyms.patterns import hits
from evenground.analysis.text.pseudonyms.roster import Entry, Roster
from evenground.analysis.text.pseudonyms.suggestion import Suggestion
from evenground.analysis.text.pseudonyms.words import without_capitals, words, words_otherwise

_TITLE = re.compile(r"\bsources/\d+/name$")  # where a study keeps the name of a source: that of its file
_CONTEXT = 40  # characters to both sides
_LISTED, _FORMED, _MET, _GUESSED = range(4)  # where a suggestion comes from, the surest first


class BadDocuments(AnalysisError):
    """What was given is not a set of texts with names."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate before overlaps are resolved: of equally long ones the first found is kept."""

    segment: Segment
    kind: Kind
    reason: str
    certainty: Certainty
    rank: int
    entry: Entry | None = field(default=None, repr=False)


def suggest(
    documents: Mapping[str, str],
    *,
    roster: Roster | Iterable[Entry] = (),
    patterns: Collection[Kind] = PATTERNS,
    model: Model | None = None,
    known: Decisions | None = None,
    introductions: bool = True,
    initials: bool = False,
    ordinary: bool = False,
    misspellings: bool = True,
) -> list[Suggestion]:
    """Every place that may give somebody away, in the order of the documents and of their text; none overlap.

    Names of the roster are found as whole words in any case, with or without accents, possessive, with initials, short
    forms and titles, turned round, first or last name alone, and misspelt. A name that is also an ordinary word
    (“Will”, “May”) is suggested only where it has a capital, and less surely; the reason says so.

    Parameters
    ----------
    documents
        The texts by name.
    roster
        Who and what may be named.
    patterns
        Which kinds to find by form; none: ``()``.
    model
        From `language_model`; its suggestions give way to every other.
    known
        Earlier decisions: their placeholders are left alone and people found earlier are found again.
    introductions
        Also people who are no part of the roster but are named after a title, or say who they are.
    initials
        Also bare initials (“JW”).
    ordinary
        Also ordinary words written small (“will”).
    misspellings
        Also words that are nearly a name.

    Raises
    ------
    BadDocuments
        If ``documents`` is not a mapping of names to texts.
    UnknownChoice
        If ``patterns`` holds what is no kind with a form.
    """
    _check(documents)
    if strange := [kind for kind in patterns if kind not in PATTERNS]:
        raise UnknownChoice("patterns", strange[0], PATTERNS)
    listed, earlier = tuple(roster), known.entries if known else ()
    matcher = Matcher(listed, initials=initials, misspellings=misspellings)
    stated = people_named(documents) if introductions else {}
    met = {entry: "met in the texts before" for entry in earlier if entry not in listed}
    met |= {entry: reason for entry, reason in stated.items() if not _covered(entry, matcher)}
    second = Matcher(_apart(met), misspellings=False)
    near = _near(documents, matcher)
    found: list[Suggestion] = []
    for name, text in documents.items():
        names = _settled(matcher.matches(text, near=near, ordinary=ordinary, title=bool(_TITLE.search(name))))
        candidates = chain(names, _unlisted(text, second, met), _by_form(text, patterns), _by_model(text, model))
        free = _unprotected(text, candidates, known)
        found += [_suggestion(name, text, one) for one in longest(free, first=_before)]
    return found


def _check(documents: Mapping[str, str]) -> None:
    if not isinstance(documents, Mapping) or not all(
        isinstance(name, str) and isinstance(text, str) for name, text in documents.items()
    ):
        raise BadDocuments(
            "The documents must be given as names with their texts, such as {'interview 1': 'We met …'}."
        )


def _near(documents: Mapping[str, str], matcher: Matcher) -> Mapping[str, str]:
    together = list(chain.from_iterable(words(text) for text in documents.values()))
    otherwise = list(chain.from_iterable(words_otherwise(text) for text in documents.values()))
    return matcher.near([*together, *otherwise], plain=without_capitals(together))


def _covered(entry: Entry, matcher: Matcher) -> bool:
    covered = sum(len(words(match.segment.of(entry.name))) for match in longest(matcher.matches(entry.name)))
    return covered >= len(words(entry.name))


def _apart(entries: Iterable[Entry]) -> list[Entry]:
    """Each name once: earlier decisions may hold a name that is met again."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        seen.setdefault(entry.name, entry)
    return list(seen.values())


def _settled(matches: Iterable[Match]) -> Iterator[_Found]:
    """Where several people share a name, it is taken for the one who was named in full last."""
    last: dict[Entry, int] = {}
    for match in matches:
        entry, reason = match.entry, match.reason
        if match.others:
            entry = max((match.entry, *match.others), key=lambda one: last.get(one, -1))
            reason += "; taken for the one named last" if entry in last else "; taken for the first of them"
        else:
            last[entry] = match.segment.start
        yield _Found(match.segment, entry.kind, reason, match.certainty, _LISTED, entry)


def _unlisted(text: str, matcher: Matcher, met: Mapping[Entry, str]) -> Iterator[_Found]:
    for one in _settled(matcher.matches(text)) if met else ():
        if one.entry is not None:
            sure = Certainty.LOW if one.certainty is Certainty.LOW else Certainty.MEDIUM
            reason = f"{met[one.entry]}; not in the roster"
            yield replace(one, reason=reason, certainty=sure, rank=_MET)


def _by_form(text: str, patterns: Collection[Kind]) -> Iterator[_Found]:
    for hit in hits(text, patterns):
        yield _Found(hit.segment, hit.kind, hit.reason, hit.certainty, _FORMED)


def _by_model(text: str, model: Model | None) -> Iterator[_Found]:
    for hit in model(text) if model else ():
        yield _Found(hit.segment, hit.kind, hit.reason, hit.certainty, _GUESSED)


def _unprotected(text: str, found: Iterable[_Found], known: Decisions | None) -> Iterator[_Found]:
    """Nothing inside a placeholder that was put there earlier."""
    taken = bytearray(len(text))
    for segment in known.standing_in(text) if known else ():
        taken[segment.start : segment.end] = b"\1" * len(segment)
    return (one for one in found if not any(taken[one.segment.start : one.segment.end]))


def _before(one: _Found) -> bool:
    """A language model's guess never displaces anything else."""
    return one.rank == _GUESSED


def _suggestion(name: str, text: str, one: _Found) -> Suggestion:
    around = context(text, one.segment, characters=_CONTEXT)
    return Suggestion(
        document=name,
        segment=one.segment,
        text=around.quoted,
        kind=one.kind,
        entry=one.entry,
        reason=one.reason,
        certainty=one.certainty,
        before=around.before,
        after=around.after,
    )
