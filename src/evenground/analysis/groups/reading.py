"""Teams, and the groups they are in, from a CSV file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evenground.analysis.errors import MissingColumn
from evenground.analysis.groups.form import as_arranged, make_problem
from evenground.analysis.groups.problem import Bounds, Facilitator, GroupsInputWrong, Team, Weights, listed
from evenground.analysis.groups.proposal import Proposal
from evenground.analysis.groups.rows import numbered_rows

Row = dict[str, str]
KINDS = ("service", "condition", "stage", "setting", "method", "population", "tag")


@dataclass(frozen=True)
class Teams:
    """Teams as a file has them, with the group each had last time and the group it is pinned to, where said."""

    teams: tuple[Team, ...]
    previous: Mapping[str, str]
    pinned: Mapping[str, str]


def read_teams(path: Path, *, roles: Sequence[str] = ()) -> Teams:
    """Teams, one a row, with a column ``team`` and one for each of ``roles``.

    Read where they are there: ``name``, ``organisation``, ``area``; a column for each kind of theme (``service``,
    ``condition``, ``stage``, ``setting``, ``method``, ``population``, ``tag``); one for each role, with the number of people;
    ``wishes`` (teams it would like to be with), ``days`` (when it can meet), ``mode`` (how); ``previous`` (its group last
    time), ``pinned`` (the group it must be in). Several things in one cell stand between semicolons.
    """
    rows = rows_of(path, ("team", *roles))
    return Teams(
        tuple(_team(row, number, roles) for number, row in rows.items()),
        {row["team"]: row["previous"] for row in rows.values() if row.get("previous")},
        {row["team"]: row["pinned"] for row in rows.values() if row.get("pinned")},
    )


def read_facilitators(path: Path) -> list[Facilitator]:
    """Facilitators, one a row, with a column ``facilitator``.

    Read where they are there: ``name``, ``skills`` (themes they know), ``capacity`` (groups they can lead), ``organisation``,
    ``conflicts`` (organisations or teams they must not lead).
    """
    return [
        Facilitator(
            row["facilitator"],
            row.get("name") or row["facilitator"],
            skills=frozenset(_several(row.get("skills", ""))),
            capacity=_whole(row["capacity"], "capacity", number) if row.get("capacity") else 1,
            organisation=row.get("organisation", ""),
            conflicts=frozenset(_several(row.get("conflicts", ""))),
        )
        for number, row in rows_of(path, ("facilitator",)).items()
    ]


def read_grouping(
    path: Path, *, bounds: Bounds, facilitators: Sequence[Facilitator] = ()
) -> tuple[Proposal, dict[str, str]]:
    """Teams as `read_teams` reads them with a column ``group``, as a proposal; and our name of each group to the file's.

    A column ``facilitator`` says who leads. Who that is comes from ``facilitators``; left out, their names are all that
    is known of them.
    """
    rows = rows_of(path, ("team", "group"))
    groups: dict[str, list[Row]] = {}
    for number, row in rows.items():
        if not row["group"]:
            raise GroupsInputWrong(f"Row {number}: {row['team']} has no group. Fill in the column “group”.")
        groups.setdefault(row["group"], []).append(row)
    leaders = [next((row["facilitator"] for row in inside if row.get("facilitator")), "") for inside in groups.values()]
    known = _known(leaders, [*groups], facilitators)
    problem = make_problem(
        [_team(row, number) for number, row in rows.items()], known, bounds=bounds, groups=len(groups)
    )
    placed = [
        ([row["team"] for row in inside], who or None) for inside, who in zip(groups.values(), leaders, strict=True)
    ]
    proposal = as_arranged(problem, placed)
    return proposal, dict(zip((group.label for group in proposal.groups), groups, strict=True))


def _known(leaders: list[str], groups: list[str], facilitators: Sequence[Facilitator]) -> list[Facilitator]:
    """The facilitators to reckon with: none at all, or somebody for every group."""
    if not any(leaders):
        return []
    if not all(leaders):
        bare = groups[leaders.index("")]
        raise GroupsInputWrong(f"The group “{bare}” has no facilitator, but others have. Name one, or none at all.")
    if not facilitators:
        return [Facilitator(name, name, capacity=leaders.count(name)) for name in dict.fromkeys(leaders)]
    there = {f.key for f in facilitators}
    if strange := [name for name in leaders if name not in there]:
        raise GroupsInputWrong(
            f"“{strange[0]}” leads “{groups[leaders.index(strange[0])]}” but is not among the facilitators: {listed(sorted(there))}."
        )
    return list(facilitators)


def _team(row: Row, number: int, further: Sequence[str] = ()) -> Team:
    weights = Weights()
    themes = [f"{kind}:{tag}" for kind in KINDS for tag in _several(row.get(kind, ""))]
    return Team(
        row["team"],
        row.get("name") or row["team"],
        organisation=row.get("organisation", ""),
        area=row.get("area", ""),
        themes=frozenset(themes),
        roles={role: _whole(row[role], role, number) for role in (*weights.roles, *further) if row.get(role)},
        wishes=frozenset(_several(row.get("wishes", ""))),
        days=frozenset(_several(row.get("days", ""))),
        mode=row.get("mode", ""),
    )


def _several(text: str) -> list[str]:
    """What stands between semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def _whole(text: str, column: str, number: int) -> int:
    if not text.isdecimal():
        raise GroupsInputWrong(f"Row {number}, column “{column}”: “{text}” is not a number of people. Write 0, 1, 2 …")
    return int(text)


def rows_of(path: Path, wanted: Sequence[str]) -> dict[int, Row]:
    """Rows by their numbers, spaces cut off; the first column wanted is filled, and says whom a row is about, each once."""
    numbered = numbered_rows(path)
    heads = [cell.strip() for cell in numbered[0][1]]
    for name in wanted:
        if name not in heads:
            raise MissingColumn([name], heads)
    if len(numbered) == 1:
        raise GroupsInputWrong(f"{path.name} has headings and no rows. Write one row for each {wanted[0]}.")
    rows: dict[int, Row] = {}
    met: dict[str, int] = {}
    for number, raw in numbered[1:]:
        cells = [cell.strip() for cell in raw]
        if any(cells[len(heads) :]):
            raise GroupsInputWrong(
                f"Row {number} has more cells than there are headings. Put text with commas in quotes."
            )
        row = dict(zip(heads, cells + [""] * (len(heads) - len(cells)), strict=False))
        _check_about(row[wanted[0]], wanted[0], number, met)
        rows[number] = row
    return rows


def _check_about(who: str, column: str, number: int, met: dict[str, int]) -> None:
    if not who:
        raise GroupsInputWrong(f"Row {number} has nothing in the column “{column}”. Fill it in, or delete the row.")
    if who in met:
        raise GroupsInputWrong(f"Row {number} is about “{who}”, as row {met[who]} is. Keep one of the two rows.")
    met[who] = number
