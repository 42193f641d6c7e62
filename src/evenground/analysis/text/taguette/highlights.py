"""Where a highlight stands in our text, after comparing it with the snippet kept beside it."""

from __future__ import annotations

import re

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.refi.report import Recorder
from evenground.analysis.text.taguette.page import Page, counted_text
from evenground.analysis.text.taguette.tables import Row, text_of

_VISIBLE = re.compile(r"\S")
_SHOWN = 40  # characters of a quotation in the report's sentences
_SEARCHED = 1_000  # highlights of one document that are looked for elsewhere: each look goes through all of it


class Placing:
    """Finds the places of one document's highlights and says in the report what was odd."""

    def __init__(self, name: str, page: Page, highlights: list[Row], notes: Recorder) -> None:
        self.name, self.page, self.notes = name, page, notes
        self.shift, self.searched = _shift(page, highlights), 0
        if self.shift:
            notes.mended(name, "white space at its start is not counted by its highlights; they were moved.")

    def of(self, highlight: Row) -> Segment | None:
        """Where a highlight stands, after comparing it with its snippet."""
        called = f"highlight {highlight['id']}"
        start, end = highlight["start_offset"], highlight["end_offset"]
        if not isinstance(start, int) or not isinstance(end, int) or start < 0 or end < start:
            self.notes.left_out(
                self.name, f"{called} is from “{str(start)[:20]}” to “{str(end)[:20]}”, which is no place."
            )
            return None
        counted = self.page.from_bytes(start + self.shift, end + self.shift)
        if end + self.shift > self.page.bytes.length:
            self.notes.mended(self.name, f"{called} ended behind the text; it was cut to it.")
        counted = self._checked(called, counted, text_of(highlight["snippet"]))
        place = self.page.place(counted)
        if place is None or not _VISIBLE.search(self.page.text, place.start, place.end):
            self.notes.left_out(self.name, f"{called} holds only white space.")
            return None
        return place

    def _checked(self, called: str, counted: Segment, snippet: str) -> Segment:
        wanted = counted_text(snippet)
        if not snippet or _holds(self.page.counted, counted, wanted) or _holds(self.page.counted, counted, snippet):
            return counted
        wanted, self.searched = wanted.strip(), self.searched + 1
        many = self.page.counted.count(wanted) if wanted and self.searched <= _SEARCHED else 0
        if many == 1:
            start = self.page.counted.index(wanted)
            self.notes.mended(self.name, f"{called} did not stand where its words do; it was moved to them.")
            return Segment(start, start + len(wanted))
        where = f"which stand there {many:,} times" if many else "which were not found"
        self.notes.warn(
            self.name, f"{called} covers other words than its snippet “{_short(wanted)}”, {where}; kept as it is."
        )
        return counted


def _shift(page: Page, highlights: list[Row]) -> int:
    """How many bytes at the start Taguette did not count: none, or the white space there, as snippets show."""
    blank = len(page.counted) - len(page.counted.lstrip(" \t\n\f"))
    if not blank:
        return 0

    def fitting(shift: int) -> int:
        return sum(_fits(page, row, shift) for row in highlights[:200])

    return blank if fitting(blank) > fitting(0) else 0


def _fits(page: Page, row: Row, shift: int) -> bool:
    start, end = row["start_offset"], row["end_offset"]
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end:
        return False
    return _holds(page.counted, page.from_bytes(start + shift, end + shift), counted_text(text_of(row["snippet"])))


def _holds(text: str, place: Segment, words: str) -> bool:
    """Whether the words stand at a place; only as much is copied as has to be."""
    return len(place) == len(words) and place.of(text) == words


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
