"""A programme from the command line: start one, register its people, form its groups, write a report."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenground.site.commands import home as homes
from evenground.site.commands.acting import acting_person, cohort_numbered
from evenground.site.commands.terminal import (
    NAMED_PROBLEMS,
    NOTHING_TO_DO,
    Refused,
    print_json,
    print_table,
    say,
    waiting,
)

if TYPE_CHECKING:
    from evenground.programme.cigs.models import Forming
    from evenground.programme.cohorts.models import Cohort
    from evenground.programme.registrations.queries import Plan

_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_cohort = click.option("--cohort", "cohort_id", type=int, required=True, metavar="ID", help="Number of the cohort.")
_as = click.option("--as", "email", metavar="EMAIL", help="Act as this person (default: the lead of the cohort).")
_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.command()
@click.option("--programme", "name", required=True, help="Name of the programme.")
@click.option("--lead-name", required=True, help="Full name of its first lead.")
@click.option("--lead-email", required=True, help="Address the lead signs in with.")
@click.option("--password-from-stdin", is_flag=True, help="Read the lead’s password from standard input.")
def new(name: str, lead_name: str, lead_email: str, password_from_stdin: bool) -> None:
    """Start a real, empty programme with its first lead.

    Without a password the lead signs in by a code sent by e-mail.

    \b
    Example:
      evenground new --programme "Fair Start" --lead-name "Ada Okoro" --lead-email ada.okoro@example.org
    """
    password = sys.stdin.readline().rstrip("\r\n") if password_from_stdin else ""
    if password_from_stdin and not password:
        raise Refused("No password came from standard input. Pipe it in, or leave --password-from-stdin out.")
    homes.wake_django()
    homes.migrate()
    programme = _started(name, lead_name, lead_email, password)
    from django.conf import settings

    say(f"The programme “{programme}” is ready in {settings.HOME}. Start it with “evenground serve”.")
    how = "with the password given" if password else "by a code sent to that address"
    say(f"{lead_name} signs in as {lead_email.strip().lower()}, {how}, and adds the first cohort.")


def _started(name: str, lead_name: str, lead_email: str, password: str) -> Any:
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from evenground.programme.cohorts.actions import start_programme
    from evenground.programme.cohorts.models import Programme
    from evenground.programme.people.actions import add_person

    if Programme.objects.filter(name__iexact=name.strip()).exists():
        raise Refused(f"There is a programme called “{name.strip()}” in this home already. Choose another name.")
    try:
        with transaction.atomic():
            lead = add_person(name=lead_name, email=lead_email, may_start_programmes=True, by=None)
            lead.may_start_programmes = True  # somebody known from another programme may start this one too
            if password:
                _set_password(lead, password)
            lead.save()
            return start_programme(name=name, contact_name=lead.name, contact_details=lead.email or "", by=lead)
    except ValidationError as reason:
        raise Refused(" ".join(reason.messages)) from reason


def _set_password(person: Any, password: str) -> None:
    from django.contrib.auth.password_validation import validate_password

    validate_password(password, person)
    person.set_password(password)


@click.command("import-registrations")
@click.argument("file", type=_file)
@_cohort
@_as
@click.option("--column", "chosen", multiple=True, metavar="FIELD=HEADING", help="Correct a column that was guessed.")
@click.option("--confirm", is_flag=True, help="Write it. Without this, only the plan is shown.")
@_json
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


@click.command("form-cigs")
@_cohort
@click.option("--groups", required=True, type=click.IntRange(1, 100), help="How many groups.")
@click.option("--smallest", default=2, show_default=True, type=click.IntRange(1, 50), help="Fewest teams in a group.")
@click.option("--largest", default=6, show_default=True, type=click.IntRange(1, 50), help="Most teams in a group.")
@_as
@click.option("--confirm", is_flag=True, help="Turn the proposal into groups and tell everybody.")
@_json
def form_cigs(
    cohort_id: int, groups: int, smallest: int, largest: int, email: str | None, confirm: bool, as_json: bool
) -> None:
    """Put a cohort’s teams into Collaborative Implementation Groups.

    The proposal is kept, so that a lead can look at it and move teams in the browser; it counts for nothing before
    it is confirmed.

    \b
    Example:
      evenground form-cigs --cohort 2 --groups 5 --smallest 2 --largest 4
    """
    homes.wake_database()
    cohort = cohort_numbered(cohort_id)
    person = acting_person(email, cohort)
    from evenground.programme.cigs import actions

    with waiting("Looking for the best groups; it takes some seconds"):
        forming = actions.propose(
            cohort=cohort, groups_wanted=groups, smallest=smallest, largest=largest, by=person
        )
    if confirm:
        actions.confirm(forming=forming, by=person)
    if as_json:
        print_json({"forming": forming.pk, "confirmed": confirm, **_proposal_with_names(forming)})
    else:
        _print_proposal(forming, confirmed=confirm)


def _proposal_with_names(forming: "Forming") -> dict[str, Any]:
    from evenground.programme.cigs.queries import groups_of

    groups = [
        {
            "label": group.label,
            "facilitator": group.facilitator,
            "score": group.score,
            "teams": [{"id": team.pk, "name": team.name, "why": why} for team, why, _ in group.teams],
            "warnings": list(group.warnings),
        }
        for group in groups_of(forming)
    ]
    rest = {key: value for key, value in forming.proposal.items() if key not in {"groups", "why"}}
    return {"groups": groups, "proposal": rest}


def _print_proposal(forming: "Forming", *, confirmed: bool) -> None:
    from evenground.programme.cigs.queries import groups_of

    for group in groups_of(forming):
        title = f"\n{group.label} (facilitator: {group.facilitator})"
        print_table(title, ["Team", "Why"], [[team.name, why] for team, why, _ in group.teams])
        for warning in group.warnings:
            say(warning)
    if confirmed:
        say("Confirmed. Everybody can now see who is in their group.")
    else:
        say("A proposal only. Run it again with --confirm, or look at it and move teams in the browser.")


@click.command()
@click.option("--team", "team_id", type=int, required=True, metavar="ID", help="Number of the team.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder to write into.")
@click.option("--format", "wanted", type=click.Choice(["pdf", "docx", "both"]), default="both", show_default=True)
@_json
def report(team_id: int, out: Path, wanted: str, as_json: bool) -> None:
    """Write a team’s report: the newest signed one, or the draft as it stands.

    \b
    Example:
      evenground report --team 4 --out reports --format pdf
    """
    homes.wake_database()
    from evenground.programme.teams.models import Team

    team = Team.objects.select_related("cohort__programme").filter(pk=team_id).first()
    if team is None:
        known = ", ".join(f"{one.pk} ({one})" for one in Team.objects.order_by("pk")[:30])
        raise Refused(f"There is no team {team_id}. There is: {known or 'none yet'}.")
    out.mkdir(parents=True, exist_ok=True)
    with waiting("Writing the report"):
        state, files = _write_report(team, out, wanted)
    if as_json:
        print_json({"team": team.pk, "name": team.name, "state": state, "files": [str(file) for file in files]})
    else:
        say(f"{team.name}: {state}.")
        click.echo("\n".join(map(str, files)))


def _write_report(team: Any, out: Path, wanted: str) -> tuple[str, list[Path]]:
    from evenground.analysis.report import to_docx, to_pdf
    from evenground.programme.outputs.queries import document_of

    signed = team.reports.order_by("-version").first()
    document = signed.document if signed else document_of(team, version=1)
    state = f"version {signed.version}, signed" if signed else "draft, not signed"
    name = f"evaluation-team-{team.pk}-{f'version-{signed.version}' if signed else 'draft'}"
    files = []
    for ending, write in (("pdf", to_pdf), ("docx", to_docx)):
        if wanted in {ending, "both"}:
            files.append(out / f"{name}.{ending}")
            files[-1].write_bytes(write(document))
    return state, files
