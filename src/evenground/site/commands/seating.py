"""People to tables or rooms, from a CSV file. Needs neither Django nor a database."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenground.site.commands.forming import limit_options, limits_of
from evenground.site.commands.terminal import json_option, print_json, say, telling

if TYPE_CHECKING:
    from evenground.analysis.groups import SeatingPlan, Session, Table, Wishes

_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_names = re.compile(r"[^\w-]+")


@click.command()
@click.argument("file", type=_file)
@click.option("--sessions", "plan", type=_file, help="session, tables, and if known date, rooms, way: one a row.")
@click.option("--tables", default="", metavar="NUMBERxSEATS", help="Tables in the room, for instance 8x6; 2x4.")
@click.option("--rooms", default="", metavar="NUMBERxSEATS", help="Rooms online, for instance 2x6.")
@click.option("--session", "named", multiple=True, metavar="NAME", help="In order; repeatable.")
@click.option("--home", multiple=True, metavar="SESSION", help="A session in which home groups sit together.")
@click.option("--again", multiple=True, metavar="SESSION", help="A session in which people sit as last time.")
@click.option("--together", multiple=True, nargs=2, metavar="PERSON PERSON", help="Always share a table; repeatable.")
@click.option("--apart", multiple=True, nargs=2, metavar="PERSON PERSON", help="Never share a table; repeatable.")
@click.option("--spread", multiple=True, metavar="COLUMN", help="Spread evenly over the tables; repeatable.")
@click.option("--never-one", nargs=2, multiple=True, metavar="COLUMN VALUE", help="No table has exactly one of these.")
@click.option("--met", type=_file, help="Who met whom before: person, other, times, last.")
@click.option("--seed", type=int, default=1, show_default=True)
@limit_options
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for cards and files for rooms.")
@json_option
def seat(file: Path, met: Path | None, seed: int, out: Path | None, as_json: bool, **asked: Any) -> None:
    """Seat people at tables for every session, so that they meet new peers. Ctrl-C gives the best found so far.

    FILE holds one row a person: person, and where they are known name, team, home and email; a column with the name
    of a session says yes, no or online; every other column is an attribute.

    \b
    Example:
      evenground groups seat people.csv --tables 8x6 --session "Workshop 1" --session "Workshop 2" --out seating
    """
    from evenground.analysis.groups import read_history
    from evenground.analysis.groups import seat as seated
    from evenground.analysis.groups.seating.reading import read_people

    sessions = _sessions(asked)
    people, attendance = read_people(file, sessions=[session.name for session in sessions])
    coming = [replace(s, absent=attendance[s.name].absent, online=attendance[s.name].online) for s in sessions]
    with telling("Looking for the best seats") as tell:
        plan = seated(
            people,
            coming,
            wishes=_wishes(asked),
            history=read_history(met) if met else None,
            seed=seed,
            limits=limits_of(asked),
            on_better=lambda plan: tell(f"{plan.repeated_pairs} pairs meet again; looking for better seats"),
        )
    written = _write(plan, out) if out else []
    if as_json:
        print_json({**json.loads(plan.to_json()), "files": [str(path) for path in written]})
    else:
        click.echo(str(plan))
    for path in written:
        say(f"Written: {path}")


def _sessions(asked: dict[str, Any]) -> "list[Session]":
    """From the file of sessions, or every named session with the same tables."""
    from evenground.analysis.groups.seating.reading import read_sessions

    if asked["plan"]:
        if asked["named"] or asked["tables"] or asked["rooms"]:
            raise click.UsageError("--sessions says what the tables are: leave out --session, --tables and --rooms.")
        return read_sessions(asked["plan"])
    if not asked["named"] or not asked["tables"]:
        raise click.UsageError("Name the sessions: --sessions FILE, or --session for each with --tables.")
    tables = (*_tables(asked["tables"], "--tables"), *_tables(asked["rooms"], "--rooms", online=True))
    return [_session(name, tables, asked) for name in asked["named"]]


def _tables(text: str, option: str, *, online: bool = False) -> "tuple[Table, ...]":
    from evenground.analysis.groups import GroupsInputWrong
    from evenground.analysis.groups.seating.reading import tables_of

    try:
        return tables_of(text, online=online)
    except GroupsInputWrong as wrong:
        raise click.BadParameter(str(wrong), param_hint=option)


def _session(name: str, tables: "tuple[Table, ...]", asked: dict[str, Any]) -> "Session":
    from evenground.analysis.groups import Session
    from evenground.analysis.groups.seating.problem import AS_LAST_TIME, HOME, MIX

    for option in ("home", "again"):
        if strange := [given for given in asked[option] if given not in asked["named"]]:
            raise click.BadParameter(f"“{strange[0]}” is not one of the sessions.", param_hint=f"--{option}")
    return Session(name, tables, way=HOME if name in asked["home"] else AS_LAST_TIME if name in asked["again"] else MIX)


def _wishes(asked: dict[str, Any]) -> "Wishes":
    from evenground.analysis.groups import Wishes

    return Wishes(
        together=tuple(map(frozenset, asked["together"])),
        apart=tuple(map(frozenset, asked["apart"])),
        spread=asked["spread"],
        never_one_of=asked["never_one"],
    )


def _write(plan: "SeatingPlan", folder: Path) -> list[Path]:
    """Cards and rooms of each session, and who has now met whom. Zoom's file only where everybody has an address."""
    from evenground.analysis.groups import bigbluebutton_groups, table_cards, zoom_rooms

    folder.mkdir(parents=True, exist_ok=True)
    files = {"who-met-whom.csv": plan.history().to_csv()}
    addresses = all(person.address for person in plan.problem.people)
    for number, session in enumerate(plan.problem.sessions, 1):
        start = f"{number:02}-{_names.sub('-', session.name).strip('-').lower()}"
        files[f"{start}-cards.txt"] = table_cards(plan, session=session.name)
        files[f"{start}-bigbluebutton.json"] = bigbluebutton_groups(plan, session=session.name)
        if addresses:
            files[f"{start}-zoom.csv"] = zoom_rooms(plan, session=session.name)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return [folder / name for name in files]
