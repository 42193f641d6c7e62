"""Change between two periods, and the difference of a change between strata, of any result."""

from __future__ import annotations

from numbers import Real
from typing import Any, Final, Literal

import numpy as np

from evenground.analysis.change.tidy import Tidy, read_tidy, sides, write_tidy
from evenground.analysis.change.ways import WAYS, About, Said, Worse, clear
from evenground.analysis.errors import OutOfRange, UnknownChoice
from evenground.analysis.frames import Floats, Frame, Named
from evenground.analysis.stats.recovery import DIFFERENCE, RATIO, Interval, difference, ratio

Kind = Literal["difference", "ratio"]

_KINDS: Final = ("difference", "ratio")


def between(
    results: Frame,
    *,
    period: str,
    before: Any,
    after: Any,
    by: Named = None,
    kind: Kind = "difference",
    correlation: float | str = 0.0,
    worse: Worse = "higher",
    about: About = "gap",
) -> Frame:
    """Change of any result from one period to another: a rate, a gap, a slope index.

    The limits are recovered from those of the two periods, so they keep the skew of small counts.

    Parameters
    ----------
    results
        What a measure gave back for each period, one row a group, measure and period.
    period, before, after
        The column of periods, and the two to compare.
    by
        Group columns; left out, all others there are. Every measure in the results is compared with itself.
    kind
        ``"difference"`` (after less before) or ``"ratio"`` (after over before, for what cannot be below zero).
    correlation
        Between the two estimates: 0 when they rest on different people, or a number, or a column that has it by group.
    worse
        Whether ``"higher"`` or ``"lower"`` values are worse. For a gap: the sign that means inequality against the
        disadvantaged, which is ``"lower"`` for a slope index as Public Health England signs it.
    about
        ``"gap"`` says “the gap narrowed”, ``"level"`` says “better”.

    Returns
    -------
    One row a group and measure; unit as the results, or a ratio. ``n`` is that of both periods.

    Raises
    ------
    AnalysisError
        Its kinds say which column or period is not there, or stands twice.

    Examples
    --------
    Newcombe's (1998) 56 of 70 and 48 of 80, as a proportion before and after:

    >>> import pyarrow as pa
    >>> shares = pa.table({
    ...     "year": [2023, 2024], "measure": ["proportion"] * 2, "estimate": [48 / 80, 56 / 70],
    ...     "lower": [0.4904, 0.6918], "upper": [0.7004, 0.8770]})
    >>> change = between(shares, period="year", before=2023, after=2024, worse="lower", about="level").to_pylist()[0]
    >>> f"{change['estimate']:.2f} ({change['lower']:.2f} to {change['upper']:.2f}): {change['direction']}"
    '0.20 (0.05 to 0.33): better'

    References
    ----------
    Zou GY, Donner A. Construction of confidence limits about effect measures. Stat Med 2008;27:1693-1702.
    """
    _check_choices(kind, worse, about)
    more = {"correlation": correlation} if isinstance(correlation, str) else None
    tidy = read_tidy(results, within={"period": period}, by=by, more=more)
    made, se, n, note = _compared(tidy, "period", (after, before), kind, correlation)
    if about == "gap" and kind == "ratio":
        worse = "higher"  # a ratio of gaps above 1 is a wider gap, whatever their sign
    return write_tidy(
        tidy,
        results,
        named=lambda measure: f"{kind} in {measure}" if kind == "difference" else f"ratio of {measure}",
        interval=made,
        se=se,
        n=n,
        method=DIFFERENCE if kind == "difference" else RATIO,
        note=note,
        direction=clear(made, about=about, worse=worse, ratio=kind == "ratio"),
    )


