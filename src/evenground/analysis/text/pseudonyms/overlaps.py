"""Of things found in one text, those that are kept where they overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from evenground.analysis.text.positions.segments import Segment


class _Placed(Protocol):
    @property
    def segment(self) -> Segment: ...


_One = TypeVar("_One", bound=_Placed)


def longest(found: Iterable[_One], *, first: Callable[[_One], Any] = lambda one: 0) -> list[_One]:
    """The longest of those that overlap, in the order of the text. ``first`` sorts what must win before length counts."""
    every = sorted(found, key=lambda one: (first(one), -len(one.segment)))
    taken, kept = bytearray(max((one.segment.end for one in every), default=0)), []
    for one in every:
        if not any(taken[one.segment.start : one.segment.end]):
            taken[one.segment.start : one.segment.end] = b"\1" * len(one.segment)
            kept.append(one)
    return sorted(kept, key=lambda one: one.segment)
