"""The report as a Word file that keeps its meaning: real headings, repeated table headings, described pictures."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph as WordParagraph

from evenground.analysis.report import word_styles
from evenground.analysis.report.blocks import (
    Block,
    Bullets,
    Callout,
    Document,
    Fact,
    Figure,
    Heading,
    Paragraph,
    Quote,
    Section,
    Span,
    Table,
    Text,
    readable,
    spans,
)

_LONGEST_PROPERTY = 255  # characters; Word refuses more


def to_docx(document: Document) -> bytes:
    """Write a report as a Word file, A4, the same bytes for the same content."""
    writer = _Writer(document)
    writer.write()
    return writer.saved()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.word = docx.Document()
        self.bookmarks = 0
        word_styles.prepare(self.word, language=document.language)

    def write(self) -> None:
        self._properties()
        self._edges()
        if self.document.mark:
            self._add(self.document.mark, "Mark")
        self._add(self.document.title.replace("\n", " "), "Title")
        if self.document.subtitle:
            self._add(self.document.subtitle, "Subtitle")
        self._add(self.document.byline)
        if self.document.summary:
            self._section(self.document.summary)
        for number, section in enumerate(self.document.sections):
            self._section(section, new_page=number == 0 and self.document.summary is not None)

    def saved(self) -> bytes:
        """The file, packed again with the report's own date in place of the hour it was written."""
        loose, packed = BytesIO(), BytesIO()
        self.word.save(loose)
        day = (max(1980, self.document.date.year), self.document.date.month, self.document.date.day, 0, 0, 0)
        with ZipFile(loose) as old, ZipFile(packed, "w") as new:
            for name in old.namelist():
                new.writestr(ZipInfo(name, day), old.read(name), compress_type=ZIP_DEFLATED)
        return packed.getvalue()

    def _properties(self) -> None:
        properties, day = self.word.core_properties, self.document.date
        properties.title = readable(self.document.title).replace("\n", " ")[:_LONGEST_PROPERTY]
        properties.subject = readable(self.document.subtitle)[:_LONGEST_PROPERTY]
        authors = "; ".join(map(readable, self.document.authors))[:_LONGEST_PROPERTY]
        properties.author = properties.last_modified_by = authors
        properties.language, properties.comments = self.document.language, ""
        properties.created = properties.modified = datetime(day.year, day.month, day.day)

    def _edges(self) -> None:
        """The mark at the top of every page, title and page number at the foot."""
        section = self.word.sections[0]
        header = section.header.paragraphs[0]
        header.text, header.alignment = readable(self.document.mark), WD_ALIGN_PARAGRAPH.RIGHT
        footer = section.footer.paragraphs[0]
        footer.text = f"{readable(self.document.title)}, page "
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        footer._p.append(field)

    def _section(self, section: Section, *, new_page: bool = False) -> None:
        heading, *rest = self.document.blocks(section)
        self._block(heading)
        self.word.paragraphs[-1].paragraph_format.page_break_before = new_page
        for block in rest:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph(text=text):
                self._add(text)
            case Bullets(items=items):
                for item in items:
                    self._add(item, "List Bullet")
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Quote(text=text, by=by):
                self._add(text, "Quotation").paragraph_format.keep_with_next = True
                self._add(by, "Quotation source")
            case Callout(title=title, text=text):
                self._add((Span(title, strong=True),), "Callout").paragraph_format.keep_with_next = True
                self._add(text, "Callout")
            case Fact(value=value, label=label, link=link):
                self._add((Span(value, strong=True, link=link), Span(f" {label}")), "Fact")

    def _add(self, text: Text, style: str = "Normal") -> WordParagraph:
        paragraph = self.word.add_paragraph(style=style)
        self._fill(paragraph, text)
        return paragraph

    def _fill(self, paragraph: WordParagraph, text: Text) -> None:
        for span in spans(text):
            run = paragraph.add_run(span.text)
            run.bold = span.strong or None
            if span.link:
                run.style = "Link"
                self._link(paragraph, run._r, span.link)

    def _link(self, paragraph: WordParagraph, run: Any, address: str) -> None:
        link = OxmlElement("w:hyperlink")
        if address.startswith("#"):
            link.set(qn("w:anchor"), address[1:])
        else:
            target = self.word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), target)
        link.append(run)
        paragraph._p.append(link)

    def _heading(self, heading: Heading) -> None:
        paragraph = self._add(heading.text, f"Heading {min(9, heading.level)}")
        if not heading.anchor:
            return
        for place, tag in ((1, "w:bookmarkStart"), (None, "w:bookmarkEnd")):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(self.bookmarks))
            if place:
                mark.set(qn("w:name"), heading.anchor)
            paragraph._p.insert(place, mark) if place else paragraph._p.append(mark)
        self.bookmarks += 1

    def _table(self, table: Table) -> None:
        self._add(table.caption, "Caption")
        made = self.word.add_table(rows=1, cols=len(table.headings), style="Report table")
        _described(made, table.caption)
        for cell, heading in zip(made.rows[0].cells, table.headings, strict=True):
            self._fill(cell.paragraphs[0], (Span(heading, strong=True),))
        _set(made.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
        for row in table.rows:
            for cell, text in zip(made.add_row().cells, row, strict=True):
                self._fill(cell.paragraphs[0], text)
        for row in made.rows:
            _set(row._tr.get_or_add_trPr(), "w:cantSplit")
        self._add(table.note, "Note")

    def _figure(self, figure: Figure) -> None:
        self._add(figure.title, "Caption")
        self.word.add_picture(BytesIO(figure.png), width=Cm(16))
        drawing = self.word.inline_shapes[-1]._inline.docPr
        drawing.set("descr", readable(figure.description))
        drawing.set("title", readable(figure.title))
        if figure.table:
            self._table(figure.table)


def _set(properties: Any, tag: str) -> None:
    mark = OxmlElement(tag)
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _described(table: Any, words: str) -> None:
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), readable(words))
    table._tbl.tblPr.append(caption)
