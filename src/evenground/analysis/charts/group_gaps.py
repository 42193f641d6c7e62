"""A dot and its interval for each group, and the gap between two of them in the title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evenground.analysis.charts import rows as of_rows
from evenground.analysis.charts import wording
from evenground.analysis.charts.layers import Point, absences, data
from evenground.analysis.charts.picture import NATURAL, OURS, label_room, picture
from evenground.analysis.results import Chart, FigureRow, ReleasedFigures

_GAP = "absolute gap"


def gaps_by_group(
    figures: ReleasedFigures,
    *,
    group: str,
    gap: ReleasedFigures | None = None,
    of: str | None = None,
    measure: str | None = None,
    what: str = "",
    order: Sequence[Any] | None = None,
    first: str = "most deprived",
    png: bool = False,
) -> Chart:
    """Draw the rate or share of every group with its interval, the most deprived on top.

    Parameters
    ----------
    figures
        A rate, proportion or mean by ``group``.
    group
        Column of groups.
    gap
        Absolute gaps of the groups to a reference; the title states that of ``of``. Without them it states which groups
        have the highest and the lowest figure, and claims no difference.
    of
        The group whose gap heads the chart; left out, the first.
    measure
        Which measure, where the figures hold several.
    what
        What is measured, with its unit: “emergency admissions per 100,000 people”.
    order, first
        The groups in order, and which end that order (or the labels’ own) starts with.

    Raises
    ------
    MissingColumn, UnknownChoice, UnknownGroup, UnknownOrder
    """
    of_rows.check_column(figures, group)
    chosen = of_rows.of_measure(figures, measure)
    found = {key[0]: row for key, row in of_rows.by_label(chosen, group).items()}
    names = of_rows.in_order(found, column=group, order=order, first=first)
    of_rows.check_there([of] if of else [], names)
    what = wording.what_of(figures, chosen, what)
    title = _range_title(found, what)
    if gap is not None:
        title = _gap_title(gap, group, of or names[0], names, what) + _beyond(gap, group, names[-1], found)
    told = "; ".join(f"{name}: {wording.figure(found[name].cell)}" for name in names)
    level = wording.level_of(chosen)
    return picture(
        _layers(names, found, what),
        figures,
        gap,
        key="gaps",
        title=wording.finding(figures, title),
        description=f"{wording.capital(what)} by {group}, with {level}s. {told}.{_told(gap)}",
        table=[[group, wording.capital(what), f"{level}, or why there is no figure"], *_lines(names, found)],
        png=png,
    )


def _gap_title(gap: ReleasedFigures, group: str, of: str, names: Sequence[str], what: str) -> str:
    chosen = of_rows.by_label(of_rows.of_measure(gap, like=(_GAP,)), group)
    row = chosen.get((of,))
    other = row.groups.get(f"{group} (reference)", "") if row else ""
    beside = other or (names[-1] if of != names[-1] else "the reference")
    estimate = wording.as_measured(row)
    said = wording.judged(estimate)
    if estimate is None or said == wording.UNSHOWN:
        return f"{what}: the gap between {of} and {beside} cannot be shown"
    if said == wording.UNCLEAR:
        return f"{what}: no clear difference between {of} and {beside}"
    way = "higher" if said == wording.CLEAR_MORE else "lower"
    return f"{what}: {way} by {wording.amount(estimate)} in {of} than in {beside}"


def _beyond(gap: ReleasedFigures, group: str, last: str, found: Mapping[str, FigureRow]) -> str:
    """Where the last group is withheld the gap is to another one: no reader should take it for the widest."""
    references = {row.groups.get(f"{group} (reference)", "") for row in gap.rows if row.cell.shown}
    withheld = wording.absence(found[last].cell)
    return f" ({last}: {withheld})" if withheld and references - {last} else ""


def _range_title(found: Mapping[str, FigureRow], what: str) -> str:
    shown = {name: row.cell.value for name, row in found.items() if row.cell.value is not None}
    if not shown:
        return f"{what}: no group can be shown"
    top, bottom = max(shown, key=lambda name: shown[name]), min(shown, key=lambda name: shown[name])
    texts = [f"{name} ({found[name].cell.text})" for name in (top, bottom)]
    if top == bottom:
        return f"{what}: {texts[0]}"
    shown_only = "" if len(shown) == len(found) else "of the groups shown, "
    return f"{what}: {shown_only}highest in {texts[0]} and lowest in {texts[1]}"


def _told(gap: ReleasedFigures | None) -> str:
    """Every gap in words, for who cannot see the chart."""
    if gap is None:
        return ""
    chosen = of_rows.of_measure(gap, like=(_GAP,))
    hidden = [row.cell for row in chosen if not row.cell.shown]
    return f" The gap cannot be shown for {len(hidden)} of {len(chosen)} groups." if hidden else ""


def _lines(names: Sequence[str], found: Mapping[str, FigureRow]) -> list[list[str]]:
    return [[name, found[name].cell.text, wording.interval(found[name].cell)] for name in names]


def _layers(names: Sequence[str], found: Mapping[str, FigureRow], what: str) -> Any:
    import altair as alt

    points = [_point(name, found[name]) for name in names]
    room = label_room(names)
    y = alt.Y("group:N", sort=list(names), title=None, axis=alt.Axis(minExtent=room))
    title = wording.capital(what)
    shown = data([point for point in points if "value" in point])
    x = alt.X("value:Q", title=title, scale=alt.Scale(zero=True))
    layers = [
        shown.mark_rule(strokeWidth=2.5, color=OURS).encode(y=y, x=alt.X("lower:Q", title=title), x2="upper:Q"),
        shown.mark_point(filled=True, size=110, opacity=1, color=OURS, shape="circle").encode(y=y, x=x),
        absences([point for point in points if "value" not in point], y=y, x=alt.value(0)),
    ]
    return alt.layer(*layers).properties(width=max(260.0, NATURAL - room), height=alt.Step(34))


def _point(name: str, row: FigureRow) -> Point:
    cell = row.cell
    point: Point = {"group": name, "absent": wording.absence(cell)}
    if cell.shown:
        point |= {"value": cell.value, "lower": cell.lower, "upper": cell.upper}
    return point
