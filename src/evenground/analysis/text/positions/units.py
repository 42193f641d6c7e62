"""Positions as other programs count them, turned into code points and back.

A browser counts UTF-16 code units, some programs count UTF-8 bytes, and programs on Windows often count every line
break as two. Each converter is made once for a text; a position then costs a look-up, never a walk from the top.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from evenground.analysis.errors import AnalysisError
from evenground.analysis.text.positions.segments import Segment

Positions = npt.NDArray[np.int64]


class BetweenCharacters(AnalysisError):
    """A position that cuts a character, or a line break, in half."""


class OutsideText(AnalysisError):
    """A position before the beginning or after the end of the text."""


class Units:
    """Positions counted in units of which a character may have more than one.

    Parameters
    ----------
    wide
        The code points that have more than one unit, by position in the text, ascending.
    extra
        How many units more than one each of them has.
    length
        Of the text, in code points.
    """

    name = "units"
    cut = "inside a character"

    def __init__(self, wide: Positions, extra: Positions, length: int) -> None:
        self._wide, self._extra = wide, extra
        self._added = np.concatenate(([0], np.cumsum(extra)))  # units added before each wide character, and in all
        self._starts = wide + self._added[:-1]
        self.points = length
        self.length = length + int(self._added[-1])

    def to_points(self, position: int, *, nearest: bool = False) -> int:
        """The code point at a position in these units.

        Raises
        ------
        BetweenCharacters
            If the position cuts a character in half; with ``nearest`` it is rounded down instead.
        OutsideText
            If the text has no such position.
        """
        self._check_one(position, self.length, self.name)
        return int(self.all_to_points([position], nearest=nearest)[0])

    def from_points(self, position: int) -> int:
        """The position in these units of a code point.

        Raises
        ------
        OutsideText
            If the text has no such position.
        """
        self._check_one(position, self.points, "characters")
        return int(self.all_from_points([position])[0])

    def all_to_points(self, positions: Sequence[int] | Positions, *, nearest: bool = False) -> Positions:
        """`to_points` for many positions at once, in any order."""
        at = np.asarray(positions, dtype=np.int64)
        self._check(at, self.length, self.name)
        before = np.searchsorted(self._starts, at, side="left")
        points: Positions = at - self._added[before]
        if not len(self._wide):
            return points
        last = np.maximum(before - 1, 0)
        inside = (before > 0) & (at <= self._starts[last] + self._extra[last])
        if inside.any() and not nearest:
            first = int(at[inside][0])
            raise BetweenCharacters(
                f"Position {first:,}, counted in {self.name}, falls {self.cut}. Choose the place before or after it."
            )
        return np.where(inside, self._wide[last], points)

    def all_from_points(self, positions: Sequence[int] | Positions) -> Positions:
        """`from_points` for many positions at once, in any order."""
        at = np.asarray(positions, dtype=np.int64)
        self._check(at, self.points, "characters")
        found: Positions = at + self._added[np.searchsorted(self._wide, at, side="left")]
        return found

    def to_segment(self, start: int, end: int, *, nearest: bool = False) -> Segment:
        """The segment that lies from ``start`` to ``end`` in these units."""
        return Segment(self.to_points(start, nearest=nearest), self.to_points(end, nearest=nearest))

    def from_segment(self, segment: Segment) -> tuple[int, int]:
        """Where a segment starts and ends in these units."""
        return self.from_points(segment.start), self.from_points(segment.end)

    @staticmethod
    def _check_one(position: int, length: int, name: str) -> None:
        """A file may name a position too large for an array."""
        if not 0 <= position <= length:
            raise OutsideText(f"There is no position {position:,}: the text has {length:,} {name}, counted from 0.")

    @staticmethod
    def _check(at: Positions, length: int, name: str) -> None:
        wrong = at[(at < 0) | (at > length)]
        if len(wrong):
            raise OutsideText(
                f"There is no position {int(wrong[0]):,}: the text has {length:,} {name}, counted from 0."
            )


class Utf16(Units):
    """UTF-16 code units, as in JavaScript and Java: an emoji counts as two.

    Examples
    --------
    >>> Utf16("🙂 hello").to_points(3)
    2
    """

    name = "UTF-16 code units"

    def __init__(self, text: str) -> None:
        codes = _codes(text)
        wide = np.flatnonzero(codes > 0xFFFF).astype(np.int64)
        super().__init__(wide, np.ones(len(wide), dtype=np.int64), len(text))


class Utf8(Units):
    """UTF-8 bytes: “é” counts as two, “€” as three, an emoji as four.

    Examples
    --------
    >>> Utf8("café!").from_points(4)
    5
    """

    name = "UTF-8 bytes"

    def __init__(self, text: str) -> None:
        codes = _codes(text)
        wide = np.flatnonzero(codes > 0x7F).astype(np.int64)
        extra = 1 + (codes[wide] > 0x7FF).astype(np.int64) + (codes[wide] > 0xFFFF).astype(np.int64)
        super().__init__(wide, extra, len(text))


class Crlf(Units):
    """Characters, with every line break counted as two, as in a file made on Windows.

    Examples
    --------
    >>> Crlf("one\\ntwo").from_points(4)
    5
    """

    name = "characters with line breaks as two"
    cut = "inside a line break"

    def __init__(self, text: str) -> None:
        wide = np.flatnonzero(_codes(text) == 0x0A).astype(np.int64)
        super().__init__(wide, np.ones(len(wide), dtype=np.int64), len(text))


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
