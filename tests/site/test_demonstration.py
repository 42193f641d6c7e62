"""The demonstration has the published programme's shape, is made up, and is made by the same code as everything else."""

import csv
from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from evenground.analysis.disclosure import attack
from evenground.analysis.pipeline import analyse
from evenground.analysis.tables import Columns
from evenground.programme.audit.models import Event
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.cohorts.models import Appointment, Cohort
from evenground.programme.dashboard import queries as dashboard
from evenground.programme.errors import RuleBroken
from evenground.programme.outputs.models import Decision, Report
from evenground.programme.people.models import Organisation, Person
from evenground.programme.registrations.reading import guess_columns, read_entries, read_sheet
from evenground.programme.teams import queries as team_queries
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Membership, Team
from evenground.programme.workbook import queries as workbook
from evenground.programme.workbook.models import Revision
from evenground.site.demonstration import (
    PASSWORD,
    loading,
    sign_ins,
    write_sample_data,
    write_sample_registrations,
    write_sample_similar,
)
from evenground.site.demonstration.clock import Calendar, as_if_then, moment, without_mail
from evenground.site.demonstration.figures import COLUMNS, code_of
from evenground.site.demonstration.people import RICH_TEAM
from evenground.site.demonstration.registering import registration_file

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def programme(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration, loaded once for this file and rolled back after it."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"), DEMONSTRATION=True),
        transaction.atomic(),
    ):
        yield loading.load()
        transaction.set_rollback(True)


@pytest.fixture
def cohorts(programme):
    return list(programme.cohorts.order_by("starts_on"))


@pytest.fixture
def rich(programme):
    return Team.objects.get(name=RICH_TEAM)


def people_as(role: TeamRole, cohort: Cohort | None = None) -> int:
    seats = Membership.objects.filter(role=role)
    seats = seats.filter(team__cohort=cohort) if cohort else seats
    return seats.values("person").distinct().count()


# -- the shape ----------------------------------------------------------------------------------------------------


def test_two_overlapping_cohorts_of_9_and_16_teams(cohorts):
    first, second = cohorts

    assert (first.teams.count(), second.teams.count()) == (9, 16)
    assert first.starts_on < second.starts_on < first.ends_on < second.ends_on


def test_101_people_from_42_organisations(cohorts):
    people = {person for cohort in cohorts for person in team_queries.participants_in(cohort)}

    assert len(people) == 101
    assert len({person.organisation_id for person in people} - {None}) == 42
    assert Organisation.objects.count() == 42


def test_interns_advisers_leads_and_facilitators_as_published(cohorts):
    assert people_as(TeamRole.INTERN) == 23
    assert [people_as(TeamRole.INTERN, cohort) for cohort in cohorts] == [11, 14]
    assert [people_as(TeamRole.PUBLIC_ADVISER, cohort) for cohort in cohorts] == [16, 27]
    assert [people_as(TeamRole.LEAD, cohort) for cohort in cohorts] == [11, 14]
    facilitators = [Appointment.objects.filter(cohort=cohort, role=Appointed.FACILITATOR).count() for cohort in cohorts]
    assert facilitators == [8, 12]
    assert Appointment.objects.filter(role=Appointed.DESIGN_TEAM).count() == 6


def test_everybody_is_marked_as_made_up(programme):
    assert not Person.objects.filter(made_up=False).exists()
    assert not Person.objects.exclude(email=None).exclude(email__endswith="@example.org").exists()


def test_teams_that_stopped_say_why(cohorts):
    reasons = " ".join(Team.objects.exclude(state_reason="").values_list("state_reason", flat=True))

    for reason in ("withdrawn early", "changed jobs", "sickness"):
        assert reason in reasons


# -- where things stand -------------------------------------------------------------------------------------------


