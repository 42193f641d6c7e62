"""A table by any categories: as measured, and as released."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from enum import StrEnum
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

from evenground.analysis.results.cells import Cell, State, cells_from
from evenground.analysis.results.counts import Count, Provenance, added
from evenground.analysis.results.sealed import Sealed, check_gate, opened
from evenground.analysis.results.spreadsheet import defused

Key = tuple[str | None, ...]  # one category a name of `by`; None: all of them together
Within = Mapping[str, frozenset[str]]


class Because(StrEnum):
    """Why a count is hidden, as the reader is told it and an attacker therefore knows it."""

    SHOWN = ""
    SMALL = "small"  # the rule hides counts of this size
    REST_SMALL = "rest is small"  # nearly everybody: the others in the group are too few
    FEW_PEOPLE = "few people"  # the group itself is too small
    PROTECTS = "protects"  # large enough, but a hidden number could be worked out from it
    EITHER = "small or protects"  # one of the two, and to say which would tell too much
    WITH_PEOPLE = "with people"  # its population is hidden
    ADDS_HIDDEN = "adds hidden"  # a sum of shown numbers, and one of them is hidden
    EARLIER = "earlier"  # what was released before would tell it


def _sets(within: Mapping[str, Any]) -> Within:
    return MappingProxyType({name: frozenset(values) for name, values in sorted(within.items())})


@dataclass(frozen=True)
class MeasuredTable:
    """True counts by any categories, before disclosure control.

    Parameters
    ----------
    by
        Names of the categories, as ``("fifth", "carer")``.
    cells
        The count of each combination that occurs, by its categories in the order of ``by``.
    margins
        Which totals are wanted: each a tuple of the names that are *kept*, ``()`` being the grand total.
    within
        What part of the whole is counted: ``{"carer": {"yes"}, "period": {"Q1", "Q2"}}``.
    data
        What the table was made from: tables with the same ``data`` can be set against each other. The fingerprint
        of the file, or a name for a series that grows.
    shares
        Whether the counts are people of the population, so that a percentage makes sense.
    """

    by: tuple[str, ...]
    cells: Mapping[tuple[str, ...], Count]
    margins: tuple[tuple[str, ...], ...] = ()
    within: Within = field(default_factory=dict)
    data: str = ""
    shares: bool = False
    provenance: Provenance = field(default_factory=Provenance)

    def __post_init__(self) -> None:
        ordered = {key: self.cells[key] for key in sorted(self.cells)}  # never the order of a dict
        object.__setattr__(self, "cells", MappingProxyType(ordered))
        object.__setattr__(self, "within", _sets(self.within))

    def counts(self) -> dict[Key, Count]:
        """Every count to be published: the cells, then the totals asked for."""
        found: dict[Key, Count] = {key: count for key, count in self.cells.items()}  # noqa: C416
        for kept in self.margins:
            parts: dict[Key, list[Count]] = {}
            for key, count in self.cells.items():
                parts.setdefault(kept_only(key, self.by, kept), []).append(count)
            found |= {key: added(counts) for key, counts in parts.items()}
        return found


def all_margins(by: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Every set of names that leaves at least one out, the largest first."""
    return tuple(kept for size in range(len(by) - 1, -1, -1) for kept in combinations(by, size))


def kept_only(key: tuple[str | None, ...], by: tuple[str, ...], kept: tuple[str, ...]) -> Key:
    """Put the marker of a total where a name is not kept."""
    return tuple(category if name in kept else None for name, category in zip(by, key, strict=True))


@dataclass(frozen=True)
class TableRow:
    """One combination of categories. ``because`` says in one word why its count is hidden."""

    key: Key
    cells: Mapping[str, Cell]
    because: Because = Because.SHOWN
    people_because: Because = Because.SHOWN

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", MappingProxyType(dict(self.cells)))

    @property
    def is_total(self) -> bool:
        return None in self.key

    def label(self, total: str = "Total") -> str:
        """The categories in words."""
        return ", ".join(total if part is None else part for part in self.key)


