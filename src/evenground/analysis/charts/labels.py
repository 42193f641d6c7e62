"""Names beside marks, placed so that none covers another, a mark or an edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from evenground.analysis.charts.layers import Point, Span, data
from evenground.analysis.charts.picture import INK

_LETTER: Final = 6.3  # points a letter at 12 points
_HIGH: Final = 15
_AWAY: Final = (10, 24, 40, 58, 80, 105, 135, 170)
_SIDES: Final = ((1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1))


@dataclass(frozen=True)
class Box:
    """A rectangle in points from the left and the top."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, x: float, y: float) -> bool:
        return self.left < x < self.right and self.top < y < self.bottom


def around(x: float, y: float, size: float) -> Box:
    """The room a mark takes."""
    return Box(x - size, y - size, x + size, y + size)


def named(
    points: Sequence[Point], x: Span, y: Span, *, taken: Sequence[Box], soft: Sequence[Box] = (), most: int = 20
) -> tuple[list[Any], list[str]]:
    """Draw the ``name`` of each point (``x``, ``y``) with a thin line to it; give the layers, and what found no room.

    The first found room keeps it: names are tried in the order given, nearest places first. ``soft`` is what a name may
    lie on where nothing else is left: lines, never marks.
    """
    boxes: list[Box] = []
    lost, placed = [], []
    for point in points:
        box = None
        for room in ([*taken, *soft], taken) if len(boxes) < most else ():
            box = box or _room(point, x, y, room, boxes)
        if box is None:
            lost.append(str(point["name"]))
            continue
        boxes.append(box)
        placed.append(_placed(point, box, x, y))
    return _drawn(placed, x, y), lost


def _drawn(placed: Sequence[Point], x: Span, y: Span) -> list[Any]:
    import altair as alt

    if not placed:
        return []
    sx, sy = x.scale(), y.scale()
    lines = data(placed).mark_rule(color=INK, strokeWidth=0.8)
    made = [lines.encode(x=alt.X("x:Q", scale=sx), y=alt.Y("y:Q", scale=sy), x2="to_x:Q", y2="middle:Q")]
    for align, halo in ((align, halo) for align in ("left", "right") for halo in (True, False)):
        here = data([one for one in placed if one["align"] == align])
        ink: dict[str, Any] = {"stroke": "white", "strokeWidth": 3, "aria": False} if halo else {"color": INK}
        words = here.mark_text(align=align, baseline="middle", fontSize=12, **ink)
        made.append(words.encode(x=alt.X("edge:Q", scale=sx), y=alt.Y("middle:Q", scale=sy), text="name:N"))
    return made


def _room(point: Point, x: Span, y: Span, taken: Sequence[Box], names: Sequence[Box]) -> Box | None:
    """The nearest free place: beside the mark first, then further up or down."""
    px, py, wide = x.at(point["x"]), y.at(point["y"]), len(str(point["name"])) * _LETTER
    mark = around(px, py, 6)
    blocked = [box for box in taken if not mark.holds((box.left + box.right) / 2, (box.top + box.bottom) / 2)]
    for away, (side, way) in product(_AWAY, _SIDES):
        edge = px + side * (8 if way else away)
        left = edge if side > 0 else edge - wide
        middle = py + way * away
        box = Box(left, middle - _HIGH / 2, left + wide, middle + _HIGH / 2)
        inside = box.left >= 0 and box.right <= x.pixels and box.top >= 0 and box.bottom <= y.pixels
        path = [(px + (edge - px) * step / 8, py + (middle - py) * step / 8) for step in range(1, 8)]
        crossed = any(name.holds(*place) for name in names for place in path)
        if inside and not crossed and not any(box.overlaps(other) for other in (*blocked, *names)):
            return box
    return None


def _placed(point: Point, box: Box, x: Span, y: Span) -> Point:
    right = box.left > x.at(point["x"])
    edge, near = (box.left, box.left - 2) if right else (box.right, box.right + 2)
    return {
        "name": point["name"],
        "x": point["x"],
        "y": point["y"],
        "align": "left" if right else "right",
        "edge": x.back(edge),
        "to_x": x.back(near),
        "middle": y.back((box.top + box.bottom) / 2),
    }
