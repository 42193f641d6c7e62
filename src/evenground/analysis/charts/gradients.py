"""The gradient of an area beside those of similar areas, all of them together, and the nation."""

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
from evenground.analysis.results import Chart, Figure, Released, Role

_KINDS = {
    Role.AREA: "This area",
    Role.SIMILAR: "A similar area",
    Role.POOLED: "For comparison",
    Role.NATIONAL: "For comparison",
}


def gradients_chart(released: Released, *, png: bool = False) -> Chart:
    """Draw the absolute gradients with intervals: the area, the similar ones from steep to flat, then the wholes."""
    figures = _ordered([f for f in released.figures if f.key.startswith("gradient.") and f.key.endswith(".absolute")])
    about = released.provenance
    axis = f"More {about.unit} per {about.multiplier:,} {about.denominator}, least to most deprived"
    told = "; ".join(
        f"{f.label}: {f.cell.text} ({limits_text(f.cell)})" if f.cell.shown else _absence(f) for f in figures
    )
    description = f"{axis}, modelled over all neighbourhoods, with 95% intervals. {told}."
    return picture(
        _layers(figures, axis),
        released,
        key="gradients",
        title=_title(released),
        description=description,
        table=[["Area", axis, "95% interval, or why there is no figure"], *_lines(figures)],
        png=png,
    )


def _ordered(figures: list[Figure]) -> list[Figure]:
    place = {Role.AREA: 0, Role.SIMILAR: 1, Role.POOLED: 2, Role.NATIONAL: 3}
    return sorted(
        figures, key=lambda f: (place[f.role], -(f.cell.value if f.cell.value is not None else float("-inf")), f.key)
    )


def _lines(figures: list[Figure]) -> list[list[str]]:
    return [[f.label, f.cell.text, limits_text(f.cell)] for f in figures]


def _absence(figure: Figure) -> str:
    return f"{figure.label}: {withheld_label(figure.cell)}. {figure.cell.why.rstrip('.')}"


def _title(released: Released) -> str:
    mine, nation = released.figure("gradient.absolute"), released.figure("gradient.national.absolute")
    about = released.provenance
    area, period = about.area_name or "This area", f", {about.period}" if about.period else ""
    a, b = (f.cell.estimate if f else None for f in (mine, nation))
    if a is None or mine is None:
        return f"{area}: the gradient of {about.unit} with deprivation cannot be shown{period}"
    if a.lower <= 0 <= a.upper:
        return f"{area}: {about.unit} show no clear climb with deprivation{period}"
    way, amount = "climb" if a.value > 0 else "fall", mine.cell.text.removeprefix("-")
    start = f"{area}: {about.unit} {way} with deprivation by {amount} per {about.multiplier:,} {about.denominator}"
    if b is None or nation is None:
        return start + period
    verdict = "similar to" if a.overlaps(b) else "steeper than" if a.value > b.value else "less steep than"
    return f"{start}, {verdict} {about.national_name} ({nation.cell.text}){period}"


def _layers(figures: list[Figure], axis: str) -> Any:
    import altair as alt

    labels = _distinct([f.label for f in figures])
    points = [_point(f, label) for f, label in zip(figures, labels, strict=True)]
    kinds = list(dict.fromkeys(point["kind"] for point in points))
    looks = {"This area": (OURS, "circle"), "A similar area": (OTHERS, "square"), "For comparison": (INK, "diamond")}
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[looks[k][0] for k in kinds]))
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=[looks[k][1] for k in kinds]))
    y = alt.Y("label:N", sort=labels, title=None, axis=alt.Axis(minExtent=label_room(labels)))
    shown = alt.InlineData(values=[p for p in points if "value" in p])
    missing = alt.InlineData(values=[p for p in points if "value" not in p])
    return alt.layer(
        alt.Chart(shown)
        .mark_rule(strokeWidth=2.5)
        .encode(y=y, x=alt.X("lower:Q", title=axis), x2="upper:Q", color=colour),
        alt.Chart(shown)
        .mark_point(filled=True, size=110, opacity=1)
        .encode(y=y, x=alt.X("value:Q", title=axis, scale=alt.Scale(zero=True)), color=colour, shape=shape),
        alt.Chart(missing)
        .mark_text(align="left", dx=6, fontStyle="italic", fontSize=13, color=INK)
        .encode(y=y, x=alt.value(0), text="text:N"),
    ).properties(width=WIDTH, height=alt.Step(28))


def _point(figure: Figure, label: str) -> dict[str, Any]:
    cell = figure.cell
    point: dict[str, Any] = {"label": label, "kind": _KINDS[figure.role], "text": withheld_label(cell)}
    if cell.shown:
        point |= {"value": cell.value, "lower": cell.lower, "upper": cell.upper}
    return point


def _distinct(labels: list[str]) -> list[str]:
    """Two areas of one name must not share a line of the chart."""
    return [label if labels.index(label) == i else f"{label} ({i + 1})" for i, label in enumerate(labels)]
