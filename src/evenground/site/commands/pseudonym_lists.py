"""Suggested pseudonyms as a list for a person, and the person's decisions on them."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from evenground.site.commands.terminal import Refused, print_json, say

if TYPE_CHECKING:
    from evenground.analysis.text.pseudonyms import Decisions, Suggestion
    from evenground.analysis.text.pseudonyms.decisions import Do
    from evenground.analysis.text.study.model import Study

SURE = ("high", "medium", "low")
_DO = ("replace", "keep", "redact", "generalise")
_COLUMNS = ("text", "do", "as", "kind", "certainty", "places", "why", "example")


@dataclass(frozen=True)
class Row:
    """One line of a file of decisions."""

    number: int
    text: str
    do: str
    called: str


Rows = dict[str, Row]  # by the words, in small letters


@dataclass
class Work:
    """Everything between reading and writing. A study's texts are known by its number and their path in it."""

    files: Sequence[Path]
    studies: "list[Study]"
    texts: dict[str, str]
    suggestions: "list[Suggestion]"
    accepted: "list[Suggestion]"
    kept: "list[Suggestion]"  # one way of writing, by decision
    decisions: "Decisions"


def rows_of(path: Path) -> Rows:
    """The decisions of a file, however a spreadsheet saved it; of two on the same words the later holds."""
    from evenground.analysis.text.transcripts import UnreadableTranscript
    from evenground.analysis.text.transcripts.encoding import decoded

    try:
        text = decoded(path.read_bytes())[0].lstrip("\ufeff")
    except UnreadableTranscript:
        raise Refused(f"“{path.name}” is not a text file. Save it as CSV.")
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    if not {"text", "do"} <= set(reader.fieldnames or ()):
        raise Refused(f"“{path.name}” needs the columns text and do, and may have as. Start from a file of --list.")
    return {row.text.casefold(): row for row in _read(reader, path.name)}


def _read(reader: "csv.DictReader[str]", called: str) -> Iterator[Row]:
    for number, cells in enumerate(reader, start=2):
        text, do = (cells["text"] or "").strip(), (cells["do"] or "").strip().lower()
        if do not in ("", *_DO):
            raise Refused(f"Row {number:,} of “{called}”: do can be {', '.join(_DO)}.")
        if text:
            yield Row(number, text.removeprefix("'"), do, (cells.get("as") or "").strip())


def accepted(one: "Suggestion", rows: Rows, at_least: str) -> bool:
    """A decision on what is written wins over certainty; “keep” on one way of writing leaves the others alone."""
    written, subject = rows.get(one.text.strip().casefold()), rows.get(one.name.strip().casefold())
    if written and written.do:
        return not kept_as_written(one, rows)
    if subject and subject.do:
        return True
    return SURE.index(one.certainty) <= SURE.index(at_least)


def kept_as_written(one: "Suggestion", rows: Rows) -> bool:
    """Whether “keep” was said of this way of writing and not of the subject."""
    written = rows.get(one.text.strip().casefold())
    return written is not None and written.do == "keep" and written.text.casefold() != one.name.strip().casefold()


def decided(taken: "Sequence[Suggestion]", texts: dict[str, str], known: "Decisions | None", rows: Rows) -> "Decisions":
    """The usual decisions, and where a row says otherwise, that; a row on the whole name comes last and holds."""
    from evenground.analysis.text.pseudonyms import decide

    used: set[int] = set()
    asked: dict[str, Row] = {}
    for of_subject in (False, True):
        for one in taken:
            row = rows.get((one.name if of_subject else one.text).strip().casefold())
            if row and (of_subject or row.do != "keep"):
                used.add(row.number)
                asked[one.subject] = _together(asked.get(one.subject), row)
    # Placeholders a person gave are theirs from the start: nobody else is numbered like them.
    called = {subject: row.called for subject, row in asked.items() if row.called and row.do in ("", "replace")}
    decisions = decide(taken, texts, known=known, called=called)
    usual = {one.subject: one for one in decisions}
    for subject, row in asked.items():
        old = usual[subject]
        do = row.do or ("replace" if row.called else old.do)
        if (do, row.called or old.placeholder) != (old.do, old.placeholder):
            decisions = decisions.changed(subject, do=cast("Do", do), placeholder=row.called or None)
    _say_unused(rows, used)
    return decisions


def _together(earlier: Row | None, row: Row) -> Row:
    """Rows on one subject: a placeholder stands on one of them only."""
    return row if earlier is None else Row(row.number, row.text, row.do or earlier.do, row.called or earlier.called)


def _say_unused(rows: Rows, used: set[int]) -> None:
    unused = [
        row.number for row in rows.values() if row.number not in used and (row.called or row.do not in ("", "keep"))
    ]
    if unused:
        say(f"Found nowhere in the texts: row {', '.join(f'{number:,}' for number in unused[:20])} of the decisions.")


def _grouped(work: Work) -> list[dict[str, Any]]:
    """One entry for each way of writing each subject, in the order of first appearance."""
    accepted, found = set(map(id, work.accepted)), dict[tuple[str, str, bool], dict[str, Any]]()
    for one in work.suggestions:
        taken = id(one) in accepted
        key = (one.subject, one.text.casefold(), taken)
        if key not in found:
            decision = work.decisions.of(one) if taken else None
            found[key] = {
                "text": one.text, "do": decision.do if decision else "", "as": decision.text_for(one.text) if decision else "",
                "kind": str(one.kind), "certainty": str(one.certainty), "places": 0, "why": one.reason,
                "example": f"{one.before}[{one.text}]{one.after}".replace("\n", " / "), "subject": one.subject,
            }  # fmt: skip
        found[key]["places"] += 1
    return list(found.values())


def write_list(work: Work, path: Path) -> None:
    from evenground.analysis.results.spreadsheet import defused

    seen: set[str] = set()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds names from its first line on
    with os.fdopen(handle, "w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for one in _grouped(work):
            # A placeholder is written once, so that changing it in one place is enough.
            called = "" if one["subject"] in seen or one["do"] == "generalise" else one["as"]
            seen.add(one["subject"])
            writer.writerow([defused(str(cell)) for cell in {**one, "as": called}.values()][: len(_COLUMNS)])
    path.chmod(0o600)
    say(f"Written: {path}. It holds names: keep it apart, and delete it when all is decided.")


def tell_suggestions(work: Work, *, as_json: bool) -> None:
    groups = _grouped(work)
    if as_json:
        print_json({"written": False, "suggestions": groups})
    for one in () if as_json else groups:
        done = {"": "left alone, please decide", "keep": "kept"}.get(one["do"], f"{one['do']}: {one['as']}")
        click.echo(f"{one['text']} → {done}  ({one['kind']}, {one['certainty']}, {one['places']:,}×: {one['why']})")
        click.echo(f"    {one['example']}")
    say(
        f"{len(work.accepted):,} of {len(work.suggestions):,} places would be treated. Nothing was written: --confirm writes."
    )
