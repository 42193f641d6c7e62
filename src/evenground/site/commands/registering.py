"""Registering people from a spreadsheet: the plan, and then the deed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenground.site.commands import home as homes
from evenground.site.commands.acting import acting_person, as_option, cohort_numbered, cohort_option
from evenground.site.commands.terminal import (
    NAMED_PROBLEMS,
    NOTHING_TO_DO,
    Refused,
    json_option,
    print_json,
    print_table,
    say,
    waiting,
)

if TYPE_CHECKING:
    from evenground.programme.cohorts.models import Cohort
    from evenground.programme.registrations.queries import Plan


@click.command("import-registrations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@cohort_option
@as_option
@click.option("--column", "chosen", multiple=True, metavar="FIELD=HEADING", help="Correct a column that was guessed.")
@click.option("--confirm", is_flag=True, help="Write it. Without this, only the plan is shown.")
@json_option
def import_registrations(
    file: Path, cohort_id: int, email: str | None, chosen: tuple[str, ...], confirm: bool, as_json: bool
) -> None:
    """Register people from a CSV or Excel file, one row a person.

    Shows what would be made, what would be joined with what exists, and each problem by row. Nothing is written
    without --confirm, and the same file twice changes nothing (exit code 3).

    \b
    Example:
      evenground import-registrations registrations.xlsx --cohort 2
      evenground import-registrations registrations.xlsx --cohort 2 --column email="Work e-mail" --confirm
    """
    homes.wake_database()
    cohort = cohort_numbered(cohort_id)
    person = acting_person(email, cohort)
    columns, plan = _planned(file, cohort, person, chosen)
    nothing = plan.changes_nothing
    if confirm and not nothing:
        _register(file, cohort, person, columns)
    if as_json:
        print_json(_plan_as_data(plan, columns, written=confirm and not nothing))
    else:
        _print_plan(plan, written=confirm and not nothing)
    if nothing:
        say(f"Nothing to do: everybody in {file.name} is registered already, or left out.")
        sys.exit(NOTHING_TO_DO)


def _planned(file: Path, cohort: "Cohort", person: Any, chosen: tuple[str, ...]) -> tuple[dict[str, str], "Plan"]:
    """The plan, made without writing anything."""
    from evenground.programme.registrations import queries, rules
    from evenground.programme.registrations.reading import guess_columns, read_entries, read_sheet

    rules.check_can_bring(person, cohort)
    sheet = read_sheet(file.read_bytes(), file.name)
    columns = _corrected(guess_columns(sheet.headings), chosen, sheet.headings)
    rules.check_columns(columns)
    return columns, queries.plan_for(cohort, read_entries(sheet, columns), {})


def _corrected(guessed: dict[str, str], chosen: tuple[str, ...], headings: tuple[str, ...]) -> dict[str, str]:
    from evenground.programme.registrations.enums import Field

    columns = dict(guessed)
    for text in chosen:
        field, _, heading = text.partition("=")
        if field not in Field.values:
            raise Refused(f"“{field}” is not something a column can hold. Choose one of: {', '.join(Field.values)}.")
        if heading and heading not in headings:
            raise Refused(f"The file has no column called “{heading}”. It has: {', '.join(headings)}.")
        columns = {what: there for what, there in columns.items() if there != heading and what != field}
        if heading:
            columns[field] = heading
    return columns


def _register(file: Path, cohort: "Cohort", person: Any, columns: dict[str, str]) -> None:
    from django.db import transaction

    from evenground.programme.registrations import actions

    with waiting(f"Registering {file.name}"), transaction.atomic():
        brought = actions.bring(cohort=cohort, name=file.name, content=file.read_bytes(), by=person)
        brought = actions.match_columns(file=brought, columns=columns, by=person)
        actions.confirm(file=brought, by=person)


def _plan_as_data(plan: "Plan", columns: dict[str, str], *, written: bool) -> dict[str, Any]:
    return {
        "written": written,
        "columns": columns,
        "teams": {"new": plan.new_teams, "known": plan.known_teams},
        "people": {"new": plan.new_people, "known": plan.known_people},
        "seats": {"new": plan.new_seats, "known": plan.known_seats},
        "organisations": [
            {"written": one.written, "means": one.means, "new": one.new, "guessed": one.guessed}
            for one in plan.spellings
        ],
        "rows_left_out": len(plan.left_out),
        "problems": [
            {"row": entry.row, "weight": trouble.weight.value, "says": trouble.says}
            for entry in plan.to_look_at
            for trouble in entry.troubles
        ],
    }


def _print_plan(plan: "Plan", *, written: bool) -> None:
    made, new = ("Made", "new") if written else ("Would be made", "new")
    organisations = {one.means: one.new for one in plan.spellings}
    rows = [
        ["Teams", str(len(plan.new_teams)), str(len(plan.known_teams))],
        ["People", str(len(plan.new_people)), str(len(plan.known_people))],
        ["Seats (a person in a team in a role)", str(plan.new_seats), str(plan.known_seats)],
        ["Organisations", str(sum(organisations.values())), str(len(organisations) - sum(organisations.values()))],
    ]
    print_table("", ["", f"{made} ({new})", "There already"], rows, numbers=True)
    joined = [[one.written, one.means] for one in plan.spellings if one.written != one.means]
    if joined:
        print_table("\nTaken as one organisation", ["Written", "Means"], joined)
    troubles = [(entry.row, trouble) for entry in plan.to_look_at for trouble in entry.troubles]
    if troubles:
        shown = [[str(row), trouble.weight.label, trouble.says] for row, trouble in troubles[:NAMED_PROBLEMS]]
        print_table("\nTo look at", ["Row", "", "What"], shown)
    if len(troubles) > NAMED_PROBLEMS:
        say(f"{len(troubles) - NAMED_PROBLEMS} more; --json lists them all.")
    if not written and not plan.changes_nothing:
        say("Nothing has been written. Run it again with --confirm to register them.")
