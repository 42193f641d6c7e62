"""Word documents as they read once every tracked change is accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]

from evenground.analysis.text.transcripts.archives import Archive
from evenground.analysis.text.transcripts.grids import grid_lines
from evenground.analysis.text.transcripts.model import Draft, Line, UnreadableTranscript, counted

_DELETED = {"del", "moveFrom"}
_SKIPPED = {
    "instrText",
    "delText",
    "delInstrText",
    "Fallback",
    "rPr",
    "pPr",
    "sectPr",
    "tblPr",
    "sdtPr",
    "trPr",
    "tcPr",
}
_NOTICED = {
    "commentReference": ("comment", "comments"),
    "footnoteReference": ("footnote", "footnotes"),
    "endnoteReference": ("endnote", "endnotes"),
    "txbxContent": ("text box", "text boxes"),
    "drawing": ("picture", "pictures"),
    "pict": ("picture", "pictures"),
    "object": ("embedded object", "embedded objects"),
}
# These may well be part of what was said.
_LOST = {
    "altChunk": ("embedded document", "embedded documents"),
    "sym": ("sign of a symbol font", "signs of symbol fonts"),
}
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


def read_word(archive: Archive) -> Draft:
    """The paragraphs and tables of a ``.docx`` document.

    Insertions are kept and deletions left out; comments, notes, text boxes, pictures and hidden text are counted.

    Raises
    ------
    UnreadableTranscript
        If the document has no main part, or XML that no honest document has.
    """
    root = archive.xml(_main_part(archive))
    body = next((child for child in root if _name(child) == "body"), None)
    if body is None:
        raise UnreadableTranscript("The document has no text in it.")
    noticed = _Noticed()
    draft = Draft(list(_blocks(body, noticed)), encoding="Word document")
    _report(draft, archive, noticed)
    return draft


@dataclass(slots=True)
class _Noticed:
    """What was met and not put into the text, and what was accepted."""

    out: Counter[str] = field(default_factory=Counter)
    inserted: int = 0
    deleted: int = 0


@dataclass(slots=True)
class _Paragraph:
    pieces: list[str] = field(default_factory=list)
    bold: int = 0
    plain: bool = False  # something that is not bold has been met

    def add(self, text: str, bold: bool) -> None:
        self.pieces.append(text)
        if bold and not self.plain:
            self.bold += len(text)
        elif text.strip():
            self.plain = True


def _main_part(archive: Archive) -> str:
    if "word/document.xml" in archive:
        return "word/document.xml"
    named = [name for name in archive.names() if name.startswith("word/document") and name.endswith(".xml")]
    if not named:
        raise UnreadableTranscript(
            "This is not a Word document: it has no text part. Open it in Word and save it as .docx."
        )
    return sorted(named)[0]


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _blocks(parent: etree._Element, noticed: _Noticed) -> Iterator[Line]:
    joined = _Paragraph()
    for block in _paragraphs_and_tables(parent, noticed):
        if _name(block) == "tbl":
            yield from grid_lines(_rows(block, noticed))
            continue
        _walk(block, joined, noticed, bold=False)
        if not _mark_deleted(block):
            yield from _lines(joined)
            joined = _Paragraph()
    if joined.pieces:
        yield from _lines(joined)


def _paragraphs_and_tables(parent: etree._Element, noticed: _Noticed) -> Iterator[etree._Element]:
    """Blocks in order, also those wrapped in controls, insertions or other containers."""
    for child in parent:
        name = _name(child)
        if name in {"p", "tbl"}:
            yield child
        elif name in _DELETED:
            noticed.deleted += 1
        elif name == "altChunk":
            noticed.out[name] += 1
        elif name not in _SKIPPED and len(child):
            yield from _paragraphs_and_tables(child, noticed)


def _lines(paragraph: _Paragraph) -> Iterator[Line]:
    first, *more = "".join(paragraph.pieces).split("\n")
    yield Line(first, bold=min(paragraph.bold, len(first)) if paragraph.plain else 0)
    for line in more:
        yield Line(line)


def _walk(element: etree._Element, paragraph: _Paragraph, noticed: _Noticed, bold: bool) -> None:
    for child in element:
        name = _name(child)
        if name == "t":
            paragraph.add(child.text or "", bold)
        elif name in _MARKS:
            if not any(key.endswith("}type") and value in {"page", "column"} for key, value in child.items()):
                paragraph.add(_MARKS[name], bold)
        elif name in _DELETED:
            noticed.deleted += 1
        elif name in _NOTICED or name in _LOST:
            noticed.out[name] += 1
            if name in {"drawing", "pict"}:
                noticed.out["txbxContent"] += _text_boxes(child)
        elif name == "r":
            _run(child, paragraph, noticed, bold)
        elif name not in _SKIPPED:
            noticed.inserted += name in {"ins", "moveTo"}
            _walk(child, paragraph, noticed, bold)


def _run(run: etree._Element, paragraph: _Paragraph, noticed: _Noticed, bold: bool) -> None:
    properties = next((child for child in run if _name(child) == "rPr"), None)
    if properties is not None and _switched(properties, "vanish"):
        noticed.out["vanish"] += 1
        return
    own = properties is not None and any(_name(child) == "b" for child in properties)
    _walk(run, paragraph, noticed, _switched(properties, "b") if own and properties is not None else bold)


def _switched(properties: etree._Element, name: str) -> bool:
    """Whether a property is there and not turned off."""
    found = next((child for child in properties if _name(child) == name), None)
    return found is not None and not any(value in {"0", "false", "off"} for value in found.values())


def _mark_deleted(block: etree._Element) -> bool:
    """A deleted paragraph mark joins the paragraph to the next."""
    properties = next((child for child in block if _name(child) == "pPr"), None)
    mark = None if properties is None else next((child for child in properties if _name(child) == "rPr"), None)
    return mark is not None and any(_name(child) == "del" for child in mark)


def _text_boxes(drawing: etree._Element) -> int:
    return sum(1 for element in drawing.iter() if _name(element) == "txbxContent")


def _rows(table: etree._Element, noticed: _Noticed) -> list[list[list[str]]]:
    rows: list[list[list[str]]] = []
    for row in _named(table, "tr"):
        if _row_deleted(row):
            noticed.deleted += 1
            continue
        rows.append([[line.text for line in _blocks(cell, noticed)] for cell in _named(row, "tc")])
    return rows


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in parent:
        if _name(child) == name:
            yield child
        elif _name(child) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _named(child, name)


def _row_deleted(row: etree._Element) -> bool:
    properties = next((child for child in row if _name(child) == "trPr"), None)
    return properties is not None and any(_name(child) == "del" for child in properties)


def _report(draft: Draft, archive: Archive, noticed: _Noticed) -> None:
    if noticed.inserted or noticed.deleted:
        draft.mended.append(
            f"Tracked changes were accepted: {counted(noticed.inserted, 'insertion')} kept,"
            f" {counted(noticed.deleted, 'deletion')} left out. The text reads as after “Accept all changes”."
        )
    boxes = noticed.out["txbxContent"]
    noticed.out["drawing"] = max(noticed.out["drawing"] + noticed.out.pop("pict", 0) - boxes, 0)
    for name, (one, several) in _NOTICED.items():
        if many := noticed.out[name]:
            draft.dropped.append(f"{counted(many, one, several)}: not part of what was said.")
    for name, (one, several) in _LOST.items():
        if many := noticed.out[name]:
            draft.dropped.append(f"{counted(many, one, several)}: look at the document, and type in what is missing.")
    if hidden := noticed.out["vanish"]:
        draft.dropped.append(f"{counted(hidden, 'stretch', 'stretches')} of hidden text.")
    parts = [name for name in archive.names() if name.startswith(("word/header", "word/footer"))]
    worded = [
        name for name in parts if any(_name(e) == "t" and (e.text or "").strip() for e in archive.xml(name).iter())
    ]
    if worded:
        draft.dropped.append(f"{counted(len(worded), 'header or footer', 'headers and footers')} of the pages.")
