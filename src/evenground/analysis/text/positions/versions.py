"""A text never changes once it is used: a correction makes a new version, and segments are carried over to it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from evenground.analysis.errors import AnalysisError
from evenground.analysis.text.positions.comparing import changes
from evenground.analysis.text.positions.segments import Segment

Edit = tuple[Segment, str]


class CannotCarry(AnalysisError):
    """Edits, a map or a segment that do not belong to this text."""


@dataclass(frozen=True)
class Version:
    """One state of a text. It never changes; an edit makes another.

    Examples
    --------
    >>> draft = Version("We saw Ann at home.")
    >>> safe, moves = draft.edited([(Segment(7, 10), "[P1]")])
    >>> safe.text
    'We saw [P1] at home.'
    >>> moves.carry([Segment(14, 18)]).moved[0].after.of(safe.text)
    'home'
    """

    text: str = field(repr=False)

    def edited(self, edits: Iterable[Edit]) -> tuple[Version, OffsetMap]:
        """The version with each segment replaced by its new text, and the way there.

        Raises
        ------
        CannotCarry
            If two edits overlap, or one lies outside the text.
        """
        ordered = sorted(edits, key=lambda edit: edit[0])
        self._check(ordered)
        pieces, found, at, shift = [], [], 0, 0
        for segment, new in ordered:
            pieces += [self.text[at : segment.start], new]
            start = segment.start + shift
            shift += len(new) - len(segment)
            at = segment.end
            if new != segment.of(self.text):
                found.append(Change(segment, Segment(start, start + len(new))))
        after = "".join([*pieces, self.text[at:]])
        return Version(after), OffsetMap((Step(tuple(found), len(self.text), len(after)),))

    def compared(self, later: Version) -> OffsetMap:
        """The way to another version whose edits nobody wrote down, from what differs word by word."""
        found = tuple(Change(Segment(a, b), Segment(c, d)) for a, b, c, d in changes(self.text, later.text))
        return OffsetMap((Step(found, len(self.text), len(later.text)),))

    def _check(self, ordered: Sequence[Edit]) -> None:
        end = 0
        for segment, new in ordered:
            if segment.start < end:
                raise CannotCarry(
                    f"Two edits overlap: one ends at {end:,}, the next (“{new[:40]}”) starts at {segment.start:,}."
                    " Make one edit of them."
                )
            end = segment.end
        if end > len(self.text):
            raise CannotCarry(f"An edit ends at {end:,}, but the text has only {len(self.text):,} characters.")


@dataclass(frozen=True, slots=True)
class Change:
    """What was replaced, and what stands there now; either may be empty."""

    old: Segment
    new: Segment


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a segment stands now. ``changed``: what it covers is not what it covered."""

    before: Segment
    after: Segment
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """A segment of which nothing is left."""

    before: Segment
    why: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of segments: the same words elsewhere, other words, or nothing. Each list keeps their order."""

    moved: list[Moved]
    changed: list[Moved]
    lost: list[Lost]


@dataclass(frozen=True)
class Step:
    """One set of changes. They are in order and do not overlap."""

    changes: tuple[Change, ...]
    before: int
    after: int

    @cached_property
    def _starts(self) -> list[int]:
        return [change.old.start for change in self.changes]

    @cached_property
    def _ends(self) -> list[int]:
        return [change.old.end for change in self.changes]

    def inverse(self) -> Step:
        return Step(tuple(Change(change.new, change.old) for change in self.changes), self.after, self.before)

    def place(self, segment: Segment) -> Moved | Lost:
        """Where one segment comes to stand."""
        if segment.end > self.before:
            raise CannotCarry(f"A segment ends at {segment.end:,}, but the text has {self.before:,} characters.")
        first = bisect_right(self._ends, segment.start)
        last = bisect_left(self._starts, segment.end) - 1
        if segment.start == segment.end:
            return self._point(segment, last)
        start = self.changes[first].new.start if self._cuts(first, segment.start) else self._after(first, segment)
        if last < first:
            return Moved(segment, Segment(start, start + len(segment)))
        change = self.changes[last]
        end = max(change.new.end + max(segment.end - change.old.end, 0), start)
        if start == end:
            return Lost(segment, f"All {len(segment):,} characters of it were taken out.")
        return Moved(segment, Segment(start, end), changed=True)

    def _point(self, segment: Segment, last: int) -> Moved:
        """A place before what was put in there; the start of the change where it lay within one."""
        if last < 0:
            return Moved(segment, segment)
        change, place = self.changes[last], segment.start
        if place < change.old.end:
            return Moved(segment, Segment(change.new.start, change.new.start), changed=True)
        at = place + change.new.end - change.old.end
        return Moved(segment, Segment(at, at))

    def _after(self, first: int, segment: Segment) -> int:
        change = self.changes[first - 1] if first else None
        return segment.start + (change.new.end - change.old.end if change else 0)

    def _cuts(self, index: int, place: int) -> bool:
        return index < len(self.changes) and self.changes[index].old.start < place


@dataclass(frozen=True)
class OffsetMap:
    """The way from a text to a later one, in one step or several.

    Steps are kept apart when maps are joined, so that a segment goes exactly the way it went before.
    """

    steps: tuple[Step, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every change, step by step; each in the positions of its own step."""
        return tuple(change for step in self.steps for change in step.changes)

    def inverse(self) -> OffsetMap:
        """The way back."""
        return OffsetMap(tuple(step.inverse() for step in reversed(self.steps)))

    def then(self, following: OffsetMap) -> OffsetMap:
        """This way and then the other.

        Raises
        ------
        CannotCarry
            If the other does not begin with a text as long as the one this ends with.
        """
        if self.steps[-1].after != following.steps[0].before:
            raise CannotCarry(
                f"The first map ends with a text of {self.steps[-1].after:,} characters and the second begins with one"
                f" of {following.steps[0].before:,}: they do not belong together."
            )
        return OffsetMap(self.steps + following.steps)

    def place(self, segment: Segment) -> Moved | Lost:
        """What becomes of one segment.

        A segment that no change touches keeps its words. Where a change touches it, it grows to take in all of what
        was put there; text put in right before or after it stays outside.
        """
        at, changed = segment, False
        for step in self.steps:
            placed = step.place(at)
            if isinstance(placed, Lost):
                return Lost(segment, placed.why)
            at, changed = placed.after, changed or placed.changed
        return Moved(segment, at, changed)

    def carry(self, segments: Iterable[Segment]) -> Carried:
        """What becomes of many segments."""
        carried = Carried([], [], [])
        for segment in segments:
            placed = self.place(segment)
            if isinstance(placed, Lost):
                carried.lost.append(placed)
            else:
                (carried.changed if placed.changed else carried.moved).append(placed)
        return carried
