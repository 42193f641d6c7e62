"""A folder of files as one table: all of one kind, all with the same headings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from evenground.analysis.errors import UnreadableFile
from evenground.analysis.tables.kinds import Kind, kind_of
from evenground.analysis.tables.opening import ROW

if TYPE_CHECKING:
    import ibis

_ENDINGS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".xlsx", ".parquet")


def files_in(path: Path) -> list[Path]:
    """Give the file itself, or the tables of a folder by name. Hidden files and others are passed over.

    Raises
    ------
    UnreadableFile
        When a folder has no tables, or tables of several kinds.
    """
    if not path.is_dir():
        return [path]
    files = sorted(one for one in path.iterdir() if one.name.lower().endswith(_ENDINGS) and one.name[0] not in "._~")
    if not files:
        raise UnreadableFile(f"The folder “{path.name}” has no table in it: no CSV, TSV, Excel or Parquet file.")
    kinds = {_family(kind_of(file, most=None)): file for file in reversed(files)}
    if len(kinds) > 1:
        (one, other) = [file.name for file in kinds.values()][:2]
        raise UnreadableFile(
            f"The folder “{path.name}” has files of several kinds (“{other}” and “{one}”). Keep one kind in it."
        )
    return files


def one_table(tables: Sequence[ibis.Table], files: Sequence[Path]) -> ibis.Table:
    """Put the tables of several files below each other.

    Raises
    ------
    UnreadableFile
        When a file has other headings than the first; says which.
    """
    first = [name for name in tables[0].columns if name != ROW]
    for table, file in zip(tables[1:], files[1:], strict=True):
        names = [name for name in table.columns if name != ROW]
        if sorted(names) != sorted(first):
            other = sorted(set(names) ^ set(first))[0]
            here, there = (file, files[0]) if other in names else (files[0], file)
            raise UnreadableFile(
                f"“{here.name}” has a column “{other}” that “{there.name}” does not have. Give every file of the folder"
                " the same headings."
            )
    alike = [table.select(tables[0].columns) for table in tables]
    return reduce(lambda above, below: above.union(below), alike)


def _family(kind: Kind) -> str:
    return "text" if kind in (Kind.CSV, Kind.CSV_GZ) else str(kind)
