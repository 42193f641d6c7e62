"""People and who comes to which session, from a CSV file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evenground.analysis.groups.problem import GroupsInputWrong, listed
from evenground.analysis.groups.reading import Row, rows_of
from evenground.analysis.groups.seating.problem import MIX, WAYS, Person, Session, Table

ABSENT, ONLINE, IN_ROOM = {"no", "n", "absent", "0"}, {"online"}, {"", "yes", "y", "1", "in the room"}
_TABLES = re.compile(r"(\d{1,4})\s*[x×]\s*(\d{1,4})")
PERSON_COLUMNS = ("person", "name", "team", "home", "email")


@dataclass(frozen=True)
class Attendance:
    """Who does not come to a session, and who takes part online."""

    absent: frozenset[str]
    online: frozenset[str]


def read_people(path: Path, *, sessions: Sequence[str]) -> tuple[list[Person], dict[str, Attendance]]:
    """People with a column ``person`` and, where known, ``name``, ``team``, ``home`` and ``email``.

    A column with the name of a session says who comes: blank or yes, no, online. Every other column is an attribute.
    """
    rows = rows_of(path, ("person",))
    known = {*PERSON_COLUMNS, *sessions}
    people = [
        Person(
            row["person"],
            row.get("name") or row["person"],
            team=row.get("team", ""),
            home=row.get("home", ""),
            attributes={name: value for name, value in row.items() if name not in known and value},
            address=row.get("email", ""),
        )
        for row in rows.values()
    ]
    return people, {name: _attendance(rows, name) for name in sessions}


def read_sessions(path: Path) -> list[Session]:
    """Sessions in the order of the file, with the columns ``session`` and ``tables``, such as ``8x6; 2x4``.

    Read where they are there: ``date`` as 2026-11-23, ``rooms`` online as ``tables``, and ``way``: always different, home
    group, as last time. Who comes stands in the file of people.
    """
    sessions = []
    for number, row in rows_of(path, ("session", "tables")).items():
        try:
            tables = (*tables_of(row["tables"]), *tables_of(row.get("rooms", ""), online=True))
            day = date.fromisoformat(row["date"]) if row.get("date") else None
        except ValueError:
            raise GroupsInputWrong(
                f"Row {number}, column “date”: “{row['date']}” is not a date. Write it as 2026-11-23."
            )
        except GroupsInputWrong as wrong:
            raise GroupsInputWrong(f"Row {number}: {wrong}")
        way = row.get("way") or MIX
        if way not in WAYS:
            raise GroupsInputWrong(
                f"Row {number}, column “way”: “{way}” is not a way to sit. Choose one of: {listed(WAYS)}."
            )
        sessions.append(Session(row["session"], tables, way=way, on=day))
    return sessions


def tables_of(text: str, *, online: bool = False) -> tuple[Table, ...]:
    """Tables written as how many, an x, and the seats of each.

    >>> [(table.name, table.seats) for table in tables_of("1x6; 2x4")]
    [('Table 1', 6), ('Table 2', 4), ('Table 3', 4)]
    """
    seats: list[int] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        match = _TABLES.fullmatch(part)
        if match is None:
            raise GroupsInputWrong(
                f"“{part}” does not say which tables. Write how many, an x, and the seats of each: 8x6."
            )
        seats += [int(match[2])] * int(match[1])
    called = "Room" if online else "Table"
    return tuple(Table(f"{called} {n}", each, online=online) for n, each in enumerate(seats, 1))


def _attendance(rows: Mapping[int, Row], session: str) -> Attendance:
    says = {row["person"]: row.get(session, "").casefold() for row in rows.values()}
    for number, (person, said) in zip(rows, says.items(), strict=True):
        if said not in ABSENT | ONLINE | IN_ROOM:
            raise GroupsInputWrong(
                f"Row {number}, column “{session}”: “{said}” does not say whether {person} comes."
                " Write yes, no or online."
            )
    return Attendance(
        frozenset(key for key, said in says.items() if said in ABSENT),
        frozenset(key for key, said in says.items() if said in ONLINE),
    )
