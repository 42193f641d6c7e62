"""One series or several, each in a panel of its own, all on the same axes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from evenground.analysis.charts import times as of_times
from evenground.analysis.charts.layers import Point, Span, data, line_at, span
from evenground.analysis.charts.picture import INK, NATURAL

_WIDE, _HIGH, _SMALL_HIGH = NATURAL - 60, 300.0, 170.0
_BETWEEN: Final = 24


@dataclass(frozen=True)
class Panel:
    """One series. A point has ``i`` (its place in time), and ``value`` where it is shown; ``absent`` where it is not."""

    name: str
    points: tuple[Point, ...]
    lines: tuple[Point, ...] = ()  # centre line, limits, by place in time
    target: float | None = None
    absent: str = ""  # the whole series
    shifted: bool = False  # beyond chance, about its median

    @property
    def numbers(self) -> list[float | None]:
        parts = ("value", "lower", "upper", "centre")
        return [self.target, *(p.get(part) for p in (*self.points, *self.lines) for part in parts)]


@dataclass(frozen=True)
class Axes:
    """The axes all panels share."""

    x: Span
    y: Span
    times: tuple[str, ...]
    title: str
    several: bool

    def across(self) -> Any:
        import altair as alt

        places = of_times.ticks(len(self.times), 3 if self.several else 7)
        names = json.dumps({str(place): of_times.shown_as(self.times[place]) for place in places}, sort_keys=True)
        ticks = alt.Axis(values=places, labelExpr=f"{names}[datum.value]", grid=False, labelFlush=True)
        return alt.X("i:Q", scale=self.x.scale(), title=None, axis=ticks)

    def up(self, field: str) -> Any:
        import altair as alt

        ticks = alt.Axis(tickCount=5 if self.several else 8)
        return alt.Y(field, scale=self.y.scale(), title=None, axis=ticks)


def panels_of(
    panels: Sequence[Panel], times: Sequence[str], title: str, draw: Callable[[Panel, Axes], list[Any]]
) -> Any:
    """Lay out the panels, two abreast where there are several; ``draw`` gives the layers of one."""
    import altair as alt

    several = len(panels) > 1
    wide, high = ((_WIDE - _BETWEEN - 50) / 2, _SMALL_HIGH) if several else (_WIDE, _HIGH)
    y = span([number for panel in panels for number in panel.numbers], pixels=high, upwards=True)
    axes = Axes(Span(-0.6, len(times) - 0.4, wide), y, tuple(times), title, several)
    made = [_panel(panel, axes, draw) for panel in panels]
    return alt.concat(*made, columns=2, spacing=_BETWEEN).resolve_scale(stroke="shared", fill="shared", shape="shared")


def _panel(panel: Panel, axes: Axes, draw: Callable[[Panel, Axes], list[Any]]) -> Any:
    import altair as alt

    # A line without ink gives an empty panel its axes all the same.
    frame = data([{"i": 0, "at": axes.y.low}]).mark_point(opacity=0, aria=False)
    layers = [frame.encode(x=axes.across(), y=axes.up("at:Q"))]
    layers += draw(panel, axes)
    if panel.target is not None:
        layers.append(line_at(panel.target, scale=axes.y.scale(), dash=(2, 2)))
        word: Point = {"at": panel.target, "word": "target"}
        text = data([word]).mark_text(align="left", dx=4, fontSize=12, fontStyle="italic", color=INK)
        layers.append(text.encode(x=alt.value(axes.x.pixels), y=alt.Y("at:Q", scale=axes.y.scale()), text="word:N"))
    heading: dict[str, Any] = {"title": alt.TitleParams(panel.name, anchor="start", fontSize=13, color=INK, offset=6)}
    return alt.layer(*layers).properties(width=axes.x.pixels, height=axes.y.pixels, **(heading if panel.name else {}))


def absent_points(panel: Panel, axes: Axes) -> list[Any]:
    """A star at the foot of the panel where a point is withheld, a word where the whole series is."""
    import altair as alt

    if panel.absent:
        text = data([{"word": panel.absent}]).mark_text(align="left", fontStyle="italic", fontSize=13, color=INK)
        return [text.encode(x=alt.value(8), y=alt.value(axes.y.pixels / 2), text="word:N")]
    stars = [point for point in panel.points if point.get("absent") == "withheld"]
    if not stars:
        return []
    text = data([{"i": point["i"], "word": "*"} for point in stars]).mark_text(fontSize=16, color=INK)
    return [text.encode(x=axes.across(), y=alt.value(axes.y.pixels - 4), text="word:N")]


def joined(panel: Panel, axes: Axes, colour: str) -> Any:
    """The points joined by a line that breaks where one is missing."""
    line = data([{"i": p["i"], "value": p.get("value")} for p in panel.points])
    return line.mark_line(color=colour, strokeWidth=1.5, invalid="break-paths-show-domains").encode(
        x=axes.across(), y=axes.up("value:Q")
    )


def stepped(panel: Panel, axes: Axes, part: str, *, dash: Sequence[int], colour: str = INK) -> Any:
    """A line that holds its height around each point and starts anew with each phase."""
    points = [{"i": p["i"], "value": p.get(part), "phase": p.get("phase", "")} for p in panel.lines]
    return (
        data(points)
        .mark_line(
            interpolate="step", color=colour, strokeWidth=1.5, strokeDash=list(dash), invalid="break-paths-show-domains"
        )
        .encode(x=axes.across(), y=axes.up("value:Q"), detail="phase:N")
    )
