"""Lines through ordered strata, in closed form or by likelihood, for every group at once.

``x`` is the middle of a stratum from 0, the least, to 1, the most deprived person; weights are shares of the population.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from evenground.analysis.equity.strata import Strata
from evenground.analysis.frames import Floats
from evenground.analysis.stats.across import Truths, some
from evenground.analysis.stats.limits import z_for
from evenground.analysis.stats.recovery import Interval

SCALES: Final = ("identity", "log", "logit")
_STEPS: Final = 50
_STEEPEST: Final = 25.0  # on a log scale: beyond it the fitted rate of one end is none


@dataclass(frozen=True)
class Fits:
    """``a + b x`` on the scale of the fit: value and (co)variance of both, one a group."""

    a: Floats
    b: Floats
    var_a: Floats
    var_b: Floats
    cov: Floats
    likelihood: Truths


@dataclass(frozen=True)
class Found:
    """Difference and ratio of the two ends of each line, with their standard errors."""

    fits: Fits
    difference: tuple[Interval, Floats]
    ratio: tuple[Interval, Floats]


def weights_of_the_line(strata: Strata) -> tuple[Floats, Floats]:
    """What each stratum adds to the intercept and to the slope: rows of the weighted least squares projector."""
    share, x = strata.share, strata.rank
    middle = (share * x).sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        to_b = share * (x - middle) / (share * (x - middle) ** 2).sum(axis=1, keepdims=True)
    return share - to_b * middle, to_b


def fit(strata: Strata, scale: str) -> Fits:
    """Least squares weighted by population; by likelihood where a count of zero has no logarithm."""
    to_a, to_b = weights_of_the_line(strata)
    y, se = on_scale(strata, scale)
    y, se = strata.filled(y), strata.filled(se)
    made = Fits(
        (to_a * y).sum(axis=1),
        (to_b * y).sum(axis=1),
        (to_a**2 * se**2).sum(axis=1),
        (to_b**2 * se**2).sum(axis=1),
        (to_a * to_b * se**2).sum(axis=1),
        np.zeros(len(y), dtype=bool),
    )
    zero = some(strata.there & (_edge(strata, scale)))
    return _with_likelihood(strata, scale, made, zero) if zero.any() else made


def on_scale(strata: Strata, scale: str) -> tuple[Floats, Floats]:
    """Figures and standard errors on the scale of the fit (delta method); not-a-number where there is no logarithm."""
    if scale == "identity":
        return strata.value, strata.se
    v, se = strata.value / strata.multiplier, strata.se / strata.multiplier
    with np.errstate(divide="ignore", invalid="ignore"):
        y, slope = (np.log(v), 1 / v) if scale == "log" else (np.log(v / (1 - v)), 1 / (v * (1 - v)))
        se = se * slope
    wrong = _edge(strata, scale)
    return np.where(wrong, np.nan, y), np.where(wrong, np.nan, se)


def _edge(strata: Strata, scale: str) -> Truths:
    """Where a figure has no value on the scale."""
    v = strata.value / strata.multiplier
    if scale == "identity":
        return np.zeros(v.shape, dtype=bool)
    return np.asarray((v <= 0) | ((v >= 1) & (scale == "logit")))


def _with_likelihood(strata: Strata, scale: str, made: Fits, zero: Truths) -> Fits:
    if strata.count is None:
        return _blanked(made, zero)
    fitted = by_likelihood(strata, scale)
    parts = {
        name: np.where(zero, getattr(fitted, name), getattr(made, name)) for name in ("a", "b", "var_a", "var_b", "cov")
    }
    return replace(made, **parts, likelihood=zero)


def _blanked(made: Fits, where: Truths) -> Fits:
    blank = {name: np.where(where, np.nan, getattr(made, name)) for name in ("a", "b", "var_a", "var_b", "cov")}
    return replace(made, **blank)


def by_likelihood(strata: Strata, scale: str) -> Fits:
    """Poisson (log) or binomial (logit) regression of the counts on rank by Newton’s method, all groups at once."""
    count, people, x = strata.filled(_counts(strata)), np.where(strata.there, strata.people, 0.0), strata.rank
    mean, variance = _family(scale)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        overall = count.sum(axis=1) / people.sum(axis=1)
        a = np.log(overall) if scale == "log" else np.log(overall / (1 - overall))
        b = np.zeros(len(a))
        for _ in range(_STEPS):
            fitted = mean(a[:, None] + b[:, None] * x)
            weight, left = people * variance(fitted), count - people * fitted
            v_a, v_b, cov = _inverse(weight, x)
            step_a, step_b = left.sum(axis=1), (left * x).sum(axis=1)
            step_a, step_b = v_a * step_a + cov * step_b, cov * step_a + v_b * step_b
            short = np.maximum(1.0, np.maximum(np.abs(step_a), np.abs(step_b)))  # at most one a step
            a, b = a + step_a / short, b + step_b / short
        settled = (np.maximum(np.abs(step_a), np.abs(step_b)) < 1e-8) & (np.abs(b) < _STEEPEST)
    fits = Fits(a, b, v_a, v_b, cov, np.ones(len(a), dtype=bool))
    return _blanked(fits, ~settled)


def _family(scale: str) -> tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]:
    if scale == "log":
        return np.exp, lambda m: m
    return logistic, lambda m: m * (1 - m)


def logistic(x: Floats) -> Floats:
    """Share from its logit."""
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-x)))


def _inverse(weight: Floats, x: Floats) -> tuple[Floats, Floats, Floats]:
    """Variances and covariance from the information about intercept and slope."""
    s0, s1, s2 = weight.sum(axis=1), (weight * x).sum(axis=1), (weight * x * x).sum(axis=1)
    determinant = s0 * s2 - s1 * s1
    return s2 / determinant, s0 / determinant, -s1 / determinant


def _counts(strata: Strata) -> Floats:
    return strata.count if strata.count is not None else np.full(strata.value.shape, np.nan)


def differences(fits: Fits, scale: str, multiplier: float, level: float) -> tuple[Interval, Floats]:
    """Fitted figure of the most deprived less that of the least, its limits and standard error (delta method)."""
    z = z_for(level)
    if scale == "identity":
        se = np.sqrt(fits.var_b)
        return Interval(fits.b, fits.b - z * se, fits.b + z * se), se
    mean, slope = _family(scale)
    with np.errstate(over="ignore", invalid="ignore"):
        least, most = mean(fits.a), mean(fits.a + fits.b)
        by_a, by_b = slope(most) - slope(least), slope(most)
    se = multiplier * _spread(fits, by_a, by_b)
    value = multiplier * (most - least)
    return Interval(value, value - z * se, value + z * se), se


def ratios(fits: Fits, scale: str, level: float) -> tuple[Interval, Floats]:
    """Fitted figure of the most deprived over that of the least: Fieller’s limits, or those of the logarithm."""
    z = z_for(level)
    if scale == "identity":
        return _fieller(fits, z)
    mean, _ = _family(scale)
    least, most = mean(fits.a), mean(fits.a + fits.b)
    # d log(exp x) = 1 and d log(logistic x) = 1 - logistic x
    by_least, by_most = (np.ones_like(least), np.ones_like(most)) if scale == "log" else (1 - least, 1 - most)
    log_se = _spread(fits, by_most - by_least, by_most)
    with np.errstate(over="ignore"):
        ratio = most / least
        return Interval(ratio, ratio * np.exp(-z * log_se), ratio * np.exp(z * log_se)), ratio * log_se


def _spread(fits: Fits, by_a: Floats, by_b: Floats) -> Floats:
    variance = by_a**2 * fits.var_a + 2 * by_a * by_b * fits.cov + by_b**2 * fits.var_b
    return np.sqrt(np.maximum(variance, 0.0))


def _fieller(fits: Fits, z: float) -> tuple[Interval, Floats]:
    """Every ratio r for which most − r × least is within z of nothing; endless where the least may be zero."""
    least, most = fits.a, fits.a + fits.b
    v_least, v_most = fits.var_a, fits.var_a + 2 * fits.cov + fits.var_b
    both = fits.var_a + fits.cov
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = most / least
        se = np.sqrt(np.maximum(v_most - 2 * ratio * both + ratio**2 * v_least, 0.0)) / least
        p, q, r = least**2 - z**2 * v_least, least * most - z**2 * both, most**2 - z**2 * v_most
        inside = q**2 - p * r
        root = np.sqrt(np.maximum(inside, 0.0))
        low, high, open_low = (q - root) / p, (q + root) / p, r / (q + root)
    # With the least not surely above zero (p < 0) the set of ratios is open above.
    sure = p > 0
    lower = np.where(sure, low, np.where((inside > 0) & (open_low <= ratio), open_low, -np.inf))
    upper = np.where(sure, high, np.inf)
    none = ~(least > 0)
    return Interval(*(np.where(none, np.nan, part) for part in (ratio, lower, upper))), np.where(none, np.nan, se)


def enough(strata: Strata) -> Truths:
    """Whether a group has the two strata that a line needs."""
    return np.asarray(strata.there.sum(axis=1) >= 2)
