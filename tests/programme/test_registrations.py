"""From a spreadsheet to people and teams, with the mess such files have."""

import csv
import io
from datetime import date

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.errors import UnreadableFile
from evenground.programme.audit.models import Event
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Organisation, Person
from evenground.programme.registrations import actions, queries, reading
from evenground.programme.registrations.models import RegistrationFile
from evenground.programme.registrations.reading import (
    guess_columns,
    read_date,
    read_email,
    read_entries,
    read_role,
    read_sheet,
    same_name,
)
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Membership, Team

HEADINGS = ["Full name", "E-mail", "Organisation", "Team", "Role", "Date joined"]


def csv_of(*rows: list[str], headings: list[str] = HEADINGS) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()


def entries_of(*rows: list[str]):
    sheet = read_sheet(csv_of(*rows), "people.csv")
    return read_entries(sheet, guess_columns(sheet.headings))


# -- one cell -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, day",
    [
        ("03/11/2026", date(2026, 11, 3)),
        ("2026-11-03", date(2026, 11, 3)),
        ("3 November 2026", date(2026, 11, 3)),
        ("3rd Nov 2026", date(2026, 11, 3)),
        ("03.11.26", date(2026, 11, 3)),
        ("2026-11-03 00:00:00", date(2026, 11, 3)),
    ],
)
def test_a_date_is_read_however_it_is_written(text, day):
    assert read_date(text) == (day, [])


def test_an_impossible_date_is_said_and_does_not_lose_the_row():
    (entry,) = entries_of(["Ann Lee", "ann@example.org", "Northbank", "Home First", "Nurse", "30/02/2026"])

    assert entry.since is None
    assert not entry.left_out
    assert "“30/02/2026” is not a date" in entry.troubles[-1].says


def test_two_addresses_in_a_cell():
    address, troubles = read_email("Ann.Lee@example.org; ann@example.com")

    assert address == "ann.lee@example.org"
    assert "ann@example.com is not" in troubles[0].says


@pytest.mark.parametrize("text", ["n/a", "ann at example", "@", "ann@", "tbc"])
def test_what_is_no_address_is_said(text):
    address, troubles = read_email(text)
    assert address == ""
    assert "is not an e-mail address" in troubles[0].says


@pytest.mark.parametrize(
    "text, role",
    [
        ("Public Advisor", TeamRole.PUBLIC_ADVISER),
        ("PA", TeamRole.PUBLIC_ADVISER),
        ("expert by experience", TeamRole.PUBLIC_ADVISER),
        ("Senior community nurse", TeamRole.PRACTITIONER),
        ("Project Lead", TeamRole.LEAD),
        ("data analist", TeamRole.ANALYST),
        ("Academic facilitator", Appointed.FACILITATOR),
        ("", TeamRole.PRACTITIONER),
        ("wizard", TeamRole.PRACTITIONER),
    ],
)
def test_a_role_is_found_in_the_words_people_use(text, role):
    assert read_role(text)[0] == role


@given(st.text(max_size=40))
def test_no_cell_can_break_the_reading(text):
    read_date(text), read_role(text), read_email(text)


@pytest.mark.parametrize(
    "one, other, alike",
    [
        ("Dr Jane Smith", "Jane Smith", True),
        ("Smith Jane", "Jane Smith", True),
        ("Jane Smith", "Jayne Smith", True),
        ("Jane Smith", "Omar Khan", False),
    ],
)
def test_one_person_spelt_two_ways(one, other, alike):
    assert same_name(one, other) is alike


# -- the columns --------------------------------------------------------------------------------------------------


def test_columns_are_guessed_from_their_headings():
    guessed = guess_columns(["Participant name", "Contact email", "Your organisation", "Project team", "Role in team"])

    assert guessed == {
        "name": "Participant name",
        "email": "Contact email",
        "organisation": "Your organisation",
        "team": "Project team",
        "role": "Role in team",
    }


@given(st.lists(st.text(min_size=1, max_size=20), unique=True, max_size=8))
def test_no_heading_is_guessed_twice(headings):
    guessed = guess_columns(headings)
    assert len(set(guessed.values())) == len(guessed)


