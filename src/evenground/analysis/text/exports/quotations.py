"""Every coding as one row: the words, where they stand, who speaks, which code, by whom, and what is known beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from evenground.analysis.text.exports.places import quoted, said_place, whole_of
from evenground.analysis.text.exports.speaking import Speaking
from evenground.analysis.text.positions.around import Context, context
from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.refi.order import arranged
from evenground.analysis.text.study.asking import Speakers, said
from evenground.analysis.text.study.model import Case, Coding, Id, Selection, Source, Study, Value
from evenground.analysis.text.study.places import Placed
from evenground.analysis.text.transcripts.model import Turn

Users = Literal["pseudonyms", "names"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """One coding. ``start`` and ``end`` are code points in the source's text, ``turn`` counts from 1; None: not known.

    ``attributes`` are those of the source and of its cases, in the order of the study's variables.
    """

    id: Id
    source: str
    cases: tuple[str, ...]
    attributes: tuple[str, ...] = field(repr=False)
    place: str
    start: int | None
    end: int | None
    turn: int | None
    speaker: str = field(repr=False)
    code: tuple[str, ...]
    coder: str
    at: str
    origin: str
    before: str = field(repr=False)
    text: str = field(repr=False)
    after: str = field(repr=False)
    memo: str = field(repr=False)


def quotations(
    study: Study,
    *,
    context: int = 0,
    users: Users = "pseudonyms",
    turns: Mapping[Id, Sequence[Turn]] | None = None,
) -> tuple[Quotation, ...]:
    """Every coding of a study, by source and place.

    Parameters
    ----------
    study
        The study; pseudonymised already, for its texts and names come out as they are.
    context
        So many characters of the text to both sides, never half a word.
    users
        “pseudonyms” names coders “Coder 1”, “Coder 2” in the study's order; “names” by their names.
    turns
        Who speaks where, by source; for other texts it is found from the labels at the start of lines.
    """
    return tuple(_Rows(study, context, users, turns or {}).rows())


def coders(study: Study, users: Users) -> dict[Id, str]:
    """What each person is called in what goes out; the numbers are those of the REFI-QDA export."""
    if users == "names":
        return {user.id: user.name or user.short or f"Coder {n}" for n, user in enumerate(study.users, start=1)}
    return {user.id: f"Coder {number}" for number, user in enumerate(study.users, start=1)}


class _Rows:
    """The study by its parts."""

    def __init__(self, study: Study, around: int, users: Users, turns: Mapping[Id, Sequence[Turn]]) -> None:
        self.study, self.around = arranged(study), around
        self.sources = {source.id: source for source in study.sources}
        self.selections = {selection.id: selection for selection in study.selections}
        self.coders = coders(study, users)
        self.speaking = Speaking(turns)
        self.speakers = Speakers(study)
        self.known: dict[tuple[Id, tuple[Id, ...]], tuple[str, ...]] = {}

    def rows(self) -> Iterator[Quotation]:
        by_source: dict[Id, list[Coding]] = {}
        for coding in self.study.codings:
            by_source.setdefault(coding.source, []).append(coding)
        for source, codings in by_source.items():
            for coding in sorted(codings, key=self._order) if source in self.sources else ():
                yield self._row(coding, self.sources[source])

    def _order(self, coding: Coding) -> tuple[int, int]:
        place = self.selections[coding.selection].place if coding.selection in self.selections else None
        return (place.start, place.end) if isinstance(place, Segment) else (-1, -1)

    def _row(self, coding: Coding, source: Source) -> Quotation:
        selection = self.selections.get(coding.selection or "")
        place, text = quoted(self.study, source, selection)
        around = context(source.text or "", place, characters=self.around) if place and self.around else None
        turn, speaker = self.speaking.at(source, place)
        whole = whole_of(source, self.sources, self.selections)
        cases = self._cases(Placed(coding, source, selection.place if selection else None, place), whole)
        return Quotation(
            id=coding.id,
            source=whole.name,
            cases=tuple(case.name for case in cases),
            attributes=self._attributes(source, whole, cases),
            place=said_place(selection),
            start=place.start if place else None,
            end=place.end if place else None,
            turn=turn,
            speaker=speaker,
            code=self.study.path_of.get(coding.code, ("(a code that is not there)",)),
            coder=self.coders.get(coding.coder or "", ""),
            at=coding.at.isoformat(" ", "seconds") if coding.at else "",
            origin="" if coding.origin == "person" else coding.origin,
            text=text,
            memo=self._memo(coding, selection),
            **_sides(around),
        )

    def _cases(self, at: Placed, whole: Source) -> tuple[Case, ...]:
        """Those that speak at the place, and those to which all of the source belongs."""
        found = self.speakers.of(at)
        if whole is at.source:
            return found
        return tuple(dict.fromkeys((*self.speakers.of(Placed(at.coding, whole, None, None)), *found)))

    def _attributes(self, source: Source, whole: Source, cases: tuple[Case, ...]) -> tuple[str, ...]:
        key = (source.id, tuple(case.id for case in cases))
        if key not in self.known:
            own = source.values if source is whole else (*source.values, *whole.values)
            self.known[key] = _in_columns(self.study, [*own, *(value for case in cases for value in case.values)])
        return self.known[key]

    def _memo(self, coding: Coding, selection: Selection | None) -> str:
        notes = (*(selection.notes if selection else ()), *coding.notes)
        found = [self.sources[note].text or "" for note in notes if note in self.sources]
        return "\n".join(filter(None, [selection.description if selection else "", *found]))


def _sides(around: Context | None) -> dict[str, str]:
    return {"before": around.before if around else "", "after": around.after if around else ""}


def _in_columns(study: Study, values: Sequence[Value]) -> tuple[str, ...]:
    found: dict[Id, dict[str, None]] = {}
    for value in values:
        if words := said(value.value):
            found.setdefault(value.variable, {})[words] = None
    return tuple("; ".join(found.get(variable.id, ())) for variable in study.variables)
