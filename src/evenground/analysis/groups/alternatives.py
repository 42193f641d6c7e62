"""A few clearly different groupings of the same teams, so that people choose instead of nodding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from evenground.analysis.groups.anneal import Grouping, anneal, total
from evenground.analysis.groups.certificate import Certificate
from evenground.analysis.groups.child import Limits, last_of
from evenground.analysis.groups.clash import any_grouping, check_numbers, no_grouping
from evenground.analysis.groups.hard import Rules, problem_rules
from evenground.analysis.groups.leaders import assign
from evenground.analysis.groups.problem import Problem
from evenground.analysis.groups.proposal import Proposal, proposal_of
from evenground.analysis.groups.scoring import POINT, Scorer

Pairs = frozenset[tuple[str, str]]
PRESSURES = (0, 5, 15, 45, 135)  # points a pair loses for being together again, until the grouping is different enough


@dataclass(frozen=True)
class Alternatives:
    """Groupings, the best first.

    ``distances`` holds for each pair of them, in the order of `itertools.combinations`, the share of pairs of teams
    that only one of the two puts together: 0 the same groups, 1 nobody together twice.
    """

    proposals: tuple[Proposal, ...]
    distances: tuple[float, ...]
    wanted: float

    def __str__(self) -> str:
        rows = [
            f"{n}. average score {p.average:g}, harmonic mean {p.harmonic_mean:g}, weakest group {p.worst:g}"
            for n, p in enumerate(self.proposals, 1)
        ]
        names = combinations(range(1, len(self.proposals) + 1), 2)
        apart = [
            f"{a} and {b}: {share:.0%} of the pairs differ."
            for (a, b), share in zip(names, self.distances, strict=True)
        ]
        close = any(share < self.wanted for share in self.distances)
        note = [f"Less than the {self.wanted:.0%} asked for: the rules leave little choice."] if close else []
        return "\n".join([*rows, *apart, *note])


def alternatives(
    problem: Problem, *, count: int = 3, distance: float = 0.5, seed: int = 1, limits: Limits | None = None
) -> Alternatives:
    """The best grouping found, then the best found that differ from all before in ``distance`` of the pairs.

    Every one keeps all hard rules. When the rules leave no such choice, the most different found are given; when Ctrl-C
    or the limits end the search early, there are fewer.

    Raises
    ------
    NoGrouping
        If not even one grouping keeps every hard rule.
    """
    check_numbers(problem)
    found = last_of(different, problem, count, distance, seed, limits=limits)
    return _worded(problem_rules(problem), found.answer, distance)


def different(problem: Problem, count: int, distance: float, seed: int) -> Iterator[list[Grouping]]:
    """One grouping, then two, and so on."""
    rules = problem_rules(problem)
    found: list[Grouping] = []
    for _ in range(count):
        tried = [_away_from(rules, found, pressure, seed) for pressure in (PRESSURES if found else (0,))]
        fit = [g for g in tried if not g.broken] or [g for g in [any_grouping(rules)] if g]
        if not fit:
            raise no_grouping(problem)
        far = [g for g in fit if _nearest(g, found) >= distance]
        found.append(max(far, key=lambda g: g.value) if far else max(fit, key=lambda g: (_nearest(g, found), g.value)))
        yield list(found)


def pairs_together(proposal: Proposal) -> Pairs:
    """Every pair of team keys that share a group."""
    return frozenset(pair for group in proposal.groups for pair in combinations(sorted(group.teams), 2))


class _Estranged(Scorer):
    """Scores as usual, but pairs that were together in a grouping already found count as less alike."""

    def __init__(self, problem: Problem, before: list[Grouping], points: int) -> None:
        super().__init__(problem)
        for a, b in combinations(range(self.size), 2):
            again = sum(bool(mask >> a & 1 and mask >> b & 1) for grouping in before for mask, _ in grouping.sets)
            self._similar[a][b] -= again * points * POINT
            self._similar[b][a] = self._similar[a][b]


def _away_from(rules: Rules, before: list[Grouping], points: int, seed: int) -> Grouping:
    """The best grouping under this pressure, counted as if there were none."""
    if not points:
        return anneal(rules, seed=seed)
    moved = anneal(Rules(_Estranged(rules.problem, before, points)), seed=seed)
    masks = [mask for mask, _ in moved.sets]
    leaders = assign(rules.scorer, masks) or [who for _, who in moved.sets]
    sets = tuple(zip(masks, leaders, strict=True))
    return Grouping(sets, total(rules, sets), moved.broken)


def _nearest(grouping: Grouping, others: list[Grouping]) -> float:
    return min((_distance(_mask_pairs(grouping), _mask_pairs(other)) for other in others), default=1.0)


def _mask_pairs(grouping: Grouping) -> frozenset[tuple[int, int]]:
    return frozenset(
        pair
        for mask, _ in grouping.sets
        for pair in combinations([i for i in range(mask.bit_length()) if mask >> i & 1], 2)
    )


def _distance(a: frozenset[tuple[int, int]], b: frozenset[tuple[int, int]]) -> float:
    """Jaccard's: pairs in one only, of the pairs in either."""
    return len(a ^ b) / len(a | b) if a | b else 0.0


def _worded(rules: Rules, found: list[Grouping], wanted: float) -> Alternatives:
    ranked = sorted(found, key=lambda g: (-g.value, g.sets))
    first = Certificate(False, None, "One of several clearly different groupings; see the others beside it.")
    shares = tuple(_distance(_mask_pairs(a), _mask_pairs(b)) for a, b in combinations(ranked, 2))
    return Alternatives(tuple(proposal_of(rules, g, first) for g in ranked), shares, wanted)
