"""The report as a tagged PDF (PDF/UA-1), the same bytes for the same content."""

from __future__ import annotations

import json
import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import typst

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
    Span,
    Table,
    Text,
    plain,
    readable,
    spans,
)

BODY, SMALL, SMALLEST = 11, 9.5, 7  # points: text, tables, tables with very many columns
LINE, LONGEST = 70, 40  # letters of a table's line, and of the longest text that need not wrap
ARIAL_WIDE = {"Arial", "Liberation Sans", "Helvetica", "Arimo"}
NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
UNSHOWN = "Some signs in this report have no shape in the fonts of this file and stand here as codes like [U+4E2D]."
NUMBER = re.compile(r"[-−£+]?[\d*.,%]+( ?\(.*\))?|none|")


def to_pdf(document: Document) -> bytes:
    """Write a report as PDF/UA-1, A4.

    A sign that no installed font can draw is written as its code, ``[U+4E2D]``, with a note at the end: a tagged PDF
    may not hold a sign without a shape, and a report must not fail for one. The Word file keeps it.
    """
    made: bytes = _compiled(document, lambda files: typst.compile(files, **_settings(document)))
    return made


def summary_pages(document: Document) -> int:
    """How many pages the summary takes; it should be 1. 0 when there is none."""
    if document.summary is None:
        return 0
    return int(_compiled(document, lambda files: _page_of_end(files)))


def _page_of_end(files: Any) -> int:
    query: Any = typst.query  # takes files by name like compile, which its types leave out
    marked = {**files, "main.typ": files["main.typ"] + b"\n#context [#metadata(locate(<summary-end>).page())<pages>]"}
    return int(json.loads(query(marked, "<pages>", field="value", one=True)))


def _settings(document: Document) -> dict[str, Any]:
    at = datetime(document.date.year, document.date.month, document.date.day, tzinfo=UTC)
    return {"format": "pdf", "pdf_standards": ["ua-1"], "timestamp": int(at.timestamp())}


def _compiled(document: Document, make: Callable[[dict[str, bytes]], Any]) -> Any:
    """Try again with codes for the signs that have no shape, until all that is left can be drawn."""
    content, files = _content(document)
    missing: set[str] = set()
    while True:
        try:
            return make({"main.typ": template(), "content.json": json.dumps(content).encode(), **files})
        except typst.TypstError as refused:
            named = _without_shape(set("".join(NO_GLYPH.findall(_unescaped(str(refused))))), content)
            if not named - missing:
                raise
            missing |= named
            content = _coded(content, missing, {_script(sign) for sign in missing})
            content["blocks"] = [*content["blocks"], _block(Paragraph(UNSHOWN), {})]


def _without_shape(named: set[str], content: Any) -> set[str]:
    """The signs to blame: of a letter with a mark on it the letter is named, though the mark has no shape."""
    text = json.dumps(content, ensure_ascii=False)
    marks = {after for sign, after in pairwise(text) if sign in named and sign.isascii() and _is_mark(after)}
    return {sign for sign in named if not sign.isascii()} | marks


def _is_mark(sign: str) -> bool:
    """Whether it is drawn with the sign before it: accents, joiners, skin tones."""
    return not sign.isascii() and unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf", "Sk")


def _unescaped(message: str) -> str:
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), message)


def _script(sign: str) -> str:
    """What signs are likely missing together: CJK, HIRAGANA, pictures."""
    if unicodedata.category(sign) in ("So", "Sk") and ord(sign) > 0xFFFF:
        return "picture"
    return unicodedata.name(sign, "").partition(" ")[0]


def _coded(value: Any, missing: set[str], scripts: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _coded(item, missing, scripts) for key, item in value.items()}
    if isinstance(value, list):
        return [_coded(item, missing, scripts) for item in value]
    if not isinstance(value, str) or value.isascii():
        return value
    return "".join(
        f"[U+{ord(c):04X}]" if c in missing or (ord(c) > 0x2FFF and _script(c) in scripts) else c for c in value
    )


@cache
def template() -> bytes:
    """The fixed form; texts reach it as data only."""
    return Path(__file__).with_name("page.typ").read_bytes()


