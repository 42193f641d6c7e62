"""Intervals for one count or one proportion."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from evenground.analysis.results import Count, Estimate

EXACT_BELOW = 10  # Byar's approximation is poor under ten events; Public Health England goes exact there


def z_for(level: float) -> float:
    """Give the two-sided normal quantile: 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson(count: Count, level: float = 0.95) -> Estimate:
    """Proportion with Wilson's score interval, no continuity correction.

    Examples
    --------
    >>> share = wilson(Count(56, 70))
    >>> f"{share.value:.2f} ({share.lower:.4f} to {share.upper:.4f})"
    '0.80 (0.6918 to 0.8770)'

    References
    ----------
    Wilson EB. Probable inference, the law of succession, and statistical inference. JASA 1927;22:209-212.
    """
    x, n, z = count.count, count.population, z_for(level)
    centre, spread = 2 * x + z * z, z * sqrt(z * z + 4 * x * max(0.0, 1 - x / n))
    low, high = (centre - spread) / (2 * (n + z * z)), (centre + spread) / (2 * (n + z * z))
    # At 0 and n the limit is exactly 0 and 1; floating point may land a hair inside.
    low, high = (0.0 if x == 0 else low), (1.0 if x == n else high)
    return Estimate(x / n, low, high, level, method="Wilson score interval")


def byar(count: float, level: float = 0.95) -> Estimate:
    """Count of events with Byar's interval, exact (chi-square) below ten events.

    Examples
    --------
    >>> none, many = byar(0), byar(20)
    >>> f"{none.lower:.3f} to {none.upper:.3f}; {many.lower:.2f} to {many.upper:.2f}"
    '0.000 to 3.689; 12.21 to 30.89'

    References
    ----------
    Breslow NE, Day NE. Statistical methods in cancer research, volume II. IARC 1987, page 69.
    """
    if count < EXACT_BELOW:
        return _exact(count, level)
    z = z_for(level)
    low = count * (1 - 1 / (9 * count) - z / (3 * sqrt(count))) ** 3
    more = count + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3
    return Estimate(count, low, high, level, method="Byar’s interval")


def _exact(count: float, level: float) -> Estimate:
    from scipy.special import chdtri  # the chi-square quantile, without the weight of scipy.stats

    tail = (1 - level) / 2
    low = chdtri(2 * count, 1 - tail) / 2 if count else 0.0
    return Estimate(count, float(low), float(chdtri(2 * count + 2, tail) / 2), level, method="exact Poisson interval")
