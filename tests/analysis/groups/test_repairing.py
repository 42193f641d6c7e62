"""After a withdrawal: the fewest teams move, every rule holds again, and three alternatives really differ."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.analysis.groups.made_up import cohort

from evenground.analysis.groups import (
    Bounds,
    GroupsInputWrong,
    NoGrouping,
    Team,
    alternatives,
    as_arranged,
    form_groups,
    make_problem,
    repair,
)
from evenground.analysis.groups.alternatives import pairs_together
from evenground.analysis.groups.hard import problem_rules


def arranged(sizes: list[int], **wishes):
    """Groups of these sizes of teams with two advisers each: a, b, c in the first, and so on."""
    keys = iter("abcdefghijklmnop")
    groups = [[next(keys) for _ in range(size)] for size in sizes]
    teams = [Team(key, key.upper(), roles={"public adviser": 2}) for group in groups for key in group]
    problem = make_problem(teams, groups=len(sizes), **{"bounds": Bounds(3, 5), **wishes})
    return as_arranged(problem, [(group, None) for group in groups])


def unbroken(proposal) -> bool:
    rules = problem_rules(proposal.problem)
    masks = [(rules.scorer.mask(lambda t, g=g: t.key in g.teams), g.facilitator) for g in proposal.groups]
    return not any(rules.broken(mask, leader) for mask, leader in masks)


def test_nobody_moves_when_the_group_is_large_enough_without():
    mended = repair(arranged([4, 4]), gone=["a"])

    assert mended.moved == () and mended.fewest
    assert "Without A: moves 0 teams" in str(mended)


def test_one_team_moves_when_a_group_became_too_small():
    mended = repair(arranged([3, 4]), gone=["a"])

    assert len(mended.moved) == 1
    assert sorted(len(group.teams) for group in mended.after.groups) == [3, 3]
    assert "moves 1 team, average score" in str(mended)


def test_a_group_that_cannot_be_filled_closes():
    mended = repair(arranged([3, 3]), gone=["a"])

    assert {key for key, _, _ in mended.moved} == {"b", "c"}
    assert len(mended.after.groups) == 1
    assert "closes" in str(mended)


def test_pinned_teams_and_those_together_are_not_torn():
    mended = repair(arranged([3, 5], pinned={"d": "Second"}, together=[("e", "f")], bounds=Bounds(3, 6)), gone=["a"])

    assert {key for key, _, _ in mended.moved} <= {"g", "h"} and len(mended.moved) == 1


def test_a_lone_adviser_is_rescued():
    teams = [Team(k, k, roles={"public adviser": n}) for k, n in zip("abcdefgh", [1, 1, 0, 0, 2, 2, 0, 0], strict=True)]
    before = as_arranged(make_problem(teams, groups=2, bounds=Bounds(3, 5)), [("abcd", None), ("efgh", None)])

    mended = repair(before, gone=["a"])

    assert unbroken(mended.after) and len(mended.moved) == 1


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(size=st.integers(6, 14), seed=st.integers(0, 5_000), data=st.data())
def test_after_a_repair_every_rule_holds_and_who_did_not_move_stays(size, seed, data):
    teams, facilitators = cohort(size, seed=seed)
    try:
        before = form_groups(teams, facilitators, certificate_seconds=0)
        gone = data.draw(st.lists(st.sampled_from([t.key for t in teams]), min_size=1, max_size=2, unique=True))
        mended = repair(before, gone=gone)
    except NoGrouping as refusal:
        assert refusal.clashing or str(refusal)
        return
    after = {key: group.label for group in mended.after.groups for key in group.teams}
    moved = {key for key, _, _ in mended.moved}
    assert sorted(after) == sorted({t.key for t in teams} - set(gone))
    assert unbroken(mended.after)
    assert all((after[key] != before.group_of(key).label) == (key in moved) for key in after)
    assert repair(before, gone=gone) == mended


def test_more_moves_never_give_fewer_points():
    teams, facilitators = cohort(16, seed=3)
    before = form_groups(teams, facilitators, groups=4, certificate_seconds=0)

    fewest, freer = (repair(before, gone=["t2"], extra_moves=n) for n in (0, 2))

    assert freer.after.average >= fewest.after.average


@pytest.mark.parametrize(
    "gone, sentence", [([], "No team is named"), (["z"], "There is no team “z”"), (list("abcdef"), "Every team")]
)
def test_what_cannot_be_meant_is_said(gone, sentence):
    with pytest.raises(GroupsInputWrong, match=sentence):
        repair(arranged([3, 3]), gone=gone)


def test_three_alternatives_keep_the_rules_and_differ_clearly():
    teams, facilitators = cohort(12, seed=1)

    found = alternatives(make_problem(teams, facilitators, groups=3))

    assert len(found.proposals) == 3 and all(map(unbroken, found.proposals))
    assert min(found.distances) >= 0.5
    for share, (a, b) in zip(found.distances, combinations(map(pairs_together, found.proposals), 2), strict=True):
        assert share == len(a ^ b) / len(a | b)
    averages = [p.average for p in found.proposals]
    assert averages == sorted(averages, reverse=True)
    assert "harmonic mean" in str(found) and "weakest group" in str(found)


def test_without_a_choice_it_says_so():
    wishes = {"together": [("a", "b"), ("b", "c"), ("d", "e"), ("e", "f")]}

    found = alternatives(arranged([3, 3], **wishes).problem)

    assert found.distances == (0.0, 0.0, 0.0)
    assert "the rules leave little choice" in str(found)
