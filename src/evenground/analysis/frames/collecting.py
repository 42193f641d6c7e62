"""Fetch the columns asked for from wherever a data frame lives, added up there where that can be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from evenground.analysis.errors import BadNumbers, ColumnTwice, MissingColumn, NotATable

if TYPE_CHECKING:
    import pyarrow as pa

BELOW_ZERO: Final = ("below zero", "Mend these rows or leave them out.")


def frame_of(data: Any) -> Any:
    import narwhals as nw

    try:
        return nw.from_native(data)
    except TypeError as error:
        raise NotATable(type(data).__name__) from error


def check_columns(frame: Any, wanted: Sequence[str]) -> None:
    there = frame.collect_schema().names()
    for name in wanted:
        if name not in there:
            raise MissingColumn([name], there, of="data")


def check_once(names: Sequence[str]) -> None:
    for i, name in enumerate(names):
        if name in names[:i]:
            raise ColumnTwice(name)


def collected(
    frame: Any, wanted: list[str], labels: list[str], figures: list[str], add_up: bool, never_negative: list[str]
) -> tuple[pa.Table, bool]:
    """The columns asked for, in memory; added up first where the data live elsewhere."""
    import narwhals as nw

    chosen = frame.select(wanted)
    if not isinstance(chosen, nw.LazyFrame):
        return chosen.to_arrow(), False
    if not add_up:
        return chosen.collect(backend="pyarrow").to_arrow(), False
    _check_numeric(frame, figures)
    sums = [nw.col(name).cast(nw.Float64()).sum().alias(name) for name in figures]
    # A sum passes over blanks: a group with one has no known total.
    sums += [nw.col(name).is_null().any().alias(f"{name} blank") for name in figures]
    sums += [(nw.col(name) < 0).any().alias(f"{name} below") for name in never_negative]
    added = chosen.group_by(labels).agg(*sums) if labels else chosen.select(*sums)
    # An engine gives groups in any order; the same input gives the same output here.
    made = added.collect(backend="pyarrow").sort(labels) if labels else added.collect(backend="pyarrow")
    table = made.to_arrow()
    for name in never_negative:
        if True in table[f"{name} below"].to_pylist():
            raise BadNumbers(name, [], None, *BELOW_ZERO)
    return _blanked(table, figures).select(wanted), True


def _check_numeric(frame: Any, figures: Sequence[str]) -> None:
    schema = frame.collect_schema()
    for name in figures:
        if not (schema[name].is_numeric() or str(schema[name]) == "Boolean"):
            raise BadNumbers(name, [], None, "not numbers", "Turn the column into numbers first.")


def _blanked(table: pa.Table, figures: Sequence[str]) -> pa.Table:
    import pyarrow.compute as pc

    for name in figures:
        known = pc.if_else(pc.fill_null(table[f"{name} blank"], True), None, table[name])
        table = table.set_column(table.column_names.index(name), name, known)
    return table
