"""Before collecting: how many are needed to see a change in a gap, or what change can be seen with those there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil, exp, inf, log, sqrt
from numbers import Real
from statistics import NormalDist
from typing import Final, Literal, NamedTuple

from evenground.analysis.errors import OutOfRange, UnknownChoice
from evenground.analysis.stats.limits import z_for

Figure = Literal["rate", "proportion"]
Kind = Literal["difference", "ratio"]

_METHOD: Final = "two-sided normal test of the change in a {0}, unpooled variance"


class Gap(NamedTuple):
    """Figures of the disadvantaged stratum and of the one it is compared with."""

    disadvantaged: float
    other: float


@dataclass(frozen=True)
class Needed:
    """How many are needed.

    Attributes
    ----------
    people
        In each stratum in each of the two periods (person-time, for rates).
    events
        Of all four together, as expected.
    change
        Of the gap: difference of differences, or ratio of ratios.
    width
        Of the interval to be expected around the change: upper less lower limit, or upper over lower.
    """

    people: int
    events: float
    change: float
    width: float
    power: float
    level: float
    method: str


@dataclass(frozen=True)
class Seen:
    """The smallest change of a gap that would be seen: ``narrowing`` below nought (or 1), ``widening`` above."""

    narrowing: float
    widening: float
    width: float
    power: float
    level: float
    method: str


def people_needed(
    *,
    before: Gap | tuple[float, float],
    after: Gap | tuple[float, float],
    figure: Figure = "rate",
    kind: Kind = "difference",
    power: float = 0.8,
    level: float = 0.95,
) -> Needed:
    """How many people are needed in each stratum and period to see a change in the gap between two strata.

    With ``m`` people in each of the four cells the change ``(a1 - b1) - (a0 - b0)`` has variance ``sum(v) / m``, where ``v``
    is the rate itself (Poisson) or ``p (1 - p)``; so ``m = (z(level) + z(power))^2 sum(v) / change^2``. For a ratio of
    ratios the change is on the log scale and ``v`` is divided by the square of the figure.

    Parameters
    ----------
    before, after
        Figures per person of the disadvantaged stratum and of the other, before and after: ``(0.12, 0.08)``.
    figure
        ``"rate"`` (events per person-time: admissions) or ``"proportion"`` (people).
    kind
        ``"difference"`` or ``"ratio"``.
    power, level
        Chance of seeing the change, and confidence level.

    Raises
    ------
    OutOfRange, UnknownChoice
        When a figure is not one, or nothing changes.

    Examples
    --------
    With nobody to compare with, the formula is the usual one of two proportions: 60% against 70% takes
    (1.960 + 1.282)^2 (0.24 + 0.21) / 0.10^2 = 473 in each at 90% power:

    >>> people_needed(before=(0.6, 0), after=(0.7, 0), figure="proportion", power=0.9).people
    473
    >>> plan = people_needed(before=(0.12, 0.08), after=(0.10, 0.08))
    >>> f"{plan.people:,} people in each, {plan.events:,.0f} admissions"
    '7,457 people in each, 2,834 admissions'

    References
    ----------
    Fleiss JL, Levin B, Paik MC. Statistical methods for rates and proportions, 3rd edition. Wiley 2003, chapter 4.
    Hayes RJ, Bennett S. Simple sample size calculation for cluster-randomized trials. Int J Epidemiol 1999;28:319-326 (rates).
    """
    one, two = _checked(before, figure, kind, "before"), _checked(after, figure, kind, "after")
    change = _change(one, two, kind)
    if change == 0:
        raise OutOfRange("after", after, "a gap that differs from the one before")
    spread = _spread([*one, *two], figure, kind)
    people = ceil((z_for(level) + _power_z(power)) ** 2 * spread / change**2)
    events = people * sum((*one, *two))
    shown = exp(change) if kind == "ratio" else change
    return Needed(people, events, shown, _width(spread / people, level, kind), power, level, _METHOD.format(kind))


def smallest_change(
    *,
    before: Gap | tuple[float, float],
    people: float | tuple[float, float, float, float],
    figure: Figure = "rate",
    kind: Kind = "difference",
    power: float = 0.8,
    level: float = 0.95,
) -> Seen:
    """The smallest change in a gap that would be seen with the people there are.

    The change is taken to happen in the disadvantaged stratum, so its variance after the change is that of the changed
    figure: the two directions differ.

    Parameters
    ----------
    before
        Figures per person of the disadvantaged stratum and of the other before.
    people
        In each stratum and period; or four numbers: disadvantaged before, other before, disadvantaged after, other after.
    figure, kind, power, level
        As for `people_needed`.

    Returns
    -------
    Changes of the gap in the unit of the figures, or as ratios; not-a-number is never given: where not even nought (or
    everybody) would be seen, minus or plus infinity (0 or infinity for a ratio) says that no change can be.

    Examples
    --------
    The converse of the example of `people_needed`:

    >>> seen = smallest_change(before=(0.12, 0.08), people=7457)
    >>> f"{seen.narrowing:.4f}"
    '-0.0200'

    References
    ----------
    As for `people_needed`.
    """
    one = _checked(before, figure, kind, "before")
    many = _people(people)
    step = z_for(level) + _power_z(power)

    def short(disadvantaged: float) -> float:
        """How far a changed figure is from being seen: below nought when it would be."""
        change = _change(one, Gap(disadvantaged, one.other), kind)
        return step * sqrt(_spread([*one, disadvantaged, one.other], figure, kind, many)) - abs(change)

    width = _width(_spread([*one, *one], figure, kind, many), level, kind)
    least, most = (1e-12 if kind == "ratio" else 0.0), (1.0 if figure == "proportion" else inf)
    lower, upper = _found(short, one.disadvantaged, least), _found(short, one.disadvantaged, most)
    narrowing, widening = (
        none if figure_after is None else _change(one, Gap(figure_after, one.other), kind)
        for figure_after, none in ((lower, -inf), (upper, inf))
    )
    if kind == "ratio":
        narrowing, widening = exp(narrowing), exp(widening) if widening < inf else inf
    return Seen(narrowing, widening, width, power, level, _METHOD.format(kind))


def _found(short: Callable[[float], float], start: float, end: float) -> float | None:
    """The figure nearest to the start that would be seen; None when there is none on the way to the end.

    Found by small steps and then by halving: on the log scale a figure close to nought is harder to see again.
    """
    hidden = start
    for shown in _steps(start, end):
        if short(shown) <= 0:
            break
        hidden = shown
    else:
        return None
    for _ in range(100):
        middle = (hidden + shown) / 2
        hidden, shown = (middle, shown) if short(middle) > 0 else (hidden, middle)
    return shown


def _steps(start: float, end: float) -> Iterator[float]:
    """Figures from the start to the end, each a fiftieth further, and the end itself where there is one."""
    factor, place = (1.02, max(start, 1e-9)) if end > start else (1 / 1.02, start)
    farthest = min(max(end, 1e-12), 1e12)
    while (place < farthest) if factor > 1 else (place > farthest):
        yield place
        place *= factor
    if end < inf:
        yield end


def _change(one: Gap, two: Gap, kind: Kind) -> float:
    if kind == "ratio":
        return log(two.disadvantaged / two.other) - log(one.disadvantaged / one.other)
    return (two.disadvantaged - two.other) - (one.disadvantaged - one.other)


def _spread(figures: list[float], figure: Figure, kind: Kind, people: tuple[float, ...] = (1.0,) * 4) -> float:
    """Variance of the change with so many people in each cell."""
    total = 0.0
    for value, many in zip(figures, people, strict=True):
        variance = value * (1 - value) if figure == "proportion" else value
        total += variance / many / (value**2 if kind == "ratio" else 1)
    return total


def _width(variance: float, level: float, kind: Kind) -> float:
    half = z_for(level) * sqrt(variance)
    return exp(2 * half) if kind == "ratio" else 2 * half


def _checked(gap: Gap | tuple[float, float], figure: str, kind: str, option: str) -> Gap:
    if figure not in ("rate", "proportion"):
        raise UnknownChoice("figure", figure, ["rate", "proportion"])
    if kind not in ("difference", "ratio"):
        raise UnknownChoice("kind", kind, ["difference", "ratio"])
    try:
        made = Gap(*(float(value) for value in gap))
    except (TypeError, ValueError):
        raise OutOfRange(
            option, gap, "two figures, of the disadvantaged and of the other, such as (0.12, 0.08)"
        ) from None
    if figure == "proportion" and not all(0 <= value <= 1 for value in made):
        raise OutOfRange(option, gap, "two proportions between 0 and 1")
    if not all(0 <= value < inf for value in made) or (kind == "ratio" and min(made) == 0):
        raise OutOfRange(option, gap, "two figures above 0" if kind == "ratio" else "two figures not below 0")
    return made


def _people(people: float | tuple[float, float, float, float]) -> tuple[float, ...]:
    try:
        many = (float(people),) * 4 if isinstance(people, int | float) else tuple(float(each) for each in people)
    except (TypeError, ValueError):
        many = ()
    if len(many) != 4 or not all(0 < each < inf for each in many):
        raise OutOfRange("people", people, "one number above 0, or four")
    return many


def _power_z(power: float) -> float:
    if not isinstance(power, Real) or not 0 < float(power) < 1:
        raise OutOfRange("power", power, "between 0 and 1, such as 0.8")
    return NormalDist().inv_cdf(power)
