"""Fetch the columns asked for from wherever a data frame lives, added up there where that can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from evenground.analysis.errors import BadLabels, BadNumbers, ColumnTwice, MissingColumn, NotATable, SameName

if TYPE_CHECKING:
    import pyarrow as pa

BELOW_ZERO: Final = ("below zero", "Mend these rows or leave them out.")
NOT_NUMBERS: Final = ("not numbers", "Turn the column into numbers first.")


def frame_of(data: Any) -> Any:
    import narwhals as nw

    try:
        return nw.from_native(data)
    except nw.exceptions.DuplicateError:
        names = [str(name) for name in getattr(data, "column_names", data.columns)]
        raise SameName(next(name for i, name in enumerate(names) if name in names[:i])) from None
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
        return _in_arrow(chosen, figures), False
    _check_labels(frame, labels)
    if not add_up:
        return chosen.collect(backend="pyarrow").to_arrow(), False
    _check_numeric(frame, figures)
    # Names of ours while it adds: an engine may read “a.b” as column b of table a.
    ours = {name: f"c{i}" for i, name in enumerate(wanted)}
    keys = [ours[name] for name in labels]
    renamed = frame.select(*(nw.col(name).alias(ours[name]) for name in wanted))
    sums = [nw.col(ours[name]).cast(nw.Float64()).sum().alias(f"sum_{ours[name]}") for name in figures]
    # A sum passes over blanks: a group with one has no known total.
    sums += [nw.col(ours[name]).is_null().any().alias(f"blank_{ours[name]}") for name in figures]
    sums += [(nw.col(ours[name]) < 0).any().alias(f"below_{ours[name]}") for name in never_negative]
    added = (renamed.group_by(keys).agg(*sums) if keys else renamed.select(*sums)).collect(backend="pyarrow")
    # An engine gives groups in any order; the same input gives the same output here.
    table = (added.sort(keys) if keys else added).to_arrow()
    for name in never_negative:
        if True in table[f"below_{ours[name]}"].to_pylist():
            raise BadNumbers(name, [], None, *BELOW_ZERO)
    return _known(table, ours, figures), True


def _check_labels(frame: Any, labels: Sequence[str]) -> None:
    """Refuse what no engine can group by, before it is asked to."""
    import narwhals as nw

    schema = frame.collect_schema()
    for name in labels:
        if schema[name].is_nested():
            raise BadLabels(name, "lists or records")
        if isinstance(schema[name], nw.Unknown | nw.Object):
            raise BadLabels(name, "a kind of value that other tables do not have")


def _check_numeric(frame: Any, figures: Sequence[str]) -> None:
    schema = frame.collect_schema()
    for name in figures:
        if not (schema[name].is_numeric() or str(schema[name]) == "Boolean"):
            raise BadNumbers(name, [], None, *NOT_NUMBERS)


def _in_arrow(chosen: Any, figures: Sequence[str]) -> pa.Table:
    """The columns as Arrow has them. What is of several kinds in one column cannot be, and is named."""
    import pyarrow as pa

    try:
        return chosen.to_arrow()
    except (pa.ArrowException, OverflowError):
        for name in chosen.columns:
            _check_one_kind(chosen.select(name), name, name in figures)
        raise


def _check_one_kind(column: Any, name: str, figure: bool) -> None:
    import pyarrow as pa

    try:
        column.to_arrow()
    except (pa.ArrowException, OverflowError):
        if not figure:
            raise BadLabels(name, "values of several kinds, such as text beside numbers") from None
        rows = [row for row, value in enumerate(column[name].to_list(), start=1) if isinstance(value, str)]
        raise BadNumbers(name, rows, len(rows), *NOT_NUMBERS) from None


def _known(table: pa.Table, ours: Mapping[str, str], figures: Sequence[str]) -> pa.Table:
    """The columns under their own names, with no total where a part of it is blank."""
    import pyarrow as pa
    import pyarrow.compute as pc

    made = {name: table[own] for name, own in ours.items() if name not in figures}
    for name in figures:
        blank = pc.fill_null(table[f"blank_{ours[name]}"], True)
        made[name] = pc.if_else(blank, None, table[f"sum_{ours[name]}"])
    return pa.table(made)
