"""From any data frame to a table of true counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import nan
from typing import Any, Literal

from evenground.analysis.errors import BadTable, ColumnTwice, MissingColumn, Problem
from evenground.analysis.results import Count, MeasuredTable, Provenance
from evenground.analysis.results.tables import all_margins

Margins = Literal["all", "none"] | Sequence[Sequence[str]]


def measured_table(
    frame: Any,
    *,
    by: str | Sequence[str],
    count: str | None,
    population: str | None = None,
    expected: str | None = None,
    margins: Margins = "all",
    within: Mapping[str, str | Iterable[str]] | None = None,
    data: str = "",
    shares: bool = False,
    provenance: Provenance | None = None,
) -> MeasuredTable:
    """Count a data frame by categories.

    Parameters
    ----------
    frame
        Any data frame (pandas, Polars, PyArrow, Ibis, DuckDB). Rows with the same categories are added up.
    by
        Columns of categories. They are read as text; a missing one is the category ``(missing)``.
    count
        Column of whole numbers to add up; None counts the rows.
    population, expected
        Columns of people and of expected events, where there are any.
    margins
        Totals to be shown: ``"all"``, ``"none"``, or the sets of columns that are kept, ``()`` for the grand total.
    within
        What part of the whole the frame counts: ``{"carer": "yes", "period": ["Q1", "Q2"]}``. Nothing is filtered.
    data
        What the frame was made from; releases of the same ``data`` are checked against each other. Left out, it is the
        file, period and outcome of ``provenance``, and the pages of its areas are checked too.
    shares
        Whether ``count`` are people of ``population``, so that percentages make sense.

    Raises
    ------
    MissingColumn, ColumnTwice, BadTable

    Examples
    --------
    >>> import pyarrow as pa
    >>> frame = pa.table({"fifth": ["1", "2", "1"], "events": [3, 4, 5]})
    >>> table = measured_table(frame, by="fifth", count="events")
    >>> {key: count.count for key, count in table.counts().items()}
    {('1',): 8.0, ('2',): 4.0, (None,): 12.0}
    """
    import narwhals as nw

    names = (by,) if isinstance(by, str) else tuple(by)
    numbers = [column for column in (count, population, expected) if column]
    lazy = nw.from_native(frame).lazy()
    _check_columns(names, numbers, lazy.collect_schema().names())
    keys = [nw.col(name).cast(nw.String).fill_null("(missing)").alias(f"key {i}") for i, name in enumerate(names)]
    kept = [nw.col(column).cast(nw.Float64).alias(f"{i}") for i, column in enumerate(numbers)]
    gaps = [nw.col(column).is_null().cast(nw.Int64).alias(f"gap {i}") for i, column in enumerate(numbers)]
    plain = lazy.select(*keys, *kept, *gaps).with_columns(nw.lit(1).alias("rows"))
    summed = [str(i) for i in range(len(numbers))] + [f"gap {i}" for i in range(len(numbers))] + ["rows"]
    grouped = plain.group_by(*(f"key {i}" for i in range(len(names))))
    rows = grouped.agg(*(nw.col(column).sum() for column in summed)).collect().rows(named=True)
    _check_gaps(rows, numbers)
    place = {column: str(i) for i, column in enumerate(numbers)}
    cells = {
        tuple(row[f"key {i}"] for i in range(len(names))): Count(
            float(row[place[count]] if count else row["rows"]),
            float(row[place[population]]) if population else nan,
            float(row[place[expected]]) if expected else None,
        )
        for row in rows
    }
    return MeasuredTable(
        names, cells, _margins(margins, names), _sets(within), data, shares, provenance or Provenance()
    )


def _check_columns(names: Sequence[str], numbers: Sequence[str], there: Sequence[str]) -> None:
    if missing := [name for name in (*names, *numbers) if name not in there]:
        raise MissingColumn(missing, there)
    for name in names:
        if [*names, *numbers].count(name) > 1:
            raise ColumnTwice(name)


def _check_gaps(rows: Sequence[Mapping[str, Any]], numbers: Sequence[str]) -> None:
    wrong = [
        Problem(
            0, column, f"{gaps} of the numbers in column “{column}” are missing.", "Fill them in or leave the rows out."
        )
        for i, column in enumerate(numbers)
        if (gaps := sum(int(row[f"gap {i}"]) for row in rows))
    ]
    if wrong:
        raise BadTable(wrong)
    if not rows:
        raise BadTable(
            [Problem(0, "", "The table has no rows, so there is nothing to count.", "Check the file or the filter.")]
        )


def _margins(margins: Margins, names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    if margins == "all":
        return all_margins(names)
    if margins == "none":
        return ()
    for kept in margins:
        if unknown := [name for name in kept if name not in names]:
            raise MissingColumn(unknown, names)
    wanted = {tuple(name for name in names if name in kept) for kept in margins} - {names}
    return tuple(kept for kept in all_margins(names) if kept in wanted)


def _sets(within: Mapping[str, str | Iterable[str]] | None) -> dict[str, frozenset[str]]:
    return {
        name: frozenset({values} if isinstance(values, str) else {str(value) for value in values})
        for name, values in (within or {}).items()
    }
