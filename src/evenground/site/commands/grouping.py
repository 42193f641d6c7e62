"""Putting a cohort’s teams into groups."""

from typing import TYPE_CHECKING, Any

import click

from evenground.site.commands import home as homes
from evenground.site.commands.acting import acting_person, as_option, cohort_numbered, cohort_option
from evenground.site.commands.terminal import json_option, print_json, print_table, say, waiting

if TYPE_CHECKING:
    from evenground.programme.cigs.models import Forming


@click.command("form-cigs")
@cohort_option
@click.option("--groups", required=True, type=click.IntRange(1, 100), help="How many groups.")
@click.option("--smallest", default=2, show_default=True, type=click.IntRange(1, 50), help="Fewest teams in a group.")
@click.option("--largest", default=6, show_default=True, type=click.IntRange(1, 50), help="Most teams in a group.")
@as_option
@click.option("--confirm", is_flag=True, help="Turn the proposal into groups and tell everybody.")
@json_option
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
        forming = actions.propose(cohort=cohort, groups_wanted=groups, smallest=smallest, largest=largest, by=person)
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
