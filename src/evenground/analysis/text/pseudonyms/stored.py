"""What PDF files and SQLite databases hold."""

from __future__ import annotations

import contextlib
import io
import logging
import sqlite3
from collections.abc import Iterator
from typing import Any

Said = tuple[str, str, str]  # where, which part, the text


def from_pdf(content: bytes) -> Iterator[Said]:
    """Pages, annotations, properties, attachments by name; a part that cannot be read is said."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it would write words of the file into a log
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            yield "protected with a password", "not checked", ""
            return
        pages = list(reader.pages)
    except Exception:  # a damaged PDF fails in any of the ways its reader has
        yield "damaged", "not checked", ""
        return
    for number, page in enumerate(pages, 1):
        yield from _page(page, f"page {number:,}")
    yield from _properties(reader)


def _page(page: Any, where: str) -> Iterator[Said]:
    try:
        yield where, "text", page.extract_text()
        for note in page.get("/Annots") or ():
            shown = note.get_object()
            yield where, "comment", "\n".join(str(shown[key]) for key in ("/Contents", "/T", "/Subj") if key in shown)
    except Exception:
        yield where, "not checked", ""


def _properties(reader: Any) -> Iterator[Said]:
    try:
        for key, value in (reader.metadata or {}).items():
            yield "properties", "author" if key == "/Author" and str(value).strip() else "property", str(value)
        if (xmp := reader.xmp_metadata) is not None:
            yield "properties", "property", str(xmp.rdf_root.toxml())
        for name in reader.attachments:
            yield "attachments", "name of a file", str(name)
            yield "attachments", "not checked", ""
        yield "outline", "text", "\n".join(str(one.get("/Title", "")) for one in _flat(reader.outline))
    except Exception:
        yield "properties", "not checked", ""


def _flat(outline: Any) -> Iterator[Any]:
    for one in outline:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one


def from_database(content: bytes) -> Iterator[Said]:
    """Every cell with text, table by table."""
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        try:
            database.deserialize(content)
            database.execute("PRAGMA trusted_schema=OFF")
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                yield from _cells(database, table)
        except sqlite3.Error:
            yield "damaged", "not checked", ""


def _cells(database: sqlite3.Connection, table: str) -> Iterator[Said]:
    quoted = table.replace('"', '""')
    rows = database.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - a name of the database itself, quoted
    columns = [one[0] for one in rows.description]
    held: list[list[str]] = [[] for _ in columns]
    for row in rows:
        for cells, value in zip(held, row, strict=True):
            if isinstance(value, bytes):
                value = value.decode("utf-8", "ignore")
            if value is not None:
                cells.append(str(value))
    for column, cells in zip(columns, held, strict=True):
        yield f"table {table}, column {column}", "text", "\n".join(cells)
