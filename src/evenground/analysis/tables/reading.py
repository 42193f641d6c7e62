"""Read any table for analysis: files, a folder of them, or a database, with a report of what was mended."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenground.analysis.errors import BadTable, MissingColumn, Problem, UnreadableFile
from evenground.analysis.tables.cells import Cells, Counted, count_cells, typed
from evenground.analysis.tables.folders import files_in, one_table
from evenground.analysis.tables.kinds import Kind, kind_of
from evenground.analysis.tables.opening import ROW, engine_in, opened_in
from evenground.analysis.tables.personal import Personal, scan
from evenground.analysis.tables.repairs import Repair, noticed, of_files, problems, repairs

if TYPE_CHECKING:
    import ibis


@dataclass(frozen=True)
class Data:
    """A table ready for analysis, and the report of its reading.

    Attributes
    ----------
    table
        An Ibis table with typed columns. It lives as long as this object; `close` lets go of it, as does ``with``.
    cells
        What each column holds.
    repairs
        What was put right, column by column.
    noticed
        What was left as it is and may surprise: a column that is nearly numbers, codes a spreadsheet may have harmed.
    personal
        What looks personal: columns and counts, no values. Look here before anything is kept.
    sha256
        Fingerprint of the files; empty for a database.
    """

    name: str
    table: ibis.Table
    rows: int
    cells: Mapping[str, Cells]
    repairs: tuple[Repair, ...] = ()
    noticed: tuple[Problem, ...] = ()
    personal: tuple[Personal, ...] = ()
    sha256: str = ""
    _held: ExitStack = field(default_factory=ExitStack, repr=False, compare=False)

    def close(self) -> None:
        """Let go of the table and its temporary files."""
        self._held.close()

    def __enter__(self) -> Data:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def report(self) -> str:
        """Everything said of the reading, a line each."""
        lines = [f"{self.name}: {self.rows:,} rows, {len(self.cells)} columns."]
        lines += [str(one) for one in (*self.repairs, *self.noticed, *self.personal)]
        return "\n".join(lines)


def read(
    source: Any,
    *,
    table: str | None = None,
    numbers: Sequence[str] = (),
    dates: Sequence[str] = (),
    codes: Sequence[str] = (),
) -> Data:
    """Read a table.

    Parameters
    ----------
    source
        A file (CSV, TSV, CSV.gz, Excel, Parquet), a folder of files of one kind with the same headings, an Ibis table, or
        an Ibis connection (then ``table`` names the table): DuckDB, Spark, PostgreSQL, SQL Server, Snowflake, Databricks.
    numbers, dates
        Columns that must be numbers or dates. A cell that is not is refused with its row and column. Other columns are
        what every one of their cells is, and text where they differ.
    codes
        Columns to leave as text though they look like numbers. A leading zero says so by itself.

    Returns
    -------
    Data
        Nothing is loaded into memory beyond what the engine holds; a Parquet file stays where it is.

    Raises
    ------
    UnreadableFile, MissingColumn
    BadTable
        With every cell that is not what its column must be.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "visits.csv"
    >>> _ = file.write_text("org,month,visits\\n00Q,01/04/2016,\\"1,204\\"\\n01E,01/05/2016,980\\n", encoding="utf-8")
    >>> with read(file) as visits:
    ...     print(visits.report())
    visits.csv: 2 rows, 3 columns.
    Column “month”: 2 dates were written day/month/year.
    Column “visits”: thousands commas were taken out of 1 cell.
    """
    if not isinstance(source, str | Path):
        return _from_engine(source, table)
    held = ExitStack()
    try:
        return _from_files(Path(source), held, Told(tuple(numbers), tuple(dates), tuple(codes)))
    except BaseException:
        held.close()
        raise


def _from_engine(source: Any, name: str | None) -> Data:
    import ibis.expr.types as ir

    if not isinstance(source, ir.Table) and name is None:
        raise UnreadableFile("Say which table of the database to read: read(connection, table=“…”).")
    there: ir.Table = source if isinstance(source, ir.Table) else source.table(name)
    rows = int(there.count().to_pyarrow().as_py())
    cells = {heading: _kind_in_engine(kind) for heading, kind in there.schema().items()}
    personal, noticed = _scanned(there, name or "the table")
    return Data(name or "The table", there, rows, cells, noticed=noticed, personal=personal)


def _scanned(table: ibis.Table, name: str) -> tuple[tuple[Personal, ...], tuple[Problem, ...]]:
    """What looks personal, or that this database cannot be asked (SQL Server knows no regular expressions)."""
    from ibis.common.exceptions import OperationNotDefinedError, UnsupportedOperationError

    try:
        return scan(table), ()
    except (OperationNotDefinedError, UnsupportedOperationError):
        says = f"This database cannot search {name} for what is personal."
        return (), (Problem(0, "", says, "Look through its columns yourself before anything is kept."),)


def _kind_in_engine(kind: Any) -> Cells:
    if kind.is_integer():
        return Cells.WHOLE
    if kind.is_numeric():
        return Cells.NUMBER
    return Cells.DATE if kind.is_temporal() else Cells.TEXT


@dataclass(frozen=True)
class Told:
    """What a person said of the columns."""

    numbers: tuple[str, ...]
    dates: tuple[str, ...]
    codes: tuple[str, ...]

    def check_against(self, headings: list[str]) -> None:
        if missing := [name for name in (*self.numbers, *self.dates, *self.codes) if name not in headings]:
            raise MissingColumn(missing, headings)


def _from_files(path: Path, held: ExitStack, told: Told) -> Data:
    files = files_in(path)
    engine, folder = held.enter_context(engine_in())
    engine.evenground_holds = held  # so that read(path).table lives when nobody keeps the rest
    tables = [opened_in(engine, file, folder / str(place), place) for place, file in enumerate(files)]
    text = one_table(tables, files)
    headings = [name for name in text.columns if name != ROW]
    told.check_against(headings)
    sha256 = _fingerprint(files)
    if kind_of(files[0], most=None) is Kind.PARQUET:
        whole = text.drop(ROW) if ROW in text.columns else text
        cells = {heading: _kind_in_engine(kind) for heading, kind in whole.schema().items()}
        rows = int(whole.count().to_pyarrow().as_py())
        return Data(path.name, whole, rows, cells, personal=scan(whole), sha256=sha256, _held=held)
    return _typed_data(path.name, text, headings, files, sha256, held, told)


def _typed_data(
    name: str,
    text: ibis.Table,
    headings: list[str],
    files: Sequence[Path],
    sha256: str,
    held: ExitStack,
    told: Told,
) -> Data:
    counted = count_cells(text, headings)
    rows = next(iter(counted.values())).rows
    if not rows:
        raise UnreadableFile(f"“{name}” has headings but no rows below them. Choose a file with figures in it.")
    cells = {heading: _decided(heading, counted[heading], told) for heading in headings}
    if wrong := tuple(problems(text, counted, cells, told.numbers, told.dates)):
        raise BadTable(wrong)
    chosen = {heading: typed(text[heading], counted[heading], cells[heading]) for heading in headings}
    made = text.get_backend().create_table("typed", text.select(**chosen), temp=True)
    mended = (*of_files(files), *(one for name in headings for one in repairs(name, counted[name], cells[name])))
    left = tuple(one for name in headings for one in noticed(text, name, counted[name], cells[name]))
    return Data(name, made, rows, cells, mended, left, scan(made), sha256, held)


def _decided(heading: str, counted: Counted, told: Told) -> Cells:
    if heading in told.codes:
        return Cells.CODE
    if heading in told.numbers:
        return Cells.WHOLE if counted.whole == counted.filled else Cells.NUMBER
    return Cells.DATE if heading in told.dates else counted.cells


def _fingerprint(files: Sequence[Path]) -> str:
    whole = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if len(files) == 1:
            return digest
        whole.update(f"{path.name} {digest}\n".encode())
    return whole.hexdigest()