@dataclass(frozen=True)
class ReleasedTable(Sealed):
    """A table that has passed the gate: safe to show, store and draw.

    ``columns`` gives the heading of each column of cells; ``rows`` the combinations, then the totals. ``further`` is
    how many numbers were hidden beyond those the rule hides, ``over`` how many more than the fewest possible that
    may be (0: proved the fewest).
    """

    FORM: ClassVar[int | str] = "table 1"

    by: tuple[str, ...]
    columns: Mapping[str, str]
    rows: tuple[TableRow, ...]
    rule: str
    how: tuple[str, ...]
    provenance: Provenance
    margins: tuple[tuple[str, ...], ...] = ()
    within: Within = field(default_factory=dict)
    data: str = ""
    total: str = "Total"
    further: int = 0
    over: int = 0
    earlier: tuple[str, ...] = ()
    internal: bool = False
    reason: str = ""
    _gate: InitVar[object] = None

    def __post_init__(self, _gate: object) -> None:
        check_gate(_gate)
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))
        object.__setattr__(self, "within", _sets(self.within))

    def row(self, *categories: str | None) -> TableRow | None:
        """The row of those categories, None standing for a total."""
        return next((row for row in self.rows if row.key == categories), None)

    @property
    def withheld(self) -> tuple[tuple[str, str, str], ...]:
        """Every cell that is not shown: its row, its column, and why."""
        cells = ((row.label(self.total), k, cell) for row in self.rows for k, cell in row.cells.items())
        return tuple((label, self.columns[k], cell.why) for label, k, cell in cells if not cell.shown)

    def column(self, name: str) -> str:
        """What a column of ours is called in a frame: its own name, unless a category has it already."""
        while name in self.by:
            name += "_"
        return name

    def frame(self, *, totals: bool = True) -> Any:
        """Give a PyArrow table: the categories, the shown numbers (null where none), and the state of each row.

        ``state`` is ``shown``, ``hidden`` or ``none``, so that a hidden count never looks like zero or like missing.
        """
        import pyarrow as pa

        rows = [row for row in self.rows if totals or not row.is_total]
        made = {
            name: pa.array([self.total if row.key[i] is None else row.key[i] for row in rows], pa.string())
            for i, name in enumerate(self.by)
        }
        for name in ("count", "population", "expected"):
            if name in self.columns:
                made[self.column(name)] = pa.array([_number(row.cells[name]) for row in rows], pa.float64())
        made[self.column("state")] = pa.array([str(row.cells["count"].state) for row in rows], pa.string())
        return pa.table(made)

    def to_csv(self, path: str | Path) -> Path:
        """Write for a spreadsheet: ``*`` where a number is hidden, the reason beside it, no formula left alive."""
        path = Path(path)
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            writer = csv.writer(file)
            writer.writerow([defused(word) for word in (*self.by, *self.columns.values(), "Why hidden")])
            for row in self.rows:
                key = [self.total if part is None else part for part in row.key]
                why = next((cell.why for cell in row.cells.values() if not cell.shown), "")
                cells = [_written(row.cells[k]) for k in self.columns]
                writer.writerow([*(defused(part) for part in key), *cells, defused(why)])
            writer.writerows([[], [defused(self.rule)], *[[defused(said)] for said in self.how]])
        return path

    @classmethod
    def from_json(cls, text: str) -> ReleasedTable:
        """Open a stored table again; `BrokenRelease` when it is damaged or was changed since."""
        stored, gate = opened(text, cls.FORM)
        return cls(**table_typed(stored), _gate=gate)


def table_typed(stored: dict[str, Any]) -> dict[str, Any]:
    """Give the stored parts their types again."""
    return stored | {
        "by": tuple(stored["by"]),
        "rows": tuple(_row(row) for row in stored["rows"]),
        "how": tuple(stored["how"]),
        "provenance": Provenance(**stored["provenance"]),
        "margins": tuple(tuple(kept) for kept in stored["margins"]),
        "earlier": tuple(stored["earlier"]),
    }


def _row(row: dict[str, Any]) -> TableRow:
    key, because = tuple(row["key"]), Because(row["because"])
    return TableRow(key, cells_from(row["cells"]), because, Because(row["people_because"]))


def _number(cell: Cell) -> float | None:
    return 0.0 if cell.state is State.NONE else cell.value  # nobody there is no secret


def _written(cell: Cell) -> str:
    if cell.state is State.SHOWN and cell.value is not None:
        return f"{cell.value:.10g}"
    return cell.text
