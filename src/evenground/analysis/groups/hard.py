"""The hard rules: what no grouping may do, each with the sentence a person reads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from evenground.analysis.groups.problem import Pair, Problem, listed
from evenground.analysis.groups.scoring import Scorer, members


class Rules:
    """Counts, and says, what a set of teams breaks."""

    def __init__(self, scorer: Scorer) -> None:
        self.scorer, self.problem = scorer, scorer.problem
        number = {t.key: i for i, t in enumerate(self.problem.teams)}
        self._bounds = (self.problem.bounds.smallest, self.problem.bounds.largest)
        self._apart = [_as_mask(pair, number) for pair in self.problem.kept_apart()]
        self._together = [_as_mask(pair, number) for pair in self.problem.stuck_together()]
        self._counts: dict[int, int] = {}

    def count(self, mask: int) -> int:
        """How far a set is from keeping the rules; 0 when it keeps them all."""
        known = self._counts.get(mask)
        if known is None:
            known = self._counts[mask] = self.measure(mask)
        return known

    def measure(self, mask: int) -> int:
        """The same, not remembered."""
        smallest, largest = self._bounds
        size = mask.bit_count()
        broken = max(0, smallest - size, size - largest)
        broken += sum(mask & pair == pair for pair in self._apart)
        broken += sum(0 < (mask & pair).bit_count() < 2 for pair in self._together)
        inside = list(members(mask))
        return broken + sum(sum(people[i] for i in inside) == 1 for people in self.scorer.watched)

    def clashing(self, mask: int) -> bool:
        """Whether teams kept apart are in this set, so that no larger one will do either."""
        return any(mask & pair == pair for pair in self._apart)

    def broken(self, mask: int, leader: str | None = None) -> tuple[str, ...]:
        """Every rule this set breaks, as sentences; with a facilitator's key also conflicts of interest."""
        inside = [self.problem.teams[i] for i in members(mask)]
        keys = {t.key for t in inside}
        sentences = [*self._sizes(len(inside)), *self._alone(mask)]
        sentences += [f"{self.named(p)} must not share a group." for p in self.problem.kept_apart() if p <= keys]
        parted = [p for p in self.problem.stuck_together() if len(p & keys) == 1]
        sentences += [f"{self.named(p)} must share a group." for p in parted]
        if leader is not None:
            facilitator = self.problem.facilitator(leader)
            banned = [t.name for t in inside if not facilitator.may_lead(t)]
            sentences += [f"{facilitator.name} has a conflict of interest with {name}." for name in banned]
        return tuple(sentences)

    def named(self, pair: Pair) -> str:
        """The names of a pair, in alphabetical order."""
        return listed(sorted(self.problem.team(key).name for key in pair))

    def _sizes(self, size: int) -> Iterator[str]:
        smallest, largest = self._bounds
        if size == 1:
            yield "One team would be alone."
        elif size < smallest:
            yield f"The group would have {size} teams; the smallest allowed is {smallest}."
        if size > largest:
            yield f"The group would have {size} teams; the largest allowed is {largest}."

    def _alone(self, mask: int) -> Iterator[str]:
        for role, people in zip(self.problem.never_one_of, self.scorer.watched, strict=True):
            if sum(people[i] for i in members(mask)) == 1:
                yield f"One {role} would be the only one in the group."


def _as_mask(pair: Pair, number: dict[str, int]) -> int:
    return sum(1 << number[key] for key in pair)


def feasible_sets(rules: Rules) -> Iterator[int]:
    """Every set of teams that keeps the rules, by size and then by team number."""
    smallest, largest = rules.problem.bounds.smallest, rules.problem.bounds.largest
    for size in range(smallest, largest + 1):
        for chosen in combinations([1 << i for i in range(len(rules.problem.teams))], size):
            mask = sum(chosen)
            if not rules.measure(mask):
                yield mask


def problem_rules(problem: Problem) -> Rules:
    """The rules of a problem with a scorer of their own."""
    return Rules(Scorer(problem))
