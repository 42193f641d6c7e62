"""How far apart the figures of strata lie: each measure with its gradient, on arrays of … × strata.

``y`` holds the figures, ``p`` the shares of the population (0 where a stratum has no figure). The gradient of a measure
is its rate of change with each figure; the delta method takes its standard error from that, so estimate and standard
error are on one scale whatever the measure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenground.analysis.frames import Floats

Pair = tuple[Floats, Floats]


@dataclass(frozen=True)
class Given:
    """Figures, shares, whether each stratum is there (1 or 0), and the place of the best and of the reference (1 or 0)."""

    y: Floats
    p: Floats
    there: Floats
    best: Floats
    reference: Floats
    floor: Floats  # what a figure of zero is taken as where a logarithm is needed for its gradient

    @property
    def mean(self) -> Floats:
        return (self.p * self.y).sum(axis=-1, keepdims=True)

    @property
    def even(self) -> Floats:
        """The same weight for every stratum."""
        return self.there / np.maximum(self.there.sum(axis=-1, keepdims=True), 1)


def variance(g: Given) -> Pair:
    """Between-group variance: Σ p (y − μ)²."""
    apart = g.y - g.mean
    return (g.p * apart**2).sum(axis=-1), 2 * g.p * apart


def deviation(g: Given) -> Pair:
    """Between-group standard deviation."""
    value, slope = variance(g)
    sd = np.sqrt(value)
    return sd, _over(slope, 2 * sd)


def variation(g: Given) -> Pair:
    """Coefficient of variation, per cent of the mean."""
    sd, slope = deviation(g)
    return _relative(sd, slope, g, 100.0)


def from_mean(g: Given, weights: Floats) -> Pair:
    """Mean distance from the average: Σ w |y − μ|."""
    sign = np.sign(g.y - g.mean)
    pull = weights * sign
    return (pull * (g.y - g.mean)).sum(axis=-1), pull - g.p * pull.sum(axis=-1, keepdims=True)


def from_point(g: Given, weights: Floats, at: Floats) -> Pair:
    """Mean distance from one stratum: Σ w |y − y*|."""
    base = (at * g.y).sum(axis=-1, keepdims=True)
    pull = weights * np.sign(g.y - base)
    return (pull * (g.y - base)).sum(axis=-1), pull - at * pull.sum(axis=-1, keepdims=True)


def disparity(g: Given, weights: Floats) -> Pair:
    """Index of disparity: mean distance from the average, per cent of it."""
    value, slope = from_mean(g, weights)
    return _relative(value, slope, g, 100.0)


def theil(g: Given) -> Pair:
    """Theil index: Σ p r ln r with r = y/μ; nothing is added by a figure of zero."""
    r = _over(g.y, g.mean[..., 0])
    logs = np.log(np.where(r > 0, r, 1.0))
    value = (g.p * r * logs).sum(axis=-1)
    floored = np.maximum(r, _over(g.floor, g.mean[..., 0]))
    steep = np.log(np.where((g.p > 0) & (floored > 0), floored, 1.0))
    return value, _over(g.p * (steep - value[..., None]), g.mean[..., 0])


def log_deviation(g: Given) -> Pair:
    """Mean log deviation: Σ p ln(μ/y); there is none where a figure is zero."""
    y = np.where(g.p > 0, g.y, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(g.mean[..., 0]) - (g.p * np.log(y)).sum(axis=-1)
        slope = g.p * (1 / g.mean - 1 / y)
    fine = (y > 0).all(axis=-1) & (g.mean[..., 0] > 0)
    return np.where(fine, value, np.nan), np.where(fine[..., None], slope, np.nan)


def _relative(value: Floats, slope: Floats, g: Given, times: float) -> Pair:
    """The same over the mean, whose own change is allowed for."""
    mean = g.mean[..., 0]
    made = _over(value[..., None], mean)[..., 0]
    return times * made, times * _over(slope - g.p * made[..., None], mean)


def _over(above: Floats, below: Floats) -> Floats:
    """… × strata divided by one value each; nothing where that is nothing, as a spread of nothing has."""
    under = below[..., None]
    blank = np.full(np.broadcast_shapes(above.shape, under.shape), np.nan)
    return np.divide(above, under, out=blank, where=under != 0)


MEASURES: Final[Mapping[str, Callable[[Given], Pair]]] = {
    "between-group variance": variance,
    "between-group standard deviation": deviation,
    "coefficient of variation (%)": variation,
    "mean difference from the best, weighted": lambda g: from_point(g, g.p, g.best),
    "mean difference from the best, unweighted": lambda g: from_point(g, g.even, g.best),
    "mean difference from the mean, weighted": lambda g: from_mean(g, g.p),
    "mean difference from the mean, unweighted": lambda g: from_mean(g, g.even),
    "mean difference from the reference, weighted": lambda g: from_point(g, g.p, g.reference),
    "mean difference from the reference, unweighted": lambda g: from_point(g, g.even, g.reference),
    "index of disparity (%), weighted": lambda g: disparity(g, g.p),
    "index of disparity (%), unweighted": lambda g: disparity(g, g.even),
    "Theil index": theil,
    "mean log deviation": log_deviation,
}
