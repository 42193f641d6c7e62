"""One outcome by deprivation for one area, from a file to a released table. Needs neither Django nor a database."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenground.site.commands.terminal import Refused, print_json, print_table, progress, say

if TYPE_CHECKING:
    from evenground.analysis.pipeline import Analysis
    from evenground.analysis.results import Cell, Released, Row
    from evenground.analysis.tables import Columns

_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_ROLES = ("area", "outcome", "population", "rank")


@click.command()
@click.argument("file", type=_file)
@click.option("--area", required=True, help="Code of the area, as in the file.")
@click.option("--outcome", metavar="COLUMN", help="Column with the number of events.")
@click.option("--population", metavar="COLUMN", help="Column with the number of people.")
@click.option("--rank", metavar="COLUMN", help="Column with the deprivation rank, 0 least to 1 most deprived.")
@click.option("--expected", metavar="COLUMN", help="Column with the events expected for age and sex.")
@click.option("--area-column", metavar="COLUMN", help="Column with the code of the area.")
@click.option("--similar", type=_file, help="File that says which areas are alike.")
@click.option("--profile", default="hes", show_default=True, help="Rule for small numbers.")
@click.option("--reason", default="", help="Why uncontrolled figures are needed; only with --profile internal.")
@click.option("--minimum-population", default=0.0, type=click.FloatRange(min=0), help="Smallest place in the gradient.")
@click.option("--period", default="the period of the file", help="Period of the figures, for instance “2015/16”.")
@click.option("--unit", help="What is counted, for instance “emergency admissions”.")
@click.option("--attribution", default="", help="Where the figures come from; kept with the result.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for the CSV and the charts.")
@click.option("--json", "as_json", is_flag=True, help="Print the released result as JSON.")
def analyse(file: Path, area: str, similar: Path | None, out: Path | None, as_json: bool, **asked: Any) -> None:
    """Show an outcome by deprivation for one area, after disclosure control.

    Columns that are not named are guessed from their headings.

    \b
    Example:
      evenground analyse admissions.csv.gz --area 99A --similar similar_areas.csv \\
          --period 2015/16 --unit "emergency admissions" --out results
    """
    with progress("Opening the file") as tell:
        analysis = _analysed(file, area, similar, asked, tell)
        if out:
            tell(0.95, "Drawing the charts")
    written = _write(analysis, file, area, out) if out else []
    if as_json:
        noticed = [str(problem) for problem in analysis.noticed]
        files = [str(path) for path in written]
        print_json({"released": json.loads(analysis.released.to_json()), "noticed": noticed, "files": files})
        return
    _print(analysis.released)
    for problem in analysis.noticed:
        say(str(problem))
    for path in written:
        say(f"Written: {path}")


def _analysed(file: Path, area: str, similar: Path | None, asked: dict[str, Any], tell: Any) -> "Analysis":
    from evenground.analysis import pipeline
    from evenground.analysis.disclosure import InternalPolicy

    columns = _columns(file, asked)
    return pipeline.analyse(
        file,
        area=area.strip(),
        columns=columns,
        period=asked["period"],
        unit=asked["unit"] or columns.outcome,
        similar=similar,
        profile=asked["profile"],
        policy=InternalPolicy(asked["reason"]) if asked["reason"] or asked["profile"] == "internal" else None,
        minimum_population=asked["minimum_population"],
        attribution=asked["attribution"],
        progress=tell,
    )


def _columns(file: Path, asked: dict[str, Any]) -> "Columns":
    """The columns named, the others guessed."""
    from evenground.analysis.tables import Columns, guess_columns, headings

    there = headings(file)
    named = {role: asked[option] for role, option in _OPTIONS.items() if asked[option]}
    guessed = guess_columns([heading for heading in there if heading not in named.values()])
    columns = guessed | named
    missing = [f"--{_OPTIONS[role].replace('_', '-')}" for role in _ROLES if role not in columns]
    if missing:
        raise Refused(f"Say which column holds what: {', '.join(missing)}. The file has: {', '.join(there)}.")
    return Columns(**columns)


_OPTIONS = {
    "area": "area_column",
    "outcome": "outcome",
    "population": "population",
    "rank": "rank",
    "expected": "expected",
}


def _write(analysis: "Analysis", file: Path, area: str, out: Path) -> list[Path]:
    from evenground.analysis.pipeline import write_csv

    out.mkdir(parents=True, exist_ok=True)
    stem = f"{file.name.split('.')[0]}-{re.sub(r'[^A-Za-z0-9_-]', '_', area)}"  # a code may hold a slash
    written = [write_csv(analysis.released, out / f"{stem}.csv")]
    for number, chart in enumerate(analysis.charts(), start=1):
        written.append(out / f"{stem}-chart-{number}.svg")
        written[-1].write_text(chart.svg, encoding="utf-8")
    return written


def _print(released: "Released") -> None:
    about = released.provenance
    unit = about.unit[:1].upper() + about.unit[1:]
    title = f"{unit} by deprivation, {about.area_name}, {about.period}"
    headings = ["", *released.columns.values()]
    print_table(title, headings, [_row(row, released) for row in (*released.rows, released.total)], numbers=True)
    if released.national:
        rows = [_row(row, released) for row in released.national]
        print_table(f"\n{about.national_name}", headings, rows, numbers=True)
    print_table("\nGaps and gradients, with 95% intervals", *_figures(released), numbers=True)
    click.echo(f"\n{released.finding}\n")
    click.echo(f"Rule for small numbers: {released.rule}")


def _row(row: "Row", released: "Released") -> list[str]:
    return [row.label, *(row.cells[key].text if key in row.cells else "" for key in released.columns)]


def _figures(released: "Released") -> tuple[list[str], list[list[str]]]:
    """Headings and rows: one row an area, one column a measure."""
    measures = list(dict.fromkeys(figure.measure for figure in released.figures))
    cells = {(figure.label, figure.measure): _with_interval(figure.cell) for figure in released.figures}
    areas = dict.fromkeys(figure.label for figure in released.figures)
    return ["", *measures], [[area, *(cells.get((area, measure), "") for measure in measures)] for area in areas]


def _with_interval(cell: "Cell") -> str:
    if cell.lower is None or cell.upper is None:
        return cell.text
    places = 0 if abs(cell.value or 0) >= 100 else 2
    return f"{cell.text}\n({cell.lower:,.{places}f} to {cell.upper:,.{places}f})"
