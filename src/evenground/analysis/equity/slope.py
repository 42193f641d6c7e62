"""Slope and relative index of inequality over ordered strata: fifths or tenths of deprivation, levels of education."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, Final

import numpy as np

from evenground.analysis.equity import slope_draws, slope_fits
from evenground.analysis.equity.direction import MEASURED, check_choices, directions, method_viewed, viewed
from evenground.analysis.equity.slope_fits import SCALES, Fits, Found
from evenground.analysis.equity.strata import Columns, Strata, read_strata
from evenground.analysis.errors import UnknownChoice
from evenground.analysis.frames import Figures, Floats, Frame, Named, Words, write
from evenground.analysis.stats.across import some
from evenground.analysis.stats.recovery import Interval

DIFFERENCE: Final = "slope index of inequality"
RATIO: Final = "relative index of inequality"


def slope_index(
    data: Frame,
    *,
    quantile: str,
    population: str,
    count: str | None = None,
    estimate: str | None = None,
    se: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    by: Named = None,
    kind: str = "rate",
    scale: str = "identity",
    order: Sequence[Any] | None = None,
    first: str = "most deprived",
    worse: str = "higher",
    view: str = MEASURED,
    multiplier: float | None = None,
    draws: int | None = None,
    seed: int = 0,
    level: float = 0.95,
    limits_level: float = 0.95,
) -> Frame:
    """Slope (SII) and relative (RII) index of inequality of every group.

    A line is laid through the figures of the strata on the middle of each one’s share of the population, weighted by
    population. The slope index is its value for the most deprived person less that for the least; the relative index is
    the one over the other.

    Positive (above 1) means higher among the most deprived, whatever is measured. That is the opposite sign to Public
    Health England’s, which runs its rank from the most deprived, and to healthequal’s.

    Parameters
    ----------
    data
        Any data frame, rows by group and quantile. Counts are added up; estimates must be one a quantile.
    quantile
        Column of ordered strata. Their order is told from the labels (“2” comes before “10”), or from ``order``.
    population
        Column of people: the weights, and what counts are divided by.
    count
        Column of events or of people who have it. Or:
    estimate, se, lower, upper
        Columns of figures with their standard error, or with both limits (at ``limits_level``).
    by, level
        As in `crude_rate`.
    kind
        ``"rate"``, ``"proportion"`` or ``"mean"``.
    scale
        ``"identity"``, ``"log"`` (rates) or ``"logit"`` (proportions): where the line is straight. Both indices are
        given on the scale of the figures all the same.
    order, first
        The quantiles in order, and which end the order starts with.
    worse, view
        As in `evenground.analysis.equity.gaps`.
    multiplier
        Counts are per this many people (100,000 for rates when left out); figures given on the logit scale too.
    draws, seed
        How many times to draw the figures anew instead of working the limits out in closed form (100,000 in the PHE
        tool, whose limits these are then); the same seed gives the same limits. Rates are drawn on the log scale and
        proportions on the logit scale; a figure of zero is drawn from a half-normal with its standard error.

    Returns
    -------
    Two rows a group; ``n`` is the population. Limits: the normal quantile times √Σ c² SE², c being the weight of each
    quantile in the slope; Fieller’s for the ratio. A quantile without events stops nothing: its standard error is half
    the width of its exact interval, and on a log or logit scale that group is fitted by likelihood, which ``method``
    says.

    Raises
    ------
    MissingColumn, BadNumbers, NotEnoughGiven, UnknownChoice, UnknownOrder, OutOfRange

    Examples
    --------
    Figures that lie on a line from 100 for the least to 200 for the most deprived:

    >>> import pyarrow as pa
    >>> data = pa.table({"fifth": ["1", "2", "3", "4", "5"], "rate": [190.0, 170, 150, 130, 110], "people": [5000] * 5,
    ...                  "se": [4.0] * 5})
    >>> for row in slope_index(data, quantile="fifth", population="people", estimate="rate", se="se").to_pylist():
    ...     print("{measure}: {estimate:.3f} ({lower:.3f} to {upper:.3f}), {direction}".format(**row))
    slope index of inequality: 100.000 (87.604 to 112.396), worse for the most deprived
    relative index of inequality: 2.000 (1.823 to 2.203), worse for the most deprived

    References
    ----------
    Low A, Low A. Measuring the gap: quantifying and comparing local health inequalities. J Public Health
    2004;26:388-395.
    Mackenbach JP, Kunst AE. Measuring the magnitude of socio-economic inequalities in health. Soc Sci Med
    1997;44:757-771.
    Fieller EC. Some problems in interval estimation. J R Stat Soc B 1954;16:175-185.
    """
    check_choices(worse=worse, view=view, first=first)
    if scale not in SCALES:
        raise UnknownChoice("scale", scale, SCALES)
    strata = read_strata(
        data,
        stratum=quantile,
        columns=Columns(count, population, estimate, se, lower, upper),
        by=by,
        kind=kind,
        multiplier=multiplier,
        ordered=True,
        order=order,
        first=first,
        level=level,
        limits_level=limits_level,
        interval=False,
    )
    found = _found(strata, scale, level)
    if draws is not None:
        found = slope_draws.redrawn(strata, found, scale, draws=draws, seed=seed, level=level)
    method = _method(found.fits, scale, draws, worse, view)
    made = [_figures(strata, found, name, method, worse, view) for name in (DIFFERENCE, RATIO)]
    return write(strata.grouped, *made, level=level)


def _found(strata: Strata, scale: str, level: float) -> Found:
    fits = slope_fits.fit(strata, scale)
    enough = slope_fits.enough(strata)
    edge = np.isnan(fits.b) & enough
    ends = "zero" if scale == "log" else "zero or one"
    strata.note.say(~enough, "There are fewer than two quantiles with a figure, so there is no line.")
    strata.note.say(
        edge & ~fits.likelihood,
        f"A figure of {ends} cannot be put on the {scale} scale: give counts, or use scale=identity.",
    )
    strata.note.say(
        edge & fits.likelihood, "The events are all at one end, or there are none, so no line can be fitted."
    )
    difference, ratio = (
        slope_fits.differences(fits, scale, strata.multiplier, level),
        slope_fits.ratios(fits, scale, level),
    )
    unknown = ~enough | some(
        strata.there & np.isnan(strata.se)
    )  # without an interval of each there is none of the slope
    return Found(
        fits, _without(difference, ~enough, unknown), _without(_possible(ratio, strata.kind), ~enough, unknown)
    )


def _possible(ratio: tuple[Interval, Floats], kind: str) -> tuple[Interval, Floats]:
    """No ratio of rates or proportions is below zero: a line that falls below it at one end has none."""
    (value, lower, upper), se = ratio
    if kind == "mean":
        return ratio
    return Interval(np.where(value < 0, np.nan, value), np.maximum(lower, 0.0), upper), se


def _without(part: tuple[Interval, Floats], value: Any, limits: Any) -> tuple[Interval, Floats]:
    (middle, lower, upper), se = part
    middle = np.where(value, np.nan, middle)
    lower, upper, se = (np.where(limits | np.isnan(middle), np.nan, one) for one in (lower, upper, se))
    return Interval(middle, lower, upper), se


def _figures(strata: Strata, found: Found, name: str, method: Words, worse: str, view: str) -> Figures:
    ratio = name == RATIO
    gap, se = found.ratio if ratio else found.difference
    shown = viewed(gap, worse=worse, view=view, ratio=ratio)
    if ratio:
        with np.errstate(divide="ignore", invalid="ignore"):
            se = se * shown.value / gap.value  # 1/r has the standard error of r over r²
    none = 1.0 if ratio else 0.0
    direction = directions(shown, none=none, worse=worse, view=view)
    return Figures(
        name, *shown, se=se, n=strata.total(), method=method, note=_note(strata, shown, ratio), direction=direction
    )


def _note(strata: Strata, shown: Interval, ratio: bool) -> Words:
    note = deepcopy(strata.note)
    lost = np.isnan(shown.value) & note.silent
    note.say(lost & ratio, "The line falls to zero or below at one end, so no ratio can be given.")
    note.say(np.isinf(shown.upper), "The figure it is divided by may be zero, so there is no upper limit.")
    return note


def _method(fits: Fits, scale: str, draws: int | None, worse: str, view: str) -> Words:
    line = "a line" if scale == "identity" else f"a line on the {scale} scale"
    limits = "limits in closed form" if draws is None else f"limits from {draws:,} draws"
    words = Words(len(fits.b))
    for where, how in (
        (~fits.likelihood, f"{line} weighted by population (Low and Low 2004), {limits}"),
        (fits.likelihood, f"{line} fitted by likelihood, as a stratum has a count of zero, limits by the delta method"),
    ):
        words.say(where, method_viewed(how, worse=worse, view=view))
    return words
