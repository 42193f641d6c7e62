"""Gaps and gradients as they may be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evenground.analysis.disclosure.cells import absent, finite, hidden, interval
from evenground.analysis.equity.gaps import rate_difference, rate_ratio
from evenground.analysis.results import Cell, Estimate, Figure, Gradient, Provenance, Role, Row

LEAST_NEIGHBOURHOODS = 20
LEAST_EVENTS = 10
ABSOLUTE, RELATIVE = "Absolute gap", "Relative gap"
SLOPE, STEEPNESS, EXCESS = "Absolute gradient", "Relative gradient", "Linked to deprivation"


def figures_of(
    rows: Sequence[Row],
    national: Sequence[Row],
    gradients: Sequence[Gradient],
    about: Provenance,
    *,
    headline: str,
    controlled: bool,
) -> tuple[Figure, ...]:
    """Gaps of the area and the nation from their controlled rows, then every gradient."""
    name = about.area_name or about.area_code or "This area"
    found = list(_gaps(rows, headline, Role.AREA, name)) if len(rows) > 1 else []
    if national:
        found += _gaps(national[:-1], headline, Role.NATIONAL, about.national_name)
    return (*found, *(figure for gradient in gradients for figure in _gradients(gradient, about.unit, controlled)))


def _gaps(rows: Sequence[Row], headline: str, role: Role, name: str) -> Iterator[Figure]:
    """Most deprived less, and over, least deprived."""
    most, least = rows[0], rows[-1]
    a, b = most.cells[headline].estimate, least.cells[headline].estimate
    missing = [row for row in (most, least) if not row.cells[headline].shown]
    prefix = "gap" if role is Role.AREA else f"gap.{role}"
    if a is None or b is None or missing:
        why = _why_no_gap(missing, headline)
        cell = absent(why) if all(r.cells[headline].state == "none" for r in missing) else hidden(why)
        yield Figure(f"{prefix}.absolute", name, ABSOLUTE, cell, role)
        yield Figure(f"{prefix}.relative", name, RELATIVE, cell, role)
        return
    gap, ratio = rate_difference(a, b), finite(rate_ratio(a, b))
    yield Figure(f"{prefix}.absolute", name, ABSOLUTE, interval(gap), role, gap.level, gap.method)
    no_ratio = absent("The least deprived group had none, or too few to say how many times more.")
    yield Figure(
        f"{prefix}.relative",
        name,
        RELATIVE,
        interval(ratio, decimals=2) if ratio else no_ratio,
        role,
        gap.level,
        ratio.method if ratio else "",
    )


def _why_no_gap(missing: Sequence[Row], headline: str) -> str:
    row = missing[0]
    if row.cells[headline].state == "none":
        return f"There is no gap to show: {row.label.lower()}: {row.cells[headline].why}"
    return (
        f"Withheld, because the figure for the {row.label.lower()} of neighbourhoods is hidden and could be worked out."
    )


def _gradients(gradient: Gradient, unit: str, controlled: bool) -> Iterator[Figure]:
    key = f"gradient.{gradient.role}" + (f".{gradient.code}" if gradient.role is Role.SIMILAR else "")
    if gradient.role is Role.AREA:
        key = "gradient"
    why = _why_no_gradient(gradient, unit, controlled)
    forms: tuple[tuple[str, str, Estimate | None, int], ...] = (
        ("absolute", SLOPE, gradient.absolute, 1),
        ("relative", STEEPNESS, gradient.relative, 3),
        ("excess", EXCESS, gradient.excess, -1),  # a model: the nearest ten says all it knows
    )
    for form, measure, estimate, decimals in forms:
        cell = _model_cell(estimate, why, decimals)
        method = estimate.method if estimate and cell.shown else ""
        yield Figure(f"{key}.{form}", gradient.name, measure, cell, gradient.role, 0.95, method)


def _model_cell(estimate: Estimate | None, why: str, decimals: int) -> Cell:
    if why:
        return hidden(why)
    if estimate is None:
        return absent("The line gives no rate above zero at the middle rank, so there is nothing to compare it with.")
    return interval(estimate, decimals=decimals)


def _why_no_gradient(gradient: Gradient, unit: str, controlled: bool) -> str:
    if gradient.absolute is None:
        return gradient.note
    if controlled and gradient.neighbourhoods < LEAST_NEIGHBOURHOODS:
        return (
            f"Withheld: a line through {gradient.neighbourhoods} neighbourhoods says too much about each;"
            f" at least {LEAST_NEIGHBOURHOODS} are needed."
        )
    if controlled and gradient.count < LEAST_EVENTS:
        return f"Withheld: there were fewer than {LEAST_EVENTS} {unit}, too few for a line."
    return ""
