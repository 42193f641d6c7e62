"""Codebooks (`.qdc`), read and written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from os import PathLike
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from evenground.analysis.text.refi import incoming_things
from evenground.analysis.text.refi.archive import MOST_XML
from evenground.analysis.text.refi.codes import described, in_tree, parts_of, understood
from evenground.analysis.text.refi.errors import HostileArchive, NothingToWrite, UnreadableStudy
from evenground.analysis.text.refi.ids import proper
from evenground.analysis.text.refi.incoming import Incoming
from evenground.analysis.text.refi.outgoing import Choices, Outgoing
from evenground.analysis.text.refi.reading import Read
from evenground.analysis.text.refi.settling import counts, settled
from evenground.analysis.text.refi.standard import CODEBOOK
from evenground.analysis.text.refi.writing import Written, replacing
from evenground.analysis.text.refi.xml import Element, WrongEncoding, local, pieces, space
from evenground.analysis.text.study.model import Code, Gathering, Study


def read_qdc(path: str | PathLike[str]) -> Read:
    """Read a REFI-QDA codebook: a study with codes and sets only.

    Raises
    ------
    UnreadableStudy
        If it is no codebook, or is damaged.
    HostileArchive
        If it declares a document type, or is beyond the limits stated in `archive` and `xml`.
    """
    path = checked(Path(path))
    try:
        return _read(path, None)
    except WrongEncoding:
        return _read(path, "windows-1252")


def checked(path: Path) -> Path:
    """The path of a file that is there, holds something and is not too large."""
    if not path.is_file():
        raise UnreadableStudy(f"There is no file “{path.name}”. Check its name and folder.")
    size = path.stat().st_size
    if not size:
        raise UnreadableStudy(f"“{path.name}” is empty. Export the codebook again as .qdc.")
    if size > MOST_XML:
        raise HostileArchive(f"“{path.name}” is larger than this program opens ({MOST_XML // 2**20:,} MB).")
    return path


def _read(path: Path, encoding: str | None) -> Read:
    incoming = Incoming(None)
    if encoding:
        incoming.notes.mended(path.name, f"is not in the encoding it claims; read as {encoding}.")
    with path.open("rb") as stream:
        for parent, element in pieces(stream, path.name, encoding):
            if not parent:
                _start(incoming, path, element)
            elif local(element) == "Code":
                incoming.look_for_unknown(element)
                incoming_things.read_codes(incoming, element)
            elif local(element) == "Set":
                incoming.look_for_unknown(element)
                incoming_things.read_set(incoming, element)
            elif local(element) not in ("Codes", "Sets"):  # those two are here only when they are empty
                incoming.unknown[f"the element “{local(element)}”"] += 1
    for what, many in sorted(incoming.unknown.items()):
        incoming.notes.left_out(path.name, f"{what}, which the standard does not have ({many:,} times).")
    study = Study(path.stem, origin=incoming.origin, codes=tuple(incoming.codes), sets=tuple(incoming.sets))
    study = settled(study, incoming.notes)
    if not study.codes:
        incoming.notes.warn(path.name, "holds no codes.")
    incoming.notes.counts.update(counts(study))
    return Read(study, incoming.notes.report())


def _start(incoming: Incoming, path: Path, root: Element) -> None:
    if local(root) != "CodeBook":
        what = "a whole project (read it as .qdpx)" if local(root) == "Project" else f"“{local(root)[:40]}”"
        raise UnreadableStudy(f"“{path.name}” holds {what}, not a REFI-QDA codebook.")
    if space(root) != CODEBOOK:
        incoming.notes.warn(path.name, f"its namespace is “{space(root)[:80]}”, not “{CODEBOOK}”; read all the same.")
    incoming.origin = root.get("origin") or ""


def write_qdc(study: Study | Iterable[Code], path: str | PathLike[str], *, origin: str = "Evenground") -> Written:
    """Write the codes and sets of a study, or codes alone, as a REFI-QDA codebook.

    Raises
    ------
    NothingToWrite
        If there is no code: the standard has no empty codebook.
    """
    path = Path(path)
    whole = study if isinstance(study, Study) else Study("", codes=tuple(study))
    if not whole.codes:
        raise NothingToWrite("The study has no codes, and the standard has no empty codebook. Add a code first.")
    outgoing = Outgoing(replace(Study(""), codes=whole.codes, sets=whole.sets), Choices(origin=origin))
    outgoing.mend_ids()
    root = etree.Element(f"{{{CODEBOOK}}}CodeBook", {"origin": outgoing.clean(origin)}, nsmap={None: CODEBOOK})
    _codes(outgoing, root)
    _sets(outgoing, root)
    _say_rest(outgoing, whole)
    with replacing(path) as part:
        etree.ElementTree(root).write(str(part), encoding="UTF-8", xml_declaration=True, pretty_print=True)
    outgoing.notes.counts.update({"codes": len(whole.codes), "sets": len(whole.sets)})
    return Written(path, outgoing.notes.report())


def _codes(outgoing: Outgoing, root: Element) -> None:
    path = [etree.SubElement(root, f"{{{CODEBOOK}}}Codes")]
    for depth, code in in_tree(outgoing.study.codes):
        said = {"guid": proper(code.id), "name": outgoing.clean(code.name), "isCodable": str(code.codable).lower()}
        if tint := outgoing.colour(code.colour, f"Code “{code.name}”"):
            said["color"] = tint
        del path[depth + 1 :]
        element = etree.SubElement(path[depth], f"{{{CODEBOOK}}}Code", said)
        path.append(element)
        text = described(parts_of(code))
        _say(outgoing, element, text)
        if understood(text) != parts_of(code):
            outgoing.notes.warn(
                f"Code “{code.name}”", "its definition holds headings of ours; it comes back as one text."
            )
        if code.notes:
            outgoing.notes.left_out(f"Code “{code.name}”", f"{len(code.notes):,} notes: a codebook has none.")


def _sets(outgoing: Outgoing, root: Element) -> None:
    if not outgoing.study.sets:
        return
    sets = etree.SubElement(root, f"{{{CODEBOOK}}}Sets")
    for one in outgoing.study.sets:
        said = {"guid": proper(one.id), "name": outgoing.clean(one.name)}
        element = etree.SubElement(sets, f"{{{CODEBOOK}}}Set", said)
        _say(outgoing, element, one.description)
        for code in one.codes:
            # In a codebook it is guid; in a project targetGUID.
            etree.SubElement(element, f"{{{CODEBOOK}}}MemberCode", guid=proper(code))
        _say_members(outgoing, one)


def _say_members(outgoing: Outgoing, one: Gathering) -> None:
    if others := len(one.sources) + len(one.notes):
        outgoing.notes.left_out(f"Set “{one.name}”", f"{others:,} sources and notes: a codebook has only codes.")


def _say(outgoing: Outgoing, element: Element, text: str) -> None:
    if text:
        etree.SubElement(element, f"{{{CODEBOOK}}}Description").text = outgoing.clean(text)


def _say_rest(outgoing: Outgoing, whole: Study) -> None:
    rest = {kind: many for kind, many in counts(whole).items() if many and kind not in ("codes", "sets")}
    if rest:
        listed = ", ".join(f"{many:,} {kind}" for kind, many in rest.items())
        outgoing.notes.left_out("study", f"{listed}: a codebook holds codes and sets of codes only.")
