"""A cohort at a glance: stages, what is late, the three early warnings, counts that say what they count, the record."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.programme.made_up import (
    answer,
    decide,
    propose,
    register,
    seat,
    shared,
    sign_plan,
    sign_report,
    write_report,
)

from evenground.programme.approvals.enums import RegistrationState
from evenground.programme.audit.actions import record
from evenground.programme.cigs import actions as cigs
from evenground.programme.cohorts.models import Cohort
from evenground.programme.dashboard import queries
from evenground.programme.outputs import actions as outputs
from evenground.programme.teams import actions as teams
from evenground.programme.teams.enums import TeamRole, TeamState
from evenground.programme.workshops import actions as workshops
from evenground.programme.workshops.enums import Came


@pytest.fixture(autouse=True)
def _groups_without_their_proof(monkeypatch):
    monkeypatch.setattr(cigs, "PROOF_SECONDS", 0)


def row_of(scene, team=None) -> queries.TeamRow:
    overview = queries.overview_of(Cohort.objects.get(pk=scene.cohort.pk))
    return next(row for row in overview.rows if row.team == (team or scene.team))


def after_workshop(scene, cast, number: int) -> list:
    """Time has passed: so many workshops have been held."""
    started = timezone.localdate() - timedelta(weeks=4 * number - 3)
    Cohort.objects.filter(pk=scene.cohort.pk).update(starts_on=started)
    return workshops.lay_out_series(cohort=Cohort.objects.get(pk=scene.cohort.pk), by=cast.lead)


# -- stages -------------------------------------------------------------------------------------------------------


def test_the_stages_of_a_team_in_their_order(cast, scene):
    seen = [row_of(scene).stage]

    def then(step) -> None:
        step()
        seen.append(row_of(scene).stage)

    then(lambda: cigs.confirm(forming=propose(scene, cast), by=cast.lead))
    then(lambda: answer(scene.team, "project.what", "Nurses visit.", by=cast.member))
    then(lambda: sign_plan(scene, cast))
    then(lambda: shared(scene, cast))
    assert seen == list(queries.STAGES[:5])


def test_the_last_stages(cast, scene):
    report = sign_report(scene, cast)
    assert row_of(scene).stage == "Report signed"
    decide(report, by=cast.decision_maker)
    assert (row_of(scene).stage, row_of(scene).step) == ("Decision recorded", 7)


def test_a_team_that_stopped_says_so_and_is_not_chased(cast, scene):
    after_workshop(scene, cast, 5)
    teams.change_state(team=scene.team, state=TeamState.WITHDRAWN, reason="No staff", by=cast.lead)
    row = row_of(scene)
    assert (row.stage, row.step, row.late, row.warnings) == ("Withdrawn", 0, (), ())


# -- the three early warnings -------------------------------------------------------------------------------------


def test_no_public_adviser_yet(scene):
    assert "No public adviser yet" in row_of(scene, scene.other_team).warnings
    assert "No public adviser yet" not in row_of(scene).warnings


def test_a_public_adviser_who_left_is_none(cast, scene):
    membership = scene.team.memberships.get(person=cast.adviser)
    teams.leave(membership=membership, until=timezone.localdate(), reason="Ill", by=cast.lead)
    assert "No public adviser yet" in row_of(scene).warnings


@pytest.mark.parametrize("held, warned", [(1, False), (2, True)])
def test_approval_not_started_from_the_second_workshop_on(cast, scene, held, warned):
    after_workshop(scene, cast, held)
    assert ("Approval not started" in row_of(scene).warnings) is warned


@pytest.mark.parametrize("state, warned", [(RegistrationState.NOT_STARTED, True), (RegistrationState.ASKED, False)])
def test_a_registration_counts_once_it_was_asked_for(cast, scene, state, warned):
    after_workshop(scene, cast, 2)
    register(scene.team, by=cast.member, state=state)
    assert ("Approval not started" in row_of(scene).warnings) is warned


@pytest.mark.parametrize(
    "came, warned",
    [
        ({"member": Came.IN_PERSON, "other": Came.ABSENT}, True),
        ({"member": Came.IN_PERSON, "other": Came.ONLINE}, False),
        ({"member": Came.IN_PERSON, "other": Came.LATER}, True),
        ({"other": Came.IN_PERSON}, False),
    ],
)
def test_the_only_team_of_its_group_at_the_last_workshop(cast, scene, came, warned):
    cigs.confirm(forming=propose(scene, cast), by=cast.lead)
    first, *_ = after_workshop(scene, cast, 1)
    noted = {getattr(cast, who).pk: how for who, how in came.items()}
    workshops.note_attendance(session=first, came=noted, by=cast.facilitator)

    assert ("The only team of its group at the last workshop" in row_of(scene).warnings) is warned


def test_a_workshop_nobody_noted_says_nothing(cast, scene):
    cigs.confirm(forming=propose(scene, cast), by=cast.lead)
    after_workshop(scene, cast, 3)
    assert not [warning for warning in row_of(scene).warnings if "only team" in warning]


# -- what is late -------------------------------------------------------------------------------------------------


def test_what_should_have_been_there_by_now(cast, scene):
    after_workshop(scene, cast, 2)
    assert row_of(scene).late == (
        "“Our project” is empty; it was due by workshop 1",
        "“Inequalities and their causes” is empty; it was due by workshop 2",
    )
    answer(scene.team, "project.what", "Nurses visit.", by=cast.member)
    assert len(row_of(scene).late) == 1


def test_a_plan_not_signed_is_late_from_the_fourth_workshop_on(cast, scene):
    after_workshop(scene, cast, 4)
    assert "The evaluation plan is not signed; it was due by workshop 4" in row_of(scene).late
    sign_plan(scene, cast)
    assert "The evaluation plan is not signed; it was due by workshop 4" not in row_of(scene).late


def test_a_cancelled_workshop_makes_nothing_late(cast, scene):
    first, *_ = after_workshop(scene, cast, 1)
    workshops.change_session(session=first, changes={"cancelled": True}, by=cast.lead)
    assert row_of(scene).late == ()


# -- counts -------------------------------------------------------------------------------------------------------


def test_every_count_says_what_it_counts(cast, scene):
    teams.join(team=scene.team, person=cast.member, role=TeamRole.INTERN, by=cast.lead)
    counted = {each.unit: each for each in queries.overview_of(scene.cohort).counts}

    assert {unit: each.value for unit, each in counted.items()} == {
        "teams": 2, "people": 5, "seats": 6, "organisations": 0, "public advisers": 1, "interns": 1,
    }  # fmt: skip
    assert all(each.means for each in counted.values())


def test_the_page_shows_stages_warnings_and_counts(cast, scene, client_of):
    after_workshop(scene, cast, 2)
    page = client_of("facilitator").get(reverse("dashboard:overview", args=[scene.cohort.pk])).content.decode()
    for part in ("No public adviser yet", "Approval not started", "was due by workshop 2", "seats", "Registered"):
        assert part in page


def test_the_number_of_questions_to_the_database_is_the_same_for_two_teams_and_for_twelve(cast, scene, client_of):
    browser, address = client_of("lead"), reverse("dashboard:overview", args=[scene.cohort.pk])
    after_workshop(scene, cast, 2)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries_made:
            assert browser.get(address).status_code == 200
        return len(queries_made)

    asked()  # the first page of all also reads what is read once
    with_two = asked()
    for number in range(10):
        team = teams.add_team(cohort=scene.cohort, name=f"Team {number}", project="P", by=cast.lead)
        seat(team, f"Writer {number}", TeamRole.PUBLIC_ADVISER, by=cast.lead)
        register(team, by=cast.lead)
    assert asked() == with_two
    assert with_two < 40


# -- the record ---------------------------------------------------------------------------------------------------


def sentences(cohort) -> list[str]:
    lines = queries.in_words(list(queries.record_of(cohort)))
    return [f"{line.who} {line.what}" for line in lines]


def test_the_record_reads_as_plain_sentences(cast, scene):
    write_report(scene, cast)
    outputs.sign_report(team=scene.team, by=cast.team_lead)
    said = sentences(scene.cohort)

    assert said[0] == "Tariq Teamlead signed version 1 of the report of Community Care"
    for sentence in (
        "Lena Lead added the cohort Cohort 1",
        "Lena Lead added the team Community Care",
        "Lena Lead added Ada Adviser to Community Care as public adviser",
        "Lena Lead appointed Fay Facilitator as academic facilitator of Cohort 1",
        "Tariq Teamlead signed the evaluation plan of Community Care",
        "Anna Analyst loaded data for Community Care",
    ):
        assert sentence in said
    assert not [sentence for sentence in said if "{" in sentence or "None" in sentence]


def test_a_name_that_changed_is_the_name_of_today(cast, scene):
    cast.adviser.name = "Ada Newname"
    cast.adviser.save()
    assert "Lena Lead added Ada Newname to Community Care as public adviser" in sentences(scene.cohort)


def test_what_nobody_did_was_done_by_evenground(scene):
    record("test.done", about=scene.cohort, by=None, saying="did something")
    assert sentences(scene.cohort)[0] == "Evenground did something"


def test_the_page_of_the_record(cast, scene, client_of):
    page = client_of("lead").get(reverse("dashboard:record", args=[scene.cohort.pk]) + "?page=999").content.decode()
    assert "added the cohort Cohort 1" in page


def test_a_page_of_the_record_asks_for_names_once(cast, scene, django_assert_num_queries):
    events = list(queries.record_of(scene.cohort))
    with django_assert_num_queries(1):
        queries.in_words(events)


# -- what is mine -------------------------------------------------------------------------------------------------


def test_home_leads_everybody_to_what_is_theirs(cast, scene, client_of):
    report = sign_report(scene, cast)
    ways = {
        "lead": scene.cohort.get_absolute_url(),
        "facilitator": scene.cohort.get_absolute_url(),
        "member": reverse("workbook:workbook", args=[scene.team.pk]),
        "adviser": reverse("workbook:workbook", args=[scene.team.pk]),
        "decision_maker": report.get_absolute_url(),
    }
    for who, address in ways.items():
        assert address in client_of(who).get("/").content.decode(), who


def test_somebody_who_is_in_nothing_is_told_what_to_do(client_of):
    page = client_of("stranger").get("/").content.decode()
    assert "You are not in a team yet. When somebody adds you to one, it is here" in page
