"""What a chart says in words: no stronger than the figures are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor, isinf, log10

from evenground.analysis.results import Cell, Estimate, FigureRow, ReleasedFigures, State

CLEAR_MORE, CLEAR_LESS, UNCLEAR, UNSHOWN = "more", "less", "unclear", "unshown"
_TURNED = "turned so that more means worse"


def judged(estimate: Estimate | None, none: float = 0.0) -> str:
    """Whether a figure is clearly above or below ``none``: its interval must leave it out."""
    if estimate is None:
        return UNSHOWN
    if estimate.lower > none:
        return CLEAR_MORE
    return CLEAR_LESS if estimate.upper < none else UNCLEAR


def as_measured(row: FigureRow | None) -> Estimate | None:
    """A difference with the sign it was measured with, also where the figures show it turned."""
    found = row.cell.estimate if row else None
    if row is None or found is None or _TURNED not in row.method:
        return found
    return Estimate(0.0 - found.value, 0.0 - found.upper, 0.0 - found.lower)


def what_of(figures: ReleasedFigures, rows: Sequence[FigureRow], what: str) -> str:
    """What is measured, as the caller names it or as the measure and the source say."""
    if what or not rows:
        return what or figures.provenance.unit
    measure = rows[0].measure
    return f"{measure} of {figures.provenance.unit}" if measure.endswith("rate") else measure


def finding(figures: ReleasedFigures, said: str) -> str:
    """A title: whose figures, of when, and the finding."""
    start = ", ".join(part for part in (figures.provenance.area_name, figures.provenance.period) if part)
    return f"{start}. {capital(said)}" if start else capital(said)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def amount(estimate: Estimate) -> str:
    """The size of a difference, whatever its sign, with its interval."""
    turned = estimate.value < 0
    low, high = (-estimate.upper, -estimate.lower) if turned else (estimate.lower, estimate.upper)
    decimals = _decimals(estimate.value, low, high)
    return f"{abs(estimate.value):,.{decimals}f} ({_plain(low, decimals)} to {_plain(high, decimals)})"


def figure(cell: Cell) -> str:
    """A figure with its interval in brackets, or why there is none."""
    if not cell.shown:
        return f"{absence(cell)} ({_reason(cell)})"
    limits = interval(cell)
    return f"{cell.text} ({limits})" if limits else cell.text


def interval(cell: Cell) -> str:
    """The interval of a shown figure; the reason where there is no figure."""
    if cell.lower is None and cell.upper is None:
        return "" if cell.shown else cell.why
    if cell.lower is None or cell.upper is None:
        end, word = (cell.upper, "at most") if cell.lower is None else (cell.lower, "at least")
        return f"{word} {_plain(end or 0.0, _decimals(end or 0.0))}"
    decimals = _decimals(cell.value or 0.0, cell.lower, cell.upper)
    return f"{_plain(cell.lower, decimals)} to {_plain(cell.upper, decimals)}"


def absence(cell: Cell) -> str:
    """What stands where a mark would be: hidden is not the same as not there."""
    return {State.HIDDEN: "withheld", State.NONE: "no figure"}.get(cell.state, "")


def not_drawn(cells: Iterable[Cell], things: str) -> list[str]:
    """How many are left out of the picture, and why, as a line under the title."""
    cells = list(cells)
    hidden = sum(cell.state is State.HIDDEN for cell in cells)
    none = sum(cell.state is State.NONE for cell in cells)
    said = [f"{n} {why}" for n, why in ((hidden, "withheld"), (none, "without a figure")) if n]
    return [f"Not drawn, of {len(cells)} {things}: {' and '.join(said)} (see the table)."] if said else []


def level_of(rows: Iterable[FigureRow]) -> str:
    """“95% interval”, where all have one level."""
    levels = {row.level for row in rows if row.level is not None}
    return f"{100 * levels.pop():g}% interval" if len(levels) == 1 else "interval"


def listed(names: Sequence[str], most: int = 4, of: int | None = None) -> str:
    """A, B and C; only the number where there are many, or where it is all ``of`` them."""
    if of is not None and len(names) == of and of > 2:
        return f"all {of} series"
    if len(names) > most:
        return f"{len(names)} of them"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def written(value: float) -> str:
    """A number to three figures or so."""
    return _plain(value, _decimals(value))


def _reason(cell: Cell) -> str:
    why = cell.why.rstrip(".").removeprefix("Withheld: ")
    return why[:1].lower() + why[1:] if cell.state is State.HIDDEN else why


def _plain(value: float, decimals: int) -> str:
    if isinf(value):
        return "no limit"
    return f"{round(value, decimals) + 0.0:,.{decimals}f}"


def _decimals(*values: float) -> int:
    size = max((abs(value) for value in values if not isinf(value)), default=0.0)
    if size >= 100 or size == 0:
        return 0
    return max(1, 2 - floor(log10(size)))