def _content(document: Document) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The report as plain data, and the pictures it names."""
    files: dict[str, bytes] = {}
    lang, _, region = document.language.partition("-")
    blocks = [_block(block, files) for block in (document.blocks(document.summary) if document.summary else ())]
    if document.summary:
        blocks.append({"kind": "new page"})
    blocks += [_block(block, files) for section in document.sections for block in document.blocks(section)]
    content = {
        "title": readable(document.title).replace("\n", " "),
        "subtitle": readable(document.subtitle),
        "authors": [readable(author) for author in document.authors],
        "byline": document.byline,
        "date": [document.date.year, document.date.month, document.date.day],
        "mark": readable(document.mark),
        "lang": lang,
        "region": region or None,
        "size": BODY,
        "blocks": blocks,
    }
    return content, files


def _block(block: Block, files: dict[str, bytes]) -> dict[str, Any]:
    match block:
        case Heading(level=level, text=text, anchor=anchor):
            return {"kind": "heading", "level": level, "text": readable(text), "anchor": anchor}
        case Paragraph(text=text):
            return {"kind": "paragraph", "spans": _spans(text)}
        case Bullets(items=items):
            return {"kind": "bullets", "items": [_spans(item) for item in items]}
        case Table():
            return _table(block)
        case Figure():
            return _figure(block, files)
        case Quote(text=text, by=by):
            return {"kind": "quote", "text": readable(text), "by": readable(by)}
        case Callout(title=title, text=text):
            return {"kind": "callout", "title": readable(title), "spans": _spans(text)}
        case Fact(value=value, label=label, link=link):
            return {"kind": "fact", "value": _spans((Span(value, link=link),)), "label": readable(label)}


def _figure(figure: Figure, files: dict[str, bytes]) -> dict[str, Any]:
    name = f"picture-{len(files)}.svg"
    files[name] = figure.svg if _fonts_fit_pictures() else _framed(figure.png)
    table = _table(figure.table) if figure.table else None
    texts = {"title": readable(figure.title), "description": readable(figure.description)}
    return {"kind": "figure", "file": name, "table": table, **texts}


def _framed(png: bytes) -> bytes:
    """A PNG inside an SVG, because the compiler takes only text files from memory."""
    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    size = f'width="{width}" height="{height}"'
    data = b64encode(png).decode()
    picture = f'<image {size} href="data:image/png;base64,{data}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{picture}</svg>'.encode()


@cache
def _fonts_fit_pictures() -> bool:
    """Whether a font as wide as Arial is installed; with a wider one the words in a drawing would be cut off."""
    return not ARIAL_WIDE.isdisjoint(typst.Fonts().families())


def _table(table: Table) -> dict[str, Any]:
    columns = [[plain(row[n]) for row in table.rows] for n in range(len(table.headings))]
    widths, size = _widths(table.headings, columns)
    return {
        "kind": "table",
        "caption": readable(table.caption),
        "headings": [readable(heading) for heading in table.headings],
        # In a mapping, so that one flattening of the rows leaves the spans of a cell together.
        "rows": [[{"spans": _spans(cell)} for cell in row] for row in table.rows],
        "note": readable(table.note),
        "right": [bool(column) and all(NUMBER.fullmatch(cell) for cell in column) for column in columns],
        "widths": widths,
        "size": size,
    }


def _widths(headings: tuple[str, ...], columns: list[list[str]]) -> tuple[list[float], float]:
    """Share of the line for each column, and the size of letters: no word runs into the next column."""
    least = [
        2 + max(len(word) for text in (heading, *column) for word in [*text.split(), ""])
        for heading, column in zip(headings, columns, strict=True)
    ]
    longest = [min(LONGEST, max(map(len, column), default=0)) for column in columns]
    wish = [max(0, 2 + long - low) for long, low in zip(longest, least, strict=True)]
    room = max(0, LINE - sum(least)) / max(1, sum(wish))
    size = max(SMALLEST, SMALL * min(1.0, LINE / max(1, sum(least))))
    return [low + more * room for low, more in zip(least, wish, strict=True)], size


def _spans(text: Text) -> list[dict[str, Any]]:
    return [{"text": span.text, "strong": span.strong, "link": span.link} for span in spans(text)]
