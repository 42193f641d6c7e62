"""Which values are left to a number: first by narrowing bounds, then by a solver, with a whole table as the proof.

A number is safe once three tables were found that fit everything published and give it three different values. It leaks
when bounds or the solver show that there are no three.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from evenground.analysis.disclosure.nudging import Nudge
from evenground.analysis.disclosure.one_way import FAR, LEAST_LEFT
from evenground.analysis.disclosure.profiles import NOTHING
from evenground.analysis.disclosure.solving import NothingFits, Solver, narrowed_bounds
from evenground.analysis.disclosure.system import Ints, System

_ONE_BY_ONE: Final = 500  # beyond, numbers nobody published are watched by their bounds alone
_NUDGES: Final = (1, -1, 2, -2)
_WORTH_IT: Final = 4  # fewer numbers than that are settled one by one
_AT_ONCE: Final = 12  # tables looked for that move every unsettled number at once, before one number at a time


class Possible:
    """The tables that fit a system, and what they leave to each number."""

    def __init__(self, system: System, low: Ints | None = None, high: Ints | None = None) -> None:
        self.system = system
        self.low = system.low if low is None else low
        self.high = system.high if high is None else high
        self.least, self.most = narrowed_bounds(system, self.low, self.high)
        self.values: dict[int, set[int]] = {}
        self.fits: list[Ints] = []
        self._solver: Solver | None = None

    def bounds(self, row: int) -> tuple[int, int]:
        """Outer bounds of a number, without a solver."""
        least, most = self._outer
        return int(least[row]), int(most[row])

    @cached_property
    def _outer(self) -> tuple[Ints, Ints]:
        rows, columns, up = self.system.rows, self.system.columns, self.system.signs > 0
        least, most = np.zeros(len(self.low), np.int64), np.zeros(len(self.low), np.int64)
        np.add.at(least, rows, np.where(up, self.least[columns], -self.most[columns]))
        np.add.at(most, rows, np.where(up, self.most[columns], -self.least[columns]))
        return np.maximum(least, self.low), np.minimum(most, self.high)

    def leaking(
        self, rows: Iterable[int], least: int = LEAST_LEFT, *, small: tuple[int, int] = NOTHING
    ) -> dict[int, tuple[int, ...]]:
        """Numbers with fewer than ``least`` values left, and these values.

        A number that nobody published leaks only when one of its values is ``small``.
        """
        found, unsettled = self.sorted_out(rows, least, small)
        for row in unsettled:
            if (values := self.settled(row, least, small)) is not None:
                found[row] = values
        return dict(sorted(found.items()))

    def sorted_out(
        self, rows: Iterable[int], least: int, small: tuple[int, int]
    ) -> tuple[dict[int, tuple[int, ...]], list[int]]:
        """What leaks by its bounds alone, and what is neither shown to leak nor to be safe."""
        found: dict[int, tuple[int, ...]] = {}
        unsettled = []
        for row in rows:
            low, high = self.bounds(row)
            if self._harmless(row, low, high, small):
                continue
            if high - low + 1 < least:
                found[row] = tuple(range(low, high + 1))
            elif len(self.values.get(row, ())) < least:
                unsettled.append(row)
        unsettled = self._moved_together(self._nudged(unsettled, least), least)
        if len(unsettled) > _ONE_BY_ONE:
            unsettled = [row for row in unsettled if not self.system.numbers[row][1].implied]
        return found, unsettled

    def settled(self, row: int, least: int, small: tuple[int, int]) -> tuple[int, ...] | None:
        """The values of a number that leaks, by the solver; None when it is safe."""
        if len(self.values.get(row, ())) >= least:
            return None
        values = self._values(row, least)
        if len(values) >= least or (values and self._harmless(row, values[0], values[-1], small)):
            return None
        return values

    def _harmless(self, row: int, low: int, high: int, small: tuple[int, int]) -> bool:
        return self.system.numbers[row][1].implied and (low > small[1] or high < small[0])

    def extremes(self, row: int) -> tuple[int, int]:
        """Smallest and largest value of a number in any table that fits; `FAR` means without end."""
        low, high = self.bounds(row)
        if low == high:
            return low, high
        least, most = self._at(row, 1), self._at(row, -1)
        return least, FAR if most >= self.solver.far else most

    def witness(self, unknowns: Ints) -> None:
        """Add a table that fits: every number keeps the value it has there. One that does not fit is left aside."""
        if len(unknowns) != self.system.unknowns:
            return
        sums = self._sums(unknowns)
        if (unknowns < 0).any() or (sums < self.low).any() or (sums > self.high).any():
            return
        self.fits.append(unknowns)
        for row, value in enumerate(sums.tolist()):
            self.values.setdefault(row, set()).add(value)

    @property
    def solver(self) -> Solver:
        if self._solver is None:
            self._solver = Solver(self.system, self.low, self.high, self.least, self.most)
        return self._solver

    def _nudged(self, rows: list[int], least: int) -> list[int]:
        """Change a table that is known to fit a little, one number at a time."""
        if not rows:
            return rows
        if not self.fits and (first := self.solver.solve(np.zeros(len(self.low)))) is not None:
            self.witness(first)
        if not self.fits:
            return rows
        unknowns = self.fits[0].tolist()
        sums = self._sums(self.fits[0]).tolist()
        nudge = Nudge(self.system, self.low, self.high, self.least, self.most)
        for row in rows:
            for by in _NUDGES:
                if len(self.values[row]) >= least:
                    break
                if sums[row] + by not in self.values[row]:
                    found = nudge.changed(row, by, unknowns, sums)
                    if found is not None:
                        self.witness(np.array(found, dtype=np.int64))
        return [row for row in rows if len(self.values[row]) < least]

    def _moved_together(self, rows: list[int], least: int) -> list[int]:
        """Move many numbers at once, each its own way, while that settles any."""
        for turn in range(_AT_ONCE):
            if len(rows) < _WORTH_IT:
                break
            weights = np.zeros(len(self.low))
            weights[rows] = [_way(place, turn) for place in range(len(rows))]
            found = self.solver.solve(weights)
            if found is not None:
                self.witness(found)
            left = [row for row in rows if len(self.values.get(row, ())) < least]
            if turn > 1 and len(left) == len(rows):
                break
            rows = left
        return rows

    def _sums(self, unknowns: Ints) -> Ints:
        sums = np.zeros(len(self.low), np.int64)
        np.add.at(sums, self.system.rows, self.system.signs * unknowns[self.system.columns])
        return sums

    def _values(self, row: int, least: int) -> tuple[int, ...]:
        """Every value when there are fewer than ``least``; otherwise at least that many."""
        low, high = self._at(row, 1), self._at(row, -1)
        found = self.values.setdefault(row, set())
        while len(found) < least:
            gaps = [(a, b) for a, b in pairwise(sorted(found)) if b - a > 1]
            between = next((x for a, b in gaps if (x := self.solver.between(row, a + 1, b - 1)) is not None), None)
            if between is None:
                break
            before = len(found)
            self.witness(between)
            if len(found) == before:
                break
        return tuple(sorted(value for value in found if low <= value <= high))

    def _at(self, row: int, direction: int) -> int:
        weights = np.zeros(len(self.low))
        weights[row] = direction
        found = self.solver.solve(weights)
        if found is None:
            raise NothingFits
        self.witness(found)
        values = self.values.get(row, {self.bounds(row)[0]})
        return min(values) if direction > 0 else max(values)


def _way(place: int, turn: int) -> float:
    """Up or down: all one way, all the other, then in patterns that tell any two numbers apart."""
    if turn < 2:
        return 1.0 if turn else -1.0
    return 1.0 if (place >> (turn // 2 - 1)) & 1 == turn % 2 else -1.0
