"""Tables that fit, found without a solver: change one count of a table that fits, and mend the sums it breaks.

Adding one to a cell asks for one less elsewhere in its row and its column, which asks for one more where these two
meet. A short search along such rounds finds most of what is needed to show that a number could be another.
"""

from __future__ import annotations

from typing import Final

from evenground.analysis.disclosure.system import Ints, System

_STEPS: Final = 6  # unknowns changed at once
_TRIES: Final = 120  # changes tried for one number

Parts = list[list[tuple[int, int]]]


class Nudge:
    """Small changes to tables that fit a system."""

    def __init__(self, system: System, low: Ints, high: Ints, least: Ints, most: Ints) -> None:
        self.low, self.high = low.tolist(), high.tolist()
        self.least, self.most = least.tolist(), most.tolist()
        self.members: Parts = [[] for _ in self.low]
        self.sums_of: Parts = [[] for _ in self.least]
        for row, column, sign in zip(system.rows.tolist(), system.columns.tolist(), system.signs.tolist(), strict=True):
            if self.least[column] < self.most[column]:
                self.members[row].append((column, sign))
                self.sums_of[column].append((row, sign))

    def changed(self, row: int, by: int, unknowns: list[int], sums: list[int]) -> list[int] | None:
        """A table in which a number differs by so much, or None when a short search finds none."""
        for column, sign in self.members[row]:
            search = _Search(self, row, list(unknowns), list(sums))
            if search.apply(column, by * sign) and search.mend():
                return search.unknowns
        return None


class _Search:
    def __init__(self, nudge: Nudge, kept: int, unknowns: list[int], sums: list[int]) -> None:
        self.nudge, self.kept, self.unknowns, self.sums = nudge, kept, unknowns, sums
        self.touched: set[int] = set()
        self.tries = _TRIES

    def apply(self, column: int, by: int) -> bool:
        """Change one unknown where its bounds allow."""
        value = self.unknowns[column] + by
        if column in self.touched or not self.nudge.least[column] <= value <= self.nudge.most[column]:
            return False
        self._set(column, by)
        self.touched.add(column)
        return True

    def _set(self, column: int, by: int) -> None:
        self.unknowns[column] += by
        for row, sign in self.nudge.sums_of[column]:
            self.sums[row] += sign * by

    def mend(self) -> bool:
        """Bring every sum back into its range, one change at a time."""
        broken = self._broken()
        if broken is None:
            return True
        if len(self.touched) >= _STEPS:
            return False
        row, needed = broken
        if row == self.kept:
            return False
        for column, sign in self.nudge.members[row]:
            self.tries -= 1
            if self.tries < 0:
                return False
            if self.apply(column, sign * needed):
                if self.mend():
                    return True
                self._set(column, -sign * needed)
                self.touched.discard(column)
        return False

    def _broken(self) -> tuple[int, int] | None:
        """A sum out of its range that was touched, and what it lacks."""
        for column in sorted(self.touched):
            for row, _ in self.nudge.sums_of[column]:
                if self.sums[row] > self.nudge.high[row]:
                    return row, self.nudge.high[row] - self.sums[row]
                if self.sums[row] < self.nudge.low[row]:
                    return row, self.nudge.low[row] - self.sums[row]
        return None
