"""Where in the words each coding stands, and the sentences, paragraphs and turns of a source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evenground.analysis.errors import UnknownChoice
from evenground.analysis.text.positions import Segment, sentences
from evenground.analysis.text.study.model import (
    Coding,
    Id,
    Place,
    Selection,
    Source,
    Study,
    SyncPoint,
    SyncSpan,
    Thing,
)
from evenground.analysis.text.transcripts.model import Line
from evenground.analysis.text.transcripts.speakers import find_turns

Unit = Literal["character", "sentence", "paragraph", "turn"]
UNITS = ("character", "sentence", "paragraph", "turn")
Turns = Callable[[Source], Sequence[Segment]]


@dataclass(frozen=True, slots=True)
class Placed:
    """A coding with its source and its place; no place means the whole source.

    ``segment`` is the place in words: None for a rectangle, a stretch of a recording or a source without text.
    """

    coding: Coding
    source: Source
    place: Place | None
    segment: Segment | None


def placed(study: Study) -> Iterator[Placed]:
    """Every coding that leads to a source, in the order in which they were made.

    A segment that reaches past the end of its text is cut there; `checking.check` names it.
    """
    sources = {source.id: source for source in study.sources}
    selections = {selection.id: selection for selection in study.selections}
    for coding in study.codings:
        selection = selections.get(coding.selection or "")
        source = sources.get(coding.source)
        if source is not None and (coding.selection is None or selection is not None):
            yield Placed(
                coding, source, selection.place if selection else None, _segment(source, selection, study.things)
            )


def segment_of(study: Study, selection: Selection) -> Segment | None:
    """The words a selection marks; None where it marks none, or its source is missing."""
    source = study.things.get(selection.source)
    return _segment(source, selection, study.things) if isinstance(source, Source) else None


def stretches(source: Source, unit: Unit, *, turns: Turns | None = None) -> list[Segment]:
    """The sentences, paragraphs or turns of a source's text, in order; of an empty text none.

    Parameters
    ----------
    source
        One without text has no stretches.
    unit
        “sentence”, “paragraph” (a line that is not blank) or “turn”.
    turns
        The turns of a source where they are known. Else labels at the start of lines tell them (“Ann: …”); in a text
        without any each paragraph is a turn.

    Raises
    ------
    UnknownChoice
        For any other unit.
    """
    text = source.text or ""
    if unit == "sentence":
        return sentences(text)
    if unit == "paragraph":
        return _paragraphs(text)
    if unit == "turn":
        return list(turns(source)) if turns else _turns(text)
    raise UnknownChoice("unit", unit, UNITS)


def _segment(source: Source, selection: Selection | None, things: Mapping[Id, Thing]) -> Segment | None:
    if source.text is None:
        return None
    length = len(source.text)
    if selection is None:
        return Segment(0, length)
    if isinstance(selection.place, SyncSpan):
        return _between(selection.place, things, length)
    if not isinstance(selection.place, Segment):
        return None
    return Segment(min(selection.place.start, length), min(selection.place.end, length))


def _between(span: SyncSpan, things: Mapping[Id, Thing], length: int) -> Segment | None:
    first, last = things.get(span.start or ""), things.get(span.end or "")
    start = first.position if isinstance(first, SyncPoint) else 0
    end = last.position if isinstance(last, SyncPoint) else length
    return Segment(start, min(end, length)) if start is not None and end is not None and 0 <= start <= end else None


def _paragraphs(text: str) -> list[Segment]:
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Segment(at, at + len(line)))
        at += len(line) + 1
    return found


def _turns(text: str) -> list[Segment]:
    turns, _ = find_turns([Line(line) for line in text.split("\n")])
    return [Segment(turn.label.start, max(turn.speech.end, turn.label.end)) for turn in turns] or _paragraphs(text)
