"""A picture of a network that can be read without colour, without sight and without names."""

from __future__ import annotations

import hashlib
from math import cos, pi, sin
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from evenground.analysis.network.layout import layout
from evenground.analysis.network.pseudonyms import pseudonyms
from evenground.analysis.network.structure import components
from evenground.analysis.network.ties import Network
from evenground.analysis.network.written import clean
from evenground.analysis.results import Chart

# Each role has a shape and a colour of its own: three to one against white, so they hold in print and without colour.
COLOURS: Final = ("#003087", "#b8470b", "#007f3b", "#7c2855", "#006747", "#8a5a00", "#330072", "#425563")
SHAPES: Final = ("circle", "square", "triangle", "diamond", "pentagon", "star", "cross", "hexagon")
INK: Final = "#212b32"
LINE: Final = "#768692"
FONT: Final = "Arial, Helvetica, Liberation Sans, sans-serif"
BLANK: Final = "not known"
_WIDTH, _EDGE, _SIZE, _ROW = 760, 34, 8.0, 24
_LETTER: Final = 7.2


def picture(
    network: Network,
    *,
    title: str = "Who has ties with whom",
    role: str = "role",
    names: bool = False,
    secret: str = "",
) -> Chart:
    """Draw who has ties with whom.

    Parameters
    ----------
    network
        Of at most 600 people.
    title
        What the picture is called.
    role
        Column that gives the shape and colour; where it is not there, all are alike.
    names
        Show the ids. Otherwise people are P1, P2 …; `pseudonyms` with the same ``secret`` gives the key.
    secret
        See `pseudonyms`.

    Returns
    -------
    The SVG with its title and description, and the same as a table: one row a person, with role and ties.

    Raises
    ------
    OutOfRange
    """
    called = (
        list(network.people) if names else [pseudonyms(network, secret=secret)[person] for person in network.people]
    )
    roles = [text or BLANK for text in network.attributes.get(role, [BLANK] * len(called))]
    kinds = sorted(set(roles) - {BLANK}) + ([BLANK] if BLANK in roles else [])
    says = _says(network, kinds, roles)
    key = (
        "network-"
        + hashlib.sha256(
            repr((title, called, roles, network.pairs.low.tolist(), network.pairs.high.tolist())).encode()
        ).hexdigest()[:8]
    )
    legend = kinds if kinds != [BLANK] else []
    svg = _svg(network, called, roles, legend, key, title, says)
    return Chart(title=title, description=says, svg=svg, table=_table(network, called, roles))


def _says(network: Network, kinds: list[str], roles: list[str]) -> str:
    """The finding in words: how many, in how many parts, who stands alone."""
    people, ties = len(network.people), len(network.pairs)
    if not people:
        return "There is nobody in this network."
    many, part = components(network)
    largest, alone = int(np.bincount(part).max()), int((network.degree == 0).sum())
    counts = ", ".join(f"{roles.count(kind):,} {kind}" for kind in kinds if kinds != [BLANK])
    who = f"{_many(people, 'person', 'people')}{f' ({counts})' if counts else ''} and {_many(ties, 'tie')}"
    parts = (
        "in one part"
        if many == 1
        else f"in {many:,} separate parts, the largest of {_many(largest, 'person', 'people')}"
    )
    rest = f" {_many(alone, 'person has', 'people have')} no tie." if alone else " Everybody has a tie."
    return f"{who}, {parts}.{rest} The table below the picture says the same."


def _svg(
    network: Network, called: list[str], roles: list[str], legend: list[str], key: str, title: str, says: str
) -> str:
    at = _on_paper(layout(network))
    down = _ROW * (len(legend) + 1) + 14
    high = float(at[:, 1].max(initial=0.0)) + _EDGE + down
    ends = _arrows(network)
    drawn = [_line(at[i] + np.array([0, down]), at[j] + np.array([0, down]), way, key) for i, j, way in ends]
    order = [*legend] or [BLANK]
    for i, name in enumerate(called):
        x, y = at[i][0], at[i][1] + down
        text = f"{name}, {roles[i]}, {_many(int(network.degree[i]), 'tie')}"
        drawn.append(
            f"<g><title>{escape(clean(text))}</title>{_shape(x, y, order.index(roles[i]))}{_label(x, y, name)}</g>"
        )
    marks = [
        f"{_shape(_EDGE, 46 + _ROW * n, n)}{_text(_EDGE + 16, 50 + _ROW * n, kind)}" for n, kind in enumerate(legend)
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{key}-title {key}-desc"'
        f' viewBox="0 0 {_WIDTH} {high:.0f}" width="{_WIDTH}" height="{high:.0f}" font-family={quoteattr(FONT)}>'
        f'<title id="{key}-title">{escape(clean(title))}</title><desc id="{key}-desc">{escape(clean(says))}</desc>'
    )
    arrow = (
        f'<defs><marker id="{key}-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7"'
        f' orient="auto"><path d="M0 0L8 4L0 8z" fill="{LINE}"/></marker></defs>'
    )
    back = f'<rect width="{_WIDTH}" height="{high:.0f}" fill="white"/>'
    heading = (
        f'<text x="{_EDGE - 10}" y="24" font-size="15" font-weight="bold" fill="{INK}">{escape(clean(title))}</text>'
    )
    return "".join([head, arrow if any(way for *_, way in ends) else "", back, heading, *marks, *drawn, "</svg>"])


