"""Cells of a released table. Every rate here is made from the rounded count beside it, never from the true one."""

from __future__ import annotations

from collections.abc import Callable
from math import isinf

from evenground.analysis.disclosure.control import Controlled
from evenground.analysis.equity.rates import rate_of, standardised_rate_of
from evenground.analysis.errors import TooFewToEstimate
from evenground.analysis.results import HIDDEN, Cell, Count, Estimate, Row, State

DERIVED = "Withheld with its count: from this figure the hidden count could be worked out."
NONE = "none"


def row_of(
    name: str, group: Controlled, *, multiplier: float, reference: float | None, standardised: bool, note: str = ""
) -> Row:
    """Make one row; ``reference`` is the national crude rate, from its own rounded total."""
    cells = {
        "neighbourhoods": _places(group.neighbourhoods),
        "population": number(group.population, why=group.why) if group.there else absent(group.why),
        "count": number(group.count, why=group.why) if group.there else absent(group.why),
        "rate": _rate(group, lambda count: rate_of(count, multiplier=multiplier)),
    }
    if standardised:
        cells["expected"] = _expected(group)
        cells["standardised"] = _standardised(group, reference)
    return Row(name, name, cells, note)


def number(value: float | None, *, why: str) -> Cell:
    """A whole number, or ``*`` with the reason."""
    if value is None:
        return hidden(why)
    return Cell(f"{value:,.0f}", float(value))


def _places(neighbourhoods: int | None) -> Cell:
    if neighbourhoods is None:
        return absent("The number of neighbourhoods was not given.")
    return number(neighbourhoods, why="")


def hidden(why: str) -> Cell:
    return Cell(HIDDEN, why=why, state=State.HIDDEN)


def absent(why: str) -> Cell:
    return Cell(NONE, why=why, state=State.NONE)


def interval(estimate: Estimate, *, decimals: int = 1) -> Cell:
    """A figure with its interval, kept to the decimals stated so that nothing finer can be worked back."""
    value, lower, upper = (round(v, decimals) + 0.0 for v in (estimate.value, estimate.lower, estimate.upper))
    return Cell(shortened(value, decimals), value, lower, upper)


def shortened(value: float, decimals: int = 1) -> str:
    """Three figures or more: a decimal only where the number is small."""
    return f"{value:,.{0 if abs(value) >= 100 and decimals <= 1 else max(decimals, 0)}f}"


def finite(estimate: Estimate | None) -> Estimate | None:
    return None if estimate is None or isinf(estimate.lower) or isinf(estimate.upper) else estimate


def _rate(group: Controlled, measure: Callable[[Count], Estimate]) -> Cell:
    if not group.there:
        return absent(group.why)
    count = group.as_count()
    if count is None:
        return hidden(DERIVED)
    try:
        return interval(measure(count))
    except TooFewToEstimate as reason:
        return absent(str(reason))


def _expected(group: Controlled) -> Cell:
    if not group.there:
        return absent(group.why)
    if group.count is None:
        return hidden(DERIVED)
    if group.expected is None:
        return absent("No expected count was given for this group.")
    return Cell(shortened(group.expected), group.expected)


def _standardised(group: Controlled, reference: float | None) -> Cell:
    if group.there and group.count is not None and reference is None:
        return hidden("Withheld: the national rate it is set against is not shown.")
    return _rate(group, lambda count: standardised_rate_of(count, national_rate=reference or 0.0))
