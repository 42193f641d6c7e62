"""Registrations and sign-offs."""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from evenground.programme.approvals.models import Registration, SignOff
from evenground.programme.cohorts import queries as cohort_queries
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.people.models import Person
from evenground.programme.teams import queries as team_queries
from evenground.programme.teams.models import Team


def teams_approved_by(person: Person) -> QuerySet[Team]:
    """Teams whose approvals this person sees: those they see anyway, and those their steering board approves."""
    board = cohort_queries.cohorts_run_by(person, Appointed.STEERING_BOARD)
    seen = team_queries.teams_seen_by(person)
    return Team.objects.filter(Q(pk__in=seen) | Q(cohort__in=board)).select_related("cohort__programme")


def registration_of(team: Team) -> Registration | None:
    return Registration.objects.filter(team=team).first()


def registrations_of(teams: Iterable[int]) -> Mapping[int, Registration]:
    """Each team's registration, by the team's key."""
    return {registration.team_id: registration for registration in Registration.objects.filter(team__in=list(teams))}


def signed_plans(teams: Iterable[int]) -> set[int]:
    """The teams of which somebody has signed a plan."""
    return set(SignOff.objects.filter(team__in=list(teams)).values_list("team_id", flat=True))
