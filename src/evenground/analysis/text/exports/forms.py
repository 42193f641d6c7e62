"""The forms a file can have, and what writing to each of them shares."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from evenground.analysis.errors import AnalysisError

Form = Literal["csv", "xlsx", "docx", "md"]
_FORMS: dict[str, Form] = {".csv": "csv", ".xlsx": "xlsx", ".docx": "docx", ".md": "md"}
# The earliest time a ZIP can have: when a file was written must not change its bytes.
_DATE = (1980, 1, 1, 0, 0, 0)


class UnknownForm(AnalysisError):
    """The ending of the name says nothing that can be written."""


def form_of(path: Path) -> Form:
    """What to write, from the ending of the name.

    >>> form_of(Path("quotations.XLSX"))
    'xlsx'
    """
    try:
        return _FORMS[path.suffix.lower()]
    except KeyError:
        raise UnknownForm(
            f"“{path.name}” does not say what to write. End its name in {', '.join(list(_FORMS)[:-1])} or .md."
        ) from None


def packed_again(made: bytes, path: Path, *, instead: dict[str, bytes]) -> None:
    """Write an Office file without the hour it was made; ``instead`` are members that are replaced."""
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(made)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            new.writestr(entry, instead.get(name) or old.read(name), compresslevel=4)


def properties(title: str) -> bytes:
    """The core properties of an Office file: what it is, and no person, no hour."""
    from xml.sax.saxutils import escape

    from evenground.analysis.text.refi.xml import legal

    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(legal(title)[:255])}</dc:title>'
        "<dc:creator>Evenground</dc:creator></cp:coreProperties>"
    ).encode()
