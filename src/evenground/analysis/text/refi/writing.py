"""Writing a `.qdpx` project: valid, pseudonymous unless told otherwise, and the same bytes for the same study."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import IO, Literal

from lxml import etree  # type: ignore[import-untyped]

from evenground.analysis.text.refi import outgoing_things
from evenground.analysis.text.refi.archive import Archive
from evenground.analysis.text.refi.ids import made, proper
from evenground.analysis.text.refi.kept import NAME, NOTE
from evenground.analysis.text.refi.order import arranged, is_note, nested
from evenground.analysis.text.refi.outgoing import Choices, Outgoing
from evenground.analysis.text.refi.outgoing_sources import note_element, source_element, text_element
from evenground.analysis.text.refi.report import Report
from evenground.analysis.text.refi.settling import called, counts
from evenground.analysis.text.refi.standard import PROJECT
from evenground.analysis.text.refi.xml import Element, written_moment
from evenground.analysis.text.study.model import File, Member, Source, Study, Thing

# The earliest time a ZIP can have: when a file was written must not change its bytes.
_DATE = (1980, 1, 1, 0, 0, 0)
_LEVEL = 4  # texts: twice as quick as the usual 6, and a twentieth larger
# Already packed: packing again costs time and gains nothing.
_PACKED = {
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".mp3",
    ".mp4",
    ".m4a",
    ".m4v",
    ".mov",
    ".ogg",
    ".webm",
    ".docx",
    ".wma",
    ".wmv",
}


@dataclass(frozen=True)
class Written:
    """What was written, and what could not be."""

    path: Path
    report: Report


def write_qdpx(
    study: Study,
    path: str | PathLike[str],
    *,
    users: Literal["pseudonyms", "names"] = "pseudonyms",
    names: Literal["pseudonymous", "kept"] = "pseudonymous",
    rich: bool = False,
    origin: str = "Evenground",
) -> Written:
    """Write a study as a REFI-QDA 1.5 project that other programs can open.

    Texts are written as UTF-8 with LF line ends and no mark at the start; positions are code points. No path of this
    computer and no original file name goes into the file. What the standard has no place for is kept in a note that
    other programs show and `read_qdpx` takes out again.

    Parameters
    ----------
    study
        The study; it must be pseudonymised already, for its texts and names are written as they are.
    path
        Where to write; replaced only when all is written.
    users
        “pseudonyms” writes people as “Coder 1”, “Coder 2”; “names” by their names.
    names
        “pseudonymous” leaves out what files were called and replaces the name of a source that is that of its file;
        “kept” keeps both.
    rich
        Also write the formatted twins of texts. They may still hold what was pseudonymised in the text.
    origin
        The program named in the file.

    Returns
    -------
    Written
        The path and a report of what was written and what was left out.
    """
    path = Path(path)
    outgoing = Outgoing(arranged(study), Choices(users, names, rich, origin))
    outgoing.mend_ids()
    with replacing(path) as part, zipfile.ZipFile(part, "w") as archive:
        with archive.open(_entry("project.qde"), "w") as stream:
            _write_project(outgoing, stream)
        for name in sorted(outgoing.files):
            _write_file(outgoing, archive, name, outgoing.files[name])
    _say_rest(outgoing)
    return Written(path, outgoing.notes.report())


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside the one wanted, which takes its place only when it is whole."""
    part = path.with_name(path.name + ".part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_STORED if Path(name).suffix in _PACKED else zipfile.ZIP_DEFLATED
    info.create_system, info.external_attr = 3, 0o600 << 16  # the same on every system
    return info


def _write_project(outgoing: Outgoing, stream: IO[bytes]) -> None:
    study, inside = outgoing.study, {one.id for group in nested(outgoing.study).values() for one in group}
    first = [source for source in study.sources if not is_note(source) and source.id not in inside]
    lists: list[tuple[str, Callable[[], Iterable[Element]]]] = [
        ("Users", lambda: outgoing_things.users(outgoing)),
        ("CodeBook", lambda: outgoing_things.codes(outgoing)),
        ("Variables", lambda: outgoing_things.variables(outgoing)),
        ("Cases", lambda: outgoing_things.cases(outgoing)),
        ("Sources", lambda: (source_element(outgoing, source) for source in first)),
        ("Links", lambda: outgoing_things.links(outgoing)),
        ("Sets", lambda: outgoing_things.sets(outgoing)),
        ("Graphs", lambda: outgoing_things.graphs(outgoing)),
    ]
    # Notes stand before links and sets, but what is to be kept beside is known only when those are made.
    late = {name: list(make()) for name, make in lists[5:]}
    with etree.xmlfile(stream, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element(f"{{{PROJECT}}}Project", _project_attributes(outgoing), nsmap={None: PROJECT}):
            for name, make in lists[:5]:
                _write_list(file, name, make())
            _write_list(file, "Notes", _notes(outgoing))
            for name, elements in late.items():
                _write_list(file, name, elements)
            _write_end(outgoing, file)


def _project_attributes(outgoing: Outgoing) -> dict[str, str]:
    study, stamp = outgoing.study, outgoing.study.stamp
    said = {
        "name": outgoing.clean(study.name),
        "origin": outgoing.clean(outgoing.choices.origin),
        # Here, and only here, the standard calls these two …GUID.
        "creatingUserGUID": proper(stamp.by) if stamp.by else None,
        "creationDateTime": written_moment(stamp.at) if stamp.at else None,
        "modifyingUserGUID": proper(stamp.changed_by) if stamp.changed_by else None,
        "modifiedDateTime": written_moment(stamp.changed_at) if stamp.changed_at else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _write_list(file: Element, name: str, elements: Iterable[Element]) -> None:
    """A list with its elements, one by one; an empty list is not written, for the standard has none."""
    found = iter(elements)
    first = next(found, None)
    if first is None:
        return
    file.write("\n")
    with file.element(f"{{{PROJECT}}}{name}"):
        file.write("\n")
        file.write(first, pretty_print=True)
        for element in found:
            file.write(element, pretty_print=True)


def _notes(outgoing: Outgoing) -> Iterator[Element]:
    for source in outgoing.study.sources:
        if is_note(source):
            yield note_element(outgoing, source)
    if outgoing.kept:
        its = NOTE if NOTE not in outgoing.study.things else made("one more", NOTE)
        yield text_element(outgoing, None, "Note", Source(its, NAME, role="note", text=outgoing.kept.to_json()))


def _write_end(outgoing: Outgoing, file: Element) -> None:
    file.write("\n")
    if outgoing.study.description:
        said = outgoing.add(None, "Description")
        said.text = outgoing.clean(outgoing.study.description)
        file.write(said, pretty_print=True)
    for note in outgoing.study.notes:
        file.write(outgoing.add(None, "NoteRef", targetGUID=proper(note)), pretty_print=True)


def _write_file(outgoing: Outgoing, archive: zipfile.ZipFile, name: str, file: File) -> None:
    if isinstance(file.content, bytes):
        archive.writestr(_entry(name), file.content, compresslevel=_LEVEL)
        return
    try:
        with _opened(file.content) as source, archive.open(_entry(name), "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target, 2**20)
    except FileNotFoundError:
        outgoing.notes.left_out(name, f"the file “{file.name}” is not there any more.")


@contextmanager
def _opened(content: Path | Member) -> Iterator[IO[bytes]]:
    if isinstance(content, Member):
        with Archive(content.archive) as archive, archive.open_file(content.name) as stream:
            yield stream
    else:
        with content.open("rb") as stream:
            yield stream


def _say_rest(outgoing: Outgoing) -> None:
    """Name what no element could hold, and count what was written."""
    study, notes = outgoing.study, outgoing.notes
    notes.counts.update(counts(study))
    placed: tuple[tuple[str, tuple[Thing, ...]], ...] = (
        ("sources", study.sources), ("sync points", study.sync_points), ("selections", study.selections),
        ("codings", study.codings),
    )  # fmt: skip
    for kind, things in placed:
        for thing in things:
            if thing.id not in outgoing.written:
                notes.counts[kind] -= 1
                notes.left_out(called(thing), "stands in nothing that can hold it.")
    if outgoing.stripped:
        notes.mended(
            "study", f"{outgoing.stripped:,} characters that XML cannot hold were taken out of names and notes."
        )
