"""What is to be done with each subject, the same in every document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal, get_args

from evenground.analysis.errors import AnalysisError, UnknownChoice
from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.pseudonyms.generalising import generalised
from evenground.analysis.text.pseudonyms.kinds import NAMES, Kind
from evenground.analysis.text.pseudonyms.matching import Matcher
from evenground.analysis.text.pseudonyms.roster import Entry
from evenground.analysis.text.pseudonyms.suggestion import Suggestion

Do = Literal["replace", "keep", "redact", "generalise"]

_USUAL: Final[dict[Kind, Do]] = {
    Kind.BIRTH: "generalise",
    Kind.DATE: "generalise",
    Kind.AGE: "generalise",
    Kind.POSTCODE: "generalise",
}


class BadDecision(AnalysisError):
    """A decision that cannot be carried out, or would give away what it should hide."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done with one subject.

    ``replace`` puts ``placeholder`` there, and the key knows the way back; ``redact`` puts it there for good;
    ``generalise`` puts ``placeholder`` there or, where it is blank, a wider value (“90+”, “L8”, “1930s”); ``keep`` leaves
    it alone.
    """

    subject: str = field(repr=False)
    do: Do
    placeholder: str = ""
    name: str = field(default="", repr=False)
    kind: Kind = Kind.OTHER
    entry: Entry | None = field(default=None, repr=False)

    def text_for(self, written: str) -> str:
        """What stands in the place of what was written."""
        if self.do == "keep":
            return written
        return self.placeholder or generalised(self.kind, written)


@dataclass(frozen=True)
class Decisions:
    """All decisions, one a subject, in the order in which the subjects first appear."""

    each: tuple[Decision, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "each", tuple(self.each))
        _check(self.each)

    def __len__(self) -> int:
        return len(self.each)

    def __iter__(self) -> Iterator[Decision]:
        return iter(self.each)

    def of(self, suggestion: Suggestion) -> Decision | None:
        """The decision on its subject, if there is one."""
        return self._by_subject.get(suggestion.subject)

    def changed(self, subject: str, *, do: Do, placeholder: str | None = None) -> Decisions:
        """The same but for one subject.

        Raises
        ------
        BadDecision
            If nothing was decided on the subject yet, or the new placeholder gives a name away.
        """
        if subject not in self._by_subject:
            raise BadDecision("Nothing was decided on this subject yet, so it cannot be changed. Decide on it first.")
        old = self._by_subject[subject]
        stands = placeholder if placeholder is not None else _unnumbered(old.kind, do) or old.placeholder
        new = replace(old, do=_known(do), placeholder=stands)
        return Decisions(tuple(new if one is old else one for one in self.each))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Those of the roster, and people met in the texts, on whom something was decided."""
        return tuple(one.entry for one in self.each if one.entry is not None)

    def standing_in(self, text: str) -> list[Segment]:
        """Where placeholders of these decisions stand."""
        return [Segment(*match.span()) for match in self._placeholders.finditer(text)]

    @cached_property
    def _by_subject(self) -> Mapping[str, Decision]:
        return {one.subject: one for one in self.each}

    @cached_property
    def _placeholders(self) -> re.Pattern[str]:
        found = sorted({one.placeholder for one in self.each if one.placeholder}, key=lambda text: (-len(text), text))
        return whole(found)


