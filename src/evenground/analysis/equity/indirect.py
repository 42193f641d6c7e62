"""Indirectly standardised ratio and rate: events beside those expected at the rates of a reference."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

import numpy as np

from evenground.analysis.equity.rates import BLANK_COUNT, check_multiplier, poisson_method
from evenground.analysis.errors import NotEnoughGiven, UnknownBand
from evenground.analysis.frames import Figures, Floats, Frame, Grouped, Named, Words, read, write, written
from evenground.analysis.stats import limits
from evenground.analysis.stats.options import check_above_zero

Reference = Mapping[Any, tuple[float, float]]


def indirectly_standardised_ratio(
    data: Frame,
    *,
    count: str,
    expected: str | None = None,
    population: str | None = None,
    age: str | None = None,
    reference: Reference | None = None,
    by: Named = None,
    multiplier: float = 1,
    level: float = 0.95,
) -> Frame:
    """Events observed over those expected, in every group, with Byar's interval (exact below ten events).

    Parameters
    ----------
    data
        Any data frame; rows of one group are added up.
    count
        Column of events observed.
    expected
        Column of events expected. Or, to have them worked out from the reference: ``population``, ``age`` and
    reference
        Events and people of the reference population by age band: ``{"0-64": (310, 52_000), "65+": (820, 11_000)}``.
    by, level
        As in `crude_rate`.
    multiplier
        1 for a ratio, 100 for a percentage of what was expected.

    Returns
    -------
    One row a group; ``n`` is the number of events observed. The expected number is taken as known.

    Raises
    ------
    MissingColumn, BadNumbers, NotEnoughGiven, UnknownBand, OutOfRange

    Examples
    --------
    >>> import pyarrow as pa
    >>> data = pa.table({"deaths": [20], "expected": [16.0]})
    >>> made = indirectly_standardised_ratio(data, count="deaths", expected="expected", multiplier=100)
    >>> "{estimate:.0f} ({lower:.1f} to {upper:.1f})".format(**made.to_pylist()[0])
    '125 (76.3 to 193.1)'

    References
    ----------
    Breslow NE, Day NE. Statistical methods in cancer research, volume II. IARC 1987, page 69.
    """
    check_multiplier(multiplier)
    grouped, events, awaited, note = _read(data, count, expected, population, age, reference, by)
    return _written(grouped, "indirectly standardised ratio", events, awaited, note, multiplier, level)


def indirectly_standardised_rate(
    data: Frame,
    *,
    count: str,
    expected: str | None = None,
    population: str | None = None,
    age: str | None = None,
    reference: Reference | None = None,
    reference_rate: float | None = None,
    by: Named = None,
    multiplier: float = 100_000,
    level: float = 0.95,
) -> Frame:
    """Rate every group would have with the ages of the reference: its standardised ratio times the reference rate.

    Parameters
    ----------
    data, count, expected, population, age, reference, by, level
        As in `indirectly_standardised_ratio`.
    reference_rate
        Events a person in the reference, where it is not in ``reference``. Left out beside ``expected`` and
        ``population``, the reference is all the data together.
    multiplier
        The rate is per this many people.

    Returns
    -------
    One row a group; ``n`` is the number of events observed.

    Raises
    ------
    MissingColumn, BadNumbers, NotEnoughGiven, UnknownBand, OutOfRange

    Examples
    --------
    >>> import pyarrow as pa
    >>> data = pa.table({"deaths": [150], "expected": [100.0]})
    >>> made = indirectly_standardised_rate(data, count="deaths", expected="expected", reference_rate=0.008)
    >>> "{estimate:.0f}".format(**made.to_pylist()[0])
    '1200'
    """
    check_multiplier(multiplier)
    grouped, events, awaited, note = _read(data, count, expected, population, age, reference, by)
    if reference_rate is not None:
        check_above_zero("reference_rate", reference_rate, such_as="0.008")
    else:
        reference_rate = _crude(reference) if reference else _overall(grouped)
    times = multiplier * reference_rate
    return _written(grouped, "indirectly standardised rate", events, awaited, note, times, level)


def _read(
    data: Any,
    count: str,
    expected: str | None,
    population: str | None,
    age: str | None,
    reference: Reference | None,
    by: Named,
) -> tuple[Grouped, Floats, Floats, Words]:
    """The groups with their events, the events expected, and what is to be said of them."""
    if expected is None and (population is None or age is None or not reference):
        raise NotEnoughGiven("Give expected=, or population=, age= and reference= to have it worked out.")
    numbers = {"count": count, "expected": expected, "population": population}
    given = [role for role, column in numbers.items() if column is not None]
    within = {"age": age} if age is not None and expected is None else None
    grouped = read(data, by=by, within=within, numbers=numbers, not_negative=given, add_up=True)
    note = Words(grouped.groups)
    if expected is not None:
        return grouped, grouped.total("count"), grouped.total("expected"), note
    labels = grouped.labels["age"]
    rates = np.append(_rates(labels.values, reference or {}, str(age)), 0.0)  # the last for rows without an age
    aged = labels.codes >= 0
    note.say(grouped.sum((~aged).astype(float)) > 0, "Rows without an age are left out.")
    events = grouped.sum(np.where(aged, grouped["count"], 0.0))
    return grouped, events, grouped.sum(np.where(aged, grouped["population"] * rates[labels.codes], 0.0)), note


def _rates(labels: tuple[Any, ...], reference: Reference, column: str) -> Floats:
    by_name = {written(label): events / people for label, (events, people) in _checked(reference).items() if people > 0}
    lacking = [written(label) for label in labels if written(label) not in by_name]
    if lacking:
        raise UnknownBand(
            f"The reference has no rate for {', '.join(lacking[:5])} in “{column}”.",
            "Give each age band its events and people, written as in the data.",
        )
    return np.array([by_name[written(label)] for label in labels])


def _checked(reference: Any) -> dict[Any, tuple[float, float]]:
    """Events and people by age band, as numbers not below zero."""
    try:
        made = {band: (float(events), float(people)) for band, (events, people) in reference.items()}
    except (AttributeError, TypeError, ValueError):
        made = {}
    if not made or not all(0 <= number < inf for pair in made.values() for number in pair):
        raise UnknownBand("The reference is not events and people by age band.", 'Write it as {"0-64": (310, 52000)}.')
    return made


def _crude(reference: Reference) -> float:
    pairs = _checked(reference).values()
    people = sum(people for _, people in pairs)
    if people <= 0:
        raise NotEnoughGiven("The reference has no people, so it has no rate. Give reference_rate=.")
    return sum(events for events, _ in pairs) / people


def _overall(grouped: Grouped) -> float:
    """Rate of all the data together."""
    if "population" not in grouped.numbers:
        raise NotEnoughGiven("Give reference_rate=, the events a person in the reference, or population=.")
    both = ~np.isnan(grouped["count"] + grouped["population"])
    people = float(grouped["population"][both].sum())
    if people <= 0:
        raise NotEnoughGiven("The population is zero everywhere, so there is no reference rate. Give reference_rate=.")
    return float(grouped["count"][both].sum()) / people


def _written(
    grouped: Grouped, measure: str, events: Floats, awaited: Floats, note: Words, times: float, level: float
) -> Any:
    note.say(np.full(len(events), times == 0), "The reference has no events, so it has no rate to go by.")
    scale = np.divide(times, awaited, out=np.full(len(awaited), np.nan), where=(awaited > 0) & (times > 0))
    note.say(np.isnan(events), BLANK_COUNT)
    note.say(np.isnan(awaited), "An expected number or population is blank, so the total is not known.")
    note.say(awaited == 0, "No events were expected, so there is nothing to compare with.")
    lower, upper = (limit * scale for limit in limits.byar(events, level))
    se = np.sqrt(events) * scale
    figures = Figures(measure, events * scale, lower, upper, se, events, poisson_method(events), note)
    return write(grouped, figures, level=level)
