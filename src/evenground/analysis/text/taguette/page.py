"""A document as Taguette keeps it, and the text we make of it, with the way from one to the other.

Taguette keeps sanitised HTML and counts UTF-8 bytes of its text nodes, nothing else: neither tags nor the breaks a reader
sees between paragraphs. Our text has those breaks as line ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.positions.units import Utf8
from evenground.analysis.text.positions.versions import Edit, Lost, OffsetMap, Version

# The limit on what stands in one tag keeps a hostile page from being read again and again.
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,20})((?:[^<>\"']|\"[^\"<]{0,5000}+\"|'[^'<]{0,5000}+'){0,50}+)>")
_INLINE = {"a", "img", "strong", "em", "b", "i", "u", "q", "del", "sub", "sup", "code", "span", "s", "col", "colgroup"}
_CELLS = {"td", "th"}
_SPACE = " \t\n\f"
_UNEVEN = re.compile("[ \t\n\f]{2,}|[\t\n\f]")
# What no XML file can hold, and so no REFI-QDA project; U+FEFF in the middle is a mark gone astray.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff\ufeff\r]")


@dataclass(frozen=True)
class Page:
    """``counted`` is what Taguette counts, ``text`` what we keep, ``moves`` the way from the first to the second."""

    counted: str = field(repr=False)
    text: str = field(repr=False)
    moves: OffsetMap = field(repr=False)
    bytes: Utf8 = field(repr=False)

    def place(self, counted: Segment) -> Segment | None:
        """Where a segment of the counted text stands in ours; None where nothing is left of it."""
        placed = self.moves.place(counted)
        return None if isinstance(placed, Lost) else placed.after

    def from_bytes(self, start: int, end: int) -> Segment:
        """The characters between two byte positions; one inside a character moves behind it, as Taguette has it."""
        return Segment(self._behind(start), self._behind(end))

    def _behind(self, place: int) -> int:
        place = min(max(place, 0), self.bytes.length)
        point = self.bytes.to_points(place, nearest=True)
        return point + (self.bytes.from_points(point) < place)


def page_of(html: str) -> Page:
    """Read a document.

    Examples
    --------
    >>> page = page_of("<p>Café <em>talk</em></p><p>Bye</p>")
    >>> page.text
    'Café talk\\nBye'
    >>> page.place(page.from_bytes(10, 13)).of(page.text)
    'Bye'
    """
    pieces: list[str] = []
    breaks: dict[int, str] = {}
    kept: list[Segment] = []  # stretches in <pre>, whose white space is meant
    at, pre = 0, None
    for tag, words in _events(html):
        if tag is None:
            pieces.append(words)
            at += len(words)
        elif tag == "pre":
            breaks[at] = "\n"
            kept += [Segment(pre, at)] if pre is not None else []
            pre = at if words == "open" else None
        elif tag in _CELLS:
            breaks.setdefault(at, "\t")
        elif tag not in _INLINE:
            breaks[at] = "\n"
    version = Version("".join(pieces))
    after, moves = version.edited(_edits(version.text, breaks, kept))
    return Page(version.text, after.text, moves, Utf8(version.text))


def counted_text(html: str) -> str:
    """Only what Taguette counts."""
    return "".join(words for tag, words in _events(html) if tag is None)


def _events(html: str) -> Iterator[tuple[str | None, str]]:
    """Text as (None, words), tags as (name, "open" or "close")."""
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    at = 0
    for tag in _TAG.finditer(html):
        if tag.start() > at:
            yield None, unescape(html[at : tag.start()])
        yield tag[1].lower(), "close" if tag[0].startswith("</") else "open"
        at = tag.end()
    if at < len(html):
        yield None, unescape(html[at:])


def _edits(text: str, breaks: dict[int, str], kept: list[Segment]) -> list[Edit]:
    """Breaks put in, white space that a browser does not show taken out, and characters no file may hold."""
    found: list[Edit] = []
    end = -1
    for place, sign in sorted(breaks.items()):
        if place <= end:
            if sign == "\n" and found[-1][1] == "\t":
                found[-1] = (found[-1][0], "\n")
            continue
        around = _space_around(text, place, kept)
        end = around.end
        found.append((around, "" if around.start == 0 or around.end == len(text) else sign))
    taken = [segment for segment, _ in found]
    found += [(segment, " ") for segment in _uneven(text) if not _touches(segment, taken, kept)]
    spaces = sorted(segment for segment, _ in found)
    marks = (Segment(mark.start(), mark.end()) for mark in _ILLEGAL.finditer(text))
    return found + [(segment, "") for segment in marks if not _touches(segment, spaces, [])]


def _uneven(text: str) -> Iterator[Segment]:
    return (Segment(found.start(), found.end()) for found in _UNEVEN.finditer(text))


def _space_around(text: str, place: int, kept: list[Segment]) -> Segment:
    start = end = place
    while start > 0 and text[start - 1] in _SPACE and not _inside(start - 1, kept):
        start -= 1
    while end < len(text) and text[end] in _SPACE and not _inside(end, kept):
        end += 1
    return Segment(start, end)


def _inside(place: int, kept: list[Segment]) -> bool:
    """``kept`` is in order and does not overlap."""
    after = bisect_right(kept, place, key=lambda segment: segment.start)
    return after > 0 and place < kept[after - 1].end


def _touches(segment: Segment, taken: list[Segment], kept: list[Segment]) -> bool:
    after = bisect_left(taken, segment)
    return _inside(segment.start, kept) or any(segment.overlaps(one) for one in taken[max(after - 1, 0) : after + 1])
