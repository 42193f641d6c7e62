"""The ZIP around a project: never unpacked to disk, and refused where it is made to do harm."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote

from evenground.analysis.text.refi.errors import HostileArchive, UnreadableStudy
from evenground.analysis.text.study.model import File, Member

# Limits for a file from a stranger. A large real study has some thousand sources and 50 MB of XML.
MOST_MEMBERS = 20_000
MOST_TOTAL = 8 * 2**30  # bytes unpacked; recordings are read only when they are used
MOST_MEMBER = 2**31 - 1  # the standard's own limit for one file inside
MOST_XML = 256 * 2**20  # project.qde: ten times the largest study seen
MOST_TEXT = 64 * 2**20  # one plain text: some 10,000 pages
MOST_TEXTS = 512 * 2**20  # all plain texts together, for they are kept in memory
MOST_RATIO = 250  # text packs to about a tenth, XML to a thirtieth; a bomb to a thousandth
_SMALL = 2**20  # below this a high ratio harms nobody


class Archive:
    """A `.qdpx` file that passed the checks, with its members found as other programs name them.

    Raises
    ------
    UnreadableStudy
        If it is no ZIP, or has no project inside.
    HostileArchive
        If a name leads out of it, two members have one name, or it is beyond the limits.
    """

    def __init__(self, path: Path) -> None:
        self.path, self._texts = path, 0
        self._zip = _opened(path)
        try:
            check_members(path.name, self._zip.infolist())
            self.project = _project_in(path.name, self._zip.namelist())
        except BaseException:
            self._zip.close()
            raise
        self._folder = self.project.rpartition("/")[0]
        self._lower: dict[str, str] = {}
        for name in sorted(self.names, reverse=True):  # reversed: the first in order wins
            self._lower[name.lower()] = name
            self._lower.setdefault("\0" + name.lower().rpartition("/")[2], name)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in self._zip.namelist() if not name.endswith("/"))

    def find(self, inner: str) -> str | None:
        """The member that ``internal://inner`` means, whatever the case and folder; None where there is none."""
        wanted = unquote(inner).replace("\\", "/").lstrip("/").lower()
        base = f"{self._folder}/".lower().lstrip("/")
        for name in (inner.lower(), f"{base}sources/{wanted}", base + wanted, "\0" + wanted.rpartition("/")[2]):
            if name in self._lower:
                return self._lower[name]
        return None

    def _start(self, name: str) -> IO[bytes]:
        try:
            return self._zip.open(name)
        except (
            zipfile.BadZipFile,
            KeyError,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as reason:
            raise _damaged(name) from reason

    def open_project(self) -> IO[bytes]:
        return io.BufferedReader(_Counted(self._start(self.project), MOST_XML, self.project), 2**16)

    def open_file(self, name: str) -> IO[bytes]:
        return io.BufferedReader(_Counted(self._start(name), MOST_MEMBER, name), 2**20)

    def text_of(self, name: str) -> bytes:
        """All of a plain text; counted, for one text may be named by many sources."""
        data = self.bytes_of(name)
        self._texts += len(data)
        if self._texts > MOST_TEXTS:
            raise HostileArchive(
                f"The texts in “{self.path.name}” are larger together than this program opens"
                f" ({MOST_TEXTS // 2**20} MB). Export the study in parts."
            )
        return data

    def bytes_of(self, name: str, most: int = MOST_TEXT) -> bytes:
        """All of a member, which must not be larger than ``most``."""
        with self._start(name) as stream:
            return _all(stream, most, name)


def content_of(file: File) -> bytes:
    """The bytes of a picture, recording, PDF or formatted text, from wherever they are kept."""
    if isinstance(file.content, bytes):
        return file.content
    if isinstance(file.content, Path):
        return file.content.read_bytes()
    return _member(file.content)


def _member(member: Member) -> bytes:
    with Archive(member.archive) as archive:
        return archive.bytes_of(member.name, MOST_MEMBER)


def check_members(called: str, members: list[zipfile.ZipInfo]) -> None:
    """Refuse a list of members that could do harm, before one byte of them is unpacked."""
    if len(members) > MOST_MEMBERS:
        raise HostileArchive(
            f"“{called}” holds {len(members):,} files; the most that is opened is {MOST_MEMBERS:,}. Export the study in parts."
        )
    seen: set[str] = set()
    for member in members:
        _check_name(called, member, seen)
        _check_size(called, member)
    if (total := sum(member.file_size for member in members)) > MOST_TOTAL:
        raise HostileArchive(
            f"“{called}” would unpack to {total / 2**30:,.1f} GB; the most that is opened is {MOST_TOTAL // 2**30} GB."
            " Export it without its recordings, or in parts."
        )


def _check_name(called: str, member: zipfile.ZipInfo, seen: set[str]) -> None:
    name = member.orig_filename.replace("\\", "/")
    escapes = name.startswith("/") or ".." in name.split("/") or "\0" in name or name[1:2] == ":"
    if escapes or stat.S_ISLNK(member.external_attr >> 16):
        raise HostileArchive(
            f"“{called}” holds a file whose name leads out of the archive. It was not opened: ask for a fresh export."
        )
    if member.filename in seen:
        raise HostileArchive(
            f"“{called}” holds two files called “{member.filename}”, so nobody can tell which counts."
            " It was not opened: ask for a fresh export."
        )
    if member.flag_bits & 0x1:
        raise UnreadableStudy(f"“{called}” is locked with a password. Export it again without one.")
    seen.add(member.filename)


def _check_size(called: str, member: zipfile.ZipInfo) -> None:
    if member.file_size > MOST_MEMBER:
        raise HostileArchive(
            f"“{called}” holds a file larger than 2 GB (“{member.filename}”), which the standard does not allow."
        )
    if member.file_size > _SMALL and member.file_size > MOST_RATIO * max(member.compress_size, 1):
        raise HostileArchive(
            f"“{member.filename}” in “{called}” unpacks to more than {MOST_RATIO} times its size, as only a"
            " harmful file does. It was not opened: ask for a fresh export."
        )


def _opened(path: Path) -> zipfile.ZipFile:
    if not path.exists():
        raise UnreadableStudy(f"There is no file “{path.name}”. Check its name and folder.")
    if path.is_dir() or not path.stat().st_size:
        what = "a folder" if path.is_dir() else "empty"
        raise UnreadableStudy(f"“{path.name}” is {what}, not a REFI-QDA project. Export the study again as .qdpx.")
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise UnreadableStudy(
            f"“{path.name}” is not a .qdpx file, or only part of one arrived. Export the study again as a REFI-QDA project."
        ) from None


def _project_in(called: str, names: list[str]) -> str:
    inside = sorted(
        (name for name in names if name.lower().endswith(".qde")),
        key=lambda name: (name.count("/"), name.lower() != "project.qde", name),
    )
    if not inside:
        raise UnreadableStudy(
            f"“{called}” has no project inside (a file that ends in .qde). Export the study again as a REFI-QDA project."
        )
    return inside[0]


class _Counted(io.RawIOBase):
    """Bytes as they are really unpacked, counted: the size that an archive states can be a lie."""

    def __init__(self, stream: IO[bytes], most: int, name: str) -> None:
        self._stream, self._left, self._most, self._name = stream, most, most, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = _safe(self._stream, min(len(buffer), 2**16), self._name)
        self._left -= len(data)
        if self._left < 0:
            raise HostileArchive(f"“{self._name}” is larger than this program opens ({self._most // 2**20:,} MB).")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _all(stream: IO[bytes], most: int, name: str) -> bytes:
    parts, left = [], most
    while data := _safe(stream, 2**20, name):
        left -= len(data)
        if left < 0:
            raise HostileArchive(f"“{name}” is larger than this program opens ({most // 2**20:,} MB).")
        parts.append(data)
    return b"".join(parts)


def _safe(stream: IO[bytes], size: int, name: str) -> bytes:
    try:
        return stream.read(size)
    except (
        Exception
    ) as reason:  # BadZipFile, EOFError, zlib.error, lzma.LZMAError: their modules need not be loaded to name them
        raise _damaged(name) from reason


def _damaged(name: str) -> UnreadableStudy:
    return UnreadableStudy(f"“{name}” inside the file is damaged. Export the study again.")
