"""The roster: who and what may be named in the texts, and what to call them instead."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from evenground.analysis.errors import AnalysisError
from evenground.analysis.text.pseudonyms.kinds import NAMES, Kind
from evenground.analysis.text.pseudonyms.words import folded_words
from evenground.analysis.text.transcripts.encoding import decoded
from evenground.analysis.text.transcripts.model import UnreadableTranscript

STEMS: Final = {
    Kind.PERSON: "P",
    Kind.ORGANISATION: "organisation",
    Kind.PLACE: "place",
    Kind.CONDITION: "[condition]",
    Kind.OTHER: "[detail]",
}
COLUMNS: Final = ("name", "kind", "also", "called")
MOST: Final = 50_000
_KINDS: Final = {
    "people": "person", "staff": "person", "organization": "organisation", "org": "organisation", "town": "place",
    "city": "place", "area": "place", "illness": "condition", "disease": "condition", "": "person",
}  # fmt: skip
_TOO_SHORT: Final = 2
_LOST: Final = re.compile(r"[^\W\d_]\?[^\W\d_]|\ufffd")  # what Excel makes of “Llŷr” in an old encoding: “Ll?r”


class BadRoster(AnalysisError):
    """A roster that cannot be used. The sentence names rows, never people."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody or something with a name.

    ``also``: other names, nicknames, short forms. ``called``: the stem of the placeholder (``CCG`` gives CCG1, CCG2 …),
    or all of it where it stands in square brackets or ends in a digit (``[neurological condition]``, ``P07``); blank:
    the usual stem of its kind.
    """

    name: str = field(repr=False)
    kind: Kind = Kind.PERSON
    also: tuple[str, ...] = field(default=(), repr=False)
    called: str = ""

    def __post_init__(self) -> None:
        if self.kind not in NAMES:
            raise BadRoster(f"An entry of the roster has a kind that is not known. It can be: {', '.join(NAMES)}.")
        object.__setattr__(self, "kind", Kind(self.kind))
        object.__setattr__(self, "also", (self.also,) if isinstance(self.also, str) else tuple(self.also))

    @property
    def stem(self) -> str:
        return self.called or STEMS[self.kind]


@dataclass(frozen=True, slots=True)
class Roster:
    """Entries in the order given.

    Raises
    ------
    BadRoster
        If a name is blank or a single letter, stands twice, or two entries share one numbered placeholder.
    """

    entries: tuple[Entry, ...] = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", tuple(self.entries))
        _check(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


def read_roster(path: Path | str) -> Roster:
    """Read a roster from a CSV file with the columns name, kind, also, called; only the first is needed.

    Several names under ``also`` are parted by “|” (or by “;” in a file parted by commas).

    Raises
    ------
    BadRoster
        If the file is missing, empty or no text, has no column “name”, or a row in it cannot be used.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError:
        raise BadRoster(f"The roster “{path.name}” cannot be opened. Check its name and folder.") from None
    try:
        text = decoded(content)[0].lstrip("\ufeff")
    except UnreadableTranscript:
        raise BadRoster(f"“{path.name}” is not a text file. Save the roster as CSV.") from None
    return _from_text(text, path.name)


def _from_text(text: str, called: str) -> Roster:
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise BadRoster(f"The roster “{called}” is damaged: a cell in it never ends. Save it as CSV again.") from None
    headings = [heading.strip().casefold() for heading in rows[0]] if rows else []
    if "name" not in headings:
        raise BadRoster(f"The roster “{called}” has no column called “name”. Its columns can be: {', '.join(COLUMNS)}.")
    if len(rows) > MOST:
        raise BadRoster(f"The roster “{called}” has {len(rows):,} rows; the most is {MOST:,}. Split it.")
    numbered = [(number, row) for number, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]
    if not numbered:
        raise BadRoster(f"The roster “{called}” has no names in it. Put one name in each row.")
    return Roster(tuple(_entry(number, row, headings, separator) for number, row in numbered))


def _entry(number: int, row: Sequence[str], headings: Sequence[str], separator: str) -> Entry:
    cells = {heading: cell.strip() for heading, cell in zip(headings, row, strict=False)}
    name, kind = cells.get("name", ""), cells.get("kind", "").casefold()
    kind = _KINDS.get(kind, kind)
    if not name:
        raise BadRoster(f"Row {number:,} of the roster has no name. Fill it in, or take the row out.")
    if _LOST.search("\n".join(row)):
        raise BadRoster(
            f"Row {number:,} of the roster has a “?” inside a name: a letter was lost when the file was saved. Write the name"
            " again and save the roster as “CSV UTF-8”."
        )
    if kind not in NAMES:
        raise BadRoster(f"Row {number:,} of the roster has a kind that is not known. It can be: {', '.join(NAMES)}.")
    also = re.split(r"[|]" if separator == ";" else r"[|;]", cells.get("also", ""))
    return Entry(name, Kind(kind), tuple(other.strip() for other in also if other.strip()), cells.get("called", ""))


def _check(entries: Sequence[Entry]) -> None:
    seen: dict[tuple[Kind, tuple[str, ...]], int] = {}
    fixed: dict[str, int] = {}
    for place, entry in enumerate(entries, 1):
        for name in (entry.name, *entry.also):
            if len("".join(folded_words(name))) < _TOO_SHORT:
                raise BadRoster(f"A name of entry {place:,} of the roster is blank or one letter. Write it in full.")
        key = (entry.kind, folded_words(entry.name))
        if key in seen:
            raise BadRoster(
                f"Entries {seen[key]:,} and {place:,} of the roster have the same name. Make one of them, or tell them"
                " apart by a middle name."
            )
        seen[key] = place
        if entry.called[-1:].isdigit() and fixed.setdefault(entry.called, place) != place:
            raise BadRoster(
                f"Entries {fixed[entry.called]:,} and {place:,} of the roster are both called “{entry.called}”, so nobody"
                " could tell them apart. Give each a number of its own."
            )
