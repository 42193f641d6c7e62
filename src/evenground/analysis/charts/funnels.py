"""Areas against their size, between the lines that chance would keep them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evenground.analysis.charts import rows as of_rows
from evenground.analysis.charts import wording
from evenground.analysis.charts.labels import Box, around, named
from evenground.analysis.charts.layers import Look, Point, Span, data, line_at, looks, span, upright
from evenground.analysis.charts.picture import INK, NATURAL, OTHERS, OURS, WORSE, picture
from evenground.analysis.results import Chart, FigureRow, ReleasedFigures

LIMITS = ("lower 99.8%", "lower 95%", "upper 95%", "upper 99.8%")
_WITHIN, _OUTSIDE, _FAR = "Within the limits", "Outside the 95% limits", "Outside the 99.8% limits"
_LOOKS = {_WITHIN: Look(OTHERS, "circle"), _OUTSIDE: Look(OURS, "diamond"), _FAR: Look(WORSE, "square")}
_MOST = 12


@dataclass(frozen=True)
class _Area:
    name: str
    row: FigureRow
    size: float | None
    place: str

    @property
    def drawn(self) -> bool:
        return self.row.cell.value is not None and self.size is not None

    @property
    def kind(self) -> str:
        return _FAR if "99.8%" in self.place else _OUTSIDE if "95%" in self.place else _WITHIN


def funnel(
    figures: ReleasedFigures,
    *,
    area: str,
    lines: ReleasedFigures | None = None,
    mark: Sequence[str] = (),
    what: str = "",
    size: str = "",
    png: bool = False,
) -> Chart:
    """Draw each area against its people (or expected events), with 95% and 99.8% limits; those outside are named.

    Parameters
    ----------
    figures
        What the measure ``funnel`` gave from a released table: its populations are the sizes.
    area
        Column of areas.
    lines
        The limits over all sizes. Left out, they are drawn from area to area, which is as good where there are many.
    mark
        Further areas whose names are drawn. Of those outside, the furthest out are named first.
    what, size
        What is measured, and what the size of an area is (“people”, “deaths expected”).

    Raises
    ------
    MissingColumn, UnknownGroup
    """
    of_rows.check_column(figures, area, *LIMITS)
    chosen = of_rows.of_measure(figures)
    sizes = of_rows.people_of(figures, area) or of_rows.people_of(figures, area, "expected")
    areas = [
        _Area(name, row, _size(row, sizes.get(name)), row.groups.get("funnel", ""))
        for (name,), row in sorted(of_rows.by_label(chosen, area).items(), key=lambda one: of_rows.natural(one[0][0]))
    ]
    of_rows.check_there(mark, [one.name for one in areas])
    what, size = wording.what_of(figures, chosen, what), size or _sized(figures)
    chart, lost = _layers(areas, _limits(areas, lines), what, size, mark)
    note = wording.not_drawn([one.row.cell for one in areas], "areas")
    return picture(
        chart,
        figures,
        lines,
        key="funnel",
        title=wording.finding(figures, _title(areas, what)),
        description=_description(areas, what, size),
        table=_table(areas, area, what, size),
        png=png,
        beneath=[*note, *([f"Not named, for want of room: {wording.listed(lost)}."] if lost else [])],
    )


def _size(row: FigureRow, of_table: float | None) -> float | None:
    """The population of the released table; for a proportion the figures carry it themselves."""
    return of_table if of_table is not None else row.n if row.measure == "proportion" else None


def _sized(figures: ReleasedFigures) -> str:
    table = figures.table
    expected = table is not None and "population" not in table.columns and "expected" in table.columns
    return f"{figures.provenance.unit} expected" if expected else figures.provenance.denominator


def _limits(areas: Sequence[_Area], lines: ReleasedFigures | None) -> list[Point]:
    found = [(of_rows.number(row.groups.get("size", "")), row) for row in lines.rows if row.cell.shown] if lines else []
    found = found or [(one.size, one.row) for one in areas if one.drawn]
    points = [
        {"size": at, "line": name, "value": of_rows.number(row.groups.get(name, ""))}
        for at, row in found
        if at is not None
        for name in LIMITS
    ]
    return sorted((p for p in points if p["value"] is not None), key=lambda p: (p["line"], p["size"]))


def _title(areas: Sequence[_Area], what: str) -> str:
    shown = [one for one in areas if one.drawn]
    if not shown:
        return f"{what}: no area can be shown"
    above, below = (sum(one.place.startswith(f"{way} the 99.8%") for one in shown) for way in ("above", "below"))
    near = sum(one.kind == _OUTSIDE for one in shown)
    if above or below:
        return f"{what}: of {len(shown)} areas {above} above and {below} below what chance explains (99.8% limits)"
    if near:
        return f"{what}: all {len(shown)} areas lie within the 99.8% limits; {near} outside the 95% limits"
    return f"{what}: none of {len(shown)} areas differs from the target by more than chance"


def _description(areas: Sequence[_Area], what: str, size: str) -> str:
    far = [f"{one.name}: {one.row.cell.text}" for one in areas if one.kind == _FAR and one.drawn]
    aim = _target(areas)
    said = [f"{wording.capital(what)} of each area against its {size}, with the limits that chance would keep it in."]
    if aim is not None:
        said.append(f"The target is {wording.written(aim)}.")
    said.append("The limits are wider for small areas.")
    return " ".join([*said, *([f"Outside the 99.8% limits: {'; '.join(far)}."] if far else [])])


def _target(areas: Sequence[_Area]) -> float | None:
    return next((aim for one in areas if (aim := of_rows.number(one.row.groups.get("target", ""))) is not None), None)


def _table(areas: Sequence[_Area], area: str, what: str, size: str) -> list[list[str]]:
    head = [area, wording.capital(size), wording.capital(what), "Interval, or why there is no figure", "95% limits"]
    return [[*head, "99.8% limits", "Place"], *(_line(one) for one in areas)]


def _line(one: _Area) -> list[str]:
    limits = {name: of_rows.number(one.row.groups.get(name, "")) for name in LIMITS}
    ends = [
        " to ".join("" if limits[f"{end} {level}"] is None else wording.written(limits[f"{end} {level}"] or 0.0)
                    for end in ("lower", "upper"))
        if limits[f"lower {level}"] is not None
        else ""
        for level in ("95%", "99.8%")
    ]  # fmt: skip
    size = "" if one.size is None else f"{one.size:,.10g}"
    return [one.name, size, one.row.cell.text, wording.interval(one.row.cell), *ends, one.place]


def _layers(
    areas: Sequence[_Area], limits: Sequence[Point], what: str, size: str, mark: Sequence[str]
) -> tuple[Any, list[str]]:
    import altair as alt

    points: list[Point] = [
        {"name": one.name, "x": one.size, "y": one.row.cell.value, "kind": one.kind} for one in areas if one.drawn
    ]
    x = span([point["x"] for point in points], pixels=NATURAL - 60)
    y = span([*(p["y"] for p in points), *_near(limits, points)], pixels=360, upwards=True)
    sx = alt.X("x:Q", scale=x.scale(), title=wording.capital(size))
    sy = alt.Y("y:Q", scale=y.scale(), title=upright(wording.capital(what), y.pixels))
    colour, shape = looks([p["kind"] for p in points], _LOOKS)
    aim = _target(areas)
    far = sorted((p for p in points if p["kind"] == _FAR or p["name"] in mark), key=lambda p: _rank(p, aim, mark))
    taken = [around(x.at(p["x"]), y.at(p["y"]), 5) for p in points]
    words, lost = named(far, x, y, taken=taken, soft=_beside_lines(limits, aim, x, y), most=max(_MOST, len(mark)))
    layers = [] if aim is None else [line_at(aim, scale=y.scale(), dash=(1, 0))]
    layers += [_dashes(limits, level, x, y) for level in ("95%", "99.8%")]
    layers.append(
        data(points).mark_point(filled=True, size=46, opacity=0.9).encode(x=sx, y=sy, color=colour, shape=shape)
    )
    return alt.layer(*layers, *words).properties(width=x.pixels, height=y.pixels), lost


def _beside_lines(limits: Sequence[Point], aim: float | None, x: Span, y: Span) -> list[Box]:
    """Where the lines run: no name across them if it can be helped."""
    places = [(x.at(p["size"]), y.at(p["value"])) for p in limits]
    across = [] if aim is None else [Box(0, y.at(aim) - 2, x.pixels, y.at(aim) + 2)]
    return [*across, *(around(left, top, 4) for left, top in places)]


def _near(limits: Sequence[Point], points: Sequence[Point]) -> list[float]:
    """Limits worth room: those of the tiniest areas go beyond the picture rather than flatten it."""
    top = max((p["y"] for p in points), default=1.0) * 1.3
    return [p["value"] for p in limits if p["value"] <= top]


def _rank(point: Point, aim: float | None, mark: Sequence[str]) -> tuple[bool, float]:
    return point["name"] not in mark, -abs(point["y"] - (aim or 0.0))


def _dashes(limits: Sequence[Point], level: str, x: Span, y: Span) -> Any:
    import altair as alt

    dash = [6, 3] if level == "95%" else [1, 0]
    return (
        data([p for p in limits if p["line"].endswith(f" {level}")])
        .mark_line(color=INK, strokeWidth=1.3, strokeDash=dash, clip=True)
        .encode(x=alt.X("size:Q", scale=x.scale()), y=alt.Y("value:Q", scale=y.scale()), detail="line:N")
    )
