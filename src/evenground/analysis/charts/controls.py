"""Control charts: points over time with centre line and limits, special causes by shape and colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evenground.analysis.charts import rows as of_rows
from evenground.analysis.charts import times as of_times
from evenground.analysis.charts import wording
from evenground.analysis.charts.layers import CAUSES, Point, data, filled
from evenground.analysis.charts.panels import Axes, Panel, absent_points, joined, panels_of, stepped
from evenground.analysis.charts.picture import OTHERS, picture
from evenground.analysis.results import Chart, FigureRow, ReleasedFigures, State

_VALUE, _CENTRE = "value", "centre line"
_LEFT_OUT = "Left out of the limits"
Rows = Mapping[tuple[str, ...], FigureRow]


def control_chart(
    figures: ReleasedFigures,
    *,
    time: str,
    stratum: str | None = None,
    target: float | ReleasedFigures | None = None,
    order: Sequence[Any] | None = None,
    first: str = "most deprived",
    what: str = "",
    png: bool = False,
) -> Chart:
    """Draw one series, or one panel a stratum on shared axes, with stepped limits and special causes.

    Parameters
    ----------
    figures
        What the measure ``control_chart`` gave from a release.
    time
        Column of times. Months missing from a regular series leave a gap; a withheld one is a star, never a point.
    stratum
        Column that tells series apart.
    target
        One for all, or what the measure ``assurance`` gave, by stratum.
    order, first, what
        As in `gaps_by_group`.

    Raises
    ------
    MissingColumn, UnknownChoice, UnknownOrder
    """
    of_rows.check_column(figures, time, *([stratum] if stratum else []))
    values, centres = (
        of_rows.by_label([row for row in figures.rows if row.measure == name], stratum or "", time)
        for name in (_VALUE, _CENTRE)
    )
    values = values or of_rows.by_label(figures.rows, stratum or "", time)
    names = of_rows.in_order({key[0] for key in values}, column=stratum or "", order=order, first=first)
    times = of_times.laid_out(key[1] for key in values if key[1])
    what = wording.what_of(figures, [], what)
    aims = target if isinstance(target, ReleasedFigures) else None
    panels = [_panel(name, times, values, centres, _aim(target, stratum, name)) for name in names]
    return picture(
        panels_of(panels, times, what, _drawer(panels)),
        figures,
        aims,
        key="control",
        title=wording.finding(figures, _title(panels, what)),
        description=_description(panels, what, time, values, aims),
        table=_table(panels, times, values, centres, stratum, time, what),
        png=png,
        beneath=_beneath(panels, what),
    )


def _panel(name: str, times: Sequence[str], values: Rows, centres: Rows, aim: float | None) -> Panel:
    mine = {key[1]: row for key, row in values.items() if key[0] == name}
    if not any(row.cell.shown for row in mine.values()):
        row = next(iter(mine.values()))
        return Panel(name, (), target=aim, absent=f"{wording.absence(row.cell)}: see the table")
    points = [_point(i, mine.get(time)) for i, time in enumerate(times)]
    lines = [_lines(i, mine.get(time), centres.get((name, time))) for i, time in enumerate(times)]
    return Panel(name, tuple(points), tuple(lines), aim)


def _point(i: int, row: FigureRow | None) -> Point:
    if row is None or not row.cell.shown:
        hidden = row is not None and row.cell.state is State.HIDDEN
        return {"i": i, "absent": "withheld" if hidden else "no figure"}
    return {"i": i, "value": row.cell.value, "kind": kind_of(row)}


def _lines(i: int, row: FigureRow | None, centre: FigureRow | None) -> Point:
    phase = row.groups.get("phase (chart)", row.groups.get("phase", "")) if row else ""
    line: Point = {"i": i, "phase": phase, "centre": centre.cell.value if centre else None}
    return line | ({"lower": row.cell.lower, "upper": row.cell.upper} if row else {})


def kind_of(row: FigureRow) -> str:
    """What a point is called in the legend, from the words its measure gave it."""
    if _LEFT_OUT in row.note:
        return _LEFT_OUT
    said = row.direction.split(".")[0]
    return said if said in CAUSES else "Special cause" if said.startswith("Special cause") else "Common cause"


def _aim(target: float | ReleasedFigures | None, stratum: str | None, name: str) -> float | None:
    if not isinstance(target, ReleasedFigures):
        return target
    rows = of_rows.by_label([row for row in target.rows if row.measure == "target"], stratum or "")
    row = rows.get((name,))
    return row.cell.value if row else None


def _title(panels: Sequence[Panel], what: str) -> str:
    if all(panel.absent for panel in panels):
        return f"{what}: no series can be shown"
    if len(panels) == 1:
        return f"{what}: {_single(panels[0])}"
    told = []
    for kind, word in (
        ("Special cause: concern", "concern"),
        ("Special cause: improvement", "improvement"),
        ("Special cause: higher", "a rise"),
        ("Special cause: lower", "a fall"),
        ("Special cause", "special causes"),
    ):
        with_it = [panel.name for panel in panels if any(p.get("kind") == kind for p in panel.points)]
        told += [f"{word} in {wording.listed(with_it, of=len(panels))}"] if with_it else []
    gone = [panel.name for panel in panels if panel.absent]
    rest = f" (not shown: {wording.listed(gone)})" if gone else ""
    if not told:
        return f"{what}: only common cause, no change beyond chance{rest}"
    return f"{what}: signs of {'; '.join(told)}{rest}"


def _single(panel: Panel) -> str:
    counts = {kind: sum(p.get("kind") == kind for p in panel.points) for kind in CAUSES}
    said = [
        f"{counts[kind]} of {kind.removeprefix('Special cause: ')}" if ": " in kind else f"{counts[kind]} others"
        for kind in CAUSES
        if kind.startswith("Special") and counts[kind]
    ]
    return f"points beyond chance: {', '.join(said)}" if said else "only common cause, no change beyond chance"


def _varies(panels: Sequence[Panel]) -> bool:
    """Whether limits differ within a phase, as they do where the number of people does."""
    for panel in panels:
        seen: dict[str, set[float]] = {}
        for line in panel.lines:
            if line.get("upper") is not None:
                seen.setdefault(line["phase"], set()).add(round(line["upper"], 9))
        if any(len(limits) > 1 for limits in seen.values()):
            return True
    return False


def _beneath(panels: Sequence[Panel], what: str) -> list[str]:
    said = [f"{wording.capital(what)}. Solid line: centre. Dashed lines: limits of what chance explains."]
    if any(p.get("absent") == "withheld" for panel in panels for p in panel.points):
        said.append("* withheld")
    return said


def _description(panels: Sequence[Panel], what: str, time: str, values: Rows, aims: ReleasedFigures | None) -> str:
    several = f" in {len(panels)} panels on the same axes" if len(panels) > 1 else ""
    said = [f"{wording.capital(what)} by {time}{several}, with centre line and control limits."]
    if _varies(panels):
        said.append(
            "The limits vary from point to point on purpose: each rests on its own number of people, and the fewer they"
            " are the wider it is."
        )
    if any(row.groups.get("phase", "1") not in ("", "1") for row in values.values()):
        said.append("Where the process changed the limits start anew.")
    gone = [panel.name or "the series" for panel in panels if panel.absent]
    if gone:
        said.append(f"Withheld or without figures: {', '.join(gone)}.")
    if aims is not None:
        kept = [f"{', '.join(row.groups.values())} {row.direction}" for row in aims.rows if row.direction]
        said.append(f"Against the target: {'; '.join(kept)}.")
    return " ".join(said)


def _table(
    panels: Sequence[Panel],
    times: Sequence[str],
    values: Rows,
    centres: Rows,
    stratum: str | None,
    time: str,
    what: str,
) -> list[list[str]]:
    head = [*([stratum] if stratum else []), time, wording.capital(what), "Centre line", "Limits"]
    lines = [[*head, "What it shows, or why there is no figure"]]
    for panel in panels:
        if panel.absent:
            row = next(row for key, row in values.items() if key[0] == panel.name)
            lines.append([*([panel.name] if stratum else []), "all", row.cell.text, "", "", row.cell.why])
            continue
        for when in times:
            key = (panel.name, when)
            lines.append([*([panel.name] if stratum else []), *_line(when, values.get(key), centres.get(key))])
    return lines


def _line(when: str, row: FigureRow | None, centre: FigureRow | None) -> list[str]:
    name = of_times.shown_as(when)
    if row is None:
        return [name, "none", "", "", "No figure for this time."]
    middle = centre.cell.text if centre and centre.cell.shown else ""
    if not row.cell.shown:
        return [name, row.cell.text, middle, "", row.cell.why]
    said = " ".join(part for part in (row.direction, row.note) if part)
    return [name, row.cell.text, middle, wording.interval(row.cell), said]


def _drawer(panels: Sequence[Panel]) -> Any:
    kinds = [p["kind"] for panel in panels for p in panel.points if "kind" in p]

    def draw(panel: Panel, axes: Axes) -> list[Any]:
        if panel.absent:
            return absent_points(panel, axes)
        lines = [stepped(panel, axes, part, dash=[5, 3]) for part in ("lower", "upper")]
        lines.append(stepped(panel, axes, "centre", dash=[1, 0]))
        size = 26 if axes.several else 60
        return [*lines, joined(panel, axes, OTHERS), *_marks(panel, axes, kinds, size), *absent_points(panel, axes)]

    return draw


def _marks(panel: Panel, axes: Axes, kinds: Sequence[str], size: int) -> list[Any]:
    edge, inside, shape = filled(kinds, CAUSES)
    marks = data([p for p in panel.points if "value" in p]).mark_point(size=size, opacity=1, strokeWidth=1.5)
    return [marks.encode(x=axes.across(), y=axes.up("value:Q"), stroke=edge, fill=inside, shape=shape)]
