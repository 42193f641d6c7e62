"""The words under codes, each with its context, its source, its coders and what is known of who said them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evenground.analysis.errors import UnknownChoice
from evenground.analysis.text.positions import Segment, context, paragraph, sentence, turn, union
from evenground.analysis.text.study.asking import Speakers, codes_meant, path, said, variable_called
from evenground.analysis.text.study.model import Id, Place, Source, Study
from evenground.analysis.text.study.places import Placed, Turns, placed, stretches
from evenground.analysis.text.study.rows import Cell, Rows

Around = int | Literal["sentence", "paragraph", "turn"]


@dataclass(frozen=True, slots=True)
class Extract:
    """One place, with all its codes and coders.

    ``text`` is empty where no words are marked (``segment`` is None then). ``codes`` and ``paths`` were given to this
    very place, in the same order. ``attributes`` has the values of its cases or, without any, of its source.
    """

    text: str
    before: str
    after: str
    source: Id
    source_name: str
    place: Place | None
    segment: Segment | None
    codes: tuple[Id, ...]
    paths: tuple[str, ...]
    coders: tuple[Id, ...]
    codings: tuple[Id, ...]
    cases: tuple[Id, ...]
    case_names: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]


def retrieve(
    study: Study,
    *,
    any: Iterable[Id] = (),
    all: Iterable[Id] = (),
    without: Iterable[Id] = (),
    where: Mapping[str, str | Collection[str]] | None = None,
    cases: Collection[Id] | None = None,
    sources: Collection[Id] | None = None,
    coders: Collection[Id] | None = None,
    context: Around = 60,
    below: bool = True,
    turns: Turns | None = None,
) -> list[Extract]:
    """Every place that was given the codes, source by source from the top.

    Parameters
    ----------
    study
        What was coded.
    any, all, without
        Codes: the place has one of the first, stands (at least in part) in each of the second, in none of the third.
        With neither ``any`` nor ``all``, every coded place.
    where
        Attributes and the value or values each must have, as text: ``{"Role": ["nurse", "public adviser"]}``.
    cases, sources, coders
        Only these; else all.
    context
        Characters to both sides, or the whole “sentence”, “paragraph” or “turn” around it.
    below
        Count a code's children as the code itself.
    turns
        As in `places.stretches`.

    Raises
    ------
    UnknownThing
        If a code or an attribute is not in the study.
    """
    if not isinstance(context, int) and context not in ("sentence", "paragraph", "turn"):
        raise UnknownChoice("context", context, ("a number of characters", "sentence", "paragraph", "turn"))
    every = [each for each in placed(study) if coders is None or each.coding.coder in coders]
    wanted = _Wanted(every, *(codes_meant(study, codes, below=below).values() for codes in (any, all, without)))
    about = _About(study, where or {}, cases)
    around = _Surroundings(context, turns)
    return [
        _extract(study, group, about, around)
        for group in _by_place(study, every)
        if (sources is None or group[0].source.id in sources) and wanted.is_met(group) and about.is_met(group[0])
    ]


def extracts_as_rows(study: Study, extracts: Sequence[Extract]) -> Rows:
    """One row for each extract, each attribute a column."""
    names = [variable.name for variable in study.variables]
    users = {user.id: user.name or user.short or user.id for user in study.users}
    heads = ("Source", "Start", "End", "Text", "Before", "After", "Codes", "Coders", "Cases", *names)
    return Rows(heads, tuple(_row(extract, users, names) for extract in extracts))


def _row(extract: Extract, users: Mapping[Id, str], names: Sequence[str]) -> tuple[Cell, ...]:
    at = extract.segment
    return (
        extract.source_name,
        at.start if at else None,
        at.end if at else None,
        extract.text,
        extract.before,
        extract.after,
        "; ".join(extract.paths),
        "; ".join(users.get(coder, coder) for coder in extract.coders),
        "; ".join(extract.case_names),
        *("; ".join(extract.attributes.get(name, ())) for name in names),
    )


def _by_place(study: Study, every: Iterable[Placed]) -> Iterator[list[Placed]]:
    """Codings of one place together; sources as the study has them, places from the top, those without words last."""
    groups: dict[tuple[Id, Place | None], list[Placed]] = defaultdict(list)
    for each in every:
        groups[each.source.id, each.place].append(each)
    number = {source.id: at for at, source in enumerate(study.sources)}
    endless = Segment(2**62, 2**62)
    yield from sorted(groups.values(), key=lambda group: (number[group[0].source.id], group[0].segment or endless))


class _Wanted:
    """Whether a place has the codes that were asked for."""

    def __init__(
        self,
        every: Sequence[Placed],
        any: Collection[frozenset[Id]],
        all: Collection[frozenset[Id]],
        without: Collection[frozenset[Id]],
    ) -> None:
        self._any = frozenset[Id]().union(*any)
        self._start = self._any or frozenset[Id]().union(*all)
        self._all = [_Covered(every, codes) for codes in all]
        self._without = [_Covered(every, codes) for codes in without]

    def is_met(self, group: Sequence[Placed]) -> bool:
        has = {each.coding.code for each in group}
        if self._start and not has & self._start:
            return False
        return all(each.touches(group[0], has) for each in self._all) and not any(
            each.touches(group[0], has) for each in self._without
        )


class _Covered:
    """The words that some codes cover."""

    def __init__(self, every: Iterable[Placed], codes: frozenset[Id]) -> None:
        self._codes = codes
        found: dict[Id, list[Segment]] = defaultdict(list)
        for each in every:
            if each.segment and each.coding.code in codes:
                found[each.source.id].append(each.segment)
        self._segments = {source: union(segments) for source, segments in found.items()}

    def touches(self, at: Placed, has: Collection[Id]) -> bool:
        """Whether the place has one of the codes itself, or shares a character with a place that has."""
        if not self._codes.isdisjoint(has):
            return True
        segments = self._segments.get(at.source.id)
        if not segments or not at.segment:
            return False
        index = bisect_right(segments, at.segment.start, key=lambda segment: segment.end)
        return index < len(segments) and segments[index].overlaps(at.segment)


class _About:
    """Who speaks at a place, and whether it is somebody who was asked for."""

    def __init__(self, study: Study, where: Mapping[str, str | Collection[str]], cases: Collection[Id] | None) -> None:
        self._cases = cases
        self.speakers = Speakers(study)
        self.variables = study.variables
        self._where = [
            (variable_called(study, name), {values} if isinstance(values, str) else {said(v) for v in values})
            for name, values in where.items()
        ]

    def is_met(self, at: Placed) -> bool:
        if self._cases is not None and not any(case.id in self._cases for case in self.speakers.of(at)):
            return False
        return all(values.intersection(self.speakers.values(at, variable)) for variable, values in self._where)


class _Surroundings:
    """What stands before and after a place, as far as was asked for."""

    def __init__(self, around: Around, turns: Turns | None) -> None:
        self._around, self._turns = around, turns
        self._known: dict[Id, list[Segment]] = {}

    def of(self, source: Source, segment: Segment) -> tuple[str, str]:
        text = source.text or ""
        if isinstance(self._around, int):
            found = context(text, segment, characters=self._around)
            return found.before, found.after
        whole = self._whole(source, text, segment)
        return text[whole.start : segment.start], text[segment.end : whole.end]

    def _whole(self, source: Source, text: str, segment: Segment) -> Segment:
        if self._around == "sentence":
            return sentence(text, segment)
        if self._around == "paragraph":
            return paragraph(text, segment)
        if source.id not in self._known:
            self._known[source.id] = stretches(source, "turn", turns=self._turns)
        return turn(self._known[source.id], segment) or segment


def _extract(study: Study, group: Sequence[Placed], about: _About, around: _Surroundings) -> Extract:
    first = group[0]
    before, after = around.of(first.source, first.segment) if first.segment else ("", "")
    cases = dict.fromkeys(case for each in group for case in about.speakers.of(each))
    codes = tuple(dict.fromkeys(each.coding.code for each in group))
    return Extract(
        first.segment.of(first.source.text or "") if first.segment else "",
        before,
        after,
        first.source.id,
        first.source.name,
        first.place,
        first.segment,
        codes,
        tuple(path(study, code) for code in codes),
        tuple(dict.fromkeys(each.coding.coder for each in group if each.coding.coder)),
        tuple(each.coding.id for each in group),
        tuple(case.id for case in cases),
        tuple(case.name for case in cases),
        {variable.name: about.speakers.values(first, variable) for variable in about.variables},
    )
