"""A transcript as read: its text, who said what where, and what was done to the file on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenground.analysis.errors import AnalysisError
from evenground.analysis.text.positions.segments import Segment


class UnreadableTranscript(AnalysisError):
    """The file is no text anybody could code: empty, scanned, protected, damaged, hostile or of an unknown kind."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at one go.

    ``label`` is what names the speaker in the text (empty where the text does not), ``speech`` what is said. Times
    are seconds from the start of the recording, where the file gives them.
    """

    speaker: str
    label: Segment
    speech: Segment
    begins: float | None = None
    ends: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was found and done while reading, in sentences for a person.

    ``mended``: changed without loss; ``dropped``: left out of the text; ``warnings``: to be looked at; ``speakers``:
    which labels were taken for speakers, which were not, and why.
    """

    encoding: str = ""
    newlines: str = ""
    mended: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = [
            ("Read as", (self.encoding,) if self.encoding else ()),
            ("Line breaks", (self.newlines,) if self.newlines else ()),
            ("Mended", self.mended),
            ("Left out", self.dropped),
            ("Please look at", self.warnings),
            ("Speakers", self.speakers),
        ]
        return "\n".join(f"{heading}: {sentence}" for heading, sentences in parts for sentence in sentences)


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text with LF line ends, its turns in order, and the report of how it was read."""

    name: str
    text: str = field(repr=False)
    turns: tuple[Turn, ...] = field(default=(), repr=False)
    report: Report = field(default=Report(), repr=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file on its way to the text.

    ``bold`` characters at its start are bold. Where the file itself says who speaks, ``speaker`` is the name and
    ``label`` how many characters at the start of the line are there to name them; ``continues`` marks further lines of
    the same turn.
    """

    text: str
    bold: int = 0
    speaker: str | None = None
    label: int = 0
    begins: float | None = None
    ends: float | None = None
    continues: bool = False


@dataclass(slots=True)
class Draft:
    """What a reader of one kind of file hands on."""

    lines: list[Line]
    encoding: str = ""
    newlines: str = ""
    mended: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def counted(many: int, one: str, several: str = "") -> str:
    """``3 comments``, ``1 comment``."""
    return f"{many:,} {one if many == 1 else several or one + 's'}"
