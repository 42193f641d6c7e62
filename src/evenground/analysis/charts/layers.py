"""Pieces of drawing that several charts share: looks, spans of an axis, dots with whiskers, words for what is absent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

from evenground.analysis.charts.picture import INK, OTHERS, OURS, WORSE

Point = dict[str, Any]


@dataclass(frozen=True)
class Look:
    """Colour and shape of a kind of mark: either alone tells it from the others."""

    colour: str
    shape: str
    filled: bool = True


VERDICTS: Final[Mapping[str, Look]] = {
    "Worse": Look(WORSE, "square"),
    "Similar": Look(OTHERS, "circle"),
    "Better": Look(OURS, "diamond"),
    "Not compared": Look(INK, "cross"),
}
CAUSES: Final[Mapping[str, Look]] = {
    "Common cause": Look(OTHERS, "circle"),
    "Special cause: concern": Look(WORSE, "square"),
    "Special cause: improvement": Look(OURS, "diamond"),
    "Special cause: higher": Look(INK, "triangle-up"),
    "Special cause: lower": Look(INK, "triangle-down"),
    "Special cause": Look(INK, "cross"),
    "Left out of the limits": Look(OTHERS, "circle", filled=False),
}
SERIES: Final = (OURS, WORSE, OTHERS, INK)
SHAPES: Final = ("circle", "square", "diamond", "triangle-up")
DASHES: Final = ([1, 0], [8, 3], [2, 2], [8, 3, 2, 3])


@dataclass(frozen=True)
class Span:
    """An axis whose ends are fixed, so that places on it are known before it is drawn."""

    low: float
    high: float
    pixels: float
    upwards: bool = False

    def at(self, value: float) -> float:
        """Pixels from the left, or from the top."""
        share = (value - self.low) / (self.high - self.low)
        return self.pixels * (1 - share if self.upwards else share)

    def back(self, pixels: float) -> float:
        share = pixels / self.pixels
        return self.low + (self.high - self.low) * (1 - share if self.upwards else share)

    def scale(self) -> Any:
        import altair as alt

        return alt.Scale(domain=[self.low, self.high], nice=False, zero=False)


def span(values: Iterable[float | None], *, pixels: float, upwards: bool = False, zero: bool = False) -> Span:
    """Room for every value with a little to spare; from nought where that costs little of the picture."""
    known = [value for value in values if value is not None] or [0.0, 1.0]
    low, high = min(known), max(known)
    if low >= 0 and (zero or low < 0.35 * high):
        low = 0.0
    elif high <= 0 and zero:
        high = 0.0
    room = (high - low) * 0.05 or abs(high) * 0.1 or 1.0
    return Span(low if low == 0 else low - room, high if high == 0 and low < 0 else high + room, pixels, upwards)


def data(points: Sequence[Point]) -> Any:
    """Figures inside the specification: nothing is fetched."""
    import altair as alt

    return alt.Chart(alt.InlineData(values=list(points)))


def looks(kinds: Sequence[str], of: Mapping[str, Look]) -> tuple[Any, Any]:
    """Colour and shape by kind, with one legend for both: only the kinds that are drawn."""
    import altair as alt

    names = [name for name in of if name in set(kinds)]
    more: dict[str, Any] = {"legend": alt.Legend(columns=3) if names else None}
    colours, shapes = [of[name].colour for name in names], [of[name].shape for name in names]
    return (
        alt.Color("kind:N", scale=alt.Scale(domain=names, range=colours), **more),
        alt.Shape("kind:N", scale=alt.Scale(domain=names, range=shapes), **more),
    )


def filled(kinds: Sequence[str], of: Mapping[str, Look]) -> tuple[Any, Any, Any]:
    """Edge, inside and shape by kind; a kind that is not filled is white inside."""
    import altair as alt

    names = [name for name in of if name in set(kinds)]
    edges = [of[name].colour for name in names]
    inside = [of[name].colour if of[name].filled else "white" for name in names]
    legend = alt.Legend(columns=3) if names else None
    return (
        alt.Stroke("kind:N", scale=alt.Scale(domain=names, range=edges), legend=legend),
        alt.Fill("kind:N", scale=alt.Scale(domain=names, range=inside), legend=legend),
        looks(kinds, of)[1],
    )


def upright(text: str, pixels: float) -> list[str]:
    """The title of an upright axis, in lines that are no longer than the axis."""
    return wrap(text, int(pixels / 8.2)) or [""]


def absences(points: Sequence[Point], *, down: float = 0, **at: Any) -> Any:
    """The word “withheld” or “no figure” in the place of a mark."""
    return (
        data(points)
        .mark_text(align="left", dx=6, dy=down, fontStyle="italic", fontSize=13, color=INK)
        .encode(text="absent:N", **at)
    )


def line_at(value: float, *, scale: Any, dash: Sequence[int] = (6, 4)) -> Any:
    """A level line across the whole picture."""
    import altair as alt

    line = data([{"at": value}]).mark_rule(color=INK, strokeWidth=1.5, strokeDash=list(dash))
    return line.encode(y=alt.Y("at:Q", scale=scale))
