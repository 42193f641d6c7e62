"""From a specification to an accessible picture: title and description inside it, the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from textwrap import wrap
from typing import Any, Final
from xml.sax.saxutils import escape

from evenground.analysis.results import Cell, Chart, Released, ReleasedFigures

# Told apart by shape and lightness as well as by hue: they hold in print and for colour-blind readers.
INK: Final = "#212b32"
OURS: Final = "#003087"
OTHERS: Final = "#768692"
WORSE: Final = "#b8470b"
GRID: Final = "#d8dde0"
FONT: Final = "Arial, Helvetica, Liberation Sans, sans-serif"
WIDTH: Final = 460
_TITLE_WIDTH: Final = 62  # letters: a wide font must fit too
_SMALL_WIDTH: Final = 84
_LETTER: Final = 8.2  # points a letter at 13 points in a wide font: readers may not have the narrow one we ask for
_SCALE: Final = 2  # pixels a point in PNG: sharp when printed in a report
NATURAL: Final = 650  # points a picture may be wide, less its padding and what a wide font may add

Source = Released | ReleasedFigures


def picture(
    chart: Any,
    released: Source,
    *beside: Source | None,
    key: str,
    title: str,
    description: str,
    table: Sequence[Sequence[str]],
    png: bool,
    beneath: Sequence[str] = (),
) -> Chart:
    """Finish an Altair chart of one release, and of those beside it; ``beneath`` are small lines under the title."""
    import vl_convert

    drawn = [released, *(one for one in beside if one is not None)]
    marked = _marked(title, internal=any(one.internal for one in drawn))
    specification = json.dumps(_dressed(chart, marked, beneath).to_dict(), sort_keys=True)
    svg = vl_convert.vegalite_to_svg(specification)
    return Chart(
        title=marked,
        description=description,
        svg=_accessible(svg, f"{key}-{_digest(drawn)[:8]}", marked, description),
        table=tuple(tuple(line) for line in table),
        png=vl_convert.vegalite_to_png(specification, scale=_SCALE) if png else None,
    )


def label_room(labels: Sequence[str]) -> float:
    """Points kept free for the longest label, so that none is cut off in a wider font than ours."""
    return max((len(label) for label in labels), default=0) * _LETTER


def withheld_label(cell: Cell) -> str:
    """What stands in a chart where a dot would be; never a dot at zero."""
    return "" if cell.shown else ("withheld" if cell.state == "hidden" else "no neighbourhoods")


def limits_text(cell: Cell) -> str:
    """Interval of a cell in words, or why there is none."""
    if cell.lower is None or cell.upper is None:
        return cell.why
    decimals = 0 if abs(cell.value or 0) >= 100 else 1
    return f"{cell.lower:,.{decimals}f} to {cell.upper:,.{decimals}f}"


def _digest(drawn: Sequence[Source]) -> str:
    if len(drawn) == 1:
        return drawn[0].digest
    return hashlib.sha256(" ".join(one.digest for one in drawn).encode()).hexdigest()


def _marked(title: str, *, internal: bool) -> str:
    return f"INTERNAL, NOT TO BE PASSED ON. {title}" if internal else title


def _dressed(chart: Any, title: str, beneath: Sequence[str]) -> Any:
    import altair as alt

    small = [line for said in beneath for line in wrap(said, _SMALL_WIDTH)]
    more: dict[str, Any] = (
        {"subtitle": small, "subtitleFontSize": 12, "subtitleColor": INK, "subtitlePadding": 6} if small else {}
    )
    heading = alt.TitleParams(
        wrap(title, _TITLE_WIDTH), anchor="start", fontSize=15, color=INK, offset=12, frame="bounds", **more
    )
    return (
        chart.properties(title=heading, padding=12)
        .configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=INK,
            gridColor=GRID,
            domainColor=OTHERS,
            tickColor=OTHERS,
            labelLimit=260,
            labelFlush=False,
            tickCount=8,
        )
        .configure_legend(labelFontSize=13, labelColor=INK, orient="top", title=None, symbolSize=110, labelLimit=320)
    )


def _accessible(svg: str, key: str, title: str, description: str) -> str:
    """Give the root its role, name and description, and ids that no other chart of the page has."""
    found = dict.fromkeys(re.findall(r'\bid="((?:clip|gradient)[^"]*)"', svg))
    for number, name in enumerate(found):  # the renderer counts on from picture to picture: the bytes would differ
        svg = re.sub(rf'(id="|url\(#){re.escape(name)}(?=["\)])', rf"\1{key}-{number}", svg)
    names = f'role="img" aria-labelledby="{key}-title {key}-desc"'
    inside = f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>'
    return re.sub(r"<svg\b([^>]*)>", lambda m: f"<svg {names}{m[1]}>{inside}", svg, count=1)
