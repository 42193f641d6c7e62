"""A stretch of a text, and what two of them have in common."""

from __future__ import annotations

from dataclasses import dataclass

from evenground.analysis.errors import AnalysisError


class BadSegment(AnalysisError):
    """A segment that no text can have."""


@dataclass(frozen=True, order=True, slots=True)
class Segment:
    """``text[start:end]``, in code points; an empty segment marks a place between two characters.

    Raises
    ------
    BadSegment
        If it starts before the text or ends before it starts.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise BadSegment(
                f"A segment from {self.start} to {self.end} cannot be: it must start at 0 or later and end no earlier"
                " than it starts."
            )

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return True  # an empty segment is still a place

    def of(self, text: str) -> str:
        """What stands there."""
        return text[self.start : self.end]

    def overlaps(self, other: Segment) -> bool:
        """Whether they share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Segment) -> bool:
        """Whether all of the other lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: Segment) -> Segment | None:
        """The characters both have."""
        return Segment(max(self.start, other.start), min(self.end, other.end)) if self.overlaps(other) else None