# -- the file -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content, name, says",
    [
        (b"", "people.csv", "empty"),
        (b"%PDF-1.7 and so on", "people.csv", "PDF"),
        (b"Registrations 2026\nName,E-mail,Team\nAnn,ann@example.org,Home First\n", "people.csv", "title"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, name, says):
    with pytest.raises(UnreadableFile, match=says) as error:
        read_sheet(content, name)
    assert "/" not in str(error.value), "no path of the server is shown"


def test_a_row_that_repeats_the_headings_is_left_out():
    repeated, ann = entries_of(HEADINGS, ["Ann Lee", "ann@example.org", "Northbank", "Home First", "Nurse", ""])

    assert repeated.left_out
    assert not ann.left_out


def test_a_name_in_capitals_or_turned_round_is_put_right():
    one, two = entries_of(
        ["LEE, ANN", "ann@example.org", "", "Home First", "", ""], [" omar   khan ", "", "", "Home First", "", ""]
    )
    assert (one.name, two.name) == ("Ann Lee", "Omar Khan")


def test_a_person_without_a_team_is_left_out_and_named():
    (entry,) = entries_of(["Ann Lee", "ann@example.org", "Northbank", "", "Nurse", ""])

    assert entry.left_out
    assert "Ann Lee has no team" in entry.troubles[-1].says


def test_two_names_at_one_address_are_held_apart():
    ann, omar = entries_of(
        ["Ann Lee", "office@example.org", "", "Home First", "", ""],
        ["Omar Khan", "office@example.org", "", "Home First", "", ""],
    )
    assert not ann.left_out
    assert omar.left_out
    assert "Row 2 has the same e-mail address for Ann Lee" in omar.troubles[-1].says


# -- bringing, looking over, confirming ---------------------------------------------------------------------------

MESSY = (
    ["Ann Lee", "ann.lee@example.org", "Northbank NHS Foundation Trust", "Home First", "Project lead", "03/11/2026"],
    ["ann lee ", "ANN.LEE@example.org", "Northbank NHS FT", "Home First", "Intern", "2026-11-03"],
    ["Omar Khan", "", "Harbor Charity", "Home First", "Public advisor", "3 Nov 2026"],
    ["Bea Cole", "bea@example.org; b.cole@example.org", "Harbour Charity", "New Start", "Commissioner", "soon"],
    ["Cal Dove", "cal@example.org", "Northbank NHS Foundation Trust", "", "Nurse", ""],
    ["Fay New", "fay.new@example.org", "Bridgetown University", "", "Facilitator", ""],
)


@pytest.fixture
def file(cast, scene):
    return actions.bring(cohort=scene.cohort, name="people.csv", content=csv_of(*MESSY), by=cast.lead)


def test_bringing_a_file_makes_nobody(cast, scene):
    before = Person.objects.count(), Team.objects.count(), Organisation.objects.count()

    file = actions.bring(cohort=scene.cohort, name="people.csv", content=csv_of(*MESSY), by=cast.lead)
    queries.plan_of(file)

    assert (Person.objects.count(), Team.objects.count(), Organisation.objects.count()) == before


def test_the_plan_says_what_would_be_made_and_joined(file):
    plan = queries.plan_of(file)

    assert plan.new_teams == ["Home First", "New Start"]
    assert sorted(plan.new_people) == ["Ann Lee", "Bea Cole", "Fay New", "Omar Khan"]
    assert [entry.row for entry in plan.left_out] == [6]
    means = {spelling.written: spelling for spelling in plan.spellings}
    assert means["Northbank NHS FT"].means in {"Northbank NHS Foundation Trust", "Northbank NHS Trust"}
    assert means["Harbor Charity"].means == "Harbour Charity"
    assert means["Harbor Charity"].guessed, "a near spelling is shown for somebody to look at"


def test_confirming_makes_people_once_with_both_their_roles(cast, scene, file):
    actions.confirm(file=file, by=cast.lead)

    ann = Person.objects.get(email="ann.lee@example.org")
    assert set(ann.memberships.values_list("role", flat=True)) == {TeamRole.LEAD, TeamRole.INTERN}
    assert ann.memberships.first().since == date(2026, 11, 3)
    bea = Person.objects.get(email="bea@example.org")
    assert bea.memberships.get().since == scene.cohort.starts_on
    assert Person.objects.get(name="Omar Khan").email is None
    assert Person.objects.get(name="Fay New").appointments.get().role == Appointed.FACILITATOR


def test_importing_the_same_file_twice_changes_nothing(cast, scene, file):
    actions.confirm(file=file, by=cast.lead)
    counted = [model.objects.count() for model in (Person, Team, Organisation, Membership)]

    again = actions.bring(cohort=scene.cohort, name="people.csv", content=csv_of(*MESSY), by=cast.lead)
    assert queries.plan_of(again).changes_nothing
    actions.confirm(file=again, by=cast.lead)

    assert [model.objects.count() for model in (Person, Team, Organisation, Membership)] == counted


def test_two_clicks_confirm_once(cast, file):
    actions.confirm(file=file, by=cast.lead)
    with pytest.raises(RuleBroken, match="was confirmed on"):
        actions.confirm(file=file, by=cast.lead)


def test_a_lead_may_say_that_a_near_spelling_is_an_organisation_of_its_own(cast, file):
    actions.join_spellings(file=file, joins={"Harbor Charity": ""}, by=cast.lead)
    actions.confirm(file=file, by=cast.lead)

    assert Organisation.objects.filter(name="Harbor Charity").exists()


def test_the_columns_must_name_people_and_teams(cast, file):
    with pytest.raises(RuleBroken, match="holds people’s names"):
        actions.match_columns(file=file, columns={"team": "Team"}, by=cast.lead)
    with pytest.raises(RuleBroken, match="name of the team"):
        actions.match_columns(file=file, columns={"name": "Full name"}, by=cast.lead)
    with pytest.raises(RuleBroken, match="chosen twice"):
        actions.match_columns(file=file, columns={"name": "Team", "team": "Team"}, by=cast.lead)


@pytest.mark.parametrize("who", ["facilitator", "team_lead", "adviser", "stranger"])
def test_only_a_lead_brings_registrations(cast, scene, who):
    with pytest.raises(RuleBroken):
        actions.bring(cohort=scene.cohort, name="people.csv", content=csv_of(*MESSY), by=getattr(cast, who))


def test_a_name_with_a_script_in_it_is_only_a_name(cast, scene, client_of):
    row = ["<script>alert(1)</script>", "x@example.org", "=HYPERLINK(1)", "Home First", "", ""]
    file = actions.bring(cohort=scene.cohort, name="people.csv", content=csv_of(row), by=cast.lead)

    page = client_of("lead").get(file.get_absolute_url()).content.decode()

    assert "<script>alert" not in page.lower()
    assert "&lt;script&gt;alert" in page.lower()


def test_confirming_is_in_the_record(cast, file):
    actions.confirm(file=file, by=cast.lead)
    assert (
        "4 new people, 2 new teams, 1 row left out" in Event.objects.filter(verb="registrations.confirmed").get().saying
    )


def test_a_file_that_is_too_large_is_told_the_limit(cast, scene, client_of, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 50)
    upload = SimpleUploadedFile("people.csv", csv_of(*MESSY))

    page = client_of("lead").post(reverse("registrations:bring", args=[scene.cohort.pk]), {"file": upload})

    assert "A registration file may have" in page.content.decode()
    assert not RegistrationFile.objects.exists()


@pytest.mark.parametrize(
    "name, content", [("empty.csv", b""), ("scan.pdf", b"%PDF-1.7 and so on"), ("broken.xlsx", b"PK\x03\x04 nothing")]
)
def test_the_page_says_beside_the_box_what_is_wrong_with_a_file(cast, scene, client_of, name, content):
    upload = SimpleUploadedFile(name, content)
    page = client_of("lead").post(reverse("registrations:bring", args=[scene.cohort.pk]), {"file": upload})

    assert page.status_code == 200
    assert "nhsuk-error-message" in page.content.decode()
    assert not RegistrationFile.objects.exists()


def test_inviting_everybody_invites_each_once(cast, scene, file, django_capture_on_commit_callbacks):
    actions.confirm(file=file, by=cast.lead)
    with django_capture_on_commit_callbacks(execute=True):
        first = actions.invite_everybody(cohort=scene.cohort, by=cast.lead)

    assert first == len({address for message in mail.outbox for address in message.to})
    assert "bea@example.org" in {address for message in mail.outbox for address in message.to}
    assert actions.invite_everybody(cohort=scene.cohort, by=cast.lead) == 0
