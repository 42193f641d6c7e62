"""Fifths, tenths and the like: areas put in order of a score, within any geography."""

from __future__ import annotations

from typing import Any

import numpy as np

from evenground.analysis.errors import ColumnTwice, OutOfRange
from evenground.analysis.frames import Floats, Frame, Grouped, Named, Words, read
from evenground.analysis.frames.collecting import frame_of
from evenground.analysis.frames.writing import as_given
from evenground.analysis.stats.options import check_whole


def quantiles(
    data: Frame,
    *,
    score: str,
    groups: int = 5,
    by: Named = None,
    highest_first: bool = True,
    name: str = "quantile",
    note: str = "quantile note",
) -> Frame:
    """Put every area into one of so many groups by its score: 1 for the highest scores.

    Parameters
    ----------
    data
        Any data frame, one row an area.
    score
        Column of scores, such as that of deprivation.
    groups
        5 for fifths, 10 for tenths.
    by
        Column or columns of the geography within which areas are put in order; left out, all together.
    highest_first
        Whether 1 holds the highest scores (the most deprived, by a deprivation score) or the lowest.
    name, note
        What to call the two columns added.

    Returns
    -------
    The same rows with two columns more: the quantile, missing where there is none, and why. Areas of the same score
    go together, to the end of the better rank; a geography with fewer areas than groups has no quantiles.

    Raises
    ------
    MissingColumn, BadNumbers, ColumnTwice, OutOfRange
        `ColumnTwice` where the data have a column called ``name`` or ``note`` already.

    Examples
    --------
    >>> import pyarrow as pa
    >>> data = pa.table({"area": list("ABCDEFG"), "score": [9, 8, 7, 7, 3, 2, 1]})
    >>> quantiles(data, score="score", groups=3)["quantile"].to_pylist()
    [1, 1, 1, 1, 2, 3, 3]

    References
    ----------
    Public Health England. Technical guide: assigning deprivation categories. Fingertips.
    """
    check_whole("groups", groups, least=2)
    for option, called in (("name", name), ("note", note)):
        if not isinstance(called, str):
            raise OutOfRange(option, called, "a text, the name of a new column")
    rows = _in_memory(data)
    grouped = read(rows.to_native(), by=by, numbers={"score": score})
    for column in (name, note):
        if column in rows.columns or name == note:
            raise ColumnTwice(column)
    given, words = _allotted(grouped, groups, highest_first)
    made = _with(rows, name, given, note, words)
    return made.to_native() if rows.to_native() is data else as_given(made.to_arrow(), data)


def _allotted(grouped: Grouped, groups: int, highest_first: bool) -> tuple[Floats, Words]:
    scores = grouped["score"]
    there = ~np.isnan(scores)
    areas = grouped.sum(there.astype(float))[grouped.of].astype(np.int64)
    rank = _ranks(np.where(there, scores if not highest_first else -scores, np.inf), grouped.of)
    # Public Health England’s rule, in whole numbers: floor((k + 1) − ceil((N + 1 − rank) / (N / k))), where 0 means 1.
    above = -(-(areas + 1 - rank) * groups // np.maximum(areas, 1))
    made = np.maximum(groups + 1 - above, 1)
    words = Words(len(scores))
    words.say(~there, "There is no score.")
    words.say(there & (areas < groups), f"There are fewer than {groups} areas to put into {groups} groups.")
    return np.where(there & (areas >= groups), made, np.nan), words


def _ranks(values: Floats, of: Any) -> Any:
    """Rank within the group from 1, the lowest first; equal values share the best rank."""
    order = np.lexsort((values, of))
    v, g = values[order], of[order]
    place = np.arange(len(v))
    starts = np.ones(len(v), dtype=bool)
    starts[1:] = g[1:] != g[:-1]
    fresh = starts.copy()
    fresh[1:] |= v[1:] != v[:-1]
    first = np.maximum.accumulate(np.where(starts, place, 0)) if len(v) else place
    best = np.maximum.accumulate(np.where(fresh, place, 0)) if len(v) else place
    rank = np.empty(len(v), dtype=np.int64)
    rank[order] = best - first + 1
    return rank


def _in_memory(data: Any) -> Any:
    """The data, fetched once where they live elsewhere: rows of a database have no order of their own."""
    frame = frame_of(data)
    return frame if not hasattr(frame, "collect") else frame.collect(backend="pyarrow")


def _with(rows: Any, name: str, given: Floats, note: str, words: Words) -> Any:
    """The rows as they came, with two columns more; a frame in memory keeps its index and types."""
    import narwhals as nw
    import pyarrow as pa

    number = pa.array(given, from_pandas=True).cast(pa.int64())
    added = nw.from_arrow(pa.table({name: number, note: words.arrow()}), backend=rows.implementation)
    return rows.with_columns(added[name], added[note])
