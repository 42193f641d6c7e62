"""Decisions carried out over a set of documents: new texts, the way from the old to the new, and the key back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.positions.versions import OffsetMap, Version
from evenground.analysis.text.pseudonyms.decisions import BadDecision, Decision, Decisions
from evenground.analysis.text.pseudonyms.key import Key, Replacement, fingerprint
from evenground.analysis.text.pseudonyms.matching import Matcher
from evenground.analysis.text.pseudonyms.overlaps import longest
from evenground.analysis.text.pseudonyms.suggestion import Suggestion
from evenground.analysis.text.transcripts.model import counted


@dataclass(frozen=True, slots=True)
class Done:
    """How many places were treated in which way; ``undecided`` ones still stand in the texts."""

    replaced: int = 0
    generalised: int = 0
    redacted: int = 0
    kept: int = 0
    undecided: int = 0
    documents: int = 0

    def __str__(self) -> str:
        said = (
            f"In {counted(self.documents, 'text')}: {counted(self.replaced, 'place')} replaced, {self.generalised:,} made wider,"
            f" {self.redacted:,} redacted, {self.kept:,} kept."
        )
        return f"{said} Not decided yet: {counted(self.undecided, 'suggestion')}." if self.undecided else said


@dataclass(frozen=True)
class Applied:
    """New texts by the old names, the map to each, new names for the documents, the key, and what was done.

    ``names`` gives each document a name without names in it. The key is to be kept apart from everything else here.
    """

    documents: Mapping[str, str] = field(repr=False)
    maps: Mapping[str, OffsetMap] = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    key: Key
    done: Done


def apply(documents: Mapping[str, str], suggestions: Iterable[Suggestion], decisions: Decisions) -> Applied:
    """New texts in which every suggestion is treated as was decided on its subject.

    Every character that belongs to no suggestion stays, and the map of a document says where. A number or
    address that is redacted is in no key, and neither is the place of a redacted name. Done again on its own texts,
    nothing changes.

    Raises
    ------
    BadDecision
        If a suggestion is not from these texts.
    CannotCarry
        If two suggestions overlap.
    """
    accepted = tuple(suggestions)
    edits = _edits(documents, accepted, decisions)
    texts: dict[str, str] = {}
    maps: dict[str, OffsetMap] = {}
    replacements: list[Replacement] = []
    for name, text in documents.items():
        here = edits[name]
        version, maps[name] = Version(text).edited((one.segment, _new(text, one, decision)) for one, decision in here)
        texts[name] = version.text
        replacements += _replacements(name, text, here)
    prints = {name: fingerprint(text) for name, text in texts.items()}
    key = Key(_reversible(decisions), tuple(replacements), prints)
    return Applied(texts, maps, _safe_names(documents, decisions), key, _done(edits, len(accepted), documents))


_Edit = tuple[Suggestion, Decision]


def _edits(
    documents: Mapping[str, str], suggestions: Iterable[Suggestion], decisions: Decisions
) -> defaultdict[str, list[_Edit]]:
    edits: defaultdict[str, list[_Edit]] = defaultdict(list)
    for number, one in enumerate(suggestions, 1):
        if one.segment.of(documents.get(one.document, "")) != one.text:
            raise BadDecision(
                f"Suggestion {number:,} does not stand in these texts: they are others, or were changed since. Look for"
                " suggestions again."
            )
        if (decision := decisions.of(one)) is not None:
            edits[one.document].append((one, decision))
    for some in edits.values():
        some.sort(key=lambda edit: edit[0].segment)
    return edits


def _replacements(name: str, text: str, edits: Iterable[_Edit]) -> list[Replacement]:
    """Places in the new text; what was redacted or kept is not in the key."""
    found, shift = [], 0
    for one, decision in edits:
        new = _new(text, one, decision)
        start = one.segment.start + shift
        shift += len(new) - len(one.segment)
        if decision.do in {"replace", "generalise"} and new != one.text:
            found.append(Replacement(name, Segment(start, start + len(new)), new, one.text))
    return found


def _new(text: str, one: Suggestion, decision: Decision) -> str:
    """What is written; a number behind it is kept apart, or “Jane2” would become P12, who is somebody else."""
    new = decision.text_for(one.text)
    follows = text[one.segment.end : one.segment.end + 1].isdigit()
    return f"{new}_" if follows and new[-1:].isdigit() and new != one.text else new


def _reversible(decisions: Decisions) -> Decisions:
    """Without numbers and addresses that were redacted; a roster's names stay, for leaks of them are looked for."""
    return Decisions(tuple(one for one in decisions if one.do != "redact" or one.entry is not None))


def _done(edits: Mapping[str, list[_Edit]], suggestions: int, documents: Mapping[str, str]) -> Done:
    many = Counter(decision.do for some in edits.values() for _, decision in some)
    return Done(
        replaced=many["replace"],
        generalised=many["generalise"],
        redacted=many["redact"],
        kept=many["keep"],
        undecided=suggestions - many.total(),
        documents=len(documents),
    )


def _safe_names(names: Iterable[str], decisions: Decisions) -> dict[str, str]:
    """Names of files hold names of people too."""
    treated = {one.entry: one for one in decisions if one.entry is not None and one.do != "keep"}
    matcher = Matcher(treated)
    safe: dict[str, str] = {}
    for name in names:
        new, end = "", 0
        for match in longest(matcher.matches(name, ordinary=True, title=True)):
            new += name[end : match.segment.start] + treated[match.entry].text_for(match.segment.of(name))
            end = match.segment.end
        new += name[end:]
        safe[name] = _free(new, set(safe.values()))
    return safe


def _free(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if dot and stem else (name, "")
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{stem} ({number}){ending}"
    return free
