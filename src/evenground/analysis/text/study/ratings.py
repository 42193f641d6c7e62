"""Who gave which code to which stretch of text, laid on one axis so that arrays can be compared.

The axis counts units (characters, sentences, ...) through all sources, one after another. For one code it is cut only
where somebody's coding starts or ends: what lies between two cuts is alike for everybody.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from evenground.analysis.text.positions import Segment
from evenground.analysis.text.study.coefficients import Counts
from evenground.analysis.text.study.model import Id, Source
from evenground.analysis.text.study.places import Placed, Turns, Unit, stretches

Booleans = npt.NDArray[np.bool_]


class Mark(NamedTuple):
    """One coding on the axis, from ``start`` up to but not including ``end``."""

    code: Id
    coder: int
    start: int
    end: int


@dataclass(frozen=True)
class Stretch:
    """The units of one source on the axis. Without ``spans`` each character is one."""

    source: Source
    first: int
    many: int
    spans: tuple[Segment, ...] | None = None

    def units(self, segment: Segment) -> tuple[int, int]:
        """The units a segment touches."""
        if self.spans is None:
            return self.first + segment.start, self.first + segment.end
        low = bisect_right(self.spans, segment.start, key=lambda span: span.end)
        high = bisect_left(self.spans, max(segment.end, segment.start + 1), key=lambda span: span.start)
        return self.first + low, self.first + max(low, high)

    def segments(self, start: int, end: int) -> Sequence[Segment]:
        """What stands there: one segment of characters, or each unit on its own."""
        if self.spans is None:
            return [Segment(start - self.first, end - self.first)]
        return self.spans[start - self.first : end - self.first]


@dataclass(frozen=True)
class Rated:
    """One code: for each coder (rows) and each piece between two cuts (columns), whether it was given, and read."""

    cuts: Counts
    given: Booleans
    read: Booleans

    @property
    def weights(self) -> Counts:
        return np.diff(self.cuts)

    @property
    def counts(self) -> Counts:
        """Pieces by (given, not given): how many of those who read it."""
        yes = self.given.sum(axis=0)
        return np.stack([yes, self.read.sum(axis=0) - yes], axis=1).astype(np.int64)

    def pair(self, one: int, other: int) -> Counts:
        """Given or not by the one, by given or not by the other: units both read."""
        both = self.read[one] & self.read[other]
        kind = 2 * ~self.given[one][both] + ~self.given[other][both]
        table: Counts = np.bincount(kind, self.weights[both], minlength=4).astype(np.int64).reshape(2, 2)
        return table


class Cut:
    """Positions on an axis from which all that no interval covers has been cut out."""

    def __init__(self, starts: Counts, ends: Counts) -> None:
        order = np.argsort(starts, kind="stable")
        starts, reach = starts[order], np.maximum.accumulate(ends[order])
        opens = np.ones(len(starts), dtype=np.bool_)
        opens[1:] = starts[1:] > reach[:-1]
        self._starts = starts[opens]
        self._lengths = (reach[np.append(opens[1:], True)] if len(starts) else reach) - self._starts
        self._before = np.concatenate(([0], np.cumsum(self._lengths)))

    def __call__(self, positions: Counts) -> Counts:
        if not len(self._starts):
            return np.zeros_like(positions)
        index = np.searchsorted(self._starts, positions, side="right") - 1
        at = np.maximum(index, 0)
        inside = np.minimum(positions - self._starts[at], self._lengths[at])
        return np.where(index < 0, 0, self._before[at] + inside)


@dataclass(frozen=True)
class Ratings:
    """All marks of some coders in the sources that at least two of them read."""

    coders: tuple[Id, ...]
    stretches: tuple[Stretch, ...]
    marks: Mapping[Id, Sequence[Mark]]
    reads: Booleans  # coders by sources

    def of(self, codes: Collection[Id], *, cut: Cut | None = None) -> Rated:
        """What became of one code, or of several that count as one; ``cut`` leaves units out."""
        ends = np.array([0, *(each.first + each.many for each in self.stretches)], dtype=np.int64)
        marks = self._array(codes)
        if cut is not None:
            marks[:, 1], marks[:, 2], ends = cut(marks[:, 1]), cut(marks[:, 2]), cut(ends)
        return self._swept(marks, ends)

    def only_coded(self, codes: Collection[Id]) -> Cut:
        """Leaves out the units that nobody gave any of these codes."""
        marks = self._array(codes)
        return Cut(marks[:, 1], marks[:, 2])

    def _array(self, codes: Collection[Id]) -> Counts:
        found = [mark[1:] for code in codes for mark in self.marks.get(code, ())]
        return np.array(found, dtype=np.int64).reshape(-1, 3)

    def _swept(self, marks: Counts, ends: Counts) -> Rated:
        cuts = np.unique(np.concatenate([marks[:, 1], marks[:, 2], ends]))
        source = np.searchsorted(ends, cuts[:-1], side="right") - 1
        read = self.reads[:, source]
        given = np.zeros_like(read)
        for coder in range(len(self.coders)):
            mine = marks[marks[:, 0] == coder]
            opened = np.bincount(np.searchsorted(cuts, mine[:, 1]), minlength=len(cuts))
            closed = np.bincount(np.searchsorted(cuts, mine[:, 2]), minlength=len(cuts))
            given[coder] = np.cumsum(opened - closed)[:-1] > 0
        return Rated(cuts, given & read, read)

    def places(self, start: int, end: int) -> Iterator[tuple[Source, Segment]]:
        """What stands on a piece of the axis inside one source."""
        stretch = self.stretches[bisect_right(self.stretches, start, key=lambda each: each.first) - 1]
        for segment in stretch.segments(start, end):
            yield stretch.source, segment


def ratings(
    every: Sequence[Placed],
    *,
    coders: Sequence[Id],
    unit: Unit,
    turns: Turns | None,
    read: Mapping[Id, Collection[Id]] | None,
) -> Ratings:
    """Lay codings on the axis. ``read`` names the coders of each source; else those who coded anything in it."""
    number = {coder: index for index, coder in enumerate(coders)}
    readers: dict[Id, set[Id]] = defaultdict(set)
    for each in every:
        if each.coding.coder in number:
            readers[each.source.id].add(each.coding.coder)
    if read is not None:
        readers = defaultdict(set, {source: set(who) & set(number) for source, who in read.items()})
    sources = {each.source.id: each.source for each in every if len(readers[each.source.id]) > 1}
    laid = _laid([source for source in sources.values() if source.text is not None], unit, turns)
    reads = np.array([[coder in readers[each.source.id] for each in laid] for coder in coders], dtype=np.bool_)
    return Ratings(tuple(coders), tuple(laid), _marks(every, laid, number), reads.reshape(len(coders), len(laid)))


def _laid(sources: Sequence[Source], unit: Unit, turns: Turns | None) -> list[Stretch]:
    laid: list[Stretch] = []
    first = 0
    for source in sources:
        spans = None if unit == "character" else tuple(stretches(source, unit, turns=turns))
        many = len(source.text or "") if spans is None else len(spans)
        if many:
            laid.append(Stretch(source, first, many, spans))
        first += many
    return laid


def _marks(every: Sequence[Placed], laid: Sequence[Stretch], number: Mapping[Id, int]) -> Mapping[Id, Sequence[Mark]]:
    stretch_of = {each.source.id: each for each in laid}
    found: dict[Id, list[Mark]] = defaultdict(list)
    for each in every:
        stretch, coder = stretch_of.get(each.source.id), each.coding.coder
        if stretch and each.segment and coder is not None and coder in number:
            start, end = stretch.units(each.segment)
            if start < end:
                found[each.coding.code].append(Mark(each.coding.code, number[coder], start, end))
    return found
