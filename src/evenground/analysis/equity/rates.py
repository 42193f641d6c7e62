"""Rates of one group: crude, and standardised indirectly."""

from __future__ import annotations

from evenground.analysis.errors import TooFewToEstimate
from evenground.analysis.results import Count, Estimate
from evenground.analysis.stats.intervals import byar


def rate_of(count: Count, *, multiplier: float = 100_000, level: float = 0.95) -> Estimate:
    """Events per ``multiplier`` people, with Byar's interval (exact below ten events).

    >>> rate = rate_of(Count(20, 10_000), multiplier=1000)
    >>> f"{rate.value:.2f} ({rate.lower:.2f} to {rate.upper:.2f})"
    '2.00 (1.22 to 3.09)'
    """
    return _scaled(count.count, count.population, multiplier, level)


def standardised_rate_of(count: Count, *, national_rate: float, level: float = 0.95) -> Estimate:
    """Indirectly standardised rate: observed over expected events, times the national crude rate.

    Says what the rate would be if the group had the national mix of ages and sexes. ``national_rate`` carries the
    multiplier. Interval: Byar's for the observed count; the expected one is taken as known.
    """
    if count.expected is None:
        raise TooFewToEstimate("There is no expected count, so the rate cannot be adjusted for age and sex.")
    return _scaled(count.count, count.expected, national_rate, level)


def _scaled(count: float, below: float, times: float, level: float) -> Estimate:
    if below <= 0:
        raise TooFewToEstimate("There is nobody in this group, so it has no rate.")
    limits = byar(count, level)
    scale = times / below
    return Estimate(count * scale, limits.lower * scale, limits.upper * scale, level, method=limits.method)
