"""Lists of segments as sets of characters: what either, both or only one of them covers.

An empty segment has no characters and falls away. Every answer is sorted and its segments neither overlap nor touch,
except those of `split`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from evenground.analysis.text.positions.segments import Segment


def union(segments: Iterable[Segment]) -> list[Segment]:
    """All characters that any segment covers.

    Examples
    --------
    >>> union([Segment(4, 9), Segment(0, 5), Segment(9, 10), Segment(12, 13)])
    [Segment(start=0, end=10), Segment(start=12, end=13)]
    """
    joined: list[Segment] = []
    for segment in sorted(segment for segment in segments if len(segment)):
        if joined and segment.start <= joined[-1].end:
            joined[-1] = Segment(joined[-1].start, max(joined[-1].end, segment.end))
        else:
            joined.append(segment)
    return joined


def intersection(these: Iterable[Segment], others: Iterable[Segment]) -> list[Segment]:
    """All characters that both lists cover."""
    left, right = union(these), union(others)
    found: list[Segment] = []
    i = j = 0
    while i < len(left) and j < len(right):
        if shared := left[i].overlap(right[j]):
            found.append(shared)
        if left[i].end <= right[j].end:
            i += 1
        else:
            j += 1
    return found


def difference(these: Iterable[Segment], others: Iterable[Segment]) -> list[Segment]:
    """All characters that the first list covers and the second does not."""
    taken = union(others)
    return intersection(these, _between(taken)) if taken else union(these)


def split(segments: Iterable[Segment], places: Sequence[int]) -> list[Segment]:
    """The segments, each cut at every place that lies inside it, in the order given.

    Examples
    --------
    >>> split([Segment(0, 6)], [2, 6, 9])
    [Segment(start=0, end=2), Segment(start=2, end=6)]
    """
    cuts = sorted(set(places))
    pieces: list[Segment] = []
    for segment in segments:
        inside = cuts[bisect_right(cuts, segment.start) : bisect_left(cuts, segment.end)]
        ends = [segment.start, *inside, segment.end]
        pieces += [Segment(start, end) for start, end in pairwise(ends)]
    return pieces


_ENDLESS = 2**62  # further than any text


def _between(taken: Sequence[Segment]) -> list[Segment]:
    ends = [0, *(end for segment in taken for end in (segment.start, segment.end)), _ENDLESS]
    return [Segment(start, end) for start, end in zip(ends[::2], ends[1::2], strict=True)]
