"""The master problem of suppression: the cheapest choice of numbers to hide that meets every condition learnt so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

import numpy as np

_NODES: Final = 500  # counted, not timed: the same table gives the same choice on any machine
_ENOUGH: Final = 0.5  # a choice this near to the bound is the fewest: numbers are whole
_TIES: Final = 0.4  # all the preferences together count less than one number
_HAIR: Final = 1e-6


@dataclass(frozen=True)
class Condition:
    """Numbers of which enough must be hidden: the weights of the hidden ones come to 1, or more.

    ``by``: asked only when that number is hidden.
    """

    weights: tuple[tuple[int, float], ...]
    by: int | None = None


def one_of(places: Iterable[int], *, by: int | None = None) -> Condition:
    """Ask for at least one of these."""
    return Condition(tuple((place, 1.0) for place in sorted(places)), by)


class Master:
    """The numbers that may be hidden with the cost of each, and what was learnt about them."""

    def __init__(self, costs: Mapping[int, float]) -> None:
        self.costs = dict(sorted(costs.items()))
        self.conditions: dict[Condition, None] = {}
        self._at = {place: i for i, place in enumerate(self.costs)}
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._weights: list[float] = []
        self._needs: list[float] = []

    def add(self, condition: Condition) -> bool:
        """Learn a condition; False when it was known."""
        if condition in self.conditions:
            return False
        self.conditions[condition] = None
        entries = [(place, weight) for place, weight in condition.weights if place in self._at]
        whenever = condition.by not in self._at
        if condition.by is not None and not whenever:
            entries.append((condition.by, -1.0))
        self._rows += [len(self._needs)] * len(entries)
        self._columns += [self._at[place] for place, _ in entries]
        self._weights += [weight for _, weight in entries]
        self._needs.append(1.0 if whenever else 0.0)
        return True

    def fewest(self, cost: float) -> int:
        """How few numbers a choice hides that costs no less than this."""
        return max(0, ceil(cost - _TIES - _HAIR))

    def in_part(self, chosen: Collection[int] = (), barred: Collection[int] = ()) -> tuple[dict[int, float], float]:
        """The cheapest choice, with its cost, when numbers may be hidden in part; an endless cost when there is none."""
        if not self.costs:
            return {}, 0.0
        done = self._solved(False, chosen, barred)
        if done.x is None:
            return {}, np.inf
        return {place: y for place, y in zip(self.costs, done.x.tolist(), strict=True) if y > _HAIR}, float(done.fun)

    def whole(self, about: int) -> tuple[frozenset[int], int] | None:
        """The cheapest choice, and the fewest there can be; None at the limit. ``about``: as many are expected."""
        if not self.costs:
            return frozenset(), 0
        done = self._solved(True, options={"mip_rel_gap": _ENOUGH / (about + 3), "node_limit": _NODES})
        if done.x is None:
            return None
        chosen = frozenset(place for place, y in zip(self.costs, done.x, strict=True) if y > 0.5)
        bound = done.fun if done.mip_dual_bound is None else done.mip_dual_bound
        least = min(self.fewest(bound), len(chosen))
        if least < len(chosen) and about < len(chosen):  # so near to the bound was not near enough
            return self.whole(len(chosen))
        return chosen, least

    def _solved(self, whole: bool, chosen: Collection[int] = (), barred: Collection[int] = (), **more: Any) -> Any:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        size = len(self.costs)
        least, most = np.zeros(size), np.ones(size)
        least[[self._at[place] for place in chosen]] = 1.0
        most[[self._at[place] for place in barred]] = 0.0
        matrix = csr_array((self._weights, (self._rows, self._columns)), shape=(len(self._needs), size))
        rows = [LinearConstraint(matrix, self._needs, np.inf)] if self._needs else []
        return milp(
            list(self.costs.values()),
            constraints=rows,
            bounds=Bounds(least, most),
            integrality=np.full(size, int(whole)),
            **more,
        )


def costs(preferred: Iterable[int], totals: Collection[int]) -> dict[int, float]:
    """One for each number, and a little more for a total and for one further down the list."""
    listed = list(preferred)
    part = _TIES / max(1, len(listed))
    return {place: 1 + part * (0.7 * (place in totals) + 0.3 * i / len(listed)) for i, place in enumerate(listed)}
