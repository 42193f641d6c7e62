"""The first sheet of an Excel workbook, row by row."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from evenground.analysis.errors import UnreadableFile

MOST_COLUMNS: Final = 1_000  # more than anybody reads; a stray cell far to the right must not cost a gigabyte
_FORMULA: Final = re.compile(rb"<(\w+:)?f[\s/>]")
_PIECE: Final = 1 << 20


def texts(row: Sequence[Any]) -> list[str | None]:
    """Cells as text, ``None`` where there is nothing to see."""
    return [None if cell is None or str(cell).strip() == "" else str(cell) for cell in row]


def sheet_rows(path: Path, *, width: int = MOST_COLUMNS + 1, most: int | None = None) -> Iterator[list[str | None]]:
    """Give the rows of the first sheet as text, at most ``most`` rows and ``width`` cells of each.

    Raises
    ------
    UnreadableFile
        When the workbook is damaged.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a program noted as the size of the sheet is often wrong: read what is there
        for row in sheet.iter_rows(max_row=most, max_col=width, values_only=True):
            yield texts(row)
        book.close()
    except Exception as error:  # openpyxl raises whatever the broken part of the archive provokes
        raise UnreadableFile(f"“{path.name}” is a damaged workbook. Open it in Excel and save it again.") from error


def check_formulas_have_results(path: Path) -> None:
    """Raise `UnreadableFile` with the first cell that holds a formula and no result: it would pass for a blank."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    part = book.worksheets[0]._worksheet_path  # the only one who knows which part of the archive the sheet is
    book.close()
    with zipfile.ZipFile(path) as archive:
        if not _has_formulas(archive, part):
            return
        with archive.open(part) as file:
            cells = list(_without_result(file))
    if cells:
        more = {1: "", 2: "; so does 1 more"}.get(len(cells), f"; so do {len(cells) - 1:,} more")
        raise UnreadableFile(
            f"Cell {cells[0]} of “{path.name}” holds a formula whose result was not saved{more}."
            " Open the file in Excel or LibreOffice, save it there, and choose it again."
        )


def _has_formulas(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether any cell holds a formula: looked for in the bytes, which is far quicker than reading them as XML."""
    with archive.open(part) as file:
        end = b""
        while piece := file.read(_PIECE):
            if _FORMULA.search(end + piece):
                return True
            end = piece[-40:]
    return False


def _without_result(file: Any) -> Iterator[str]:
    """Cells with a formula and no value. A result that is an empty text is a value: such a cell says it is text."""
    for _, element in ElementTree.iterparse(file):  # noqa: S314  (its parser refuses entities that multiply)
        name = element.tag.rpartition("}")[2]
        if name == "c" and element.find("{*}f") is not None:
            if not element.findtext("{*}v") and element.get("t") != "str":
                yield element.get("r", "?")
        elif name == "row":
            element.clear()
