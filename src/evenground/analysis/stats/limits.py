"""Confidence limits for many counts, proportions and means at once."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evenground.analysis.stats.options import check_level

Floats = NDArray[np.float64]
Limits = tuple[Floats, Floats]

EXACT_BELOW: Final = 10  # Byar's approximation is poor under ten events; Public Health England goes exact there


def z_for(level: float) -> float:
    """Give the two-sided normal quantile: 1.96 for 0.95.

    Raises
    ------
    OutOfRange
        When ``level`` is not between 0 and 1 (95 instead of 0.95).
    """
    from statistics import NormalDist

    check_level(level)
    return NormalDist().inv_cdf((1 + level) / 2)


def byar(count: ArrayLike, level: float = 0.95) -> Limits:
    """Byar's limits for counts of events, exact (chi-square) below ten events.

    >>> low, high = byar([0, 20])
    >>> f"{low[0]:.3f} to {high[0]:.3f}; {low[1]:.2f} to {high[1]:.2f}"
    '0.000 to 3.689; 12.21 to 30.89'

    References
    ----------
    Breslow NE, Day NE. Statistical methods in cancer research, volume II. IARC 1987, page 69.
    """
    x = np.asarray(count, dtype=float)
    low, high = byar_throughout(x, level)
    few = x < EXACT_BELOW
    if few.any():
        exact = _exact_few(x[few], level) if x.ndim else exact_poisson(x, level)
        low, high = _put(low, few, exact[0]), _put(high, few, exact[1])
    return low, high


def _exact_few(x: Floats, level: float) -> Limits:
    """Exact limits of many small counts: a million areas have ten different ones between them."""
    whole = x.astype(np.int64)
    if (whole != x).any():
        return exact_poisson(x, level)
    low, high = exact_poisson(np.arange(EXACT_BELOW), level)
    return low[whole], high[whole]


def byar_throughout(count: ArrayLike, level: float = 0.95) -> Limits:
    """Byar's approximation whatever the count, as Dobson's method for standardised rates takes it."""
    x, z = np.asarray(count, dtype=float), z_for(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(x > 0, x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3, 0.0)
    more = x + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    blank = np.isnan(x)
    return np.where(blank, np.nan, np.maximum(low, 0.0)), high


def exact_poisson(count: ArrayLike, level: float = 0.95) -> Limits:
    """Exact limits of a Poisson count, from the chi-square quantiles (Garwood 1936)."""
    from scipy.special import chdtri  # the chi-square quantile, without the weight of scipy.stats

    check_level(level)
    x, tail = np.asarray(count, dtype=float), (1 - level) / 2
    with np.errstate(invalid="ignore"):
        low = np.where(x > 0, chdtri(2 * np.where(x > 0, x, 1), 1 - tail) / 2, np.where(np.isnan(x), np.nan, 0.0))
        high = chdtri(2 * x + 2, tail) / 2
    return low, np.asarray(high)


def wilson(count: ArrayLike, people: ArrayLike, level: float = 0.95) -> Limits:
    """Wilson's score limits for proportions, no continuity correction; not-a-number where there is nobody.

    >>> low, high = wilson([56], [70])
    >>> f"{low[0]:.4f} to {high[0]:.4f}"
    '0.6918 to 0.8770'

    References
    ----------
    Wilson EB. Probable inference, the law of succession, and statistical inference. JASA 1927;22:209-212.
    """
    x, n, z = np.asarray(count, dtype=float), np.asarray(people, dtype=float), z_for(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre, spread = 2 * x + z * z, z * np.sqrt(z * z + 4 * x * np.maximum(0.0, 1 - x / n))
        low, high = (centre - spread) / (2 * (n + z * z)), (centre + spread) / (2 * (n + z * z))
    # At 0 and n the limit is exactly 0 and 1; floating point may land a hair inside.
    nobody = ~(n > 0)
    low, high = np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high)
    return np.where(nobody, np.nan, low), np.where(nobody, np.nan, high)


def student(mean: ArrayLike, se: ArrayLike, freedom: ArrayLike, level: float = 0.95) -> Limits:
    """Limits of a mean from Student's t; not-a-number without a degree of freedom."""
    from scipy.special import stdtrit

    check_level(level)
    df = np.asarray(freedom, dtype=float)
    t = np.where(df > 0, stdtrit(np.maximum(df, 1), (1 + level) / 2), np.nan)
    step = t * np.asarray(se, dtype=float)
    return np.asarray(mean) - step, np.asarray(mean) + step


def normal(value: ArrayLike, se: ArrayLike, level: float = 0.95) -> Limits:
    """Value give or take z standard errors."""
    step = z_for(level) * np.asarray(se, dtype=float)
    return np.asarray(value) - step, np.asarray(value) + step


def _put(values: Floats, where: NDArray[np.bool_], what: Floats) -> Floats:
    made = np.array(values, dtype=float)
    made[where] = what
    return made
