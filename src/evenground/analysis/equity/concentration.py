"""Concentration index and curve: how an outcome is shared out along the order of deprivation.

The rank runs from the least deprived to the most, so that an index above 0 means that the outcome is concentrated among
the most deprived. That is the opposite sign to most of the literature, which ranks from the poorest; everything in this
library has the one sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from math import isnan
from numbers import Real
from typing import Any, Final

import numpy as np

from evenground.analysis.equity.direction import MEASURED, check_choices, directions, method_viewed, viewed
from evenground.analysis.equity.naming import spare
from evenground.analysis.equity.strata import UNNAMED, Columns, Strata, read_strata
from evenground.analysis.errors import OutOfRange
from evenground.analysis.frames import Figures, Floats, Frame, Named, Words, write
from evenground.analysis.stats import limits
from evenground.analysis.stats.across import some
from evenground.analysis.stats.recovery import Interval

ABSOLUTE: Final = "absolute concentration index"
RELATIVE: Final = "relative concentration index"
WAGSTAFF: Final = "concentration index, Wagstaff"
ERREYGERS: Final = "concentration index, Erreygers"
CURVE: Final = "concentration curve"


def concentration_index(
    data: Frame,
    *,
    quantile: str,
    population: str,
    count: str | None = None,
    estimate: str | None = None,
    se: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    bounds: tuple[float, float] | None = None,
    by: Named = None,
    kind: str = "rate",
    order: Sequence[Any] | None = None,
    first: str = "most deprived",
    worse: str = "higher",
    view: str = MEASURED,
    multiplier: float | None = None,
    level: float = 0.95,
    limits_level: float = 0.95,
) -> Frame:
    """Absolute and relative concentration index of every group over ordered strata, and their corrections for bounds.

    For one value a person see `evenground.analysis.equity.individual_concentration`.

    Parameters
    ----------
    data, quantile, population, count, estimate, se, lower, upper, by, kind, order, first, worse, view, multiplier, level,
    limits_level
        As in `evenground.analysis.equity.slope_index`.
    bounds
        The least and the most a figure can be, in its own unit. Proportions have them (0 and 1, times ``multiplier``);
        without bounds the corrected indices are not given.

    Returns
    -------
    Two to four rows a group; ``n`` is the population. Shares of the population are taken as known, figures as
    independent; standard errors by the delta method.

    Raises
    ------
    MissingColumn, BadNumbers, NotEnoughGiven, UnknownChoice, UnknownOrder, OutOfRange

    Examples
    --------
    Two halves, the deprived one with all of it: 0.5 of the mean goes to nobody else.

    >>> import pyarrow as pa
    >>> data = pa.table({"half": [1, 2], "cases": [400, 0], "people": [1000, 1000]})
    >>> made = concentration_index(data, quantile="half", count="cases", population="people", kind="proportion")
    >>> for row in made.to_pylist():
    ...     print("{measure}: {estimate:.3f}".format(**row))
    absolute concentration index: 0.100
    relative concentration index: 0.500
    concentration index, Wagstaff: 0.625
    concentration index, Erreygers: 0.400

    References
    ----------
    Kakwani N, Wagstaff A, van Doorslaer E. Socioeconomic inequalities in health. J Econometrics 1997;77:87-103.
    Wagstaff A. The bounds of the concentration index when the variable of interest is binary. Health Econ
    2005;14:429-432. Erreygers G. Correcting the concentration index. J Health Econ 2009;28:504-515.
    """
    check_choices(worse=worse, view=view, first=first)
    columns = Columns(count, population, estimate, se, lower, upper)
    strata = read_strata(
        data,
        stratum=quantile,
        columns=columns,
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
    if bounds is None and kind == "proportion":
        bounds = (0.0, strata.multiplier)
    check_bounds(bounds, strata.value[strata.there])
    p, y, place = strata.share, strata.filled(strata.value), 2 * strata.rank - 1
    few = strata.there.sum(axis=1) < 2
    strata.note.say(few, "There are fewer than two quantiles with a figure, so there is nothing to share out.")
    made, blank = [], few | some(strata.there & np.isnan(strata.se))
    for name, value, by_absolute, by_mean in forms((p * place * y).sum(axis=1), (p * y).sum(axis=1), bounds):
        slope = by_absolute[:, None] * p * place + by_mean[:, None] * p
        se_of = np.sqrt(((slope * strata.filled(strata.se)) ** 2).sum(axis=1))
        value, se_of = np.where(few, np.nan, value), np.where(blank, np.nan, se_of)
        made.append(index_figures(name, value, se_of, strata.note, strata.total(), "delta method", worse, view, level))
    return write(strata.grouped, *made, level=level)


def forms(
    absolute: Floats, mean: Floats, bounds: tuple[float, float] | None
) -> list[tuple[str, Floats, Floats, Floats]]:
    """Each index from the absolute one and the mean, with its rate of change with either."""
    one, nothing = np.ones_like(mean), np.zeros_like(mean)
    with np.errstate(divide="ignore", invalid="ignore"):
        per_mean = np.where(mean > 0, 1 / mean, np.nan)
        relative = absolute * per_mean
        made = [(ABSOLUTE, absolute, one, nothing), (RELATIVE, relative, per_mean, -relative * per_mean)]
        if bounds is None:
            return made
        low, high = bounds
        # Wagstaff: the index over the most it can be, (b − a) A / ((b − μ)(μ − a)); Erreygers: 4 A / (b − a).
        room = (high - mean) * (mean - low)
        times = np.where(room > 0, (high - low) / room, np.nan)
        tilt = -times * absolute * (high + low - 2 * mean) / room
    four = 4 / (high - low) * one
    return [*made, (WAGSTAFF, times * absolute, times, tilt), (ERREYGERS, four * absolute, four, nothing)]


def index_figures(
    name: str, value: Floats, se: Floats, note: Words, n: Floats, method: str, worse: str, view: str, level: float
) -> Figures:
    """Write one index of every group."""
    shown = viewed(Interval(value, *limits.normal(value, se, level)), worse=worse, view=view)
    words = deepcopy(note)
    words.say(
        np.isnan(value) & words.silent,
        "The average is zero, or at the end of what is possible, so there is nothing to share out.",
    )
    method = method_viewed(method, worse=worse, view=view)
    direction = directions(shown, none=0.0, worse=worse, view=view)
    return Figures(name, *shown, se=se, n=n, method=method, note=words, direction=direction)


def _below(low: Any, high: Any) -> bool:
    return all(isinstance(end, Real) and not isnan(end) for end in (low, high)) and bool(low < high)


def check_bounds(bounds: tuple[float, float] | None, values: Floats) -> None:
    """Refuse bounds that are none, or that a figure lies beyond."""
    if bounds is None:
        return
    if not isinstance(bounds, Sequence) or len(bounds) != 2 or not _below(*bounds):
        raise OutOfRange("bounds", bounds, "the least and then the most a figure can be")
    if len(values) and not (bounds[0] <= values.min() and values.max() <= bounds[1]):
        raise OutOfRange("bounds", bounds, f"around every figure; they go from {values.min():g} to {values.max():g}")


def concentration_curve(
    data: Frame,
    *,
    quantile: str,
    population: str,
    count: str | None = None,
    estimate: str | None = None,
    by: Named = None,
    kind: str = "rate",
    order: Sequence[Any] | None = None,
    first: str = "most deprived",
    level: float = 0.95,
) -> Frame:
    """Points of the concentration curve of every group: what share of the outcome falls on the most deprived share.

    Parameters
    ----------
    data, quantile, population, count, estimate, by, kind, order, first, level
        As in `concentration_index`.

    Returns
    -------
    A row a group and point, from nobody to everybody, the most deprived first: ``share of people`` and, as the estimate,
    the share of the outcome. Points carry no interval.

    Raises
    ------
    MissingColumn, BadNumbers, NotEnoughGiven, UnknownChoice, UnknownOrder

    Examples
    --------
    >>> import pyarrow as pa
    >>> data = pa.table({"half": [1, 2], "cases": [300, 100], "people": [1000, 1000]})
    >>> made = concentration_curve(data, quantile="half", count="cases", population="people").to_pylist()
    >>> [(row["share of people"], row["estimate"]) for row in made]
    [(0.0, 0.0), (0.5, 0.75), (1.0, 1.0)]

    References
    ----------
    Kakwani N, Wagstaff A, van Doorslaer E. Socioeconomic inequalities in health. J Econometrics 1997;77:87-103.
    """
    check_choices(first=first)
    strata = read_strata(
        data,
        stratum=quantile,
        columns=Columns(count, population, estimate),
        by=by,
        kind=kind,
        ordered=True,
        order=order,
        first=first,
        level=level,
        interval=False,
    )
    return write(strata.grouped, _curve(strata), level=level)


def _curve(strata: Strata) -> Figures:
    groups, strata_there = strata.grouped.groups, strata.there[:, ::-1]
    nothing = np.zeros((groups, 1))
    people = np.column_stack([nothing, np.cumsum(strata.share[:, ::-1], axis=1)])
    part = (strata.share * strata.filled(strata.value))[:, ::-1]
    total = part.sum(axis=1, keepdims=True)
    outcome = np.divide(np.cumsum(part, axis=1), total, out=np.full(part.shape, np.nan), where=total > 0)
    outcome = np.column_stack([np.where(total > 0, nothing, np.nan), outcome])
    kept = np.column_stack([np.ones((groups, 1), dtype=bool), strata_there])
    of, at = np.nonzero(kept)
    note = Words(len(of))
    note.say(np.isnan(outcome[of, at]), "There are no events, so there is nothing to share out.")
    note.say(some(~strata_there)[of], "Groups without a figure are left out.")
    note.say(strata.unnamed[of], UNNAMED)
    share = np.minimum(people[of, at], 1.0)
    name = spare("share of people", strata.grouped.keys)
    n = strata.total()[of]
    return Figures(CURVE, outcome[of, at], n=n, method="cumulated shares", note=note, of=of, at={name: share})
