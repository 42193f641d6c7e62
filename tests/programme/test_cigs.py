"""Forming groups: proposed by the solver, moved by hand, confirmed once, seen by those in them."""

import pytest
from django.core import mail
from django.urls import reverse
from tests.programme.made_up import seat

from evenground.programme.audit.models import Event
from evenground.programme.cigs import actions, queries
from evenground.programme.cigs.models import Cig, Forming, Place
from evenground.programme.cohorts import actions as cohorts
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.errors import RuleBroken
from evenground.programme.people import actions as people
from evenground.programme.teams import actions as teams
from evenground.programme.teams.enums import TeamRole, TeamState

ASKED = {"groups_wanted": 2, "smallest": 2, "largest": 4}


@pytest.fixture(autouse=True)
def _an_answer_without_its_proof(request, monkeypatch):
    """The proof takes seconds and changes nothing here; one test below waits for it."""
    if "proved" not in request.node.name:
        monkeypatch.setattr(actions, "PROOF_SECONDS", 0)


@pytest.fixture
def six(cast, scene):
    """Six teams about two conditions, two public advisers each, and two facilitators."""
    known = {scene.team: "frailty", scene.other_team: "dementia"}
    for number, name in enumerate(("Falls", "Hips", "Carers", "Respite")):
        organisation = people.add_organisation(name=f"Trust {number}", by=cast.lead)
        team = teams.add_team(cohort=scene.cohort, name=name, project=name, organisation=organisation, by=cast.lead)
        known[team] = "frailty" if number < 2 else "dementia"
    for team, condition in known.items():
        type(team).objects.filter(pk=team.pk).update(condition=condition, service="community care")
        seat(team, f"One {team.name}", TeamRole.PUBLIC_ADVISER, by=cast.lead)
        seat(team, f"Two {team.name}", TeamRole.PUBLIC_ADVISER, by=cast.lead)
    cohorts.appoint(
        person=cast.stranger, programme=scene.programme, cohort=scene.cohort, role=Appointed.FACILITATOR, by=cast.lead
    )
    return scene.cohort


@pytest.fixture
def forming(cast, six):
    return actions.propose(cohort=six, **ASKED, by=cast.lead)


def names_in(forming: Forming) -> list[set[str]]:
    return [{team.name for team, _, _ in group.teams} for group in queries.groups_of(forming)]


FRAILTY, DEMENTIA = {"Community Care", "Falls", "Hips"}, {"Memory Matters", "Carers", "Respite"}


def test_teams_about_the_same_condition_come_together(forming):
    assert sorted(names_in(forming), key=sorted) == sorted([FRAILTY, DEMENTIA], key=sorted)
    groups = queries.groups_of(forming)
    assert {group.facilitator for group in groups} == {"Fay Facilitator", "Sam Stranger"}
    assert all(why for group in groups for _, why, _ in group.teams), "a sentence for each team"


def test_the_best_grouping_is_proved(forming):
    assert forming.proposal["certificate"]["proved"]


def test_the_same_question_gets_the_same_answer(cast, six, forming):
    assert actions.propose(cohort=six, **ASKED, by=cast.lead).proposal == forming.proposal


def test_a_proposal_counts_for_nothing_yet(forming):
    assert not Cig.objects.exists()
    assert not Place.objects.exists()


def test_a_conflict_of_interest_is_respected(cast, six, scene):
    actions.say_what_facilitator_offers(
        cohort=six, person=cast.facilitator, skills="frailty", capacity=1,
        conflicts=[scene.team.organisation], by=cast.facilitator,
    )  # fmt: skip
    forming = actions.propose(cohort=six, **ASKED, by=cast.lead)
    (mine,) = [group for group in queries.groups_of(forming) if group.facilitator == "Fay Facilitator"]
    assert "Community Care" not in {team.name for team, _, _ in mine.teams}


