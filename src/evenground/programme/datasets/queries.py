"""Data, as the person looking may see it: a team's analysts alone."""

from django.db.models import QuerySet

from evenground.programme.datasets.enums import DatasetKind
from evenground.programme.datasets.models import Dataset
from evenground.programme.people.models import Person
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Membership, Team


def teams_analysed_by(person: Person) -> QuerySet[Team]:
    """The teams of which this person is an analyst today."""
    seats = Membership.objects.current().filter(person=person, role=TeamRole.ANALYST)
    return Team.objects.filter(pk__in=seats.values("team")).select_related("cohort__programme")


def datasets_seen_by(person: Person) -> QuerySet[Dataset]:
    """Data of those teams, without what was removed."""
    return Dataset.objects.filter(team__in=teams_analysed_by(person), removed_at=None).select_related("team__cohort")


def similar_areas_of(team: Team) -> QuerySet[Dataset]:
    """Files that say which areas are alike."""
    return Dataset.objects.filter(team=team, kind=DatasetKind.SIMILAR_AREAS, removed_at=None)
