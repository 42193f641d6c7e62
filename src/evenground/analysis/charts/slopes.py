"""Rates of ordered groups at their place in the population, with the line fitted through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any

from evenground.analysis.charts import rows as of_rows
from evenground.analysis.charts import wording
from evenground.analysis.charts.layers import Point, Span, absences, data, span, upright
from evenground.analysis.charts.picture import INK, NATURAL, OURS, WORSE, picture
from evenground.analysis.results import Chart, FigureRow, ReleasedFigures

_SLOPE, _RATIO = "slope index of inequality", "relative index of inequality"
_STEPS = 40
_LETTER = 6.4


@dataclass(frozen=True)
class _Quantile:
    """One group: where it lies from the least deprived person (0) to the most (1), and its figure."""

    name: str
    start: float
    end: float
    row: FigureRow

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def slope(
    rates: ReleasedFigures,
    *,
    index: ReleasedFigures,
    quantile: str,
    measure: str | None = None,
    what: str = "",
    order: Sequence[Any] | None = None,
    first: str = "most deprived",
    png: bool = False,
) -> Chart:
    """Draw the rate of each quantile over its share of the people, and the fitted gradient.

    Parameters
    ----------
    rates
        A rate, proportion or mean by ``quantile``; where its released table has populations, quantiles are as wide as
        their share of the people, otherwise all alike.
    index
        Slope index of inequality of the same figures: the title, and the line. Where populations are not released there
        is no line.
    quantile, order, first
        Column of ordered groups; their order; and which end it starts with.
    measure, what
        As in `gaps_by_group`.

    Raises
    ------
    MissingColumn, UnknownChoice, UnknownOrder
    """
    of_rows.check_column(rates, quantile)
    chosen = of_rows.of_measure(rates, measure)
    found = {key[0]: row for key, row in of_rows.by_label(chosen, quantile).items()}
    names = of_rows.in_order(found, column=quantile, order=order, first=first)[::-1]
    people = of_rows.people_of(rates, quantile)
    sized = people.keys() >= set(names) and sum(people.values()) > 0
    placed = _placed(names, found, people if sized else dict.fromkeys(names, 1.0))
    what = wording.what_of(rates, chosen, what)
    slopes = of_rows.of_measure(index, like=(_SLOPE,))
    row = slopes[0] if slopes else None
    line = _line(placed, index, row) if sized else []
    level = wording.level_of(chosen)
    told = "; ".join(f"{one.name}: {wording.figure(one.row.cell)}" for one in placed)
    fitted = f" Slope index of inequality: {wording.figure(row.cell)}." if row else ""
    return picture(
        _layers(placed, line, what, sized),
        rates,
        index,
        key="slope",
        title=wording.finding(rates, _title(row, what)),
        description=f"{wording.capital(what)} by {quantile}, from the least deprived to the most, with {level}s."
        f" {told}.{fitted}",
        table=[[quantile, wording.capital(what), f"{level}, or why there is no figure"], *_lines(placed, slopes)],
        png=png,
        beneath=_beneath(placed, line, sized),
    )


def _placed(names: Sequence[str], found: Mapping[str, FigureRow], people: Mapping[str, float]) -> list[_Quantile]:
    sizes = [people[name] for name in names]
    ends = [sum(sizes[: i + 1]) / sum(sizes) for i in range(len(sizes))]
    return [
        _Quantile(name, start, end, found[name])
        for name, start, end in zip(names, [0.0, *ends[:-1]], ends, strict=True)
    ]


def _title(row: FigureRow | None, what: str) -> str:
    estimate = wording.as_measured(row)
    said = wording.judged(estimate)
    if estimate is None:
        return f"{what}: the gradient with deprivation cannot be shown"
    if said == wording.UNCLEAR:
        return f"{what}: no clear gradient with deprivation"
    way = "climbs" if said == wording.CLEAR_MORE else "falls"
    return f"{what}: the fitted line {way} by {wording.amount(estimate)} from the least to the most deprived"


def _line(placed: Sequence[_Quantile], index: ReleasedFigures, row: FigureRow | None) -> list[Point]:
    """The fitted line, from its slope and its level: that of the released figures, or the one its ratio tells."""
    estimate = wording.as_measured(row)
    if row is None or estimate is None or index.table is None:
        return []
    curved = "on the log scale" in row.method or "on the logit scale" in row.method or "likelihood" in row.method
    low = _low_end(index, row, estimate.value) if curved else _level(placed) - estimate.value / 2
    if low is None or "logit" in row.method:
        return []  # a line on the logit scale needs more than its two ends
    high = low + estimate.value
    bent = "on the log scale" in row.method and low > 0 and high > 0
    places = [step / _STEPS for step in range(_STEPS + 1)]
    return [{"x": x, "y": exp(log(low) + x * log(high / low)) if bent else low + x * estimate.value} for x in places]


def _level(placed: Sequence[_Quantile]) -> float:
    """Height of a weighted least-squares line in the middle: the weighted mean, for the mean rank is a half."""
    shown = [one for one in placed if one.row.cell.value is not None]
    weight = sum(one.end - one.start for one in shown)
    return sum((one.end - one.start) * (one.row.cell.value or 0.0) for one in shown) / weight


def _low_end(index: ReleasedFigures, row: FigureRow, gap: float) -> float | None:
    """High less low is the gap and high over low the ratio: two equations for two ends."""
    ratios = [one for one in index.rows if one.measure == _RATIO and one.groups == row.groups]
    ratio = ratios[0].cell.value if ratios else None
    if not ratio or abs(ratio - 1) < 1e-6:
        return None
    return gap / ((1 / ratio if wording.as_measured(row) != row.cell.estimate else ratio) - 1)


def _lines(placed: Sequence[_Quantile], slopes: Sequence[FigureRow]) -> list[list[str]]:
    lines = [[one.name, one.row.cell.text, wording.interval(one.row.cell)] for one in placed]
    return [*lines, *([wording.capital(row.measure), row.cell.text, wording.interval(row.cell)] for row in slopes)]


def _beneath(placed: Sequence[_Quantile], line: Sequence[Point], sized: bool) -> list[str]:
    said = wording.not_drawn((one.row.cell for one in placed), "groups")
    wide = "Each bar is as wide as its share of the people." if sized else ""
    fitted = "The dashed line is the fitted gradient." if line else ""
    return [*said, *([f"{wide} {fitted}".strip()] if wide or fitted else [])]


def _layers(placed: Sequence[_Quantile], line: Sequence[Point], what: str, sized: bool) -> Any:
    import altair as alt

    cells = [one.row.cell for one in placed]
    x = Span(0.0, 1.0, NATURAL - 60)
    known = [value for cell in cells if cell.shown for value in (cell.value, cell.lower, cell.upper)]
    y = span([*known, *(point["y"] for point in line)], pixels=300, upwards=True, zero=True)
    points = _named([_point(one) for one in placed], x)
    axis = alt.Axis(
        labels=False, ticks=False, grid=False, titlePadding=10 + 17 * (1 + max((p["row"] for p in points), default=0))
    )
    title = f"{'Share of people, from' if sized else 'From'} the least deprived to the most"
    sx = alt.X("middle:Q", scale=x.scale(), axis=axis, title=title)
    sy = alt.Y("value:Q", scale=y.scale(), title=upright(wording.capital(what), y.pixels))
    shown, missing = ([p for p in points if ("value" in p) is there] for there in (True, False))
    bars = data(shown).mark_rect(color="#dbe6f2", stroke="white")
    return alt.layer(
        bars.encode(x=alt.X("start:Q", scale=x.scale(), axis=axis), x2="end:Q", y=sy, y2=alt.datum(max(0.0, y.low))),
        data(shown).mark_rule(color=OURS, strokeWidth=3).encode(x=alt.X("start:Q"), x2="end:Q", y=sy),
        data(shown).mark_rule(color=INK, strokeWidth=2).encode(x=sx, y=alt.Y("lower:Q"), y2="upper:Q"),
        data(shown).mark_point(filled=True, size=80, opacity=1, color=OURS, shape="circle").encode(x=sx, y=sy),
        data(line).mark_line(color=WORSE, strokeWidth=2.5, strokeDash=[8, 4]).encode(x="x:Q", y="y:Q"),
        absences(missing, x=alt.X("start:Q"), y=alt.value(y.pixels - 10)),
        *(_names(points, row, x, y) for row in sorted({p["row"] for p in points})),
    ).properties(width=x.pixels, height=y.pixels)


def _named(points: list[Point], x: Span) -> list[Point]:
    """Each name below its group; a name wider than its group, a row or more further down."""
    ends: list[float] = []
    for point in points:
        wide = len(point["name"]) * _LETTER
        middle = min(max(x.at(point["middle"]), wide / 2), x.pixels - wide / 2)
        row = 0
        if wide > x.at(point["end"]) - x.at(point["start"]):
            row = next((i for i, end in enumerate(ends, start=1) if end < middle - wide / 2), len(ends) + 1)
            ends[row - 1 : row] = [middle + wide / 2 + _LETTER]
        point |= {"row": row, "below": x.back(middle)}
    return points


def _names(points: Sequence[Point], row: int, x: Span, y: Span) -> Any:
    import altair as alt

    here = data([point for point in points if point["row"] == row]).mark_text(baseline="top", fontSize=13, color=INK)
    return here.encode(x=alt.X("below:Q", scale=x.scale()), y=alt.value(y.pixels + 8 + 17 * row), text="name:N")


def _point(one: _Quantile) -> Point:
    cell = one.row.cell
    point: Point = {"name": one.name, "start": one.start, "end": one.end, "middle": one.middle}
    point["absent"] = wording.absence(cell)
    return point | ({"value": cell.value, "lower": cell.lower, "upper": cell.upper} if cell.shown else {})
