"""Answers as rows, on their way to a page or a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evenground.analysis.results.spreadsheet import defused

Cell = str | int | float | None

FREQUENCY = (
    "How often something was coded is not how much it matters: a thing said once can carry a theme, and long or"
    " talkative interviews are counted more. Read the extracts before you conclude anything."
)


@dataclass(frozen=True)
class Rows:
    """A table: one heading for each column, one tuple for each row, and what to bear in mind when reading it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    says: str = ""

    def to_csv(self) -> str:
        """Comma-separated, one heading row, safe to open in a spreadsheet: no cell can start a formula."""
        return to_csv(self.columns, self.rows)


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Comma-separated values in which no cell can start a formula; an absent value is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([defused(column) for column in columns])
    for row in rows:
        writer.writerow([defused(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()
