"""Series over time, one a group, laid out on one regular grid so that a missing month stays to be seen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evenground.analysis.change.calendar import Calendar, calendar_of
from evenground.analysis.errors import OutOfRange, PointTwice, UnknownGroup
from evenground.analysis.frames import Floats, Grouped, Named, Positions, read, written

if TYPE_CHECKING:
    import pyarrow as pa

Truths = NDArray[np.bool_]
When = Any  # a time or several, for all groups alike or by group: {group: times}

NO_FIGURE = "No figure for this time."


@dataclass(frozen=True)
class Series:
    """Figures of every group over time.

    Attributes
    ----------
    grouped
        The rows and their groups.
    times
        Every point of the grid, first to last, as the column writes them.
    keys
        The same as whole numbers (months, days or steps).
    at
        The point of each row.
    """

    grouped: Grouped
    calendar: Calendar
    times: tuple[Any, ...]
    keys: tuple[int, ...]
    at: Positions

    @property
    def shape(self) -> tuple[int, int]:
        return self.grouped.groups, len(self.times)

    @property
    def column(self) -> str:
        return self.calendar.column

    def matrix(self, role: str) -> Floats:
        """Lay a role out as groups × points, not-a-number where there is no figure."""
        made = np.full(self.shape, np.nan)
        made[self.grouped.of, self.at] = self.grouped[role]
        return made

    def point(self, when: Any, option: str) -> int:
        """Give the first point not before a time.

        Raises
        ------
        OutOfRange
            When the series ends before it, or begins after it.
        """
        key = self.calendar.place_of(when)
        if not self.keys or not self.keys[0] <= key <= self.keys[-1]:
            span = f"within the series ({self.times[0]} to {self.times[-1]})" if self.times else "within a series"
            raise OutOfRange(option, when, span)
        return bisect_left(self.keys, key)

    def marks(self, told: When, option: str) -> Truths:
        """Where the times told of fall, groups × points: the same for all groups, or by group."""
        marked = np.zeros(self.shape, dtype=bool)
        if isinstance(told, Mapping):
            for label, whens in told.items():
                marked[self.group(label), [self.point(when, option) for when in _each(whens)]] = True
        elif told is not None:
            marked[:, [self.point(when, option) for when in _each(told)]] = True
        return marked

    def group(self, label: Any) -> int:
        """Give the number of a group from its label, or from a tuple of labels where several columns name it."""
        labels = self.labels()
        wanted = tuple(written(part) for part in (label if isinstance(label, tuple) else (label,)))
        if wanted not in labels:
            raise UnknownGroup(", ".join(wanted), [", ".join(one) for one in labels])
        return labels.index(wanted)

    def labels(self) -> list[tuple[str, ...]]:
        """The labels of every group."""
        return labels_of(self.grouped)

    def spread(self) -> tuple[Positions, dict[str, pa.Array]]:
        """The group of each point of each group, and the column of times, as `Figures` takes them."""
        import pyarrow as pa

        groups, points = self.shape
        of = np.repeat(np.arange(groups), points)
        return of, {self.column: pa.array(self.times).take(pa.array(np.tile(np.arange(points), groups)))}


def _each(told: Any) -> Iterable[Any]:
    """One time may be given without a list around it."""
    return told if isinstance(told, Iterable) and not isinstance(told, str) else [told]


def labels_of(grouped: Grouped) -> list[tuple[str, ...]]:
    """The labels of every group as text."""
    columns = [[written(value) for value in key.to_pylist()] for key in grouped.keys.values()]
    return list(zip(*columns, strict=True)) if columns else [()] * grouped.groups


def read_series(
    data: Any,
    *,
    time: str,
    by: Named = None,
    numbers: Mapping[str, str | None],
    not_negative: Sequence[str] = (),
) -> Series:
    """Read series over time, one row a point.

    Parameters
    ----------
    data
        A data frame of any kind, in any order of rows.
    time
        Column of dates, ISO text (“2016-04”, “2016-04-01”), year and month as a number (201604) or whole numbers.
    by, numbers, not_negative
        See `read`.

    Raises
    ------
    UnreadableTimes, PointTwice
    """
    grouped = read(data, by=by, within={"time": time}, numbers=numbers, not_negative=not_negative)
    labels = grouped.labels["time"]
    grouped.check("time", labels.codes < 0, "blank", "Say when each figure was, or leave these rows out.")
    calendar = calendar_of(labels.values, column=time, ordered=labels.ordered)
    own = [calendar.place_of(value) for value in labels.values]
    keys = calendar.grid(own)
    places = np.searchsorted(np.array(keys, dtype=np.int64), np.array(own, dtype=np.int64))
    at = places[labels.codes] if len(places) else np.zeros(0, dtype=np.int64)
    written = dict(zip(own, labels.values, strict=True))
    times = tuple(written[key] if key in written else calendar.back(key) for key in keys)
    _check_once(grouped, at, times)
    return Series(grouped, calendar, times, tuple(keys), at)


def _check_once(grouped: Grouped, at: Positions, times: Sequence[Any]) -> None:
    if not len(at):
        return
    cells = np.bincount(grouped.of * len(times) + at)
    if cells.max() > 1:
        group, point = divmod(int(np.argmax(cells > 1)), len(times))
        raise PointTwice(", ".join(labels_of(grouped)[group]), times[point])
