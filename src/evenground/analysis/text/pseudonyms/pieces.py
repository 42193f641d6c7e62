"""Everything a file says, also where nobody looks: properties, comments, deleted words, names of parts, raw bytes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]

from evenground.analysis.text.pseudonyms.stored import from_database, from_pdf
from evenground.analysis.text.pseudonyms.words import listed
from evenground.analysis.text.transcripts.archives import Archive, parsed_xml
from evenground.analysis.text.transcripts.encoding import decoded
from evenground.analysis.text.transcripts.model import UnreadableTranscript

# Archives within archives: nobody exports a study deeper, and a hostile file is made of nothing else.
DEEPEST: Final = 5
# Names of fonts (“Georgia”) are names of nobody.
_FONTS: Final = re.compile(r"(?:/|^)(?:theme\d*|fontTable)\.xml$")


class Part(StrEnum):
    """Where in a file something stands."""

    TEXT = "text"
    NAME = "name of a file"
    PROPERTY = "property"
    AUTHOR = "author"
    COMMENT = "comment"
    DELETED = "deleted text"
    RAW = "raw bytes"
    PICTURE = "picture"
    THUMBNAIL = "thumbnail"
    UNCHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a file and where it stands. A picture and what could not be checked have none."""

    where: str = field(repr=False)
    part: Part
    text: str = field(default="", repr=False)


def pieces(content: bytes, name: str, *, depth: int = 0) -> Iterator[Piece]:
    """Every piece of a file of any kind, the parts of archives among them; what cannot be read is said, not passed over."""
    yield Piece(name, Part.NAME, name)
    try:
        yield from _inside(content, name, depth)
    except UnreadableTranscript:
        yield Piece(name, Part.UNCHECKED)
        yield from _raw(content, name)


def _inside(content: bytes, name: str, depth: int) -> Iterator[Piece]:
    ending = name.rpartition(".")[2].lower()
    if content.startswith(b"PK"):
        yield from _packed(content, name, depth)
    elif content[:1024].lstrip().startswith(b"%PDF"):
        yield from (Piece(f"{name}, {where}", Part(part), text) for where, part, text in from_pdf(content))
        yield from _raw(content, name)
    elif content.startswith(b"SQLite format 3\0"):
        yield from (Piece(f"{name}, {where}", Part(part), text) for where, part, text in from_database(content))
        yield from _raw(content, name)
    elif ending in {"png", "jpg", "jpeg", "gif", "tif", "tiff", "bmp", "webp", "emf", "wmf"}:
        yield Piece(name, Part.THUMBNAIL if "thumbnail" in name.lower() else Part.PICTURE)
        yield from _raw(content, name)
    else:
        yield from _written(content, name, ending)


def _written(content: bytes, name: str, ending: str) -> Iterator[Piece]:
    try:
        text = decoded(content)[0]
    except UnreadableTranscript:
        yield Piece(name, Part.UNCHECKED)
        yield from _raw(content, name)
        return
    if ending == "json":
        yield from _from_json(text, name)
    elif ending in {"html", "htm"}:
        yield from _from_html(text, name)
    elif text.lstrip("\ufeff \r\n\t").startswith("<?xml") or ending in {"xml", "rels", "svg", "qde", "qdc", "xmp"}:
        yield from _from_xml(parsed_xml(content), name)
    elif text.lstrip("\ufeff \r\n\t").startswith("{\\rtf"):
        yield from _from_rtf(text, name)
    else:
        yield Piece(name, Part.TEXT, text)


def _packed(content: bytes, name: str, depth: int) -> Iterator[Piece]:
    if depth >= DEEPEST:
        yield Piece(name, Part.UNCHECKED)
        return
    archive = Archive(content)
    with zipfile.ZipFile(io.BytesIO(content)) as outer:
        remarks = [outer.comment, *(member.comment for member in outer.infolist())]
    if said := "\n".join(remark.decode("utf-8", "replace") for remark in remarks if remark):
        yield Piece(f"{name}, the archive's comment", Part.COMMENT, said)
    for inner in archive.names():
        if inner.endswith("/"):
            yield Piece(f"{name} › {inner}", Part.NAME, inner)
        else:
            yield from _member(archive, inner, name, depth)


