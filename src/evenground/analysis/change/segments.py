"""The design of a segmented regression: two lines that meet, or do not, at an interruption, and a season."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from evenground.analysis.change.series import Series, Truths
from evenground.analysis.errors import OutOfRange, UnknownChoice
from evenground.analysis.frames import Floats, Positions
from evenground.analysis.stats.options import check_whole


@dataclass(frozen=True)
class Segments:
    """One design a series.

    Attributes
    ----------
    x
        Series × points × coefficients: level, slope, level change, slope change, and those of the season.
    used, after
        Series × points: those fitted, and those after the interruption.
    ahead
        Steps after the first point to the horizon, one a series.
    season
        Season of the horizon, series × coefficients of the season.
    """

    x: Floats
    used: Truths
    after: Truths
    ahead: Floats
    season: Floats

    def directions(self) -> dict[str, Floats]:
        """The combinations of coefficients that are of interest, by name."""
        nothing, one, h = np.zeros_like(self.ahead), np.ones_like(self.ahead), self.ahead

        def along(*parts: Floats, season: bool = False) -> Floats:
            return np.column_stack([*parts, self.season if season else np.zeros_like(self.season)])

        return {
            "level change": along(nothing, nothing, one, nothing),
            "slope before": along(nothing, one, nothing, nothing),
            "slope change": along(nothing, nothing, nothing, one),
            "slope after": along(nothing, one, nothing, one),
            "effect at the horizon": along(nothing, nothing, one, h),
            "with the change": along(one, h, one, h, season=True),
            "without the change": along(one, h, nothing, nothing, season=True),
        }


def segments(
    series: Series,
    *,
    at: Any,
    lag: int,
    washout: int,
    season: str | None,
    harmonics: int,
    cycle: int | None,
    horizon: int | None,
) -> Segments:
    """Lay out the design; see `interrupted` for the options."""
    for option, given in (("lag", lag), ("washout", washout), ("horizon", 0 if horizon is None else horizon)):
        check_whole(option, given, least=0, unit=" of steps")
    start = _starts(series, at) + lag
    points = np.arange(series.shape[1])
    since = points - (start + washout)[:, None]
    after = since >= 0
    used = after | (points < start[:, None])
    ahead = (len(points) - 1 - (start + washout) if horizon is None else np.full(len(start), horizon)).astype(float)
    lines = np.stack([np.ones_like(since), since, after, since * after], axis=2).astype(float)
    yearly = _season(series, season, harmonics, cycle)
    turns = yearly(np.broadcast_to(points, series.shape).astype(float))
    there = yearly((start + washout + ahead)[:, None])[:, 0]
    return Segments(np.concatenate([lines, turns], axis=2), used, after, ahead, there)


def _starts(series: Series, at: Any) -> Positions:
    if not isinstance(at, Mapping):
        return np.full(series.shape[0], series.point(at, "at") if series.shape[0] and series.times else 0)
    starts = {series.group(label): series.point(when, "at") for label, when in at.items()}
    left_out = [", ".join(label) for group, label in enumerate(series.labels()) if group not in starts]
    if left_out:
        raise UnknownChoice("at", ", ".join(left_out[:5]), ["a time for every series"])
    return np.array([starts[group] for group in range(series.shape[0])], dtype=np.int64)


def _season(series: Series, season: str | None, harmonics: int, cycle: int | None) -> Any:
    """Give a function from places on the grid to coefficients of the season."""
    if season not in (None, "fourier", "month"):
        raise UnknownChoice("season", season, ["fourier", "month"])
    if season is None:
        return lambda place: np.zeros((*place.shape, 0))
    turn = _cycle(series, cycle)
    if season == "month":
        # The first point of the cycle is the level itself.
        return lambda place: (place[..., None] % turn == np.arange(1, turn)).astype(float)
    check_whole("harmonics", harmonics, least=1)
    if harmonics > (turn - 1) // 2:
        raise OutOfRange("harmonics", harmonics, f"from 1 to {(turn - 1) // 2} in a cycle of {turn}")
    angles = 2 * np.pi * np.arange(1, harmonics + 1) / turn
    return lambda place: np.concatenate([np.sin(place[..., None] * angles), np.cos(place[..., None] * angles)], axis=-1)


def _cycle(series: Series, cycle: int | None) -> int:
    step = series.keys[1] - series.keys[0] if len(series.keys) > 1 else 1
    if cycle is None and series.calendar.unit == "month" and 12 % step == 0:
        cycle = 12 // step
    if not isinstance(cycle, int) or cycle < 2:
        raise OutOfRange("cycle", cycle, "the number of points a year, at least 2")
    return cycle
