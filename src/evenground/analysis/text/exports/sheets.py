"""Rows as CSV or as an Excel workbook that runs no formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from evenground.analysis.results.spreadsheet import defused
from evenground.analysis.text.exports.forms import packed_again, properties
from evenground.analysis.text.refi.report import Recorder
from evenground.analysis.text.refi.writing import replacing
from evenground.analysis.text.refi.xml import legal

Cell = str | int | None
LONGEST_CELL = 32_767  # Excel refuses more; it counts UTF-16 units, of which an emoji has two
_WIDEST = 60
# What Excel would read as one character where a text has these seven.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """UTF-8 with the mark by which Excel knows it."""
    with replacing(path) as part, part.open("w", newline="", encoding="utf-8-sig", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow([defused(name) for name in headings])
        writer.writerows([_plain(cell) for cell in row] for row in rows)


def write_xlsx(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str, notes: Recorder
) -> None:
    """One sheet, the headings held in place and every column ready to be filtered."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Evenground")
    sheet.freeze_panes = "A2"
    for number, name in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(name)
    sheet.append([_styled(sheet, _excel(name, "headings", notes), Font(bold=True)) for name in headings])
    many, wrap = 1, Alignment(wrap_text=True, vertical="top")
    for many, row in enumerate(rows, start=2):
        where = f"row {many:,}"
        sheet.append([_wrapped(sheet, _excel(_plain(cell), where, notes), wrap) for cell in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(headings), 1))}{many}"
    made = BytesIO()
    book.save(made)
    with replacing(path) as part:
        packed_again(made.getvalue(), part, instead={"docProps/core.xml": properties(title)})


def _plain(cell: Cell) -> str | int:
    return "" if cell is None else defused(cell) if isinstance(cell, str) else cell


def _excel(cell: str | int, where: str, notes: Recorder) -> str | int:
    if not isinstance(cell, str):
        return cell
    text = _ESCAPED.sub("_x005F_", legal(cell))
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return text
    notes.left_out(
        where, f"the end of a text of {len(cell):,} characters: an Excel cell holds {LONGEST_CELL:,}. Take .csv for it."
    )
    return units[: 2 * (LONGEST_CELL - 1)].decode("utf-16-le", errors="ignore") + "…"


def _styled(sheet: object, value: str | int, font: object) -> object:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    cell.font = font
    return cell


def _wrapped(sheet: object, value: str | int, wrap: object) -> object:
    """Only long texts are wrapped: a style on every cell would double the time."""
    if not isinstance(value, str) or len(value) <= _WIDEST:
        return value
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    cell.alignment = wrap
    return cell


def _width(name: str) -> int:
    return (
        _WIDEST if name in {"Text", "Definition", "Memo", "Include", "Exclude", "Example"} else max(12, len(name) + 3)
    )
