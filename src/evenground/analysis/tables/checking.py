"""Check the chosen columns cell by cell, and keep the rows that can be used."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from evenground.analysis.errors import BadTable, Problem, UnknownArea, UnreadableFile, UnusableArea
from evenground.analysis.tables.columns import Columns
from evenground.analysis.tables.numbers import HIDDEN_MARKS, cleaned, number
from evenground.analysis.tables.opening import ROW, opened

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
    from numpy.typing import NDArray

NUMBERS: Final = ("outcome", "population", "rank", "expected", "standardised_rate")
MAX_ROWS: Final = 10_000_000  # a country has some tens of thousands of neighbourhoods
NAMED_ROWS: Final = 20  # of each kind of problem; past that the rest are counted
BLANK, EMPTY = "a blank cell", "nobody living there"


@dataclass(frozen=True)
class CheckedTable:
    """The rows of a file that can be used, with everything that was wrong.

    ``problems`` must be mended before anything is measured; rows in ``left_out`` (reason and number) are only left
    out and said. ``areas_left_out`` are the codes of which no row is left. ``cells`` has one array a role, and ``row`` for the row number.
    """

    name: str
    sha256: str
    columns: Columns
    rows_read: int
    problems: tuple[Problem, ...]
    left_out: Mapping[str, int]
    areas_left_out: tuple[str, ...]
    cells: Mapping[str, NDArray[Any]] = field(repr=False)

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """Codes of every area with a usable row, sorted."""
        return tuple(sorted(set(self.cells["area"].tolist())))

    def usable(self) -> CheckedTable:
        """Give the table itself, or raise `BadTable` with every problem."""
        if self.problems:
            raise BadTable(self.problems)
        return self

    def check_area(self, code: str) -> None:
        """Raise `UnknownArea` with the codes most like it when no row belongs to the area."""
        if code in self.areas_left_out:
            reasons = f"{BLANK} or {EMPTY}"
            raise UnusableArea(f"Every row of area “{code}” is left out, for {reasons}. Mend them, or choose another.")
        if code not in self.areas:
            raise UnknownArea(code, self.areas)

    def tiny_places(self, code: str, at_most: float = 1) -> tuple[Problem, ...]:
        """Say how many neighbourhoods of an area have hardly anybody in them."""
        mine = self.cells["area"] == code
        tiny = int((mine & (self.cells["population"] <= at_most)).sum())
        if not tiny:
            return ()
        says = f"{tiny:,} of the {int(mine.sum()):,} neighbourhoods of area {code} have {at_most:g} resident or fewer."
        mend = "They carry next to no weight. To leave them out of the gradient, set a smallest population."
        return (Problem(0, self.columns.population, says, mend),)


def check_table(path: str | Path, *, columns: Columns) -> CheckedTable:
    """Read a file and check the chosen columns.

    Parameters
    ----------
    path
        CSV, CSV.gz, XLSX or Parquet, one row a neighbourhood (or part of one) within an area.
    columns
        Which heading means what.

    Raises
    ------
    UnreadableFile
        When the file is not a table at all.
    MissingColumn
        When a chosen heading is not there; names the nearest.
    """
    path = Path(path)
    with opened(path) as table:
        columns.check_against([name for name in table.columns if name != ROW])
        _check_length(table, path.name)
        # Kept between the two steps: written into one query, the cleaning of a cell is repeated twenty times.
        texts = table.get_backend().create_table("texts", _cleaned(table, columns), temp=True)
        rows = _parsed(texts, columns).to_pyarrow()
    if not rows.num_rows:
        raise UnreadableFile(f"“{path.name}” has headings but no rows below them. Choose a file with figures in it.")
    cells = _arrays(rows, columns)
    problems = _problems(rows, cells, columns)
    keep, left_out = _usable_rows(cells, columns)
    if not keep.any() and not problems:
        raise UnreadableFile(_nothing_left(path.name, columns, left_out))
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    kept = {role: values[keep] for role, values in cells.items() if not role.startswith("text ")}
    gone = tuple(sorted(set(cells["area"][~keep]) - set(kept["area"]) - {""}))
    return CheckedTable(path.name, sha256, columns, rows.num_rows, tuple(problems), left_out, gone, kept)


def _check_length(table: ibis.Table, name: str) -> None:
    """Every row is held in memory from here on."""
    rows = table.count().to_pyarrow().as_py()
    if rows > MAX_ROWS:
        raise UnreadableFile(
            f"“{name}” has {rows:,} rows. The most that can be read is {MAX_ROWS:,}."
            " Add them up to one row for each neighbourhood first."
        )


def _nothing_left(name: str, columns: Columns, left_out: Mapping[str, int]) -> str:
    reasons = " and ".join(f"{rows:,} for {reason}" for reason, rows in left_out.items())
    chosen = ", ".join(f"“{heading}”" for heading in columns.chosen().values())
    return f"No row of “{name}” can be used: {reasons}. Look whether the right columns were chosen: {chosen}."


def _cleaned(table: ibis.Table, columns: Columns) -> ibis.Table:
    """Row number and the trimmed text of each chosen column, named by its role."""
    chosen = {role: cleaned(table[heading]) for role, heading in columns.chosen().items()}
    return table.select(row=table[ROW], **chosen)


def _parsed(texts: ibis.Table, columns: Columns) -> ibis.Table:
    """For each number column the number, and the text only where that is not a number."""
    import ibis

    chosen: dict[str, Any] = {"row": texts["row"], "area": texts["area"]}
    for role in columns.chosen():
        if role in NUMBERS:
            value = number(texts[role])
            chosen |= {role: value, f"text {role}": ibis.ifelse(value.isnull(), texts[role], ibis.null("string"))}
    return texts.select(**chosen).order_by("row")


def _arrays(rows: pa.Table, columns: Columns) -> dict[str, NDArray[Any]]:
    """One array a role; blank numbers are not-a-number."""
    arrays = {"row": rows["row"].to_numpy(), "area": _objects(rows["area"])}
    for role in columns.chosen():
        if role in NUMBERS:
            arrays[role] = rows[role].fill_null(np.nan).to_numpy()
    return arrays


def _objects(column: pa.ChunkedArray) -> NDArray[Any]:
    """Texts, each kept once: millions of rows share some hundred area codes."""
    encoded = column.fill_null("").combine_chunks().dictionary_encode()
    texts = np.array(encoded.dictionary.to_pylist(), dtype=object)
    values: NDArray[Any] = texts[encoded.indices.to_numpy()]
    return values


def _usable_rows(cells: Mapping[str, NDArray[Any]], columns: Columns) -> tuple[NDArray[np.bool_], dict[str, int]]:
    blank = cells["area"] == ""
    for role in columns.chosen():
        if role in NUMBERS and role != "standardised_rate":
            blank |= np.isnan(cells[role])
    empty = ~blank & (cells["population"] == 0)
    reasons = {BLANK: int(blank.sum()), EMPTY: int(empty.sum())}
    return ~(blank | empty), {reason: n for reason, n in reasons.items() if n}


def _problems(rows: pa.Table, cells: Mapping[str, NDArray[Any]], columns: Columns) -> list[Problem]:
    if doubled := _second_headings(rows, columns):
        return [doubled]
    found = _broken_areas(rows, columns.area)
    for role, heading in columns.chosen().items():
        if role in NUMBERS:
            found += _not_numbers(rows, role, heading)
            found += _impossible(cells, role, heading)
    return found


def _broken_areas(rows: pa.Table, heading: str) -> list[Problem]:
    """A quotation mark left open swallows the rows up to the next one: that must not pass for one area's name."""
    import pyarrow.compute as pc

    broken = rows.filter(pc.match_substring(rows["area"], "\n"))
    says, mend = "This cell runs over more than one line.", "Close or delete the quotation mark it begins with."
    return _first([Problem(row, heading, says, mend) for row in broken["row"].to_pylist()], heading, "such cells")


