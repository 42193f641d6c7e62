"""The gradient of each area beside that of the nation, and beside that of the areas most like it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from evenground.analysis.equity.area_gradients import FEW, HARDLY_ENOUGH, TOO_FEW, Places, read_places
from evenground.analysis.equity.direction import check_choices
from evenground.analysis.equity.naming import spare
from evenground.analysis.errors import OutOfRange, UnknownChoice, UnknownGroup
from evenground.analysis.frames import Figures, Frame, Positions, Words, write, written
from evenground.analysis.stats import limits
from evenground.analysis.stats.across import Truths
from evenground.analysis.stats.lines import Lines
from evenground.analysis.stats.recovery import Interval


def compare_gradients(
    data: Frame,
    *,
    area: str,
    population: str,
    rank: str,
    count: str | None = None,
    expected: str | None = None,
    rate: str | None = None,
    similar: Mapping[str, Sequence[str]] | None = None,
    nation: str = "the nation",
    multiplier: float = 100_000,
    minimum_population: float = 0,
    errors: str = "model",
    worse: str = "higher",
    level: float = 0.95,
) -> Frame:
    """Absolute gradient of every area less that of the nation, and less that of its similar areas taken together.

    Parameters
    ----------
    data, population, rank, count, expected, rate, multiplier, minimum_population, errors, worse, level
        As in `gradients`.
    area
        Column of the area.
    similar
        For each area, the areas most like it (ten in the English indicator). The area itself is never among them.
    nation
        What all the data together are called.

    Returns
    -------
    A row an area and comparison; ``beside`` says with what, ``verdict`` is “better”, “worse” or “similar” (the difference
    could be chance), ``n`` the neighbourhoods of the area. The two gradients are taken as independent, which
    for the nation (of which the area is a small part) makes the interval a little too wide.

    Raises
    ------
    MissingColumn, BadNumbers, NotEnoughGiven, UnknownChoice, UnknownGroup, OutOfRange

    Examples
    --------
    >>> import pyarrow as pa
    >>> rank = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    >>> odd = [5, -5, 5, -5, 5, -5]
    >>> data = pa.table({"area": ["A"] * 6 + ["B"] * 6, "rank": rank * 2, "people": [1000] * 12, "rate":
    ...     [300 + 900 * x + e for x, e in zip(rank, odd)] + [300 + 100 * x - e for x, e in zip(rank, odd)]})
    >>> made = compare_gradients(data, area="area", population="people", rank="rank", rate="rate", similar={"A": ["B"]})
    >>> [(row["area"], row["beside"], row["verdict"], round(row["estimate"])) for row in made.to_pylist()][1]
    ('A', '1 similar area together', 'worse', 791)

    References
    ----------
    Cookson R, Asaria M, Ali S, Shaw R, Doran T, Goldblatt P. Health equity monitoring for healthcare quality assurance.
    Soc Sci Med 2018;198:148-156.
    """
    check_choices(worse=worse)
    if not isinstance(area, str):
        raise UnknownChoice("area", area, ["the name of one column"])
    if similar is not None and not isinstance(similar, Mapping):
        raise OutOfRange("similar", similar, 'the areas most like each area, such as {"E1": ["E2", "E3"]}')
    places = read_places(data, area, count, population, rank, expected, rate, multiplier, minimum_population)
    grouped = places.grouped
    of = grouped.of[places.rows]
    mine = places.lines(of, grouped.groups, errors)
    whole = places.lines(np.zeros(len(of), dtype=np.int64), 1, errors)
    everywhere = np.zeros(grouped.groups, dtype=np.int64)
    every_area = np.arange(grouped.groups)
    made = [_compared(mine, every_area, whole, everywhere, [str(nation)] * grouped.groups, worse, level, grouped.keys)]
    if similar:
        codes = [written(code) for code in grouped.keys[area].to_pylist()]
        pooled, areas, names = _pools(places, of, codes, similar, errors)
        made.append(_compared(mine, areas, pooled, np.arange(len(areas)), names, worse, level, grouped.keys))
    return write(grouped, *made, level=level)


def _pools(
    places: Places, of: Positions, codes: Sequence[str], similar: Mapping[str, Sequence[str]], errors: str
) -> tuple[Lines, Positions, list[str]]:
    """The line of each area’s similar areas, all their neighbourhoods together; whose they are; what to call them."""
    there = {code: i for i, code in enumerate(codes)}
    if not there.keys() & {written(code) for code in similar}:
        raise UnknownGroup(written(next(iter(similar))), codes)
    members = {
        there[written(code)]: sorted(
            {there[written(one)] for one in alike if written(one) in there} - {there[written(code)]}
        )
        for code, alike in similar.items()
        if written(code) in there
    }
    members = {i: members[i] for i in sorted(members) if members[i]}
    order = np.argsort(of, kind="stable")
    ends = np.searchsorted(of[order], np.arange(len(codes) + 1))
    rows = [order[ends[one] : ends[one + 1]] for pool in members.values() for one in pool]
    sizes = [sum(int(ends[one + 1] - ends[one]) for one in pool) for pool in members.values()]
    pool_of = np.repeat(np.arange(len(sizes)), sizes)
    pooled = places.where(np.concatenate(rows)) if rows else places.where(np.array([], dtype=np.int64))
    names = [f"{len(p)} similar area{'s' if len(p) > 1 else ''} together" for p in members.values()]
    return pooled.lines(pool_of, len(sizes), errors), np.array(list(members), dtype=np.int64), names


def _compared(
    mine: Lines,
    areas: Positions,
    theirs: Lines,
    other: Positions,
    names: Sequence[str],
    worse: str,
    level: float,
    taken: Collection[str],
) -> Figures:
    import pyarrow as pa

    gap = mine.slope[areas] - theirs.slope[other]
    se = np.sqrt(mine.var_slope[areas] + theirs.var_slope[other])
    shown = Interval(gap, *limits.normal(gap, se, level))
    note = Words(len(gap))
    note.say(np.isnan(gap), TOO_FEW)
    fewest = np.minimum(mine.points[areas], theirs.points[other])
    note.say(~np.isnan(gap) & (fewest < FEW), HARDLY_ENOUGH)
    return Figures(
        "difference in absolute gradient",
        *shown,
        se=se,
        n=mine.points[areas],
        method="difference of two gradients taken as independent",
        note=note,
        direction=_said(shown, worse),
        of=areas,
        at={
            spare("beside", taken): pa.array(list(names), pa.string()),
            spare("verdict", taken): pa.array(_verdicts(shown, worse), pa.string()),
        },
    )


def _verdicts(gap: Interval, worse: str) -> list[str | None]:
    up, down = ("worse", "better") if worse == "higher" else ("better", "worse")
    words = np.where(gap.lower > 0, up, np.where(gap.upper < 0, down, "similar"))
    return [None if np.isnan(value) else str(word) for value, word in zip(gap.value, words, strict=True)]


def _said(gap: Interval, worse: str) -> Words:
    """A gradient is better where it is nearer to the deprived being no worse off, so a lower one where high is bad."""
    words = Words(len(gap.value))
    steeper: Truths = gap.lower > 0
    flatter: Truths = gap.upper < 0
    worse_one, better = (steeper, flatter) if worse == "higher" else (flatter, steeper)
    words.say(worse_one, "worse for the most deprived here than in the comparison")
    words.say(better, "better for the most deprived here than in the comparison")
    words.say(~np.isnan(gap.value) & ~steeper & ~flatter, "similar: the difference could be chance")
    return words
