"""The table of one area by group, after disclosure control."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from types import MappingProxyType
from typing import Any

from evenground.analysis.results.cells import Cell, cell_from, cells_from
from evenground.analysis.results.counts import Provenance, Role
from evenground.analysis.results.sealed import FORMAT, Sealed, check_gate, opened


@dataclass(frozen=True)
class Row:
    """One group of a released table. ``cells`` go by column: count, population, neighbourhoods, expected, rate, …"""

    key: str
    label: str
    cells: Mapping[str, Cell]
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", MappingProxyType(dict(self.cells)))


@dataclass(frozen=True)
class Figure:
    """A released estimate: a gap or a gradient. ``key`` is unique, as ``gap.absolute`` or ``gradient.similar.01G``."""

    key: str
    label: str
    measure: str
    cell: Cell
    role: Role = Role.AREA
    level: float = 0.95
    method: str = ""


@dataclass(frozen=True)
class Released(Sealed):
    """A table that has passed the gate: safe to show, store and draw.

    ``rows`` and ``total`` are the area by group; ``national`` the same for the whole file, its last row the total.
    """

    columns: Mapping[str, str]
    rows: tuple[Row, ...]
    total: Row
    national: tuple[Row, ...]
    figures: tuple[Figure, ...]
    finding: str
    how: tuple[str, ...]
    rule: str
    provenance: Provenance
    headline: str = "rate"
    internal: bool = False
    reason: str = ""
    _gate: InitVar[object] = None

    def __post_init__(self, _gate: object) -> None:
        check_gate(_gate)
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))

    def figure(self, key: str) -> Figure | None:
        """The figure of that key, or None when it was not asked for."""
        return next((f for f in self.figures if f.key == key), None)

    @property
    def withheld(self) -> tuple[tuple[str, str, str], ...]:
        """Every cell that is not shown: row or figure, column or measure, and why."""
        named = [(r, "") for r in (*self.rows, self.total)]
        named += [(r, f"{self.provenance.national_name}: ") for r in self.national]
        cells = [(w + r.label, self.columns[k], c.why) for r, w in named for k, c in r.cells.items() if not c.shown]
        return tuple(cells + [(f.label, f.measure, f.cell.why) for f in self.figures if not f.cell.shown])

    @classmethod
    def from_json(cls, text: str) -> Released:
        """Open a stored release again; `BrokenRelease` when it is damaged or was changed since."""
        stored, gate = opened(text, FORMAT)
        return cls(**_typed(stored), _gate=gate)


def _typed(content: dict[str, Any]) -> dict[str, Any]:
    return content | {
        "rows": tuple(_row(row) for row in content["rows"]),
        "total": _row(content["total"]),
        "national": tuple(_row(row) for row in content["national"]),
        "figures": tuple(
            Figure(**{**f, "cell": cell_from(f["cell"]), "role": Role(f["role"])}) for f in content["figures"]
        ),
        "how": tuple(content["how"]),
        "provenance": Provenance(**content["provenance"]),
    }


def _row(row: dict[str, Any]) -> Row:
    return Row(**{**row, "cells": cells_from(row["cells"])})
