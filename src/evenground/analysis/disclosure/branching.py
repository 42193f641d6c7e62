"""The fewest numbers to hide in a network, by branch and cut.

The bound comes from a linear programme, to which every condition is added that its answer misses; safe choices come from
mending that answer. Where bound and best choice meet, it is proved the fewest. Where they do not, a number is
hidden on one branch and shown on the other.

References
----------
Fischetti M, Salazar JJ. Models and algorithms for optimizing cell suppression in tabular data with linear constraints.
Journal of the American Statistical Association 2000;95:916-928.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from math import isinf
from typing import Final

from evenground.analysis.disclosure.master import Condition, Master
from evenground.analysis.disclosure.mending import Task, Unprotected, improved, mended
from evenground.analysis.disclosure.network import Flows

_ROUNDS: Final = 60
_BRANCHES: Final = 250
_WORK: Final = 12_000  # numbers protected while looking for a better choice
_ASKED: Final = 1e-3  # a number hidden by less is not looked at
_WHOLE: Final = 1e-5


@dataclass(frozen=True)
class Found:
    """The best choice, and how few the fewest could be."""

    places: frozenset[int]
    least: int


def branched(task: Task, conditions: Iterable[Condition], *, least: int = 0) -> Found:
    """Choose the fewest.

    Raises
    ------
    Unprotected
        When a number can be worked out whatever else is hidden.
    """
    search = _Search(task, least)
    for condition in conditions:
        search.master.add(condition)
    parts, cost = search.bounded((), (), _ROUNDS)
    search.least = max(least, 0 if isinf(cost) else search.master.fewest(cost))
    search.best = mended(task, (), parts)
    search.improve(parts, 1.0)
    search.branch(parts, cost)
    return Found(search.best, min(search.least, len(search.best)))


class _Search:
    def __init__(self, task: Task, least: int) -> None:
        self.task, self.least = task, least
        self.master = Master(task.costs)
        self.best = frozenset[int]()
        self.turns = 0

    def bounded(
        self, chosen: tuple[int, ...], barred: tuple[int, ...], rounds: int, enough: int | None = None
    ) -> tuple[Mapping[int, float], float]:
        """The cheapest choice in parts that misses no condition; broken off where it hides as many as ``enough``."""
        parts: Mapping[int, float] = {}
        cost = 0.0
        for _ in range(rounds):
            parts, cost = self.master.in_part(chosen, barred)
            if isinf(cost) or (enough is not None and self.master.fewest(cost) >= enough) or not self._learn(parts):
                break
        return parts, cost

    def _learn(self, parts: Mapping[int, float]) -> int:
        flows = Flows(self.task.network, parts)
        asked = [place for place, part in flows.hidden.items() if part > _ASKED and place not in self.task.free]
        learnt = 0
        for place in asked:
            if (weights := flows.lacking(place)) is not None:
                by = place if place in self.task.costs else None
                kept = tuple((other, weights[other]) for other in sorted(weights) if other in self.task.costs)
                learnt += self.master.add(Condition(kept, by))
        return learnt

    def improve(self, parts: Mapping[int, float], share: float) -> None:
        self.turns += 1
        tries = int(share * _WORK / (len(self.best) + len(self.task.network.always) + 1) / 2)
        self.best = improved(self.task, self.best, parts, least=self.least, tries=min(tries, 150), seed=self.turns)

    def branch(self, parts: Mapping[int, float], cost: float) -> None:
        """Go through the branches, the lowest bound first."""
        heap: list[tuple[float, int, tuple[int, ...], tuple[int, ...]]] = [(cost, 0, (), ())]
        made = 0
        for _ in range(_BRANCHES):
            if not heap or len(self.best) <= self.least:
                break
            cost, _, chosen, barred = heappop(heap)
            self.least = max(self.least, min(self.master.fewest(cost), len(self.best)))
            if self.least >= len(self.best):
                break
            parts, cost = self.bounded(chosen, barred, _ROUNDS, len(self.best))
            if isinf(cost) or self.master.fewest(cost) >= len(self.best):
                continue
            split = self._taken(parts)
            if split is not None:
                made += 2
                heappush(heap, (cost, -made, chosen, (*barred, split)))
                heappush(heap, (cost, -made - 1, (*chosen, split), barred))
        if not heap:
            self.least = len(self.best)

    def _taken(self, parts: Mapping[int, float]) -> int | None:
        """Learn from the answer of one branch, and say where to part next."""
        open_ = [place for place, part in parts.items() if part < 1 - _WHOLE]
        try:
            other = mended(self.task, [p for p, part in parts.items() if part >= 1 - _WHOLE], parts)
            self.best = min(self.best, other, key=self.task.cost)
        except Unprotected:  # another branch may do
            pass
        self.improve(parts, 0.03)
        return max(open_, key=lambda p: (round(parts[p], 5), -self.task.costs[p])) if open_ else None
