"""Units followed over time, some of which were changed at one time and others never."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from evenground.analysis.change.series import Series, Truths, read_series
from evenground.analysis.errors import StaggeredStart
from evenground.analysis.frames import Floats, Grouped, Positions
from evenground.analysis.frames.coding import coded, groups, indices


@dataclass(frozen=True)
class Panel:
    """Units × points, with the group of each unit.

    Attributes
    ----------
    y, seen
        Figures, and where there are any.
    grouped
        The groups the units belong to.
    of
        The group of each unit.
    changed
        Units that were changed at some time.
    start
        The first point under the change, one a group; -1 in a group where nobody was changed.
    """

    series: Series
    y: Floats
    seen: Truths
    grouped: Grouped
    of: Positions
    changed: Truths
    start: Positions

    @property
    def after(self) -> Truths:
        """Units × points that are under the change."""
        points = np.arange(self.y.shape[1])
        return self.changed[:, None] & (points >= self.start[self.of][:, None])

    def units(self, which: Truths | None = None) -> Floats:
        """Units of each group that have a figure, all or some of them."""
        there = self.seen.any(axis=1)
        return self.sum(np.asarray(there if which is None else there & which, dtype=float))

    def sum(self, each: Floats) -> Floats:
        """Sum over the units of each group."""
        return np.bincount(self.of, weights=each, minlength=self.grouped.groups).astype(float)


def read_panel(data: Any, *, value: str, unit: str, time: str, treated: str, keys: list[str]) -> Panel:
    """Read a panel.

    Raises
    ------
    StaggeredStart
        When units of one group began at different times.
    BadNumbers
        When ``treated`` is not 0 or 1, or goes back to 0.
    """
    series = read_series(data, time=time, by=[*keys, unit], numbers={"value": value, "treated": treated})
    mend = "Write 1 for rows of a unit under the change and 0 for all others."
    told = series.grouped["treated"]
    series.grouped.check("treated", ~np.isin(told, (0, 1)), "not 0 or 1", mend)
    grouped, of = _groups(series.grouped, keys)
    under = series.matrix("treated")
    changed = (under == 1).any(axis=1)
    last_without, first_with = _around(series, under)
    start = _starts(series, of, grouped.groups, changed, last_without, first_with)
    y = series.matrix("value")
    return Panel(series, y, ~np.isnan(y), grouped, of, changed, start)


def _groups(units: Grouped, keys: list[str]) -> tuple[Grouped, Positions]:
    of, first = groups([coded(units.keys[name], name)[0] for name in keys], units.groups)
    kept = {name: units.keys[name].take(indices(first)) for name in keys}
    return replace(units, keys=kept, groups=len(first) if keys else 1), of


def _around(series: Series, under: Floats) -> tuple[Positions, Positions]:
    """The last point of each unit known to be before the change, and the first known to be after it."""
    points = np.arange(under.shape[1])
    last = np.where(under == 0, points, -1).max(axis=1, initial=-1)
    first = np.where(under == 1, points, under.shape[1]).min(axis=1, initial=under.shape[1])
    back = (first < under.shape[1]) & (last > first)
    again = back[series.grouped.of] & (series.grouped["treated"] == 0) & (series.at > first[series.grouped.of])
    mend = "A unit that stops again cannot be compared in this way: leave out its rows from then on."
    series.grouped.check("treated", again, "0 again after 1", mend)
    return last, first


def _starts(
    series: Series, of: Positions, many: int, changed: Truths, last_without: Positions, first_with: Positions
) -> Positions:
    """One start a group. A unit with a blank month at the start is given the benefit of the doubt."""
    latest, soonest = np.full(many, -1), np.full(many, series.shape[1])
    np.maximum.at(latest, of[changed], last_without[changed] + 1)
    np.minimum.at(soonest, of[changed], first_with[changed])
    some = soonest < series.shape[1]
    staggered = some & (latest > soonest)
    if staggered.any():
        starts = np.unique(first_with[changed & staggered[of]])
        raise StaggeredStart([series.times[point] for point in starts])
    return np.where(some, soonest, -1)
