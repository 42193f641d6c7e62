"""Which way of counting a file's positions follow, found by comparing them with what the selections quote.

The standard counts code points from 0 and is silent on line ends and byte-order marks. Programs differ: a Windows
line end counts as one or as two, a mark at the start as one or none, an emoji as one or two, and the end as inside or
outside. One way is chosen for each text: the one under which most selections hold the words they quote.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal, NamedTuple, TypeAlias

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.refi.xml import illegal, legal

Lines = Literal["one", "filed", "two"]
Places: TypeAlias = "array[int]"  # a text of line ends alone has 32 million: a list takes four times as much memory

CUT = 60  # a quotation cut short (ATLAS.ti: at about 100 characters) still says this much
SURE = 8  # so long must a quotation be to move one selection on its own
NEAR = 2_000  # so far around its place a quotation is looked for
_MARK = "\ufeff"
_VOTES = 300  # enough to tell one way from another

_ALIKE = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " ", "\ufeff": " "})


@dataclass(frozen=True)
class Counting:
    """One way of counting."""

    lines: Lines = "one"
    mark: bool = False
    halves: bool = False  # UTF-16: an emoji is two
    inside: bool = False  # the end is the last character

    def __str__(self) -> str:
        lines = {"one": "a line end as one", "filed": "line ends as they stand in the file", "two": "a line end as two"}
        says = [lines[self.lines]]
        says += ["the byte-order mark as one"] if self.mark else []
        says += ["emoji as two"] if self.halves else []
        says += ["the end as the last character"] if self.inside else []
        return ", ".join(says)


class Mark(NamedTuple):
    """A selection as filed."""

    start: int
    end: int
    name: str


class Read(NamedTuple):
    """Bytes as text, still with their line ends."""

    text: str
    marks: int
    encoding: str


def decoded(data: bytes) -> Read:
    """The text of a file: UTF-8 by the standard; UTF-16 by its mark; else as old Windows programs write."""
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return Read(data.decode("utf-16", errors="replace"), 1, "UTF-16")
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return Read(data.removeprefix(_MARK.encode()).decode("cp1252", errors="replace"), 0, "Windows-1252")
    return Read(*unmarked(text), "UTF-8")


def unmarked(text: str) -> tuple[str, int]:
    """A text without byte-order marks at its start, and how many there were."""
    bare = text.lstrip(_MARK)
    return bare, len(text) - len(bare)


class Positions:
    """A text as it is kept (LF, nothing XML cannot hold), and the way from filed positions to places in it."""

    def __init__(self, raw: str, *, marks: int = 0) -> None:
        self._marks = marks
        self._lf = raw.replace("\r\n", "\n").replace("\r", "\n") if "\r" in raw else raw
        self._filed = _pairs(raw)
        self._bad = array("q", illegal(self._lf))
        self.text = legal(self._lf) if self._bad else self._lf

    @property
    def dropped(self) -> int:
        """How many characters were taken out because XML cannot hold them."""
        return len(self._bad)

    @property
    def doubtful(self) -> bool:
        """Whether programs would count this text differently."""
        return bool(self._marks or self._filed)

    def at(self, position: int, counting: Counting) -> int:
        """The place of one filed position, never outside the text."""
        return min(max(self._counted(position, counting), 0), len(self.text))

    def beyond(self, mark: Mark, counting: Counting) -> bool:
        """Whether a selection starts before the text or ends after it."""
        start, end = (self._counted(position, counting) for position in sorted((mark.start, mark.end)))
        return start < 0 or end > len(self.text)

    def _counted(self, position: int, counting: Counting) -> int:
        position -= counting.mark * self._marks
        if counting.halves:
            position -= bisect_left(self._halves(counting.lines), position)
        position -= bisect_left(self._ends(counting.lines), position)
        return position - bisect_left(self._bad, position)

    def segment(self, mark: Mark, counting: Counting) -> Segment:
        start, end = sorted((mark.start, mark.end))
        end += counting.inside
        return Segment(self.at(start, counting), max(self.at(end, counting), self.at(start, counting)))

    def ways(self, usual: Counting) -> Iterator[Counting]:
        """Every way that can differ for this text, the usual one first."""
        lines: list[Lines] = ["one"]
        lines += ["filed"] if self._filed else []
        lines += ["two"] if self._breaks and len(self._filed) != len(self._breaks) else []
        halves = (False, True) if self._wide else (False,)
        marks = (False, True) if self._marks else (False,)
        yield usual
        for inside, half, mark, line in product((False, True), halves, marks, lines):
            if (way := Counting(line, mark, half, inside)) != usual:
                yield way

    def _ends(self, lines: Lines) -> Sequence[int]:
        return {"one": (), "filed": self._filed, "two": self._two}[lines]

    @cached_property
    def _breaks(self) -> Places:
        return array("q", (at for at, sign in enumerate(self._lf) if sign == "\n"))

    @cached_property
    def _two(self) -> Places:
        return array("q", (at + before for before, at in enumerate(self._breaks)))

    @cached_property
    def _wide(self) -> Places:
        return array("q", () if self._lf.isascii() else (at for at, sign in enumerate(self._lf) if sign > "\uffff"))

    @cached_property
    def _half_tables(self) -> dict[Lines, Places]:
        return {}

    def _halves(self, lines: Lines) -> Places:
        """Where the second halves stand when line ends are counted this way."""
        if lines not in self._half_tables:
            points = array("q", (end - before for before, end in enumerate(self._ends(lines))))
            self._half_tables[lines] = array(
                "q", (at + bisect_right(points, at) + before + 1 for before, at in enumerate(self._wide))
            )
        return self._half_tables[lines]


def _pairs(raw: str) -> Places:
    found, at = array("q"), raw.find("\r\n")
    while at >= 0:
        found.append(at)
        at = raw.find("\r\n", at + 2)
    return found


@dataclass(frozen=True)
class Placed:
    """The way chosen, each selection's place under it, and what could not be confirmed."""

    counting: Counting
    segments: tuple[Segment, ...]
    confirmed: int = 0
    moved: tuple[int, ...] = ()  # selections that only fitted by a way of their own, or a little further on
    unlike: tuple[int, ...] = ()  # selections whose name is not what stands at their place


