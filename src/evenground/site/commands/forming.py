"""Teams into groups, from a CSV file: formed, explained, mended. Needs neither Django nor a database."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from evenground.site.commands.terminal import json_option, print_json, say, telling

if TYPE_CHECKING:
    from evenground.analysis.groups import Alternatives, Facilitator, Limits, Problem, Proposal

Command = TypeVar("Command", bound=Callable[..., Any])
_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_smallest = click.option("--smallest", type=click.IntRange(2), default=3, show_default=True, help="Teams at least.")
_largest = click.option("--largest", type=click.IntRange(2), default=5, show_default=True, help="Teams at most.")
_leaders = click.option("--facilitators", type=_file, help="facilitator, skills, capacity, organisation, conflicts.")


def limit_options(command: Command) -> Command:
    """How long a search may take and how much memory it may use."""
    memory = click.option("--memory", type=click.IntRange(500), default=4000, show_default=True, help="Megabytes.")
    seconds = click.option("--seconds", type=click.FloatRange(0.1), default=120.0, show_default=True, help="At most.")
    return seconds(memory(command))


def limits_of(asked: dict[str, Any]) -> "Limits":
    """The limits asked for, taken out of the options."""
    from evenground.analysis.groups import Limits

    return Limits(seconds=asked.pop("seconds"), megabytes=asked.pop("memory"))


@click.group()
def groups() -> None:
    """Put teams into groups and people to tables, from CSV files.

    \b
    Example:
      evenground groups form teams.csv --facilitators facilitators.csv --out groups.csv
      evenground groups explain groups.csv --team "Memory clinic"
      evenground groups repair groups.csv --gone "Memory clinic"
      evenground groups seat people.csv --tables 8x6 --session "Workshop 1"
    """


@groups.command()
@click.argument("file", type=_file)
@_leaders
@click.option("--groups", "number", type=click.IntRange(1), help="How many groups; left out, as many as fit best.")
@_smallest
@_largest
@click.option("--pin", "pinned", multiple=True, nargs=2, metavar="TEAM GROUP", help="The group a team must be in.")
@click.option("--together", multiple=True, nargs=2, metavar="TEAM TEAM", help="Share a group; repeatable.")
@click.option("--apart", multiple=True, nargs=2, metavar="TEAM TEAM", help="Never share a group; repeatable.")
@click.option(
    "--never-one",
    multiple=True,
    metavar="ROLE",
    default=["public adviser"],
    show_default=True,
    help="No group has exactly one person of this role; repeatable.",
)
@click.option("--deputies", is_flag=True, help="Name a second facilitator for each group.")
@click.option("--alternatives", "several", type=click.IntRange(1, 9), default=1, help="How many different groupings.")
@click.option("--proof", type=click.FloatRange(0), default=20.0, show_default=True, help="Seconds to look for a proof.")
@click.option("--seed", type=int, default=1, show_default=True)
@limit_options
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="A copy of FILE with the groups filled in."
)
@json_option
def form(file: Path, several: int, proof: float, seed: int, out: Path | None, as_json: bool, **asked: Any) -> None:
    """Form groups of teams. Ctrl-C gives the best found so far.

    FILE holds one row a team: team, and where they are known name, organisation, area; service, condition, stage,
    setting, method, population, tag; a column with the number of people of each role; wishes, days, mode; previous
    (its group last time), pinned. Several things in one cell stand between semicolons.

    \b
    Example:
      evenground groups form teams.csv --facilitators facilitators.csv --out groups.csv
    """
    from evenground.analysis import groups as solver

    limits = limits_of(asked)
    problem = _problem(file, asked)
    if several > 1:
        with telling("Looking for different groupings"):
            _print_several(solver.alternatives(problem, count=several, seed=seed, limits=limits), as_json=as_json)
        return
    with telling("Looking for the best groups") as tell:
        proposal = solver.formed(
            problem,
            seed=seed,
            certificate_seconds=proof,
            limits=limits,
            on_better=lambda found: tell(
                f"{found.value / len(problem.teams) / 1000:.1f} points; looking for better groups"
            ),
        )
    if as_json:
        print_json(json.loads(proposal.to_json()))
    else:
        click.echo(str(proposal))
    if out:
        _write(proposal, file, out)
        say(f"Written: {out}")


@groups.command()
@click.argument("file", type=_file)
@click.option("--team", help="Only this team; left out, every team.")
@click.option("--to", "goal", help="What moving the team to this group would cost.")
@_leaders
@_smallest
@_largest
@json_option
def explain(
    file: Path,
    team: str | None,
    goal: str | None,
    facilitators: Path | None,
    smallest: int,
    largest: int,
    as_json: bool,
) -> None:
    """Say why each team is in its group, and what it would cost to move it.

    FILE holds one row a team with its group, as `groups form --out` writes it.

    \b
    Example:
      evenground groups explain groups.csv --team "Memory clinic" --to "Dementia"
    """
    from evenground.analysis import groups as solver

    if goal and not team:
        raise click.UsageError("--to needs --team: say which team would move.")
    proposal = _named(file, smallest, largest, facilitators)
    if team and goal:
        cost = solver.move_cost(proposal, team, goal)
        said = {"team": team, "to": goal, "points": cost.points, "allowed": cost.allowed, "broken": list(cost.broken)}
        print_json({**said, "changes": list(cost.changes)}) if as_json else click.echo(str(cost))
        return
    sentences = {key: solver.explain(proposal, key) for key in ([team] if team else proposal.why)}
    if as_json:
        print_json(sentences)
    else:
        click.echo("\n\n".join(sentences.values()))


@groups.command()
@click.argument("file", type=_file)
@click.option("--gone", multiple=True, required=True, metavar="TEAM", help="A team that withdrew; repeatable.")
@_leaders
@_smallest
@_largest
@click.option("--extra-moves", type=click.IntRange(0), default=0, help="Teams that may move beyond the fewest.")
@limit_options
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A copy of FILE with the groups mended.")
@json_option
def repair(file: Path, gone: tuple[str, ...], extra_moves: int, out: Path | None, as_json: bool, **asked: Any) -> None:
    """Mend a grouping after teams withdrew, moving as few of the others as can be.

    FILE holds one row a team with its group, as `groups form --out` writes it.

    \b
    Example:
      evenground groups repair groups.csv --gone "Memory clinic"
    """
    from evenground.analysis.groups import repair as mend

    limits = limits_of(asked)
    before = _named(file, asked["smallest"], asked["largest"], asked["facilitators"])
    with telling("Looking for the fewest moves"):
        mended = mend(before, gone=gone, extra_moves=extra_moves, limits=limits)
    if as_json:
        moved = [{"team": team, "from": old, "to": new} for team, old, new in mended.moved]
        print_json({"gone": list(mended.gone), "moved": moved, **json.loads(mended.after.to_json())})
    else:
        click.echo(str(mended))
    if out:
        _write(mended.after, file, out)
        say(f"Written: {out}")


def _problem(file: Path, asked: dict[str, Any]) -> "Problem":
    from evenground.analysis.groups import Bounds, make_problem
    from evenground.analysis.groups.reading import read_teams

    read = read_teams(file, roles=[role for role in asked["never_one"] if role != "public adviser"])
    pins = dict(asked["pinned"])
    if len(pins) < len(set(asked["pinned"])):
        twice = next(team for team, group in asked["pinned"] if pins[team] != group)
        raise click.BadParameter(f"“{twice}” is pinned to two groups. Keep one.", param_hint="--pin")
    return make_problem(
        read.teams,
        _facilitators(asked["facilitators"]),
        bounds=Bounds(asked["smallest"], asked["largest"]),
        groups=asked["number"],
        pinned={**read.pinned, **pins},
        together=asked["together"],
        apart=asked["apart"],
        previous=read.previous,
        never_one_of=asked["never_one"],
        deputies=asked["deputies"],
    )


def _facilitators(path: Path | None) -> "list[Facilitator]":
    from evenground.analysis.groups.reading import read_facilitators

    return read_facilitators(path) if path else []


def _named(file: Path, smallest: int, largest: int, facilitators: Path | None) -> "Proposal":
    """The grouping of a file, under the names of its groups."""
    from evenground.analysis.groups import Bounds
    from evenground.analysis.groups.reading import read_grouping

    proposal, names = read_grouping(file, bounds=Bounds(smallest, largest), facilitators=_facilitators(facilitators))
    return proposal.renamed(names)


def _print_several(found: "Alternatives", *, as_json: bool) -> None:
    if as_json:
        proposals = [json.loads(one.to_json()) for one in found.proposals]
        print_json({"proposals": proposals, "distances": list(found.distances)})
        return
    click.echo(str(found))
    for number, proposal in enumerate(found.proposals, 1):
        click.echo(f"\nGrouping {number}\n\n{proposal}")


def _write(proposal: "Proposal", file: Path, out: Path) -> None:
    """The rows of the file, for the teams still there, with their group, its facilitators and the reason."""
    from evenground.analysis.groups.reading import rows_of
    from evenground.analysis.results.spreadsheet import defused

    rows = [row for row in rows_of(file, ("team",)).values() if row["team"] in proposal.why]
    filled = ("group", "facilitator", "deputy", "why")
    heads = [name for name in rows[0] if name not in filled]
    with out.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow([*heads, *filled])
        for row in rows:
            group = proposal.group_of(row["team"])
            placed = [group.label, group.facilitator or "", group.deputy or "", proposal.why[row["team"]]]
            writer.writerow([*(row[name] for name in heads), *map(defused, placed)])
