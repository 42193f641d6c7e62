"""Difference in differences of counts: two periods, and those who had the change against those who had not."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from evenground.analysis.change.strata import keys_with, strata_of
from evenground.analysis.change.ways import ways
from evenground.analysis.errors import UnknownChoice, UnknownGroup
from evenground.analysis.frames import Figures, Floats, Frame, Grouped, Named, Positions, Words, read, write, written
from evenground.analysis.stats.limits import byar, wilson
from evenground.analysis.stats.options import check_above_zero
from evenground.analysis.stats.recovery import Interval, difference, ratio


def difference_in_differences(
    data: Frame,
    *,
    count: str,
    population: str,
    arm: str,
    treated: Any,
    control: Any,
    period: str,
    before: Any,
    after: Any,
    by: Named = None,
    stratum: str | None = None,
    of: Any = None,
    against: Any = None,
    figure: Literal["rate", "proportion"] = "rate",
    kind: Literal["difference", "ratio"] = "difference",
    per: float = 1,
    worse: Literal["higher", "lower"] = "higher",
    level: float = 0.95,
) -> Frame:
    """How much more those with the change moved than those without, from counts.

    ``(treated after - treated before) - (control after - control before)``, or the ratio of the two ratios. Limits are
    recovered from those of the four rates (Byar, exact below 10) or proportions (Wilson), so small counts and noughts hold.
    For figures that have an interval already, use `between` and then `contrast`.

    Parameters
    ----------
    data
        Counts and people; rows of one arm and period are added up, in the database where the data live in one.
    count, population
        Columns of events, and of people or person-time.
    arm, treated, control
        Column that tells who had the change, its label for those who had and for those who had not.
    period, before, after
        Column of periods, and the two.
    by
        Column or columns of groups.
    stratum, of, against
        Contrast two strata: the column, the disadvantaged one, and the other. This triple difference comes first, with the
        stratum blank.
    figure
        ``"rate"`` or ``"proportion"`` of people.
    kind
        ``"difference"`` per so many people as ``per`` says, or ``"ratio"`` of ratios.
    worse, level
        Whether ``"higher"`` or ``"lower"`` is worse; confidence level.

    Returns
    -------
    One row a group; ``n`` counts the events of all four.

    Raises
    ------
    AnalysisError
        Its kinds say which column, label or option cannot be used.

    Examples
    --------
    Deaths from cholera per 10,000 in London, where one water company moved its intake upstream between the two epidemics
    and the other did not: (19 - 85) - (147 - 135) = -78 (Snow 1855, as tabled by Cunningham 2021):

    >>> import pyarrow as pa
    >>> cholera = pa.table({"water": ["Lambeth", "Lambeth", "Southwark", "Southwark"], "year": [1849, 1854] * 2,
    ...     "deaths": [85, 19, 135, 147], "people": [10_000] * 4})
    >>> effect = difference_in_differences(cholera, count="deaths", population="people", arm="water", treated="Lambeth",
    ...     control="Southwark", period="year", before=1849, after=1854, per=10_000).to_pylist()[0]
    >>> f"{effect['estimate']:.0f}: {effect['direction']}"
    '-78: better'

    References
    ----------
    Zou GY, Donner A. Construction of confidence limits about effect measures. Stat Med 2008;27:1693-1702.
    Cunningham S. Causal inference: the mixtape. Yale 2021, chapter 9.
    """
    _check(figure, kind, worse)
    check_above_zero("per", per, such_as="1000")
    grouped = read(
        data,
        by=keys_with(by, stratum),
        within={"arm": arm, "period": period},
        numbers={"count": count, "population": population},
        not_negative=["count", "population"],
        add_up=True,
    )
    if figure == "proportion":
        more = grouped["count"] > grouped["population"]
        grouped.check("count", more, "more than the population", 'Mend these rows, or use figure="rate".')
    cells = [_cell(grouped, {"arm": who, "period": when}) for who in (treated, control) for when in (after, before)]
    parts = [_scaled(_interval(*cell, figure, level), per if kind == "difference" else 1.0) for cell in cells]
    compare = difference if kind == "difference" else ratio
    made = compare(compare(parts[0], parts[1]), compare(parts[2], parts[3]))
    strata = strata_of(grouped, stratum, of, against)
    gap = compare(_of(made, strata.one), _of(made, strata.other))
    events = np.sum([cell[0] for cell in cells], axis=0)
    name = "difference in differences" if kind == "difference" else "ratio of ratios"
    method = f"{kind} of {figure}s, limits recovered from the four intervals (Zou and Donner)"
    title = f"{name}: {of} {'less' if kind == 'difference' else 'over'} {against}"
    joint, numbers = events[strata.one] + events[strata.other], np.arange(strata.pairs)
    way = ways(gap, about="gap", worse=worse, ratio=kind == "ratio")
    first = Figures(title, *gap, n=joint, method=method, direction=way, of=numbers)
    way, note = ways(made, about="level", worse=worse, ratio=kind == "ratio"), _notes(cells, made)
    each = Figures(name, *made, n=events, method=method, note=note, direction=way, of=strata.groups())
    return write(strata.grouped, first, each, level=level)


def _check(figure: str, kind: str, worse: str) -> None:
    for option, given, there in (
        ("figure", figure, ("rate", "proportion")),
        ("kind", kind, ("difference", "ratio")),
        ("worse", worse, ("higher", "lower")),
    ):
        if given not in there:
            raise UnknownChoice(option, given, there)


def _scaled(interval: Interval, per: float) -> Interval:
    return Interval(per * interval.value, per * interval.lower, per * interval.upper)


def _of(interval: Interval, groups: Positions) -> Interval:
    return Interval(interval.value[groups], interval.lower[groups], interval.upper[groups])


def _cell(grouped: Grouped, wanted: dict[str, Any]) -> tuple[Floats, Floats]:
    """Count and people of each group in one arm and period; not-a-number where there is no such row."""
    chosen = np.ones(len(grouped.of), dtype=bool)
    for role, label in wanted.items():
        labels = grouped.labels[role]
        names = [written(value) for value in labels.values]
        if written(label) not in names:
            raise UnknownGroup(written(label), names)
        chosen &= labels.codes == names.index(written(label))
    rows = np.flatnonzero(chosen)
    made = np.full((2, grouped.groups), np.nan)
    for values, role in zip(made, ("count", "population"), strict=True):
        values[grouped.of[rows]] = grouped[role][rows]
    return made[0], made[1]


def _interval(count: Floats, people: Floats, figure: str, level: float) -> Interval:
    people = np.where(people > 0, people, np.nan)
    if figure == "proportion":
        return Interval(count / people, *wilson(count, people, level))
    low, high = byar(count, level)
    return Interval(count / people, low / people, high / people)


def _notes(cells: list[tuple[Floats, Floats]], made: Interval) -> Words:
    note = Words(len(made.value))
    blank = np.any([np.isnan(count) | np.isnan(people) for count, people in cells], axis=0)
    nobody = np.any([people == 0 for _, people in cells], axis=0)
    note.say(blank, "One of the four figures is missing.")
    note.say(nobody, "The population is zero in one of the four.")
    note.say(np.isnan(made.value) & ~blank & ~nobody, "The figure to divide by is zero, so no ratio can be given.")
    return note