def contrast(
    results: Frame,
    *,
    stratum: str,
    of: Any,
    against: Any,
    by: Named = None,
    kind: Kind = "difference",
    correlation: float | str = 0.0,
    worse: Worse = "higher",
) -> Frame:
    """Compare a change between two strata: how much more one changed than the other.

    Of changes between two periods it is the difference in differences; of effects of an interruption or of differences
    in differences it is the contrast between strata.

    Parameters
    ----------
    results
        Changes by stratum: what `between`, `interrupted` or `difference_in_differences` gave back.
    stratum, of, against
        The column of strata, the disadvantaged one, and the one it is compared with.
    kind
        ``"difference"``, or ``"ratio"`` for changes that are ratios themselves.
    worse
        Whether ``"higher"`` or ``"lower"`` values of the outcome are worse.
    by, correlation
        As for `between`.

    Returns
    -------
    One row a group and measure. ``direction`` says whether the gap between the two widened or narrowed, taking ``of`` for
    the one that fares worse.

    Examples
    --------
    >>> import pyarrow as pa
    >>> changes = pa.table({
    ...     "fifth": ["1", "5"], "measure": ["difference in rate"] * 2,
    ...     "estimate": [-12.0, -4.0], "lower": [-15.0, -8.0], "upper": [-9.0, 0.0]})
    >>> headline = contrast(changes, stratum="fifth", of="1", against="5").to_pylist()[0]
    >>> f"{headline['estimate']:.0f} ({headline['lower']:.0f} to {headline['upper']:.0f}): {headline['direction']}"
    '-8 (-13 to -3): the gap narrowed'

    References
    ----------
    Altman DG, Bland JM. Interaction revisited: the difference between two estimates. BMJ 2003;326:219.
    """
    _check_choices(kind, worse, "gap")
    more = {"correlation": correlation} if isinstance(correlation, str) else None
    tidy = read_tidy(results, within={"stratum": stratum}, by=by, more=more)
    made, se, n, note = _compared(tidy, "stratum", (of, against), kind, correlation)
    return write_tidy(
        tidy,
        results,
        named=lambda measure: f"{measure}: {of} {'less' if kind == 'difference' else 'over'} {against}",
        interval=made,
        se=se,
        n=n,
        method=DIFFERENCE if kind == "difference" else RATIO,
        note=note,
        direction=clear(made, about="gap", worse=worse, ratio=kind == "ratio"),
    )


def _compared(
    tidy: Tidy, role: str, wanted: tuple[Any, Any], kind: Kind, correlation: float | str
) -> tuple[Interval, Floats, Floats, Said]:
    """First label against second, with standard error, number, and what is to be said."""
    side = sides(tidy, role, wanted)
    parts = [Interval(side("value", i), side("lower", i), side("upper", i)) for i in (0, 1)]
    if not isinstance(correlation, str) and not (isinstance(correlation, Real) and -1 <= float(correlation) <= 1):
        raise OutOfRange("correlation", correlation, "between -1 and 1, or a column of such numbers")
    together: Any = side("correlation", 0) if isinstance(correlation, str) else float(correlation)
    if np.any(np.abs(together) > 1):
        raise OutOfRange("correlation", correlation, "a column of numbers between -1 and 1")
    said: list[tuple[Any, str]] = [
        (np.isnan(part.value), f"There is no figure for {label}.") for part, label in zip(parts, wanted, strict=True)
    ]
    negative = (parts[0].value < 0) | (parts[1].value < 0)
    if kind == "ratio":
        said += [(negative, "A ratio needs values that are not below zero.")]
        said += [(parts[1].value == 0, "The figure to divide by is zero, so no ratio can be given.")]
        parts = [Interval(*(np.where(negative, np.nan, each) for each in part)) for part in parts]
    made = (difference if kind == "difference" else ratio)(parts[0], parts[1], together)
    known = ~np.isnan(made.value)
    blank = known & np.isnan(together)
    said += [(blank, "The correlation is blank here, so there is no interval.")]
    endless = known & (np.isinf(made.lower) | np.isinf(made.upper))
    said += [(endless, "One of the two figures has no limit on one side, so neither has the change.")]
    no_limits = known & ~blank & (np.isnan(made.lower) | np.isnan(made.upper))
    said += [(no_limits, "One of the two figures has no interval, so the change has none.")]
    one, two = side("se", 0), side("se", 1)
    se = np.sqrt(np.maximum(one**2 + two**2 - 2 * together * one * two, 0))
    se = np.where(known & (kind == "difference"), se, np.nan)
    return made, se, side("n", 0) + side("n", 1), said


def _check_choices(kind: str, worse: str, about: str) -> None:
    for option, given, there in (
        ("kind", kind, _KINDS),
        ("worse", worse, ("higher", "lower")),
        ("about", about, tuple(WAYS)),
    ):
        if given not in there:
            raise UnknownChoice(option, given, there)
