"""Limits of a difference or a ratio, recovered from the limits of its two parts (MOVER).

References
----------
Zou GY, Donner A. Construction of confidence limits about effect measures: a general approach. Stat Med 2008;27:1693-1702.
Newcombe RG. Interval estimation for the difference between independent proportions. Stat Med 1998;17:873-890 (method 10,
which this is when the parts have Wilson limits).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DIFFERENCE = "difference with limits recovered from the two intervals (Zou and Donner)"
RATIO = "ratio with limits recovered from the two intervals on the log scale (Zou and Donner)"


class Interval(NamedTuple):
    """Values with their limits, one a group."""

    value: Floats
    lower: Floats
    upper: Floats


def difference(a: Interval, b: Interval, correlation: float | Floats = 0.0) -> Interval:
    """``a - b``; ``correlation`` between the two estimates (one, or one a group), 0 when they are independent.

    >>> new, usual = Interval(*np.array([[0.8], [0.6918], [0.8770]])), Interval(*np.array([[0.6], [0.4904], [0.7004]]))
    >>> "{:.2f} ({:.2f} to {:.2f})".format(*(float(part[0]) for part in difference(new, usual)))
    '0.20 (0.05 to 0.33)'
    """
    gap = a.value - b.value
    down = _together(a.value - a.lower, b.upper - b.value, correlation)
    up = _together(a.upper - a.value, b.value - b.lower, correlation)
    return Interval(gap, gap - down, gap + up)


def ratio(a: Interval, b: Interval, correlation: float | Floats = 0.0) -> Interval:
    """``a / b`` for values that cannot be below zero; not-a-number where ``b`` is not above zero.

    Where ``a`` is zero the ratio and its lower limit are 0, and the upper limit is the largest the two intervals allow;
    it is endless where the lower limit of ``b`` is zero.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        logs = difference(Interval(*map(np.log, a)), Interval(*map(np.log, b)), correlation)
        value, lower, upper = (np.exp(part) for part in logs)
        most = np.where(b.lower > 0, a.upper / b.lower, np.inf)
    none, no_base = a.value <= 0, ~(b.value > 0)
    upper = np.where(none, most, np.where(b.lower > 0, upper, np.inf))
    lower = np.where(none | ~(a.lower > 0), 0.0, lower)
    value = np.where(none, 0.0, value)
    no_limits = np.isnan(a.lower + a.upper + b.lower + b.upper) | np.isnan(correlation)
    lower, upper = np.where(no_limits, np.nan, lower), np.where(no_limits, np.nan, upper)
    return Interval(*(np.where(no_base | np.isnan(a.value), np.nan, part) for part in (value, lower, upper)))


def combination(parts: Interval, coefficients: Floats) -> Interval:
    """Sum of independent parts times known coefficients, over the last axis.

    A part that is added takes its own limit on either side, one that is taken away the other (Zou and Donner 2008,
    their equation for a linear function).

    >>> parts = Interval(*np.array([[0.8, 0.6], [0.6918, 0.4904], [0.8770, 0.7004]]))
    >>> "{:.2f} ({:.2f} to {:.2f})".format(*(float(part) for part in combination(parts, np.array([1.0, -1.0]))))
    '0.20 (0.05 to 0.33)'
    """
    value = (coefficients * parts.value).sum(axis=-1)
    below, above = parts.value - parts.lower, parts.upper - parts.value
    added = coefficients > 0
    down = np.sqrt(((coefficients * np.where(added, below, above)) ** 2).sum(axis=-1))
    up = np.sqrt(((coefficients * np.where(added, above, below)) ** 2).sum(axis=-1))
    return Interval(value, value - down, value + up)


def _together(one: Floats, other: Floats, correlation: float | Floats) -> Floats:
    if np.ndim(correlation) == 0 and correlation == 0:
        return np.hypot(one, other)
    with np.errstate(invalid="ignore"):
        made = np.sqrt(np.maximum(one**2 + other**2 - 2 * correlation * one * other, 0.0))
    return np.where(np.isinf(one) | np.isinf(other), np.inf, made)
