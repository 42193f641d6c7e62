"""Open a file as a table of text, one row a row of the file, without guessing what its cells mean."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenground.analysis.errors import UnreadableFile
from evenground.analysis.tables.kinds import MAX_BYTES, Kind, encoding_of, kind_of, unpacked_head
from evenground.analysis.tables.sheets import MOST_COLUMNS, check_formulas_have_results, sheet_rows, texts

if TYPE_CHECKING:
    import ibis

__all__ = ["MAX_BYTES", "headings", "opened"]

ROW = "__row__"
_ROWS_AT_ONCE = 10_000
_SETTINGS = {
    "memory_limit": "2GB",
    "autoinstall_known_extensions": False,  # never reach for the network
    "autoload_known_extensions": False,
}


def headings(path: str | Path) -> list[str]:
    """Read the column headings of a file.

    Raises
    ------
    UnreadableFile
        Empty, too large, not a table, or with rows above the headings.
    """
    path = Path(path)
    kind = kind_of(path)
    if kind is Kind.XLSX:
        names = _sheet_headings(path)
        check_formulas_have_results(path)
        return names
    if kind is Kind.PARQUET:
        with opened(path) as table:
            return [name for name in table.columns if name != ROW]
    return _unique(_checked_headings(path, _first_lines(path, kind)[1]))


@contextmanager
def opened(path: str | Path) -> Iterator[ibis.Table]:
    """Open a file as an Ibis table of text columns and `ROW`, the row number a spreadsheet would show.

    The table lives as long as the ``with`` block.
    """
    with engine_in() as (engine, folder):
        yield _table(engine, Path(path), kind_of(Path(path)), folder, "numbered", as_text=True)


@contextmanager
def engine_in() -> Iterator[tuple[Any, Path]]:
    """Start an engine of its own with a folder of its own; both go at the end of the ``with`` block."""
    import ibis

    with tempfile.TemporaryDirectory(prefix="evenground-") as name:
        engine = ibis.duckdb.connect(temp_directory=name, **_SETTINGS)
        try:
            yield engine, Path(name)
        finally:
            engine.disconnect()


def opened_in(engine: Any, path: Path, folder: Path, place: int) -> ibis.Table:
    """Open one file of any size in an engine. Text has `ROW`; a Parquet file keeps its types and stays where it is."""
    folder.mkdir()
    return _table(engine, path, kind_of(path, most=None), folder, f"numbered{place}", as_text=False)


def _table(engine: Any, path: Path, kind: Kind, folder: Path, name: str, *, as_text: bool) -> ibis.Table:
    if kind is Kind.XLSX:
        return _from_sheet(engine, path, folder)
    # DuckDB takes [ ] * ? in a name for a pattern, and browsers save "data[1].csv".
    plain = folder / f"table.{kind}"
    plain.symlink_to(path.resolve())
    if kind is Kind.PARQUET:
        table = _parquet(engine, plain, path.name)
        return _numbered(engine, _all_text(table), name) if as_text else table
    return _from_csv(engine, plain, kind, path, name)


def _from_csv(engine: Any, plain: Path, kind: Kind, path: Path, name: str) -> ibis.Table:
    import duckdb

    encoding, lines, delimiter = _first_lines(path, kind)
    names = _unique(_checked_headings(path, lines))
    # Everything stated, nothing sniffed: the same file reads the same way whatever is in it.
    options = {"header": True, "auto_detect": False, "columns": dict.fromkeys(names, "VARCHAR"), "delim": delimiter}
    options |= {"quote": '"', "escape": '"', "encoding": encoding}
    options |= {"compression": "gzip" if kind is Kind.CSV_GZ else "none"}
    try:
        table: ibis.Table = engine.read_csv(plain, **options)
        return _numbered(engine, table, name)
    except (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> UnreadableFile:
    line = re.search(r"[Ll]ine:?\s+(\d+)", str(error))
    where = f" from row {int(line[1]):,} on" if line else ""
    return UnreadableFile(
        f"“{path.name}” cannot be read as a table{where}. Look there for a quotation mark that is not closed or for"
        " more or fewer cells than there are headings, or save it again as CSV (UTF-8)."
    )


def _parquet(engine: Any, plain: Path, name: str) -> ibis.Table:
    import duckdb

    try:
        table: ibis.Table = engine.read_parquet(plain)
    except duckdb.Error as error:
        raise UnreadableFile(f"“{name}” is a damaged Parquet file. Save it again.") from error
    return table


def _all_text(table: ibis.Table) -> ibis.Table:
    return table.select(**{heading: table[heading].cast("string") for heading in table.columns})


def _numbered(engine: Any, table: ibis.Table, name: str) -> ibis.Table:
    import ibis

    numbered: ibis.Table = engine.create_table(name, table.mutate(**{ROW: ibis.row_number() + 2}), temp=True)
    return numbered


def _sheet_headings(path: Path) -> list[str]:
    rows = list(sheet_rows(path, most=10))
    # Formatted but empty cells to the right of a table are no columns of it.
    width = max((i for row in rows for i, cell in enumerate(row, start=1) if cell), default=0)
    return _unique(_checked_headings(path, [row[:width] for row in rows]))


def _from_sheet(engine: Any, path: Path, folder: Path) -> ibis.Table:
    """By way of a Parquet file, a piece at a time: a workbook takes many times its size in memory."""
    import pyarrow as pa
    from pyarrow import parquet

    names = _sheet_headings(path)
    check_formulas_have_results(path)
    schema = pa.schema([*((name, pa.string()) for name in names), (ROW, pa.int64())])
    rows = enumerate(islice(sheet_rows(path, width=len(names)), 1, None), start=2)
    filled = ((number, row) for number, row in rows if any(row))
    with parquet.ParquetWriter(folder / "sheet.parquet", schema) as file:
        while piece := list(islice(filled, _ROWS_AT_ONCE)):
            cells = [[row[i] if i < len(row) else None for _, row in piece] for i in range(len(names))]
            file.write_table(pa.table([*cells, [number for number, _ in piece]], schema=schema))
    table: ibis.Table = engine.read_parquet(folder / "sheet.parquet")
    return table


def _first_lines(path: Path, kind: Kind) -> tuple[str, list[list[str | None]], str]:
    """Encoding, first ten rows and delimiter of a text file."""
    head = unpacked_head(path, kind)
    encoding = encoding_of(head)
    text = head.decode(encoding, errors="replace").lstrip("\ufeff")
    delimiter = max(",;\t|", key=text.split("\n", 1)[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return encoding, [texts(row) for row, _ in zip(rows, range(10), strict=False)], delimiter


def _checked_headings(path: Path, rows: list[list[str | None]]) -> list[str]:
    """Headings from row 1, or a sentence when row 1 is not the headings."""
    if not rows or not any(rows[0]):
        raise UnreadableFile(f"Row 1 of “{path.name}” is blank. Put the headings in row 1, with the figures below.")
    filled = [sum(cell is not None for cell in row) for row in rows]
    if filled[0] == 1 and max(filled) > 2:
        first = next(i for i, count in enumerate(filled, start=1) if count > 2)
        raise UnreadableFile(
            f"Row 1 of “{path.name}” is a title; the headings seem to be in row {first}. Delete the rows above them."
        )
    if len(rows) == 1:
        raise UnreadableFile(f"“{path.name}” has headings but no rows below them. Choose a file with figures in it.")
    if len(rows[0]) > MOST_COLUMNS:
        raise UnreadableFile(
            f"“{path.name}” has {len(rows[0]):,} columns. The most that can be read is {MOST_COLUMNS:,}."
            " Keep only those you need."
        )
    if len(rows[0]) - filled[0] > 1 and filled[1] > filled[0] and not _has_figures(rows[1]):
        raise UnreadableFile(
            f"Row 1 of “{path.name}” has headings over only {filled[0]} of its {len(rows[0])} columns."
            " Keep one row of headings, with a heading over each column, and delete any other."
        )
    # A heading may be written on two lines: a page that sends it back would not send the same line end.
    return [" ".join((cell or f"column {i}").split()) for i, cell in enumerate(rows[0], start=1)]


def _has_figures(row: Sequence[str | None]) -> bool:
    return any(cell and re.search(r"\d", cell) for cell in row)


def _unique(names: Sequence[str]) -> list[str]:
    """Give each name once, whatever its capitals: the engine takes “Team” and “team” for one column."""
    unique: list[str] = []
    taken = {ROW}
    for name in names:
        number, one = 2, name
        while one.casefold() in taken:
            number, one = number + 1, f"{name} ({number})"
        taken.add(one.casefold())
        unique.append(one)
    return unique
