"""Whether an export still names anybody: in its text, its properties, the names of its files, and where nobody looks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from evenground.analysis.errors import AnalysisError
from evenground.analysis.text.positions.algebra import union
from evenground.analysis.text.positions.around import context
from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.pseudonyms.key import Key
from evenground.analysis.text.pseudonyms.kinds import NAMES, Certainty, Kind
from evenground.analysis.text.pseudonyms.matching import Matcher
from evenground.analysis.text.pseudonyms.overlaps import longest
from evenground.analysis.text.pseudonyms.patterns import hits
from evenground.analysis.text.pseudonyms.pieces import Part, Piece, pieces
from evenground.analysis.text.pseudonyms.roster import Entry, Roster
from evenground.analysis.text.pseudonyms.words import folded_words

LARGEST: Final = 300 * 2**20  # bytes
_IN_TEXT: Final = (
    Kind.NHS_NUMBER,
    Kind.NATIONAL_INSURANCE,
    Kind.BIRTH,
    Kind.AGE,
    Kind.POSTCODE,
    Kind.PHONE,
    Kind.EMAIL,
)
# Properties and raw bytes are full of numbers that mean something else.
_ELSEWHERE: Final = (Kind.EMAIL,)
_HOME: Final = re.compile(
    r"(?:/Users/|/home/|[A-Za-z]:[\\/]{1,2}(?:Users|Documents and Settings)[\\/]{1,2})([^\\/\s\"'<>|:]{1,64})"
)
_NOBODY: Final = frozenset(
    {"public", "shared", "default", "user", "python-docx", "openpyxl", "un-named", "microsoft office user"}
)
_CODER: Final = re.compile(r"(?:Coder |C)\d+")
_MASK: Final = "█"
_SAID: Final = {
    Part.THUMBNAIL: "The document holds a small picture of its first page, made before names were taken out.",
    Part.PICTURE: "A picture: no program can tell whom it shows. Look at it.",
    Part.UNCHECKED: "This part could not be looked into. Take it out, or check it by hand.",
    Part.AUTHOR: "The document says who wrote it.",
}


class CannotCheck(AnalysisError):
    """There is nothing to check, or nothing to check it against."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A place where somebody can still be told. Names in ``where`` and ``context`` are covered."""

    where: str
    part: Part
    reason: str
    context: str
    certainty: Certainty
    many: int = 1

    def __str__(self) -> str:
        times = f" ({self.many:,} times)" if self.many > 1 else ""
        shown = f": {self.context}" if self.context else ""
        return f"{self.where}, {self.part}: {self.reason}{times}{shown}"


def check_leaks(
    export: Path | str | bytes,
    against: Key | Roster | Iterable[Entry],
    *,
    name: str = "export",
    least: Certainty = Certainty.MEDIUM,
) -> list[Leak]:
    """Every place of a file or folder that still gives somebody away; an empty list means that none was found.

    Looks into text, CSV, JSON, HTML, SVG, RTF, Word, Excel, OpenDocument, PDF, SQLite and archives within archives
    (`.zip`, `.qdpx`): texts, comments, notes, headers, tracked changes, properties, attributes, the names of files and
    parts, paths with the name of a user, pictures of pages. What cannot be looked into is in the list.

    Parameters
    ----------
    export
        The file, a folder of files, or the bytes of a file; then say its ``name``.
    against
        The key, or a roster.
    least
        How sure a name must be to be reported; “May” inside a sentence is of medium certainty.

    Raises
    ------
    CannotCheck
        If the file is missing, too large to be checked at once, or there are no names to look for.
    """
    entries = _entries(against)
    if not entries:
        raise CannotCheck("There are no names to look for. Give the key or a roster with names in it.")
    look = _Look(entries, least)
    if isinstance(export, bytes):
        return _together(look.leaks(pieces(export, name)))
    found: list[Leak] = []
    for path, called in _files(Path(export)):
        found += look.leaks(pieces(_content(path), called))
    return _together(found)