def test_what_cannot_be_done_is_said(cast, six):
    with pytest.raises(RuleBroken, match="3 groups need a facilitator each"):
        actions.propose(cohort=six, groups_wanted=3, smallest=2, largest=2, by=cast.lead)
    assert not Forming.objects.exists()


def test_one_team_is_no_cohort_of_groups(cast, scene):
    teams.change_state(team=scene.other_team, state=TeamState.WITHDRAWN, reason="No staff", by=cast.lead)
    with pytest.raises(RuleBroken, match="from at least two teams"):
        actions.propose(cohort=scene.cohort, **ASKED, by=cast.lead)


# -- moving and pinning -------------------------------------------------------------------------------------------


def label_of(forming: Forming, name: str) -> str:
    return next(
        group.label for group in queries.groups_of(forming) if name in {team.name for team, _, _ in group.teams}
    )


def test_a_team_that_is_moved_stays_there_when_proposed_again(cast, six, scene, forming):
    key, to = str(scene.team.pk), label_of(forming, "Memory Matters")
    before = [group.label for group in queries.groups_of(forming)]

    moved = actions.move(forming=forming, team=key, to=to, by=cast.lead)

    assert label_of(moved, "Community Care") == to
    assert [group.label for group in queries.groups_of(moved)] == before, "the groups keep their names"
    again = actions.propose(cohort=six, **ASKED, pins=moved.pins, by=cast.lead)
    assert (
        "Community Care" in next(group for group in names_in(again) if "Memory Matters" in group)
        or label_of(again, "Community Care") == to
    )
    assert {team.name for group in queries.groups_of(again) for team, _, pinned in group.teams if pinned} == {
        "Community Care"
    }


def test_moving_says_what_it_costs(scene, forming):
    costs = actions.costs_of_moving(forming, str(scene.team.pk))
    assert list(costs) == [label_of(forming, "Memory Matters")]
    assert all(costs.values())


def test_the_last_team_cannot_leave_a_group(cast, forming):
    group = forming.proposal["groups"][0]
    to = forming.proposal["groups"][1]["label"]
    with pytest.raises(RuleBroken):
        for key in list(group["teams"]):
            actions.move(forming=forming, team=key, to=to, by=cast.lead)


def test_a_team_is_pinned_and_let_go(cast, scene, forming):
    key = str(scene.team.pk)
    pinned = actions.pin(forming=forming, team=key, pinned=True, by=cast.lead)
    assert pinned.pins == {key: label_of(forming, "Community Care")}
    assert actions.pin(forming=forming, team=key, pinned=False, by=cast.lead).pins == {}


def test_a_team_that_joined_since_is_no_part_of_the_proposal(cast, six, forming, client_of):
    late = teams.add_team(cohort=six, name="Late", project="Late", by=cast.lead)
    with pytest.raises(RuleBroken, match=r"Late joined or stopped since .* Propose them again"):
        actions.move(forming=forming, team=str(late.pk), to=forming.proposal["groups"][0]["label"], by=cast.lead)
    browser = client_of("lead")
    for name, send in (("move", browser.get), ("pin", browser.post)):
        page = send(reverse(f"cigs:{name}", args=[forming.pk, late.pk]), follow=True)
        assert "Late joined or stopped since" in page.content.decode()


# -- confirming ---------------------------------------------------------------------------------------------------


def test_confirming_makes_the_groups_once(cast, forming):
    cigs = actions.confirm(forming=forming, by=cast.lead)

    assert len(cigs) == 2
    assert Place.objects.filter(until=None).count() == 6
    assert all(place.reason for place in Place.objects.all())
    assert Event.objects.first().saying == "confirmed the 2 groups of Cohort 1"
    with pytest.raises(RuleBroken, match="were confirmed on"):
        actions.confirm(forming=forming, by=cast.lead)
    with pytest.raises(RuleBroken, match="are confirmed"):
        actions.propose(cohort=forming.cohort, **ASKED, by=cast.lead)


