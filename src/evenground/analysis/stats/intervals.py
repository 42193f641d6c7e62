"""Intervals for one count or one proportion: `limits` for a single figure."""

from __future__ import annotations

from evenground.analysis.results import Count, Estimate
from evenground.analysis.stats import limits
from evenground.analysis.stats.limits import EXACT_BELOW, z_for

__all__ = ["EXACT_BELOW", "byar", "wilson", "z_for"]


def wilson(count: Count, level: float = 0.95) -> Estimate:
    """Proportion with Wilson's score interval, no continuity correction.

    Examples
    --------
    >>> share = wilson(Count(56, 70))
    >>> f"{share.value:.2f} ({share.lower:.4f} to {share.upper:.4f})"
    '0.80 (0.6918 to 0.8770)'
    """
    low, high = limits.wilson(count.count, count.population, level)
    return Estimate(count.count / count.population, float(low), float(high), level, method="Wilson score interval")


def byar(count: float, level: float = 0.95) -> Estimate:
    """Count of events with Byar's interval, exact (chi-square) below ten events.

    Examples
    --------
    >>> none, many = byar(0), byar(20)
    >>> f"{none.lower:.3f} to {none.upper:.3f}; {many.lower:.2f} to {many.upper:.2f}"
    '0.000 to 3.689; 12.21 to 30.89'
    """
    low, high = limits.byar(count, level)
    method = "exact Poisson interval" if count < EXACT_BELOW else "Byar’s interval"
    return Estimate(count, float(low), float(high), level, method=method)
