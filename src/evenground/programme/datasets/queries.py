"""Data, as the person looking may see it: a team's analysts alone."""

from pathlib import Path

from django.db.models import QuerySet

from evenground.analysis.errors import AnalysisError
from evenground.programme.datasets.enums import DatasetKind
from evenground.programme.datasets.models import Dataset
from evenground.programme.errors import RuleBroken
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


def headings_of(dataset: Dataset) -> list[str]:
    """The headings of the file; a sentence when it cannot be read any more."""
    from evenground.analysis import tables  # heavy, and only when a file is read

    try:
        return tables.headings(dataset.file.path)
    except AnalysisError as reason:
        said = str(reason).replace(Path(dataset.file.path).name, dataset.name)  # people know it by its own name
        raise RuleBroken(f"{said} Load it once more, and delete this one.") from reason


def similar_areas_of(team: Team) -> QuerySet[Dataset]:
    """Files that say which areas are alike."""
    return Dataset.objects.filter(team=team, kind=DatasetKind.SIMILAR_AREAS, removed_at=None)
