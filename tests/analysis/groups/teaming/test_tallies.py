"""What the search keeps up to date is what a count from the start finds, for every rule, unit and exchange."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenground.analysis.groups.teaming import (
    Aggregate,
    Alike,
    Balance,
    Cluster,
    Distribute,
    Diverse,
    Member,
    Size,
    TeamsProblem,
)
from evenground.analysis.groups.teaming.blocks import blocks_of
from evenground.analysis.groups.teaming.costs import Costs
from evenground.analysis.groups.teaming.search import Search, costs_of

RULES = (
    Cluster("role", ("p",), hard=True),
    Cluster("role", by_unit=True),
    Aggregate("site"),
    Distribute("role", (("p", "q"), "r")),
    Balance("score", 0.2),
    Diverse(("score", "site")),
    Alike(("role",)),
)
PERSON = st.tuples(
    st.sampled_from("pqr"), st.sampled_from(["x", "y", ""]), st.integers(0, 9), st.sampled_from(["", "u", "v"])
)


def rank(costs, places):
    return sum(digits * cost for digits, cost in zip(costs.ranks, costs_of(costs, places), strict=True))


@settings(max_examples=25, deadline=None)
@given(st.lists(PERSON, min_size=9, max_size=12), st.integers(0, 99))
@pytest.mark.parametrize("heat", [0.0, 2.0])
def test_the_rank_kept_up_to_date_is_the_rank_counted_anew(heat, rows, seed):
    rows = [("p", "x", 0, ""), ("q", "x", 1, ""), ("r", "y", 1, "u"), *rows]
    members = tuple(
        Member(str(n), unit=unit, attributes={"role": role, "site": site, "score": score})
        for n, (role, site, score, unit) in enumerate(rows)
    )
    apart = (frozenset({"0", "1"}), frozenset({"0", "2"}))
    problem = TeamsProblem(members, (Size(1, 12),) * 3, RULES, apart=apart)
    costs = Costs(problem, blocks_of(problem))
    search = Search(costs, Random(seed))
    search._back(len(costs.levels))
    began = rank(costs, search.place)
    for _ in range(60):
        search._step(heat)

    assert began + search.change == rank(costs, search.place)
    assert began + search.best == rank(costs, search.kept)
    assert search.best <= 0


def test_a_hard_rule_comes_before_the_others():
    members = tuple(Member(key, attributes={"role": "p", "score": n}) for n, key in enumerate("abcd"))
    rules = (Balance("score"), Cluster("role", ("p",), hard=True))
    problem = TeamsProblem(members, (Size(2, 2),) * 2, rules)

    assert Costs(problem, blocks_of(problem)).levels == [rules[1], rules[0]]
