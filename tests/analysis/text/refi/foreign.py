"""Projects as other programs write them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

NS = "urn:QDA-XML:project:1.0"
ID = "00000000-0000-0000-0000-0000000000{:02}".format


def packed(
    path: Path, xml: str | bytes, files: dict[str, bytes] | None = None, *, inner: str = "project.qde",
    method: int = zipfile.ZIP_DEFLATED,
) -> Path:  # fmt: skip
    """An archive with one project and its files."""
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(inner, xml)
        for name, data in (files or {}).items():
            archive.writestr(name, data)
    return path


def project(inside: str, *, origin: str = "Other", attributes: str = "") -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="{NS}" name="P" origin="{origin}" {attributes}>{inside}</Project>'


def text_source(marks: list[tuple[int, int, str]], *, path: str = "internal://T.txt", more: str = "") -> str:
    """A source with selections 10, 11 and so on, none of them coded."""
    inside = "".join(
        f'<PlainTextSelection guid="{ID(number)}" startPosition="{start}" endPosition="{end}" name={quoteattr(name)}/>'
        for number, (start, end, name) in enumerate(marks, start=10)
    )
    return f'<Sources><TextSource guid="{ID(1)}" name="Interview" plainTextPath="{path}">{inside}{more}</TextSource></Sources>'
