"""How a report looks in Word: plain, A4, 11 point, sans serif; languages and built-in styles set right."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Arial"
INK, BLUE = RGBColor(0x21, 0x2B, 0x32), RGBColor(0x00, 0x30, 0x87)
SIZES = {"Title": 22, "Subtitle": 13, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11, "Heading 4": 11}
OWN_SIZES = {"Mark": 11, "Callout": 11, "Quotation": 11, "Quotation source": 9.5, "Note": 9.5, "Fact": 14}


def prepare(word: Any, *, language: str) -> None:
    """Set page, fonts, language and the styles a report needs."""
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.3)
    page.top_margin, page.bottom_margin = Cm(2.5), Cm(2.3)
    _drop_preview(word)
    _speak(word, language)
    _normal(word.styles["Normal"])
    for name, size in SIZES.items():
        _built_in(word.styles[name], size)
    _caption(word.styles["Caption"])
    _own(word.styles)


def _drop_preview(word: Any) -> None:
    """The preview picture of an empty page that comes with a new file."""
    rels = word.part.package.rels
    for key in [key for key, rel in rels.items() if rel.reltype.endswith("/thumbnail")]:
        del rels[key]


def _speak(word: Any, language: str) -> None:
    for spoken in word.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)


def _normal(style: Any) -> None:
    _font(style, 11)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(8), 1.2


def _built_in(style: Any, size: float) -> None:
    _font(style, size)
    style.font.color.rgb = INK if style.name == "Subtitle" else BLUE
    style.font.italic = False
    style.font.bold = style.name != "Subtitle"
    style.paragraph_format.space_after = Pt(6)
    for border in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _font(style: Any, size: float) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme font would win over the name
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    fonts.set(qn("w:eastAsia"), FONT)
    fonts.set(qn("w:cs"), FONT)


def _caption(style: Any) -> None:
    _font(style, 11)
    style.font.color.rgb, style.font.bold = INK, True
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(10), Pt(4)
    style.paragraph_format.keep_with_next = True


def _own(styles: Any) -> None:
    for name, size in OWN_SIZES.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size = Pt(size)
    styles["Mark"].font.bold = True
    _box(styles["Mark"], fill="FFF4C2")
    _box(styles["Callout"], fill="F0F4F5", edge="003087")
    for name in ("Quotation", "Quotation source"):
        _box(styles[name], edge="AEB7BD")
        styles[name].paragraph_format.left_indent = Cm(0.6)
    link = styles.add_style("Link", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = BLUE, True
    _table(styles)


def _box(style: Any, *, fill: str = "", edge: str = "") -> None:
    """A pale ground, and a line at the left."""
    properties = style.element.get_or_add_pPr()
    if edge:
        borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
        for key, value in {"val": "single", "sz": "24", "space": "8", "color": edge}.items():
            left.set(qn(f"w:{key}"), value)
        borders.append(left)
        properties.append(borders)
    if fill:
        shade = OxmlElement("w:shd")
        for key, value in {"val": "clear", "color": "auto", "fill": fill}.items():
            shade.set(qn(f"w:{key}"), value)
        properties.append(shade)


def _table(styles: Any) -> None:
    """Rows parted by thin lines, no more."""
    style = styles.add_style("Report table", WD_STYLE_TYPE.TABLE)
    style.base_style = styles["Normal Table"]
    style.font.size = Pt(9.5)
    properties, borders = OxmlElement("w:tblPr"), OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in {"val": "single", "sz": "4", "space": "0", "color": "AEB7BD"}.items():
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    properties.append(borders)
    style.element.append(properties)
