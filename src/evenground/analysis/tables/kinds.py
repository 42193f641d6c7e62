"""What kind of file this is, by what is in it: names lie."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path
from typing import Final

from evenground.analysis.errors import UnreadableFile

MAX_BYTES: Final = 200 * 1024**2  # stated to the person; larger files belong in a database
MAX_UNPACKED: Final = 10 * MAX_BYTES  # a small archive can hide a vast file
MAX_WORKBOOK: Final = 256 * 1024**2  # unpacked; reading more would keep a person waiting for minutes
_HEAD: Final = 64 * 1024
_CONTROLS: Final = bytes({*range(32), 127} - set(b"\t\n\v\f\r"))
_ACCEPTED: Final = "Save it as CSV or as an Excel workbook (.xlsx), and choose that file."


class Kind(StrEnum):
    CSV = "csv"
    CSV_GZ = "csv.gz"
    XLSX = "xlsx"
    PARQUET = "parquet"


_NOT_TABLES: Final = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file, or one with a password",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a text document",
}


def kind_of(path: Path, *, most: int | None = MAX_BYTES) -> Kind:
    """Tell the kind of a file, or raise `UnreadableFile` with what it is instead and what to do.

    ``most`` is the size in bytes past which a file is refused; None reads any.
    """
    _check_size(path, most)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"\x1f\x8b"):
        return _gzipped(path, None if most is None else MAX_UNPACKED)
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    _check_is_text(path, head)
    return Kind.CSV


def encoding_of(head: bytes) -> str:
    """Guess between the encodings that spreadsheets save; Latin-1 reads anything, so it comes last."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_short = error.start >= len(head) - 3  # the last character may be cut in two
        return "utf-8" if cut_short else "latin-1"
    return "utf-8"


def unpacked_head(path: Path, kind: Kind, size: int = _HEAD) -> bytes:
    """Give the first bytes of a text file, unpacked."""
    if kind is Kind.CSV_GZ:
        with gzip.open(path) as packed:
            return packed.read(size)
    with path.open("rb") as file:
        return file.read(size)


def _check_size(path: Path, most: int | None) -> None:
    if not path.is_file():
        raise UnreadableFile(f"There is no file called “{path.name}”. Choose the file again.")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile(f"“{path.name}” is empty. Save it again from the program it came from.")
    if most is not None and size > most:
        raise UnreadableFile(
            f"“{path.name}” is {size / 1024**2:,.0f} MB. The most that can be read is {most // 1024**2} MB."
            " Keep only the columns you need, or save it compressed (.csv.gz)."
        )


def _check_is_text(path: Path, head: bytes) -> None:
    start = head.lstrip()[:100].lower()
    what = next((name for sign, name in _NOT_TABLES.items() if head.startswith(sign)), None)
    if start.startswith((b"<!doctype html", b"<html")):
        what = "a web page"
    if what is None and encoding_of(head) != "utf-16" and _is_binary(head):
        what = "a file of another kind"
    if what:
        raise UnreadableFile(f"“{path.name}” is {what}, not a table. {_ACCEPTED}")
    if not head.strip(b"\xef\xbb\xbf \r\n\t,;"):
        raise UnreadableFile(
            f"“{path.name}” has nothing in it but blanks. Save it again from the program it came from."
        )


def _is_binary(head: bytes) -> bool:
    """A zero byte, or more control characters than slip into a text by copying."""
    return b"\0" in head or len(head) - len(head.translate(None, _CONTROLS)) > len(head) / 50


def _gzipped(path: Path, most: int | None) -> Kind:
    size = 0
    try:
        with gzip.open(path) as packed:
            _check_is_text(path, packed.read(_HEAD))
            while most is not None and size <= most and (block := packed.read(1024**2)):
                size += len(block)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(f"“{path.name}” is a damaged compressed file. Download or save it again.") from error
    if most is not None and size > most:
        raise UnreadableFile(
            f"“{path.name}” unpacks to more than {most // 1024**2:,} MB. Keep only the columns you need."
        )
    return Kind.CSV_GZ


def _zipped(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableFile(f"“{path.name}” is damaged. Download or save it again.") from error
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        what = "a Word document" if any(e.filename.startswith("word/") for e in entries) else "an archive of files"
        raise UnreadableFile(f"“{path.name}” is {what}, not a table. {_ACCEPTED}")
    if sum(entry.file_size for entry in entries) > MAX_WORKBOOK:
        raise UnreadableFile(
            f"“{path.name}” unpacks to more than {MAX_WORKBOOK // 1024**2:,} MB. Keep only the sheet and the columns"
            " you need, or save it as CSV."
        )
    return Kind.XLSX
