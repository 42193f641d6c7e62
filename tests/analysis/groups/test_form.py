"""What a proposed grouping promises: nobody stranded, every wish and ban kept, the same answer every time."""

import json
from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.analysis.groups.made_up import cohort

from evenground.analysis.groups import (
    Bounds,
    Facilitator,
    GroupsInputWrong,
    NoGrouping,
    Proposal,
    Team,
    form_groups,
    make_problem,
)
from evenground.analysis.groups.anneal import anneal, total
from evenground.analysis.groups.hard import problem_rules
from evenground.analysis.groups.leaders import assign


def advisers(proposal: Proposal, teams: tuple[str, ...]) -> int:
    return sum(proposal.problem.team(key).roles.get("public adviser", 0) for key in teams)


def teams_of(advisers_in_each: list[int], **fields) -> list[Team]:
    return [
        Team(f"t{n}", f"Project {n}", roles={"public adviser": a}, **fields) for n, a in enumerate(advisers_in_each)
    ]


def placed(proposal: Proposal) -> set[frozenset[str]]:
    return {frozenset(group.teams) for group in proposal.groups}


@st.composite
def cohorts_with_wishes(draw):
    size = draw(st.integers(4, 13))
    teams, facilitators = cohort(size, seed=draw(st.integers(0, 10_000)))
    pairs = st.lists(st.sampled_from(list(combinations([t.key for t in teams], 2))), max_size=2)
    pins = st.dictionaries(st.sampled_from([t.key for t in teams]), st.sampled_from(["East", "West"]), max_size=2)
    bounds = Bounds(*draw(st.sampled_from([(2, 3), (2, 5), (3, 4), (3, 5)])))
    wishes = {"together": draw(pairs), "apart": draw(pairs), "pinned": draw(pins)}
    return teams, facilitators, {"bounds": bounds, **wishes}


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(cohorts_with_wishes())
def test_every_hard_rule_holds_or_the_refusal_says_why(case):
    teams, facilitators, wishes = case
    try:
        proposal = form_groups(teams, facilitators, certificate_seconds=0, **wishes)
    except NoGrouping as refusal:
        assert refusal.proved and refusal.clashing
        return
    bounds = wishes["bounds"]
    place = {key: group.label for group in proposal.groups for key in group.teams}
    assert sorted(place) == sorted(t.key for t in teams)
    for group in proposal.groups:
        assert bounds.smallest <= len(group.teams) <= bounds.largest
        assert advisers(proposal, group.teams) != 1
        leader = proposal.problem.facilitator(group.facilitator)
        assert all(leader.may_lead(proposal.problem.team(key)) for key in group.teams)
    led = [group.facilitator for group in proposal.groups]
    assert all(led.count(f.key) <= f.capacity for f in facilitators)
    assert all(place[a] == place[b] for a, b in wishes["together"])
    assert all(place[a] != place[b] for a, b in wishes["apart"])
    assert all(place[key] == label for key, label in wishes["pinned"].items())


def partitions(left: int, groups: int, allowed: list[int]) -> Iterator[list[int]]:
    """Every way of dividing the teams into so many allowed sets, by trying each set that holds the first team left."""
    if not left or not groups:
        yield from [] if left or groups else [[]]
        return
    for chosen in allowed:
        if chosen & left == chosen and chosen & left & -left:
            yield from ([chosen, *more] for more in partitions(left ^ chosen, groups - 1, allowed))


@pytest.mark.parametrize("seed", range(6))
def test_equals_the_best_of_all_groupings_when_few(seed):
    teams, facilitators = cohort(9, seed=seed)
    rules = problem_rules(make_problem(teams, facilitators, bounds=Bounds(2, 4), groups=3))
    allowed = [mask for mask in range(1 << 9) if not rules.broken(mask)]
    every = [(masks, assign(rules.scorer, masks)) for masks in partitions((1 << 9) - 1, 3, allowed)]
    values = [total(rules, tuple(zip(masks, led, strict=True))) for masks, led in every if led]

    assert len(values) > 100
    assert anneal(rules, seed=1).value == max(values)


@pytest.mark.parametrize("size, groups", [(9, 3), (16, 4)])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_size_of_both_cohorts_of_the_paper_is_proved(size, groups, seed):
    teams, facilitators = cohort(size, seed=seed)

    proposal = form_groups(teams, facilitators, groups=groups, certificate_seconds=120)

    assert proposal.certificate.proved
    assert proposal.certificate.sentence.startswith("No better grouping exists")


def test_the_same_twice():
    teams, facilitators = cohort(16)
    first, second = (form_groups(teams, facilitators, certificate_seconds=0) for _ in range(2))

    assert first.to_json() == second.to_json()
    assert json.loads(first.to_json())["groups"][0]["teams"]


def test_alike_teams_meet_and_the_group_is_named_after_what_they_share():
    about = {"dementia": "community care", "stroke": "urgent care"}
    teams = [
        Team(f"{condition}{n}", f"{condition} {n}", themes=frozenset({f"condition:{condition}", f"service:{service}"}))
        for n in range(3)
        for condition, service in about.items()
    ]

    proposal = form_groups(teams, certificate_seconds=0)

    assert {group.label for group in proposal.groups} == {"Dementia and community care", "Stroke and urgent care"}
    assert placed(proposal) == {frozenset(f"{c}{n}" for n in range(3)) for c in about}


def test_a_lone_adviser_is_joined_by_another():
    proposal = form_groups(teams_of([1, 0, 0, 1, 2, 0]), bounds=Bounds(3, 3), certificate_seconds=0)

    assert sorted(advisers(proposal, group.teams) for group in proposal.groups) == [2, 2]


