"""How much of each code there is in each case, source, coder, or group that shares an attribute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evenground.analysis.errors import UnknownChoice
from evenground.analysis.text.positions import union
from evenground.analysis.text.study.asking import Speakers, codes_meant, path, variable_called
from evenground.analysis.text.study.model import Id, Study
from evenground.analysis.text.study.places import Placed, placed
from evenground.analysis.text.study.rows import FREQUENCY, Cell, Rows

Counted = Literal["codings", "segments", "characters", "sources"]
By = Literal["case", "source", "coder", "attribute"]
COUNTED, BYS = ("codings", "segments", "characters", "sources"), ("case", "source", "coder", "attribute")
NOBODY = "(not known)"

Columns = Callable[[Placed], Collection[str]]


@dataclass(frozen=True)
class Matrix:
    """Codes by columns. ``cells[row][column]`` counts ``counted``."""

    codes: tuple[Id, ...]
    paths: tuple[str, ...]
    columns: tuple[str, ...]
    names: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    counted: Counted
    says: str

    def rows(self) -> Rows:
        """One row for each code."""
        body: list[tuple[Cell, ...]] = [(name, *cells) for name, cells in zip(self.paths, self.cells, strict=True)]
        return Rows(("Code", *self.names), tuple(body), self.says)

    def tidy(self) -> Rows:
        """One row for each cell."""
        body: list[tuple[Cell, ...]] = [
            (path, name, cell)
            for path, cells in zip(self.paths, self.cells, strict=True)
            for name, cell in zip(self.names, cells, strict=True)
        ]
        return Rows(("Code", "Column", self.counted.capitalize()), tuple(body), self.says)

    def to_csv(self) -> str:
        """One row for each code, safe to open in a spreadsheet."""
        return self.rows().to_csv()


def matrix(
    study: Study,
    *,
    codes: Iterable[Id] | None = None,
    columns: By = "case",
    attribute: str | None = None,
    unit: Counted = "codings",
    below: bool = False,
) -> Matrix:
    """Count codings by code and by whose words they are.

    Parameters
    ----------
    study
        What was coded.
    codes
        The rows; else every code.
    columns
        “case”, “source”, “coder” or “attribute”; codings of several cases count in the column of each.
    attribute
        The name of the attribute, for ``columns="attribute"``.
    unit
        “codings”; “segments” (a place counts once, however many coded it); “characters” (each counts once);
        “sources” (in how many).
    below
        Count a code's children as the code itself.

    Raises
    ------
    UnknownChoice
        For another ``columns`` or ``unit``.
    UnknownThing
        If a code or the attribute is not in the study.
    """
    if unit not in COUNTED:
        raise UnknownChoice("unit", unit, COUNTED)
    keys, names, of = _columns(study, columns, attribute)
    meant = codes_meant(study, codes, below=below)
    found: dict[tuple[Id, str], list[Placed]] = defaultdict(list)
    for at in placed(study):
        for column in of(at):
            found[at.coding.code, column].append(at)
    seen = {column for _, column in found}
    shown = [key for key in keys if key != NOBODY or key in seen]
    cells = [
        tuple(_count([at for one in counted for at in found.get((one, key), ())], unit) for key in shown)
        for counted in meant.values()
    ]
    labels = tuple(names.get(key, key) for key in shown)
    return Matrix(
        tuple(meant), tuple(path(study, c) for c in meant), tuple(shown), labels, tuple(cells), unit, FREQUENCY
    )


def _columns(study: Study, by: By, attribute: str | None) -> tuple[Sequence[str], Mapping[str, str], Columns]:
    """The columns in order, what they are called, and those that a coding belongs to."""
    speakers = Speakers(study)
    if by == "source":
        coded = dict.fromkeys(at.source.id for at in placed(study))
        named = {source.id: source.name for source in study.sources if source.id in coded}
        return list(named), named, lambda at: (at.source.id,)
    if by == "coder":
        named = {user.id: user.name or user.short or user.id for user in study.users}
        return [*named, NOBODY], named, lambda at: (at.coding.coder if at.coding.coder in named else NOBODY,)
    if by == "case":
        named = {case.id: case.name for case in study.cases}
        return [*named, NOBODY], named, lambda at: [case.id for case in speakers.of(at)] or (NOBODY,)
    if by == "attribute":
        variable = variable_called(study, attribute or "")
        known = sorted({value for at in placed(study) for value in speakers.values(at, variable)})
        return [*known, NOBODY], {}, lambda at: speakers.values(at, variable) or (NOBODY,)
    raise UnknownChoice("columns", by, BYS)


def _count(every: Sequence[Placed], unit: Counted) -> int:
    if unit == "codings":
        return len(every)
    if unit == "segments":
        return len({(at.source.id, at.place) for at in every})
    if unit == "sources":
        return len({at.source.id for at in every})
    by_source = defaultdict(list)
    for at in every:
        if at.segment:
            by_source[at.source.id].append(at.segment)
    return sum(len(segment) for segments in by_source.values() for segment in union(segments))