def place(positions: Positions, marks: Sequence[Mark], usual: Counting, *, trust: bool = False) -> Placed:
    """Give every selection its place; ``trust`` takes the usual way without comparing."""
    if trust:
        return Placed(usual, tuple(positions.segment(mark, usual) for mark in marks))
    counting = _chosen(positions, marks, usual)
    segments: list[Segment] = []
    moved, unlike, confirmed = [], [], 0
    for number, mark in enumerate(marks):
        segment = positions.segment(mark, counting)
        if not mark.name.strip():
            pass
        elif quotes(mark.name, positions.text, segment):
            confirmed += 1
        elif better := _alone(positions, mark, counting):
            segment = better
            moved.append(number)
        else:
            unlike.append(number)
        segments.append(segment)
    return Placed(counting, tuple(segments), confirmed, tuple(moved), tuple(unlike))


def _chosen(positions: Positions, marks: Sequence[Mark], usual: Counting) -> Counting:
    def fitting(way: Counting, among: Sequence[Mark]) -> list[int]:
        return [quotes(mark.name, positions.text, positions.segment(mark, way)) for mark in among]

    named = [mark for mark in marks if len(mark.name.strip()) > 1]
    doubtful = [mark for mark in named if quotes(mark.name, positions.text, positions.segment(mark, usual)) < 2]
    if not doubtful:
        return usual
    step = max(1, len(named) // _VOTES)  # spread over the text: counting drifts apart towards its end
    among = named[::step]
    # A loose fit speaks for the usual way only: one blank off, another way would fit as loosely.
    best, most = usual, sum(fitting(usual, among))
    for way in positions.ways(usual):
        if (found := sum(fit for fit in fitting(way, among) if fit == 2)) > most:
            best, most = way, found
    return best


def _alone(positions: Positions, mark: Mark, counting: Counting) -> Segment | None:
    quoted = mark.name.strip()
    if len(quoted) < SURE:
        return None
    ways = [positions.segment(mark, way) for way in positions.ways(counting)]
    near = max(ways[0].start - NEAR, 0)
    window = positions.text[near : near + 2 * NEAR + len(quoted)]
    if len(quoted) >= 2 * SURE and window.count(quoted) == 1 and len(quoted) >= abs(mark.end - mark.start) - SURE:
        start = near + window.index(quoted)
        return Segment(start, start + len(quoted))
    best = max(ways, key=lambda segment: quotes(quoted, positions.text, segment))
    return best if quotes(quoted, positions.text, best) else None


def quotes(name: str, text: str, segment: Segment) -> int:
    """Whether a selection's name is the words at its place, or their beginning: 2 to the letter, 1 but for blanks."""
    filed = text[segment.start : min(segment.end, segment.start + 2 * len(name) + 50)]
    wanted, found = _plain(name), _plain(filed)
    short = wanted.rstrip("….")
    cut = len(wanted) >= CUT or (wanted != short and len(short) >= SURE)
    whole = found == wanted and segment.end - segment.start <= 2 * len(name) + 50
    if not (whole or (short and cut and found.startswith(short))):
        return 0
    # A place one blank too early or too late holds the same words, but is not the place.
    return (
        2 if filed[:1].isspace() == name[:1].isspace() and (cut or filed[-1:].isspace() == name[-1:].isspace()) else 1
    )


def _plain(text: str) -> str:
    return " ".join(text.translate(_ALIKE).split())
