"""Limits of the slope and relative index from many draws of the strata, as the PHE tool makes them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from evenground.analysis.equity.slope_fits import Found, logistic, on_scale, weights_of_the_line
from evenground.analysis.equity.strata import Strata
from evenground.analysis.frames import Floats
from evenground.analysis.stats.limits import z_for
from evenground.analysis.stats.options import check_whole
from evenground.analysis.stats.recovery import Interval

FEWEST: Final = 1_000
_AT_ONCE: Final = 8192  # draws worked on at a time: they stay in the memory of the processor itself


def redrawn(strata: Strata, found: Found, scale: str, *, draws: int, seed: int, level: float) -> Found:
    """Replace the limits by those of drawn figures: every quantile anew, the line laid again, positions in order.

    All groups use the same standard normal numbers, each in its own way: their limits are as good as with numbers of
    their own, and the whole is a matrix product a group. Single precision is ten thousand times finer than the chance
    in the limits.

    Raises
    ------
    OutOfRange
        With fewer than 1,000 draws.
    """
    check_whole("draws", draws, least=FEWEST)
    check_whole("seed", seed, least=0)
    normals = np.random.default_rng(seed).standard_normal((len(strata.labels), draws), dtype=np.float32)
    drawer = _Drawer(strata, scale, normals, level)
    groups = np.flatnonzero(~np.isnan(found.difference[1]) & ~found.fits.likelihood)
    limits = np.full((4, strata.grouped.groups), np.nan)
    for group in groups:  # a hundred thousand draws each: the loop costs nothing beside them
        limits[:, group] = drawer.limits(int(group))
    return Found(
        found.fits,
        (_with(found.difference[0], limits[:2], groups), found.difference[1]),
        (_with(found.ratio[0], limits[2:], groups), found.ratio[1]),
    )


def _with(gap: Interval, limits: Any, groups: Any) -> Interval:
    lower, upper = gap.lower.copy(), gap.upper.copy()
    known = groups[~np.isnan(gap.value[groups])]
    lower[known], upper[known] = limits[0][known], limits[1][known]
    return Interval(gap.value, lower, upper)


class _Drawer:
    """Draws the strata of some groups and gives the limits of both indices."""

    def __init__(self, strata: Strata, scale: str, normals: Any, level: float) -> None:
        self.centre, self.spread, self.back = _drawn_on(strata, scale, level)
        zero = strata.there & (strata.value <= 0) & (scale == "identity") & (strata.kind != "mean")
        self.zero_se = np.where(zero, strata.filled(strata.se), 0.0).astype(np.float32)
        self.centre, self.spread = self.centre.astype(np.float32), self.spread.astype(np.float32)
        to_a, to_b = weights_of_the_line(strata)
        self.ends = np.stack([to_a, to_a + to_b], axis=1).astype(np.float32)
        self.normals, self.scale, self.multiplier = normals, scale, np.float32(strata.multiplier)
        n, tail = normals.shape[1], (1 - level) / 2
        # Held once and used again for every group: asking for memory a thousand times costs more than the drawing.
        self.figures = np.empty((len(normals), _AT_ONCE), dtype=np.float32)
        self.drawn, self.ratio = np.empty((2, n), dtype=np.float32), np.empty(n, dtype=np.float32)
        self.places = [max(round(n * tail) - 1, 0), min(round(n * (1 - tail)) - 1, n - 1)]

    def limits(self, group: int) -> list[float]:
        """Lower and upper of the difference, then of the ratio."""
        (least, most), ratio = self.drawn, self.ratio
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            for i in range(0, self.normals.shape[1], _AT_ONCE):
                self._draw(group, slice(i, i + _AT_ONCE))
            np.divide(most, least, out=ratio)
            ratio[least <= 0] = np.inf  # a least of zero or below stands for a ratio without end
            most -= least
        most.sort()
        ratio.sort()
        return [*most[self.places].tolist(), *ratio[self.places].tolist()]

    def _draw(self, group: int, block: slice) -> None:
        """Lay the line through some of the draws, and keep its value at both ends."""
        normals, ends = self.normals[:, block], self.drawn[:, block]
        figures = self.figures[:, : normals.shape[1]]
        np.multiply(normals, self.spread[group][:, None], out=figures)
        figures += self.centre[group][:, None]
        self._turn_back(figures, self.back)
        for s in np.flatnonzero(self.zero_se[group]):
            figures[s] = np.abs(normals[s]) * self.zero_se[group, s]
        np.matmul(self.ends[group], figures, out=ends)
        self._turn_back(ends, {"identity": "", "log": "exp", "logit": "logistic"}[self.scale], self.multiplier)

    def _turn_back(self, figures: Any, how: str, times: Any = None) -> None:
        if how == "exp":
            np.exp(figures, out=figures)
        elif how == "logistic":
            figures[...] = logistic(figures)
            times = self.multiplier
        if how and times is not None:
            figures *= times


def _drawn_on(strata: Strata, scale: str, level: float) -> tuple[Floats, Floats, str]:
    """Centre and spread of the normal each figure is drawn from, and the way back to the scale of the fit."""
    if scale != "identity":
        y, se = on_scale(strata, scale)
        return strata.filled(y), strata.filled(se), ""
    if strata.kind == "mean":
        return strata.filled(strata.value), strata.filled(strata.se), ""
    to_log = strata.kind == "rate"
    times = 1.0 if to_log else strata.multiplier
    with np.errstate(divide="ignore", invalid="ignore"):
        value, low, high = (part / times for part in strata.interval)
        y, low, high = (np.log(part) if to_log else np.log(part / (1 - part)) for part in (value, low, high))
        delta = strata.se / times / (value if to_log else value * (1 - value))
        se = (high - low) / (2 * z_for(level))
    se = np.where(np.isfinite(se), se, delta)
    fine = strata.there & np.isfinite(y) & np.isfinite(se)
    return np.where(fine, y, 0.0), np.where(fine, se, 0.0), "exp" if to_log else "logistic"
