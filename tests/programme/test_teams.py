"""Teams, and who is in them from when to when."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from evenground.programme.cohorts.enums import Appointed
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person
from evenground.programme.teams import actions, queries, rules
from evenground.programme.teams.enums import TeamRole, TeamState
from evenground.programme.teams.models import Membership, Team


def seat_of(person, team) -> Membership:
    return Membership.objects.get(person=person, team=team)


def test_a_team_has_one_name_in_a_cohort_whatever_its_capitals(cast, scene):
    with pytest.raises(RuleBroken, match="already has a team with that name"):
        actions.add_team(cohort=scene.cohort, name=" community care", project="Another", by=cast.lead)


def test_a_person_may_have_two_roles_and_two_teams(cast, scene):
    actions.join(team=scene.team, person=cast.member, role=TeamRole.INTERN, by=cast.lead)
    actions.join(team=scene.other_team, person=cast.member, role=TeamRole.PRACTITIONER, by=cast.lead)

    assert rules.roles_in(cast.member, scene.team) == {TeamRole.PRACTITIONER, TeamRole.INTERN}
    assert set(queries.teams_of(cast.member)) == {scene.team, scene.other_team}
    assert queries.participants_in(scene.cohort).filter(pk=cast.member.pk).count() == 1


def test_joining_twice_changes_nothing(cast, scene):
    first = actions.join(team=scene.team, person=cast.stranger, role=TeamRole.INTERN, by=cast.lead)
    assert actions.join(team=scene.team, person=cast.stranger, role=TeamRole.INTERN, by=cast.team_lead) == first


@pytest.mark.parametrize("who", ["facilitator", "member", "adviser", "other", "board", "stranger", "decision_maker"])
def test_only_leads_change_who_is_in_a_team(cast, scene, who):
    with pytest.raises(RuleBroken, match="Only a lead of Cohort 1, or the lead of Community Care"):
        actions.join(team=scene.team, person=cast.stranger, role=TeamRole.INTERN, by=getattr(cast, who))


def test_leaving_ends_the_seat_and_keeps_it(cast, scene):
    today = timezone.localdate()
    actions.leave(membership=seat_of(cast.member, scene.team), until=today, reason="Changed job", by=cast.team_lead)

    assert not rules.works_in(cast.member, scene.team)
    assert cast.member in queries.participants_in(scene.cohort), "who left stays in every count"
    assert queries.former_members_of(scene.team).get().reason_for_leaving == "Changed job"


def test_somebody_who_left_may_come_back(cast, scene):
    today = timezone.localdate()
    actions.leave(membership=seat_of(cast.member, scene.team), until=today, reason="Ill", by=cast.lead)
    actions.join(team=scene.team, person=cast.member, role=TeamRole.PRACTITIONER, by=cast.lead)

    assert rules.works_in(cast.member, scene.team)
    assert scene.team.memberships.filter(person=cast.member).count() == 2


def test_nobody_leaves_twice_or_before_they_came(cast, scene):
    seat, today = seat_of(cast.member, scene.team), timezone.localdate()
    with pytest.raises(RuleBroken, match="the last day cannot be earlier"):
        actions.leave(membership=seat, until=today - timedelta(days=30), reason="x", by=cast.lead)
    actions.leave(membership=seat, until=today, reason="Ill", by=cast.lead)
    with pytest.raises(RuleBroken, match="already left on"):
        actions.leave(membership=seat, until=today, reason="Ill", by=cast.lead)


def test_somebody_who_leaves_next_month_is_still_in_today(cast, scene):
    later = timezone.localdate() + timedelta(days=30)
    actions.leave(membership=seat_of(cast.member, scene.team), until=later, reason="Moves", by=cast.lead)

    assert rules.works_in(cast.member, scene.team)
    assert cast.member in {seat.person for seat in queries.members_of(scene.team)}


def test_a_team_that_stops_says_why_and_stays_in_every_count(cast, scene):
    with pytest.raises(RuleBroken, match="Say why the team stopped"):
        actions.change_state(team=scene.team, state=TeamState.WITHDRAWN, reason=" ", by=cast.lead)

    actions.change_state(team=scene.team, state=TeamState.WITHDRAWN, reason="Short of staff", by=cast.lead)

    assert scene.cohort.teams.count() == 2
    assert cast.member in queries.participants_in(scene.cohort)


def test_the_database_too_wants_the_reason(scene):
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.filter(pk=scene.team.pk).update(state=TeamState.PAUSED)


def test_a_team_that_came_back_writes_again(cast, scene):
    actions.change_state(team=scene.team, state=TeamState.PAUSED, reason="Winter", by=cast.lead)
    team = actions.change_state(team=scene.team, state=TeamState.ACTIVE, by=cast.lead)
    rules.check_works_in(cast.member, team)


def test_a_decision_maker_receives_and_does_not_shape(cast, scene):
    assert not rules.works_in(cast.decision_maker, scene.team)
    assert queries.teams_decided_by(cast.decision_maker).get() == scene.team
    assert not queries.teams_seen_by(cast.decision_maker).exists()


def test_those_who_run_a_cohort_see_its_teams(cast, scene):
    assert queries.teams_seen_by(cast.lead).count() == queries.teams_seen_by(cast.facilitator).count() == 2
    assert not queries.teams_seen_by(cast.board).exists()
    assert Appointed.STEERING_BOARD not in queries.RUNNERS


# -- on the page --------------------------------------------------------------------------------------------------


def test_adding_a_member_on_paper_needs_no_address(cast, scene, client_of):
    client_of("team_lead").post(
        reverse("teams:add_member", args=[scene.team.pk]), {"name": "Pat Paper", "email": "", "role": "public_adviser"}
    )
    pat = Person.objects.get(name="Pat Paper")
    assert rules.roles_in(pat, scene.team) == {TeamRole.PUBLIC_ADVISER}
    assert pat.email is None


def test_a_known_address_joins_the_person_who_has_it(cast, scene, client_of):
    """A duplicate e-mail makes no second person."""
    client_of("lead").post(
        reverse("teams:add_member", args=[scene.team.pk]),
        {"name": "Somebody Else", "email": "SAM.stranger@example.org", "role": "intern"},
    )
    assert rules.works_in(cast.stranger, scene.team)
    assert not Person.objects.filter(name="Somebody Else").exists()


def test_two_teams_of_one_name_are_said_beside_the_box(cast, scene, client_of):
    page = client_of("lead").post(
        reverse("teams:add", args=[scene.cohort.pk]), {"name": "COMMUNITY care", "project": "Another"}
    )
    assert "already has a team with that name" in page.content.decode()


def test_a_name_with_a_script_in_it_is_only_a_name(cast, scene, client_of):
    actions.add_team(cohort=scene.cohort, name="<script>alert(1)</script>", project="<img src=x>", by=cast.lead)
    team = Team.objects.get(name__startswith="<script>")
    page = client_of("lead").get(team.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<img src=x>" not in page
