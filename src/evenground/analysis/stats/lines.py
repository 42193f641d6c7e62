"""Straight lines fitted by weighted least squares to many groups of points at once; `line` has the same for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evenground.analysis.errors import UnknownChoice
from evenground.analysis.stats.limits import Floats

Positions = NDArray[np.int64]

ERRORS: Final = ("model", "hc1")
FEWEST: Final = 3


@dataclass(frozen=True)
class Lines:
    """``intercept + slope * x`` of every group, with variances; not-a-number where there is no line."""

    intercept: Floats
    slope: Floats
    var_intercept: Floats
    var_slope: Floats
    covariance: Floats
    points: Positions

    def at(self, x: float) -> Floats:
        """Fitted value."""
        return self.intercept + self.slope * x


def fit_all(of: Positions, groups: int, x: Floats, y: Floats, weights: Floats, *, errors: str = "model") -> Lines:
    """Fit a line to the points of each group, by sums over groups.

    Parameters
    ----------
    of, groups
        Group of each point, and how many groups there are.
    x, y, weights
        One value a point; the variance of ``y`` is taken as inversely proportional to ``weights``.
    errors
        As in `evenground.analysis.stats.line.fit`.

    Raises
    ------
    UnknownChoice
        When ``errors`` is neither.
    """
    if errors not in ERRORS:
        raise UnknownChoice("errors", errors, ERRORS)

    def total(values: Floats) -> Floats:
        return np.bincount(of, weights=values, minlength=groups).astype(np.float64)

    n, sum_w = np.bincount(of, minlength=groups), total(weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_x, mean_y = total(weights * x) / sum_w, total(weights * y) / sum_w
        dx, dy = x - mean_x[of], y - mean_y[of]  # centred: sums of squares of national ranks would lose digits
        sxx = total(weights * dx * dx)
        # Points of one rank leave no more than the rounding of their mean.
        sxx = np.where((n >= FEWEST) & (sxx > 1e-24 * sum_w), sxx, np.nan)
        slope = total(weights * dx * dy) / sxx
        residual = dy - slope[of] * dx
        v_mean, v_slope, cov = _variances(total, dx, residual, weights, sum_w, sxx, n.astype(np.float64) - 2, errors)
    return Lines(
        mean_y - slope * mean_x,
        slope,
        v_mean - 2 * mean_x * cov + mean_x**2 * v_slope,
        v_slope,
        cov - mean_x * v_slope,
        n,
    )


def _variances(
    total: Callable[[Floats], Floats],
    dx: Floats,
    residual: Floats,
    weights: Floats,
    sum_w: Floats,
    sxx: Floats,
    df: Floats,
    errors: str,
) -> tuple[Floats, Floats, Floats]:
    """Variance of the fitted mean, of the slope, and their covariance."""
    if errors == "model":
        scale = total(weights * residual**2) / df
        return scale / sum_w, scale / sxx, np.zeros(len(df))
    pull, small = (weights * residual) ** 2, (df + 2) / df
    return (
        small * total(pull) / sum_w**2,
        small * total(pull * dx**2) / sxx**2,
        small * total(pull * dx) / (sum_w * sxx),
    )
