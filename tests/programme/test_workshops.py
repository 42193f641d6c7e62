"""The series of workshops, everybody's calendar, and who came."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from evenground.programme.cohorts.models import Cohort
from evenground.programme.errors import RuleBroken
from evenground.programme.teams import actions as teams
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Membership
from evenground.programme.workshops import actions, queries, rules
from evenground.programme.workshops.enums import Came, Mode
from evenground.programme.workshops.models import Attendance

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def series(cast, scene):
    return actions.lay_out_series(cohort=scene.cohort, by=cast.lead)


def feed(person) -> list:
    """The person's calendar as another program reads it."""
    answer = Client().get(reverse("workshops:feed", args=[person.calendar_key]))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


# -- the series ---------------------------------------------------------------------------------------------------


def test_eight_workshops_four_weeks_apart(cast, scene, series):
    starts = [timezone.localtime(session.starts_at) for session in series]

    assert [session.number for session in series] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert starts[0].date() == scene.cohort.starts_on
    assert {(later.date() - earlier.date()).days for earlier, later in pairwise(starts)} == {28}


def test_laid_out_once(cast, scene, series):
    with pytest.raises(RuleBroken, match=r"already has workshops. Change them one by one"):
        actions.lay_out_series(cohort=scene.cohort, by=cast.lead)
    assert scene.cohort.sessions.count() == 8


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_half_past_nine_stays_half_past_nine_whatever_the_clocks_do(first_day):
    for _, starts_at, ends_at in rules.lay_out(first_day):
        assert starts_at.astimezone(LONDON).time() == time(9, 30)
        assert ends_at.astimezone(LONDON).time() == time(16, 0)


def test_in_the_calendar_the_hour_holds_across_the_change_of_clocks(cast, scene):
    Cohort.objects.update(starts_on=date(2026, 3, 3), ends_on=date(2027, 3, 2))
    actions.lay_out_series(cohort=Cohort.objects.get(), by=cast.lead)

    before, after = (entry.decoded("dtstart").astimezone(LONDON) for entry in feed(cast.member)[:2])

    assert (before.utcoffset(), after.utcoffset()) == (timedelta(0), timedelta(hours=1))
    assert before.time() == after.time() == time(9, 30)


@pytest.mark.parametrize("who", ["facilitator", "team_lead", "board", "stranger"])
def test_only_a_lead_changes_the_series(cast, scene, series, who):
    with pytest.raises(RuleBroken, match="Only a lead of Cohort 1"):
        actions.change_session(session=series[0], changes={"title": "Mine"}, by=getattr(cast, who))


def test_a_change_tells_calendars(cast, series):
    changed = actions.change_session(session=series[0], changes={"place": "Town Hall"}, by=cast.lead)
    assert (changed.place, changed.sequence) == ("Town Hall", 1)


def test_a_change_that_changes_nothing_tells_nobody(cast, series):
    same = actions.change_session(session=series[0], changes={"title": series[0].title}, by=cast.lead)
    assert same.sequence == 0


def test_two_workshops_of_one_number_are_refused_in_words(cast, series):
    with pytest.raises(ValidationError, match="already has a workshop with that number"):
        actions.change_session(session=series[0], changes={"number": 2}, by=cast.lead)


def test_a_cancelled_workshop_gives_its_number_free(cast, scene, series):
    actions.change_session(session=series[1], changes={"cancelled": True}, by=cast.lead)
    moved = series[1].starts_at + timedelta(days=7)
    actions.add_session(
        cohort=scene.cohort, title="Again", number=2, starts_at=moved, ends_at=moved + timedelta(hours=5), by=cast.lead
    )


def test_a_face_to_face_session_has_no_joining_link(cast, series):
    with pytest.raises(RuleBroken, match="Choose “Mixed” if some people join online"):
        actions.change_session(session=series[0], changes={"joining_link": "https://example.org/x"}, by=cast.lead)


def test_the_page_changes_a_session_and_keeps_its_hours(cast, series, client_of):
    address = reverse("workshops:change", args=[series[0].pk])
    browser = client_of("lead")
    shown = browser.get(address).content.decode()
    assert "09:30" in shown or "9:30" in shown

    day = timezone.localtime(series[0].starts_at).date() + timedelta(days=1)
    sent = {"kind": "workshop", "number": "1", "title": "New", "opens": "10.15", "closes": "16:00", "mode": "mixed"}
    sent |= {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year)}
    browser.post(address, sent | {"place": "Hall", "joining_link": "meet.example.org/a"})

    series[0].refresh_from_db()
    assert timezone.localtime(series[0].starts_at) == datetime.combine(day, time(10, 15), LONDON)
    assert (series[0].title, series[0].joining_link) == ("New", "https://meet.example.org/a")


def test_an_end_before_the_start_is_said_beside_the_box(cast, scene, client_of):
    sent = {"kind": "workshop", "title": "X", "opens": "16:00", "closes": "9:30", "mode": "online"}
    sent |= {"day_day": "3", "day_month": "11", "day_year": "2026"}
    page = client_of("lead").post(reverse("workshops:add", args=[scene.cohort.pk]), sent).content.decode()
    assert "The end must be after the start" in page
    assert scene.cohort.sessions.count() == 0


