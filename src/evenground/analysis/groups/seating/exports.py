"""A seating for print and for video meetings: table cards, BigBlueButton's groups, Zoom's pre-assigned rooms."""

from __future__ import annotations

import csv
import io
import json

from evenground.analysis.groups.problem import GroupsInputWrong, listed
from evenground.analysis.groups.seating.plan import SeatingPlan
from evenground.analysis.results.spreadsheet import defused

WIDTH = 60
ZOOM_ROOMS, ZOOM_PEOPLE = 100, 1000  # as Zoom states for one meeting


def table_cards(plan: SeatingPlan, *, session: str) -> str:
    """One card a table in plain text, a form feed between two, so that each prints on a page of its own."""
    problem = plan.problem
    cards = []
    for table, keys in plan.tables(session).items():
        if keys:
            names = [f"  {name}" for name in sorted(map(problem.name, keys))]
            cards.append("\n".join([session, table, "=" * WIDTH, *names, ""]))
    return "\f".join(cards)


def bigbluebutton_groups(plan: SeatingPlan, *, session: str) -> str:
    """The ``groups`` parameter of a meeting's create call: JSON of ``{id, name, roster}``.

    The roster holds our keys: they must be the ``userID`` with which people join.
    """
    tables = [(name, keys) for name, keys in plan.tables(session).items() if keys]
    groups = [{"id": str(n), "name": name, "roster": list(keys)} for n, (name, keys) in enumerate(tables, 1)]
    return json.dumps(groups, ensure_ascii=False)


def zoom_rooms(plan: SeatingPlan, *, session: str) -> str:
    """The file Zoom imports for pre-assigned rooms: one row a person.

    Raises
    ------
    GroupsInputWrong
        If somebody has no address, or there are more rooms or people than Zoom takes. People without a Zoom account
        are better served with `table_cards`.
    """
    tables = [(name, keys) for name, keys in plan.tables(session).items() if keys]
    address = {person.key: person.address.strip() for person in plan.problem.people}
    lacking = [plan.problem.name(key) for _, keys in tables for key in keys if not address[key]]
    if lacking:
        more = f" and {len(lacking) - 5} more" if len(lacking) > 5 else ""
        raise GroupsInputWrong(
            f"Zoom needs the address of everybody’s account; there is none for {listed(lacking[:5])}{more}."
            " Add the addresses, or print table cards."
        )
    people = sum(len(keys) for _, keys in tables)
    if len(tables) > ZOOM_ROOMS or people > ZOOM_PEOPLE:
        raise GroupsInputWrong(
            f"Zoom takes {ZOOM_ROOMS} rooms and {ZOOM_PEOPLE} people; {session} has {len(tables)} rooms and"
            f" {people} people. Split the meeting."
        )
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["Pre-assign Room Name", "Email Address"])
    writer.writerows([defused(name), defused(address[key])] for name, keys in tables for key in keys)
    return out.getvalue()
