"""Can hidden numbers be worked out from a table? Needs neither Django nor a database."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenground.site.commands.terminal import json_option, print_json, print_table, say

if TYPE_CHECKING:
    from evenground.analysis.disclosure import Leak, Left

LEAKS = 3
_file = click.Path(exists=True, dir_okay=False, path_type=Path)

Part = tuple[Path, dict[str, frozenset[str]]]  # a file, and which part of the whole it counts


class TableFile(click.ParamType[Part]):
    """A file, and after an @ which part of the whole it counts: ``carers.csv@carer=yes``."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Part:
        if isinstance(value, tuple):
            return value  # asked again by click, of what it had converted
        name, *parts = [value] if Path(value).exists() else str(value).split("@")
        within = {}
        for part in parts:
            what, equals, categories = part.partition("=")
            if not (what.strip() and equals and categories.strip()):
                self.fail(f"“@{part}” does not say which part is counted. Write it like @carer=yes.", param, ctx)
            within[what.strip()] = frozenset(one.strip() for one in categories.split(","))
        return _file.convert(name, param, ctx), within


_FIGURES = ("population", "rate", "percentage", "lower", "upper")


@click.command()
@click.argument("file", type=TableFile())
@click.option("--rule", default="hes", show_default=True, help="Rule for small numbers the table was made by (CSV).")
@click.option("--hidden", default="*", show_default=True, help="Sign for a count hidden by the rule (CSV).")
@click.option("--further", default="", help="Sign for a number hidden to protect another (CSV).")
@click.option("--total", default="Total", show_default=True, help="What totals are called (CSV).")
@click.option("--population", metavar="COLUMN", help="Column with the people of each row (CSV).")
@click.option("--rate", metavar="COLUMN", help="Column with the rate of each row (CSV).")
@click.option("--per", default=100_000.0, show_default=True, help="What the rate is per.")
@click.option("--percentage", metavar="COLUMN", help="Column with the percentage of each row (CSV).")
@click.option("--lower", metavar="COLUMN", help="Column with the lower limit (CSV).")
@click.option("--upper", metavar="COLUMN", help="Column with the upper limit (CSV).")
@click.option("--interval", type=click.Choice(["byar", "wilson"]), default="byar", help="Kind of the limits.")
@click.option(
    "--earlier", type=TableFile(), multiple=True, help="A table of the same data published before; repeatable."
)
@json_option
def attack(file: Part, earlier: tuple[Part, ...], as_json: bool, **asked: Any) -> None:
    """Try to work out the hidden numbers of a table, as a reader could.

    FILE is a result released by Evenground (JSON), or a CSV of any published table: headings, then one row a group,
    totals among them. Ends with exit code 3 when a hidden number can be worked out.

    A CSV that counts only part of what another counts says so after its name: @ and the part, as carers.csv@carer=yes,
    or @carer=yes@period=Q1,Q2 for more. The two are then set against each other, since the whole less the part tells
    of the rest. Rows and columns must have the same headings in both.

    \b
    Example:
      evenground attack published.csv --rule threshold10 --hidden "*" --total "All"
      evenground attack carers.csv@carer=yes --earlier everybody.csv --rule local-5
    """
    from evenground.analysis.disclosure import attack as attacked
    from evenground.analysis.disclosure import left_over
    from evenground.analysis.disclosure.reading import Signs, read_published

    figures = {what: asked.pop(what) for what in _FIGURES}
    signs = Signs(**asked, figures={what: column for what, column in figures.items() if column})
    tables = [read_published(path, signs, within=part) for path, part in (file, *earlier)]
    leaks = attacked(tables)
    left = left_over(tables, leaks=leaks)
    names = [path.name for path, _ in (file, *earlier)]
    if as_json:
        print_json(
            {"safe": not leaks, "leaks": [_leak(leak) for leak in leaks], "hidden": [_left(one, names) for one in left]}
        )
    else:
        _print(leaks, left, names)
    if leaks:
        sys.exit(LEAKS)


def _print(leaks: "list[Leak]", left: "list[Left]", names: list[str]) -> None:
    if left:
        rows = [[one.label, *([names[one.table]] if len(names) > 1 else []), _could_be(one)] for one in left]
        print_table("", ["Hidden", *(["In"] if len(names) > 1 else []), "Could be"], rows)
    for leak in leaks:
        click.echo(f"{leak.row}: {_found(leak)}, because {leak.how}.")
    if leaks:
        say(f"NOT SAFE: {len(leaks)} of the numbers can be worked out, or nearly.")
    elif left:
        say(f"Safe: each of the {len(left)} hidden numbers keeps at least three possible values.")
    else:
        say("Nothing is hidden in this table, so there is nothing to work out.")


def _could_be(one: "Left") -> str:
    if one.leak and one.leak.possible:
        return " or ".join(f"{n:,}" for n in one.leak.possible)
    if one.high is None:
        return f"{one.low:,} or more"
    return f"{one.low:,}" if one.low == one.high else f"{one.low:,} to {one.high:,}"


def _found(leak: "Leak") -> str:
    if leak.exact:
        return f"it is {leak.possible[0]:,}"
    return f"it is {' or '.join(f'{n:,}' for n in leak.possible)}" if leak.possible else "it can be worked out"


def _leak(leak: "Leak") -> dict[str, Any]:
    return {"number": leak.row, "possible": list(leak.possible), "exact": leak.exact, "because": leak.how}


def _left(one: "Left", names: list[str]) -> dict[str, Any]:
    return {
        "number": one.label,
        "file": names[one.table],
        "low": one.low,
        "high": one.high,
        "leak": one.leak is not None,
    }
