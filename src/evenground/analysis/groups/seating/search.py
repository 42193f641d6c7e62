"""Who sits where, by annealing: two people of one session change places, and only what that changes is counted.

It stops after a number of steps that depends on the problem only, never on the clock, so that the same input and seed
seat the same people on any machine. Ctrl-C ends it early with what it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp
from random import Random

from evenground.analysis.groups.seating.weights import AGAIN, Kinds, Matrix

STEPS_PER_SEAT = 1_500
MOST_STEPS = 1_000_000
LOOKS = 20  # how often on its way a search says what it has
HOT, WARM, COLD = 20.0, 6.0, 0.8  # from nothing; from a good start; at the end

Tables = list[list[int]]


class Search:
    """Rounds of tables of person numbers, improved in place. People at one table in two rounds have met again."""

    def __init__(self, rounds: Sequence[Tables], weights: Matrix, kinds: Kinds, *, seed: int) -> None:
        self.rounds = [[list(table) for table in tables] for tables in rounds]
        self.next = [list(row) for row in weights]  # what one more meeting of two would cost
        self.kinds = kinds
        self.random = Random(seed)  # noqa: S311  a repeatable search, no secret
        self.counts = [[kinds.count(table) for table in tables] for tables in self.rounds]
        self.cost = sum(self._seat_table(table) for tables in self.rounds for table in tables)
        self.cost += sum(kinds.total(counts) for tables in self.counts for counts in tables)
        # A wish to sit together makes a seating cheaper than nothing, so that nothing is then not the least there is.
        self.free = not kinds.named and min((min(row) for row in weights), default=0) >= 0

    def _seat_table(self, table: list[int]) -> int:
        cost = 0
        for place, a in enumerate(table):
            for b in table[:place]:
                cost += self.next[a][b]
                self.next[a][b] += AGAIN
                self.next[b][a] += AGAIN
        return cost

    def run(self, *, hot: float) -> list[Tables]:
        """The rounds it ends with, or those it began with where they were better."""
        *_, last = self.cooling(hot=hot)
        return last

    def cooling(self, *, hot: float) -> Iterator[list[Tables]]:
        """Rounds each better than those before, first those it began with; the last are the answer."""
        able = [n for n, tables in enumerate(self.rounds) if sum(map(bool, tables)) > 1]
        seats = sum(len(table) for n in able for table in self.rounds[n])
        steps = min(MOST_STEPS, STEPS_PER_SEAT * seats) if able else 0
        best = self.cost
        yield self._copied()
        heat, cooling = hot, (COLD / hot) ** (1 / max(1, steps))
        for step in range(1, steps + 1):
            if self.free and not self.cost:
                break
            heat *= cooling
            self._step(able, heat)
            if step % (steps // LOOKS) == 0 and self.cost < best:
                best = self.cost
                yield self._copied()
        if self.cost < best:
            yield self._copied()

    def _copied(self) -> list[Tables]:
        return [[list(table) for table in tables] for tables in self.rounds]

    def _step(self, able: list[int], heat: float) -> None:
        random = self.random.random
        number = able[int(random() * len(able))]
        tables = self.rounds[number]
        here, there = int(random() * len(tables)), int(random() * len(tables))
        if here == there or not tables[here] or not tables[there]:
            return
        places = int(random() * len(tables[here])), int(random() * len(tables[there]))
        gain = self._gain(number, here, there, *places)
        if gain <= 0 or random() < exp(-gain / heat):
            self._swap(number, here, there, *places)
            self.cost += gain

    def _gain(self, number: int, here: int, there: int, i: int, j: int) -> int:
        """The change in cost when two people change places."""
        tables = self.rounds[number]
        one, other = tables[here], tables[there]
        a, b = one[i], other[j]
        near, far = self.next[a], self.next[b]
        gain = AGAIN * (len(one) + len(other) - 2)
        gain += sum([near[x] - far[x] for x in other if x != b]) + sum([far[x] - near[x] for x in one if x != a])
        return gain + self._kinds_gain(number, here, there, a, b) if self.kinds.named else gain

    def _kinds_gain(self, number: int, here: int, there: int, a: int, b: int) -> int:
        one, other, gain = self.counts[number][here], self.counts[number][there], 0
        for kind in self.kinds.of[a]:
            if kind not in self.kinds.of[b]:
                gain += self._shifted(kind, one[kind], other[kind])
        for kind in self.kinds.of[b]:
            if kind not in self.kinds.of[a]:
                gain += self._shifted(kind, other[kind], one[kind])
        return gain

    def _shifted(self, kind: int, leaves: int, enters: int) -> int:
        cost = self.kinds.cost[kind]
        return cost[leaves - 1] - cost[leaves] + cost[enters + 1] - cost[enters]

    def _swap(self, number: int, here: int, there: int, i: int, j: int) -> None:
        one, other = self.rounds[number][here], self.rounds[number][there]
        a, b = one[i], other[j]
        for person, old, new in ((a, one, other), (b, other, one)):
            for x in old:
                self._shift(person, x, -AGAIN)
            for x in new:
                self._shift(person, x, AGAIN)
        self._shift(a, b, -2 * AGAIN)  # neither met the other: both loops above counted the pair once as new
        self.next[a][a] = self.next[b][b] = 0
        one[i], other[j] = b, a
        for kind in self.kinds.of[a]:
            self.counts[number][here][kind] -= 1
            self.counts[number][there][kind] += 1
        for kind in self.kinds.of[b]:
            self.counts[number][there][kind] -= 1
            self.counts[number][here][kind] += 1

    def _shift(self, a: int, b: int, by: int) -> None:
        self.next[a][b] += by
        self.next[b][a] += by
