"""Bounds of the unknowns, and the solver behind the attack."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from evenground.analysis.disclosure.one_way import FAR
from evenground.analysis.disclosure.system import Ints, System

_ROUNDS: Final = 60


class NothingFits(Exception):
    """No table of whole numbers fits what is published: the numbers contradict each other."""


def narrowed_bounds(system: System, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Bounds of every unknown, cut by each number in turn until nothing moves."""
    least, most = np.zeros(system.unknowns, np.int64), np.full(system.unknowns, FAR, np.int64)
    rows, columns, up = system.rows, system.columns, system.signs > 0
    if not len(rows):
        return least, most
    size = len(low)
    for _ in range(_ROUNDS):
        a, b = np.where(up, least[columns], -most[columns]), np.where(up, most[columns], -least[columns])
        total_a, total_b = np.zeros(size, np.int64), np.zeros(size, np.int64)
        np.add.at(total_a, rows, a)
        np.add.at(total_b, rows, b)
        new_b, new_a = high[rows] - (total_a[rows] - a), low[rows] - (total_b[rows] - b)
        before = int(least.sum()), int(most.sum())
        np.minimum.at(most, columns, np.where(up, new_b, -new_a))
        np.maximum.at(least, columns, np.where(up, new_a, -new_b))
        if (most < least).any():
            raise NothingFits
        if before == (int(least.sum()), int(most.sum())):
            break
    return least, most


class Solver:
    """The unknowns that are not settled, as a mixed-integer programme (HiGHS)."""

    def __init__(self, system: System, low: Ints, high: Ints, least: Ints, most: Ints) -> None:
        from scipy.optimize import Bounds, LinearConstraint

        self.fixed = least == most
        self.settled = np.where(self.fixed, least, 0)
        free = np.flatnonzero(~self.fixed)
        known = most[most < FAR // 2]
        # Without end is "far above anything published": a smaller number keeps the solver exact.
        self.far = int(10 * (max([1000, *known.tolist(), *low.tolist()])))
        self.whole = system.matrix
        self.part = self.whole[:, free]
        self.turned = self.part.T.tocsr()
        shift = self.whole @ self.settled
        used = np.diff(self.part.indptr) > 0
        self.free = free
        self.bounds = Bounds(least[free], np.minimum(most[free], self.far))
        self.rows = [
            LinearConstraint(
                self.part[used].tocsc(), (low - shift)[used], np.where(high < FAR, high - shift, np.inf)[used]
            )
        ]
        self.shift = shift

    def solve(self, weights: Any, extra: Any = None) -> Ints | None:
        """A table that makes the weighted sum of the numbers smallest; None when none fits."""
        from scipy.optimize import milp

        cost = self.turned @ weights
        rows = self.rows if extra is None else [*self.rows, extra]
        done = milp(cost, constraints=rows, bounds=self.bounds, integrality=np.ones(len(self.free)))
        if done.x is None:
            return None
        unknowns = self.settled.copy()
        unknowns[self.free] = np.rint(done.x).astype(np.int64)
        return unknowns

    def between(self, row: int, low: int, high: int) -> Ints | None:
        """A table that gives a number a value in a range."""
        from scipy.optimize import LinearConstraint

        extra = LinearConstraint(self.part[[row]], low - self.shift[row], high - self.shift[row])
        return self.solve(np.zeros(len(self.shift)), extra)
