"""Places in a text that stay right to the character.

Positions count Unicode code points from 0; a segment is half-open: ``text[start:end]``. Texts have LF line ends only.

`Utf16`, `Utf8` and `Crlf` turn the positions of other programs into ours and back; `runs` makes overlapping segments
drawable; `Version` and `OffsetMap` carry segments over to a corrected text.
"""

from evenground.analysis.text.positions.algebra import difference, intersection, split, union
from evenground.analysis.text.positions.around import Context, context, paragraph, sentence, sentences, turn
from evenground.analysis.text.positions.runs import Run, runs
from evenground.analysis.text.positions.segments import BadSegment, Segment
from evenground.analysis.text.positions.units import BetweenCharacters, Crlf, OutsideText, Units, Utf8, Utf16
from evenground.analysis.text.positions.versions import (
    CannotCarry,
    Carried,
    Change,
    Edit,
    Lost,
    Moved,
    OffsetMap,
    Version,
)

__all__ = [
    "BadSegment",
    "BetweenCharacters",
    "CannotCarry",
    "Carried",
    "Change",
    "Context",
    "Crlf",
    "Edit",
    "Lost",
    "Moved",
    "OffsetMap",
    "OutsideText",
    "Run",
    "Segment",
    "Units",
    "Utf8",
    "Utf16",
    "Version",
    "context",
    "difference",
    "intersection",
    "paragraph",
    "runs",
    "sentence",
    "sentences",
    "split",
    "turn",
    "union",
]
