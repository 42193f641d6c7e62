"""Published tables from files: what was released here, or any table with totals that somebody published."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evenground.analysis.disclosure.attack import Attackable
from evenground.analysis.disclosure.evidence import Shown, number_from
from evenground.analysis.disclosure.profiles import Profile, profile_called
from evenground.analysis.disclosure.published import Published
from evenground.analysis.errors import BadTable, MissingColumn, Problem, UnreadableFile
from evenground.analysis.results import FORMAT, Released, ReleasedFigures, ReleasedTable


@dataclass(frozen=True)
class Signs:
    """How to read a published table: its rule and its signs.

    ``figures`` names columns of the same row by what they hold: population, rate, percentage, lower, upper.
    """

    rule: str = "hes"
    hidden: str = "*"
    further: str = ""
    total: str = "Total"
    per: float = 100_000
    interval: str = "byar"
    figures: Mapping[str, str] | None = None


def read_published(
    path: str | Path, signs: Signs | None = None, *, within: Mapping[str, frozenset[str]] | None = None
) -> Attackable:
    """Open a released JSON, or a CSV of any table with rows, columns and totals.

    ``within`` is the part of the whole that a CSV counts, as ``{"carer": frozenset({"yes"})}``.

    Raises
    ------
    UnreadableFile, BadTable, BrokenRelease, MissingColumn
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"“{path.name}” is not text in UTF-8. Save it as CSV UTF-8, or give the JSON.") from error
    if text.lstrip().startswith("{"):
        if within:
            raise UnreadableFile(f"“{path.name}” says itself which part it counts. Leave out what follows the @.")
        return _released(text, path.name)
    rows = [row for row in csv.reader(text.splitlines()) if any(map(str.strip, row))]
    table = _table(rows, signs or Signs(), path.name)
    return replace(table, within=within, complete=frozenset()) if within else table


def _released(text: str, name: str) -> Attackable:
    try:
        content = json.loads(text)
    except ValueError as error:
        raise UnreadableFile(f"“{name}” begins like JSON but cannot be read. Export it again.") from error
    content = content.get("released", content)  # what `evenground analyse --json` prints
    whole = json.dumps(content)
    form = content.get("format")
    if form == FORMAT:
        return Released.from_json(whole)
    if form == ReleasedTable.FORM:
        return ReleasedTable.from_json(whole)
    if form == ReleasedFigures.FORM:
        table = ReleasedFigures.from_json(whole).table
        if table is not None:
            return table
        raise UnreadableFile(f"“{name}” holds estimates and no counts, so there is nothing to work out.")
    raise UnreadableFile(f"“{name}” is not a table released by Evenground. Give such a file, or a CSV of a table.")


def _table(rows: Sequence[Sequence[str]], signs: Signs, name: str) -> Published:
    profile = profile_called(signs.rule)
    if len(rows) < 2 or len(rows[0]) < 2:
        raise UnreadableFile(f"“{name}” has no table: give a row of headings, then a row for each group.")
    if signs.figures:
        return _list(rows, signs, profile)
    heads = [head.strip() for head in rows[0]]
    alone = len(heads) == 2
    by = (heads[0] or "row",) if alone else (heads[0] or "row", "column" if heads[0] != "column" else "column 2")
    numbers = []
    for place, row in enumerate(rows[1:], start=2):
        for head, cell in zip(heads[1:], row[1:], strict=False):
            if cell.strip():
                key = (_part(row[0], signs),) if alone else (_part(row[0], signs), _part(head, signs))
                shown = _cell(cell, place, head, signs)
                numbers.append(number_from(key, shown, profile, total=signs.total))
    return _checked(Published(by, tuple(numbers), data="published", complete=frozenset(by), small=profile.small))


def _list(rows: Sequence[Sequence[str]], signs: Signs, profile: Profile) -> Published:
    """One row a group, with its count and what else is shown of it."""
    heads = [head.strip() for head in rows[0]]
    figures = signs.figures or {}
    if missing := [column for column in figures.values() if column not in heads]:
        raise MissingColumn(missing, heads)
    counted = next((head for head in heads[1:] if head not in figures.values()), None)
    numbers = []
    for place, row in enumerate(rows[1:], start=2):
        cells = {head: row[i] if i < len(row) else "" for i, head in enumerate(heads)}
        shown = _cell(cells.get(counted or "", signs.hidden), place, counted or "", signs)
        values: dict[str, Any] = {
            what: value
            for what, column in figures.items()
            if (value := _cell(cells[column], place, column, signs).count) is not None
        }
        finest = [
            len(cells[c].partition(".")[2].strip(" %")) for w, c in figures.items() if w != "population" and w in values
        ]
        shown = replace(shown, **values, decimals=max(finest, default=1))
        numbers.append(number_from((_part(row[0], signs),), shown, profile, total=signs.total))
    by = (heads[0] or "row",)
    return _checked(Published(by, tuple(numbers), data="published", complete=frozenset(by), small=profile.small))


def _checked(table: Published) -> Published:
    often = Counter(number.key for number in table.numbers)
    if twice := next((number for number in table.numbers if often[number.key] > 1), None):
        raise BadTable(
            [Problem(0, "", f"“{twice.label}” stands in the table twice.", "Give each row and column a name.")]
        )
    return table


def _part(text: str, signs: Signs) -> str | None:
    return None if text.strip().casefold() == signs.total.strip().casefold() else text.strip()


def _cell(text: str, row: int, column: str, signs: Signs) -> Shown:
    text = text.strip()
    interval: Any = signs.interval
    if text == signs.hidden or (signs.further and text == signs.further):
        return Shown(further=text != signs.hidden, per=signs.per, interval=interval)
    plain = re.sub(r"[,\s %']", "", text)
    try:
        return Shown(count=float(plain), per=signs.per, interval=interval)
    except ValueError as error:
        says = f"“{text}” is neither a number nor the sign for hidden, “{signs.hidden}”."
        mend = "Say with --hidden which sign the table uses."
        raise BadTable([Problem(row, column, says, mend)]) from error
