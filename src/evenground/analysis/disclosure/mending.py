"""A safe choice, quickly: protect one number after the other by the cheapest way round, then show again what can be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from random import Random
from typing import Final

from evenground.analysis.disclosure.network import HAIR, Flows, Network

_LIKED: Final = 1e-3  # what a number costs that is hidden in the better choice, as a part of its cost
_DRAWS: Final = 20_231_123


@dataclass(frozen=True)
class Task:
    """Numbers that may be hidden, with what each costs; nothing is asked for those that are ``free``."""

    network: Network
    costs: Mapping[int, float]
    free: frozenset[int] = frozenset()

    def cost(self, places: Iterable[int]) -> tuple[int, float]:
        some = sorted(places)
        return len(some), sum(self.costs[place] for place in some)


class Unprotected(Exception):
    """A number cannot be protected whatever is hidden."""

    def __init__(self, place: int) -> None:
        self.place = place


def mended(task: Task, start: Collection[int], liked: Mapping[int, float]) -> frozenset[int]:
    """A safe choice that begins with ``start``.

    ``liked`` are numbers to prefer, each with how much (0 to 1).

    Raises
    ------
    Unprotected
    """
    mending = _Mending(task, start, liked)
    waiting = list(mending.flows.hidden)
    for place in waiting:
        if place not in task.free:
            waiting += mending.protect(place)
    mending.show_again()
    return frozenset(mending.flows.hidden) - task.network.always


class _Mending:
    def __init__(self, task: Task, start: Collection[int], liked: Mapping[int, float]) -> None:
        self.task, self.liked = task, liked
        self.flows = Flows(task.network, dict.fromkeys(start, 1.0))
        self.used: dict[int, set[int]] = {}  # what each number needs to move
        self.beside: dict[int, list[tuple[int, int, int]]] = {}
        for place in (*task.costs, *sorted(task.network.always)):
            tail, head = task.network.ends[place]
            self.beside.setdefault(tail, []).append((place, 1, head))
            self.beside.setdefault(head, []).append((place, -1, tail))

    def protect(self, place: int) -> list[int]:
        """Hide more until a number can move; gives what was hidden."""
        more: list[int] = []
        while (ways := self._stuck(place)) is not None:
            found = [found for way, flow in ways if (found := self._cheapest(place, way, flow)) is not None]
            if not found:
                raise Unprotected(place)
            for other in min(found)[1]:
                self.flows.hide(other)
                more.append(other)
        return more

    def _stuck(self, place: int) -> list[tuple[int, dict[int, float]]] | None:
        """The ways in which more is lacking than the number's own room, with what moves already; None when it is safe."""
        network = self.task.network
        spread, ways, used = 0.0, [], set[int]()
        for way in (1, -1):
            own = min(network.room[place][way > 0], network.wanted - spread)
            amount, _, flow = self.flows.moved(place, way, own)
            spread += amount
            used |= flow.keys()
            if amount < own - HAIR:
                ways.append((way, flow))
        if spread < network.wanted - HAIR:
            return ways
        self.used[place] = used
        return None

    def _cheapest(self, place: int, way: int, flow: Mapping[int, float]) -> tuple[float, list[int]] | None:
        start, goal = self.flows.ways(place, way)
        best: dict[int, float] = {start: 0.0}
        came: dict[int, tuple[int, int]] = {}
        heap = [(0.0, start)]
        while heap:
            cost, node = heappop(heap)
            if node == goal:
                break
            if cost > best[node]:
                continue
            for other, direction, end in self.beside.get(node, ()):
                step = self._step(other, direction, flow)
                if other != place and step is not None and cost + step < best.get(end, 1e9) - 1e-12:
                    best[end] = cost + step
                    came[end] = (other, node)
                    heappush(heap, (cost + step, end))
        if goal not in came:
            return None
        path, node = [], goal
        while node != start:
            other, node = came[node]
            path.append(other)
        return best[goal], [other for other in path if other not in self.flows.hidden]

    def _step(self, place: int, way: int, flow: Mapping[int, float]) -> float | None:
        if place in self.flows.hidden:
            return 0.0 if self.flows.left(place, way, flow) > HAIR else None
        if not self.task.network.room[place][way > 0]:
            return None
        return self.task.costs[place] * max(_LIKED, 1 - self.liked.get(place, 0.0))

    def show_again(self) -> None:
        """Show whatever is not needed, the least liked and the dearest first."""
        some = [place for place in self.flows.hidden if place not in self.task.network.always]
        for place in sorted(some, key=lambda p: (self.liked.get(p, 0.0), -self.task.costs[p], p)):
            kept = self.used.copy()
            self.flows.show(place)
            self.used.pop(place, None)
            if any(self._stuck(other) is not None for other, used in kept.items() if other != place and place in used):
                self.flows.hide(place)
                self.used = kept


def improved(
    task: Task, best: frozenset[int], liked: Mapping[int, float], *, least: int, tries: int, seed: int
) -> frozenset[int]:
    """Show part of a choice again and mend it another way, time after time; the better one stays.

    The draws are made by a generator of known seed: the same table gives the same choice.
    """
    random = Random(_DRAWS + seed)  # noqa: S311 (nothing secret hangs on it)
    for _ in range(tries):
        if len(best) <= least:
            break
        drawn = sorted((random.random(), place) for place in sorted(best))
        kept = [place for _, place in drawn[2 + int(random.random() * max(1, len(best) * 2 // 3 - 1)) :]]
        taste = {place: random.random() * (0.5 + liked.get(place, 0.0)) for place in task.costs}
        try:
            other = mended(task, kept, taste)
        except Unprotected:
            continue
        if len(other) <= len(best):  # as many, but other ones: a new place to go on from
            best = other
    return best