def _on_paper(places: Any) -> Any:
    """Scaled to the width, and never so far that a few people fly apart."""
    if not len(places):
        return np.zeros((0, 2))
    wide = float(places[:, 0].max(initial=0.0))
    scale = min((_WIDTH - 2 * _EDGE - 30) / wide, 90.0) if wide else 1.0
    return places * scale + _EDGE


def _arrows(network: Network) -> list[tuple[int, int, bool]]:
    """Each line once: with an arrow where the tie goes one way only."""
    forth = network.arcs.tocoo()
    there = set(zip(forth.row.tolist(), forth.col.tolist(), strict=True))
    return [(i, j, (j, i) not in there) for i, j in sorted(there) if i < j or (j, i) not in there]


def _line(start: Any, end: Any, one_way: bool, key: str) -> str:
    long = float(np.hypot(*(end - start))) or 1.0
    stop = end - (end - start) / long * (_SIZE + 3) if one_way else end
    arrow = f' marker-end="url(#{key}-arrow)"' if one_way else ""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{stop[0]:.1f}" y2="{stop[1]:.1f}" stroke="{LINE}"'
        f' stroke-width="1.2"{arrow}/>'
    )


def _shape(x: float, y: float, number: int) -> str:
    """The shape of the n-th role; after the eighth the shapes come again in the next colour."""
    shape, colour = SHAPES[number % len(SHAPES)], COLOURS[(number + number // len(SHAPES)) % len(COLOURS)]
    paint = f'fill="{colour}" stroke="white" stroke-width="1.2"'
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_SIZE:g}" {paint}/>'
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in _OUTLINES[shape])
    return f'<polygon points="{points}" {paint}/>'


def _regular(corners: int, turn: float, *, inner: float = 1.0) -> list[tuple[float, float]]:
    radii = [1.15 * _SIZE * (inner if i % 2 and inner < 1 else 1.0) for i in range(corners)]
    return [(r * sin(2 * pi * i / corners + turn), -r * cos(2 * pi * i / corners + turn)) for i, r in enumerate(radii)]


_THIRD: Final = _SIZE / 2.6
_OUTLINES: Final = {
    "square": _regular(4, pi / 4),
    "triangle": _regular(3, 0),
    "diamond": _regular(4, 0),
    "pentagon": _regular(5, 0),
    "hexagon": _regular(6, 0),
    "star": _regular(10, 0, inner=0.45),
    "cross": [
        (x * _SIZE if abs(x) == 1 else x * _THIRD * 2, y * _SIZE if abs(y) == 1 else y * _THIRD * 2)
        for x, y in ((-0.5, -1), (0.5, -1), (0.5, -0.5), (1, -0.5), (1, 0.5), (0.5, 0.5), (0.5, 1), (-0.5, 1),
                     (-0.5, 0.5), (-1, 0.5), (-1, -0.5), (-0.5, -0.5))
    ],
}  # fmt: skip


def _label(x: float, y: float, name: str) -> str:
    short = name if len(name) <= 18 else f"{name[:17]}…"
    room = len(short) * _LETTER
    right = x + _SIZE + 3 + room < _WIDTH
    place = f'x="{x + _SIZE + 3:.1f}"' if right else f'x="{x - _SIZE - 3:.1f}" text-anchor="end"'
    # A white edge keeps a label readable where it lies over a line.
    return f'<text {place} y="{y + 4:.1f}" font-size="12" fill="{INK}" stroke="white" stroke-width="3" paint-order="stroke">{escape(clean(short))}</text>'


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="13" fill="{INK}">{escape(clean(text))}</text>'


def _table(network: Network, called: list[str], roles: list[str]) -> tuple[tuple[str, ...], ...]:
    near: list[list[str]] = [[] for _ in called]
    for low, high in zip(network.pairs.low, network.pairs.high, strict=True):
        near[low].append(called[high])
        near[high].append(called[low])
    rows = [
        (called[i], roles[i], str(len(near[i])), ", ".join(sorted(near[i], key=_by_number))) for i in range(len(called))
    ]
    return (("Person", "Role", "Ties", "With"), *sorted(rows, key=lambda row: _by_number(row[0])))


def _by_number(name: str) -> tuple[int, str]:
    return (int(name[1:]) if name[:1] == "P" and name[1:].isdecimal() else 0, name)


def _many(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"
