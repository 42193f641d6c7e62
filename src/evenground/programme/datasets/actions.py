"""Loading a file, saying what it means, removing it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

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

if TYPE_CHECKING:
    from evenground.analysis.tables import Personal

_NAMED: Final = 8  # findings told; more would not be read


class PersonalFound(RuleBroken):
    """Columns of a file look as if they told of single people."""


@transaction.atomic
def load(
    *,
    team: Team,
    name: str,
    content: BinaryIO,
    kind: DatasetKind = DatasetKind.OUTCOME,
    looked_at: bool = False,
    by: Person,
) -> Dataset:
    """Keep a file and guess what its columns mean.

    A file that is not a table is refused with the reason. So is one with columns that look personal, until the person
    has ``looked_at`` them and says they are not; the record keeps that they did.
    """
    rules.check_can_load(by, team)
    sha256, size = _fingerprint(content)
    dataset = Dataset(team=team, kind=kind, name=name[:200], sha256=sha256, size=size, loaded_by=by)
    dataset.file.save(name, File(content), save=False)
    try:
        dataset.columns = _guessed(dataset)
        if not looked_at:
            _check_nothing_personal(dataset)
    except (AnalysisError, PersonalFound) as reason:
        said = str(reason).replace(Path(dataset.file.path).name, name)  # people know the file by its own name
        _forget(dataset)
        raise (PersonalFound if isinstance(reason, PersonalFound) else RuleBroken)(said) from reason
    dataset.save()
    looked = ", having looked at columns that seemed personal" if looked_at else ""
    record("datasets.loaded", about=dataset, by=by, saying=f"loaded data for {team}{looked}")
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
    _forget(dataset)
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


def _forget(dataset: Dataset) -> None:
    """Delete the file, unless another dataset holds the very same one."""
    if not Dataset.objects.filter(file=dataset.file.name, removed_at=None).exclude(pk=dataset.pk).exists():
        dataset.file.delete(save=False)


def _check_nothing_personal(dataset: Dataset) -> None:
    from evenground.analysis import tables

    found = [one for one in tables.scan_file(dataset.file.path) if not one.by_chance]
    if not found:
        return
    columns = dict.fromkeys(one.column for one in found[:_NAMED])
    said = "; ".join(f"“{name}” ({', '.join(_seen(one) for one in found if one.column == name)})" for name in columns)
    raise PersonalFound(
        f"This file was not kept. It seems to tell of single people, in {said}. Take that out and load it again. If you"
        " have looked and it is not about people, tick the box below and choose the file again."
    )


def _seen(one: "Personal") -> str:
    return f"{one.what}: {one.cells:,} cell{'' if one.cells == 1 else 's'}"


def _guessed(dataset: Dataset) -> dict[str, str]:
    from evenground.analysis import tables  # heavy, and only when a file is read

    if dataset.kind == DatasetKind.SIMILAR_AREAS:
        tables.read_similar_areas(dataset.file.path)
        return {}
    return tables.guess_columns(tables.headings(dataset.file.path))
