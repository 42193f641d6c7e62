"""Writing a team’s report as files."""

from pathlib import Path
from typing import Any

import click

from evenground.site.commands import home as homes
from evenground.site.commands.terminal import Refused, json_option, print_json, say, waiting


@click.command()
@click.option("--team", "team_id", type=int, required=True, metavar="ID", help="Number of the team.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder to write into.")
@click.option("--format", "wanted", type=click.Choice(["pdf", "docx", "both"]), default="both", show_default=True)
@json_option
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
