"""People into teams by rules in order of priority. Needs neither Django nor a database."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenground.site.commands.forming import limit_options, limits_of
from evenground.site.commands.terminal import json_option, print_json, say, telling

if TYPE_CHECKING:
    from evenground.analysis.groups.teaming import TeamsProblem

_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_file)
@click.option("--size", type=click.IntRange(1), help="People in each group.")
@click.option("--groups", "number", type=click.IntRange(1), help="How many groups.")
@click.option("--smaller", is_flag=True, help="Leftover people make some groups smaller, not larger.")
@click.option("--rule", "rules", multiple=True, metavar="RULE", help="In order of priority; repeatable.")
@click.option("--person", default="person", show_default=True, metavar="COLUMN", help="Tells people apart.")
@click.option("--name", default="", metavar="COLUMN", help="What people are called.")
@click.option("--unit", default="", metavar="COLUMN", help="The unit that stays whole.")
@click.option("--together", multiple=True, nargs=2, metavar="PERSON PERSON", help="Share a group; repeatable.")
@click.option("--apart", multiple=True, nargs=2, metavar="PERSON PERSON", help="Never share a group; repeatable.")
@click.option("--seed", type=int, default=1, show_default=True)
@limit_options
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="CSV file with everybody\u2019s group.")
@json_option
def teams(file: Path, seed: int, out: Path | None, as_json: bool, **asked: Any) -> None:
    """Put people into teams, units whole. Ctrl-C gives the best found so far.

    FILE is a CSV table with one row a person and a column for each attribute, or a specification of GroupEng (.groupeng,
    .txt), which names its class list, sizes and rules. No rule is given up for a later one; a broken one is said.

    \b
    Rules, in order of priority; "must" before one makes it hard:
      distribute COLUMN, or distribute COLUMN=VALUE, VALUE   the same number in every group
      cluster COLUMN=VALUE, VALUE                            nobody with the value alone
      aggregate COLUMN                                       the same value together
      balance COLUMN, or balance COLUMN=TOLERANCE            means alike
      diverse COLUMN, COLUMN                                 people of a group differ
      alike COLUMN, COLUMN                                   people of a group are alike

    \b
    Example:
      evenground groups teams people.csv --size 5 --unit team --rule "must cluster role=public adviser" --rule "distribute role"
      evenground groups teams class.groupeng
    """
    from evenground.analysis.groups.teaming import assemble

    limits = limits_of(asked)
    problem = _problem(file, asked)
    with telling("Looking for the best teams") as tell:
        found = assemble(
            problem,
            seed=seed,
            limits=limits,
            on_better=lambda teams: tell(f"{len(teams.broken)} rules broken; looking for better teams"),
        )
    if as_json:
        print_json(json.loads(found.to_json()))
    else:
        click.echo(str(found))
    if out:
        out.write_text(found.to_csv(), encoding="utf-8", newline="")
        say(f"Written: {out}")


def _problem(file: Path, asked: dict[str, Any]) -> "TeamsProblem":
    from evenground.analysis.groups.teaming import TeamsProblem, even_sizes, read_groupeng, read_members
    from evenground.analysis.groups.teaming.rules import rule_of

    if file.suffix.lower() != ".csv":
        if asked["rules"] or asked["size"] or asked["number"] or asked["unit"]:
            raise click.UsageError(
                f"{file.name} says itself how large groups are and by which rules. Leave the options out."
            )
        return read_groupeng(file)
    if bool(asked["size"]) == bool(asked["number"]):
        raise click.UsageError("Say how large the groups are with --size, or how many there are with --groups.")
    members = read_members(file, key=asked["person"], name=asked["name"], unit=asked["unit"])
    leftover: Any = "smaller" if asked["smaller"] else "larger"
    return TeamsProblem(
        tuple(members),
        even_sizes(len(members), size=asked["size"], groups=asked["number"], leftover=leftover),
        tuple(map(rule_of, asked["rules"])),
        tuple(map(frozenset, asked["together"])),
        tuple(map(frozenset, asked["apart"])),
    )
