"""What a published count, rate, percentage or interval tells of the true count behind it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Final, Literal

from evenground.analysis.disclosure.one_way import FAR, Range
from evenground.analysis.disclosure.profiles import Profile
from evenground.analysis.disclosure.published import Number
from evenground.analysis.results import Count, Key
from evenground.analysis.stats.intervals import byar, wilson

_TRIED: Final = 100_000
_HAIR: Final = 1e-9


@dataclass(frozen=True)
class Shown:
    """One row as it was published by anybody. ``hidden``: the count is withheld by the rule.

    ``further``: it is withheld for another reason. ``decimals`` are those of the rate, percentage and limits; ``per``
    is what the rate is per.
    """

    count: float | None = None
    population: float | None = None
    rate: float | None = None
    percentage: float | None = None
    lower: float | None = None
    upper: float | None = None
    interval: Literal["byar", "wilson"] = "byar"
    per: float = 100_000
    decimals: int = 1
    further: bool = False


def number_from(key: Key, shown: Shown, profile: Profile, *, total: str = "Total") -> Number:
    """Bring everything that is published about one count together.

    Examples
    --------
    A count of 1 to 7 is hidden, but its rate of 40.0 per 100,000 and its 10,000 people are not:

    >>> from evenground.analysis.disclosure import PROFILES
    >>> number = number_from(("a",), Shown(population=10_000, rate=40.0), PROFILES["hes"])
    >>> number.low, number.high
    (4, 4)
    """
    low, high = _by_itself(shown, profile)
    if shown.count is None and shown.population:
        low, high = _by_figures(low, high, shown, shown.population)
    label = ", ".join(total if part is None else part for part in key)
    return Number(key, low, high, label, guarded=shown.count is None, rounded=shown.count is not None and low < high)


def _by_itself(shown: Shown, profile: Profile) -> Range:
    if shown.count is not None:
        return profile.behind(shown.count) if profile.shows(shown.count) else (floor(shown.count), ceil(shown.count))
    return (0, FAR) if shown.further or not profile.controls else profile.hidden


def _by_figures(low: int, high: int, shown: Shown, people: float) -> Range:
    half = 0.5 * 10**-shown.decimals + _HAIR
    for figure, times in ((shown.rate, shown.per), (shown.percentage, 100.0)):
        if figure is not None:
            low = max(low, ceil((figure - half) * people / times - _HAIR))
            high = min(high, floor((figure + half) * people / times + _HAIR))
    if high - low < _TRIED and (shown.lower is not None or shown.upper is not None):
        fits = [n for n in range(low, high + 1) if _has_limits(n, shown, people, half)]
        low, high = (fits[0], fits[-1]) if fits else (low, low - 1)
    return low, high


def _has_limits(count: int, shown: Shown, people: float, half: float) -> bool:
    if shown.interval == "byar":
        found, scale = byar(count), shown.per / people
    elif count <= people:
        found, scale = wilson(Count(count, people)), 100.0
    else:
        return False
    pairs = ((shown.lower, found.lower), (shown.upper, found.upper))
    return all(limit is None or abs(limit - true * scale) <= half for limit, true in pairs)
