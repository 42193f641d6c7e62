"""Gradients of every area at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from evenground.analysis.equity.direction import MEASURED, check_choices, directions, method_viewed, viewed
from evenground.analysis.equity.gradient import METHODS
from evenground.analysis.equity.rates import check_multiplier
from evenground.analysis.errors import NotEnoughGiven
from evenground.analysis.frames import Figures, Floats, Frame, Grouped, Named, Positions, Words, read, write
from evenground.analysis.stats import limits
from evenground.analysis.stats.lines import Lines, fit_all
from evenground.analysis.stats.options import check_least
from evenground.analysis.stats.recovery import Interval

ABSOLUTE: Final = "absolute gradient"
RELATIVE: Final = "relative gradient"
EXCESS: Final = "excess events"
FEW: Final = 30
HARDLY_ENOUGH: Final = f"There are fewer than {FEW} neighbourhoods, so the interval may be too narrow."
TOO_FEW: Final = "A line needs three neighbourhoods that differ in rank; there are fewer."


def gradients(
    data: Frame,
    *,
    population: str,
    rank: str,
    count: str | None = None,
    expected: str | None = None,
    rate: str | None = None,
    area: Named = None,
    multiplier: float = 100_000,
    minimum_population: float = 0,
    errors: str = "model",
    worse: str = "higher",
    view: str = MEASURED,
    level: float = 0.95,
) -> Frame:
    """Absolute and relative gradient, and excess events, over the neighbourhoods of every area.

    Parameters
    ----------
    data
        Any data frame, one row a neighbourhood: the whole country, so that its overall rate is known.
    population
        Column of people: the weights.
    rank
        Column of national ranks, 0 the least to 1 the most deprived neighbourhood.
    count, expected
        Columns of events, and of those expected from the age and sex of its people: the rate is then observed over
        expected times the rate of all the data. Without ``expected`` the rate is crude. Or:
    rate
        Column of rates per ``multiplier`` people, already standardised.
    area
        Column (or columns) of the area; left out, one gradient over all.
    multiplier
        Rates are per this many people.
    minimum_population
        Leave out neighbourhoods with fewer people.
    errors
        ``"model"`` as published, or ``"hc1"``; see `evenground.analysis.equity.gradient.gradient_of`.
    worse, view
        As in `evenground.analysis.equity.gaps`. Excess events are never turned.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    Three rows an area, ``n`` being neighbourhoods: the modelled rate of the most deprived less that of the least; that
    over the modelled rate at the middle; and the events there would not have been at the rate of the least deprived.
    Limits are normal, as published: over 2,000 made-up areas whose rates varied beyond chance, limits of 95% held the
    true gradient in 94% (``"model"``) and 95% (``"hc1"``) with 200 neighbourhoods, 91% and 93% with 30, and 90% and 88%
    with 8, which ``note`` warns of.

    Raises
    ------
    MissingColumn, BadNumbers, NotEnoughGiven, UnknownChoice, OutOfRange

    Examples
    --------
    Rates on a line from 300 to 1,200 have a gradient of 900, and 900 over 750 is 1.2:

    >>> import pyarrow as pa
    >>> rank = [0.0, 0.25, 0.5, 0.75, 1.0]
    >>> data = pa.table({"rank": rank, "rate": [300 + 900 * x for x in rank], "people": [1000] * 5})
    >>> for row in gradients(data, population="people", rank="rank", rate="rate").to_pylist():
    ...     print("{measure}: {estimate:.1f}, {direction}".format(**row))
    absolute gradient: 900.0, worse for the most deprived
    relative gradient: 1.2, worse for the most deprived
    excess events: 22.5, worse for the most deprived

    References
    ----------
    Cookson R, Asaria M, Ali S, Shaw R, Doran T, Goldblatt P. Health equity monitoring for healthcare quality assurance.
    Soc Sci Med 2018;198:148-156.
    """
    check_choices(worse=worse, view=view)
    used = read_places(data, area, count, population, rank, expected, rate, multiplier, minimum_population)
    grouped = used.grouped
    lines = used.lines(grouped.of[used.rows], grouped.groups, errors)
    people = np.bincount(grouped.of[used.rows], weights=used.people * used.rank, minlength=grouped.groups) / multiplier
    absolute, relative = forms(lines, level)
    excess = Interval(*(part * people for part in absolute[0])), absolute[1] * people
    found = ((ABSOLUTE, *absolute, view), (RELATIVE, *relative, view), (EXCESS, *excess, MEASURED))
    made = [_figures(name, gap, se, lines, errors, worse, how) for name, gap, se, how in found]
    return write(grouped, *made, level=level)


def _figures(name: str, gap: Interval, se: Floats, lines: Lines, errors: str, worse: str, view: str) -> Figures:
    shown = viewed(gap, worse=worse, view=view)
    note = Words(len(se))
    note.say(np.isnan(lines.slope), TOO_FEW)
    note.say(~np.isnan(lines.slope) & (lines.points < FEW), HARDLY_ENOUGH)
    note.say(
        np.isnan(gap.value) & ~np.isnan(lines.slope),
        "The modelled rate in the middle is not above zero, so no relative gradient can be given.",
    )
    method = method_viewed(METHODS[errors], worse=worse, view=view)
    direction = directions(shown, none=0.0, worse=worse, view=view)
    return Figures(name, *shown, se=se, n=lines.points, method=method, note=note, direction=direction)


def forms(lines: Lines, level: float) -> tuple[tuple[Interval, Floats], tuple[Interval, Floats]]:
    """Absolute and relative gradient with their standard errors; the latter by the delta method."""
    absolute = np.sqrt(lines.var_slope)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = np.where(lines.at(0.5) > 0, lines.at(0.5), np.nan)
        # r = b / (a + b/2), so dr/da = -b/m² and dr/db = a/m²
        by_a, by_b = -lines.slope / middle**2, lines.intercept / middle**2
        variance = by_a**2 * lines.var_intercept + 2 * by_a * by_b * lines.covariance + by_b**2 * lines.var_slope
        relative, ratio = np.sqrt(np.maximum(variance, 0.0)), lines.slope / middle
    return (
        (Interval(lines.slope, *limits.normal(lines.slope, absolute, level)), absolute),
        (Interval(ratio, *limits.normal(ratio, relative, level)), relative),
    )


@dataclass(frozen=True)
class Places:
    """Neighbourhoods: people, rank from 0 to 1 and rate. ``rows`` says which rows of the data they are."""

    grouped: Grouped
    rows: Positions
    people: Floats
    rank: Floats
    rate: Floats

    def usable(self, minimum_population: float) -> Places:
        """Drop places without people, a rank or a rate, and those below the smallest population asked for."""
        keep = np.isfinite(self.rate + self.rank) & (self.people > 0) & (self.people >= minimum_population)
        return self.where(np.flatnonzero(keep))

    def where(self, at: Positions) -> Places:
        return Places(self.grouped, self.rows[at], self.people[at], self.rank[at], self.rate[at])

    def lines(self, of: Positions, groups: int, errors: str) -> Lines:
        return fit_all(of, groups, self.rank, self.rate, self.people, errors=errors)


def read_places(
    data: Any,
    area: Named,
    count: str | None,
    population: str,
    rank: str,
    expected: str | None,
    rate: str | None,
    multiplier: float,
    minimum_population: float,
) -> Places:
    """Read the neighbourhoods that can be used, and the rate of each."""
    check_multiplier(multiplier)
    check_least("minimum_population", minimum_population)
    if (count is None) == (rate is None):
        raise NotEnoughGiven("Give count= (and expected= where there is one), or rate=: one of the two.")
    numbers = {"count": count, "population": population, "rank": rank, "expected": expected, "rate": rate}
    never = [role for role in ("count", "population", "expected") if numbers[role] is not None]
    grouped = read(data, by=area, numbers=numbers, not_negative=never)
    wrong = (grouped["rank"] < 0) | (grouped["rank"] > 1)
    grouped.check("rank", wrong, "not between 0 and 1", "Divide the rank by the number of places, 1 the most deprived.")
    made = grouped["rate"] if rate is not None else _rates(grouped, multiplier)
    places = Places(grouped, np.arange(len(made)), grouped["population"], grouped["rank"], made)
    return places.usable(minimum_population)


def _rates(grouped: Grouped, multiplier: float) -> Floats:
    count, people = grouped["count"], grouped["population"]
    if "expected" not in grouped.numbers:
        return np.divide(count * multiplier, people, out=np.full(len(count), np.nan), where=people > 0)
    both = ~np.isnan(count + people)
    national = count[both].sum() / max(people[both].sum(), 1e-300) * multiplier
    expected = grouped["expected"]
    return np.divide(count, expected, out=np.full(len(count), np.nan), where=expected > 0) * national
