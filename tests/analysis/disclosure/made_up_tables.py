"""Made-up tables by any categories, and every table that fits what a release says, counted without a solver."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

import numpy as np

from evenground.analysis.disclosure import Profile
from evenground.analysis.results import Because, Count, MeasuredTable, ReleasedTable
from evenground.analysis.results.tables import all_margins


def two_way(rows: Sequence[Sequence[int]], *, population: float = nan, margins: bool = True, **more) -> MeasuredTable:
    """Rows a, b, … by columns x, y, …"""
    cells = {
        ("abcdefgh"[i], "xyzwvu"[j]): Count(float(n), population)
        for i, row in enumerate(rows)
        for j, n in enumerate(row)
    }
    by = ("row", "column")
    return MeasuredTable(by, cells, all_margins(by) if margins else (), **more)


def one_way(counts: Sequence[int], *, population: float = nan, **more) -> MeasuredTable:
    cells = {(f"{i}",): Count(float(n), population) for i, n in enumerate(counts)}
    return MeasuredTable(("group",), cells, ((),), **more)


def counts(table: ReleasedTable) -> dict[tuple[str | None, ...], str]:
    return {row.key: row.cells["count"].text for row in table.rows}


def values_left(table: ReleasedTable, profile: Profile, *, most: int) -> dict[tuple[str | None, ...], int]:
    """How many values each hidden number has over every table of counts up to ``most`` that fits."""
    cells = [row for row in table.rows if not row.is_total]
    choices = [np.array([n for n in range(most + 1) if _fits(n, row, profile)]) for row in cells]
    every = np.stack([grid.ravel() for grid in np.meshgrid(*choices, indexing="ij")])
    sums = {row.key: every[[_within(cell.key, row.key) for cell in cells]].sum(axis=0) for row in table.rows}
    allowed = np.ones(every.shape[1], dtype=bool)
    for row in table.rows:
        if row.is_total and profile.totals == "true":
            most_here = int(sums[row.key].max(initial=0))
            allowed &= np.isin(sums[row.key], [n for n in range(most_here + 1) if _fits(n, row, profile)])
    hidden = [row for row in table.rows if row.because not in (Because.SHOWN, Because.ADDS_HIDDEN)]
    return {row.key: len(set(sums[row.key][allowed].tolist())) for row in hidden}


def _fits(n: int, row, profile: Profile) -> bool:
    """Whether a true count would be published like this."""
    if row.because is Because.SMALL:
        return profile.hides(n)
    if row.because is Because.EITHER:
        return n >= profile.hidden[0]
    if row.because is Because.PROTECTS:
        return not profile.hides(n) and n > 0
    return not profile.hides(n) and profile.rounded(n) == row.cells["count"].value


def _within(cell, total) -> bool:
    return all(part is None or part == mine for mine, part in zip(cell, total, strict=True))