def test_a_group_without_an_adviser_is_accepted_only_when_unavoidable_and_said():
    proposal = form_groups(teams_of([2, 0, 0, 0, 0, 0]), certificate_seconds=0)

    assert [advisers(proposal, g.teams) for g in proposal.groups if g.warnings] == [0]
    assert "not enough to go round" in str(proposal)


def test_any_other_role_can_be_protected_too():
    teams = [Team(f"t{n}", f"Project {n}", roles={"intern": int(n in (0, 5))}) for n in range(6)]

    proposal = form_groups(teams, never_one_of=["intern"], certificate_seconds=0)

    assert any({"t0", "t5"} <= set(group.teams) for group in proposal.groups)


def test_old_companions_stay_together_when_nothing_else_speaks():
    before = {f"t{n}": "odd" if n % 2 else "even" for n in range(6)}

    proposal = form_groups(teams_of([2] * 6), previous=before, certificate_seconds=0)

    assert placed(proposal) == {frozenset({"t0", "t2", "t4"}), frozenset({"t1", "t3", "t5"})}
    assert "stays with Project 2 and Project 4" in proposal.why["t0"]


def test_load_is_shared_before_anybody_leads_two():
    facilitators = [Facilitator("a", "Dr A", capacity=2), Facilitator("b", "Dr B", capacity=2)]

    proposal = form_groups(teams_of([2] * 6), facilitators, certificate_seconds=0)

    assert {group.facilitator for group in proposal.groups} == {"a", "b"}


def test_no_facilitators_yet_is_allowed():
    assert {group.facilitator for group in form_groups(teams_of([2] * 6), certificate_seconds=0).groups} == {None}


def test_without_time_for_a_proof_it_says_what_is_known():
    teams, facilitators = cohort(9)
    sentence = form_groups(teams, facilitators, certificate_seconds=0).certificate.sentence

    assert "not proved" in sentence or "within" in sentence


@pytest.mark.parametrize(
    "wishes, sentence",
    [
        ({"groups": 4}, "9 teams cannot make 4 groups of at least 3."),
        ({"groups": 1}, "9 teams do not fit into 1 group of at most 5."),
        ({"pinned": {"t0": "A", "t1": "B", "t2": "C"}, "groups": 2}, "pinned to 3 groups"),
        (
            {"together": [("t0", "t1")], "apart": [("t0", "t1"), ("t3", "t4")]},
            r"rules: Project 0 and Project 1 are kept apart; Project 0 and Project 1 share a group\.$",
        ),
        (
            {"pinned": {"t0": "A", "t1": "B", "t5": "A"}, "together": [("t0", "t1")]},
            r"rules: Project 0 is pinned to A; Project 1 is pinned to B; Project 0 and Project 1 share a group\.$",
        ),
        (
            {"facilitators": [Facilitator("a", "Dr A", capacity=2)]},
            "3 groups need a facilitator each.* can lead only 2",
        ),
        (
            {"facilitators": [Facilitator("a", "Dr A", capacity=3, conflicts=frozenset({"t4"}))]},
            "No facilitator may lead Project 4",
        ),
    ],
)
def test_impossible_says_why(wishes, sentence):
    facilitators = wishes.pop("facilitators", ())
    with pytest.raises(NoGrouping, match=sentence):
        form_groups(teams_of([2] * 9), facilitators, **{"groups": 3, **wishes})


def test_a_single_adviser_in_all_cannot_but_be_alone():
    with pytest.raises(NoGrouping, match="only one public adviser in all"):
        form_groups(teams_of([1, 0, 0, 0, 0, 0]))


def test_advisers_that_cannot_be_paired_are_named_with_the_wish_in_the_way():
    with pytest.raises(
        NoGrouping, match="Project 0 and Project 1 are kept apart; no group has exactly one public advise"
    ):
        form_groups(teams_of([1, 1, 0, 0, 0, 0]), apart=[("t0", "t1"), ("t4", "t5")])


def test_conflicts_of_interest_that_leave_no_leader_are_named():
    facilitators = [
        Facilitator("a", "Dr A", conflicts=frozenset({"t0", "t1"})),
        Facilitator("b", "Dr B", conflicts=frozenset({"t2", "t3"})),
    ]

    with pytest.raises(NoGrouping, match="Project 0 and Project 2 share a group") as refusal:
        form_groups(teams_of([2] * 6), facilitators, together=[("t0", "t2")])
    assert refusal.value.clashing[:2] == ("Dr A does not lead t0 and t1", "Dr B does not lead t2 and t3")


@pytest.mark.parametrize(
    "make, sentence",
    [
        (lambda: form_groups(teams_of([2] * 6), apart=[("t0", "t9")]), "no team “t9”"),
        (lambda: form_groups([*teams_of([2] * 6), Team("t0", "Again")]), "key “t0” is there 2 times"),
        (lambda: form_groups(teams_of([2] * 6), together=[("t0", "t0")]), "two different teams"),
        (lambda: Team("t", "Project", themes=frozenset({"dementia"})), "has no kind"),
        (lambda: Team("t", "Project", roles={"analyst": -1}), "from 0 upwards"),
        (lambda: Bounds(1, 4), "at least 2 teams"),
        (lambda: Bounds(5, 4), "below the smallest"),
    ],
)
def test_input_that_cannot_be_meant_is_refused(make, sentence):
    with pytest.raises(GroupsInputWrong, match=sentence):
        make()
