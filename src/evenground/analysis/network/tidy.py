"""One indicator with what it rests on, and many of them in the library's one shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Any, Final

import numpy as np

from evenground.analysis.frames import Figures, Frame, Grouped, Words, write
from evenground.analysis.network.ties import Network

BOUNDS: Final = "limits hold whatever those who did not answer would have said"
_CERTAIN: Final = 1.0  # these limits are no interval of chance: the value is between them


@dataclass(frozen=True)
class Indicator:
    """A figure, the least and most it can be with the answers that are missing, and how many of what it is of."""

    measure: str
    value: float
    lower: float = nan
    upper: float = nan
    n: float = nan
    of: str = "people"
    note: str = ""
    method: str = ""
    count: float = nan  # people or ties behind the figure, where it is a share of them


def share(measure: str, part: float, whole: float, *, of: str, lower: float = nan, upper: float = nan, note: str = "",
          method: str = "") -> Indicator:  # fmt: skip
    """A share, with its denominator; without limits given, missing answers leave none."""
    value = part / whole if whole else nan
    least, most = (value if isnan(limit) else limit for limit in (lower, upper))
    return Indicator(
        measure, value, least, most, whole, of, note or ("" if whole else f"There are no {of}."), method, part
    )


def tidy(network: Network, found: Sequence[Indicator]) -> Any:
    """Write indicators in the one shape, with columns for what ``n`` counts, the share who answered and the count."""
    note, method = Words(len(found)), Words(len(found))
    for i, one in enumerate(found):
        here = np.arange(len(found)) == i
        for words, text in ((note, one.note), (method, one.method or _method(network, one))):
            if text:
                words.say(here, text)
    import pyarrow as pa

    figures = Figures(
        "",
        [one.value for one in found],
        [one.lower for one in found],
        [one.upper for one in found],
        n=[one.n for one in found],
        note=note,
        method=method,
        at={
            "indicator": pa.array([one.measure for one in found], pa.string()),
            "of": pa.array([one.of for one in found], pa.string()),
            "count": pa.array([one.count for one in found], pa.float64(), from_pandas=True),
            "response": pa.array([network.response] * len(found), pa.float64(), from_pandas=True),
        },
    )
    table: Any = write(_grouped(len(found), {}, _arrow()), figures, level=_CERTAIN)
    place = table.column_names.index("measure")
    table = table.set_column(place, "measure", table["indicator"]).drop_columns(["indicator"])
    return _like(network, table)


def tidy_people(network: Network, people: Sequence[str], *figures: Figures) -> Any:
    """Write figures of single people, one row a person and measure."""
    import pyarrow as pa

    made: Any = write(
        _grouped(len(people), {"person": pa.array(list(people), pa.string())}, _arrow()), *figures, level=_CERTAIN
    )
    return _like(network, made)


def as_like(network: Network, columns: Mapping[str, Any]) -> Any:
    """A plain table of the kind of data frame that the network was read from."""
    import pyarrow as pa

    return _like(network, pa.table(dict(columns)))


def _method(network: Network, one: Indicator) -> str:
    return "" if isnan(one.lower) or network.answered.all() else BOUNDS


def _grouped(groups: int, keys: Mapping[str, Any], source: Frame) -> Grouped:
    return Grouped(keys, groups, np.arange(groups), {}, {}, {}, source)


def _arrow() -> Any:
    import pyarrow as pa

    return pa.table({})


def _like(network: Network, table: Any) -> Any:
    from evenground.analysis.frames.writing import as_given

    return table if network.like is None else as_given(table, network.like)
