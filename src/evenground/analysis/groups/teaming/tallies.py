"""What a grouping costs, rule by rule, kept up to date while two blocks change places.

Every part knows two costs. The *weighted* one is what the search climbs down: smooth, with the earlier rules heavier.
The *ranked* one is a whole number in which each rule has digits of its own, the first rule the leading ones, so that
comparing two numbers compares the rules in their order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

RANK = 10**13  # one rule's digits: more than its cost can ever be
BROKEN = 10**6  # a group that breaks a rule, against what it is off by

MIXED = 2.0  # what a mixed group weighs beside how mixed it is
BEND = 0.5

Inside = list[list[int]]


class Tally(Protocol):
    """One part of the cost. Block ``a`` leaves group ``g`` for ``h``, and ``b`` leaves ``h`` for ``g``."""

    def gain(self, a: int, g: int, b: int, h: int) -> float:
        """The change of the weighted cost."""

    def shift(self, a: int, g: int, b: int, h: int) -> int:
        """Do it, before the lists of who is inside change; the change of the ranked cost."""


@dataclass(frozen=True)
class Kind:
    """People counted together in each group, and what each count costs. A kind no count of which costs is left out."""

    of: Mapping[int, int]  # block to how many of its people
    weighted: Sequence[float]
    ranked: Sequence[int]


class Counts:
    """Rules that cost by the number of one kind of people in a group: spread, nobody alone, kept apart."""

    def __init__(self, kinds: Sequence[Kind], inside: Inside, blocks: int) -> None:
        self.weighted, self.ranked = [k.weighted for k in kinds], [k.ranked for k in kinds]
        self.of: list[dict[int, int]] = [{} for _ in range(blocks + 1)]  # the last block is nobody
        for number, kind in enumerate(kinds):
            for block, count in kind.of.items():
                self.of[block][number] = count
        self.items = [tuple(of.items()) for of in self.of]
        self.counts = [[0] * len(kinds) for _ in inside]
        for group, blocks_inside in enumerate(inside):
            for block in blocks_inside:
                for number, count in self.items[block]:
                    self.counts[group][number] += count

    def gain(self, a: int, g: int, b: int, h: int) -> float:
        """The change of the weighted cost."""
        near, far, total = self.counts[g], self.counts[h], 0.0
        mine, others = self.of[a], self.of[b]
        for kind, count in self.items[a]:
            out = count - others[kind] if kind in others else count
            if out:
                cost, n, m = self.weighted[kind], near[kind], far[kind]
                total += cost[n - out] - cost[n] + cost[m + out] - cost[m]
        for kind, count in self.items[b]:
            if kind not in mine:
                cost, n, m = self.weighted[kind], near[kind], far[kind]
                total += cost[n + count] - cost[n] + cost[m - count] - cost[m]
        return total

    def shift(self, a: int, g: int, b: int, h: int) -> int:
        """Count them where they go."""
        return self._move(self.items[a], g, h) + self._move(self.items[b], h, g)

    def _move(self, items: Sequence[tuple[int, int]], g: int, h: int) -> int:
        near, far, total = self.counts[g], self.counts[h], 0
        for kind, count in items:
            cost, n, m = self.ranked[kind], near[kind], far[kind]
            total += cost[n - count] - cost[n] + cost[m + count] - cost[m]
            near[kind], far[kind] = n - count, m + count
        return total


class Mixes:
    """Groups in which more than one value of an attribute occurs."""

    def __init__(self, values: Sequence[Mapping[int, int]], inside: Inside, *, weight: float, rank: int) -> None:
        self.values = [tuple(each.items()) for each in (*values, {})]
        self.only = [each[0][0] if len(each) == 1 else None for each in self.values]
        self.weight, self.rank = weight, rank
        most = sum(count for each in values for count in each.values())
        # Bent downwards: it is worth a little to move the fewer to where there are more, long before a group is pure.
        self.bend = [(count / max(1, most / len(inside))) ** BEND for count in range(most + 1)]
        self.counts: list[dict[int, int]] = [{} for _ in inside]
        for group, blocks in enumerate(inside):
            for block in blocks:
                self._add(group, block, 1)

    def _add(self, group: int, block: int, sign: int) -> None:
        counts = self.counts[group]
        for value, count in self.values[block]:
            counts[value] = counts.get(value, 0) + sign * count
            if not counts[value]:
                del counts[value]

    def gain(self, a: int, g: int, b: int, h: int) -> float:
        """The change of the weighted cost: for a mixed group, and for how far it is from having one value."""
        if (value := self.only[a]) is not None and value == self.only[b]:
            return 0.0
        return self.weight * (self._gain(g, a, b) + self._gain(h, b, a))

    def _gain(self, group: int, out: int, into: int) -> float:
        counts, bend = self.counts[group], self.bend
        number, total = len(counts), 0.0
        going, coming = self.values[out], dict(self.values[into])
        for value, count in going:
            now = counts[value]
            new = now - count + coming.pop(value, 0)
            total += bend[new] - bend[now]
            number -= not new
        for value, count in coming.items():
            now = counts.get(value, 0)
            total += bend[now + count] - bend[now]
            number += not now
        return total + MIXED * ((number > 1) - (len(counts) > 1))

    def shift(self, a: int, g: int, b: int, h: int) -> int:
        """Count them where they go."""
        before = mixed_cost(len(self.counts[g])) + mixed_cost(len(self.counts[h]))
        self._add(g, a, -1)
        self._add(h, b, -1)
        self._add(g, b, 1)
        self._add(h, a, 1)
        return self.rank * (mixed_cost(len(self.counts[g])) + mixed_cost(len(self.counts[h])) - before)


def mixed_cost(values: int) -> int:
    """A mixed group first, then how many values beyond the first."""
    return BROKEN + values - 1 if values > 1 else 0


class Sums:
    """Groups whose mean is too far from that of all. Values are millionths of a standard deviation off that mean."""

    def __init__(
        self, values: Sequence[int], sizes: Sequence[int], inside: Inside, *, most: int, weight: float, rank: int
    ) -> None:
        self.values, self.sizes = [*values, 0], [*sizes, 0]
        self.most, self.weight, self.rank = most, weight, rank
        self.sums = [sum(self.values[b] for b in blocks) for blocks in inside]
        self.people = [sum(self.sizes[b] for b in blocks) for blocks in inside]

    def gain(self, a: int, g: int, b: int, h: int) -> float:
        """The change of the weighted cost: one for a group off, and one for every standard deviation."""
        more, people = self.values[b] - self.values[a], self.sizes[b] - self.sizes[a]
        cost = off_cost(self.sums[g] + more, self.people[g] + people, self.most)
        cost += off_cost(self.sums[h] - more, self.people[h] - people, self.most)
        cost -= off_cost(self.sums[g], self.people[g], self.most) + off_cost(self.sums[h], self.people[h], self.most)
        return self.weight * cost / BROKEN

    def shift(self, a: int, g: int, b: int, h: int) -> int:
        """Add them where they go."""
        before = off_cost(self.sums[g], self.people[g], self.most) + off_cost(self.sums[h], self.people[h], self.most)
        for block, old, new in ((a, g, h), (b, h, g)):
            self.sums[old] -= self.values[block]
            self.sums[new] += self.values[block]
            self.people[old] -= self.sizes[block]
            self.people[new] += self.sizes[block]
        after = off_cost(self.sums[g], self.people[g], self.most) + off_cost(self.sums[h], self.people[h], self.most)
        return self.rank * (after - before)


def off_cost(total: int, people: int, most: int) -> int:
    """Nothing within the tolerance; beyond it a broken group, and how far off it is."""
    off = abs(total) - most * people
    return BROKEN + min(off // people, 10**9) if off > 0 and people else 0


class Pairs:
    """The sum of differences over all pairs in a group; ``sign`` is −1 when it should be great."""

    def __init__(self, rows: Sequence[Sequence[int]], inside: Inside, *, sign: int, weight: float, rank: int) -> None:
        self.rows, self.inside, self.sign = rows, inside, sign
        self.weight, self.rank = sign * weight, sign * rank

    def gain(self, a: int, g: int, b: int, h: int) -> float:
        """The change of the weighted cost."""
        return self.weight * self._change(a, g, b, h)

    def shift(self, a: int, g: int, b: int, h: int) -> int:
        """Who is inside is kept elsewhere: only count."""
        return self.rank * self._change(a, g, b, h)

    def _change(self, a: int, g: int, b: int, h: int) -> int:
        mine, others = self.rows[a], self.rows[b]
        change = sum([others[x] - mine[x] for x in self.inside[g]]) + sum([mine[x] - others[x] for x in self.inside[h]])
        return change - 2 * mine[b]
