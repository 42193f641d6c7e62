"""Rules turned into numbers: what each makes a group cost, and the least that any grouping must cost."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean, pstdev

import numpy as np
from numpy.typing import NDArray

from evenground.analysis.groups.teaming.blocks import Block
from evenground.analysis.groups.teaming.checking import number_of
from evenground.analysis.groups.teaming.problem import TeamsProblem
from evenground.analysis.groups.teaming.rules import (
    Aggregate,
    Alike,
    Balance,
    Cluster,
    Counting,
    Diverse,
    Pairing,
    Rule,
    Value,
    as_set,
    is_hard,
)
from evenground.analysis.groups.teaming.tallies import (
    BROKEN,
    RANK,
    Counts,
    Inside,
    Kind,
    Mixes,
    Pairs,
    Sums,
    Tally,
    mixed_cost,
    off_cost,
)

EARLIER = 6.0  # what a rule weighs while a later one is searched for
SCALE = 1_000  # a difference over the whole range of a number
FINE = 10**6  # parts of a standard deviation


@dataclass(frozen=True)
class Cost:
    """What one group costs under one rule."""

    amount: int
    broken: bool


class Costs:
    """All numbers of one problem. Level 0 is who must be apart; then the hard rules; then the others in their order."""

    def __init__(self, problem: TeamsProblem, blocks: Sequence[Block]) -> None:
        self.problem, self.blocks = problem, blocks
        self.values: dict[str, list[str]] = {}
        order = sorted(range(len(problem.rules)), key=lambda n: not is_hard(problem.rules[n]))
        self.levels = [problem.rules[n] for n in order]
        self.hard = sum(map(is_hard, self.levels))
        lowest = len(self.levels)
        self.ranks = [RANK ** (lowest - level) for level in range(lowest + 1)]
        self.shares = {
            number: self.counted(rule) for number, rule in enumerate(self.levels) if isinstance(rule, Counting)
        }
        self.off = {rule: self._deviations(rule) for rule in self.levels if isinstance(rule, Balance)}

    def level_broken(self, found: Sequence[int]) -> bool:
        """Whether people who must be apart are not, or a hard rule is broken."""
        return any(found[: self.hard + 1])

    def column(self, attribute: str) -> list[str]:
        """Everybody's value of an attribute."""
        if attribute not in self.values:
            self.values[attribute] = [member.value(attribute) for member in self.problem.members]
        return self.values[attribute]

    def counted(self, rule: Counting) -> list[list[int]]:
        """For each value of the rule, whether each person counts as having it."""
        column = self.column(rule.attribute)
        values: Iterable[Value] = rule.values or dict.fromkeys(filter(None, column))
        found = [[int(each in as_set(value)) for each in column] for value in values]
        return [self._by_unit(having) for having in found] if isinstance(rule, Cluster) and rule.by_unit else found

    def _by_unit(self, having: list[int]) -> list[int]:
        """Of each unit only the first person counts."""
        seen: set[str] = set()
        for n, member in enumerate(self.problem.members):
            if having[n] and member.unit:
                having[n] = int(member.unit not in seen)
                seen.add(member.unit)
        return having

    def share(self, having: Sequence[int]) -> tuple[int, int]:
        """The fewest and the most of a kind a group has when they are spread."""
        people, groups = sum(having), self.problem.groups
        return people // groups, -(-people // groups)

    def tallies(self, inside: Inside, last: int) -> list[Tally]:
        """What the search counts when it looks after the rules up to one level, for blocks placed like this."""
        found: list[Tally] = []
        kinds = [kind for kind in self._kinds(last) if any(kind.ranked)]
        found += [Counts(kinds, inside, len(self.blocks))] if kinds else []
        for level, rule in enumerate(self.levels[:last], 1):
            weight, rank = _weight(level, last), self.ranks[level]
            if isinstance(rule, Aggregate):
                found.append(Mixes(self._occurring(rule), inside, weight=weight, rank=rank))
            elif isinstance(rule, Balance):
                sums = [sum(self.off[rule][n] for n in block.people) for block in self.blocks]
                sizes, most = [block.size for block in self.blocks], round(rule.tolerance * FINE)
                found.append(Sums(sums, sizes, inside, most=most, weight=weight, rank=rank))
            elif isinstance(rule, Pairing):
                sign, rows = (-1 if isinstance(rule, Diverse) else 1), self.rows[rule]
                found.append(Pairs(rows, inside, sign=sign, weight=weight / self._typical(rule), rank=rank))
        return found

    def _kinds(self, last: int) -> Iterable[Kind]:
        place = {self.problem.members[n].key: b for b, block in enumerate(self.blocks) for n in block.people}
        weight, rank = _weight(0, last), self.ranks[0]
        for pair in dict.fromkeys(self.problem.apart):
            a, b = sorted(place[key] for key in pair)
            yield Kind({a: 1, b: 1}, [0, 0, weight, 2 * weight], [0, 0, rank, 2 * rank])
        for level, rule in enumerate(self.levels[:last], 1):
            for having in self.shares.get(level - 1, []):
                costs = [self._count_cost(rule, having, n) for n in range(sum(having) + 1)]
                rank, weight = self.ranks[level], _weight(level, last)
                yield Kind(self._per_block(having), [weight * cost for cost in costs], [rank * cost for cost in costs])

    def _count_cost(self, rule: Rule, having: Sequence[int], count: int) -> int:
        if isinstance(rule, Cluster):
            return int(count == 1)
        fewest, most = self.share(having)
        return max(fewest - count, count - most, 0)

    def _per_block(self, having: Sequence[int]) -> dict[int, int]:
        counts = {b: sum(having[n] for n in block.people) for b, block in enumerate(self.blocks)}
        return {block: count for block, count in counts.items() if count}

    def _occurring(self, rule: Aggregate) -> list[Mapping[int, int]]:
        column = self.column(rule.attribute)
        number = {value: n for n, value in enumerate(dict.fromkeys(filter(None, column)))}
        return [Counter(number[column[n]] for n in block.people if column[n]) for block in self.blocks]

    def _deviations(self, rule: Balance) -> list[int]:
        numbers = [float(text) for text in self.column(rule.attribute)]
        mean, spread = fmean(numbers), pstdev(numbers) or 1.0
        return [round(FINE * (number - mean) / spread) for number in numbers]

    @cached_property
    def rows(self) -> dict[Pairing, list[array[int]]]:
        """Differences between blocks under every rule about pairs."""
        return {rule: self._between(rule) for rule in self.pairwise}

    def _between(self, rule: Pairing) -> list[array[int]]:
        """Differences between blocks, each the sum over their people; the last row is nobody."""
        order = [n for block in self.blocks for n in block.people]
        starts = np.cumsum([0, *(block.size for block in self.blocks[:-1])])
        people = self.pairwise[rule][np.ix_(order, order)]
        blocks = np.add.reduceat(np.add.reduceat(people, starts, axis=0), starts, axis=1)
        np.fill_diagonal(blocks, 0)
        return [array("q", row.tobytes()) for row in np.pad(blocks, (0, 1))]

    @cached_property
    def pairwise(self) -> dict[Pairing, NDArray[np.int64]]:
        """Differences between people under every rule about pairs."""
        return {rule: self._differences(rule.attributes) for rule in self.levels if isinstance(rule, Diverse | Alike)}

    def _differences(self, attributes: Sequence[str]) -> NDArray[np.int64]:
        """An unknown value differs from nothing."""
        count = len(self.problem.members)
        total = np.zeros((count, count), dtype=np.int64)
        for attribute in attributes:
            number, codes = self._scaled(attribute)
            known = np.array([code is not None for code in codes])
            places = np.array([code or 0 for code in codes], dtype=np.int64)
            apart = np.abs(places[:, None] - places[None, :])
            total += (apart if number else SCALE * (apart > 0)) * (known[:, None] & known[None, :])
        return total

    def _scaled(self, attribute: str) -> tuple[bool, list[int | None]]:
        """Whether an attribute is a number, and everybody's place on it."""
        column = self.column(attribute)
        known = [number_of(text) for text in column if text]
        numbers = [number for number in known if number is not None]
        if len(numbers) < len(known):
            code = {text: n for n, text in enumerate(dict.fromkeys(column))}
            return False, [code[text] if text else None for text in column]
        low, span = min(numbers), (max(numbers) - min(numbers)) or 1.0
        return True, [round(SCALE * (float(text) - low) / span) if text else None for text in column]

    def _typical(self, rule: Pairing) -> float:
        """The mean difference of two people, so that one wish weighs like another; 1 when nobody differs."""
        number = len(self.problem.members)
        return max(1.0, float(self.pairwise[rule].sum()) / (number * (number - 1)))

    def least(self) -> list[int | None]:
        """For each level, a cost below which no grouping can be; None where nothing simple is known."""
        found: list[int | None] = [0]
        for level, rule in enumerate(self.levels):
            if isinstance(rule, Cluster):
                found.append(sum(sum(having) == 1 for having in self.shares[level]))
            elif isinstance(rule, Aggregate):
                found.append(self._least_mixed(rule))
            else:
                found.append(None if isinstance(rule, Pairing) else 0)
        return found

    def _least_mixed(self, rule: Aggregate) -> int:
        """A group of one value needs as many people of it as the smallest group has, or some without a value."""
        counts = Counter(self.column(rule.attribute))
        blank = counts.pop("", 0)
        smallest, largest = min(s.smallest for s in self.problem.sizes), max(s.largest for s in self.problem.sizes)
        pure = sum(count // smallest for count in counts.values()) + blank
        mixed = max(0, self.problem.groups - pure)
        extra = max(0, sum(-(-count // largest) for count in counts.values()) - self.problem.groups)
        return BROKEN * mixed + max(mixed, extra)

    def group_cost(self, level: int, people: Sequence[int]) -> Cost:
        """What a group of these people costs under one rule, counted from the start."""
        rule = self.levels[level]
        if isinstance(rule, Counting):
            amount = sum(
                self._count_cost(rule, having, sum(having[n] for n in people)) for having in self.shares[level]
            )
            return Cost(amount, bool(amount))
        if isinstance(rule, Aggregate):
            amount = mixed_cost(len({value for n in people if (value := self.column(rule.attribute)[n])}))
            return Cost(amount, bool(amount))
        if isinstance(rule, Balance):
            amount = off_cost(sum(self.off[rule][n] for n in people), len(people), round(rule.tolerance * FINE))
            return Cost(amount, bool(amount))
        return Cost(self._paired(rule, people), False)

    def _paired(self, rule: Pairing, people: Sequence[int]) -> int:
        total = int(self.pairwise[rule][np.ix_(people, people)].sum()) // 2
        return -total if isinstance(rule, Diverse) else total


def _weight(level: int, last: int) -> float:
    return 1.0 if level == last else EARLIER
