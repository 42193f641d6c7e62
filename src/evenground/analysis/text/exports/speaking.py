"""Who speaks at a place: as told, or from the labels at the start of lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.study.model import Id, Source
from evenground.analysis.text.transcripts.model import Line, Turn
from evenground.analysis.text.transcripts.speakers import find_turns


class Speaking:
    """Finds turns once for each text."""

    def __init__(self, told: Mapping[Id, Sequence[Turn]]) -> None:
        self._turns: dict[Id, Sequence[Turn]] = dict(told)
        self._starts: dict[Id, list[int]] = {}

    def at(self, source: Source, place: Segment | None) -> tuple[int | None, str]:
        """The number of the first turn touched, counted from 1, and everybody who speaks in it; None and blank: unknown."""
        if place is None or source.text is None:
            return None, ""
        turns, starts = self._of(source)
        first = bisect_right(starts, place.start) - 1
        last = max(bisect_left(starts, place.end) - 1, first)
        if last < 0:
            return None, ""
        speakers = dict.fromkeys(turn.speaker for turn in turns[max(first, 0) : last + 1])
        return max(first, 0) + 1, "; ".join(speakers)

    def _of(self, source: Source) -> tuple[Sequence[Turn], list[int]]:
        if source.id not in self._starts:
            turns = self._turns.get(source.id)
            if turns is None:
                turns = find_turns([Line(line) for line in (source.text or "").split("\n")])[0]
                self._turns[source.id] = turns
            self._starts[source.id] = [min(turn.label.start, turn.speech.start) for turn in turns]
        return self._turns[source.id], self._starts[source.id]
