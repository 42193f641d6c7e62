"""What the cells of a column of text are: numbers, dates, codes or words. Nothing is guessed from a few rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from evenground.analysis.tables.numbers import HIDDEN_MARKS, THOUSANDS, cleaned, number

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import StringValue

_ZERO_LED: Final = r"^[+-]?0[0-9]+$"  # 0151: a code, though it looks like a number
_LOOKS_EXPONENT: Final = r"^[0-9]+[eE][+-]?[0-9]+$"  # 1E05 is a practice and not a hundred thousand
_DAMAGED: Final = r"^[0-9](\.[0-9]+)?E\+[0-9]+$"  # 1.00E+05: what a spreadsheet makes of a code
_ISO: Final = r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( 00:00:00)?$"
_BRITISH: Final = r"^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})$"
_COLUMNS_AT_ONCE: Final = 40


class Cells(StrEnum):
    """What a column holds."""

    WHOLE = "whole numbers"
    NUMBER = "numbers"
    DATE = "dates"
    CODE = "codes"
    TEXT = "text"
    BLANK = "nothing"


@dataclass(frozen=True)
class Counted:
    """How many cells of a column are what."""

    rows: int
    filled: int
    padded: int
    marked: int  # “NA” and its like, read as blank
    numbers: int
    thousands: int
    whole: int
    zero_led: int
    exponent: int
    damaged: int
    iso: int
    british: int
    hidden: int

    @property
    def cells(self) -> Cells:
        """What the column is, when every cell that is filled agrees."""
        if not self.filled:
            return Cells.BLANK
        if self.zero_led or self.exponent:
            return Cells.CODE
        if self.numbers == self.filled:
            return Cells.WHOLE if self.whole == self.filled else Cells.NUMBER
        return Cells.DATE if self.filled in (self.iso, self.british) else Cells.TEXT

    @property
    def nearly_numbers(self) -> bool:
        """Whether it would be numbers but for a few cells."""
        few = self.filled - self.numbers
        return self.cells is Cells.TEXT and 0 < few <= max(self.filled // 5, self.hidden)


def count_cells(table: ibis.Table, headings: list[str]) -> dict[str, Counted]:
    """Look at every cell of these columns of text, some columns at a time."""
    found: dict[str, Counted] = {}
    for start in range(0, len(headings), _COLUMNS_AT_ONCE):
        some = headings[start : start + _COLUMNS_AT_ONCE]
        asked = {f"{i} {what}": value for i, name in enumerate(some) for what, value in _asked(table[name]).items()}
        row = table.aggregate(**asked).to_pyarrow().to_pylist()[0]
        for i, name in enumerate(some):
            found[name] = Counted(**{what: int(row[f"{i} {what}"] or 0) for what in Counted.__dataclass_fields__})
    return found


def _asked(text: StringValue) -> dict[str, Any]:
    cell = cleaned(text)
    value = number(cell)
    return {
        "rows": text.isnull().count(),
        "filled": cell.count(),
        "padded": (text.strip() != text).sum(),
        "marked": (cell.isnull() & (text.strip() != "")).sum(),
        "numbers": value.count(),
        "thousands": cell.re_search(THOUSANDS).sum(),
        "whole": (value == value.floor()).sum(),
        "zero_led": cell.re_search(_ZERO_LED).sum(),
        "exponent": cell.re_search(_LOOKS_EXPONENT).sum(),
        "damaged": cell.re_search(_DAMAGED).sum(),
        "iso": iso_date(cell).count(),
        "british": british_date(cell).count(),
        "hidden": cell.lower().isin(HIDDEN_MARKS).sum(),
    }


def iso_date(cell: StringValue) -> Any:
    """2016-04-01 as a date, null where the cell is not written so."""
    import ibis

    written = ibis.ifelse(cell.re_search(_ISO), cell.re_extract(r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", 0), None)
    return written.cast("string").try_cast("date")


def british_date(cell: StringValue) -> Any:
    """01/04/2016 (the first of April) as a date, null where the cell is not written so."""
    import ibis

    turned = ibis.ifelse(cell.re_search(_BRITISH), cell.re_replace(_BRITISH, r"\3-\2-\1"), None)
    return turned.cast("string").try_cast("date")


def typed(text: StringValue, counted: Counted, cells: Cells) -> Any:
    """A column of text as what it is."""
    cell = cleaned(text)
    if cells is Cells.WHOLE:
        return number(cell).cast("int64")
    if cells is Cells.NUMBER:
        return number(cell)
    if cells is Cells.DATE:
        return iso_date(cell) if counted.iso >= counted.british else british_date(cell)
    return cell
