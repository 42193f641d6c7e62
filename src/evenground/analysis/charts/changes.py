"""Before and after by stratum, with the change of each beside it, and whether the gap narrowed in the title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenground.analysis.charts import rows as of_rows
from evenground.analysis.charts import wording
from evenground.analysis.charts.layers import Look, Point, absences, data, looks
from evenground.analysis.charts.picture import INK, NATURAL, OTHERS, OURS, label_room, picture
from evenground.analysis.results import Chart, FigureRow, ReleasedFigures

_LETTER = 7.6


@dataclass(frozen=True)
class _Stratum:
    name: str
    before: FigureRow | None
    after: FigureRow | None
    change: FigureRow | None


def before_after(
    figures: ReleasedFigures,
    *,
    stratum: str,
    period: str,
    before: str,
    after: str,
    change: ReleasedFigures | None = None,
    contrast: ReleasedFigures | None = None,
    measure: str | None = None,
    what: str = "",
    order: Sequence[Any] | None = None,
    first: str = "most deprived",
    png: bool = False,
) -> Chart:
    """Draw each stratum before and after, joined by a line, the change and its interval beside it.

    Parameters
    ----------
    figures
        A rate, proportion or mean by ``stratum`` and ``period``.
    before, after
        The two periods.
    change
        What the measure ``between`` gave, by stratum.
    contrast
        What the measure ``contrast`` gave of two strata: whether the gap between them narrowed heads the chart.
    measure, what, order, first
        As in `gaps_by_group`.

    Raises
    ------
    MissingColumn, UnknownChoice, UnknownGroup, UnknownOrder
    """
    of_rows.check_column(figures, stratum, period)
    chosen = of_rows.of_measure(figures, measure)
    found = of_rows.by_label(chosen, stratum, period)
    of_rows.check_there([str(before), str(after)], sorted({key[1] for key in found}, key=of_rows.natural))
    changes = (
        {key[0]: row for key, row in of_rows.by_label(of_rows.of_measure(change), stratum).items()} if change else {}
    )
    names = of_rows.in_order({key[0] for key in found}, column=stratum, order=order, first=first)
    strata = [
        _Stratum(name, found.get((name, str(before))), found.get((name, str(after))), changes.get(name))
        for name in names
    ]
    what, periods = wording.what_of(figures, chosen, what), (str(before), str(after))
    title = _contrast_title(contrast, what, periods) if contrast else _change_title(strata, what, periods)
    return picture(
        _layers(strata, what, periods),
        figures,
        change,
        contrast,
        key="before-after",
        title=wording.finding(figures, title),
        description=_description(strata, what, stratum, periods, contrast),
        table=_table(strata, what, stratum, periods, contrast),
        png=png,
    )


def _contrast_title(contrast: ReleasedFigures, what: str, periods: tuple[str, str]) -> str:
    row = of_rows.of_measure(contrast)[0] if contrast.rows else None
    pair = re.search(r": (.+) (less|over) (.+)$", row.measure) if row else None
    gap = f"the gap between {pair[1]} and {pair[3]}" if pair else "the gap"
    span = f"from {periods[0]} to {periods[1]}"
    estimate = row.cell.estimate if row else None
    ratio = bool(pair and pair[2] == "over")
    if row is None or estimate is None:
        return f"{what}: whether {gap} changed {span} cannot be shown"
    if wording.judged(estimate, 1.0 if ratio else 0.0) == wording.UNCLEAR or not row.direction.startswith("the gap"):
        return f"{what}: no clear change in {gap} {span}"
    verb = row.direction.removeprefix("the gap ")
    size = f"(ratio of the changes {wording.figure(row.cell)})" if ratio else f"by {wording.amount(estimate)}"
    return f"{what}: {gap} {verb} {size} {span}"


def _change_title(strata: Sequence[_Stratum], what: str, periods: tuple[str, str]) -> str:
    """Without a contrast nothing is said of the gap: only where the figures went up or down."""
    said: dict[str, list[str]] = {}
    for one in strata:
        ratio = one.change is not None and one.change.measure.startswith(("ratio", "paired ratio"))
        estimate = one.change.cell.estimate if one.change else None
        said.setdefault(wording.judged(estimate, 1.0 if ratio else 0.0), []).append(one.name)
    span = f"from {periods[0]} to {periods[1]}"
    if len(said.get(wording.UNSHOWN, ())) == len(strata):
        given = any(one.change for one in strata)
        return f"{what}: change {span} cannot be shown" if given else f"{what}, {periods[0]} and {periods[1]}"
    told = [
        f"{word} in {wording.listed(said[key])}"
        for key, word in ((wording.CLEAR_MORE, "up"), (wording.CLEAR_LESS, "down"))
        if key in said
    ]
    return f"{what}: {' and '.join(told)} {span}" if told else f"{what}: no clear change in any group {span}"


def _description(
    strata: Sequence[_Stratum], what: str, stratum: str, periods: tuple[str, str], contrast: ReleasedFigures | None
) -> str:
    told = "; ".join(
        f"{one.name}: {_text(one.before)} before, {_text(one.after)} after"
        + (f", change {wording.figure(one.change.cell)}" if one.change else "")
        for one in strata
    )
    said = f"{wording.capital(what)} by {stratum}, {periods[0]} and {periods[1]}. {told}."
    rows = of_rows.of_measure(contrast) if contrast else []
    return f"{said} {wording.capital(rows[0].measure)}: {wording.figure(rows[0].cell)}." if rows else said


def _text(row: FigureRow | None) -> str:
    return "no figure" if row is None else row.cell.text if row.cell.shown else wording.absence(row.cell)


def _table(
    strata: Sequence[_Stratum], what: str, stratum: str, periods: tuple[str, str], contrast: ReleasedFigures | None
) -> list[list[str]]:
    head = [stratum]
    for period in periods:
        head += [f"{wording.capital(what)}, {period}", f"Interval, {period}, or why there is no figure"]
    lines = [[*head, "Change", "Interval of the change, or why there is none"]]
    for one in strata:
        lines.append([one.name, *(text for row in (one.before, one.after, one.change) for text in _pair(row))])
    rows = of_rows.of_measure(contrast) if contrast else []
    return [*lines, *([wording.capital(row.measure), "", "", "", "", *_pair(row)] for row in rows)]


def _pair(row: FigureRow | None) -> tuple[str, str]:
    return (row.cell.text, wording.interval(row.cell)) if row else ("", "")


def _layers(strata: Sequence[_Stratum], what: str, periods: tuple[str, str]) -> Any:
    import altair as alt

    level = wording.level_of(one.change for one in strata if one.change)
    names = [one.name for one in strata]
    of: Mapping[str, Look] = {periods[0]: Look(OTHERS, "diamond"), periods[1]: Look(OURS, "circle")}
    marks, missing, lines, texts = _points(strata, periods)
    left = label_room(names)
    right = max((len(text["text"]) for text in texts), default=0) * _LETTER
    wide = max(240.0, NATURAL - left - right)
    colour, shape = looks(periods, of)
    y = alt.Y("group:N", sort=names, title=None, axis=alt.Axis(minExtent=left))
    x = alt.X("value:Q", title=wording.capital(what), scale=alt.Scale(zero=True))
    changes = data(texts).mark_text(align="left", fontSize=13, color=INK)
    layers = [
        data(lines)
        .mark_rule(color=INK, strokeWidth=2)
        .encode(y=y, x=alt.X("start:Q", title=wording.capital(what)), x2="end:Q"),
        *(
            data([mark for mark in marks if mark["kind"] == period])
            .mark_point(filled=True, size=size, opacity=1)
            .encode(y=y, x=x, color=colour, shape=shape)
            for period, size in zip(periods, (200, 80), strict=True)
        ),
        *(
            absences([one for one in missing if one["kind"] == period], down=down, y=y, x=alt.value(0))
            for period, down in zip(periods, (-14, 14), strict=True)
        ),
        changes.encode(y=y, x=alt.value(wide + 12), text="text:N"),
    ]
    if texts:
        head = data([{"text": f"Change ({level})"}]).mark_text(align="left", fontSize=12, fontStyle="italic", color=INK)
        layers.append(head.encode(x=alt.value(wide + 12), y=alt.value(-8), text="text:N"))
    return alt.layer(*layers).properties(width=wide, height=alt.Step(44))


def _points(
    strata: Sequence[_Stratum], periods: tuple[str, str]
) -> tuple[list[Point], list[Point], list[Point], list[Point]]:
    marks: list[Point] = []
    missing, lines, texts = [], [], []
    for one in strata:
        both = [row.cell.value if row and row.cell.shown else None for row in (one.before, one.after)]
        for kind, row, value in zip(periods, (one.before, one.after), both, strict=True):
            if value is not None:
                marks.append({"group": one.name, "kind": kind, "value": value})
            else:
                absent = wording.absence(row.cell) if row else "no figure"
                missing.append({"group": one.name, "kind": kind, "absent": f"{kind}: {absent}"})
        if None not in both:
            lines.append({"group": one.name, "start": both[0], "end": both[1]})
        if one.change:
            cell = one.change.cell
            shown = f"{cell.text} ({wording.interval(cell)})" if wording.interval(cell) else cell.text
            texts.append({"group": one.name, "text": shown if cell.shown else wording.absence(cell)})
    return marks, missing, lines, texts