def test_the_second_cohort_has_held_five_of_its_eight_workshops(cohorts):
    sessions = list(cohorts[1].sessions.all())
    held = [session for session in sessions if session.ends_at < timezone.now()]

    assert (len(held), len(sessions)) == (5, 8)
    assert timezone.now() - held[-1].ends_at < timedelta(days=10)
    assert all(session.attendances.exists() for session in held)


def test_each_early_warning_is_there_for_one_team(cohorts):
    warnings = [warning for row in dashboard.overview_of(cohorts[1]).rows for warning in row.warnings]

    assert sorted(warnings) == [
        "Approval not started",
        "No public adviser yet",
        "The only team of its group at the last workshop",
    ]


def test_teams_are_at_different_stages(cohorts):
    stages = {row.stage for cohort in cohorts for row in dashboard.overview_of(cohort).rows}

    wanted = {"Writing the plan", "Plan signed", "Results shared", "Report signed", "Decision recorded"}
    assert wanted <= stages


def test_a_decision_to_change_nothing_is_recorded(programme):
    assert Decision.objects.filter(kind="no_change").count() == 1
    assert Decision.objects.count() < Report.objects.count()  # one decision is waited for


def test_every_taking_part_team_is_in_a_group(cohorts):
    for cohort in cohorts:
        for row in dashboard.overview_of(cohort).rows:
            assert row.cig is not None


# -- the workbooks ------------------------------------------------------------------------------------------------


def test_texts_are_whole_and_several_people_wrote_them(rich):
    assert not Revision.objects.filter(text__contains="{").exists()
    assert Revision.objects.filter(number=2).count() > 100
    assert rich.revisions.values("author").distinct().count() >= 5


def test_one_clash_waits_in_the_rich_team(rich):
    waiting = [answer for answer in workbook.answers_of(rich).values() if answer.aside]

    assert [answer.question.id for answer in waiting] == ["hiat2.removed"]
    assert Revision.objects.filter(number=None).count() == 1


def test_somebody_without_an_address_is_written_for(programme):
    assert Revision.objects.exclude(on_behalf_of=None).filter(on_behalf_of__email=None).exists()


def test_what_happened_is_recorded_as_of_then(cohorts):
    events = Event.objects.order_by("at")

    assert events.first().at.date() < cohorts[0].starts_on
    assert events.last().at < timezone.now()
    assert Revision.objects.filter(team__cohort=cohorts[0], saved_at__date__lt=cohorts[1].starts_on).exists()


# -- signing in ---------------------------------------------------------------------------------------------------


def test_each_kind_of_person_can_sign_in(programme):
    for each in sign_ins():
        person = authenticate(None, email=each.email, password=PASSWORD)
        assert person is not None, each.kind
        assert person.name == each.name


@pytest.mark.parametrize(
    "kind, role",
    [
        ("Team lead", TeamRole.LEAD),
        ("Practitioner", TeamRole.PRACTITIONER),
        ("Public adviser", TeamRole.PUBLIC_ADVISER),
        ("Intern", TeamRole.INTERN),
        ("Analyst", TeamRole.ANALYST),
        ("Researcher in a team", TeamRole.RESEARCHER),
        ("Decision maker", TeamRole.DECISION_MAKER),
    ],
)
def test_those_who_sign_in_are_in_the_rich_team(rich, kind, role):
    email = next(each.email for each in sign_ins() if each.kind == kind)

    assert rich.memberships.filter(person__email=email, role=role).exists()


def test_the_lead_leads_both_cohorts_and_may_start_programmes(cohorts):
    email = next(each.email for each in sign_ins() if each.kind == "Programme lead")
    lead = Person.objects.get(email=email)

    assert lead.may_start_programmes
    assert set(dashboard.cohorts_overseen_by(lead)) == set(cohorts)


# -- loading ------------------------------------------------------------------------------------------------------


def test_it_is_never_loaded_beside_people_who_are_there(programme):
    before = Person.objects.count()

    with pytest.raises(RuleBroken, match="a home of its own"):
        loading.load()
    assert Person.objects.count() == before