def _second_headings(rows: pa.Table, columns: Columns) -> Problem | None:
    roles = [role for role in columns.chosen() if role in NUMBERS]
    words = [rows[f"text {role}"][0].as_py() for role in roles]
    if not all(word and word.lower() not in HIDDEN_MARKS for word in words):
        return None
    row = rows["row"][0].as_py()
    says = f"This looks like a second row of headings ({', '.join(words)})."
    return Problem(row, columns.chosen()[roles[0]], says, "Keep one row of headings and delete the other.")


def _not_numbers(rows: pa.Table, role: str, heading: str) -> list[Problem]:
    import pyarrow.compute as pc

    wrong = rows.filter(pc.is_valid(rows[f"text {role}"]))
    texts = wrong[f"text {role}"].to_pylist()
    named = [_not_a_number(row, heading, text) for row, text in zip(wrong["row"].to_pylist(), texts, strict=True)]
    return _first(named, heading, "cells that are not numbers")


def _not_a_number(row: int, heading: str, text: str) -> Problem:
    if text.lower() in HIDDEN_MARKS:
        says = f"“{text}” seems to stand for a number that was hidden."
        return Problem(row, heading, says, "Use a file with true numbers here: hiding small ones is the last step.")
    return Problem(row, heading, f"“{text[:40]}” is not a number.", "Put a number there, or leave the cell blank.")