# -- the calendar -------------------------------------------------------------------------------------------------


def test_the_calendar_holds_everything_a_person_has_to_go_to(cast, series):
    entries = feed(cast.member)

    assert entries[0]["summary"] == "Workshop 1: Getting together (Cohort 1)"
    assert len(entries) == 8
    assert len({str(entry["uid"]) for entry in entries}) == 8
    assert feed(cast.stranger) == []


def test_an_entry_keeps_its_name_and_counts_its_changes(cast, series):
    first = feed(cast.member)[0]
    actions.change_session(session=series[0], changes={"title": "New title"}, by=cast.lead)
    again = feed(cast.member)[0]

    assert again["uid"] == first["uid"]
    assert (first["sequence"], again["sequence"]) == (0, 1)
    assert "New title" in again["summary"]


def test_a_cancelled_session_stays_in_the_calendar_as_cancelled(cast, series):
    actions.change_session(session=series[0], changes={"cancelled": True}, by=cast.lead)
    entry = feed(cast.member)[0]
    assert (entry["status"], entry["sequence"]) == ("CANCELLED", 1)
    assert not entry.walk("VALARM"), "nobody is reminded of it"


@pytest.mark.parametrize(
    "mode, place, link", [(Mode.IN_PERSON, True, False), (Mode.ONLINE, False, True), (Mode.MIXED, True, True)]
)
def test_where_to_go_and_how_to_join_as_the_mode_says(cast, scene, mode, place, link):
    now = timezone.now()
    actions.add_session(
        cohort=scene.cohort,
        title="Day",
        starts_at=now,
        ends_at=now + timedelta(hours=2),
        mode=mode,
        place="Town Hall, Room 2" if place else "",
        joining_link="https://meet.example.org/abc" if link else "",
        by=cast.lead,
    )
    (entry,) = feed(cast.member)
    assert (entry.get("location") == "Town Hall, Room 2") is place
    assert (entry.get("conference") == "https://meet.example.org/abc") is link
    assert ("https://meet.example.org/abc" in entry["description"]) is link


def test_the_calendar_is_the_same_until_something_changes(cast, series):
    address = reverse("workshops:feed", args=[cast.member.calendar_key])
    assert Client().get(address).content == Client().get(address).content


def test_a_wrong_key_opens_nothing(cast, series):
    assert Client().get(reverse("workshops:feed", args=["x" * 32])).status_code == 404
    cast.member.is_active = False
    cast.member.save()
    assert Client().get(reverse("workshops:feed", args=[cast.member.calendar_key])).status_code == 404


def test_somebody_who_left_has_an_empty_calendar(cast, scene, series):
    seat = Membership.objects.get(person=cast.member)
    teams.leave(membership=seat, until=timezone.localdate(), reason="Moved", by=cast.lead)
    assert feed(cast.member) == []


# -- who came -----------------------------------------------------------------------------------------------------


def test_noting_who_came_and_for_which_team(cast, scene, series):
    came = {cast.member.pk: Came.ONLINE, cast.other.pk: Came.IN_PERSON, cast.adviser.pk: Came.ABSENT}

    assert actions.note_attendance(session=series[0], came=came, by=cast.facilitator) == 3

    present = queries.teams_present_at(scene.cohort.sessions.all())
    assert present == {series[0].pk: {scene.team.pk, scene.other_team.pk}}


def test_noting_again_corrects(cast, series):
    actions.note_attendance(session=series[0], came={cast.member.pk: Came.ABSENT}, by=cast.facilitator)
    actions.note_attendance(session=series[0], came={cast.member.pk: Came.PHONE}, by=cast.facilitator)
    assert Attendance.objects.get().came == Came.PHONE


def test_only_those_expected_can_be_noted(cast, series):
    assert actions.note_attendance(session=series[0], came={cast.stranger.pk: Came.ONLINE}, by=cast.lead) == 0
    assert not Attendance.objects.exists()


def test_nobody_comes_to_a_cancelled_session(cast, series):
    session = actions.change_session(session=series[0], changes={"cancelled": True}, by=cast.lead)
    with pytest.raises(RuleBroken, match="was cancelled"):
        actions.note_attendance(session=session, came={cast.member.pk: Came.ONLINE}, by=cast.lead)


def test_the_page_asks_about_each_person_once_whatever_their_roles(cast, scene, series, client_of):
    teams.join(team=scene.team, person=cast.member, role=TeamRole.INTERN, by=cast.lead)
    browser, address = client_of("facilitator"), reverse("workshops:attendance", args=[series[0].pk])

    assert browser.get(address).content.decode().count("Mo Member (Community Care)") == 1
    browser.post(address, {f"person_{cast.member.pk}": "in_person", f"person_{cast.adviser.pk}": ""})

    assert queries.attendance_at(series[0]) == {cast.member.pk: Came.IN_PERSON}