def test_nobody_is_written_to(settings):
    with without_mail():
        mail.send_mail("Your group", "…", None, ["somebody@example.org"])
    assert mail.outbox == []

    mail.send_mail("Your group", "…", None, ["somebody@example.org"])
    assert len(mail.outbox) == 1


def test_the_clock_goes_on_afterwards():
    then = moment(date(2020, 5, 4))
    with pytest.raises(RuleBroken), as_if_then() as set_clock:
        set_clock(then)
        assert timezone.localdate() == date(2020, 5, 4)
        raise RuleBroken("Something came up.")

    assert timezone.now() > then + timedelta(days=365)


@pytest.mark.parametrize("today", [date(2026, 1, 1) + timedelta(days=n) for n in range(8)])
def test_workshops_are_on_a_tuesday_whatever_today_is(today):
    calendar = Calendar(today)

    assert calendar.workshop(2, 5).weekday() == 1
    assert 2 <= (today - calendar.workshop(2, 5)).days <= 8
    assert calendar.after(2, 5, 30) < today


# -- the files ----------------------------------------------------------------------------------------------------


def test_files_are_the_same_each_time(tmp_path):
    day = date(2026, 9, 1)

    for write in (write_sample_data, write_sample_similar, write_sample_registrations):
        assert write(tmp_path / "one.csv").read_bytes() == write(tmp_path / "two.csv").read_bytes()
    assert registration_file(1, starts_on=day, registered_on=day) == registration_file(
        1, starts_on=day, registered_on=day
    )


def test_the_made_up_figures_have_the_form_of_the_published_ones(tmp_path):
    with write_sample_data(tmp_path / "data.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))

    assert list(rows[0]) == ["CCG", "population", "admissions", "expectedadmissions", "imdscaled", "age_stdrate"]
    assert len({row["CCG"] for row in rows}) == 25
    assert any("," in row["age_stdrate"] for row in rows)
    assert any(row["population"].endswith(".5") for row in rows)
    assert any(row["population"] == "1" for row in rows)


def test_the_made_up_figures_have_a_gradient_that_can_be_released(tmp_path):
    data, similar = write_sample_data(tmp_path / "d.csv"), write_sample_similar(tmp_path / "s.csv")
    released = analyse(
        data,
        area=code_of("Tidehaven"),
        columns=Columns(**COLUMNS),
        period="2024/25",
        unit="emergency admissions",
        similar=similar,
    ).released

    slope = released.figure("gradient.absolute").cell
    assert slope.lower > 0
    assert 800 < slope.value < 1600
    assert sum(figure.key.startswith("gradient.similar.") for figure in released.figures) >= 10
    assert attack(released) == []


def entries_of(path):
    sheet = read_sheet(path.read_bytes(), path.name)
    return read_entries(sheet, guess_columns(sheet.headings))


def test_the_sample_registrations_hold_the_usual_mess(tmp_path):
    entries = entries_of(write_sample_registrations(tmp_path / "sample.csv"))
    troubles = "\n".join(trouble.says for entry in entries for trouble in entry.troubles)

    assert len(entries) == 100
    assert len({entry.team for entry in entries if not entry.left_out}) == 14
    for says in (
        "Two addresses in one cell",
        "has no team",
        "“31/02/2026” is not a date",
        "repeats the headings",
        "is not an e-mail address",
        "has the same e-mail address",
        "“Wizard” is not a role",
    ):
        assert says in troubles
    names = [entry.name for entry in entries]
    assert any(names.count(name) == 2 for name in names)  # a second role
    assert not any("  " in name or name.isupper() for name in names)


def test_the_sample_is_read_alike_from_csv_and_excel(tmp_path):
    one, other = (entries_of(write_sample_registrations(tmp_path / f"sample.{kind}")) for kind in ("csv", "xlsx"))

    assert one == other
