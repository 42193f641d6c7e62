"""A good grouping within seconds: annealing with swaps, moves and cycles.

It stops after a number of steps that depends on the problem only, never on the clock, so that the same input and seed
give the same groups on any machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp
from random import Random

from evenground.analysis.groups.hard import Rules
from evenground.analysis.groups.leaders import assign
from evenground.analysis.groups.scoring import POINT, Scorer, members

SMALL = 40  # teams up to which several starts find more than one long search
STARTS = 4
STEPS_PER_TEAM = 1_500  # in each of several starts
MOST_STEPS = 45_000
ONE_LONG = 120_000  # steps; 400 teams take about 3 seconds
LOOKS = 10  # how often on its way a search says what it has
NEAR, LIKEST = 0.6, 12  # share of swaps that bring a block to one of its likest, and how many those are
HOT, COLD = 30 * POINT, 1 * POINT
GENTLE = 100 * POINT  # what a group lacking a watched role loses at first; a broken rule loses half as much again


@dataclass(frozen=True)
class Grouping:
    """Sets of teams with the number of the facilitator of each."""

    sets: tuple[tuple[int, int], ...]
    value: int
    broken: int = 0


def anneal(rules: Rules, *, seed: int) -> Grouping:
    """The best grouping of a few starts; ``broken`` says how many rules it still breaks."""
    *_, best = annealing(rules, seed=seed)
    return best


def annealing(rules: Rules, *, seed: int) -> Iterator[Grouping]:
    """Groupings each better than those before; the last is the answer."""
    starts = STARTS if rules.scorer.size <= SMALL else 1
    best: Grouping | None = None
    for start in range(starts):
        for found in _Search(rules, Random(f"{seed} {start}")).improving():  # noqa: S311  a repeatable search, no secret
            if best is None or _rank(found) < _rank(best):
                best = found
                yield best


def _rank(grouping: Grouping) -> tuple[int, int, tuple[tuple[int, int], ...]]:
    return grouping.broken, -grouping.value, grouping.sets


def total(rules: Rules, sets: tuple[tuple[int, int], ...]) -> int:
    """The value of a whole grouping: worth and facilitators, less the load of those who lead several."""
    scorer = rules.scorer
    led = [sum(leader == who for _, leader in sets) for who in scorer.leaders]
    load = sum(scorer.load(groups) for groups in led) if rules.problem.facilitators else 0
    return sum(scorer.counted(mask) + (scorer.fit(mask, leader) or 0) for mask, leader in sets) - load


class _Search:
    def __init__(self, rules: Rules, random: Random) -> None:
        self.rules, self.scorer, self.random = rules, rules.scorer, random
        self.groups = rules.problem.groups
        self.blocks = blocks(rules)
        self.likest = likest_blocks(rules.scorer, self.blocks)
        self.led = [0 for _ in self.scorer.leaders]
        self.place = self._scatter()
        self.masks = [
            sum(b for b, g in zip(self.blocks, self.place, strict=True) if g == n) for n in range(self.groups)
        ]
        self.leader = [self._spare() for _ in range(self.groups)]
        self._values: dict[tuple[int, int], tuple[int, int, int]] = {}
        self.heat, self.price = float(HOT), float(GENTLE)
        points, lacking, broken = (sum(part) for part in zip(*map(self.value, self.masks, self.leader), strict=True))
        self.tally = points - self._load(), lacking, broken

    def _scatter(self) -> list[int]:
        """Start with the largest blocks first, each into a group with fewest teams."""
        order = sorted(range(len(self.blocks)), key=lambda b: (-self.blocks[b].bit_count(), self.random.random()))
        place, sizes = [0] * len(self.blocks), [0] * self.groups
        for block in order:
            place[block] = sizes.index(min(sizes))
            sizes[place[block]] += self.blocks[block].bit_count()
        return place

    def _spare(self) -> int:
        """Somebody who leads fewest and can lead one more."""
        able = [who for who in self.scorer.leaders if self.led[who] < self.scorer.capacity(who)]
        chosen = min(able, key=lambda who: (self.led[who], self.random.random()))
        self.led[chosen] += 1
        return chosen

    def value(self, mask: int, leader: int) -> tuple[int, int, int]:
        """Points, roles lacking and rules broken of one group."""
        known = self._values.get((mask, leader))
        if known is None:
            fit = self.scorer.fit(mask, leader)
            lacking, broken = self.scorer.missing(list(members(mask))), self.rules.count(mask) + (fit is None)
            known = self._values[mask, leader] = self.scorer.worth(mask) + (fit or 0), lacking, broken
        return known

    def improving(self) -> Iterator[Grouping]:
        """Cool down while what may be crossed on the way grows dear, so that in the end it is not crossed at all."""
        best, told = (self._standing(), list(self.masks), list(self.leader)), None
        size = self.scorer.size
        steps = min(MOST_STEPS, STEPS_PER_TEAM * size) if size <= SMALL else ONE_LONG
        cooling, rising = (COLD / HOT) ** (1 / steps), (self.scorer.lacking / GENTLE) ** (1 / steps)
        for step in range(1, steps + 1):
            self.heat *= cooling
            self.price *= rising
            if self._step() and (standing := self._standing()) < best[0]:
                best = standing, list(self.masks), list(self.leader)
            if step % (steps // LOOKS) == 0 and best[0] != told:
                told = best[0]
                yield self._finished(best[1], best[2])
        yield self._finished(best[1], best[2])

    def _standing(self) -> tuple[int, int]:
        """Rules broken, then the value lost: the lower, the better."""
        points, lacking, broken = self.tally
        return broken, self.scorer.lacking * lacking - points

    def _finished(self, masks: list[int], leader: list[int]) -> Grouping:
        """Give each group the facilitator that suits the whole, then count."""
        leaders = assign(self.scorer, masks) or leader
        sets = tuple(sorted(zip(masks, leaders, strict=True), key=lambda s: s[0] & -s[0]))
        broken = sum(self.rules.count(mask) + (self.scorer.fit(mask, who) is None) for mask, who in sets)
        return Grouping(sets, total(self.rules, sets), broken)

    def _load(self) -> int:
        return sum(map(self.scorer.load, self.led)) if self.rules.problem.facilitators else 0

    def _step(self) -> bool:
        """Try one change; whether it was kept."""
        kind = self.random.random()
        if kind < 0.1:
            return self._try_leader()
        if kind < 0.4:
            return self._try_blocks(self._any_blocks(1), [int(self.random.random() * self.groups)])
        chosen = self._any_blocks(3) if kind > 0.9 and self.groups > 2 else self._two_to_swap()
        homes = [self.place[block] for block in chosen]
        return self._try_blocks(chosen, homes[1:] + homes[:1])

    def _any_blocks(self, count: int) -> list[int]:
        return [int(self.random.random() * len(self.blocks)) for _ in range(count)]

    def _two_to_swap(self) -> list[int]:
        """Any two blocks; or one, and somebody who sits with one of its likest, so that the two come together."""
        if self.random.random() > NEAR:
            return self._any_blocks(2)
        [block] = self._any_blocks(1)
        near = self.likest[block]
        if not near:
            return [block, block]
        fellow = near[int(self.random.random() * len(near))]
        there = self.place[fellow]
        others = [other for other, group in enumerate(self.place) if group == there and other != fellow]
        return [block, others[int(self.random.random() * len(others))]] if others else [block, block]

    def _try_blocks(self, chosen: list[int], goals: list[int]) -> bool:
        """One block moves, two swap, or three go round."""
        homes = [self.place[block] for block in chosen]
        if len({*homes, *goals}) < max(2, len(chosen)):
            return False
        masks: dict[int, int] = {}
        for block, home, goal in zip(chosen, homes, goals, strict=True):
            masks[home] = masks.get(home, self.masks[home]) ^ self.blocks[block]
            masks[goal] = masks.get(goal, self.masks[goal]) ^ self.blocks[block]
        kept = self._try({group: (mask, self.leader[group]) for group, mask in masks.items()})
        if kept:
            for block, goal in zip(chosen, goals, strict=True):
                self.place[block] = goal
        return kept

    def _try_leader(self) -> bool:
        """A group takes another's facilitator, or one who has room."""
        group = int(self.random.random() * self.groups)
        who, old = int(self.random.random() * len(self.led)), self.leader[group]
        if who == old or not self.scorer.capacity(who):
            return False
        if self.led[who] < self.scorer.capacity(who):
            return self._try_hire(group, who)
        other = self.leader.index(who)
        return self._try({group: (self.masks[group], who), other: (self.masks[other], old)})

    def _try_hire(self, group: int, who: int) -> bool:
        old, before = self.leader[group], self._load()
        self.led[who], self.led[old] = self.led[who] + 1, self.led[old] - 1
        if self._try({group: (self.masks[group], who)}, relief=before - self._load()):
            return True
        self.led[who], self.led[old] = self.led[who] - 1, self.led[old] + 1
        return False

    def _try(self, changed: dict[int, tuple[int, int]], *, relief: int = 0) -> bool:
        """Keep the changed groups if they are better, or by chance the likelier the hotter it is."""
        old_points, old_lacking, old_broken = points, lacking, broken = self.tally
        points += relief
        for group, (mask, leader) in changed.items():
            was, now = self.value(self.masks[group], self.leader[group]), self.value(mask, leader)
            points, lacking, broken = points + now[0] - was[0], lacking + now[1] - was[1], broken + now[2] - was[2]
        gain = points - old_points - self.price * (lacking - old_lacking + 1.5 * (broken - old_broken))
        if gain < 0 and self.random.random() >= exp(gain / self.heat):
            return False
        self.tally = points, lacking, broken
        for group, (mask, leader) in changed.items():
            self.masks[group], self.leader[group] = mask, leader
        return True


def blocks(rules: Rules) -> list[int]:
    """Teams that must share a group, joined into one set each, so that a search moves them at once."""
    found = [1 << i for i in range(rules.scorer.size)]
    number = {t.key: i for i, t in enumerate(rules.problem.teams)}
    for pair in rules.problem.stuck_together():
        mask = sum(1 << number[key] for key in pair)
        joined = [b for b in found if b & mask]
        found = [b for b in found if not b & mask] + [sum(joined)]
    return sorted(found, key=lambda b: next(members(b)))


def likest_blocks(scorer: Scorer, found: list[int]) -> list[list[int]]:
    """For each block the numbers of the blocks most like it, the likest first."""
    block_of = {team: n for n, block in enumerate(found) for team in members(block)}
    likest = []
    for n, block in enumerate(found):
        alike: dict[int, int] = {}
        for team in members(block):
            for other, points in enumerate(scorer.similar(team)):
                alike[block_of[other]] = alike.get(block_of[other], 0) + points
        alike.pop(n, None)
        likest.append(sorted(alike, key=lambda other: (-alike[other], other))[:LIKEST])
    return likest
