"""The reasons, rows and notes of a released table, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evenground.analysis.disclosure.cells import DERIVED, absent, hidden, number
from evenground.analysis.disclosure.derived import NOBODY, derived
from evenground.analysis.disclosure.one_way import SMALL
from evenground.analysis.disclosure.profiles import Profile
from evenground.analysis.disclosure.tabulating import Layer
from evenground.analysis.results import Because, Cell, Key, MeasuredTable, TableRow

HELD_BY_TOTALS = (
    "This and the earlier releases have too many combinations of categories to be checked against each other one by one:"
    " they were checked only through the totals they share."
)


def columns_of(measured: MeasuredTable, people: Layer | None) -> dict[str, str]:
    """Give the heading of each column, with its unit of counting."""
    about = measured.provenance
    unit = about.unit[:1].upper() + about.unit[1:]
    titles = {"count": unit}
    if people:
        titles = {"population": about.denominator.capitalize(), "count": unit}
        titles["rate"] = f"{unit} per {about.multiplier:,} {about.denominator}"
        if measured.shares:
            titles["percentage"] = f"{unit}, % of {about.denominator}"
    if measured.cells and all(count.expected is not None for count in measured.cells.values()):
        titles["expected"] = f"{unit} expected for age and sex"
    return titles


def rows_of(
    measured: MeasuredTable, rule: Profile, counts: Layer, people: Layer | None, columns: Mapping[str, str], total: str
) -> tuple[TableRow, ...]:
    """Make every row from the numbers that may be shown."""
    expected = measured.counts() if "expected" in columns else {}
    rows = []
    for key in counts.true:
        because = counts.why(key)
        cells = {"count": _cell(key, counts, rule, measured, total)}
        if people:
            cells = {"population": _people(key, people, rule, measured, total)} | cells
        for column in columns:
            if column in ("rate", "percentage"):
                cells[column] = derived(
                    column, counts.shown.get(key), cells["population"], measured.provenance.multiplier
                )
            elif column == "expected":
                cells[column] = _expected(expected[key].expected, because)
        ordered = {column: cells[column] for column in columns}
        rows.append(TableRow(key, ordered, because, people.why(key) if people else Because.SHOWN))
    return tuple(rows)


def _cell(key: Key, layer: Layer, rule: Profile, measured: MeasuredTable, total: str) -> Cell:
    if key in layer.shown:
        return number(layer.shown[key], why="")
    return hidden(_why(key, layer, rule, measured, total, measured.provenance.unit))


def _people(key: Key, layer: Layer, rule: Profile, measured: MeasuredTable, total: str) -> Cell:
    if layer.true[key] == 0:
        return absent(NOBODY)
    return _cell(key, layer, rule, measured, total)


def _expected(value: float | None, because: Because) -> Cell:
    if because is not Because.SHOWN or value is None:
        return hidden(DERIVED)
    return Cell(f"{value:,.2f}", round(value, 2))


def _why(key: Key, layer: Layer, rule: Profile, measured: MeasuredTable, total: str, unit: str) -> str:
    low, high = rule.hidden
    match layer.why(key):
        case Because.SMALL:
            return f"{SMALL}: {low} to {high} {unit}. So small a number could point to a person."
        case Because.REST_SMALL:
            return "Hidden because it is nearly everybody in this group: the few others could be known."
        case Because.FEW_PEOPLE:
            return (
                f"Withheld: fewer than {rule.least_shown} people are in this group, so any number would be about them."
            )
        case Because.ADDS_HIDDEN:
            return "Withheld: by this rule a total adds up the numbers shown, and one of them is hidden."
        case Because.EITHER:
            return "Hidden because it is small, or because a small number could be worked out from it."
        case Because.WITH_PEOPLE:
            return "Withheld with the number of people in this group."
        case Because.EARLIER:
            return "Hidden because, with an earlier release of the same data, a hidden number could be worked out."
        case _:
            near = _nearest(key, layer)
            label = ", ".join(total if part is None else part for part in near)
            return f"Hidden so that {label} cannot be worked out from the totals."


def _nearest(key: Key, layer: Layer) -> Key:
    """The number that is protected: the one that shares most categories, the first among equals."""
    own = [other for other, why in layer.because.items() if why is not Because.PROTECTS]
    return min(own, key=lambda other: (-_shared(key, other), tuple(part or "" for part in other)))


def _shared(a: Key, b: Key) -> int:
    return sum(x is not None and x == y for x, y in zip(a, b, strict=True))


def how_of(rule: Profile, layers: Sequence[Layer], measured: MeasuredTable, linked: int) -> tuple[str, ...]:
    """Paragraphs for "how was this worked out"."""
    about = measured.provenance
    dated = f", {rule.dated}" if rule.dated else ""
    said = [f"{about.rows_read:,} rows were read from “{about.source}”." if about.source else ""]
    if measured.within:
        part = "; ".join(f"{name}: {', '.join(sorted(values))}" for name, values in measured.within.items())
        said.append(f"Counted is only: {part}.")
    said.append(f"Rule for small numbers ({rule.name}; {rule.source}{dated}): {rule.says}")
    further, over = sum(layer.further for layer in layers), sum(layer.over for layer in layers)
    if further:
        fewest = "the fewest that will do" if not over else f"at most {over} more than the fewest possible"
        numbers = "1 further number was" if further == 1 else f"{further} further numbers were"
        said.append(f"{numbers} hidden so that none of the small ones can be worked out: {fewest}.")
    if linked:
        said.append(f"It was checked together with {linked} earlier release{'s' * (linked > 1)} of the same data.")
    if rule.controls:
        said.append("Rates, percentages and intervals are made from the numbers shown beside them.")
    return tuple(part for part in (*said, about.attribution) if part)
