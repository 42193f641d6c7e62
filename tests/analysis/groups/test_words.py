"""The sentences a team reads about its place, and what a move would cost."""

import pytest
from tests.analysis.groups.made_up import cohort

from evenground.analysis.groups import (
    Bounds,
    Facilitator,
    GroupsInputWrong,
    Team,
    as_arranged,
    explain,
    form_groups,
    make_problem,
    move_cost,
)


def project(key: str, condition: str, *, trust: str = "", **roles: int) -> Team:
    people = {role.replace("_", " "): count for role, count in roles.items()}
    themes = frozenset({f"condition:{condition}", "service:community care"})
    return Team(key, f"Project {key}", organisation=trust, themes=themes, roles=people)


TEAMS = [
    project("A", "dementia", trust="Y Trust", commissioner=1, public_adviser=2),
    project("B", "dementia", trust="X Trust"),
    project("C", "stroke", trust="X Trust", analyst=2, public_adviser=1),
    project("D", "stroke", public_adviser=1),
]


def arranged(*groups: str, **wishes):
    problem = make_problem(TEAMS, bounds=Bounds(2, 3), groups=len(groups), **wishes)
    return as_arranged(problem, [(list(group), None) for group in groups])


def test_why_names_the_companion_what_is_shared_and_what_the_team_adds():
    assert arranged("AB", "CD").why["A"] == (
        "With Project B because both are about dementia and community care; "
        "adds a commissioner and 2 public advisers, and nobody else comes from Y Trust."
    )


def test_why_says_when_staff_pinned_it():
    proposal = arranged("AB", "CD", pinned={"D": "Stroke circle"})

    assert proposal.why["D"].startswith("Pinned to Stroke circle, with Project C")
    assert proposal.groups[1].label == "Stroke circle"


def test_why_is_honest_when_nothing_is_shared():
    teams = [Team("a", "Project A", themes=frozenset({"condition:gout"})), Team("b", "Project B")]
    proposal = form_groups(teams, bounds=Bounds(2, 2), certificate_seconds=0)

    assert "though their themes differ" in proposal.why["a"]
    assert proposal.groups[0].label == "Mixed themes"


def test_labels_differ_even_when_themes_do_not():
    proposal = form_groups([project(key, "dementia") for key in "abcdef"], certificate_seconds=0)

    assert sorted(g.label for g in proposal.groups) == ["Dementia and community care", "Dementia and community care 2"]


def test_every_team_has_one_sentence_and_the_plan_prints_it():
    teams, facilitators = cohort(9)
    proposal = form_groups(teams, facilitators, certificate_seconds=0)
    printed = " ".join(str(proposal).split())

    assert list(proposal.why) == [t.key for t in teams]
    assert all(" ".join(sentence.split()) in printed and sentence.endswith(".") for sentence in proposal.why.values())
    assert proposal.certificate.sentence in printed


def test_the_parts_make_up_the_score_and_the_weakest_group_is_reported():
    teams, facilitators = cohort(9)
    proposal = form_groups(teams, facilitators, certificate_seconds=0)

    scores = [group.score for group in proposal.groups]
    assert proposal.worst == min(scores) <= proposal.harmonic_mean <= max(scores)
    assert all(part.points <= part.most for group in proposal.groups for part in group.parts)


def test_a_facilitator_who_knows_the_theme_is_said_and_one_from_the_same_place_too():
    known = Facilitator("k", "Dr K", skills=frozenset({"dementia"}), organisation="Y Trust")
    problem = make_problem(TEAMS, [known], bounds=Bounds(4, 4), groups=1)

    words = as_arranged(problem, [("ABCD", "k")]).groups[0].parts[4].words

    assert words == "Dr K knows a theme of 2 of 4 teams (dementia), and works at the same organisation as Project A."


def test_a_move_says_its_price_and_every_rule_it_breaks():
    proposal = arranged("AB", "CD", apart=[("A", "C")])
    home, goal = (group.label for group in proposal.groups)
    cost = move_cost(proposal, "A", goal)

    assert cost.points < 0 and not cost.allowed
    assert f"{home}: One team would be alone." in cost.broken
    assert f"{goal}: Project A and Project C must not share a group." in cost.broken
    assert str(cost).startswith(f"If Project A moves to {goal}, the average score falls by")


def test_a_move_tells_whom_it_would_leave_as_the_only_adviser():
    proposal = arranged("CD", "AB")
    broken = move_cost(proposal, "D", proposal.groups[1].label).broken

    assert any("One public adviser would be the only one" in sentence for sentence in broken)


def test_the_price_of_a_move_is_the_difference_of_the_averages():
    before, after = arranged("ABC", "D"), arranged("AB", "CD")
    target = next(group.label for group in before.groups if group.teams == ("D",))

    assert move_cost(before, "C", target).points == pytest.approx(after.average - before.average, abs=0.11)


def test_a_pin_and_a_conflict_of_interest_stand_in_the_way_of_a_move():
    facilitator = Facilitator("k", "Dr K", capacity=2, conflicts=frozenset({"Y Trust"}))
    problem = make_problem(TEAMS, [facilitator], bounds=Bounds(2, 3), groups=2, pinned={"A": "East"})
    proposal = as_arranged(problem, [("AB", "k"), ("CD", "k")])
    broken = " ".join(move_cost(proposal, "A", proposal.groups[1].label).broken)

    assert "Project A is pinned to East." in broken
    assert "Dr K has a conflict of interest with Project A." in broken


def test_explain_adds_the_nearest_other_place():
    words = explain(arranged("AB", "CD"), "A")

    assert words.startswith("Project A is in Dementia and community care. With Project B because")
    assert "If Project A moves to Stroke and community care" in words


@pytest.mark.parametrize(
    "team, to", [("A", "Nowhere"), ("Z", "Stroke and community care"), ("C", "Stroke and community care")]
)
def test_moves_that_cannot_be_meant_are_refused(team, to):
    with pytest.raises(GroupsInputWrong, match=r"The (groups|teams) are|already in"):
        move_cost(arranged("AB", "CD"), team, to)


def test_arranging_by_hand_places_everybody_once():
    with pytest.raises(GroupsInputWrong, match="Each team must be in one group, once"):
        arranged("AB", "C")
