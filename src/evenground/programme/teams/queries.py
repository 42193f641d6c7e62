"""Teams and their members, as the person looking may see them."""

from django.db.models import Q, QuerySet

from evenground.programme.cohorts import queries as cohort_queries
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.cohorts.models import Cohort
from evenground.programme.people.models import Person
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Membership, MembershipQuerySet, Team

RUNNERS = (Appointed.PROGRAMME_LEAD, Appointed.DESIGN_TEAM, Appointed.FACILITATOR)


def teams_of(person: Person) -> QuerySet[Team]:
    """The teams this person is in today, whatever their role."""
    current = Membership.objects.current().filter(person=person)
    return Team.objects.filter(pk__in=current.values("team")).select_related("cohort__programme", "organisation")


def teams_seen_by(person: Person) -> QuerySet[Team]:
    """Teams this person works in, and every team of a cohort they help to run."""
    works = Membership.objects.current().filter(person=person).exclude(role=TeamRole.DECISION_MAKER)
    runs = cohort_queries.cohorts_run_by(person, *RUNNERS)
    return Team.objects.filter(Q(pk__in=works.values("team")) | Q(cohort__in=runs)).select_related(
        "cohort__programme", "organisation"
    )


def teams_decided_by(person: Person) -> QuerySet[Team]:
    """Teams whose evaluation this person receives."""
    decides = Membership.objects.current().filter(person=person, role=TeamRole.DECISION_MAKER)
    return Team.objects.filter(pk__in=decides.values("team")).select_related("cohort__programme", "organisation")


def members_of(team: Team) -> MembershipQuerySet:
    """Who is in a team today, with their organisations."""
    return team.memberships.current().select_related("person__organisation")


def former_members_of(team: Team) -> QuerySet[Membership]:
    """Who has left, when and why."""
    return team.memberships.exclude(until=None).select_related("person")


def participants_in(cohort: Cohort) -> QuerySet[Person]:
    """Distinct people (not seats) who are or were in the cohort's teams, decision makers apart."""
    seats = Membership.objects.filter(team__cohort=cohort).exclude(role=TeamRole.DECISION_MAKER)
    return Person.objects.filter(pk__in=seats.values("person"))
