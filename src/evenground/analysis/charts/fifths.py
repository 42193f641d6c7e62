"""A dot and its interval for each fifth of neighbourhoods, beside the nation."""

from __future__ import annotations

from typing import Any

from evenground.analysis.charts.picture import (
    INK,
    OTHERS,
    OURS,
    WIDTH,
    label_room,
    limits_text,
    picture,
    withheld_label,
)
from evenground.analysis.results import Chart, Released, Row


def fifths_chart(released: Released, *, png: bool = False) -> Chart:
    """Draw the headline rate by fifth. A withheld group is a word in its place, never a dot at zero."""
    about = released.provenance
    area = about.area_name or "This area"
    points = [_point(row, area, released.headline) for row in released.rows]
    points += [_point(row, about.national_name, released.headline) for row in released.national[:-1]]
    title = _title(released, area)
    description = _description(released, area)
    chart = _layers(points, [row.label for row in released.rows], area, released.columns[released.headline])
    return picture(
        chart, released, key="fifths", title=title, description=description, table=_table(released, area), png=png
    )


def _title(released: Released, area: str) -> str:
    about, gap = released.provenance, released.figure("gap.absolute")
    period = f", {about.period}" if about.period else ""
    estimate = gap.cell.estimate if gap else None
    if gap is None or estimate is None:
        return f"{area}: the gap in {about.unit} between most and least deprived cannot be shown{period}"
    if estimate.lower <= 0 <= estimate.upper:
        return f"{area}: no clear gap in {about.unit} between the most and the least deprived fifth{period}"
    way = "more" if estimate.value > 0 else "fewer"
    amount = gap.cell.text.removeprefix("-")
    return (
        f"{area}: {amount} {way} {about.unit} per {about.multiplier:,} {about.denominator} in the most deprived fifth"
        f" than in the least{period}"
    )


def _description(released: Released, area: str) -> str:
    """Every dot in words, most deprived first."""
    told = []
    for row in released.rows:
        cell = row.cells[released.headline]
        told.append(
            f"{row.label}: {cell.text} ({limits_text(cell)})"
            if cell.shown
            else f"{row.label}: {_absence(row, released)}"
        )
    return f"{released.columns[released.headline]} in {area}, with 95% intervals. {'; '.join(told)}. {released.finding}"


def _absence(row: Row, released: Released) -> str:
    cell = row.cells[released.headline]
    return f"{withheld_label(cell)}. {cell.why.rstrip('.')}"


def _point(row: Row, who: str, headline: str) -> dict[str, Any]:
    cell = row.cells[headline]
    point: dict[str, Any] = {"group": row.label, "who": who, "label": withheld_label(cell)}
    if cell.shown:
        point |= {"value": cell.value, "lower": cell.lower, "upper": cell.upper}
    return point


def _layers(points: list[dict[str, Any]], order: list[str], area: str, axis: str) -> Any:
    import altair as alt

    names = list(dict.fromkeys(point["who"] for point in points))
    colour = alt.Color("who:N", scale=alt.Scale(domain=names, range=[OURS, OTHERS][: len(names)]))
    shape = alt.Shape("who:N", scale=alt.Scale(domain=names, range=["circle", "diamond"][: len(names)]))
    y = alt.Y("group:N", sort=order, title=None, axis=alt.Axis(minExtent=label_room(order)))
    offset = alt.YOffset("who:N", sort=names)
    x = alt.X("value:Q", title=axis, scale=alt.Scale(zero=True))
    shown = [point for point in points if "value" in point]
    missing = [point for point in points if "value" not in point]
    layers = [
        alt.Chart(alt.InlineData(values=shown))
        .mark_rule(strokeWidth=2.5)
        .encode(y=y, yOffset=offset, x=alt.X("lower:Q", title=axis), x2="upper:Q", color=colour),
        alt.Chart(alt.InlineData(values=shown))
        .mark_point(filled=True, size=110, opacity=1)
        .encode(y=y, yOffset=offset, x=x, color=colour, shape=shape),
        alt.Chart(alt.InlineData(values=missing))
        .mark_text(align="left", dx=6, fontStyle="italic", fontSize=13, color=INK)
        .encode(y=y, yOffset=offset, x=alt.value(0), text="label:N"),
    ]
    return alt.layer(*layers).properties(width=WIDTH, height=alt.Step(26))


def _table(released: Released, area: str) -> list[list[str]]:
    lines = [["Group", f"{area}: {released.columns[released.headline]}", "95% interval, or why there is no figure"]]
    lines += [
        [row.label, row.cells[released.headline].text, limits_text(row.cells[released.headline])]
        for row in released.rows
    ]
    if not released.national:
        return lines
    beside = [row.cells[released.headline] for row in released.national[:-1]]
    lines[0] += [released.provenance.national_name, f"{released.provenance.national_name}: 95% interval"]
    return [lines[0], *([*line, cell.text, limits_text(cell)] for line, cell in zip(lines[1:], beside, strict=True))]
