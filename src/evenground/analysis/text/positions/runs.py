"""Overlapping segments as stretches that do not overlap, for drawing many codings in one pass."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Generic, TypeVar

from evenground.analysis.text.positions.segments import Segment

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Run(Generic[K]):
    """``text[start:end]`` with the keys of all segments that cover it, in the order in which they were given."""

    start: int
    end: int
    keys: tuple[K, ...]


def runs(segments: Sequence[tuple[Segment, K]]) -> list[Run[K]]:
    """Cut overlapping segments into runs, in order of place; what no segment covers is left out.

    An empty segment becomes a run of its own, with no length and its own key, before what starts at its place.
    One sweep over the sorted ends: ``n log n`` and the size of the answer.

    Examples
    --------
    >>> [(run.start, run.end, run.keys) for run in runs([(Segment(0, 6), "hope"), (Segment(4, 9), "care")])]
    [(0, 4, ('hope',)), (4, 6, ('hope', 'care')), (6, 9, ('care',))]
    """
    opens, closes, points = _ends(segments)
    places = sorted({*opens, *closes, *points})
    active: list[int] = []
    found: list[Run[K]] = []
    for here, following in zip_longest(places, places[1:]):
        for index in closes.get(here, ()):
            del active[bisect_left(active, index)]
        if here in points:
            found.append(Run(here, here, _keys(segments, points[here])))
        for index in opens.get(here, ()):
            insort(active, index)
        if active and following is not None:
            found.append(Run(here, following, _keys(segments, active)))
    return found


Places = dict[int, list[int]]


def _ends(segments: Sequence[tuple[Segment, K]]) -> tuple[Places, Places, Places]:
    """Which segments open, close, or merely stand at each place."""
    opens: Places = {}
    closes: Places = {}
    points: Places = {}
    for index, (segment, _) in enumerate(segments):
        if segment.start == segment.end:
            points.setdefault(segment.start, []).append(index)
        else:
            opens.setdefault(segment.start, []).append(index)
            closes.setdefault(segment.end, []).append(index)
    return opens, closes, points


def _keys(segments: Sequence[tuple[Segment, K]], indices: Sequence[int]) -> tuple[K, ...]:
    return tuple(dict.fromkeys(segments[index][1] for index in indices))
