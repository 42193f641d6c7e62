"""Starting a programme, adding cohorts, and appointing those who run them."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from evenground.programme.audit.models import Event
from evenground.programme.cohorts import actions, queries, rules
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.cohorts.models import Appointment, Cohort, Programme
from evenground.programme.errors import RuleBroken

DAY = {"starts_on_day": "3", "starts_on_month": "November", "starts_on_year": "2026"}


def test_whoever_starts_a_programme_leads_it(cast):
    programme = actions.start_programme(name="Second Start", by=cast.lead)
    assert rules.leads_programme(cast.lead, programme)


def test_starting_a_programme_is_a_right_that_was_given(cast):
    with pytest.raises(RuleBroken, match=r"have not been given the right to start a programme. Ask whoever runs"):
        actions.start_programme(name="Mine", by=cast.member)


def test_a_cohort_takes_about_twelve_months(cast, scene):
    cohort = actions.add_cohort(programme=scene.programme, name="Cohort 2", starts_on=date(2026, 11, 3), by=cast.lead)
    assert cohort.ends_on == date(2027, 11, 2)


def test_cohorts_may_overlap(cast, scene):
    later = scene.cohort.starts_on + timedelta(weeks=8)
    actions.add_cohort(programme=scene.programme, name="Cohort 2", starts_on=later, by=cast.lead)
    assert scene.programme.cohorts.count() == 2


def test_two_cohorts_of_a_programme_have_two_names(cast, scene, client_of):
    page = client_of("lead").post(
        reverse("cohorts:add_cohort", args=[scene.programme.pk]), {"name": "cohort 1 ", **DAY}
    )
    assert "already has a cohort with that name" in page.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Cohort.objects.create(
            programme=scene.programme, name="Cohort 1", starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1)
        )


def test_an_impossible_date_keeps_what_was_typed(cast, scene, client_of):
    sent = {"name": "Cohort 2", **DAY, "starts_on_day": "31"}
    page = client_of("lead").post(reverse("cohorts:add_cohort", args=[scene.programme.pk]), sent).content.decode()
    assert "31 November is not a date" in page
    assert 'value="31"' in page
    assert scene.programme.cohorts.count() == 1


def test_a_new_cohort_leads_to_its_workshops(cast, scene, client_of):
    page = client_of("lead").post(
        reverse("cohorts:add_cohort", args=[scene.programme.pk]),
        {"name": "Cohort 2", **DAY, "lay_out": "on"},
        follow=True,
    )
    cohort = Cohort.objects.get(name="Cohort 2")
    assert page.redirect_chain[-1][0] == reverse("workshops:series", args=[cohort.pk])
    assert "Lay out eight workshops" in page.content.decode()


def test_only_a_lead_of_the_whole_programme_adds_a_cohort(cast, scene):
    actions.appoint(
        person=cast.stranger,
        programme=scene.programme,
        cohort=scene.cohort,
        role=Appointed.PROGRAMME_LEAD,
        by=cast.lead,
    )
    assert rules.leads(cast.stranger, scene.cohort)
    with pytest.raises(RuleBroken, match="Only a lead of Fair Start"):
        actions.add_cohort(programme=scene.programme, name="X", starts_on=date(2026, 1, 1), by=cast.stranger)


def test_appointing_twice_changes_nothing(cast, scene):
    before = Event.objects.count()
    for _ in range(2):
        actions.appoint(
            person=cast.stranger, programme=scene.programme, cohort=scene.cohort, role=Appointed.EXPERT, by=cast.lead
        )
    assert Appointment.objects.filter(person=cast.stranger).count() == 1
    assert Event.objects.count() == before + 1


def test_an_appointment_counts_from_its_first_day_to_the_day_before_its_last(cast, scene):
    today = timezone.localdate()
    Appointment.objects.create(
        person=cast.stranger,
        programme=scene.programme,
        role=Appointed.DESIGN_TEAM,
        since=today - timedelta(days=2),
        until=today,
    )
    assert not rules.runs(cast.stranger, scene.cohort)
    assert Appointment.objects.current(on=today - timedelta(days=1)).filter(person=cast.stranger).exists()
    assert not Appointment.objects.current(on=today - timedelta(days=3)).filter(person=cast.stranger).exists()


def test_an_appointment_to_one_cohort_is_not_one_to_another(cast, scene):
    other = actions.add_cohort(programme=scene.programme, name="Cohort 2", starts_on=date(2027, 1, 5), by=cast.lead)
    assert rules.runs(cast.facilitator, scene.cohort)
    assert not rules.runs(cast.facilitator, other)
    assert rules.leads(cast.lead, other), "who leads the programme leads every cohort of it"


def test_a_lead_of_one_programme_is_nobody_in_another(cast, scene):
    cast.stranger.may_start_programmes = True
    cast.stranger.save()
    other = actions.start_programme(name="Another", by=cast.stranger)
    assert not queries.programmes_led_by(cast.lead).filter(pk=other.pk).exists()
    assert not rules.leads(cast.stranger, scene.cohort)


def test_appointing_invites(cast, scene, client_of, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client_of("lead").post(
            reverse("cohorts:appoint", args=[scene.cohort.pk]),
            {"name": "Eve Expert", "email": "eve@example.org", "role": "expert"},
        )
    assert mail.outbox[-1].to == ["eve@example.org"]
    assert "Fair Start, Cohort 1" in mail.outbox[-1].body


def test_the_contact_stands_on_every_page(cast, scene, client_of):
    Programme.objects.update(contact_details="01234 567890")
    for who in ("lead", "facilitator", "adviser"):
        assert "01234 567890" in client_of(who).get("/").content.decode(), who
