"""Kind of project, registration, and signing a plan that is ready."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.programme.made_up import answer, answer_needed, register, seat, sign_plan

from evenground.programme.approvals import actions, queries, rules
from evenground.programme.approvals.enums import RegistrationState
from evenground.programme.approvals.models import SignOff
from evenground.programme.audit.models import Event
from evenground.programme.errors import RuleBroken
from evenground.programme.teams.enums import TeamRole


def test_an_empty_plan_is_told_everything_it_lacks(scene):
    missing = " ".join(rules.readiness_of(scene.team).missing)

    assert "Answer “What is the aim of the evaluation?”." in missing
    assert "Say what kind of project this is" in missing
    assert "no public adviser" not in missing, "there is one in the team"


def test_a_team_without_a_public_adviser_is_not_ready(scene):
    scene.team.memberships.filter(role=TeamRole.PUBLIC_ADVISER).delete()
    assert any(
        "There is no public adviser in the team yet. Ask one to join before the plan is shaped." in sentence
        for sentence in rules.readiness_of(scene.team).missing
    )


def test_a_registration_that_was_not_asked_for_is_in_the_way(cast, scene):
    register(scene.team, by=cast.member, state=RegistrationState.NOT_STARTED)
    assert any("begin now" in sentence for sentence in rules.readiness_of(scene.team).missing)


def test_what_is_only_advised_is_not_in_the_way(cast, scene):
    scene.team.memberships.filter(role__in=[TeamRole.ANALYST, TeamRole.DECISION_MAKER]).delete()
    answer_needed(scene.team, *rules.PLAN_SECTIONS, by=cast.member)
    register(scene.team, by=cast.member)
    readiness = rules.readiness_of(scene.team)

    assert readiness.ready
    assert [sentence[:24] for sentence in readiness.advised] == ["There is no analyst in t", "There is neither a commi"]


def test_a_plan_that_is_not_ready_cannot_be_signed_and_says_the_first_reason(cast, scene):
    with pytest.raises(
        RuleBroken, match=r"not ready to be signed. Answer “Which decision should this evaluation inform"
    ):
        actions.sign_plan(team=scene.team, by=cast.team_lead)


@pytest.mark.parametrize("who", ["facilitator", "member", "adviser", "analyst", "decision_maker", "other", "stranger"])
def test_others_do_not_sign(cast, scene, who):
    sign_plan(scene, cast)
    with pytest.raises(RuleBroken, match="signed by the lead of the team, a lead of the cohort, or the steering board"):
        actions.sign_plan(team=scene.team, by=getattr(cast, who))


def test_each_signs_a_text_once(cast, scene):
    sign_plan(scene, cast)
    with pytest.raises(RuleBroken, match=r"You have signed this plan. It has not changed since"):
        actions.sign_plan(team=scene.team, by=cast.team_lead)
    actions.sign_plan(team=scene.team, by=cast.board)
    assert [sign_off.role_then for sign_off in scene.team.sign_offs.all()] == ["Project lead", "For the programme"]
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.create(
            team=scene.team, person=cast.board, role_then="x", plan_digest=scene.team.sign_offs.last().plan_digest
        )


def test_signing_is_in_the_record(cast, scene):
    sign_plan(scene, cast)
    assert Event.objects.first().saying == "signed the evaluation plan of Community Care"


def test_a_plan_changed_since_shows_that_an_earlier_text_was_signed(cast, scene, client_of):
    sign_plan(scene, cast)
    address = reverse("approvals:approval", args=[scene.team.pk])
    assert "earlier text" not in client_of("team_lead").get(address).content.decode()

    answer(scene.team, "plan.aim", "Another aim.", by=cast.member)

    assert "earlier text" in client_of("team_lead").get(address).content.decode()
    actions.sign_plan(team=scene.team, by=cast.team_lead)
    assert scene.team.sign_offs.count() == 2


def test_an_answer_outside_the_plan_leaves_the_signature_as_it_is(cast, scene):
    sign_plan(scene, cast)
    answer(scene.team, "logic.inputs", "Two nurses.", by=cast.member)
    with pytest.raises(RuleBroken, match="has not changed since"):
        actions.sign_plan(team=scene.team, by=cast.team_lead)


def test_every_answer_that_must_be_there_to_sign_is_under_the_signature(cast, scene, client_of):
    """Who signs sees what they sign: the page shows the plan, word for word."""
    sign_plan(scene, cast)
    page = client_of("board").get(reverse("approvals:approval", args=[scene.team.pk])).content.decode()
    assert "Our answer to plan.aim." in page


def test_a_registration_is_changed_not_doubled(cast, scene):
    first = register(scene.team, by=cast.member)
    second = register(scene.team, by=cast.lead, state=RegistrationState.APPROVED)
    assert first.pk == second.pk
    assert queries.registration_of(scene.team).state == RegistrationState.APPROVED


@pytest.mark.parametrize("who", ["facilitator", "board", "other", "decision_maker"])
def test_others_do_not_record_the_registration(cast, scene, who):
    with pytest.raises(RuleBroken, match="Only members of Community Care"):
        register(scene.team, by=getattr(cast, who))


def test_the_form_remembers_what_is_known_and_refuses_an_impossible_date(cast, scene, client_of):
    register(scene.team, by=cast.member)
    address = reverse("approvals:register", args=[scene.team.pk])
    browser = client_of("member")
    assert "To improve this service." in browser.get(address).content.decode()
    sent = {"kind": "audit", "reason": "A standard.", "state": "asked"}
    page = browser.post(address, sent | {"asked_on_day": "30", "asked_on_month": "2", "asked_on_year": "2026"})
    assert "30 February is not a date" in page.content.decode()
    assert "A standard." in page.content.decode()


def test_two_roles_sign_as_both(cast, scene):
    answer_needed(scene.team, *rules.PLAN_SECTIONS, by=cast.member)
    register(scene.team, by=cast.member)
    seat(scene.team, "Tariq Teamlead", TeamRole.ANALYST, by=cast.lead)
    assert actions.sign_plan(team=scene.team, by=cast.team_lead).role_then == "Analyst, Project lead"
