"""A Word file of headings and paragraphs. Made of plain elements: looking styles up by name takes most of the time."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from lxml import etree  # type: ignore[import-untyped]

from evenground.analysis.text.exports.forms import packed_again, properties
from evenground.analysis.text.refi.writing import replacing
from evenground.analysis.text.refi.xml import legal

DEEPEST = 9  # levels of headings in Word
_P, _PPR, _STYLE, _R, _RPR, _T, _BREAK, _VAL, _BOLD, _COLOUR, _TAB = map(
    qn,
    ("w:p", "w:pPr", "w:pStyle", "w:r", "w:rPr", "w:t", "w:br", "w:val", "w:b", "w:color", "w:tab"),
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Runs = Iterable[tuple[str, str]]  # text, and how: "", "strong", "pale"


class Pages:
    """A document being written, from top to bottom."""

    def __init__(self, title: str) -> None:
        self.title, self._word = title, docx.Document()
        self._body = self._word.element.body
        self._end = self._body.sectPr
        _prepare(self._word)
        self.add([(title, "")], "Title")

    def heading(self, text: str, level: int) -> None:
        self.add([(text, "")], f"Heading{min(level, DEEPEST)}")

    def add(self, runs: Runs, style: str = "Normal") -> None:
        """A paragraph in the style of that id."""
        paragraph = etree.Element(_P)
        if style != "Normal":
            etree.SubElement(etree.SubElement(paragraph, _PPR), _STYLE).set(_VAL, style)
        for text, how in runs:
            if text:
                _run(paragraph, legal(text), how)
        self._end.addprevious(paragraph)

    def save(self, path: Path) -> None:
        made = BytesIO()
        self._word.save(made)
        with replacing(path) as part:
            packed_again(made.getvalue(), part, instead={"docProps/core.xml": properties(self.title)})


def _run(paragraph: Any, text: str, how: str) -> None:
    run = etree.SubElement(paragraph, _R)
    if how:
        look = etree.SubElement(run, _RPR)
        etree.SubElement(look, _BOLD if how == "strong" else _COLOUR)
        if how == "pale":
            look[0].set(_VAL, "55606A")
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(run, _BREAK)
        for place, part in enumerate(line.split("\t")):
            if place:
                etree.SubElement(run, _TAB)
            words = etree.SubElement(run, _T)
            words.text = part
            words.set(_SPACE, "preserve")


def _prepare(word: Any) -> None:
    """A4, one sans serif face, British English, and no preview picture of an empty page."""
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.3)
    for spoken in word.styles.element.iter(qn("w:lang")):
        spoken.set(_VAL, "en-GB")
    rels = word.part.package.rels
    for key in [key for key, rel in rels.items() if rel.reltype.endswith("/thumbnail")]:
        del rels[key]
    for name, size in (("Normal", 11), ("Title", 20), *((f"Heading {n}", max(11, 17 - n)) for n in range(1, 10))):
        _font(word.styles[name], size)
    quote = word.styles["Quote"]
    quote.font.italic, quote.font.color.rgb = False, RGBColor(0x21, 0x2B, 0x32)
    quote.paragraph_format.left_indent, quote.paragraph_format.keep_with_next = Cm(0.6), True
    quote.paragraph_format.space_after = Pt(2)
    caption = word.styles["Caption"]
    caption.font.size, caption.font.bold, caption.font.color.rgb = Pt(9.5), False, RGBColor(0x55, 0x60, 0x6A)
    caption.paragraph_format.left_indent, caption.paragraph_format.space_after = Cm(0.6), Pt(10)


def _font(style: Any, size: float) -> None:
    style.font.name, style.font.size = "Arial", Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme font would win over the name
        fonts.attrib.pop(qn(f"w:{kind}"), None)
