"""Population attributable risk and fraction: how much of the average would go if all fared as the reference does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from evenground.analysis.equity.between import reference_of
from evenground.analysis.equity.direction import MEASURED, check_choices, directions, method_viewed, viewed
from evenground.analysis.equity.strata import Columns, Strata, read_strata
from evenground.analysis.frames import Figures, Floats, Frame, Named, Positions, write
from evenground.analysis.stats import recovery
from evenground.analysis.stats.recovery import Interval

WHO = ("the population as a whole than for the reference", "the reference than for the population as a whole")


def attributable(
    data: Frame,
    *,
    group: str,
    population: str,
    count: str | None = None,
    estimate: str | None = None,
    se: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    reference: Any = "best",
    by: Named = None,
    kind: str = "rate",
    worse: str = "higher",
    view: str = MEASURED,
    order: Sequence[Any] | None = None,
    first: str = "most deprived",
    multiplier: float | None = None,
    level: float = 0.95,
    limits_level: float = 0.95,
) -> Frame:
    """Population attributable risk and fraction of every group of ``by``.

    The risk is the population’s average less the figure of the reference stratum, in the unit of the figures; the
    fraction is that over the average, between 0 and 1 (not per cent) where the reference is best. Estimate, standard
    error and limits are on that one scale.

    Parameters
    ----------
    data, group, count, population, estimate, se, lower, upper, reference, kind, worse, view, order, first, multiplier,
    by, level, limits_level
        As in `evenground.analysis.equity.gaps`; ``population`` is needed, as it weighs the average.

    Returns
    -------
    Two rows a group; ``n`` is the population.

    Raises
    ------
    MissingColumn, BadNumbers, NotEnoughGiven, UnknownChoice, UnknownGroup, UnknownOrder, OutOfRange

    Examples
    --------
    Half the people exposed, at twice the rate: Levin’s fraction is 0.5 (2 − 1) / (1 + 0.5 (2 − 1)) = 1/3.

    >>> import pyarrow as pa
    >>> data = pa.table({"exposed": ["yes", "no"], "cases": [200, 100], "people": [1000, 1000]})
    >>> made = attributable(data, group="exposed", count="cases", population="people", reference="no", multiplier=1000)
    >>> for row in made.to_pylist():
    ...     print("{measure}: {estimate:.3f} ({lower:.3f} to {upper:.3f})".format(**row))
    population attributable risk: 50.000 (32.796 to 67.542)
    population attributable fraction: 0.333 (0.221 to 0.439)

    References
    ----------
    Levin ML. The occurrence of lung cancer in man. Acta Unio Int Contra Cancrum 1953;9:531-541.
    Zou GY, Donner A. Construction of confidence limits about effect measures. Stat Med 2008;27:1693-1702.
    """
    check_choices(worse=worse, view=view, first=first)
    strata = read_strata(
        data,
        stratum=group,
        columns=Columns(count, population, estimate, se, lower, upper),
        by=by,
        kind=kind,
        multiplier=multiplier,
        ordered=reference == "least deprived",
        order=order,
        first=first,
        level=level,
        limits_level=limits_level,
        interval=False,
    )
    base = reference_of(strata, reference, worse=worse)
    alone = (strata.there.sum(axis=1) < 2) & (base >= 0)
    strata.note.say(alone, "There is only the reference, so there is nobody to compare with it.")
    strata.note.say(base < 0, "The reference has no figure here, so there is nothing to compare with.")
    base = np.where(alone, -1, base)
    parts = (("risk", _risk(strata, base)), ("fraction", _fraction(strata, base)))
    made = [_figures(strata, name, gap, se, worse, view) for name, (gap, se) in parts]
    return write(strata.grouped, *made, level=level)


def _figures(strata: Strata, name: str, gap: Interval, se: Floats, worse: str, view: str) -> Figures:
    shown = viewed(gap, worse=worse, view=view)
    method = "limits recovered from those of the strata (Zou and Donner), shares of the population taken as known"
    return Figures(
        f"population attributable {name}",
        *shown,
        se=se,
        n=strata.total(),
        method=method_viewed(method, worse=worse, view=view),
        note=strata.note,
        direction=directions(shown, none=0.0, worse=worse, view=view, ends=WHO),
    )


def _risk(strata: Strata, base: Positions) -> tuple[Interval, Floats]:
    """Average less reference: Σ (share − 1 for the reference) × figure, all parts independent."""
    coefficients = strata.share - _is_base(strata, base)
    risk = recovery.combination(Interval(*map(strata.filled, strata.interval)), coefficients)
    se = np.sqrt(((coefficients * strata.filled(strata.se)) ** 2).sum(axis=1))
    return _where(risk, _known(strata, base), base), np.where(_known(strata, base), se, np.nan)


def _fraction(strata: Strata, base: Positions) -> tuple[Interval, Floats]:
    """1 − 1/q, where q = average / reference = share + (1 − share) × others / reference: it rises with that ratio."""
    at_base = _is_base(strata, base)
    share = (strata.share * at_base).sum(axis=1)
    others = np.where(at_base, 0.0, strata.share) / np.where(share < 1, 1 - share, 1.0)[:, None]
    rest = recovery.combination(Interval(*map(strata.filled, strata.interval)), others)
    reference = Interval(*((strata.filled(part) * at_base).sum(axis=1) for part in strata.interval))
    ratio = recovery.ratio(Interval(*(np.maximum(part, 0.0) for part in rest)), reference)
    q = Interval(*(share + (1 - share) * part for part in ratio))
    with np.errstate(divide="ignore", invalid="ignore"):
        fraction = Interval(*(1 - 1 / part for part in q))
        spread = ((others * strata.filled(strata.se)) ** 2).sum(axis=1)
        of_base = ((strata.filled(strata.se) * at_base) ** 2).sum(axis=1)
        # q rises by (1 − share) / reference for the others, and by −(1 − share) others / reference² for the reference.
        by_q = (1 - share) / reference.value / q.value**2
        se = by_q * np.sqrt(spread + ratio.value**2 * of_base)
    strata.note.say(
        (reference.value <= 0) & (base >= 0), "The reference is zero or below, so no fraction can be given."
    )
    return _where(fraction, _known(strata, base), base), np.where(_known(strata, base), se, np.nan)


def _is_base(strata: Strata, base: Positions) -> Any:
    return np.arange(len(strata.labels)) == base[:, None]


def _known(strata: Strata, base: Positions) -> Any:
    """Whether every stratum with a figure has an interval."""
    return ~np.isnan(np.where(strata.there, strata.se, 0.0)).any(axis=1) & (base >= 0)


def _where(gap: Interval, known: Any, base: Positions) -> Interval:
    value = np.where(base >= 0, gap.value, np.nan)
    return Interval(value, np.where(known, gap.lower, np.nan), np.where(known, gap.upper, np.nan))
