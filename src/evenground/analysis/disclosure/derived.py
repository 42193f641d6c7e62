"""Rates and percentages of a table: always from the numbers shown beside them, and the check that they are."""

from __future__ import annotations

from collections.abc import Iterator

from evenground.analysis.disclosure.cells import DERIVED, absent, hidden, interval
from evenground.analysis.disclosure.one_way import Leak
from evenground.analysis.disclosure.profiles import profile_called
from evenground.analysis.equity.rates import rate_of
from evenground.analysis.results import Cell, Count, Estimate, ReleasedTable, TableRow
from evenground.analysis.stats.intervals import wilson

NOBODY = "Nobody is in this group."
_NEAR = 1e-9


def derived(column: str, count: float | None, population: Cell, multiplier: float) -> Cell:
    """Make the rate or percentage of a row from its shown count and population; withheld with either."""
    if population.state == "none":
        return absent(population.why)
    if count is None or population.value is None:
        return hidden(DERIVED)
    if population.value <= 0:
        return absent(NOBODY)
    if column == "rate":
        return interval(rate_of(Count(count, population.value), multiplier=multiplier))
    share = wilson(Count(min(count, population.value), population.value))  # rounding may lift a count over its people
    return interval(Estimate(100 * share.value, 100 * share.lower, 100 * share.upper))


def leaks_by_rates(table: ReleasedTable, rule: str | None = None) -> Iterator[Leak]:
    """Rows in which a true count is shown, or a figure that was not made from the numbers beside it."""
    profile = profile_called(rule or table.provenance.profile)
    for row in table.rows:
        label, count = row.label(table.total), row.cells["count"].value
        summed = profile.totals == "shown" and row.is_total
        if count is not None and not summed and not profile.shows(count):
            yield Leak(label, (int(count),), "the true count is shown")
        for column in ("rate", "percentage"):
            if column in row.cells and row.cells[column].shown and not _agrees(row, column, table):
                how = f"{column} is shown beside it" if count is None else f"{column} was made from the true count"
                yield Leak(label, (), how)


def _agrees(row: TableRow, column: str, table: ReleasedTable) -> bool:
    cell = row.cells[column]
    made = derived(column, row.cells["count"].value, row.cells["population"], table.provenance.multiplier)
    pairs = ((cell.value, made.value), (cell.lower, made.lower), (cell.upper, made.upper))
    return all(a is not None and b is not None and abs(a - b) <= _NEAR * max(1.0, abs(b)) for a, b in pairs)
