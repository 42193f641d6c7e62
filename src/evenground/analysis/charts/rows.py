"""Rows of released figures as a chart needs them: of one measure, by their label, in an order a reader expects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from evenground.analysis.errors import MissingColumn, UnknownChoice, UnknownGroup, UnknownOrder
from evenground.analysis.results import FigureRow, ReleasedFigures, State

FIRST: Final = ("most deprived", "least deprived")


def label(row: FigureRow, column: str) -> str:
    """The label of a row. A column called like one of ours came back from its measure as “name (group)”."""
    return row.groups.get(f"{column} (group)", row.groups.get(column, ""))


def there(figures: ReleasedFigures) -> list[str]:
    """Every column of groups the figures have."""
    return list(dict.fromkeys([*figures.by, *(name for row in figures.rows for name in row.groups)]))


def check_column(figures: ReleasedFigures, *columns: str) -> None:
    """Refuse a column that no shown row has; a figure withheld as a whole has none at all."""
    names = there(figures)
    missing = [name for name in columns if name not in names and f"{name} (group)" not in names]
    if missing and any(row.cell.shown for row in figures.rows):
        raise MissingColumn(missing, names, of="data")


def of_measure(figures: ReleasedFigures, measure: str | None = None, *, like: Sequence[str] = ()) -> list[FigureRow]:
    """Rows of one measure: the one asked for, else the first of ``like`` there is, else the first of all."""
    names = list(dict.fromkeys(row.measure for row in figures.rows))
    if measure is not None and measure not in names:
        raise UnknownChoice("measure", measure, names)
    chosen = measure or next((name for name in like if name in names), names[0] if names else "")
    return [row for row in figures.rows if row.measure == chosen]


def by_label(rows: Iterable[FigureRow], *columns: str) -> dict[tuple[str, ...], FigureRow]:
    """Rows by their labels. A point that is hidden stays hidden, whatever else says that there is no figure."""
    found: dict[tuple[str, ...], FigureRow] = {}
    for row in rows:
        key = tuple(label(row, column) for column in columns)
        if key not in found or row.cell.state is State.HIDDEN:
            found[key] = row
    return found


def in_order(
    labels: Iterable[str], *, column: str, order: Sequence[Any] | None = None, first: str = FIRST[0]
) -> list[str]:
    """Labels with the most deprived first, where their order can be told; otherwise in the order of reading.

    Raises
    ------
    UnknownChoice, UnknownOrder
        When ``first`` names neither end, or ``order`` leaves a label out.
    """
    from evenground.analysis.frames import order_of

    if first not in FIRST:
        raise UnknownChoice("first", first, FIRST)
    names = sorted(set(labels), key=natural)
    try:
        places = order_of(names, column=column, order=order).tolist()
    except UnknownOrder:
        if order is not None:
            raise
        places = list(range(len(names)))
    made = [name for _, name in sorted(zip(places, names, strict=True))]
    return made if first == FIRST[0] else made[::-1]


def natural(text: str) -> list[tuple[int, float, str]]:
    """Sort “2” before “10”."""
    parts = re.split(r"(\d+)", text)
    return [(0, float(part), "") if part.isdigit() else (1, 0.0, part.casefold()) for part in parts if part]


def check_there(wanted: Iterable[str], labels: Sequence[str]) -> None:
    """Refuse a label that no row has."""
    for name in wanted:
        if name not in labels:
            raise UnknownGroup(name, labels)


def number(text: str) -> float | None:
    """A number that came through the gate as the label of a group; None where there is none."""
    try:
        return float(text)
    except ValueError:
        return None


def people_of(figures: ReleasedFigures, column: str, name: str = "population") -> Mapping[str, float]:
    """Sum of a column of the released table by label, without any label that has a hidden part."""
    table = figures.table
    if table is None or name not in table.columns or column not in table.by:
        return {}
    at, sums, hidden = table.by.index(column), dict[str, float](), set[str]()
    for row in table.rows:
        key, cell = row.key[at], row.cells[name]
        if row.is_total or key is None:
            continue
        if cell.state is State.HIDDEN:
            hidden.add(key)
        sums[key] = sums.get(key, 0.0) + (cell.value or 0.0)
    return {key: value for key, value in sums.items() if key not in hidden}