def _impossible(cells: Mapping[str, NDArray[Any]], role: str, heading: str) -> list[Problem]:
    values = cells[role]
    if role == "rank":
        return _bad_ranks(cells["row"], values, heading)
    found = _each(cells["row"], values, values < 0, heading, "is below zero", "A number here cannot be below zero.")
    if role == "outcome":
        part = np.isfinite(values) & (values != np.floor(values))
        found += _each(
            cells["row"], values, part, heading, "is not a whole number", "Use the number of events, not a rate."
        )
    return found


def _each(
    rows: NDArray[Any], values: NDArray[Any], wrong: NDArray[np.bool_], heading: str, says: str, mend: str
) -> list[Problem]:
    named = [
        Problem(int(r), heading, f"{v:,.10g} {says}.", mend) for r, v in zip(rows[wrong], values[wrong], strict=True)
    ]
    return _first(named, heading, f"cells where the number {says}")


def _first(named: list[Problem], heading: str, what: str) -> list[Problem]:
    more = len(named) - NAMED_ROWS
    if more <= 0:
        return named
    rest = Problem(0, heading, f"Column “{heading}” has {more:,} more {what}.", "Mend them in the same way.")
    return [*named[:NAMED_ROWS], rest]


def _bad_ranks(rows: NDArray[Any], ranks: NDArray[Any], heading: str) -> list[Problem]:
    wrong = (ranks < 0) | (ranks > 1)
    known = ranks[np.isfinite(ranks)]
    # A slip in a few cells is named by row; a whole column on another scale is explained once.
    if wrong.sum() * 2 > known.size and (known >= 0).all():
        return [Problem(0, heading, *_other_scale(known, heading))]
    return _each(
        rows, ranks, wrong, heading, "is not between 0 and 1", "Scale ranks from 0 (least deprived) to 1 (most)."
    )


def _other_scale(ranks: NDArray[Any], heading: str) -> tuple[str, str]:
    top, whole = ranks.max(), bool((ranks == np.floor(ranks)).all())
    if whole and top <= 10:
        return (
            f"Column “{heading}” looks like tenths (1 to {top:.0f}), not a rank from 0 to 1.",
            "Use the deprivation rank itself. With tenths only, and 1 the most deprived, use (10.5 - tenth) / 10.",
        )
    if whole and top > 100:
        return (
            f"Column “{heading}” looks like a rank from 1 to {top:,.0f}, not scaled from 0 to 1.",
            "With 1 the most deprived, use (last - rank) / (last - 1), where last is the number of neighbourhoods in"
            " the country: 32,844 in the 2015 and 2019 indices.",
        )
    return (
        f"Column “{heading}” goes up to {top:,.10g}, so it is not a rank from 0 to 1.",
        "Scale it so that 0 is the least and 1 the most deprived. A percentage is divided by 100.",
    )
