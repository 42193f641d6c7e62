"""Programmes and cohorts, as the person looking may see them."""

from django.db.models import Q, QuerySet

from evenground.programme.cohorts.enums import Appointed
from evenground.programme.cohorts.models import Appointment, AppointmentQuerySet, Cohort, Programme
from evenground.programme.people.models import Person


def programmes_led_by(person: Person) -> QuerySet[Programme]:
    """Programmes this person leads as a whole."""
    return Programme.objects.filter(
        pk__in=Appointment.objects.current()
        .filter(person=person, cohort=None, role=Appointed.PROGRAMME_LEAD)
        .values("programme")
    )


def cohorts_run_by(person: Person, *roles: Appointed) -> QuerySet[Cohort]:
    """Cohorts this person is appointed to, in any of the roles (in any role at all when none is named)."""
    appointments = Appointment.objects.current().filter(person=person)
    if roles:
        appointments = appointments.filter(role__in=roles)
    return Cohort.objects.filter(
        Q(pk__in=appointments.exclude(cohort=None).values("cohort"))
        | Q(programme__in=appointments.filter(cohort=None).values("programme"))
    ).select_related("programme")


def appointments_to(cohort: Cohort, *roles: Appointed) -> AppointmentQuerySet:
    """Who is appointed to a cohort now, or to the whole of its programme."""
    appointments = (
        Appointment.objects.current()
        .filter(Q(cohort=cohort) | Q(cohort=None), programme=cohort.programme_id)
        .select_related("person", "person__organisation")
    )
    return appointments.filter(role__in=roles) if roles else appointments
