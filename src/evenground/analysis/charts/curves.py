"""How an outcome is shared out along the order of deprivation, beside an even share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evenground.analysis.charts import rows as of_rows
from evenground.analysis.charts import wording
from evenground.analysis.charts.layers import DASHES, SERIES, SHAPES, Point, data, upright
from evenground.analysis.charts.picture import INK, picture
from evenground.analysis.results import Chart, FigureRow, ReleasedFigures

_SHARE, _INDEX = "share of people", "relative concentration index"
_SIDE = 420


def concentration_curve(
    figures: ReleasedFigures,
    *,
    index: ReleasedFigures | None = None,
    group: str | None = None,
    measure: str | None = None,
    what: str = "",
    png: bool = False,
) -> Chart:
    """Draw the concentration curve, or up to four, beside the line of equality; the index heads the chart.

    Parameters
    ----------
    figures
        What the measure ``concentration_curve`` gave from a release.
    index
        What the measure ``concentration_index`` gave of the same; without it the title claims nothing of the whole.
    group
        Column that tells curves apart.
    measure
        Which index heads the chart; left out, the relative one.
    what
        What is shared out: “emergency admissions”.

    Raises
    ------
    MissingColumn, UnknownChoice
    """
    of_rows.check_column(figures, *([group] if group else []))
    rows = of_rows.of_measure(figures)
    what = what or figures.provenance.unit
    curves = _curves(rows, group)
    indices = {key[0]: row for key, row in of_rows.by_label(_indices(index, measure), group or "").items()}
    told = [
        f"{name}: {wording.figure(row.cell)}" if name else wording.figure(row.cell) for name, row in indices.items()
    ]
    called = f" {wording.capital(next(iter(indices.values())).measure)}: {'; '.join(told)}." if told else ""
    half = [f"{f'{name}: ' if name else ''}{_half(points)}" for name, points in curves.items() if points]
    return picture(
        _layers(curves, what, [row for row in rows if not row.cell.shown]),
        figures,
        index,
        key="concentration",
        title=wording.finding(figures, _title(indices, curves, what)),
        description=f"Concentration curve of {what}, from the most deprived person to the least, beside the line of"
        f" equality. {wording.capital('; '.join(half))}{'.' if half else ''}{called}",
        table=_table(rows, group, what, indices),
        png=png,
    )


def _indices(index: ReleasedFigures | None, measure: str | None) -> list[FigureRow]:
    return [] if index is None else of_rows.of_measure(index, measure, like=(_INDEX,))


def _place(row: FigureRow) -> float | None:
    """The share of people at a point; the column has another name where the data had one like it."""
    name = next((name for name in row.groups if name.startswith(_SHARE)), "")
    return of_rows.number(row.groups.get(name, ""))


def _curves(rows: Sequence[FigureRow], group: str | None) -> dict[str, list[Point]]:
    curves: dict[str, list[Point]] = {}
    for row in rows:
        name, share = of_rows.label(row, group or ""), _place(row)
        curve = curves.setdefault(name, [])
        if share is not None and row.cell.shown:
            curve.append({"curve": name, "x": share, "y": row.cell.value})
    return {name: sorted(points, key=lambda p: p["x"]) for name, points in curves.items()}


def _half(points: Sequence[Point]) -> str:
    """The point nearest the middle, in words."""
    middle = min(points, key=lambda p: abs(p["x"] - 0.5))
    return f"the most deprived {middle['x']:.0%} of people have {middle['y']:.0%}"


def _title(indices: Mapping[str, FigureRow], curves: Mapping[str, Sequence[Point]], what: str) -> str:
    if not any(curves.values()):
        return f"{what}: how they are shared out cannot be shown"
    if not indices:
        return f"how {what} are shared out, from the most to the least deprived"
    if len(indices) > 1:
        shown = [row for row in indices.values() if row.cell.shown]
        rest = f" ({len(indices) - len(shown)} withheld or without a figure)" if len(shown) < len(indices) else ""
        clear = [
            name for name, row in indices.items() if wording.judged(wording.as_measured(row)) == wording.CLEAR_MORE
        ]
        if not clear:
            return f"{what}: in none of {len(shown)} groups clearly concentrated among the most deprived{rest}"
        return f"{what}: concentrated among the most deprived in {wording.listed(clear)}{rest}"
    row = next(iter(indices.values()))
    estimate = wording.as_measured(row)
    said = wording.judged(estimate)
    if estimate is None:
        return f"{what}: whether they are concentrated among the most deprived cannot be shown"
    text = f"{wording.written(estimate.value)}, {wording.written(estimate.lower)} to {wording.written(estimate.upper)}"
    if said == wording.UNCLEAR:
        return f"{what}: not clearly concentrated at either end of deprivation (index {text})"
    end = "most" if said == wording.CLEAR_MORE else "least"
    return f"{what}: concentrated among the {end} deprived (index {text})"


def _table(
    rows: Sequence[FigureRow], group: str | None, what: str, indices: Mapping[str, FigureRow]
) -> list[list[str]]:
    head = ["Share of people, most deprived first", f"Share of {what}", "Interval, or why there is no figure"]
    lines = [[*([group] if group else []), *head]]
    for row in sorted(rows, key=lambda row: (of_rows.natural(of_rows.label(row, group or "")), _place(row) or 0.0)):
        share = _place(row)
        percent = f"{row.cell.value:.1%}" if row.cell.shown and row.cell.value is not None else row.cell.text
        start = [of_rows.label(row, group)] if group else []
        lines.append([*start, "" if share is None else f"{share:.1%}", percent, row.cell.why])
    for name, row in indices.items():
        start = [name] if group else []
        lines.append([*start, wording.capital(row.measure), row.cell.text, wording.interval(row.cell)])
    return lines


def _layers(curves: Mapping[str, Sequence[Point]], what: str, gone: Sequence[FigureRow]) -> Any:
    import altair as alt

    points = [point for curve in curves.values() for point in curve]
    names = [name for name, curve in curves.items() if curve]
    share = alt.Scale(domain=[0, 1], nice=False)
    percent = alt.Axis(format=".0%", tickCount=6)
    x = alt.X("x:Q", scale=share, axis=percent, title="Share of people, most deprived first")
    y = alt.Y("y:Q", scale=share, axis=percent, title=upright(f"Share of {what}", _SIDE))
    legend: dict[str, Any] = {} if len(names) > 1 else {"legend": None}
    several = len(SERIES)
    colour = alt.Color(
        "curve:N", scale=alt.Scale(domain=names, range=[SERIES[i % several] for i in range(len(names))]), **legend
    )
    shape = alt.Shape(
        "curve:N", scale=alt.Scale(domain=names, range=[SHAPES[i % several] for i in range(len(names))]), **legend
    )
    equal = data([{"x": 0, "y": 0}, {"x": 1, "y": 1}])
    word = data([{"x": 0.62, "y": 0.56, "word": "line of equality"}])
    layers = [
        equal.mark_line(color=INK, strokeWidth=1.5, strokeDash=[4, 4]).encode(x=x, y=y),
        word.mark_text(align="left", fontSize=12, fontStyle="italic", color=INK).encode(x=x, y=y, text="word:N"),
        *(
            data(curves[name]).mark_line(strokeWidth=2.5, strokeDash=DASHES[i % several]).encode(x=x, y=y, color=colour)
            for i, name in enumerate(names)
        ),
        data(points).mark_point(filled=True, size=50, opacity=1).encode(x=x, y=y, color=colour, shape=shape),
    ]
    if gone:
        absent: Point = {"absent": wording.absence(gone[0].cell)}
        text = data([absent]).mark_text(align="left", fontStyle="italic", fontSize=13, color=INK)
        layers.append(text.encode(x=alt.value(12), y=alt.value(16), text="absent:N"))
    return alt.layer(*layers).properties(width=_SIDE, height=_SIDE)
