"""Who has ties with whom: indicators in words, after disclosure control, and files. Needs neither Django nor a database."""

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenground.site.commands.terminal import json_option, print_json, print_table, progress, say

if TYPE_CHECKING:
    from evenground.analysis.disclosure import InternalPolicy
    from evenground.analysis.network import Network
    from evenground.analysis.results import Cell, FigureRow, ReleasedFigures, ReleasedTable

_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_DECIMALS = 2
_NO_MATTER = 1e9
_WHOLE = ("separate parts", "ties that nothing replaces (bridges)")
_FORMS = ("graphml", "gexf", "csv", "kumu")


@click.group()
def network() -> None:
    """Read who has ties with whom, and what a programme has added.

    \b
    Example:
      evenground network report ties.csv --people people.csv --since 2026-03-01
    """


@network.command()
@click.argument("file", type=_file)
@click.option("--people", type=_file, help="File with one row a person: id, role, organisation, team and more.")
@click.option("--directed", is_flag=True, default=None, help="Every tie goes one way only.")
@click.option("--since", metavar="DATE", help="Ties first dated from this day on are new, for instance 2026-03-01.")
@click.option("--role", default="role", show_default=True, metavar="COLUMN", help="Column of roles.")
@click.option("--organisation", default="organisation", show_default=True, metavar="COLUMN")
@click.option("--team", default="team", show_default=True, metavar="COLUMN")
@click.option(
    "--adviser", default="public adviser", show_default=True, help="What the role of public advisers is called."
)
@click.option("--profile", default="hes", show_default=True, help="Rule for small numbers.")
@click.option("--reason", default="", help="Why uncontrolled figures are needed; only with --profile internal.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for the picture and the exports.")
@click.option(
    "--with", "attributes", multiple=True, metavar="COLUMN", help="Column that goes into the exports; repeatable."
)
@click.option("--secret", default="", help="Makes the numbers in place of names unguessable; keep it.")
@click.option("--key", type=click.Path(dir_okay=False, path_type=Path), help="File for the key from numbers to people.")
@json_option
def report(
    file: Path,
    people: Path | None,
    directed: bool | None,
    out: Path | None,
    key: Path | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Say how a network stands, each figure with what it is of and what missing answers leave open.

    FILE holds one row a tie: from, to, and where they are known kind, date, weight, directed and known_before (CSV, a
    spreadsheet, or GraphML). What is printed has passed disclosure control. What --out writes is of single people, under
    numbers in place of names: it is for inside.

    \b
    Example:
      evenground network report ties.csv --people people.csv --since 2026-03-01 --out network
    """
    from evenground.analysis.network import indicators, read_network

    with progress("Reading the ties") as tell:
        read = read_network(file, people=people, directed=directed)
        tell(0.2, "Working out the figures")
        found = indicators(read, **{name: asked[name] for name in ("role", "organisation", "team", "adviser", "since")})
        policy = _policy(asked["profile"], asked["reason"])
        figures = _released(found, asked["profile"], policy)
        tables = _tables(found, read, asked, policy)
        written = _write(read, file, out, key, asked, tell) if out or key else []
    if as_json:
        print_json(
            {
                "figures": json.loads(figures.to_json()),
                "groups": {name: json.loads(table.to_json()) for name, table in tables.items()},
                "files": [str(path) for path in written],
            }
        )
        return
    _print(read, figures, tables)
    for path in written:
        say(f"Written: {path}")
    if out:
        say("These files are of single people, if not by name: keep them inside. The key belongs apart from them.")


def _policy(profile: str, reason: str) -> "InternalPolicy | None":
    from evenground.analysis.disclosure import InternalPolicy

    return InternalPolicy(reason) if reason or profile == "internal" else None


def _released(found: Any, profile: str, policy: "InternalPolicy | None") -> "ReleasedFigures":
    """Through the gate: what a figure is of are its units, the smaller part of a share the number that must not be small."""
    import pyarrow as pa

    from evenground.analysis.disclosure import released_estimates

    rest = found.filter(pa.array([not _counts_people(row) for row in found.to_pylist()]))
    rows = rest.to_pylist()
    # A figure that is not there gives nothing away, and says why it is not.
    units = [_NO_MATTER if row["estimate"] is None else row["n"] for row in rows]
    least = [_smaller_part(row) for row in rows]
    for name, numbers in (("units", units), ("least", least)):
        rest = rest.append_column(name, pa.array(numbers, pa.float64()))
    return released_estimates(rest, profile, units="units", events="least", by="of", decimals=_DECIMALS, policy=policy)


def _counts_people(row: dict[str, Any]) -> bool:
    """Whether a figure is a number of people, which the rule has to hide or round as a count."""
    counted = row["count"] is not None and row["of"].startswith("people") and " per " not in row["measure"]
    return counted and bool(row["n"])


def _smaller_part(row: dict[str, Any]) -> float | None:
    """None and all are no small number; a mean has no parts.

    Two separate parts may be everybody and one person: the parts beside the largest count as people do.
    """
    n, count = row["n"], row["estimate"] - 1 if row["measure"] == "separate parts" else row["count"]
    return min(count, n - count) if n and count and 0 < count < n else None


def _tables(
    found: Any, read: "Network", asked: dict[str, Any], policy: "InternalPolicy | None"
) -> dict[str, "ReleasedTable"]:
    """Numbers of people, each in one table only: two that tell the same number could be set against each other."""
    from evenground.analysis.errors import ReleaseRefused

    role, team = asked["role"], asked["team"]
    name = f"no tie outside their {team}"
    tables = {}
    if read.people and role in read.attributes and team in read.attributes:
        try:
            tables[f"People with {name}, by {role}"] = _by_role(read, role, team, name, asked["profile"], policy)
        except ReleaseRefused as reason:
            if policy or asked["profile"] == "internal":
                raise
            say(f"No table by {role}: {reason}")
    counted = [row for row in found.to_pylist() if _counts_people(row)]
    lines = _lines([row for row in counted if not tables or row["measure"] != f"people with {name}"])
    if lines:
        tables = {"People": _people_counted(lines, asked["profile"], policy), **tables}
    return tables


def _people_counted(
    lines: list[tuple[str, float, float]], profile: str, policy: "InternalPolicy | None"
) -> "ReleasedTable":
    import pyarrow as pa

    names, counts, people = zip(*lines, strict=True)
    table = pa.table({"figure": names, "count": counts, "people": people})
    return _table(table, by="figure", count="count", profile=profile, policy=policy, margins="none")


def _lines(rows: list[dict[str, Any]]) -> list[tuple[str, float, float]]:
    """Each number of people, and beside it the least and most it could be."""
    lines = []
    for row in rows:
        lines.append((row["measure"], row["count"], row["n"]))
        for limit, word in (("lower", "at least"), ("upper", "at most")):
            if (number := _whole(row, limit)) != row["count"]:
                lines.append((f"{row['measure']}: {word}", number, row["n"]))
    return lines


def _whole(row: dict[str, Any], limit: str) -> float:
    """A limit as a number of people; limits of a share are shares."""
    value = row[limit]
    return float(value if row["estimate"] == row["count"] else round(value * row["n"]))


def _by_role(
    read: "Network", role: str, team: str, name: str, profile: str, policy: "InternalPolicy | None"
) -> "ReleasedTable":
    from evenground.analysis.network import group_counts

    counts = group_counts(read, by=role, team=team)
    return _table(counts, by=role, count=name, profile=profile, policy=policy, margins="all")


def _table(counts: Any, *, by: str, count: str, profile: str, policy: "InternalPolicy | None", margins: Any) -> Any:
    from evenground.analysis.disclosure import measured_table, release
    from evenground.analysis.results import Provenance

    about = Provenance(unit="such people")
    measured = measured_table(
        counts, by=by, count=count, population="people", margins=margins, shares=True, provenance=about
    )
    return release(measured, profile, policy=policy)


def _print(read: "Network", figures: "ReleasedFigures", tables: dict[str, "ReleasedTable"]) -> None:
    print_table("Ties", ["", "Figure", "Could be", "Of", "Note"], [_row(row) for row in figures.rows])
    for name, table in tables.items():
        shown = [key for key in table.columns if key not in ("rate", "lower", "upper")]
        body = [[row.label(table.total), *(row.cells[key].text for key in shown)] for row in table.rows]
        print_table(f"\n{name}", ["", *(table.columns[key] for key in shown)], body, numbers=True)
    if not read.answered.all():
        click.echo("\nCould be: whatever those who did not answer would have said.")
    click.echo(f"\nRule for small numbers: {figures.rule}")


def _row(row: "FigureRow") -> list[str]:
    of = row.groups["of"]
    text = row.cell.text.removesuffix(".00") if row.measure in _WHOLE else row.cell.text
    return [
        row.measure,
        text,
        _limits(row.cell),
        f"{row.n:,.0f} {of}" if row.n else of,
        row.cell.why or row.note,
    ]


def _limits(cell: "Cell") -> str:
    """Only where missing answers leave anything open."""
    if cell.lower is None or cell.upper is None or cell.lower == cell.upper:
        return ""
    return f"{cell.lower:,.{_DECIMALS}f} to {cell.upper:,.{_DECIMALS}f}"


def _write(
    read: "Network", file: Path, out: Path | None, key: Path | None, asked: dict[str, Any], tell: Any
) -> list[Path]:
    from evenground.analysis.network import export, pseudonyms

    written: list[Path] = []
    if out:
        out.mkdir(parents=True, exist_ok=True)
        stem = out / file.name.split(".")[0]
        for form in _FORMS:
            made = export(read, form, attributes=asked["attributes"], secret=asked["secret"])  # type: ignore[arg-type]
            written += made.write(stem)
        written += _people(read, stem, asked, tell)
        written += _picture(read, stem, asked, tell)
    if key:
        rows = [[number, person] for person, number in pseudonyms(read, secret=asked["secret"]).items()]
        written.append(_csv(key, [["number", "person"], *rows]))
    return written


def _people(read: "Network", stem: Path, asked: dict[str, Any], tell: Any) -> list[Path]:
    """Figures of each person, under numbers."""
    from evenground.analysis.network import people_figures, pseudonyms

    called, by = pseudonyms(read, secret=asked["secret"]), asked["role"] if asked["role"] in read.attributes else None
    tidy = people_figures(read, by=by, progress=lambda done, says: tell(0.3 + done * 0.6, says)).to_pylist()
    rows = [[called[row["person"]], row["measure"], row["estimate"], row["se"], row["method"]] for row in tidy]
    rows.sort(key=lambda row: int(row[0][1:]))
    return [_csv(Path(f"{stem}-people.csv"), [["person", "measure", "figure", "standard error", "how"], *rows])]


def _picture(read: "Network", stem: Path, asked: dict[str, Any], tell: Any) -> list[Path]:
    from evenground.analysis.network import picture
    from evenground.analysis.network.layout import MOST_PEOPLE

    if len(read.people) > MOST_PEOPLE:
        say(f"No picture: {len(read.people):,} people cannot be told apart in one; at most {MOST_PEOPLE:,} can.")
        return []
    tell(0.95, "Drawing")
    drawn = picture(read, role=asked["role"], secret=asked["secret"])
    svg = Path(f"{stem}.svg")
    svg.write_text(drawn.svg, encoding="utf-8")
    return [svg, _csv(Path(f"{stem}-picture.csv"), [list(row) for row in drawn.table])]


def _csv(path: Path, rows: list[list[Any]]) -> Path:
    from evenground.analysis.results.spreadsheet import defused

    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([[defused(cell) if isinstance(cell, str) else cell for cell in row] for row in rows])
    return path
