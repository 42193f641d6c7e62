"""Many areas in the order of their figures, each with its interval and its verdict beside a reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenground.analysis.charts import rows as of_rows
from evenground.analysis.charts import wording
from evenground.analysis.charts.labels import Box, around, named
from evenground.analysis.charts.layers import VERDICTS, Point, Span, data, line_at, looks, span, upright
from evenground.analysis.charts.picture import GRID, INK, NATURAL, picture
from evenground.analysis.errors import UnknownChoice
from evenground.analysis.results import Cell, Chart, FigureRow, ReleasedFigures

_GRADIENT = ("absolute gradient", "difference in absolute gradient")


@dataclass(frozen=True)
class _Area:
    code: str
    name: str
    row: FigureRow
    verdict: str


def caterpillar(
    figures: ReleasedFigures,
    *,
    area: str,
    verdicts: ReleasedFigures | None = None,
    beside: str | None = None,
    reference: ReleasedFigures | None = None,
    measure: str | None = None,
    mark: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    worse: str = "higher",
    what: str = "",
    png: bool = False,
) -> Chart:
    """Draw areas from the lowest figure to the highest, with intervals, and a verdict for each by colour and shape.

    Parameters
    ----------
    figures
        One figure an area: a rate, a gradient, or the difference of its gradient from another.
    area
        Column of areas.
    verdicts
        Comparisons with a column ``verdict`` (“better”, “worse”, “similar”). Left out, ``figures`` may have it, or an
        area is judged by whether its interval leaves out the reference.
    beside
        Which comparison, where there are several for an area: what its column ``beside`` says, or a part of that.
    reference
        One figure to draw a line and a band at: that of the nation.
    mark
        Areas whose names are drawn.
    names
        What areas are called, where the column holds codes.
    worse
        Whether a ``"higher"`` or a ``"lower"`` figure is bad for people.
    measure, what
        As in `gaps_by_group`.

    Raises
    ------
    MissingColumn, UnknownChoice, UnknownGroup
    """
    if worse not in ("higher", "lower"):
        raise UnknownChoice("worse", worse, ("higher", "lower"))
    of_rows.check_column(figures, area)
    chosen = _beside(of_rows.of_measure(figures, measure, like=_GRADIENT), beside)
    line = _reference(reference, chosen, measure)
    told = {} if verdicts is None else of_rows.by_label(_beside(of_rows.of_measure(verdicts), beside), area)
    areas = [
        _Area(code, (names or {}).get(code, code), row, _verdict(told.get((code,), row), line, worse))
        for (code,), row in of_rows.by_label(chosen, area).items()
    ]
    of_rows.check_there(mark, [one.code for one in areas])
    areas.sort(key=lambda one: (one.row.cell.value is None, one.row.cell.value, of_rows.natural(one.code)))
    what = wording.what_of(figures, chosen, what)
    chart, lost = _layers(areas, line, what, mark)
    return picture(
        chart,
        figures,
        verdicts,
        reference,
        key="caterpillar",
        title=wording.finding(figures, _title(areas, what, _other(told, chosen, figures, line))),
        description=_description(areas, what, line, mark, wording.level_of(chosen)),
        table=_table(areas, area, what, line, wording.level_of(chosen)),
        png=png,
        beneath=[*wording.not_drawn([one.row.cell for one in areas], "areas"), *_no_room(lost)],
    )


def _beside(rows: Sequence[FigureRow], beside: str | None) -> list[FigureRow]:
    """One comparison of each area: several have numbers in their names, as “10 similar areas together”."""
    there = list(dict.fromkeys(row.groups.get("beside", "") for row in rows))
    if beside is None or there == [""]:
        return [row for row in rows if row.groups.get("beside", "") == there[0]] if there else []
    wanted = [beside] if beside in there else [name for name in there if beside in name]
    if not wanted:
        raise UnknownChoice("beside", beside, there)
    return [row for row in rows if row.groups.get("beside", "") in wanted]


def _reference(reference: ReleasedFigures | None, rows: Sequence[FigureRow], measure: str | None) -> Cell | None:
    if reference is None:
        return Cell("0", 0.0) if rows and rows[0].measure.startswith("difference") else None
    there = {row.measure for row in reference.rows}
    wanted = measure if measure in there else None
    found = of_rows.of_measure(reference, wanted, like=tuple(row.measure for row in rows[:1]))
    return found[0].cell if found and found[0].cell.shown else None


def _verdict(row: FigureRow, line: Cell | None, worse: str) -> str:
    """The verdict the figures carry; else whether the interval of the area leaves the reference out."""
    told = row.groups.get("verdict", "").capitalize()
    if told in VERDICTS:
        return told
    if line is None or line.value is None or row.cell.estimate is None:
        return "Not compared"
    said = wording.judged(row.cell.estimate, line.value)
    more, less = ("Worse", "Better") if worse == "higher" else ("Better", "Worse")
    return {wording.CLEAR_MORE: more, wording.CLEAR_LESS: less}.get(said, "Similar")


def _other(
    told: Mapping[tuple[str, ...], FigureRow], chosen: Sequence[FigureRow], figures: ReleasedFigures, line: Cell | None
) -> str:
    """What the areas are compared with."""
    names = {row.groups.get("beside", "") for row in (told.values() if told else chosen)} - {""}
    if len(names) > 1:
        return "their similar areas"
    return names.pop() if names else figures.provenance.national_name if line else ""


def _title(areas: Sequence[_Area], what: str, other: str) -> str:
    shown = [one for one in areas if one.row.cell.shown]
    if not shown:
        return f"{what}: no area can be shown"
    better, worse = (sum(one.verdict == verdict for one in shown) for verdict in ("Better", "Worse"))
    if all(one.verdict == "Not compared" for one in shown):
        return f"{what}: {len(shown)} areas, from {shown[0].row.cell.text} to {shown[-1].row.cell.text}"
    if not better and not worse:
        return f"{what}: none of {len(shown)} areas is clearly different from {other}"
    return f"{what}: of {len(shown)} areas {worse} are worse than {other} and {better} better, beyond chance"


def _description(areas: Sequence[_Area], what: str, line: Cell | None, mark: Sequence[str], level: str) -> str:
    shown = [one for one in areas if one.row.cell.shown]
    said = [f"{wording.capital(what)} of {len(shown)} areas, from the lowest to the highest, each with its {level}."]
    if shown:
        said.append(f"They go from {shown[0].row.cell.text} to {shown[-1].row.cell.text}.")
    if line is not None:
        said.append(f"The line across is at {wording.figure(line)}.")
    chosen = [f"{one.name}: {wording.figure(one.row.cell)}, {one.verdict.lower()}" for one in areas if one.code in mark]
    return " ".join([*said, *([f"Marked: {'; '.join(chosen)}."] if chosen else [])])


def _table(areas: Sequence[_Area], area: str, what: str, line: Cell | None, level: str) -> list[list[str]]:
    lines = [[area, wording.capital(what), f"{level}, or why there is no figure", "Verdict"]]
    lines += [
        [one.name, one.row.cell.text, wording.interval(one.row.cell), one.verdict if one.row.cell.shown else ""]
        for one in areas
    ]
    return [*lines, *([["Line across", line.text, wording.interval(line), ""]] if line else [])]


def _no_room(lost: Sequence[str]) -> list[str]:
    return [f"No room for the names of: {', '.join(lost)}."] if lost else []


def _layers(areas: Sequence[_Area], line: Cell | None, what: str, mark: Sequence[str]) -> tuple[Any, list[str]]:
    import altair as alt

    shown = [one for one in areas if one.row.cell.shown]
    points = [_point(place, one) for place, one in enumerate(shown)]
    ends = [point[part] for point in points for part in ("value", "lower", "upper")]
    band = [] if line is None else [line.value, line.lower, line.upper]
    x = Span(-1.0, float(max(len(shown), 1)), NATURAL - 60)
    y = span([*ends, *band], pixels=360, upwards=True)
    step = x.pixels / max(len(shown), 1)
    sx = alt.X("place:Q", scale=x.scale(), axis=None)
    sy = alt.Y("value:Q", scale=y.scale(), title=upright(wording.capital(what), y.pixels))
    colour, shape = looks([one.verdict for one in shown], VERDICTS)
    words, lost = named(
        [{"name": p["name"], "x": p["place"], "y": p["value"]} for p in points if p["code"] in mark],
        x,
        y,
        taken=[around(x.at(p["place"]), y.at(p["value"]), 4) for p in points],
        soft=_whiskers(points, line, x, y),
    )
    layers = _line(line, y.scale())
    layers += [
        data(points)
        .mark_rule(strokeWidth=min(2.5, max(1.0, step * 0.35)), opacity=1)
        .encode(x=sx, y=alt.Y("lower:Q", scale=y.scale()), y2="upper:Q", color=colour),
        data(points)
        .mark_point(filled=True, opacity=1, size=min(90.0, max(16.0, (step * 1.6) ** 2)))
        .encode(x=sx, y=sy, color=colour, shape=shape),
        data([point for point in points if point["code"] in mark])
        .mark_point(size=120, opacity=1, strokeWidth=1.5, color=INK, shape="circle", aria=False)
        .encode(x=sx, y=sy),
        *words,
    ]
    return alt.layer(*layers).properties(width=x.pixels, height=y.pixels), lost


def _line(line: Cell | None, scale: Any) -> list[Any]:
    import altair as alt

    if line is None or line.value is None:
        return []
    band = [{"low": line.lower, "high": line.upper}] if line.estimate else []
    shade = data(band).mark_rect(color=GRID, opacity=0.8).encode(y=alt.Y("low:Q", scale=scale), y2="high:Q")
    return [*([shade] if band else []), line_at(line.value, scale=scale)]


def _point(place: int, one: _Area) -> Point:
    cell = one.row.cell
    lower, upper = (cell.value if end is None else end for end in (cell.lower, cell.upper))
    return {
        "place": place,
        "code": one.code,
        "name": one.name,
        "value": cell.value,
        "lower": lower,
        "upper": upper,
        "kind": one.verdict,
    }


def _whiskers(points: Sequence[Point], line: Cell | None, x: Span, y: Span) -> list[Box]:
    boxes = [Box(x.at(p["place"]) - 2, y.at(p["upper"]), x.at(p["place"]) + 2, y.at(p["lower"])) for p in points]
    if line is not None and line.value is not None:
        boxes.append(Box(0, y.at(line.value) - 3, x.pixels, y.at(line.value) + 3))
    return boxes
