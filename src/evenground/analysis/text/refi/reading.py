"""Reading a `.qdpx` project: every known variant understood, and a report of what was read, mended and left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

from evenground.analysis.text.refi import incoming_sources, incoming_things
from evenground.analysis.text.refi.archive import Archive
from evenground.analysis.text.refi.errors import UnreadableStudy
from evenground.analysis.text.refi.incoming import Incoming
from evenground.analysis.text.refi.kept import NAME, Kept, with_kept
from evenground.analysis.text.refi.order import arranged
from evenground.analysis.text.refi.report import Report
from evenground.analysis.text.refi.settling import counts, settled
from evenground.analysis.text.refi.standard import PROJECT
from evenground.analysis.text.refi.xml import Element, WrongEncoding, local, pieces, space
from evenground.analysis.text.study.model import Id, Source, Study


@dataclass(frozen=True)
class Read:
    """A study as read, and what had to be mended or left out on the way."""

    study: Study
    report: Report


def read_qdpx(path: str | PathLike[str]) -> Read:
    """Read a REFI-QDA 1.5 project.

    Positions are checked against what selections quote; where a program counts line ends, a byte-order mark or
    emoji otherwise, they are put right, text by text. Nothing outside the archive is ever opened, and nothing in it is
    unpacked to disk: pictures and recordings are read when they are used.

    Parameters
    ----------
    path
        The `.qdpx` file.

    Returns
    -------
    Read
        The study, in the order of the file, and the report. Ids are in lower case without braces, texts have LF line
        ends and no characters that XML cannot hold, positions are code points and half-open.

    Raises
    ------
    UnreadableStudy
        If it is no REFI-QDA project, is damaged, or is locked with a password.
    HostileArchive
        If it is made to do harm, or is beyond the limits stated in `archive` and `xml`.

    References
    ----------
    REFI-QDA standard 1.5, Rotterdam Exchange Format Initiative, 18 March 2019.
    """
    with Archive(Path(path)) as archive:
        try:
            return _read(archive, None)
        except WrongEncoding:
            return _read(archive, "windows-1252")


def _read(archive: Archive, encoding: str | None) -> Read:
    incoming = Incoming(archive)
    if encoding:
        incoming.notes.mended(archive.project, f"is not in the encoding it claims; read as {encoding}.")
    if archive.project != "project.qde":
        incoming.notes.mended("archive", f"the project inside is called “{archive.project[:80]}”, not “project.qde”.")
    study = _study(incoming, archive, encoding)
    study = replace(study, **_collections(incoming))
    study = _with_kept(study, incoming)
    study = arranged(settled(study, incoming.notes))
    _say_rest(incoming, archive, study)
    incoming.notes.counts.update(counts(study))
    return Read(study, incoming.notes.report())


def _study(incoming: Incoming, archive: Archive, encoding: str | None) -> Study:
    study = Study("")
    notes: list[Id] = []
    said = ""
    with archive.open_project() as stream:
        for parent, element in pieces(stream, archive.path.name, encoding):
            if not parent:
                study = _started(incoming, archive, element)
            elif parent == "Project" and local(element) == "Description":
                said = element.text or ""
            elif parent == "Project" and local(element) == "NoteRef":
                notes += incoming.references([element], "note")
            else:
                _take(incoming, parent, element)
    return replace(study, description=said, notes=tuple(notes))


def _started(incoming: Incoming, archive: Archive, root: Element) -> Study:
    if local(root) != "Project":
        what = "a codebook (read it as .qdc)" if local(root) == "CodeBook" else f"“{local(root)[:40]}”"
        raise UnreadableStudy(f"“{archive.path.name}” holds {what}, not a REFI-QDA project.")
    if space(root) != PROJECT:
        incoming.notes.warn("Project", f"its namespace is “{space(root)[:80]}”, not “{PROJECT}”; read all the same.")
    incoming.origin = root.get("origin") or ""
    for key in root.attrib:
        incoming.hidden += key == "basePath"
    return Study(root.get("name") or "", origin=incoming.origin, stamp=incoming.stamp(root))


def _take(incoming: Incoming, parent: str, element: Element) -> None:
    incoming.look_for_unknown(element)
    name = local(element)
    if parent == "Sources":
        incoming_sources.read_source(incoming, element)
    elif (parent, name) == ("Notes", "Note"):
        incoming_sources.read_text(incoming, element, "note")
    elif (parent, name) in _TAKERS:
        _TAKERS[parent, name](incoming, element)
    elif parent != "Project" or name not in _LISTS:
        incoming.misplaced(parent, name)


_TAKERS = {
    ("Users", "User"): incoming_things.read_user,
    ("CodeBook", "Codes"): incoming_things.read_codes,
    ("Variables", "Variable"): incoming_things.read_variable,
    ("Cases", "Case"): incoming_things.read_case,
    ("Links", "Link"): incoming_things.read_link,
    ("CodeBook", "Sets"): incoming_things.read_sets,  # where a codebook of its own has them
    ("Sets", "Set"): incoming_things.read_set,
    ("Graphs", "Graph"): incoming_things.read_graph,
}
_LISTS = {"Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs"}  # found empty


def _collections(incoming: Incoming) -> dict[str, Any]:
    names = (
        "users", "codes", "variables", "cases", "sources", "sync_points", "selections", "codings", "links", "sets",
        "graphs",
    )  # fmt: skip
    return {name: tuple(getattr(incoming, name)) for name in names}


def _with_kept(study: Study, incoming: Incoming) -> Study:
    """Put back what was kept beside the standard; a note of that name that says something else stays as a note."""
    sources: list[Source] = []
    found: list[Kept] = []
    marked = {one.source for one in study.selections} | {one.source for one in study.codings}
    for source in study.sources:
        if source.name != NAME or source.role != "note":
            sources.append(source)
        elif (kept := Kept.from_json(source.text or "")) is not None:
            found.append(kept)
            if source.id in marked:
                incoming.notes.warn(
                    f"Note “{NAME}”", "was coded in another program; kept as a note of another name with its codings."
                )
                sources.append(replace(source, name=f"{NAME} (coded)"))
        else:
            incoming.notes.warn(
                f"Note “{NAME}”", "was changed and cannot be understood; kept as a note of another name."
            )
            sources.append(replace(source, name=f"{NAME} (not understood)"))
    study = replace(study, sources=tuple(sources))
    for kept in found:
        study, strays = with_kept(study, kept)
        if strays:
            incoming.notes.left_out(
                f"Note “{NAME}”",
                f"{strays:,} things in it belong to nothing in the file any more (another program changed ids).",
            )
    return study


def _say_rest(incoming: Incoming, archive: Archive, study: Study) -> None:
    for what, many in sorted(incoming.unknown.items()):
        incoming.notes.left_out("project", f"{what}, which the standard does not have ({many:,} times).")
    if incoming.hidden:
        incoming.notes.left_out("project", f"{incoming.hidden:,} paths on somebody's computer.")
    if not any(counts(study).values()):
        incoming.notes.warn("project", "holds nothing: no sources, no codes, no codings.")
