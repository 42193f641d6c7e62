"""What was put right in a table while reading, what was left and may surprise, and what must be mended first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from evenground.analysis.errors import Problem
from evenground.analysis.tables.cells import Cells, Counted, typed
from evenground.analysis.tables.kinds import Kind, encoding_of, kind_of, unpacked_head
from evenground.analysis.tables.numbers import cleaned, number
from evenground.analysis.tables.opening import ROW

if TYPE_CHECKING:
    import ibis

_NAMED: Final = 5  # rows named of each problem


@dataclass(frozen=True)
class Repair:
    """Something that was put right while reading, so that nobody is surprised."""

    column: str  # "" for the whole file
    says: str
    cells: int = 0

    def __str__(self) -> str:
        return f"Column “{self.column}”: {self.says}" if self.column else self.says


def problems(
    text: ibis.Table,
    counted: Mapping[str, Counted],
    cells: Mapping[str, Cells],
    numbers: tuple[str, ...],
    dates: tuple[str, ...],
) -> Iterator[Problem]:
    """Cells that are not what their column must be."""
    for heading in numbers:
        if counted[heading].numbers < counted[heading].filled:
            yield from _wrong(text, heading, number(cleaned(text[heading])), "a number")
    for heading in dates:
        one = counted[heading]
        if one.filled not in (one.iso, one.british):
            yield from _wrong(text, heading, typed(text[heading], one, cells[heading]), "a date")


def _wrong(text: ibis.Table, heading: str, value: Any, wanted: str) -> Iterator[Problem]:
    rows, more = _rows_where(text, value.isnull() & cleaned(text[heading]).notnull())
    for row in rows:
        yield Problem(row, heading, f"This is not {wanted}.", f"Put {wanted} there, or leave the cell blank.")
    if more:
        yield Problem(0, heading, f"Column “{heading}” has {more:,} more such cells.", "Mend them in the same way.")


def _rows_where(text: ibis.Table, wrong: Any) -> tuple[list[int], int]:
    found = text.filter(wrong)
    rows = found.order_by(ROW).limit(_NAMED).select(ROW).to_pyarrow()[ROW].to_pylist()
    return rows, int(found.count().to_pyarrow().as_py()) - len(rows)


def of_files(files: Sequence[Path]) -> Iterator[Repair]:
    """What was put right in whole files."""
    if len(files) > 1:
        yield Repair("", f"{len(files)} files with the same headings were read as one table.")
    for path in files:
        if (kind := kind_of(path, most=None)) not in (Kind.CSV, Kind.CSV_GZ):
            continue
        head = unpacked_head(path, kind)
        if head.startswith(b"\xef\xbb\xbf"):
            yield Repair("", f"“{path.name}” starts with a byte-order mark, which was left out.")
        if (encoding := encoding_of(head)) != "utf-8":
            yield Repair("", f"“{path.name}” is written in {encoding}, and was read as such.")


def repairs(heading: str, one: Counted, kind: Cells) -> Iterator[Repair]:
    """What was put right in a column."""
    if one.thousands and kind in (Cells.WHOLE, Cells.NUMBER):
        yield Repair(heading, f"thousands commas were taken out of {_cells(one.thousands)}.", one.thousands)
    if kind is Cells.DATE and one.iso != one.filled:
        says = "1 date was" if one.british == 1 else f"{one.british:,} dates were"
        yield Repair(heading, f"{says} written day/month/year.", one.british)
    if one.padded:
        yield Repair(heading, f"blanks around {_cells(one.padded)} were taken off.", one.padded)
    if one.marked:
        yield Repair(heading, f"“NA” and the like count as blank, in {_cells(one.marked)}.", one.marked)


def noticed(text: ibis.Table, heading: str, one: Counted, kind: Cells) -> Iterator[Problem]:
    """What may surprise in a column."""
    if kind is Cells.TEXT and one.nearly_numbers:
        wrong = number(cleaned(text[heading])).isnull() & cleaned(text[heading]).notnull()
        rows, _ = _rows_where(text, wrong)
        marks = " Marks like * seem to stand for hidden numbers." if one.hidden else ""
        few = one.filled - one.numbers
        what = "1 cell is not a number" if few == 1 else f"{few:,} cells are not numbers"
        says = f"“{heading}” stays text, because {what}.{marks}"
        yield Problem(rows[0], heading, says, "Mend them and name the column in numbers=[…].")
    if one.damaged and kind is not Cells.NUMBER:
        says = f"a spreadsheet seems to have turned codes into numbers (1.00E+05), in {_cells(one.damaged)}."
        yield Problem(0, heading, f"Column “{heading}”: {says}", "Export the codes again as text.")


def _cells(many: int) -> str:
    return "1 cell" if many == 1 else f"{many:,} cells"