def whole(placeholders: Iterable[str]) -> re.Pattern[str]:
    """Any of the placeholders as a whole: P1 is not in P12."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, placeholders)) or '(?!)'})(?!\d)")


def decide(
    suggestions: Iterable[Suggestion],
    documents: Mapping[str, str],
    *,
    known: Decisions | None = None,
    choices: Mapping[str, Do] | None = None,
    called: Mapping[str, str] | None = None,
) -> Decisions:
    """A decision for every subject of the suggestions.

    Names are replaced and numbered in the order in which they first appear (P1, CCG1, city2); numbers that already stand
    in the texts are passed over. Dates, great ages and postcodes are made wider; other numbers and addresses are
    redacted. Decisions known before stay as they are, so that documents added later are treated alike.

    Parameters
    ----------
    suggestions
        Those accepted; what is left out stays in the text.
    documents
        The texts they were found in.
    choices
        What to do otherwise, by kind (``"place"``) or by subject.
    called
        Placeholders given by a person, by subject; nobody else is numbered like them.

    Raises
    ------
    UnknownChoice
        If a choice is none of replace, keep, redact and generalise.
    BadDecision
        If a placeholder would contain a name it should hide, or a choice is for nothing in these suggestions.
    """
    accepted = tuple(suggestions)
    _check_choices(choices or {}, accepted)
    decided = {one.subject: one for one in known or ()}
    given = called or {}
    numbers = _Numbers({*given.values(), *(one.placeholder for one in decided.values())}, documents)
    for suggestion in accepted:
        if suggestion.subject not in decided:
            do = _chosen(suggestion, choices or {})
            placeholder = given.get(suggestion.subject) or _placeholder(suggestion, do, numbers)
            decided[suggestion.subject] = Decision(
                suggestion.subject, do, placeholder, suggestion.name, suggestion.kind, suggestion.entry
            )
    return Decisions(tuple(decided.values()))


def _placeholder(suggestion: Suggestion, do: Do, numbers: _Numbers) -> str:
    return numbers.next(suggestion) if do == "replace" else _unnumbered(suggestion.kind, do)


class _Numbers:
    """The next free number of each stem."""

    def __init__(self, taken: set[str], documents: Mapping[str, str]) -> None:
        self._taken, self._documents, self._last = taken, documents, dict[str, int]()
        self._seen: dict[str, set[str]] = {}

    def next(self, suggestion: Suggestion) -> str:
        entry = suggestion.entry
        stem = Entry("no name", suggestion.kind).stem if entry is None and suggestion.kind in NAMES else ""
        stem = entry.stem if entry is not None else stem or f"[{suggestion.kind} "
        if stem.endswith("]") or stem[-1:].isdigit():
            return stem
        closing = "]" if stem.startswith("[") else ""
        number = self._last.get(stem, 0) + 1
        while f"{stem}{number}{closing}" in self._taken or str(number) in self._standing(stem):
            number += 1
        self._last[stem] = number
        return f"{stem}{number}{closing}"

    def _standing(self, stem: str) -> set[str]:
        if stem not in self._seen:
            pattern = re.compile(rf"(?<!\w){re.escape(stem)}(\d{{1,6}})(?!\d)", re.IGNORECASE)
            self._seen[stem] = {number for text in self._documents.values() for number in pattern.findall(text)}
        return self._seen[stem]


def _check_choices(choices: Mapping[str, Do], suggestions: tuple[Suggestion, ...]) -> None:
    there = {*Kind, *(one.subject for one in suggestions)}
    if any(choice not in there for choice in choices):
        raise BadDecision(
            f"A choice is for something that is no kind and no subject of these suggestions. Kinds are: {', '.join(Kind)}."
        )


def _chosen(suggestion: Suggestion, choices: Mapping[str, Do]) -> Do:
    usual: Do = "replace" if suggestion.kind in NAMES else _USUAL.get(suggestion.kind, "redact")
    return _known(choices.get(suggestion.subject, choices.get(suggestion.kind, usual)))


def _known(do: Do) -> Do:
    if do not in get_args(Do):
        raise UnknownChoice("a decision", do, get_args(Do))
    return do


def _unnumbered(kind: Kind, do: Do) -> str:
    if do == "redact":
        return f"[{'name' if kind is Kind.PERSON else kind} removed]"
    return f"[{kind}]" if do == "generalise" and kind in NAMES else ""


def _check(each: tuple[Decision, ...]) -> None:
    if len({one.subject for one in each}) < len(each):
        raise BadDecision("Two decisions are about the same subject. Keep one of them.")
    matcher = Matcher((one.entry for one in each if one.entry is not None and one.do != "keep"), misspellings=False)
    for place, one in enumerate(each, 1):
        if one.do in {"replace", "redact"} and not one.placeholder.strip():
            raise BadDecision(f"Decision {place:,} has no placeholder. Say what is to stand in the text.")
        if any(matcher.matches(one.placeholder)):
            raise BadDecision(
                f"The placeholder of decision {place:,} contains a name that is to be hidden. Call it something else."
            )
    _check_apart(each)


def _check_apart(each: tuple[Decision, ...]) -> None:
    """Numbered placeholders tell people apart; “[neurological condition]” is meant to be shared."""
    numbered = [one.placeholder for one in each if one.do == "replace" and one.placeholder.rstrip("]")[-1:].isdigit()]
    if twice := next((one for one, many in Counter(numbered).items() if many > 1), ""):
        raise BadDecision(
            f"“{twice}” is the placeholder of two subjects, so nobody could tell them apart. Give each its own number."
        )
