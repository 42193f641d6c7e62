"""Which way a gap goes, in words, and the view in which more always means worse for the disadvantaged.

Everywhere a gap or gradient is the most deprived less (or over) the least deprived: positive, or above 1, where the
figure is higher among the most deprived. ``worse`` says whether a higher figure is bad for people.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from evenground.analysis.errors import UnknownChoice
from evenground.analysis.frames import Words
from evenground.analysis.stats.across import Truths
from evenground.analysis.stats.recovery import Interval

MEASURED: Final = "as measured"
AGAINST: Final = "against the disadvantaged"
ENDS: Final = ("most deprived", "least deprived")
INCLUDES: Final = ", but this could be chance"
UNSAID: Final = ", but how sure that is cannot be said"


def check_choices(*, worse: str = "higher", view: str = MEASURED, first: str = ENDS[0]) -> None:
    """Refuse a word that is not a choice."""
    for option, given, there in (
        ("worse", worse, ("higher", "lower")),
        ("view", view, (MEASURED, AGAINST)),
        ("first", first, ENDS),
    ):
        if given not in there:
            raise UnknownChoice(option, given, there)


def viewed(gap: Interval, *, worse: str, view: str, ratio: bool = False) -> Interval:
    """Turn a gap so that more means worse for the disadvantaged, where that view is asked for and lower is worse.

    A difference changes its sign, a ratio is inverted; the limits change places. A ratio of nothing has no inverse.
    """
    if view == MEASURED or worse == "higher":
        return gap
    if not ratio:
        return Interval(0.0 - gap.value, 0.0 - gap.upper, 0.0 - gap.lower)  # and not “-0”
    with np.errstate(divide="ignore", invalid="ignore"):
        turned = (np.where(part == 0, np.inf, 1 / part) for part in (gap.value, gap.upper, gap.lower))
        return Interval(*(np.where(gap.value == 0, np.nan, part) for part in turned))


def method_viewed(method: str, *, worse: str, view: str) -> str:
    """Say in the method that the figure was turned."""
    turned = view == AGAINST and worse == "lower"
    return f"{method}; turned so that more means worse for the disadvantaged" if turned else method


def directions(
    gap: Interval, *, none: float, worse: str, view: str, ends: tuple[str, str] = ENDS, where: Truths | None = None
) -> Words:
    """Say for whom each gap is worse.

    Parameters
    ----------
    gap
        As shown, already turned where the view asks for it. A group no worse off than the other holds ``none``.
    none
        0 for a difference, 1 for a ratio.
    ends
        Who is meant by more and by less; the first is worse off where a higher figure is worse and the gap positive.
    where
        Only these.
    """
    up = worse == "higher" or view == AGAINST
    words = Words(len(gap.value))
    say_direction(words, gap, none=none, up=up, ends=ends, where=where)
    return words


def say_direction(
    words: Words, gap: Interval, *, none: float, up: bool, ends: tuple[str, str], where: Truths | None = None
) -> None:
    """Add the direction of each gap to ``words``; ``up`` where a gap above ``none`` is worse for the first end."""
    here = np.ones(len(gap.value), dtype=bool) if where is None else where
    more, less = (gap.value > none) & here, (gap.value < none) & here
    unknown = np.isnan(gap.lower) | np.isnan(gap.upper)
    unsure = ~unknown & (gap.lower <= none) & (none <= gap.upper)
    first, second = ends if up else (ends[1], ends[0])
    for who, side in ((first, more), (second, less)):
        words.say(side & ~unsure & ~unknown, f"worse for {who_is(who)}")
        words.say(side & unknown, f"worse for {who_is(who)}{UNSAID}")
        words.say(side & unsure, f"worse for {who_is(who)}{INCLUDES}")
    words.say((gap.value == none) & here, "no difference")


def who_is(end: str) -> str:
    return f"the {end}" if end in ENDS else end
