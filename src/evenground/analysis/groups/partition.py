"""Set partitioning: of all groups that keep the rules, choose those that cover every team once at the highest value.

Runs in a process of its own (see ``child``), because a solver cannot be stopped from inside. What it knows grows line by
line, so that what was found before it is stopped still counts: ``bound`` is a value no grouping can exceed, ``found`` a
grouping, ``done`` says that nothing is left to search.

The linear relaxation is solved by column generation. By linear duality, with prices ``u`` for teams and ``w`` for
facilitators, every column whose reduced value lies further below 0 than the gap between the bound and the grouping
in hand cannot be part of a better one; what is left is small enough to solve exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack

from evenground.analysis.groups.hard import feasible_sets, problem_rules
from evenground.analysis.groups.problem import Problem
from evenground.analysis.groups.scoring import Scorer, members

ROUNDS = 200
PER_ROUND = 40  # new columns for each team and round
MOST_EXACT = 150_000
NEVER = -1e15

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Columns:
    """Every feasible set: its teams (filled up with the number of teams), and its value with each facilitator."""

    masks: Ints
    teams: Ints
    values: Floats

    @classmethod
    def of(cls, problem: Problem) -> Columns:
        rules = problem_rules(problem)
        scorer, width = rules.scorer, problem.bounds.largest
        masks = list(feasible_sets(rules))
        teams = [[*members(m), *[scorer.size] * (width - m.bit_count())] for m in masks]
        values = [_values(scorer, mask) for mask in masks]
        return cls(
            np.array(masks, dtype=np.int64),
            np.array(teams, dtype=np.int64).reshape(-1, width),
            np.array(values, dtype=np.float64).reshape(-1, len(scorer.leaders)),
        )


def _values(scorer: Scorer, mask: int) -> list[float]:
    worth = scorer.counted(mask)
    fits = [scorer.fit(mask, who) for who in scorer.leaders]
    return [NEVER if fit is None else float(worth + fit) for fit in fits]


@dataclass(frozen=True)
class Prices:
    """Dual values: of each team, of a group more, and of an hour of each facilitator."""

    team: Floats
    group: float
    leader: Floats


class Partition:
    """Rows are teams (covered once), the number of groups, and facilitators (one group, more at a cost)."""

    def __init__(self, problem: Problem, incumbent: int) -> None:
        self.problem, self.incumbent = problem, incumbent
        self.scorer = Scorer(problem)
        self.columns = Columns.of(problem)
        self.size, self.people = self.scorer.size, len(self.scorer.leaders)
        self.extra = self._extra_groups()

    def _extra_groups(self) -> list[tuple[int, float]]:
        """Facilitator number and cost of each group they can lead beyond the first."""
        scorer, most = self.scorer, self.problem.groups
        costly = bool(self.problem.facilitators)
        return [
            (who, float(scorer.load(led) - scorer.load(led - 1)) if costly else 0.0)
            for who in scorer.leaders
            for led in range(2, min(scorer.capacity(who), most) + 1)
        ]

    def simple_bound(self) -> int:
        """Each team in the best group it can be in, its value shared out by team."""
        if not len(self.columns.masks):
            return 0
        best = self.columns.values.max(axis=1) / (self.columns.teams < self.size).sum(axis=1)
        per_team = [best[(self.columns.teams == team).any(axis=1)].max(initial=NEVER) for team in range(self.size)]
        return floor(float(sum(per_team)) + 0.5)

    def reduced(self, prices: Prices) -> Floats:
        """Value of every set and facilitator beyond what its teams, its place and its facilitator are priced at."""
        padded = np.append(prices.team, 0.0)
        whole = padded[self.columns.teams].sum(axis=1) + prices.group
        reduced: Floats = self.columns.values - whole[:, None] - prices.leader[None, :]
        return reduced

    def bound(self, prices: Prices, best_reduced: float) -> float:
        """The value no grouping exceeds, from any prices (weak duality)."""
        hired = sum(max(0.0, prices.leader[who] - cost) for who, cost in self.extra)
        covered = prices.team.sum() + self.problem.groups * prices.group + prices.leader.sum() + hired
        return float(covered + self.problem.groups * max(0.0, best_reduced))

    def relaxed(self, start: Ints) -> Iterator[tuple[Prices, float]]:
        """Prices and bound after every round of column generation; the last are the best."""
        pool = start
        for _ in range(ROUNDS):
            prices = self._solve_relaxation(pool)
            if prices is None:
                return
            reduced = self.reduced(prices)
            yield prices, self.bound(prices, float(reduced.max()))
            fresh = np.setdiff1d(self._promising(reduced), pool)
            if not len(fresh):
                return
            pool = np.concatenate([pool, fresh])

    def _promising(self, reduced: Floats) -> Ints:
        """The best columns of each team among those worth more than their price."""
        best = reduced.max(axis=1)
        sets = np.flatnonzero(best > 0.01)
        sets = sets[np.argsort(-best[sets], kind="stable")]
        chosen: set[int] = set()
        for team in range(self.size):
            chosen.update(sets[(self.columns.teams[sets] == team).any(axis=1)][:PER_ROUND].tolist())
        picked = np.array(sorted(chosen), dtype=np.int64)
        return picked * self.people + reduced[picked].argmax(axis=1) if len(picked) else picked

    def start(self, sets: list[tuple[int, int]]) -> Ints:
        """The grouping in hand, and the best facilitator for the best sets of each team."""
        row = {int(mask): n for n, mask in enumerate(self.columns.masks)}
        given = [row[mask] * self.people + who for mask, who in sets if mask in row]
        shared = self.columns.values / (self.columns.teams < self.size).sum(axis=1)[:, None]
        return np.union1d(self._promising(shared), np.array(given, dtype=np.int64))

    def _rows(self, pool: Ints) -> tuple[Any, Any]:
        """Equalities (teams, number of groups) and inequalities (facilitators) over the pool and the extra groups."""
        sets, who = pool // self.people, pool % self.people
        teams, place = self.columns.teams[sets], np.arange(len(pool))
        there = teams < self.size
        across = np.broadcast_to(place[:, None], teams.shape)[there]
        rows = np.concatenate([teams[there], np.full(len(pool), self.size)])
        ones = np.ones(len(rows))
        equal = csr_array((ones, (rows, np.concatenate([across, place]))), shape=(self.size + 1, len(pool)))
        lead = csr_array((np.ones(len(pool)), (who, place)), shape=(self.people, len(pool)))
        extra = csr_array(
            (-np.ones(len(self.extra)), ([w for w, _ in self.extra], range(len(self.extra)))),
            shape=(self.people, len(self.extra)),
        )
        idle = csr_array((self.size + 1, len(self.extra)))
        return hstack([equal, idle]), hstack([lead, extra])

    def _costs(self, pool: Ints) -> Floats:
        return np.concatenate([-self.columns.values.ravel()[pool], [cost for _, cost in self.extra]])

    @property
    def _wanted(self) -> Floats:
        return np.append(np.ones(self.size), self.problem.groups)

    def _solve_relaxation(self, pool: Ints) -> Prices | None:
        equal, lead = self._rows(pool)
        solved = linprog(
            self._costs(pool), A_eq=equal, b_eq=self._wanted, A_ub=lead, b_ub=np.ones(self.people), bounds=(0, 1)
        )
        if solved.status != 0:
            return None
        dual = -solved.eqlin.marginals
        return Prices(dual[: self.size], float(dual[self.size]), np.maximum(0.0, -solved.ineqlin.marginals))

    def exact(self, pool: Ints) -> tuple[list[tuple[int, int]], bool]:
        """The best grouping out of these columns, and whether that is certain."""
        equal, lead = self._rows(pool)
        solved = milp(
            self._costs(pool),
            integrality=np.ones(len(pool) + len(self.extra)),
            bounds=Bounds(0, 1),
            constraints=[
                LinearConstraint(equal, self._wanted, self._wanted),
                LinearConstraint(lead, -np.inf, np.ones(self.people)),
            ],
            options={"mip_rel_gap": 0.0},
        )
        if solved.x is None:
            return [], solved.status == 2
        chosen = pool[np.flatnonzero(solved.x[: len(pool)] > 0.5)]
        return [(int(self.columns.masks[c // self.people]), int(c % self.people)) for c in chosen], solved.status == 0


def search(problem: Problem, sets: list[tuple[int, int]], value: int) -> Iterator[dict[str, Any]]:
    """Bounds, then perhaps a better grouping, then ``done`` when it is certain."""
    partition = Partition(problem, value)
    best = partition.simple_bound()
    yield {"bound": best}
    prices = None
    for prices, bound in partition.relaxed(partition.start(sets)):  # noqa: B007  the last prices are the best
        if floor(bound + 0.5) < best:
            best = floor(bound + 0.5)
            yield {"bound": best}
    if best <= value:
        yield {"done": True}
    if best <= value or prices is None:
        return
    reduced = partition.reduced(prices)
    # Whole thousandths: a better grouping is better by 1 at least, so half of one is room for rounding.
    slack = partition.bound(prices, float(reduced.max())) - value - 0.5
    pool = np.flatnonzero(reduced.ravel() >= -slack)
    if len(pool) > MOST_EXACT:
        return
    found, certain = partition.exact(pool)
    yield {"found": found}
    yield {"done": certain}
