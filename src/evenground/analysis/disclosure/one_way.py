"""The attack on one table of groups with their total, with nothing but what it shows and the published rule.

Criterion. For each hidden count the attack keeps every whole number that no other shown number rules out: the range
of the rule, cut by "groups add up to the total" with each shown count and the total known to within their rounding.
For one sum of independent whole numbers, narrowing the bounds is exact: every number left can occur. Fewer than
`LEAST_LEFT` left is a leak. So is any rate, expected count or interval shown in the row of a hidden count, and any
rate or limit that multiplies back to a count other than the rounded one beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from evenground.analysis.disclosure.profiles import Profile, profile_called
from evenground.analysis.results import Cell, Released, Row, State
from evenground.analysis.stats.intervals import byar

LEAST_LEFT: Final = 3
ABOUT_THE_COUNT: Final = ("expected", "rate", "standardised")
_HALF_STEP: Final = 0.0501  # rates are kept to one decimal

Range = tuple[int, int]


@dataclass(frozen=True)
class Leak:
    """A hidden count that can be found or narrowed too far. ``possible`` is every value left to it."""

    row: str
    possible: tuple[int, ...]
    how: str

    @property
    def exact(self) -> bool:
        return len(self.possible) == 1


def attack_one(released: Released, *, rule: str | None = None, least: int = LEAST_LEFT) -> list[Leak]:
    """List what can be found out.

    Parameters
    ----------
    released
        Any release; an uncontrolled one can be attacked as if it had claimed another ``rule``.
    least
        How many values a hidden count must keep; 2 asks only that no count is pinned exactly.
    """
    profile = profile_called(rule or released.provenance.profile)
    tables = [(released.rows, released.total)]
    if released.national:
        tables.append((released.national[:-1], released.national[-1]))
    reference = released.national[-1].cells["rate"].value if released.national else None
    leaks: list[Leak] = []
    for rows, total in tables:
        leaks += _by_adding_up(rows, total, profile, least)
        leaks += [leak for row in (*rows, total) for leak in _by_rates(row, released.provenance.multiplier, reference)]
    return leaks


def narrowed(groups: Sequence[Range], total: Range | None) -> list[Range]:
    """Cut each range by what the others and the total leave to it."""
    if total is None:
        return list(groups)
    low, high = sum(g[0] for g in groups), sum(g[1] for g in groups)
    return [(max(a, total[0] - (high - b)), min(b, total[1] - (low - a))) for a, b in groups]


def _by_adding_up(rows: Sequence[Row], total: Row, profile: Profile, least: int) -> Iterator[Leak]:
    if not profile.controls:
        return
    yield from _by_reading(rows, total, profile)
    if profile.totals == "shown":  # a sum of what is shown says nothing more
        return
    counted = [row for row in rows if row.cells["count"].state is not State.NONE]
    whole = known(total.cells["count"], profile, total=True)
    small = whole is not None and whole[1] <= profile.hidden[1]
    before = [known(row.cells["count"], profile, small_total=small) for row in counted]
    after = narrowed([b for b in before if b], whole)
    for row, (low, high) in zip(counted, after, strict=True):
        if not row.cells["count"].shown and high - low + 1 < least:
            yield Leak(row.label, tuple(range(low, high + 1)), "the groups add up to the total")


def _by_reading(rows: Sequence[Row], total: Row, profile: Profile) -> Iterator[Leak]:
    for row in rows if profile.totals == "shown" else (*rows, total):
        value = row.cells["count"].value
        if value is not None and not profile.shows(value):
            yield Leak(row.label, (int(value),), "the true count is shown")


def known(cell: Cell, profile: Profile, *, total: bool = False, small_total: bool = False) -> Range | None:
    """Give what a count cell says by itself; None for a total withheld without saying how large it is."""
    if cell.value is not None:
        return profile.behind(cell.value)
    if total:
        return profile.hidden if cell.why.startswith(SMALL) else None
    if cell.why == TOLD_EARLIER:
        return 0, FAR
    return (0, profile.hidden[1]) if small_total or not cell.why.startswith(SMALL) else profile.hidden


SMALL: Final = "Hidden because it is small"
TOLD_EARLIER: Final = "Withheld: with an earlier release of the same data, a hidden number could be worked out."
FAR: Final = 10**9  # no count is larger: stands for "or more"


def _by_rates(row: Row, multiplier: float, reference: float | None) -> Iterator[Leak]:
    count = row.cells["count"]
    for column in ABOUT_THE_COUNT:
        cell = row.cells.get(column)
        if cell is None or not cell.shown:
            continue
        if count.value is None:
            yield Leak(row.label, _found(cell, column, row, multiplier, reference), f"{column} is shown beside it")
        elif column != "expected" and not _agrees(cell, count.value, _below(row, column, multiplier, reference)):
            yield Leak(
                row.label, _found(cell, column, row, multiplier, reference), f"{column} was made from the true count"
            )


def _below(row: Row, column: str, multiplier: float, reference: float | None) -> float | None:
    """Events behind one unit of the rate."""
    people, expected = row.cells["population"].value, row.cells.get("expected", Cell("")).value
    if column == "rate" and people:
        return people / multiplier
    return expected / reference if column == "standardised" and expected and reference else None


def _found(cell: Cell, column: str, row: Row, multiplier: float, reference: float | None) -> tuple[int, ...]:
    below = _below(row, column, multiplier, reference)
    return (round(cell.value * below),) if below and cell.value is not None else ()


def _agrees(cell: Cell, count: float, below: float | None) -> bool:
    """Whether the rate and both limits are those of the count shown, to the decimals kept."""
    if below is None or cell.value is None or cell.lower is None or cell.upper is None:
        return True
    true = byar(count)
    pairs = ((cell.value, true.value), (cell.lower, true.lower), (cell.upper, true.upper))
    return all(abs(shown * below - right) <= _HALF_STEP * below for shown, right in pairs)
