"""What only some cohorts bring: wishes, days, ways of meeting, deputies."""

from dataclasses import replace
from itertools import combinations

import pytest
from tests.analysis.groups.made_up import cohort

from evenground.analysis.groups import (
    Bounds,
    Facilitator,
    GroupsInputWrong,
    Team,
    as_arranged,
    form_groups,
    make_problem,
)

TWO = Bounds(2, 2)


def teams(**given):
    return [
        Team(key, f"Project {key}", **{name: value.get(key, frozenset()) for name, value in given.items()})
        for key in "abcd"
    ]


def together(proposal):
    return {frozenset(group.teams) for group in proposal.groups}


def part(proposal, name, *, of="a"):
    return next(part for part in proposal.group_of(of).parts if part.name == name)


def test_teams_that_asked_for_each_other_are_together():
    some = teams(wishes={"a": frozenset("d"), "b": frozenset("c")})

    proposal = form_groups(some, bounds=TWO, certificate_seconds=0)

    assert together(proposal) == {frozenset("ad"), frozenset("bc")}
    assert "asked to be with Project d" in proposal.why["a"]
    assert part(proposal, "Wishes").points == 10


def test_half_the_wishes_of_one_of_two_teams_are_three_quarters_of_the_points():
    some = teams(wishes={"a": frozenset("bc")})

    wishes = part(as_arranged(make_problem(some, bounds=TWO), [("ab", None), ("cd", None)]), "Wishes")

    assert (wishes.points, wishes.most) == (7.5, 10)
    assert wishes.words == "Project a has somebody they asked for."


def test_teams_that_can_meet_on_one_day_are_together():
    days = {"a": frozenset({"Monday"}), "b": frozenset({"Tuesday"}), "c": frozenset({"Monday", "Tuesday"})}
    some = teams(days={**days, "d": frozenset({"Tuesday"})})

    proposal = form_groups(some, bounds=TWO, certificate_seconds=0)

    assert together(proposal) == {frozenset("ac"), frozenset("bd")}
    assert part(proposal, "Days").words == "Monday suits all 2 teams."


def test_who_cannot_is_named():
    some = teams(days={"a": frozenset({"Monday"}), "b": frozenset({"Tuesday"})})

    days = part(as_arranged(make_problem(some, bounds=TWO), [("ab", None), ("cd", None)]), "Days")

    assert days.points == 0
    assert days.words == "Monday suits 1 of 2 teams, but not Project b."


def test_online_sits_with_online_and_who_does_not_mind_with_either():
    some = [
        replace(team, mode=mode) for team, mode in zip(teams(), ["online", "in the room", "", "online"], strict=True)
    ]

    proposal = form_groups(some, bounds=TWO, certificate_seconds=0)

    assert together(proposal) == {frozenset("ad"), frozenset("bc")}


def test_a_cohort_without_them_is_scored_as_before():
    proposal = form_groups(teams(), bounds=TWO, certificate_seconds=0)

    assert [part.name for part in proposal.groups[0].parts] == ["Themes", "Roles", "Organisations", "Areas"]


def test_a_wish_for_somebody_unknown_is_a_sentence():
    with pytest.raises(GroupsInputWrong, match="There is no team “z”"):
        form_groups(teams(wishes={"a": frozenset("z")}), bounds=TWO)


def test_the_search_finds_what_trying_everything_finds():
    some, _ = cohort(6, seed=3)
    keys = [team.key for team in some]
    wishing = [
        replace(team, wishes=frozenset({keys[(n + 2) % 6]}), mode="online" if n % 2 else "")
        for n, team in enumerate(some)
    ]
    problem = make_problem(wishing, bounds=Bounds(3, 3), never_one_of=())

    found = form_groups(wishing, bounds=Bounds(3, 3), never_one_of=(), certificate_seconds=60)

    every = [as_arranged(problem, [(half, None), (set(keys) - set(half), None)]) for half in combinations(keys, 3)]
    assert found.certificate.proved
    assert found.average == max(one.average for one in every)


DRS = [
    Facilitator("x", "Dr X", skills=frozenset({"dementia"}), capacity=1),
    Facilitator("y", "Dr Y", skills=frozenset({"stroke"}), capacity=1),
    Facilitator("z", "Dr Z", skills=frozenset({"dementia", "stroke"}), capacity=1, conflicts=frozenset({"b"})),
]


def test_each_group_gets_a_deputy_who_is_not_its_lead_and_has_no_conflict():
    some = [Team(key, f"Project {key}", themes=frozenset({"condition:dementia"})) for key in "abcd"]

    proposal = form_groups(some, DRS, bounds=TWO, deputies=True, certificate_seconds=0)

    for group in proposal.groups:
        assert group.deputy and group.deputy != group.facilitator
        assert not ("b" in group.teams and "z" in {group.deputy, group.facilitator})
    assert f"Deputy: Dr {proposal.groups[0].deputy.upper()}" in str(proposal)


def test_when_nobody_is_free_to_deputise_it_is_said():
    proposal = form_groups(teams(), [replace(DRS[0], capacity=2)], bounds=TWO, deputies=True)

    assert [group.deputy for group in proposal.groups] == [None, None]
    assert "Nobody is free to deputise here." in proposal.groups[0].warnings


def test_a_team_and_five_hundred_others_not_found_names_the_nearest():
    many = [Team(f"team {n}", f"Project {n}") for n in range(500)]

    with pytest.raises(GroupsInputWrong, match=r"Did you mean “team 17”.*and 488 more"):
        make_problem(many, pinned={"teem 17": "East"})
