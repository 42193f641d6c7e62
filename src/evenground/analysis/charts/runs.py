"""Run charts: points over time about their median, and whether they have shifted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evenground.analysis.charts import rows as of_rows
from evenground.analysis.charts import times as of_times
from evenground.analysis.charts import wording
from evenground.analysis.charts.layers import Point, data
from evenground.analysis.charts.panels import Axes, Panel, absent_points, joined, panels_of, stepped
from evenground.analysis.charts.picture import INK, OTHERS, OURS, WORSE, picture
from evenground.analysis.errors import MissingColumn, NotEnoughGiven
from evenground.analysis.results import Cell, Chart, FigureRow, ReleasedFigures, State

_MEDIAN, _RUN, _CROSSINGS = "median", "longest run", "crossings"
Cells = Mapping[tuple[str, str], Cell]
Tests = Mapping[str, Mapping[str, FigureRow]]


def run_chart(
    figures: ReleasedFigures,
    *,
    time: str,
    stratum: str | None = None,
    points: ReleasedFigures | None = None,
    order: Sequence[Any] | None = None,
    first: str = "most deprived",
    what: str = "",
    png: bool = False,
) -> Chart:
    """Draw one series, or one panel a stratum on shared axes, about the median; the title says where there is a shift.

    Parameters
    ----------
    figures
        What the measure ``run_chart`` gave from a release.
    time, stratum
        Columns of times, and of what tells series apart.
    points
        The figures to be drawn, by time and stratum, when the chart was made from rates; left out, the counts of the
        released table.
    order, first, what
        As in `gaps_by_group`.

    Raises
    ------
    MissingColumn, NotEnoughGiven, UnknownChoice, UnknownOrder
    """
    cells = _from_figures(points, time, stratum) if points else _from_table(figures, time, stratum)
    tests = _tests(figures, stratum)
    names = of_rows.in_order({key[0] for key in cells}, column=stratum or "", order=order, first=first)
    times = of_times.laid_out(key[1] for key in cells)
    what = wording.what_of(figures, [], what)
    panels = [_panel(name, times, cells, tests.get(name, {})) for name in names]
    return picture(
        panels_of(panels, times, what, _draw),
        figures,
        points,
        key="run",
        title=wording.finding(figures, _title(names, tests, what)),
        description=_description(names, tests, what, time),
        table=_table(names, times, cells, tests, stratum, time, what),
        png=png,
        beneath=_beneath(panels, what),
    )


def _from_figures(points: ReleasedFigures, time: str, stratum: str | None) -> Cells:
    of_rows.check_column(points, time, *([stratum] if stratum else []))
    found = of_rows.by_label(of_rows.of_measure(points), stratum or "", time)
    return {(name, when): row.cell for (name, when), row in found.items() if when}


def _from_table(figures: ReleasedFigures, time: str, stratum: str | None) -> Cells:
    table = figures.table
    if table is None:
        raise NotEnoughGiven("A run chart needs its points: give points=, the released figures by time.")
    if missing := [name for name in (time, stratum) if name is not None and name not in table.by]:
        raise MissingColumn(missing, table.by, of="data")
    at, place = table.by.index(time), table.by.index(stratum) if stratum else None
    rows = [row for row in table.rows if not row.is_total]
    return {
        ((row.key[place] or "") if place is not None else "", row.key[at] or ""): row.cells["count"] for row in rows
    }


def _tests(figures: ReleasedFigures, stratum: str | None) -> Tests:
    found: dict[str, dict[str, FigureRow]] = {}
    for row in figures.rows:
        found.setdefault(of_rows.label(row, stratum or ""), {})[row.measure] = row
    return found


def _shifted(tests: Mapping[str, FigureRow]) -> str:
    """“shift”, “no shift”, or “not tested” where the test itself is not shown."""
    rows = [tests.get(name) for name in (_RUN, _CROSSINGS)]
    if any(row is None or not row.cell.shown for row in rows):
        return "not tested"
    return "shift" if any(row is not None and row.direction.startswith("signal") for row in rows) else "no shift"


def _panel(name: str, times: Sequence[str], cells: Cells, tests: Mapping[str, FigureRow]) -> Panel:
    mine = [cells.get((name, time)) for time in times]
    said = _shifted(tests)
    heading = f"{name}: {said}" if name else ""
    points = [_point(i, cell) for i, cell in enumerate(mine)]
    median = tests[_MEDIAN].cell.value if _MEDIAN in tests else None
    lines = [{"i": i, "centre": median} for i in range(len(times))] if median is not None else []
    shown = any("value" in point for point in points)
    absent = "" if shown else "withheld: see the table"
    return Panel(heading, tuple(points), tuple(lines), absent=absent, shifted=said == "shift")


def _point(i: int, cell: Cell | None) -> Point:
    if cell is None or not cell.shown:
        hidden = cell is not None and cell.state is State.HIDDEN
        return {"i": i, "absent": "withheld" if hidden else "no figure"}
    return {"i": i, "value": cell.value}


def _title(names: Sequence[str], tests: Tests, what: str) -> str:
    states = {name: _shifted(tests.get(name, {})) for name in names}
    shifted, unknown = ([name for name in names if states[name] == said] for said in ("shift", "not tested"))
    if len(unknown) == len(names):
        return f"{what}: whether it shifted cannot be shown"
    if len(names) == 1:
        return f"{what}: {'a shift beyond chance' if shifted else 'no shift beyond chance'}"
    rest = f" (not tested: {wording.listed(unknown)})" if unknown else ""
    return f"{what}: {f'a shift beyond chance in {wording.listed(shifted, of=len(names))}' if shifted else 'no clear shift'}{rest}"


def _description(names: Sequence[str], tests: Tests, what: str, time: str) -> str:
    several = f" in {len(names)} panels on the same axes" if len(names) > 1 else ""
    said = [f"{wording.capital(what)} by {time}{several}, about the median, tested with the Anhøj rules."]
    told = [_tested(name, tests.get(name, {})) for name in names]
    return " ".join([*said, *told]) if len(names) <= 6 else said[0]


def _tested(name: str, tests: Mapping[str, FigureRow]) -> str:
    start = f"{name}: " if name else ""
    if _shifted(tests) == "not tested":
        why = next((row.cell.why for row in tests.values() if row.cell.why), "It was not tested.")
        return f"{start}{why}"
    run, crossings = tests[_RUN].cell, tests[_CROSSINGS].cell
    return (
        f"{start}{_shifted(tests)}; median {tests[_MEDIAN].cell.text}, longest run {_whole(run.value)}"
        f" (at most {_whole(run.upper)} expected), {_whole(crossings.value)} crossings (at least {_whole(crossings.lower)})."
    )


def _whole(value: float | None) -> str:
    return "?" if value is None else f"{value:.0f}"


def _beneath(panels: Sequence[Panel], what: str) -> list[str]:
    said = [f"{wording.capital(what)}. Line across: median, dashed where the series has shifted."]
    if any(p.get("absent") == "withheld" for panel in panels for p in panel.points):
        said.append("* withheld")
    return said


def _table(
    names: Sequence[str], times: Sequence[str], cells: Cells, tests: Tests, stratum: str | None, time: str, what: str
) -> list[list[str]]:
    lines = [[*([stratum] if stratum else []), time, wording.capital(what), "Note"]]
    for name in names:
        start = [name] if stratum else []
        for when in times:
            cell = cells.get((name, when))
            text, why = (cell.text, cell.why) if cell else ("none", "No figure for this time.")
            lines.append([*start, of_times.shown_as(when), text, why])
        for row in tests.get(name, {}).values():
            said = row.direction or wording.interval(row.cell)
            lines.append([*start, wording.capital(row.measure), row.cell.text, said])
    return lines


def _draw(panel: Panel, axes: Axes) -> list[Any]:
    if panel.absent:
        return absent_points(panel, axes)
    dash, colour = ([5, 3], WORSE) if panel.shifted else ([1, 0], INK)
    median = stepped(panel, axes, "centre", dash=dash, colour=colour)
    marks = data([p for p in panel.points if "value" in p]).mark_point(
        size=26 if axes.several else 60, opacity=1, filled=True, color=OURS, shape="circle"
    )
    dots = marks.encode(x=axes.across(), y=axes.up("value:Q"))
    return [median, joined(panel, axes, OTHERS), dots, *absent_points(panel, axes)]
