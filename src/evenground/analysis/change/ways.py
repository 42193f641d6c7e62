"""Which way something went, in words: for a gap that it widened or narrowed, for a level that it is worse or better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from evenground.analysis.change.series import Truths
from evenground.analysis.frames import Words
from evenground.analysis.stats.recovery import Interval

About = Literal["gap", "level"]
Worse = Literal["higher", "lower"]
Said = Sequence[tuple[Truths, str]]  # sentences, each with the groups it holds for

WAYS: Final = {"gap": ("the gap widened", "the gap narrowed"), "level": ("worse", "better")}
NO_CHANGE: Final = "no clear change"


def clear(interval: Interval, *, about: str, worse: str, ratio: bool = False) -> Said:
    """Say which way something went, where the interval leaves no change out."""
    up, down = WAYS[about] if worse == "higher" else WAYS[about][::-1]
    nothing = 1.0 if ratio else 0.0
    more, less = interval.lower > nothing, interval.upper < nothing
    unclear = (interval.lower <= nothing) & (interval.upper >= nothing)
    return [(more, up), (less, down), (unclear, NO_CHANGE)]


def ways(interval: Interval, *, about: str, worse: str, ratio: bool = False) -> Words:
    """The same, as the column of a result."""
    return words(len(interval.value), clear(interval, about=about, worse=worse, ratio=ratio))


def words(size: int, said: Said) -> Words:
    """Put sentences together by group."""
    made = Words(size)
    for where, sentence in said:
        made.say(where, sentence)
    return made
