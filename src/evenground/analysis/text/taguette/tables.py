"""The tables of a Taguette project, opened so that the file can neither be changed nor do harm."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from evenground.analysis.text.refi.errors import HostileArchive, UnreadableStudy

LARGEST = 2 * 2**30  # bytes of the file
LONGEST = 32 * 2**20  # bytes of one cell: a document of some thousand pages
MOST_TEXT = 256 * 2**20  # characters of one table, for they are kept in memory
MOST_ROWS = 2_000_000  # of one table
_WORK = 200_000_000  # steps of SQLite's machine: a large real project takes a hundredth

Row = Mapping[str, Any]
# The tables of Taguette 1.5.2 and what of them we read; what stands after the bar is in some editions only.
_COLUMNS = {
    "projects": ("id name description created", ""),
    "documents": ("id name description filename created project_id text_direction contents", ""),
    "highlights": ("id document_id start_offset end_offset snippet", ""),
    "tags": ("id project_id path description", "parent_id"),
    "highlight_tags": ("highlight_id tag_id", ""),
    "commands": ("id date user_login project_id payload", ""),
}
_ORDER = {"highlight_tags": "highlight_id, tag_id"}


@dataclass(frozen=True)
class Tables:
    """What the file holds, table by table, each in the order of its numbers."""

    projects: list[Row]
    documents: list[Row]
    highlights: list[Row]
    tags: list[Row]
    highlight_tags: list[Row]
    commands: list[Row]


def read_tables(path: Path) -> Tables:
    """All that is read of a file.

    Raises
    ------
    UnreadableStudy
        If it is no SQLite file, is damaged, or holds no Taguette project.
    HostileArchive
        If it is beyond the limits stated here, or has something else where a table should be.
    """
    _check(path)
    try:
        with closing(_opened(path)) as database:
            columns = _columns(database, path.name)
            with _limited(database, path.name):
                return Tables(**{name: list(_rows(database, name, columns[name], path.name)) for name in _COLUMNS})
    except sqlite3.DatabaseError as reason:
        if "too big" in str(reason):
            raise HostileArchive(
                f"“{path.name}” holds a text larger than this program opens ({LONGEST // 2**20} MB)."
            ) from reason
        raise UnreadableStudy(
            f"“{path.name}” is damaged and cannot be read. Export the project from Taguette again."
        ) from reason


def _check(path: Path) -> None:
    if not path.is_file():
        raise UnreadableStudy(f"There is no file “{path.name}”. Check its name and folder.")
    if path.stat().st_size > LARGEST:
        raise HostileArchive(f"“{path.name}” is larger than this program opens ({LARGEST // 2**30} GB).")
    beside = path.with_name(path.name + "-wal")
    if beside.is_file() and beside.stat().st_size:
        raise UnreadableStudy(
            f"“{path.name}” is in use: its newest part is still in “{beside.name}”. Close Taguette, or export the project."
        )
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\x00":
            raise UnreadableStudy(
                f"“{path.name}” is no SQLite file. In Taguette choose “Export project” and take that."
            )


def _opened(path: Path) -> sqlite3.Connection:
    # "immutable" also keeps SQLite from making or reading any file beside this one.
    database = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)
    database.row_factory = sqlite3.Row
    database.text_factory = lambda data: data.decode("utf-8", "replace")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in ("query_only=ON", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0"):
        database.execute(f"PRAGMA {pragma}")
    return database


def _columns(database: sqlite3.Connection, called: str) -> dict[str, list[str]]:
    """Which columns are there. A view could run anything it likes, so only tables are believed."""
    there = dict(database.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')").fetchall())
    found: dict[str, list[str]] = {}
    for name, (needed, perhaps) in _COLUMNS.items():
        if there.get(name) == "view":
            raise HostileArchive(f"“{called}” has a view where Taguette has the table “{name}”. It is not opened.")
        has = {row["name"] for row in database.execute(f"PRAGMA table_xinfo({name})") if not row["hidden"]}
        missing = [column for column in needed.split() if column not in has]
        if missing and name != "commands":
            raise UnreadableStudy(
                f"“{called}” holds no Taguette project: its table “{name}” has no column “{missing[0]}”."
                " In Taguette choose “Export project” and take that file."
            )
        found[name] = [] if missing else [*needed.split(), *(column for column in perhaps.split() if column in has)]
    return found


@contextmanager
def _limited(database: sqlite3.Connection, called: str) -> Iterator[None]:
    """Stop work that no real project needs."""
    steps = 0

    def counted() -> int:
        nonlocal steps
        steps += 100_000
        return int(steps > _WORK)

    database.set_progress_handler(counted, 100_000)
    try:
        yield
    except sqlite3.OperationalError as reason:
        if "interrupted" not in str(reason):
            raise
        raise HostileArchive(f"Reading “{called}” takes more work than any real project. It is not opened.") from reason


def _rows(database: sqlite3.Connection, name: str, columns: list[str], called: str) -> Iterator[Row]:
    if not columns:
        return
    order, text = _ORDER.get(name, "id"), 0
    for number, row in enumerate(database.execute(f"SELECT {', '.join(columns)} FROM {name} ORDER BY {order}")):  # noqa: S608
        text += sum(len(cell) for cell in row if isinstance(cell, str | bytes))
        if number >= MOST_ROWS or text > MOST_TEXT:
            raise HostileArchive(f"“{called}” holds more in “{name}” than this program opens.")
        yield dict(row)


def payload_of(command: Row) -> dict[str, Any]:
    """What a command says; nothing where it cannot be understood."""
    try:
        found = json.loads(command["payload"])
    except (TypeError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def text_of(value: Any) -> str:
    """What a text column holds; nothing where it holds something else."""
    return value.replace("\0", "") if isinstance(value, str) else ""
