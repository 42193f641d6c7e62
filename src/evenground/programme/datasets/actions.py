"""Loading a file, saying what it means, removing it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from evenground.analysis.errors import AnalysisError
from evenground.programme.audit.actions import record
from evenground.programme.datasets import rules
from evenground.programme.datasets.enums import DatasetKind
from evenground.programme.datasets.models import Dataset
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person
from evenground.programme.teams.models import Team


@transaction.atomic
def load(*, team: Team, name: str, content: BinaryIO, kind: DatasetKind = DatasetKind.OUTCOME, by: Person) -> Dataset:
    """Keep a file and guess what its columns mean. A file that is not a table is refused with the reason."""
    rules.check_can_load(by, team)
    sha256, size = _fingerprint(content)
    dataset = Dataset(team=team, kind=kind, name=name[:200], sha256=sha256, size=size, loaded_by=by)
    dataset.file.save(name, File(content), save=False)
    try:
        dataset.columns = _guessed(dataset)
    except AnalysisError as reason:
        said = str(reason).replace(Path(dataset.file.path).name, name)  # people know the file by its own name
        dataset.file.delete(save=False)
        raise RuleBroken(said) from reason
    dataset.save()
    record("datasets.loaded", about=dataset, by=by, saying=f"loaded data for {team}")
    return dataset


@transaction.atomic
def describe(
    *,
    dataset: Dataset,
    columns: Mapping[str, str],
    period: str,
    unit: str,
    covers: str = "England",
    attribution: str = "",
    by: Person,
) -> Dataset:
    """Say what the columns mean, what is counted, for which period, and where it comes from."""
    rules.check_can_load(by, dataset.team)
    dataset.columns = {what: heading for what, heading in columns.items() if heading}
    dataset.period, dataset.unit, dataset.attribution = period.strip(), unit.strip(), attribution.strip()
    dataset.covers = covers.strip() or "England"
    rules.check_described(dataset)
    dataset.save(update_fields=["columns", "period", "unit", "covers", "attribution"])
    record("datasets.described", about=dataset, by=by, saying=f"said what the data of {dataset.team} mean")
    return dataset


@transaction.atomic
def remove(*, dataset: Dataset, by: Person) -> Dataset:
    """Delete a file. Results that were released from it stay, with its fingerprint."""
    rules.check_can_load(by, dataset.team)
    shared = Dataset.objects.filter(file=dataset.file.name, removed_at=None).exclude(pk=dataset.pk).exists()
    if not shared:
        dataset.file.delete(save=False)
    dataset.removed_at = timezone.now()
    dataset.save(update_fields=["removed_at"])
    record("datasets.removed", about=dataset, by=by, saying=f"removed data of {dataset.team}")
    return dataset


def _fingerprint(content: BinaryIO) -> tuple[str, int]:
    """SHA-256 and number of bytes, read in pieces: a file may be larger than is good for memory."""
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while piece := content.read(1 << 20):
        digest.update(piece)
        size += len(piece)
    content.seek(0)
    return digest.hexdigest(), size


def _guessed(dataset: Dataset) -> dict[str, str]:
    from evenground.analysis import tables  # heavy, and only when a file is read

    if dataset.kind == DatasetKind.SIMILAR_AREAS:
        tables.read_similar_areas(dataset.file.path)
        return {}
    return tables.guess_columns(tables.headings(dataset.file.path))
