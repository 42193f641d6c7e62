"""People and who comes to which session, from a CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evenground.analysis.groups.problem import GroupsInputWrong
from evenground.analysis.groups.reading import Row, rows_of
from evenground.analysis.groups.seating.problem import Person

ABSENT, ONLINE, IN_ROOM = {"no", "n", "absent", "0"}, {"online"}, {"", "yes", "y", "1", "in the room"}
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
        for row in rows
    ]
    return people, {name: _attendance(rows, name) for name in sessions}


def _attendance(rows: list[Row], session: str) -> Attendance:
    says = {row["person"]: row.get(session, "").casefold() for row in rows}
    for number, (person, said) in enumerate(says.items(), 2):
        if said not in ABSENT | ONLINE | IN_ROOM:
            raise GroupsInputWrong(
                f"Row {number}, column “{session}”: “{said}” does not say whether {person} comes."
                " Write yes, no or online."
            )
    return Attendance(
        frozenset(key for key, said in says.items() if said in ABSENT),
        frozenset(key for key, said in says.items() if said in ONLINE),
    )
