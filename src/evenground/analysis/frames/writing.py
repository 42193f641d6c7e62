"""One shape for every result, in a data frame of the kind the data came in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from numpy.typing import ArrayLike

from evenground.analysis.frames.reading import Frame, Grouped
from evenground.analysis.frames.words import Words

if TYPE_CHECKING:
    import pyarrow as pa

SHAPE: Final = ("measure", "estimate", "lower", "upper", "se", "level", "method", "n", "note", "direction")
_NO_FIGURE: Final = "It cannot be worked out from these figures."


@dataclass(frozen=True)
class Figures:
    """One measure of every group (or of every point of every group), ready to be written.

    Parameters
    ----------
    measure
        What it is, in words: ``"crude rate"``.
    estimate, lower, upper, se
        One value a group; not-a-number where there is none. Left out, there are none.
    n
        What the figure rests on: people, observations or strata, as the measure says.
    method, note, direction
        The same text for all, or `Words` by group.
    of
        The group of each figure, where there is not just one a group.
    at
        Further columns that say which point of a group it is: ``{"month": …}``, Arrow arrays or anything that makes one.
    """

    measure: str
    estimate: ArrayLike
    lower: ArrayLike | None = None
    upper: ArrayLike | None = None
    se: ArrayLike | None = None
    n: ArrayLike | None = None
    method: str | Words = ""
    note: str | Words = ""
    direction: str | Words = ""
    of: ArrayLike | None = None
    at: Mapping[str, Any] = field(default_factory=dict)


def write(grouped: Grouped, *figures: Figures, level: float, like: Frame | None = None) -> Frame:
    """Write figures in the one shape, groups in order and the measures of a group together.

    A group column that is called like one of ours comes back as “name (group)”.

    Returns
    -------
    A data frame of the kind of the data, with the group columns, those of ``at``, and `SHAPE`. A figure that could not
    be worked out is missing and its ``note`` says why.
    """
    import pyarrow as pa

    of = [_of(one, grouped) for one in figures]
    order = np.argsort(np.concatenate(of), kind="stable") if len(figures) > 1 else None
    tables = [_table(grouped, one, rows, level) for one, rows in zip(figures, of, strict=True)]
    table = pa.concat_tables(tables) if len(tables) > 1 else tables[0]
    if order is not None:
        table = table.take(pa.array(order))
    return as_given(table, grouped.source if like is None else like)


def _of(one: Figures, grouped: Grouped) -> Any:
    return np.arange(grouped.groups) if one.of is None else np.asarray(one.of, dtype=np.int64)


def _table(grouped: Grouped, one: Figures, of: Any, level: float) -> pa.Table:
    import pyarrow as pa

    rows = len(of)
    estimate = np.asarray(one.estimate, dtype=float)
    plain = one.of is None
    columns = {group_name(name): key if plain else key.take(pa.array(of)) for name, key in grouped.keys.items()}
    columns |= {_beside(group_name(name), columns): values for name, values in one.at.items()}
    numbers = {"estimate": estimate, "lower": one.lower, "upper": one.upper, "se": one.se}
    shown = {name: _numbers(values, rows) for name, values in numbers.items()}
    columns |= {"measure": pa.repeat(one.measure, rows), **shown, "level": pa.repeat(float(level), rows)}
    columns |= {"method": _texts(one.method, rows), "n": _numbers(one.n, rows)}
    columns |= {"note": _explained(one.note, estimate, rows), "direction": _texts(one.direction, rows)}
    return pa.table(columns)


def group_name(name: str) -> str:
    """Give a group column a name of its own beside ours."""
    return f"{name} (group)" if name in SHAPE else name


def _beside(name: str, taken: Collection[str]) -> str:
    return name if name not in taken else _beside(f"{name} (point)", taken)


def _numbers(values: ArrayLike | None, rows: int) -> pa.Array:
    import pyarrow as pa

    if values is None:
        return pa.nulls(rows, pa.float64())
    numbers = np.broadcast_to(np.asarray(values, dtype=float), (rows,))
    return pa.array(numbers, from_pandas=True)


def _texts(text: str | Words, rows: int) -> pa.Array:
    import pyarrow as pa

    return pa.repeat(text, rows) if isinstance(text, str) else text.arrow()


def _explained(note: str | Words, estimate: Any, rows: int) -> pa.Array:
    """Never a figure missing without a word."""
    missing = np.isnan(estimate)
    if not missing.any():
        return _texts(note, rows)
    words = Words(rows, note) if isinstance(note, str) else note
    words.say(missing & words.silent, _NO_FIGURE)
    return words.arrow()


def as_given(table: pa.Table, source: Frame) -> Frame:
    """Turn an Arrow table into the kind of frame the data came in."""
    return cast("Frame", _of_kind(table, source))


def _of_kind(table: pa.Table, source: Any) -> Any:
    import narwhals as nw

    kind = nw.from_native(source).implementation
    if kind.is_pyarrow():
        return table
    if kind.is_pandas():
        return table.to_pandas()
    if kind.is_polars():
        import polars as pl

        made = pl.DataFrame(table)
        return made.lazy() if isinstance(source, pl.LazyFrame) else made
    return _in_engine(table, source, kind)


def _in_engine(table: pa.Table, source: Any, kind: Any) -> Any:
    if kind.is_duckdb():
        import duckdb

        return duckdb.from_arrow(table)
    if kind.is_ibis():
        import ibis

        return ibis.memtable(table)
    if kind.is_pyspark():
        return source.sparkSession.createDataFrame(table)
    return _through_arrow(table, source)


def _through_arrow(table: pa.Table, source: Any) -> Any:
    """Any other kind that Narwhals knows (Modin, cuDF): through its own reader of Arrow tables."""
    import narwhals as nw

    return nw.DataFrame.from_arrow(table, backend=nw.from_native(source).implementation).to_native()
