"""Teams by annealing: two blocks change places or one moves, and only what that changes is counted.

The number of steps depends on the problem only, never on the clock, so that the same input and seed give the same teams
on any machine. The weighted cost leads the way; what is kept is the best by rank, and a last climb by rank alone
mends what a single exchange can mend.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp
from random import Random

from evenground.analysis.groups.teaming.blocks import first_places
from evenground.analysis.groups.teaming.costs import Costs
from evenground.analysis.groups.teaming.rules import Alike, Diverse
from evenground.analysis.groups.teaming.tallies import Inside, Tally

STEPS_PER_PERSON = 700  # in each try
MOST_STEPS = 300_000
TRIES = 2  # in a row without help, for each rule
HOT, COLD = 0.6, 0.08  # for a rule that weighs 1
COLDEST = 0.02  # for a wish about pairs: its steps are smaller than a person
PAUSE = 4_096  # steps between looks at the clock
SINGLE = 0.2  # of the steps move one block where the sizes allow


class Search:
    """One search; ``kept`` is the best so far."""

    def __init__(self, costs: Costs, random: Random) -> None:
        self.costs, self.random = costs, random
        problem, blocks = costs.problem, costs.blocks
        self.sizes = [*(block.size for block in blocks), 0]
        self.nobody = len(blocks)
        self.place = first_places(problem, blocks, random)
        self.inside = self._inside()
        self.people = [sum(self.sizes[b] for b in inside) for inside in self.inside]
        self.low, self.high = [s.smallest for s in problem.sizes], [s.largest for s in problem.sizes]
        self.loose = any(low < high for low, high in zip(self.low, self.high, strict=True))
        self.uneven = len(set(self.sizes[:-1])) > 1
        self.tallies: list[Tally] = []
        self.change = self.best = 0  # of the rank, since this try began
        self.kept = list(self.place)

    def run(self, *, steps: int) -> Iterator[None]:
        """Rule after rule, each until it cannot be better or two tries in a row have not helped; pauses now and then."""
        least = self.costs.least()
        last = len(self.costs.levels)
        for level in range(last + 1):
            tries = 0
            while tries < TRIES and not self._done(level, least[level]):
                before = self._cost(level)
                yield from self._anneal(level, steps)
                tries = tries + 1 if self._cost(level) >= before else 0
        yield from self._climb(last, steps)

    def _cost(self, level: int) -> int:
        return costs_of(self.costs, self.kept)[level]

    def _done(self, level: int, bound: int | None) -> bool:
        return bound is not None and self._cost(level) <= bound

    def _anneal(self, level: int, steps: int) -> Iterator[None]:
        """From the best, with the earlier rules dear and the later ones not counted."""
        self._back(level)
        paired = level and isinstance(self.costs.levels[level - 1], Diverse | Alike)
        heat, cooling = HOT, ((COLDEST if paired else COLD) / HOT) ** (1 / max(1, steps))
        for step in range(steps):
            heat *= cooling
            self._step(heat)
            if step % PAUSE == 0:
                yield
        yield

    def _climb(self, level: int, steps: int) -> Iterator[None]:
        """From the best, by rank alone: sideways or better."""
        self._back(level)
        for step in range(steps):
            self._step(0.0)
            if step % PAUSE == 0:
                yield
        yield

    def _back(self, level: int) -> None:
        """Start again from the best, counting the rules up to this one."""
        self.place = list(self.kept)
        self.inside = self._inside()
        self.people = [sum(self.sizes[b] for b in inside) for inside in self.inside]
        self.tallies, self.change, self.best = self.costs.tallies(self.inside, level), 0, 0

    def _inside(self) -> Inside:
        inside: Inside = [[] for _ in self.costs.problem.sizes]
        for block, group in enumerate(self.place):
            inside[group].append(block)
        return inside

    def _step(self, heat: float) -> None:
        random = self.random.random
        a = int(random() * self.nobody)
        g, h = self.place[a], int(random() * len(self.inside))
        if g == h:
            return
        b = self.nobody
        if not (self.loose and random() < SINGLE):
            there = self.inside[h]
            b = there[int(random() * len(there))] if there else b
        more = self.sizes[b] - self.sizes[a]
        if self._fits(g, more) and self._fits(h, -more):
            self._try(a, g, b, h, heat)
        elif self.uneven:
            self._try_many(a, g, h, heat)

    def _fits(self, group: int, more: int) -> bool:
        return not more or self.low[group] <= self.people[group] + more <= self.high[group]

    def _try(self, a: int, g: int, b: int, h: int, heat: float) -> None:
        if heat:
            gain = 0.0
            for tally in self.tallies:
                gain += tally.gain(a, g, b, h)
            if gain > 0 and self.random.random() >= exp(-gain / heat):
                return
            self._exchange(a, g, b, h)
        else:
            before = self.change
            self._exchange(a, g, b, h)
            if self.change > before:
                self._exchange(b, g, a, h)
        self._note()

    def _try_many(self, a: int, g: int, h: int, heat: float) -> None:
        """A block for several that are as many people together."""
        chosen, left = [], self.sizes[a]
        for block in self.random.sample(self.inside[h], len(self.inside[h])):
            if self.sizes[block] <= left:
                chosen.append(block)
                left -= self.sizes[block]
        if left or not chosen:
            return
        before, gain = self.change, 0.0
        done = [(a if n == 0 else self.nobody, block) for n, block in enumerate(chosen)]
        for out, into in done:
            gain += sum(tally.gain(out, g, into, h) for tally in self.tallies)
            self._exchange(out, g, into, h)
        worse = self.random.random() >= exp(-gain / heat) if heat and gain > 0 else not heat and self.change > before
        if worse:
            for out, into in reversed(done):
                self._exchange(into, g, out, h)
        self._note()

    def _exchange(self, a: int, g: int, b: int, h: int) -> None:
        for tally in self.tallies:
            self.change += tally.shift(a, g, b, h)
        for block, old, new in ((a, g, h), (b, h, g)):
            if block != self.nobody:
                self.inside[old].remove(block)
                self.inside[new].append(block)
                self.place[block] = new
        more = self.sizes[b] - self.sizes[a]
        self.people[g] += more
        self.people[h] -= more

    def _note(self) -> None:
        if self.change < self.best:
            self.best, self.kept = self.change, list(self.place)


def searching(costs: Costs, *, seed: int) -> Iterator[list[int]]:
    """The best places so far, now and then; the first before any search, so that whoever stops it has an answer."""
    steps = min(MOST_STEPS, STEPS_PER_PERSON * len(costs.problem.members))
    search = Search(costs, Random(f"{seed}"))  # noqa: S311  a repeatable search, no secret
    yield search.kept
    if costs.problem.groups > 1 and (costs.levels or costs.problem.apart):
        for _ in search.run(steps=steps):
            yield search.kept


def grouped(costs: Costs, place: Sequence[int]) -> list[list[int]]:
    """Numbers of the people in each group."""
    found: list[list[int]] = [[] for _ in costs.problem.sizes]
    for block, group in zip(costs.blocks, place, strict=True):
        found[group] += block.people
    return [sorted(people) for people in found]


def costs_of(costs: Costs, place: Sequence[int]) -> list[int]:
    """The cost of every level, counted from the start."""
    groups = grouped(costs, place)
    number = {member.key: n for n, member in enumerate(costs.problem.members)}
    group_of = {n: group for group, people in enumerate(groups) for n in people}
    pairs = [[group_of[number[key]] for key in pair] for pair in dict.fromkeys(costs.problem.apart)]
    together = sum(a == b for a, b in pairs)
    levels = range(len(costs.levels))
    return [together, *(sum(costs.group_cost(level, people).amount for people in groups) for level in levels)]
