"""OpenDocument texts (``.odt``), without what was deleted under tracked changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

from evenground.analysis.text.transcripts.archives import Archive
from evenground.analysis.text.transcripts.grids import grid_lines
from evenground.analysis.text.transcripts.model import Draft, Line, UnreadableTranscript, counted

_OUT = {
    "annotation": ("comment", "comments"),
    "note": ("footnote or endnote", "footnotes and endnotes"),
    "frame": ("frame (picture or text box)", "frames (pictures or text boxes)"),
    "table-of-content": ("table of contents", "tables of contents"),
    "tracked-changes": ("list of tracked deletions", "lists of tracked deletions"),
}
_SILENT = {"annotation-end", "sequence-decls", "forms", "soft-page-break"}
# A file can ask for any number of blanks in one element, and have millions of those.
_MOST_BLANKS = 100


def read_opendocument(archive: Archive) -> Draft:
    """The paragraphs and tables of an ``.odt`` document."""
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UnreadableTranscript(
            "The document is protected with a password. Open it in LibreOffice and save it again without one."
        )
    root = archive.xml("content.xml")
    body = next((element for element in root.iter() if _name(element) == "text" and _of(element, "office")), None)
    if body is None:
        raise UnreadableTranscript("The document has no text in it: is it a spreadsheet or a presentation?")
    out: Counter[str] = Counter()
    draft = Draft(list(_blocks(body, out)), encoding="OpenDocument text")
    draft.dropped += [f"{counted(out[name], *called)}." for name, called in _OUT.items() if out[name]]
    return draft


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _of(element: etree._Element, space: str) -> bool:
    return f":{space}:" in str(element.tag)


def _blocks(parent: etree._Element, out: Counter[str]) -> Iterator[Line]:
    for child in parent:
        name = _name(child)
        if name in {"p", "h"}:
            yield from (Line(line) for line in "".join(_words(child, out)).split("\n"))
        elif name == "table":
            yield from grid_lines([_row(row, out) for row in _rows(child)])
        elif name in _OUT:
            out[name] += 1
        elif name not in _SILENT:
            yield from _blocks(child, out)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, also those in groups; tables inside its cells come with their cell."""
    for child in table:
        if _name(child) == "table-row":
            yield child
        elif _name(child) in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(child)


def _row(row: etree._Element, out: Counter[str]) -> list[list[str]]:
    return [[line.text for line in _blocks(cell, out)] for cell in row if _name(cell) == "table-cell"]


def _words(element: etree._Element, out: Counter[str]) -> Iterator[str]:
    yield _spaced(element.text)
    for child in element:
        name = _name(child)
        if name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name == "s":
            count = next((value for key, value in child.items() if key.endswith("}c")), "1")
            yield " " * (min(int(count[:9]), _MOST_BLANKS) if count.isdecimal() else 1)
        elif name in _OUT:
            out[name] += 1
        elif name not in _SILENT:
            yield from _words(child, out)
        yield _spaced(child.tail)


def _spaced(text: str | None) -> str:
    """Line breaks inside the XML are mere blanks."""
    return (text or "").replace("\r", " ").replace("\n", " ")
