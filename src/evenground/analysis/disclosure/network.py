"""Tables in which every number stands in at most two sums: a network, in which moving numbers are flows.

Each sum (a row with its total, a column with its total) is a node, each number an edge between its two sums, or between
its sum and the outside. Two tables that fit what is published differ by flows round the network through hidden numbers.
So how far a hidden number can move is a largest flow, and what holds it is a smallest cut: exact in whole numbers, and
quick. All tables by one or two names that show exact numbers are of this kind.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

HAIR = 1e-7
_WHOLE = 99  # more than any room
_MISSED = 1e-3

Room = tuple[int, int]  # how far a number can go down and up
Came = dict[int, tuple[int, int, int] | None]  # sums reached, each with the number, its way, and the sum before


@dataclass(frozen=True)
class Network:
    """How numbers hang together.

    ``ends`` are the sums a number leaves and enters when it grows; ``room`` how far it can move once it is hidden, but
    not beyond ``wanted``: how far apart the smallest and the largest value of a hidden number must be. ``always`` are
    the numbers that are hidden in any case.
    """

    ends: Sequence[tuple[int, int]]
    room: Sequence[Room]
    wanted: int
    always: frozenset[int]


class Flows:
    """What can move when certain numbers are hidden, each in whole (1) or in part."""

    def __init__(self, network: Network, hidden: Mapping[int, float]) -> None:
        self.network = network
        self.hidden: dict[int, float] = {}
        self.paths: dict[int, dict[int, tuple[int, int]]] = {}  # by sum: the numbers there, their way and far end
        for place in sorted({*network.always, *hidden}):
            self.hide(place, 1.0 if place in network.always else hidden[place])

    def hide(self, place: int, part: float = 1.0) -> None:
        tail, head = self.network.ends[place]
        self.hidden[place] = part
        self.paths.setdefault(tail, {})[place] = (1, head)
        self.paths.setdefault(head, {})[place] = (-1, tail)

    def show(self, place: int) -> None:
        for end in set(self.network.ends[place]):
            del self.paths[end][place]
        del self.hidden[place]

    def ways(self, place: int, way: int) -> tuple[int, int]:
        """Where a flow begins and ends that lets a number move up (1) or down (-1)."""
        tail, head = self.network.ends[place]
        return (head, tail) if way > 0 else (tail, head)

    def moved(self, place: int, way: int, most: float, cap: int = _WHOLE) -> tuple[float, Came, dict[int, float]]:
        """How far a number can move; the sums that more could still flow to; and what moves with it.

        ``cap`` limits the room of every number hidden only in part.
        """
        start, goal = self.ways(place, way)
        flow: dict[int, float] = {}
        done = 0.0
        if start == goal:
            return most, {}, flow
        while most - done > HAIR:
            came = self._reached(start, goal, place, flow, cap)
            if goal not in came:
                return done, came, flow
            done += self._pushed(came, goal, flow, most - done, cap)
        return done, {}, flow

    def _reached(self, start: int, goal: int, without: int, flow: Mapping[int, float], cap: int) -> Came:
        came: Came = {start: None}
        waiting = deque([start])
        while waiting:
            node = waiting.popleft()
            for place, (way, other) in self.paths.get(node, {}).items():
                if other not in came and place != without and self.left(place, way, flow, cap) > HAIR:
                    came[other] = (place, way, node)
                    if other == goal:
                        return came
                    waiting.append(other)
        return came

    def left(self, place: int, way: int, flow: Mapping[int, float], cap: int = _WHOLE) -> float:
        """How much further a number can move one way when others move already."""
        room, part = self.network.room[place][way > 0], self.hidden[place]
        return (room if part == 1.0 else min(room, cap) * part) - way * flow.get(place, 0.0)

    def _pushed(self, came: Came, goal: int, flow: dict[int, float], most: float, cap: int) -> float:
        path = list(steps(came, goal))
        amount = min(most, *(self.left(place, way, flow, cap) for place, way, _ in path))
        for place, way, _ in path:
            flow[place] = flow.get(place, 0.0) + way * amount
        return amount

    def lacking(self, place: int) -> dict[int, float] | None:
        """The condition on other numbers that is missed by most, so that this one can move; None when none is missed.

        Each number is given with the part of what is lacking that hiding it brings: together they must come to 1.
        """
        worst, found = _MISSED, None
        for cap in range(self.network.wanted, 0, -1):
            near = {way: self._near(place, way, cap) for way in (1, -1)}
            for ways in ((1, -1), (1,), (-1,), ()):
                if (weights := self._weights(place, [(way, near[way]) for way in ways])) is not None:
                    given = sum(weight * self.hidden.get(other, 0.0) for other, weight in weights.items())
                    if self.hidden[place] - given > worst:
                        worst, found = self.hidden[place] - given, weights
        return found

    def _near(self, place: int, way: int, cap: int) -> Came:
        return self.moved(place, way, self.network.wanted, cap)[1]

    def _weights(self, place: int, sides: Sequence[tuple[int, Came]]) -> dict[int, float] | None:
        """Count up what crosses the cuts; ways that are not among them give the number its own room."""
        if any(not near for _, near in sides):
            return None
        network = self.network
        cut = [way for way, _ in sides]
        needed = network.wanted - sum(network.room[place][way > 0] for way in (1, -1) if way not in cut)
        helping: dict[int, int] = {}
        for _, near in sides:
            for other, (tail, head) in enumerate(network.ends):
                if (tail in near) != (head in near) and other != place:
                    helping[other] = helping.get(other, 0) + network.room[other][tail in near]
        needed -= sum(helping.pop(other) for other in network.always if other in helping)
        if needed <= 0:
            return None
        return {other: min(1.0, room / needed) for other, room in helping.items() if room}


def steps(came: Came, goal: int) -> Iterator[tuple[int, int, int]]:
    """The way back from a sum that was reached."""
    step = came[goal]
    while step is not None:
        yield step
        step = came[step[2]]


def network_of(
    lines: Sequence[Sequence[int]], room: Sequence[Room], wanted: int, always: frozenset[int]
) -> Network | None:
    """Lay out the sums, each a total and then its parts; None where some number stands in more than two."""
    sums: list[list[tuple[int, int]]] = [[] for _ in room]
    for line, (total, *parts) in enumerate(lines):
        sums[total].append((line, -1))
        for part in parts:
            sums[part].append((line, 1))
    if any(len(mine) > 2 for mine in sums) or (turned := _turned(sums, len(lines))) is None:
        return None
    ends = []
    for mine in sums:
        leaves = [line for line, sign in mine if sign * turned[line] > 0]
        enters = [line for line, sign in mine if sign * turned[line] < 0]
        ends.append(((leaves or [len(lines)])[0], (enters or [len(lines)])[0]))
    kept = [(max(0, min(low, wanted)), max(0, min(high, wanted))) for low, high in room]
    return Network(ends, kept, wanted, always)


def _turned(sums: Sequence[Sequence[tuple[int, int]]], size: int) -> list[int] | None:
    """The sign of each sum, so that every number leaves one sum and enters the other."""
    turned = [0] * size
    beside: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    for mine in sums:
        if len(mine) == 2:
            (a, sign_a), (b, sign_b) = mine
            beside[a].append((b, -sign_a * sign_b))
            beside[b].append((a, -sign_a * sign_b))
    for first in range(size):
        waiting = [] if turned[first] else [first]
        turned[first] = turned[first] or 1
        while waiting:
            a = waiting.pop()
            for b, sign in beside[a]:
                if not turned[b]:
                    turned[b] = turned[a] * sign
                    waiting.append(b)
                elif turned[b] != turned[a] * sign:
                    return None
    return turned
