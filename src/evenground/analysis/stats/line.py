"""A straight line fitted by weighted least squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenground.analysis.errors import TooFewToEstimate

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """``intercept + slope * x``, with the variances and covariance of the two."""

    intercept: float
    slope: float
    var_intercept: float
    var_slope: float
    covariance: float
    points: int
    errors: str

    def at(self, x: float) -> float:
        return self.intercept + self.slope * x


def fit(x: Floats, y: Floats, weights: Floats, *, errors: str = "model") -> Line:
    """Fit a line by weighted least squares, in closed form.

    Parameters
    ----------
    x, y, weights
        One value a point; the variance of ``y`` is taken as inversely proportional to ``weights``.
    errors
        ``"model"``: residual variance on n - 2 degrees of freedom, as R's ``lm(weights=)``.
        ``"hc1"``: White's sandwich times n / (n - 2), which holds when the weights are not the true variances.

    Raises
    ------
    TooFewToEstimate
        With fewer than three points, or when every point has the same ``x``.
    """
    n = len(x)
    if n < 3 or np.ptp(x) == 0:
        raise TooFewToEstimate(f"A line needs three points that differ in rank; there are {n}.")
    total = weights.sum()
    mean_x, mean_y = (weights @ x) / total, (weights @ y) / total
    dx = x - mean_x  # centred: the sums of squares of national ranks would lose digits otherwise
    sxx = weights @ (dx * dx)
    slope = (weights @ (dx * (y - mean_y))) / sxx
    residual = y - mean_y - slope * dx
    v_mean, v_slope, cov = _variances(dx, residual, weights, sxx, errors)
    return Line(
        intercept=float(mean_y - slope * mean_x),
        slope=float(slope),
        var_intercept=float(v_mean - 2 * mean_x * cov + mean_x**2 * v_slope),
        var_slope=float(v_slope),
        covariance=float(cov - mean_x * v_slope),
        points=n,
        errors=errors,
    )


def _variances(dx: Floats, residual: Floats, weights: Floats, sxx: float, errors: str) -> tuple[float, float, float]:
    """Variance of the fitted mean, of the slope, and their covariance."""
    n, total = len(dx), weights.sum()
    if errors == "model":
        scale = (weights @ residual**2) / (n - 2)
        return float(scale / total), float(scale / sxx), 0.0
    pull = (weights * residual) ** 2 * n / (n - 2)
    return float(pull.sum() / total**2), float(pull @ dx**2 / sxx**2), float(pull @ dx / (total * sxx))
