"""Teams, and the groups they are in, from a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from evenground.analysis.errors import MissingColumn, UnreadableFile
from evenground.analysis.groups.form import as_arranged, make_problem
from evenground.analysis.groups.problem import Bounds, Facilitator, GroupsInputWrong, Team, Weights
from evenground.analysis.groups.proposal import Proposal

Row = dict[str, str]


def read_grouping(path: Path, *, bounds: Bounds) -> tuple[Proposal, dict[str, str]]:
    """Teams with the columns ``team`` and ``group``, as a proposal, with our name of each group to that of the file.

    ``name``, ``organisation``, ``area``, ``facilitator``, a column for each kind of theme (``service``, ``condition``,
    ``stage``) and one for each role, with the number of people, are read where they are there.
    """
    rows = rows_of(path, ("team", "group"))
    groups: dict[str, list[Row]] = {}
    for number, row in enumerate(rows, 2):
        if not row["group"]:
            raise GroupsInputWrong(f"Row {number}: {row['team']} has no group. Fill in the column “group”.")
        groups.setdefault(row["group"], []).append(row)
    leaders = [next((row["facilitator"] for row in inside if row.get("facilitator")), "") for inside in groups.values()]
    if any(leaders) and not all(leaders):
        bare = [*groups][leaders.index("")]
        raise GroupsInputWrong(f"The group “{bare}” has no facilitator, but others have. Name one, or none at all.")
    facilitators = [Facilitator(name, name, capacity=leaders.count(name)) for name in dict.fromkeys(leaders) if name]
    teams = [_team(row, number) for number, row in enumerate(rows, 2)]
    problem = make_problem(teams, facilitators, bounds=bounds, groups=len(groups))
    placed = [
        ([row["team"] for row in inside], who or None) for inside, who in zip(groups.values(), leaders, strict=True)
    ]
    proposal = as_arranged(problem, placed)
    return proposal, dict(zip((group.label for group in proposal.groups), groups, strict=True))


def _team(row: Row, number: int) -> Team:
    weights = Weights()
    return Team(
        row["team"],
        row.get("name") or row["team"],
        organisation=row.get("organisation", ""),
        area=row.get("area", ""),
        themes=frozenset(f"{kind}:{row[kind]}" for kind in weights.themes if row.get(kind)),
        roles={role: _whole(row[role], role, number) for role in weights.roles if row.get(role)},
    )


def _whole(text: str, column: str, number: int) -> int:
    if not text.isdecimal():
        raise GroupsInputWrong(f"Row {number}, column “{column}”: “{text}” is not a number of people. Write 0, 1, 2 …")
    return int(text)


def rows_of(path: Path, wanted: Sequence[str]) -> list[Row]:
    """Rows with spaces cut off; the first column wanted is filled and says who each row is about."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [{str(k).strip(): (v or "").strip() for k, v in row.items() if isinstance(v, str)} for row in reader]
            there = [name.strip() for name in reader.fieldnames or []]
    except (UnicodeDecodeError, csv.Error):
        raise UnreadableFile(f"{path.name} is not a CSV file in UTF-8. Save it as “CSV UTF-8”.") from None
    for name in wanted:
        if name not in there:
            raise MissingColumn([name], there)
    for number, row in enumerate(rows, 2):
        if not row.get(wanted[0]):
            raise GroupsInputWrong(
                f"Row {number} has nothing in the column “{wanted[0]}”. Fill it in, or delete the row."
            )
    return rows
