"""The place of a coding in words, and what is quoted there."""

from __future__ import annotations

from collections.abc import Mapping

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.study.model import Area, Id, Selection, Source, Study, TimeSpan
from evenground.analysis.text.study.places import segment_of

_DEEPEST = 4  # a representation of a selection of a PDF is two steps below it


def whole_of(source: Source, sources: Mapping[Id, Source], selections: Mapping[Id, Selection]) -> Source:
    """The source a person knows: the recording of a transcript, the PDF of a representation."""
    at = source
    for _ in range(_DEEPEST):
        owner = at.part_of or ""
        above = sources.get(owner) or (sources.get(selections[owner].source) if owner in selections else None)
        if above is None:
            return at
        at = above
    return at


def quoted(study: Study, source: Source, selection: Selection | None) -> tuple[Segment | None, str]:
    """The segment of the source's text where there is one, and the words."""
    if selection is None:
        return None, ""
    place = segment_of(study, selection)
    return place, selection.name if place is None else place.of(source.text or "")


def said_place(selection: Selection | None) -> str:
    """Where, for a person. Positions are told from 0, the end not counted in; pages from 1.

    >>> said_place(Selection("1", "2", TimeSpan(61_000, 65_500)))
    '0:01:01 to 0:01:05'
    """
    if selection is None:
        return "whole source"
    match selection.place:
        case Segment(start=start, end=end):
            return f"{start} to {end}"
        case TimeSpan(begin=begin, end=end):
            return f"{_clock(begin)} to {_clock(end)}"
        case Area() as area:
            page = "" if area.page is None else f"page {area.page + 1}, "
            return f"{page}{area.first_x}, {area.first_y} to {area.second_x}, {area.second_y}"
    return "between two moments of the recording"


def _clock(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
