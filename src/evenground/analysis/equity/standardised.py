"""Directly standardised rates: what the rate would be with the ages of a standard population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from evenground.analysis.equity.rates import check_multiplier
from evenground.analysis.equity.standards import weigh
from evenground.analysis.errors import UnknownBand, UnknownChoice
from evenground.analysis.frames import Figures, Floats, Frame, Grouped, Labels, Named, Words, read, write
from evenground.analysis.stats import limits
from evenground.analysis.stats.across import every, some

LEAST_EVENTS: Final = 10  # the guidance gives no standardised rate on fewer
EUROPEAN: Final = "esp2013"


def directly_standardised_rate(
    data: Frame,
    *,
    count: str,
    population: str,
    age: str,
    standard: str | Mapping[Any, float] = EUROPEAN,
    frequency: str | None = None,
    by: Named = None,
    multiplier: float = 100_000,
    missing_ages: str = "refuse",
    blank_counts: str = "refuse",
    level: float = 0.95,
) -> Frame:
    """Age-standardised rate of every group, with Dobson's interval around Byar's limits for the events.

    Parameters
    ----------
    data
        Any data frame, rows by group and age band; rows of one band are added up.
    count, population
        Columns of events and of people. With ``frequency``, ``count`` is how many *people* had that many events.
    age
        Column of age bands: “0-4”, “00–04”, “85-89 years”, “90+”; a wider open last band is made by adding.
    standard
        ``"esp2013"``, a mapping from band to weight (`evenground.analysis.equity.standards.european_2013` gives one
        for part of the ages), or the name of a column of weights.
    frequency
        Column of events per person, where one person may have several (emergency admissions recur): one row a group,
        age band and frequency, the population of the band repeated. The rate is of events; the interval allows for
        their coming in bunches.
    by, level
        As in `crude_rate`.
    multiplier
        The rate is per this many people.
    missing_ages
        ``"refuse"``: a group without an age band has no rate. ``"renormalise"``: the rest stands for it, and the note
        says so.
    blank_counts
        ``"refuse"``, or ``"zero"`` where a blank means that there were none.

    Returns
    -------
    One row a group; ``n`` is the number of events. No rate on fewer than ten events, as the guidance has it.

    Raises
    ------
    MissingColumn, BadNumbers, UnknownBand, UnknownChoice, OutOfRange

    Examples
    --------
    Equal rates at every age are their own standardised rate, whatever the ages:

    >>> import pyarrow as pa
    >>> data = pa.table({"age": ["0-64", "65+"], "deaths": [40, 60], "people": [4000, 6000]})
    >>> standard = {"0-64": 80_500, "65+": 19_500}
    >>> made = directly_standardised_rate(data, count="deaths", population="people", age="age", standard=standard)
    >>> "{estimate:.1f} ({lower:.1f} to {upper:.1f})".format(**made.to_pylist()[0])
    '1000.0 (758.2 to 1280.6)'

    References
    ----------
    Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Confidence intervals for weighted sums of Poisson parameters.
    Stat Med 1991;10:457-462.
    """
    check_multiplier(multiplier)
    _check_choices(missing_ages, blank_counts)
    bands = _bands(data, count, population, age, standard, frequency, by, blank_counts)
    rated, note = _rated(bands, missing_ages)
    events = np.nansum(bands.events, axis=1)
    weights = np.where(rated, bands.weights, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = weights / weights.sum(axis=1, keepdims=True)
        per_person = np.where(rated, share / bands.people, 0.0)
    rate = (per_person * np.where(rated, bands.events, 0.0)).sum(axis=1)
    variance = (per_person**2 * np.where(rated, bands.spread, 0.0)).sum(axis=1)
    few = events < LEAST_EVENTS
    note.say(few & note.silent, "There are fewer than ten events, too few for a standardised rate.")
    lower, upper = _dobson(rate, variance, events, level)
    none = few | ~some(rated) | ((missing_ages == "refuse") & ~every(rated))
    shown = (np.where(none, np.nan, part * multiplier) for part in (rate, lower, upper, np.sqrt(variance)))
    rate, lower, upper, se = shown
    method = "direct standardisation, Dobson’s interval with Byar’s limits"
    method += ", variance by how often each person is counted" if frequency is not None else ""
    figures = Figures("directly standardised rate", rate, lower, upper, se, events, method, note)
    return write(bands.grouped, figures, level=level)


def _dobson(rate: Floats, variance: Floats, events: Floats, level: float) -> limits.Limits:
    low, high = limits.byar_throughout(events, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        stretch = np.sqrt(variance / events)
    return rate + stretch * (low - events), rate + stretch * (high - events)


@dataclass(frozen=True)
class _Bands:
    """Groups × age bands. ``spread`` is the variance of the events; ``there`` says a row was given."""

    grouped: Grouped
    weights: Floats
    events: Floats
    spread: Floats
    people: Floats
    there: NDArray[np.bool_]
    ageless: NDArray[np.bool_]


def _bands(
    data: Any,
    count: str,
    population: str,
    age: str,
    standard: str | Mapping[Any, float],
    frequency: str | None,
    by: Named,
    blank_counts: str,
) -> _Bands:
    own = isinstance(standard, str) and standard != EUROPEAN
    numbers = {"count": count, "population": population, "weight": str(standard) if own else None}
    numbers |= {"frequency": frequency}
    # Weights, frequencies and the population beside them repeat from row to row: they must not be added up.
    add_up = not own and frequency is None and blank_counts == "refuse"
    not_negative = [role for role, column in numbers.items() if column is not None]
    grouped = read(data, by=by, within={"age": age}, numbers=numbers, not_negative=not_negative, add_up=add_up)
    labels = grouped.labels["age"]
    weights, place = _weights(grouped, labels, standard, age)
    counts = grouped["count"] if blank_counts == "refuse" else np.nan_to_num(grouped["count"], nan=0.0)
    times = grouped["frequency"] if frequency is not None else np.ones(len(counts))
    known = labels.codes >= 0
    cell = np.zeros(len(known), dtype=np.int64)
    cell[known] = grouped.of[known] * len(weights) + place[labels.codes[known]]

    def summed(values: Floats) -> Floats:
        held = np.bincount(cell[known], weights=values[known], minlength=grouped.groups * len(weights))
        return held.astype(float).reshape(grouped.groups, len(weights))

    there = summed(np.ones(len(counts))) > 0
    people = summed(grouped["population"]) if frequency is None else _repeated(grouped, cell, known, there)
    return _Bands(
        grouped,
        weights,
        summed(counts * times),
        summed(counts * times**2),
        people,
        there,
        grouped.sum((~known).astype(float)) > 0,
    )


def _repeated(grouped: Grouped, cell: Any, known: NDArray[np.bool_], there: NDArray[np.bool_]) -> Floats:
    """Population of each band, which every row of the band repeats."""
    held = np.full(there.size, np.nan)
    held[cell[known]] = grouped["population"][known]
    differs = known & ~np.isclose(held[cell], grouped["population"], equal_nan=True)
    mend = "Give the whole population of the band in each row."
    grouped.check("population", differs, "not the same in every row of one age band", mend)
    return held.reshape(there.shape)


def _weights(
    grouped: Grouped, labels: Labels, standard: str | Mapping[Any, float], age: str
) -> tuple[Floats, NDArray[np.int64]]:
    """Weight of each band, and the band of each label."""
    if not isinstance(standard, str):
        weighed = weigh(labels.values, standard, column=age)
        return weighed.weights, weighed.place
    if standard == EUROPEAN:
        weighed = weigh(labels.values, None, column=age)
        return weighed.weights, weighed.place
    known, held = labels.codes >= 0, np.full(len(labels.values), np.nan)
    held[labels.codes[known]] = grouped["weight"][known]
    differs = known.copy()
    differs[known] = ~np.isclose(held[labels.codes[known]], grouped["weight"][known])
    grouped.check("weight", differs, "blank or differ within one age band", "Give each age band one weight.")
    if not np.nansum(held) > 0:
        raise UnknownBand(f"The column “{standard}” has no weight above zero.", "Give each age band its weight.")
    return held, np.arange(len(held))


def _rated(bands: _Bands, missing_ages: str) -> tuple[NDArray[np.bool_], Words]:
    """Which bands of which groups have a rate, and what is to be said of the rest."""
    matters = np.broadcast_to(bands.weights > 0, bands.there.shape)
    blank = bands.there & matters & (np.isnan(bands.events) | np.isnan(bands.people))
    empty = bands.there & matters & (bands.people == 0)
    missing = ~bands.there & matters
    rated = bands.there & matters & ~blank & ~empty
    note = Words(len(rated))
    then = "." if missing_ages == "refuse" else ": the other ages stand for it."
    note.say(some(missing), f"An age band of the standard is missing{then}")
    note.say(some(blank), f"A count or population is blank in an age band{then}")
    note.say(some(empty), f"Nobody lives in an age band, so it has no rate{then}")
    note.say(bands.ageless, "Rows without an age are left out.")
    return rated | ~matters, note


def _check_choices(missing_ages: str, blank_counts: str) -> None:
    for option, given, there in (
        ("missing_ages", missing_ages, ("refuse", "renormalise")),
        ("blank_counts", blank_counts, ("refuse", "zero")),
    ):
        if given not in there:
            raise UnknownChoice(option, given, there)
