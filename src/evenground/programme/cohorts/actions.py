"""Setting up programmes and cohorts."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from evenground.programme.audit.actions import record
from evenground.programme.cohorts import rules
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.cohorts.models import Appointment, Cohort, Programme
from evenground.programme.people.models import Person


@transaction.atomic
def start_programme(
    *, name: str, purpose: str = "", contact_name: str = "", contact_details: str = "", by: Person
) -> Programme:
    """Start a programme; whoever starts it leads it."""
    rules.check_can_start_programme(by)
    programme = Programme(
        name=" ".join(name.split()), purpose=purpose, contact_name=contact_name, contact_details=contact_details
    )
    programme.full_clean()
    programme.save()
    Appointment.objects.create(
        person=by, programme=programme, role=Appointed.PROGRAMME_LEAD, since=timezone.localdate()
    )
    record("cohorts.programme_started", about=programme, by=by, saying=f"started the programme {programme}")
    return programme


@transaction.atomic
def add_cohort(*, programme: Programme, name: str, starts_on: date, ends_on: date | None = None, by: Person) -> Cohort:
    """Add a cohort of about twelve months to a programme."""
    name = " ".join(name.split())
    programme = Programme.objects.select_for_update().get(pk=programme.pk)  # two clicks make one cohort
    rules.check_can_add_cohort(by, programme)
    rules.check_cohort_name_is_free(programme, name)
    cohort = Cohort(
        programme=programme,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on or starts_on + timedelta(days=364),
    )
    cohort.full_clean()
    cohort.save()
    record("cohorts.added", about=cohort, by=by, saying=f"added the cohort {cohort}")
    return cohort


@transaction.atomic
def appoint(
    *,
    person: Person,
    programme: Programme,
    role: Appointed,
    cohort: Cohort | None = None,
    since: date | None = None,
    by: Person,
) -> Appointment:
    """Give a person a part in running a cohort, or all of the programme's cohorts. Doing so twice changes nothing."""
    if cohort:
        rules.check_leads(by, cohort)
    else:
        rules.check_can_add_cohort(by, programme)
    appointment, new = Appointment.objects.get_or_create(
        person=person,
        programme=programme,
        cohort=cohort,
        role=role,
        until=None,
        defaults={"since": since or timezone.localdate()},
    )
    if new:
        saying = f"appointed {{subject}} as {role.label.lower()} of {cohort or programme}"
        record("cohorts.appointed", about=appointment, by=by, subject=person, saying=saying)
    return appointment
