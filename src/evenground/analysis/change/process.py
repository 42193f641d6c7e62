"""Centre line and limits of each kind of control chart, for all series and phases at once.

References
----------
Provost LP, Murray SK. The health care data guide. Jossey-Bass 2011.
Montgomery DC. Introduction to statistical quality control, 6th edition. Wiley 2009, chapters 6 and 7.
Laney DB. Improved control charts for attributes. Quality Engineering 2002;14:531-537 (p′ and u′).
Nelson LS. Control charts for individual measurements. J Qual Technol 1982;14:172-173 (screening of moving ranges).
Nelson LS. A control chart for parts-per-million nonconforming items. J Qual Technol 1994;26:239-240 (t).
Benneyan JC. Number-between g-type statistical quality control charts. Health Care Manag Sci 2001;4:305-318.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenground.analysis.change.phases import Phases
from evenground.analysis.frames import Floats

XMR: Final = 2.66  # limits in mean moving ranges: 3 / 1.128, as printed and as the NHS tools have it
D2: Final = 1.128  # mean range of two standard normal values
SCREEN: Final = 3.267  # a moving range this many times the mean one is itself out of control
T_POWER: Final = 3.6  # times between events to the power of 1 / 3.6 are near to normal
G_MEDIAN: Final = 0.693  # the median of a geometric count, in means


@dataclass(frozen=True)
class Process:
    """One packed value a place.

    Attributes
    ----------
    value, centre, lower, upper
        As charted.
    side
        Value less centre line: the sign says on which side a point lies, nought on the line itself.
    score
        Distance from the mean in standard deviations, on the scale where the chart is symmetrical.
    """

    value: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    side: Floats
    score: Floats


def individuals(x: Floats, phases: Phases, *, screen: bool) -> Process:
    """XmR: mean give or take 2.66 mean moving ranges."""
    mean = phases.mean(x)[phases.of]
    sigma = XMR / 3 * _moving_range(x, phases, screen=screen)[phases.of]
    return _symmetrical(x, mean, sigma)


def proportions(count: Floats, people: Floats, phases: Phases, *, prime: bool) -> Process:
    """p and p′: the pooled proportion, and limits that follow the number of people at each point."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share, pooled = count / people, (phases.add(count) / phases.add(people))[phases.of]
        sigma = np.sqrt(pooled * (1 - pooled) / people)
    made = _symmetrical(share, pooled, _laney(share, pooled, sigma, phases) if prime else sigma)
    return _clipped(made, 0, 1)


def rates(count: Floats, exposure: Floats, phases: Phases, *, prime: bool) -> Process:
    """u and u′: the pooled rate, and limits that follow the exposure at each point."""
    with np.errstate(invalid="ignore", divide="ignore"):
        rate, pooled = count / exposure, (phases.add(count) / phases.add(exposure))[phases.of]
        sigma = np.sqrt(pooled / exposure)
    made = _symmetrical(rate, pooled, _laney(rate, pooled, sigma, phases) if prime else sigma)
    return _clipped(made, 0, np.inf)


def counts(count: Floats, phases: Phases) -> Process:
    """c: the mean count and its Poisson limits."""
    mean = phases.mean(count)[phases.of]
    return _clipped(_symmetrical(count, mean, np.sqrt(mean)), 0, np.inf)


def between_events(cases: Floats, phases: Phases) -> Process:
    """g: cases between events, geometric. The centre line is the median, so that half the points lie on each side."""
    mean = phases.mean(cases)[phases.of]
    sigma = np.sqrt(mean * (mean + 1))
    score = _scores(cases - mean, sigma)
    centre = G_MEDIAN * mean
    return Process(cases, centre, np.zeros_like(mean), mean + 3 * sigma, sides_of(cases, centre), score)


def time_between(time: Floats, phases: Phases, *, screen: bool) -> Process:
    """t: time between events, an XmR chart of its 3.6th root."""
    root = individuals(time ** (1 / T_POWER), phases, screen=screen)
    centre, lower, upper = (np.maximum(part, 0) ** T_POWER for part in (root.centre, root.lower, root.upper))
    return Process(time, centre, lower, upper, root.side, root.score)


def _moving_range(x: Floats, phases: Phases, *, screen: bool) -> Floats:
    """Mean moving range by phase; those above 3.267 times the mean are put aside once, when ``screen``."""
    ranges = np.zeros_like(x)
    ranges[:, 1:] = np.abs(np.diff(x, axis=1))
    where = phases.steps(phases.counts)
    mean = phases.mean(ranges, where)
    if not screen:
        return mean
    # Not above: in a constant series every range is 0, and so is 3.267 times their mean.
    return phases.mean(ranges, where & ~(ranges > SCREEN * mean[phases.of]))


def _laney(value: Floats, pooled: Floats, sigma: Floats, phases: Phases) -> Floats:
    """Sigma stretched by the variation between neighbours that chance alone does not explain."""
    z = _scores(value - pooled, sigma)
    steps = np.zeros_like(z)
    steps[:, 1:] = np.abs(np.diff(z, axis=1))
    return sigma * phases.mean(steps, phases.steps(phases.counts))[phases.of] / D2


def _symmetrical(value: Floats, mean: Floats, sigma: Floats) -> Process:
    side = sides_of(value, mean)
    score = _scores(np.where(side == 0, 0.0, value - mean), sigma)
    return Process(value, mean, mean - 3 * sigma, mean + 3 * sigma, side, score)


def sides_of(value: Floats, centre: Floats) -> Floats:
    """On which side of the line; a rounding error of the mean is not a side."""
    near = np.abs(value - centre) <= 1e-9 * np.maximum(np.abs(value), np.abs(centre))
    return np.where(near, 0.0, np.sign(value - centre))


def _scores(away: Floats, sigma: Floats) -> Floats:
    """Distance in standard deviations; without any variation, everything off the mean is beyond every limit."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(sigma > 0, away / sigma, np.where(away == 0, 0.0 * sigma, np.sign(away) * np.inf + 0.0 * sigma))


def _clipped(made: Process, lowest: float, highest: float) -> Process:
    lower, upper = np.maximum(made.lower, lowest), np.minimum(made.upper, highest)
    return Process(made.value, made.centre, lower, upper, made.side, made.score)
