"""Life expectancy from an abridged life table, for every group at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import Any, Final

import numpy as np

from evenground.analysis.equity.standards import Band, bands_of
from evenground.analysis.errors import OutOfRange, UnknownBand
from evenground.analysis.frames import Figures, Floats, Frame, Grouped, Named, Positions, Words, read, write
from evenground.analysis.stats import limits
from evenground.analysis.stats.across import Truths, some

LEAST_PEOPLE: Final = 5_000  # Toson and Baker 2003: below this the interval cannot be trusted
WIDEST: Final = 20.0  # years

Reason = tuple[Truths, str]


def life_expectancy(
    data: Frame,
    *,
    deaths: str,
    population: str,
    age: str,
    at: int | Sequence[int] = 0,
    by: Named = None,
    level: float = 0.95,
) -> Frame:
    """Years a person can expect to live, at birth or at other ages, at the death rates of each group.

    Parameters
    ----------
    data
        Any data frame, rows by group and age band; rows of one band are added up.
    deaths, population
        Columns of deaths and of people (person-years).
    age
        Column of age bands that follow each other from 0 to an open last one, of any width: 0, 1–4, 5–9 … 90+; or the
        ages at which they begin.
    at
        The age, or ages, at which a band begins: 0 for life expectancy at birth, 65 for that at 65.
    by, level
        As in `crude_rate`.

    Returns
    -------
    One row a group and age; ``n`` is the population of that age and over. No figure, and a note, for 5,000 people or fewer, an age band that
    is missing or without people, more deaths than people, no deaths in the last band, or a 95% interval wider than
    20 years.

    Raises
    ------
    MissingColumn, BadNumbers, UnknownBand, OutOfRange

    Examples
    --------
    At one death a hundred people a year whatever the age, the expectation is a hundred years:

    >>> import pyarrow as pa
    >>> data = pa.table({"age": ["0+"], "deaths": [1000], "people": [100_000]})
    >>> row = life_expectancy(data, deaths="deaths", population="people", age="age").to_pylist()[0]
    >>> "{estimate:.1f} ({lower:.1f} to {upper:.1f})".format(**row)
    '100.0 (93.8 to 106.2)'

    References
    ----------
    Chiang CL. The life table and its construction. In: Introduction to stochastic processes in biostatistics. 1968.
    Silcocks PBS, Jenner DA, Reza R. Life expectancy as a summary of mortality in a population. JECH 2001;55:38-43.
    """
    numbers = {"deaths": deaths, "population": population}
    grouped = read(data, by=by, within={"age": age}, numbers=numbers, not_negative=list(numbers), add_up=True)
    bands, place = _table(grouped, age)
    ages = _places(bands, list(at) if isinstance(at, Sequence) and not isinstance(at, str) and at else [at])
    d, p = (_laid_out(grouped, role, place, len(bands)) for role in numbers)
    refused = _refused(grouped, d, p)
    known = ~np.logical_or.reduce([where for where, _ in refused[:-1]])
    years, se = _expected(bands, np.where(known[:, None], d, np.nan), p)
    figures = [
        _figure(f"at {bands[i].start:g}" if i else "at birth", years[:, i], se[:, i], p[:, i:], refused, level)
        for i in ages
    ]
    return write(grouped, *figures, level=level)


def _figure(when: str, years: Floats, se: Floats, people: Floats, refused: Sequence[Reason], level: float) -> Figures:
    note = Words(len(years))
    for where, sentence in refused:
        note.say(where, sentence)
    lower, upper = limits.normal(years, se, 0.95)
    wide = upper - lower > WIDEST
    note.say(wide, "The 95% interval is wider than 20 years.")
    lower, upper = limits.normal(years, se, level)
    years, lower, upper, se = (np.where(wide, np.nan, part) for part in (years, lower, upper, se))
    method = "abridged life table (Chiang), variance with the last band (Silcocks)"
    return Figures(f"life expectancy {when}", years, lower, upper, se, people.sum(axis=1), method, note)


def _expected(bands: Sequence[Band], d: Floats, p: Floats) -> tuple[Floats, Floats]:
    """Life expectancy at the start of each band and its standard error, groups × bands.

    Names are those of the life table: ``m`` death rate, ``n`` width, ``a`` share of it lived by those who die, ``q``
    chance of dying, ``l`` survivors, ``L`` years lived, ``e`` expectation.
    """
    n = np.diff([band.start for band in bands])
    a = np.where([band.start == 0 for band in bands[:-1]], 0.1, 0.5)  # who dies in the first band dies early in it
    with np.errstate(divide="ignore", invalid="ignore"):
        m = d / p
        q = np.minimum(m[:, :-1] * n / (1 + m[:, :-1] * n * (1 - a)), 1.0)
        q = np.where(m[:, :-1] * n * a > 1, 1.0, q)
        alive = np.cumprod(np.column_stack([np.ones(len(d)), 1 - q]), axis=1)
        lived = np.column_stack([n * (alive[:, 1:] + a * -np.diff(alive, axis=1)), alive[:, -1] / m[:, -1]])
        e = _from_the_end(lived) / alive
        var_q = np.where(d[:, :-1] > 0, q**2 * (1 - q) / d[:, :-1], 0.0)
        last = alive[:, -1] ** 2 / (d[:, -1] * m[:, -1] ** 2)
        spread = np.column_stack([alive[:, :-1] ** 2 * ((1 - a) * n + np.nan_to_num(e[:, 1:])) ** 2 * var_q, last])
        se = np.sqrt(_from_the_end(spread)) / alive
    return np.where(alive > 0, e, np.nan), np.where(alive > 0, se, np.nan)


def _from_the_end(values: Floats) -> Floats:
    summed: Floats = np.cumsum(values[:, ::-1], axis=1)[:, ::-1]
    return summed


def _table(grouped: Grouped, column: str) -> tuple[list[Band], Positions]:
    """The bands in order, without a gap, and the band of each row (-1 for none)."""
    labels = grouped.labels["age"]
    if not labels.values:
        return [Band(0, inf)], np.full(len(labels.codes), -1)
    found = bands_of(labels.values, column=column)
    bands = sorted(set(found))
    for earlier, later in pairwise(bands):
        if earlier.end != later.start:
            raise UnknownBand(f"In “{column}” the ages {earlier} are not followed at once by {later}.", FOLLOWING)
    if bands[0].start != 0 or bands[-1].end != inf:
        raise UnknownBand(f"The ages in “{column}” go from {bands[0]} to {bands[-1]}.", FOLLOWING)
    place = np.array([bands.index(band) for band in found])
    return bands, np.where(labels.codes >= 0, place[labels.codes], -1)


FOLLOWING: Final = "A life table needs bands that follow each other from 0 to an open last one, such as 90+."


def _places(bands: Sequence[Band], ages: Sequence[Any]) -> list[int]:
    starts = [band.start for band in bands]
    for age in ages:
        if age not in starts:
            raise OutOfRange("at", age, f"where an age band begins: {', '.join(f'{start:g}' for start in starts)}")
    return [starts.index(age) for age in ages]


def _laid_out(grouped: Grouped, role: str, place: Positions, bands: int) -> Floats:
    """Groups × bands; not-a-number where there is no such row, or it is blank."""
    known = place >= 0
    cell = grouped.of[known] * bands + place[known]
    held = np.bincount(cell, weights=grouped[role][known], minlength=grouped.groups * bands).astype(float)
    held[np.bincount(cell, minlength=len(held)) == 0] = np.nan
    return held.reshape(grouped.groups, bands)


def _refused(grouped: Grouped, d: Floats, p: Floats) -> list[Reason]:
    """Why a group has no life expectancy; the last is only a remark."""
    ageless = np.bincount(grouped.of, weights=grouped.labels["age"].codes < 0, minlength=grouped.groups) > 0
    return [
        (some(np.isnan(d + p)), "An age band is missing, or a number in it is blank."),
        (p.sum(axis=1) <= LEAST_PEOPLE, "There are 5,000 people or fewer, too few for a life table."),
        (some(p == 0), "Nobody lives in an age band, so it has no death rate."),
        (some(d > p), "An age band has more deaths than people."),
        (d[:, -1] == 0, "There are no deaths in the last age band, so how long people live from there cannot be told."),
        (ageless, "Rows without an age are left out."),
    ]
