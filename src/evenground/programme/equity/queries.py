"""Results, as the person looking may see them."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from evenground.programme.datasets import queries as dataset_queries
from evenground.programme.datasets.models import Dataset
from evenground.programme.equity.models import Release
from evenground.programme.people.models import Person
from evenground.programme.teams import queries as team_queries
from evenground.programme.teams.models import Team

if TYPE_CHECKING:
    from evenground.analysis.results import Released


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


def shared_tables_of(dataset: Dataset, *, area: str, besides: Release | None = None) -> list["Released"]:
    """What anybody was shown of one area from the very same file, by any team: a new result must be safe beside it.

    Results of other areas are left aside: each is rounded by itself, so that many together blur what is left over.
    """
    shared = Release.objects.filter(dataset__sha256=dataset.sha256, area=area, internal=False).exclude(shared_at=None)
    if besides:
        shared = shared.exclude(pk=besides.pk)
    once = {release.digest: release for release in shared.order_by("shared_at")}
    return [release.released for release in once.values()]
