"""Count events by group where the data are, and set them beside the people they could have happened to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evenground.analysis.errors import BadLabels
from evenground.analysis.frames import Frame
from evenground.analysis.frames.collecting import check_columns, check_once, frame_of
from evenground.analysis.frames.writing import as_given


def count_events(events: Any, *, by: Sequence[str], populations: Frame, population: str, count: str = "count") -> Frame:
    """Count rows by group, with the people of each group beside them.

    A group in which nothing happened has a row with 0. Events of a group that has no people in ``populations`` are kept,
    with a blank population, so that they cannot vanish unseen.

    Parameters
    ----------
    events
        One row an event: any data frame. A database or cluster counts where the data are.
    by
        Columns that both tables have: area, age band, sex, fifth.
    populations
        People by the same columns, one row a group or several to be added up.
    population
        Its column of people.
    count
        What to call the column of counts.

    Returns
    -------
    A frame of the kind of ``populations`` with the columns ``by``, ``count`` and ``population``, sorted by ``by``.

    Raises
    ------
    NotATable, MissingColumn, ColumnTwice
    BadLabels
        When a column of groups holds numbers in one table and text in the other.

    Examples
    --------
    >>> import pyarrow as pa
    >>> visits = pa.table({"area": ["N", "N", "X"]})
    >>> people = pa.table({"area": ["N", "S"], "people": [100, 90]})
    >>> count_events(visits, by=["area"], populations=people, population="people").to_pylist()
    [{'area': 'N', 'count': 2, 'people': 100.0}, {'area': 'S', 'count': 0, 'people': 90.0}, {'area': 'X', 'count': 1, 'people': None}]
    """
    import narwhals as nw

    keys = list(by)
    check_once([*keys, count, population])
    happened, people = frame_of(events), frame_of(populations)
    check_columns(happened, keys)
    check_columns(people, [*keys, population])
    _check_alike(happened, people, keys)
    if happened.implementation.is_ibis():
        return as_given(_in_engine(events, keys, people, population, count), populations)
    counted = _fetched(happened.group_by(keys).agg(nw.len().alias(count)))
    living = _fetched(
        people.with_columns(nw.col(population).cast(nw.Float64())).group_by(keys).agg(nw.col(population).sum())
    )
    both = living.join(counted, on=keys, how="full", suffix=" (events)")
    matched = [nw.coalesce(key, f"{key} (events)").alias(key) for key in keys]
    made = both.with_columns(*matched, nw.col(count).fill_null(0).cast(nw.Int64())).select(*keys, count, population)
    return as_given(made.sort(keys).to_arrow(), populations)


def _check_alike(events: Any, people: Any, keys: Sequence[str]) -> None:
    """A group written “1” in one table and 1 in the other would match nothing."""
    one, other = events.collect_schema(), people.collect_schema()
    for key in keys:
        if one[key].is_numeric() != other[key].is_numeric():
            raise BadLabels(key, "numbers in one of the two tables and something else in the other")


def _in_engine(events: Any, keys: Sequence[str], people: Any, population: str, count: str) -> Any:
    """Count, add up and match in one query: only the result travels."""
    import ibis

    counted = events.group_by(keys).aggregate(**{count: events.count()})
    there = ibis.memtable(_fetched(people.select(*keys, population)).to_native())
    living = there.group_by(keys).aggregate(**{population: there[population].cast("float64").sum()})
    both = living.outer_join(counted, keys, rname="{name} (events)")
    matched = {key: both[key].coalesce(both[f"{key} (events)"]) for key in keys}
    found = both.select(**matched, **{count: both[count].fill_null(0).cast("int64"), population: both[population]})
    return found.order_by(keys).to_pyarrow()


def _fetched(frame: Any) -> Any:
    """A small result in memory, as an Arrow table with plain text for labels, so that two of them can be matched."""
    import narwhals as nw
    import pyarrow as pa

    table = (frame.collect(backend="pyarrow") if isinstance(frame, nw.LazyFrame) else frame).to_arrow()
    plain = [pa.field(one.name, _plain(one.type)) for one in table.schema]
    return nw.from_native(table.cast(pa.schema(plain)))


def _plain(kind: Any) -> Any:
    import pyarrow as pa

    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.string() if pa.types.is_large_string(inner) or pa.types.is_string_view(inner) else inner
