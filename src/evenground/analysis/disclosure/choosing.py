"""What may be hidden of a table, what it costs, and what was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from evenground.analysis.disclosure.master import Condition, costs, one_of
from evenground.analysis.disclosure.published import Number, Published
from evenground.analysis.disclosure.system import Ints
from evenground.analysis.errors import ReleaseRefused

_STEP: Final = 8
_HAIR: Final = 1e-9


@dataclass(frozen=True)
class Choice:
    """What may be hidden: the numbers as shown, and for each that may be hidden what hiding it leaves known."""

    table: Published
    if_hidden: Mapping[int, tuple[int, int]]
    true: Sequence[int]
    others: Sequence[Published] = ()
    lines: Sequence[Sequence[int]] = ()  # a total and its parts, shown exactly; together they say all that adds up

    @property
    def always(self) -> frozenset[int]:
        """Numbers that are hidden in any case."""
        return frozenset(i for i, number in enumerate(self.table.numbers) if number.guarded)


@dataclass(frozen=True)
class Hidden:
    """The places to hide. ``over``: how many more than the fewest possible they may be."""

    places: tuple[int, ...]
    over: int = 0
    fits: tuple[Ints, ...] = ()  # tables that fit what is then shown: the proof that it is safe


def preferences(choice: Choice) -> dict[int, float]:
    """Cells before totals; then small numbers before large, by size in steps of eight times; then by place.

    Steps so wide, because whoever knows this order learns from the choice in which step a hidden number lies: were it
    the exact size, a hidden number would be known to be smaller than all that are shown beside it.
    """
    numbers = choice.table.numbers

    def preferred(place: int) -> tuple[int, int]:
        least = max(1, choice.if_hidden[place][0])
        return int(log(max(1.0, choice.true[place] / least), _STEP) + _HAIR), place

    totals = {place for place in choice.if_hidden if None in numbers[place].key}
    return costs(sorted(choice.if_hidden, key=preferred), totals)


def from_lines(choice: Choice) -> Iterator[Condition]:
    """Conditions that hold wherever numbers add up exactly: a hidden one needs another in each of its sums."""
    always, may = choice.always, frozenset(choice.if_hidden)
    for line in choice.lines:
        hidden = [place for place in line if place in always]
        if len(hidden) == 1:
            yield one_of(may.intersection(line))
        elif not hidden:
            for place in line:
                if place in may:
                    yield one_of(may.intersection(line) - {place}, by=place)


def unprotected(number: Number) -> ReleaseRefused:
    return ReleaseRefused(
        f"This table cannot be released: {number.label} could be worked out whatever else is hidden. Leave out the"
        " totals, join groups, or release fewer tables of these data."
    )
