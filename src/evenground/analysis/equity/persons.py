"""Concentration index from one value a person, where the ranks are estimated too."""

from __future__ import annotations

import numpy as np

from evenground.analysis.equity.concentration import check_bounds, forms, index_figures
from evenground.analysis.equity.direction import MEASURED, check_choices
from evenground.analysis.frames import Floats, Frame, Grouped, Named, Positions, Words, read, write


def individual_concentration(
    data: Frame,
    *,
    value: str,
    rank: str,
    weight: str | None = None,
    bounds: tuple[float, float] | None = None,
    by: Named = None,
    first: str = "most deprived",
    worse: str = "higher",
    view: str = MEASURED,
    level: float = 0.95,
) -> Frame:
    """Absolute and relative concentration index of every group from individuals.

    Parameters
    ----------
    data
        Any data frame, one row a person. Rows with a blank are left out, and that is said.
    value
        Column of the outcome, in any unit.
    rank
        Column of numbers people are put in order by: a deprivation rank, an income. Equal ones share the middle.
    first
        Which end the lowest ``rank`` is: ``"most deprived"`` (a deprivation rank of 1, a low income).
    weight
        Column of weights, such as those of a survey.
    bounds, by, worse, view, level
        As in `evenground.analysis.equity.concentration_index`.

    Returns
    -------
    Two to four rows a group; ``n`` is people. The standard error allows for the ranks being those of a sample.

    Raises
    ------
    MissingColumn, BadNumbers, UnknownChoice, OutOfRange

    Examples
    --------
    Everything with the most deprived of four people: 3/4 of it would have to go to others.

    >>> import pyarrow as pa
    >>> data = pa.table({"rank": [1, 2, 3, 4], "visits": [8, 0, 0, 0]})
    >>> row = individual_concentration(data, value="visits", rank="rank").to_pylist()[1]
    >>> row["measure"], row["estimate"], row["direction"].split(",")[0]
    ('relative concentration index', 0.75, 'worse for the most deprived')

    References
    ----------
    Kakwani N, Wagstaff A, van Doorslaer E. Socioeconomic inequalities in health: measurement, computation, and
    statistical inference. J Econometrics 1997;77:87-103.
    """
    check_choices(worse=worse, view=view, first=first)
    numbers = {"value": value, "rank": rank, "weight": weight}
    grouped = read(data, by=by, numbers=numbers, not_negative=["weight"])
    y, w = grouped["value"], grouped["weight"] if weight is not None else np.ones(len(grouped.of))
    there = ~np.isnan(y + grouped["rank"] + w) & (w > 0)
    check_bounds(bounds, y[there])
    note = Words(grouped.groups)
    note.say(grouped.sum((~there).astype(float)) > 0, "People with a blank are left out.")
    people = grouped.sum(there.astype(float))
    note.say(people < 2, "There are fewer than two people, so there is nothing to share out.")
    sign = 1.0 if first == "least deprived" else -1.0
    found = _indices(grouped, grouped.of[there], y[there], w[there], sign * grouped["rank"][there], bounds)
    made = []
    for name, index, se in found:
        few = people < 2
        index, se = np.where(few, np.nan, index), np.where(few, np.nan, se)
        how = "standard error from the influence of each person (Kakwani, Wagstaff and van Doorslaer)"
        made.append(index_figures(name, index, se, note, people, how, worse, view, level))
    return write(grouped, *made, level=level)


def _indices(
    grouped: Grouped, of: Positions, y: Floats, w: Floats, rank: Floats, bounds: tuple[float, float] | None
) -> list[tuple[str, Floats, Floats]]:
    """Each index and its standard error by group."""

    def total(values: Floats) -> Floats:
        return np.bincount(of, weights=values, minlength=grouped.groups).astype(np.float64)

    with np.errstate(divide="ignore", invalid="ignore"):
        p = w / total(w)[of]
        place, above = _places(of, p, p * y, rank)
        mean, absolute = total(p * y), total(p * place * y)
        # How much one person moves the mean and the absolute index: by their own value, and by whom they stand below.
        by_mean = y - mean[of]
        by_absolute = place * y + 2 * above - 2 * absolute[of] - mean[of]
        made = []
        for name, value, d_absolute, d_mean in forms(absolute, mean, bounds):
            influence = d_absolute[of] * by_absolute + d_mean[of] * by_mean
            made.append((name, value, np.sqrt(total((p * influence) ** 2))))
    return made


def _places(of: Positions, p: Floats, part: Floats, rank: Floats) -> tuple[Floats, Floats]:
    """Place of each person from −1 to 1, and how much of the outcome falls on those above; equal ranks share both."""
    if not len(of):
        return p, part
    order = np.lexsort((rank, of))
    g, r = of[order], rank[order]
    fresh = np.ones(len(g), dtype=bool)
    fresh[1:] = (g[1:] != g[:-1]) | (r[1:] != r[:-1])
    block, starts = np.cumsum(fresh) - 1, np.flatnonzero(fresh)
    group = g[starts]  # of each block of equal ranks
    place, above = np.empty(len(g)), np.empty(len(g))
    middle = [_middles(np.add.reduceat(values[order], starts), group) for values in (p, part)]
    whole = np.bincount(of, weights=part, minlength=int(group.max()) + 1)
    place[order] = 2 * middle[0][block] - 1
    above[order] = (whole[group] - middle[1])[block]
    return place, above


def _middles(sums: Floats, group: Positions) -> Floats:
    """What lies below the middle of each block, within its group."""
    before = np.cumsum(sums) - sums
    first = np.concatenate(([True], group[1:] != group[:-1]))
    start = before[np.flatnonzero(first)]
    return np.asarray(before - start[np.cumsum(first) - 1] + sums / 2)