def _member(archive: Archive, inner: str, name: str, depth: int) -> Iterator[Piece]:
    try:
        part = archive.read(inner)
    except UnreadableTranscript:
        yield Piece(f"{name} › {inner}", Part.UNCHECKED)
        return
    for piece in pieces(part, inner, depth=depth + 1):
        yield Piece(f"{name} › {piece.where}", piece.part, piece.text)


# Elements inside a line: a name may run through them (Word breaks words into runs as it likes).
_INLINE: Final = listed(
    "r t ins moveTo hyperlink smartTag proofErr bookmarkStart bookmarkEnd rPr lang sdt sdtContent span tspan a b i u em"
    " strong small sub sup mark font noProof lastRenderedPageBreak commentRangeStart commentRangeEnd softHyphen"
)
_DELETED: Final = frozenset({"del", "moveFrom", "delText"})
_AUTHORS: Final = frozenset({"creator", "lastModifiedBy", "Manager", "Company", "initial-creator"})


def _from_xml(root: etree._Element, name: str) -> Iterator[Piece]:
    kept: list[str] = []
    gone: list[str] = []
    attributes: dict[str, None] = {}
    remarks: list[str] = []
    authors: dict[str, None] = {}
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            remarks.append(element.text or "")
            _into(element, kept, gone, element.tail)
            continue
        tag = etree.QName(element).localname
        for place in (kept, gone):
            place.append("" if tag in _INLINE | _DELETED else "\n")
        if event == "start":
            _into(element, kept, gone, element.text, inside=True)
            attributes |= dict.fromkeys(element.attrib.values())
            authors |= dict.fromkeys(_authors(element, tag))
        else:
            _into(element, kept, gone, element.tail)
    part = Part.COMMENT if "comment" in name.lower() else Part.TEXT
    yield Piece(name, part, "".join(kept))
    yield Piece(name, Part.DELETED, "".join(gone))
    if not _FONTS.search(name):
        yield Piece(name, Part.PROPERTY, "\n".join(attributes))
    yield Piece(name, Part.COMMENT, "\n".join(remarks))
    yield from (Piece(name, Part.AUTHOR, author) for author in authors)


def _into(element: Any, kept: list[str], gone: list[str], text: str | None, *, inside: bool = False) -> None:
    if text:
        holder = element if inside else element.getparent()
        deleted = False
        while holder is not None and not deleted:
            deleted = isinstance(holder.tag, str) and etree.QName(holder).localname in _DELETED
            holder = holder.getparent()
        (gone if deleted else kept).append(text)


def _authors(element: etree._Element, tag: str) -> Iterator[str]:
    if tag in _AUTHORS and (element.text or "").strip():
        yield element.text.strip()
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == "author" and value.strip():
            yield value.strip()


def _from_html(text: str, name: str) -> Iterator[Piece]:
    from lxml import html

    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        yield Piece(name, Part.TEXT, text)
        return
    yield from _from_xml(root, name)


def _from_json(text: str, name: str) -> Iterator[Piece]:
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        yield Piece(name, Part.TEXT, text)
        return
    yield Piece(name, Part.TEXT, "\n".join(_strings(parsed)))


def _strings(parsed: Any) -> Iterator[str]:
    waiting = [parsed]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += [*one.values(), *one]
        elif isinstance(one, list):
            waiting += one
        elif one is not None:
            yield str(one)


def _from_rtf(text: str, name: str) -> Iterator[Piece]:
    from striprtf.striprtf import rtf_to_text

    try:
        yield Piece(name, Part.TEXT, str(rtf_to_text(text, errors="replace")))  # type: ignore[no-untyped-call]
    except Exception:  # a damaged file fails in any of the ways its reader has
        yield Piece(name, Part.UNCHECKED)
    yield Piece(name, Part.RAW, text)


_PRINTED: Final = re.compile(rb"[\x20-\x7e\xc0-\xff\x80-\xbf]{5,}")
_WIDE: Final = re.compile(rb"(?:[\x20-\x7e]\x00){5,}")


def _raw(content: bytes, name: str) -> Iterator[Piece]:
    """Runs of letters in any bytes, of one and of two bytes each: what a program left behind."""
    narrow = [run.decode("utf-8", "ignore") for run in _runs(_PRINTED, content)]
    wide = [run.decode("utf-16-le") for run in _runs(_WIDE, content)]
    yield Piece(name, Part.RAW, "\n".join([*narrow, *wide]))


def _runs(pattern: re.Pattern[bytes], content: bytes) -> Iterable[bytes]:
    return (match[0] for match in pattern.finditer(content))