def test_another_proposal_cannot_be_confirmed_after_it(cast, six, forming):
    other = actions.propose(cohort=six, **ASKED, by=cast.lead)
    actions.confirm(forming=forming, by=cast.lead)
    with pytest.raises(RuleBroken, match="has its groups already"):
        actions.confirm(forming=other, by=cast.lead)


def arranged(forming: Forming, *groups: list[str]) -> Forming:
    """A proposal as no solver makes it: the last line of defence is the rule."""
    first = forming.proposal["groups"][0]
    made = [first | {"label": f"Group {number}", "teams": keys} for number, keys in enumerate(groups)]
    forming.proposal = forming.proposal | {"groups": made}
    forming.save()
    return forming


def test_confirming_refuses_a_team_alone(cast, forming):
    keys = sorted(key for group in forming.proposal["groups"] for key in group["teams"])
    with pytest.raises(RuleBroken, match=r"would be alone in its group. Move it, or add a team"):
        actions.confirm(forming=arranged(forming, keys[:1], keys[1:]), by=cast.lead)
    assert not Cig.objects.exists()


def test_confirming_refuses_one_public_adviser_alone(cast, six, forming):
    everybody = {str(team.pk): team for team in six.teams.all()}
    keys = sorted(everybody)
    for key in keys[:2]:
        seats = everybody[key].memberships.filter(role=TeamRole.PUBLIC_ADVISER)
        seats.exclude(pk=seats.first().pk if key == keys[0] else None).delete()
    with pytest.raises(RuleBroken, match="One public adviser would be alone in a group"):
        actions.confirm(forming=arranged(forming, keys[:2], keys[2:]), by=cast.lead)


@pytest.mark.parametrize("who", ["facilitator", "team_lead", "board", "stranger"])
def test_only_a_lead_confirms(cast, forming, who):
    with pytest.raises(RuleBroken, match="Only a lead"):
        actions.confirm(forming=forming, by=getattr(cast, who))


def test_everybody_is_told_which_group_they_are_in(cast, forming, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.confirm(forming=forming, by=cast.lead)
    told = [address for message in mail.outbox for address in message.to]
    assert {cast.member.email, cast.adviser.email, cast.other.email} <= set(told)
    assert cast.decision_maker.email not in told
    assert len(told) == len(set(told)), "nobody is told twice"


# -- the roster ---------------------------------------------------------------------------------------------------


def test_the_roster_says_who_in_which_team_and_how_to_reach_them(cast, scene, forming, client_of):
    cast.adviser.phone = "01234 567890"
    cast.adviser.save()
    actions.confirm(forming=forming, by=cast.lead)
    cig = queries.cig_of_team([scene.team.pk])[scene.team.pk]

    page = client_of("member").get(cig.get_absolute_url()).content.decode()

    for part in ("Ada Adviser", "01234 567890", "ada.adviser@example.org", "Care closer to home", "Falls", "Northbank"):
        assert part in page
    facilitator = cig.facilitations.get().person.name
    assert facilitator in page
    assert "Dee Decider" not in page


def test_a_roster_is_for_those_in_the_group(cast, scene, forming, client_of):
    actions.confirm(forming=forming, by=cast.lead)
    mine, theirs = (queries.cig_of_team([team.pk])[team.pk] for team in (scene.team, scene.other_team))

    assert client_of("adviser").get(mine.get_absolute_url()).status_code == 200
    assert client_of("adviser").get(theirs.get_absolute_url()).status_code == 404
    assert client_of("other").get(mine.get_absolute_url()).status_code == 404


def test_rosters_ask_the_database_as_often_for_two_groups_as_for_one(cast, forming, django_assert_num_queries):
    actions.confirm(forming=forming, by=cast.lead)
    for cigs in (Cig.objects.all()[:1], Cig.objects.all()):
        with django_assert_num_queries(4):
            for cig in queries.with_rosters(cigs):
                [seat.person.organisation for place in cig.current_places for seat in place.team.seats]
                [each.person for each in cig.current_facilitations]
