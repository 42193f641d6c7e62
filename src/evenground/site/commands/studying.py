"""Qualitative studies in files: converted, checked, searched, pseudonymised, compared. Needs neither Django nor a database."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from evenground.site.commands.pseudonymising import pseudonymise
from evenground.site.commands.study_files import CODEBOOKS, PROJECTS, check_target, read_study, write_study
from evenground.site.commands.study_saying import cells, codes_of, named, print_differences, short, sources_of
from evenground.site.commands.terminal import (
    NOTHING_TO_DO,
    json_option,
    print_json,
    print_table,
    progress,
    say,
)

_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_file_or_folder = click.Path(exists=True, path_type=Path)
_out = click.Path(dir_okay=False, path_type=Path)
_project = click.option("--project", help="The project, where a Taguette database holds several.")
_users = click.option(
    "--users",
    type=click.Choice(["pseudonyms", "names"]),
    default="pseudonyms",
    show_default=True,
    help="How coders are named in what is written.",
)


@click.group()
def qda() -> None:
    """Work with transcripts and coded studies in files (REFI-QDA, Taguette, Word, Excel and more).

    \b
    Example:
      evenground qda convert taguette.sqlite3 study.qdpx
      evenground qda convert study.qdpx quotations.docx --context 80
      evenground qda search study.qdpx "night NEAR staff"
      evenground qda check study.qdpx
    """


@qda.command()
@click.argument("source", metavar="IN", type=_file_or_folder)
@click.argument("target", metavar="OUT", type=_out)
@click.option(
    "--what",
    type=click.Choice(["codings", "codebook"]),
    default="codings",
    show_default=True,
    help="What goes into .csv, .xlsx, .docx and .md.",
)
@click.option("--context", type=click.IntRange(0, 10_000), default=0, help="Characters of text around each quotation.")
@_users
@click.option(
    "--names",
    type=click.Choice(["pseudonymous", "kept"]),
    default="pseudonymous",
    show_default=True,
    help="What files were called (.qdpx).",
)
@click.option(
    "--rich", is_flag=True, help="Also the formatted twins of texts (.qdpx): they may hold what was replaced."
)
@_project
@json_option
def convert(source: Path, target: Path, project: str | None, as_json: bool, **asked: Any) -> None:
    """Turn a study or transcripts into another kind of file.

    IN is a project (.qdpx), a codebook (.qdc), a Taguette export (.sqlite3), a transcript, or a folder of transcripts.
    OUT says by its ending what to write: .qdpx, .qdc, or .csv, .xlsx, .docx and .md for codings or the codebook. Texts
    and names in them are written as they are: pseudonymise first.

    \b
    Example:
      evenground qda convert interviews/ study.qdpx
    """
    check_target(target)
    with progress("Reading") as tell:
        read = read_study(source, tell, project=project)
        tell(0.6, "Writing")
        written = write_study(read.study, target, asked)
    if as_json:
        reports = {"read": json.loads(read.report.to_json()), "written": json.loads(written.to_json())}
        print_json({"file": str(target), **reports})
    else:
        click.echo(f"Read: {short(read.report)}\n\nWritten: {short(written)}")
    say(f"Written: {target}")


@qda.command()
@click.argument("file", type=_file)
@_project
@json_option
def check(file: Path, project: str | None, as_json: bool) -> None:
    """Say whether a file follows the REFI-QDA standard, and whether its positions are what it quotes.

    Ends with exit code 1 when it does not. A Taguette export or a transcript is read, and what had to be mended is said.

    \b
    Example:
      evenground qda check study.qdpx
    """
    standard = file.suffix.lower() in PROJECTS | CODEBOOKS
    with progress("Checking") as tell:
        if standard:
            from evenground.analysis.text.refi import check as checked

            report = checked(file)
        else:
            report = read_study(file, tell, project=project).report
    if as_json:
        print_json({"valid": report.valid, **json.loads(report.to_json())})
    else:
        click.echo(short(report))
    if not report.valid:
        many = len(report.breaches) + report.more.get("breaches", 0)
        say(f"NOT VALID: {many:,} places do not follow the standard.")
        sys.exit(1)
    say("Valid." if standard else "It can be read. No standard says how it must be.")


@qda.command()
@click.argument("file", type=_file_or_folder)
@_project
@json_option
def report(file: Path, project: str | None, as_json: bool) -> None:
    """Say what is in a study: how many of each kind, codes and sources with their codings, and how it was read.

    \b
    Example:
      evenground qda report study.qdpx
    """
    with progress("Reading") as tell:
        read = read_study(file, tell, project=project)
    codes, sources = codes_of(read.study), sources_of(read.study)
    if as_json:
        print_json(
            {
                "name": read.study.name,
                "origin": read.study.origin,
                "codes": [dict(zip(("code", "codings", "sources"), row, strict=True)) for row in codes],
                "sources": [
                    dict(zip(("source", "kind", "characters", "codings"), row, strict=True)) for row in sources
                ],
                **json.loads(read.report.to_json()),
            }
        )
        return
    click.echo(f"{read.study.name or file.name}: {short(read.report)}")
    if codes:
        print_table("\nCodes", ["Code", "Codings", "Sources"], cells(codes), numbers=True)
        say("How often a code occurs does not say how much it matters.")
    if sources:
        print_table("\nSources", ["Source", "Kind", "Characters", "Codings"], cells(sources))


@qda.command()
@click.argument("files", nargs=-1, required=True, type=_file_or_folder)
@click.argument("query")
@click.option("--most", type=click.IntRange(1), default=100, show_default=True, help="Hits to list; all are counted.")
@click.option(
    "--context", type=click.IntRange(0, 10_000), default=60, show_default=True, help="Characters around a hit."
)
@_project
@json_option
def search(files: tuple[Path, ...], query: str, most: int, context: int, project: str | None, as_json: bool) -> None:
    """Find words in the texts of studies or transcripts, whatever their case and accents.

    QUERY: word, begin*, "these words together", one AND two, one OR two, one NOT two, one NEAR/5 two, brackets. Places
    are counted in characters from 0. Ends with exit code 3 when nothing is found.

    \b
    Example:
      evenground qda search interviews/ 'wait* NEAR/5 (night OR evening)'
    """
    from evenground.analysis.text.study.search import index
    from evenground.analysis.text.study.search import search as find

    hits: list[dict[str, Any]] = []
    many = 0
    with progress("Reading") as tell:
        for number, file in enumerate(files):
            tell(number / len(files), f"Searching {number + 1:,} of {len(files):,}")
            made = index(read_study(file, lambda *_: None, project=project).study.sources)
            found = find(made, query, most=max(most - len(hits), 0), characters=context)
            many += found.many
            hits += [{"file": file.name, "source": hit.source_name, "from": hit.segment.start, "to": hit.segment.end,
                      "before": hit.before, "text": hit.text, "after": hit.after} for hit in found.hits]  # fmt: skip
    if as_json:
        print_json({"found": many, "hits": hits})
    else:
        for hit in hits:
            where = " › ".join(dict.fromkeys((hit["file"], hit["source"])))
            words = f"{hit['before']}[{hit['text']}]{hit['after']}".replace("\n", " / ")
            click.echo(f"{where}, {hit['from']} to {hit['to']}: {words}")
    if not many:
        say("Nothing was found.")
        sys.exit(NOTHING_TO_DO)
    say(f"{many:,} found." if many == len(hits) else f"{many:,} found; the first {len(hits):,} are listed.")


@qda.command()
@click.argument("old", type=_file_or_folder)
@click.argument("new", type=_file_or_folder)
@json_option
def diff(old: Path, new: Path, as_json: bool) -> None:
    """Say what was added, changed and removed between two copies of a study.

    Ends with exit code 3 when they are the same.

    \b
    Example:
      evenground qda diff monday.qdpx friday.qdpx
    """
    from evenground.analysis.text.exports.differences import differences

    with progress("Reading") as tell:
        before, after = read_study(old, tell).study, read_study(new, tell).study
        tell(0.8, "Comparing")
        found = differences(before, after)
    if as_json:
        print_json({"same": not found, "study": found.study, **{kind: named(one) for kind, one in found.kinds.items()}})
    else:
        print_differences(found)
    if not found:
        say("Nothing to do: they are the same.")
        sys.exit(NOTHING_TO_DO)
    if not found.shared and before.things and after.things:
        say("The two share no ids. Some programs make new ids on each export: then everything looks new.")


qda.add_command(pseudonymise)