def _entries(against: Key | Roster | Iterable[Entry]) -> list[Entry]:
    if not isinstance(against, Key):
        return list(against)
    hidden = [one for one in against.decisions if one.do != "keep"]
    # A great age or a date is no name: 93 stands in any text.
    others = [one for one in hidden if one.entry is None and one.kind not in {Kind.AGE, Kind.DATE, Kind.BIRTH}]
    written = [Entry(one.name, one.kind if one.kind in NAMES else Kind.OTHER) for one in others]
    return [*(one.entry for one in hidden if one.entry is not None), *written]


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    if path.is_dir():
        inside = sorted(one for one in path.rglob("*") if one.is_file() and not one.is_symlink())
        yield from ((one, one.relative_to(path).as_posix()) for one in inside)
    elif path.is_file():
        yield path, path.name
    else:
        raise CannotCheck("There is no such file or folder to check. Check its name and folder.")


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise CannotCheck(
                f"A file is larger than {LARGEST // 2**20} MB, too large to check at once. Export it in parts."
            )
        return path.read_bytes()
    except OSError:
        raise CannotCheck("A file cannot be opened, so it was not checked. Close it elsewhere and try again.") from None


@dataclass(frozen=True, slots=True)
class _Seen:
    segment: Segment
    reason: str
    certainty: Certainty


class _Look:
    """One search for the same names in many pieces."""

    def __init__(self, entries: Iterable[Entry], least: Certainty) -> None:
        self._matcher = Matcher(entries, misspellings=False)
        self._wanted = list(Certainty)[: list(Certainty).index(least) + 1]

    def leaks(self, found: Iterable[Piece]) -> Iterator[Leak]:
        told: set[str] = set()  # raw bytes repeat what the parts have said
        for piece in found:
            where = self._masked(piece.where)
            if piece.part in _SAID and not self._is_nobody(piece):
                yield Leak(where, piece.part, _SAID[piece.part], "", Certainty.MEDIUM)
            seen = list(self._seen(piece))
            shown = _covered(piece.text, seen)
            for one in seen:
                word = " ".join(folded_words(one.segment.of(piece.text)))
                if piece.part is not Part.RAW or word not in told:
                    yield Leak(where, piece.part, one.reason, _around(shown, one.segment), one.certainty)
                told.add(word)

    def _seen(self, piece: Piece) -> Iterator[_Seen]:
        for match in longest(self._matcher.matches(piece.text, title=piece.part is Part.NAME)):
            if match.certainty in self._wanted:
                yield _Seen(match.segment, f"{match.entry.kind}: {match.reason}", match.certainty)
        plain = piece.part in {Part.TEXT, Part.COMMENT, Part.DELETED}
        for hit in hits(piece.text, _IN_TEXT if plain else _ELSEWHERE):
            if hit.certainty in self._wanted:
                yield _Seen(hit.segment, hit.reason, hit.certainty)
        for home in _HOME.finditer(piece.text):
            if home[1].lower() not in _NOBODY:
                yield _Seen(Segment(*home.span(1)), "a path with the name of a user", Certainty.HIGH)

    def _masked(self, where: str) -> str:
        return _short(_covered(where, self._seen(Piece("", Part.NAME, where))))

    @staticmethod
    def _is_nobody(piece: Piece) -> bool:
        return piece.part is Part.AUTHOR and (
            piece.text.strip().lower() in _NOBODY or bool(_CODER.fullmatch(piece.text.strip()))
        )


def _covered(text: str, seen: Iterable[_Seen]) -> str:
    """As long as the text, so that places stay."""
    shown, at = [], 0
    for segment in union(one.segment for one in seen):
        shown += [text[at : segment.start], _MASK * len(segment)]
        at = segment.end
    return "".join([*shown, text[at:]])


def _around(shown: str, segment: Segment) -> str:
    return _short(" ".join(str(context(shown, segment, characters=30)).split()))


def _short(shown: str) -> str:
    """A mask of one length: how long a name is says something too."""
    return re.sub(f"{_MASK}+", _MASK * 5, shown)


def _together(found: Iterable[Leak]) -> list[Leak]:
    many: dict[Leak, int] = {}
    for leak in found:
        many[leak] = many.get(leak, 0) + 1
    return [replace(leak, many=times) for leak, times in many.items()]
