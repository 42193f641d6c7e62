"""Who may do what in a programme and its cohorts."""

from django.db.models import Q

from evenground.programme.cohorts.enums import Appointed
from evenground.programme.cohorts.models import Appointment, Cohort, Programme
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person


def _appointed(person: Person, cohort: Cohort, *roles: Appointed) -> bool:
    return (
        Appointment.objects.current()
        .filter(Q(cohort=None) | Q(cohort=cohort), person=person, programme=cohort.programme_id, role__in=roles)
        .exists()
    )


def leads(person: Person, cohort: Cohort) -> bool:
    """Whether this person leads the cohort, or the programme it belongs to."""
    return _appointed(person, cohort, Appointed.PROGRAMME_LEAD)


def runs(person: Person, cohort: Cohort) -> bool:
    """Whether this person helps to run the cohort: a lead, the design team or a facilitator."""
    return _appointed(person, cohort, Appointed.PROGRAMME_LEAD, Appointed.DESIGN_TEAM, Appointed.FACILITATOR)


def sits_on_board(person: Person, cohort: Cohort) -> bool:
    """Whether this person sits on the steering board."""
    return _appointed(person, cohort, Appointed.STEERING_BOARD)


def leads_programme(person: Person, programme: Programme) -> bool:
    """Whether this person leads the whole programme, not one cohort of it."""
    return (
        Appointment.objects.current()
        .filter(person=person, programme=programme, cohort=None, role=Appointed.PROGRAMME_LEAD)
        .exists()
    )


def check_leads(person: Person, cohort: Cohort) -> None:
    """Only a lead of the cohort may change how it is set up."""
    if not leads(person, cohort):
        raise RuleBroken(f"Only a lead of {cohort} can do this.")


def check_can_start_programme(person: Person) -> None:
    """Starting a programme is given to a person when the site is set up."""
    if not person.may_start_programmes:
        raise RuleBroken("You have not been given the right to start a programme. Ask whoever runs this site.")


def check_cohort_name_is_free(programme: Programme, name: str) -> None:
    """Two cohorts of one name could not be told apart."""
    if programme.cohorts.filter(name__iexact=name).exists():
        raise RuleBroken("This programme already has a cohort with that name.")


def check_can_add_cohort(person: Person, programme: Programme) -> None:
    """Only a lead of the programme may add a cohort to it."""
    if not leads_programme(person, programme):
        raise RuleBroken(f"Only a lead of {programme} can add a cohort.")
