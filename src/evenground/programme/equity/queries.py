"""Results, as the person looking may see them."""

from django.db.models import Q, QuerySet

from evenground.programme.datasets import queries as dataset_queries
from evenground.programme.equity.models import Release
from evenground.programme.people.models import Person
from evenground.programme.teams import queries as team_queries
from evenground.programme.teams.models import Team


def releases_seen_by(person: Person) -> QuerySet[Release]:
    """Shared results of teams this person works in, helps to run or decides for; an analyst's own before that."""
    reads = team_queries.teams_seen_by(person)
    decides = team_queries.teams_decided_by(person)
    analyses = dataset_queries.teams_analysed_by(person)
    shared = ~Q(shared_at=None) & (Q(team__in=reads) | Q(team__in=decides))
    return Release.objects.filter(shared | Q(team__in=analyses)).select_related("team__cohort", "dataset", "made_by")


def shared_releases_of(team: Team) -> QuerySet[Release]:
    """What a report of the team may use: shared, controlled, oldest first."""
    return Release.objects.filter(team=team, internal=False).exclude(shared_at=None).order_by("made_at")
