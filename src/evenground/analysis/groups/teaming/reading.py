"""People from a CSV file."""

from __future__ import annotations

from pathlib import Path

from evenground.analysis.errors import MissingColumn, SameName
from evenground.analysis.groups.problem import GroupsInputWrong
from evenground.analysis.groups.rows import numbered_rows
from evenground.analysis.groups.teaming.problem import Member, some


def read_members(path: Path, *, key: str, name: str = "", unit: str = "") -> list[Member]:
    """A person for each row; every column but those named is an attribute.

    Parameters
    ----------
    path
        A CSV file in UTF-8, separated by commas, semicolons or tabs, with headings in row 1.
    key
        Column that tells people apart.
    name, unit
        Columns with what people are called, and with the unit that stays whole; blank when there is none.

    Raises
    ------
    UnreadableFile, MissingColumn, SameName
        If the file is no such table, or a column is not in it, or is in it twice.
    GroupsInputWrong
        If a row has no key or too many cells, or a key is there twice.
    """
    numbered = numbered_rows(path)
    headings = [cell.strip() for cell in numbered[0][1]]
    for column in filter(None, (key, name, unit)):
        if column not in headings:
            raise MissingColumn([column], headings)
    for heading in filter(None, headings):
        if headings.count(heading) > 1:
            raise SameName(heading)
    members = [_member(row, headings, number, key, name, unit) for number, row in numbered[1:]]
    _check_keys(members)
    return members


def _member(row: list[str], headings: list[str], number: int, key: str, name: str, unit: str) -> Member:
    if any(cell.strip() for cell in row[len(headings) :]):
        raise GroupsInputWrong(
            f"Row {number} has {len(row)} cells, but there are {len(headings)} headings. Put a text with a comma in it"
            " between double quotes."
        )
    cells = [cell.strip() for cell in row] + [""] * (len(headings) - len(row))
    values = dict(zip(headings, cells, strict=False))
    if not values[key]:
        raise GroupsInputWrong(f"Row {number} has nothing in the column “{key}”. Fill it in, or delete the row.")
    known = {heading: value for heading, value in values.items() if heading and heading not in (key, name, unit)}
    return Member(values[key], values[name] if name else "", values[unit] if unit else "", known, number)


def _check_keys(members: list[Member]) -> None:
    rows: dict[str, list[str]] = {}
    for member in members:
        rows.setdefault(member.key, []).append(str(member.row))
    for key, numbers in rows.items():
        if len(numbers) > 1:
            raise GroupsInputWrong(
                f"“{key}” is in rows {some(numbers)}. Give each person a key of their own, or delete a row."
            )
