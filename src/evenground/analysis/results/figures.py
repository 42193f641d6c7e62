"""Measures that were made from what is released, or may be released themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from evenground.analysis.results.cells import Cell, cell_from
from evenground.analysis.results.counts import Provenance
from evenground.analysis.results.sealed import Sealed, check_gate, opened
from evenground.analysis.results.tables import ReleasedTable, table_typed


@dataclass(frozen=True)
class FigureRow:
    """One estimate: the group it is for, the measure, and the figure with its interval."""

    groups: Mapping[str, str]
    measure: str
    cell: Cell
    se: float | None = None
    level: float | None = None
    n: float | None = None
    method: str = ""
    note: str = ""
    direction: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "groups", MappingProxyType(dict(self.groups)))


@dataclass(frozen=True)
class ReleasedFigures(Sealed):
    """Estimates that have passed the gate. ``table`` is what they were worked out from, where that is released."""

    FORM: ClassVar[int | str] = "figures 1"

    by: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    rule: str
    provenance: Provenance
    table: ReleasedTable | None = None
    table_digest: str = ""
    how: tuple[str, ...] = ()
    internal: bool = False
    reason: str = ""
    _gate: InitVar[object] = None

    def __post_init__(self, _gate: object) -> None:
        check_gate(_gate)

    @property
    def withheld(self) -> tuple[tuple[str, str, str], ...]:
        """Every figure that is not shown: its group, its measure, and why."""
        return tuple(
            (", ".join(row.groups.values()), row.measure, row.cell.why) for row in self.rows if not row.cell.shown
        )

    def frame(self) -> Any:
        """Give a PyArrow table, one row an estimate; ``state`` tells hidden from not there."""
        import pyarrow as pa

        def free(name: str) -> str:
            return free(f"{name}_") if name in self.by else name

        texts, numbers = pa.string(), pa.float64()
        made = {name: pa.array([row.groups.get(name) for row in self.rows], texts) for name in self.by}
        made[free("measure")] = pa.array([row.measure for row in self.rows], texts)
        for name, part in (("estimate", "value"), ("lower", "lower"), ("upper", "upper")):
            made[free(name)] = pa.array([getattr(row.cell, part) for row in self.rows], numbers)
        for name in ("se", "level", "n"):
            made[free(name)] = pa.array([getattr(row, name) for row in self.rows], numbers)
        for name in ("method", "note", "direction"):
            made[free(name)] = pa.array([getattr(row, name) for row in self.rows], texts)
        made[free("state")] = pa.array([str(row.cell.state) for row in self.rows], texts)
        made[free("why")] = pa.array([row.cell.why for row in self.rows], texts)
        return pa.table(made)

    @classmethod
    def from_json(cls, text: str) -> ReleasedFigures:
        """Open stored figures again; `BrokenRelease` when they are damaged or were changed since."""
        stored, gate = opened(text, cls.FORM)
        table = stored["table"] and ReleasedTable(**table_typed(stored["table"]), _gate=gate)
        rows = tuple(FigureRow(**{**row, "cell": cell_from(row["cell"])}) for row in stored["rows"])
        about = Provenance(**stored["provenance"])
        typed = {"by": tuple(stored["by"]), "how": tuple(stored["how"]), "provenance": about, "rows": rows}
        return cls(**stored | typed | {"table": table}, _gate=gate)
