"""Gaps between two groups: how much more (absolute) and how many times (relative)."""

from __future__ import annotations

import numpy as np

from evenground.analysis.results import Estimate, Measured
from evenground.analysis.stats import recovery
from evenground.analysis.stats.intervals import wilson
from evenground.analysis.stats.recovery import Interval


def absolute_gap(measured: Measured, *, group: str, reference: str, level: float = 0.95) -> Estimate:
    """Difference in proportion between a group and its reference group.

    The interval is Newcombe's hybrid score interval (method 10): it holds up with small groups and
    with proportions near 0 or 1, where the usual one does not.

    Parameters
    ----------
    measured
        Counts by group.
    group, reference
        Names of the two groups to compare.
    level
        Confidence level, between 0 and 1.

    Raises
    ------
    UnknownGroup
        If either name is not in ``measured``; says which names there are.

    Examples
    --------
    The worked example of Newcombe (1998), 56 of 70 against 48 of 80:

    >>> from evenground.analysis.results import Count
    >>> trial = Measured({"new": Count(56, 70), "usual": Count(48, 80)})
    >>> gap = absolute_gap(trial, group="new", reference="usual")
    >>> f"{gap.value:.2f} ({gap.lower:.4f} to {gap.upper:.4f})"
    '0.20 (0.0524 to 0.3339)'

    References
    ----------
    Newcombe RG. Interval estimation for the difference between independent proportions.
    Stat Med 1998;17:873-890.
    """
    return rate_difference(wilson(measured.of(group), level), wilson(measured.of(reference), level))


def rate_difference(a: Estimate, b: Estimate) -> Estimate:
    """Difference of two independent rates, from the interval of each (method of variance estimates recovery).

    Needs no normal approximation on the scale of the difference. With Wilson limits it is Newcombe's method 10.

    References
    ----------
    Zou GY, Donner A. Construction of confidence limits about effect measures: a general approach.
    Stat Med 2008;27:1693-1702.
    """
    return _estimated(recovery.difference(_interval(a), _interval(b)), a.level, recovery.DIFFERENCE)


def rate_ratio(a: Estimate, b: Estimate) -> Estimate | None:
    """Ratio of two independent rates: the same recovery of limits, on the log scale.

    None when the reference rate is zero: no number of times says how much larger. When the first rate is zero the
    ratio and its lower limit are 0, and the upper limit is the largest ratio the two intervals allow.
    """
    if b.value <= 0:
        return None
    return _estimated(recovery.ratio(_interval(a), _interval(b)), a.level, recovery.RATIO)


def _interval(estimate: Estimate) -> Interval:
    return Interval(*(np.array([part]) for part in (estimate.value, estimate.lower, estimate.upper)))


def _estimated(interval: Interval, level: float, method: str) -> Estimate:
    value, lower, upper = (float(part[0]) for part in interval)
    return Estimate(value, lower, upper, level, method)
