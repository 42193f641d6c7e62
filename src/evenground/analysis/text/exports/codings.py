"""All codings as a table, or as a document with one heading for each code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path

from evenground.analysis.text.exports.forms import form_of
from evenground.analysis.text.exports.markdown import escaped, one_line, quote
from evenground.analysis.text.exports.quotations import Quotation, Users, quotations
from evenground.analysis.text.exports.sheets import Cell, write_csv, write_xlsx
from evenground.analysis.text.refi.codes import in_tree
from evenground.analysis.text.refi.report import Recorder
from evenground.analysis.text.refi.writing import Written, replacing
from evenground.analysis.text.study.model import Code, Id, Study
from evenground.analysis.text.transcripts.model import Turn, counted

_BEFORE = ("Number", "Source", "Case")
_AFTER = (
    "Place", "From", "To", "Turn", "Speaker", "Code", "Coder", "When", "Origin", "Before", "Text", "After", "Memo",
)  # fmt: skip


def write_codings(
    study: Study,
    path: str | PathLike[str],
    *,
    context: int = 0,
    users: Users = "pseudonyms",
    turns: Mapping[Id, Sequence[Turn]] | None = None,
) -> Written:
    """Write every coding with its words: as rows (.csv, .xlsx), or under one heading for each code (.docx, .md).

    The same study gives the same bytes. No formula in a text can run, and no person's name is in the file's properties.

    Parameters
    ----------
    study
        The study; pseudonymised already, for its texts and names come out as they are.
    path
        Where to write; the ending says the form. Replaced only when all is written.
    context
        So many characters of the text to both sides, never half a word.
    users
        “pseudonyms” names coders “Coder 1”, “Coder 2”; “names” by their names.
    turns
        Who speaks where, by source; for other texts it is found from the labels at the start of lines.

    Raises
    ------
    UnknownForm
        If the name ends in none of .csv, .xlsx, .docx and .md.
    """
    path, notes = Path(path), Recorder()
    form, rows = form_of(path), quotations(study, context=context, users=users, turns=turns)
    if form == "csv":
        write_csv(path, _headings(study), _cells(rows))
    elif form == "xlsx":
        write_xlsx(path, _headings(study), _cells(rows), title=f"Codings of {study.name}", notes=notes)
    elif form == "docx":
        _write_word(study, rows, path)
    else:
        _write_markdown(study, rows, path)
    notes.counts.update({"codings": len(rows)})
    if form in ("docx", "md") and (stray := _without_code(study, rows)):
        notes.counts["codings"] -= stray
        notes.left_out("study", f"{counted(stray, 'coding')} of codes that are not there. Take .csv for them.")
    if missing := len(study.codings) - len(rows):
        notes.left_out("study", f"{counted(missing, 'coding')} of sources that are not there.")
    return Written(path, notes.report())


def _headings(study: Study) -> list[str]:
    """Attributes under their own names; one that a column has already is told apart."""
    found = dict.fromkeys((*_BEFORE, *_AFTER))
    attributes = []
    for variable in study.variables:
        name = variable.name or "Attribute"
        number = 2
        while name in found:
            name, number = f"{variable.name or 'Attribute'} ({number})", number + 1
        found[name] = None
        attributes.append(name)
    return [*_BEFORE, *attributes, *_AFTER]


def _cells(rows: Sequence[Quotation]) -> Iterator[list[Cell]]:
    for number, row in enumerate(rows, start=1):
        known: list[Cell] = [number, row.source, "; ".join(row.cases), *row.attributes]
        place: list[Cell] = [row.place, row.start, row.end, row.turn, row.speaker]
        coded: list[Cell] = [" > ".join(row.code), row.coder, row.at, row.origin]
        yield [*known, *place, *coded, row.before, row.text, row.after, row.memo]


def _by_code(study: Study, rows: Sequence[Quotation]) -> Iterator[tuple[int, Code, list[Quotation]]]:
    """Codes in the order of the tree; those without codings only where they stand above one that has some."""
    found: dict[Id, list[Quotation]] = {}
    code_of = {coding.id: coding.code for coding in study.codings}
    for row in rows:
        found.setdefault(code_of[row.id], []).append(row)
    above = _above(study.codes, found)
    for depth, code in in_tree(study.codes):
        if code.id in above:
            yield depth, code, found.get(code.id, [])


def _without_code(study: Study, rows: Sequence[Quotation]) -> int:
    """How many have no heading to stand under."""
    there = {code.id for code in study.codes}
    lost = {coding.id for coding in study.codings if coding.code not in there}
    return sum(row.id in lost for row in rows)


def _above(codes: Iterable[Code], used: Iterable[Id]) -> set[Id]:
    parents = {code.id: code.parent for code in codes}
    found: set[Id] = set()
    for code in used:
        at: Id | None = code
        while at is not None and at not in found:
            found.add(at)
            at = parents.get(at)
    return found


def _source_line(row: Quotation) -> str:
    where = f"{row.place}, turn {row.turn}" if row.turn else row.place
    return "; ".join(filter(None, [row.source, ", ".join(row.cases), row.speaker, where, row.coder, row.at]))


def _intro(rows: Sequence[Quotation]) -> str:
    return f"{counted(len(rows), 'quotation')}, by code. How often a code occurs does not say how much it matters."


def _write_word(study: Study, rows: Sequence[Quotation], path: Path) -> None:
    from evenground.analysis.text.exports.word import Pages

    pages = Pages(f"Quotations: {study.name}")
    pages.add([(_intro(rows), "")])
    for depth, code, its in _by_code(study, rows):
        pages.heading(f"{code.name} ({len(its):,})", depth + 1)
        for row in its:
            pages.add([(row.before, "pale"), (row.text or "(no words)", ""), (row.after, "pale")], "Quote")
            pages.add([(_source_line(row), "")], "Caption")
            if row.memo:
                pages.add([("Memo: ", "strong"), (row.memo, "")])
    pages.save(path)


def _write_markdown(study: Study, rows: Sequence[Quotation], path: Path) -> None:
    lines = [f"# Quotations: {one_line(study.name)}", "", _intro(rows), ""]
    for depth, code, its in _by_code(study, rows):
        lines += [f"{'#' * min(depth + 2, 6)} {one_line(code.name)} ({len(its):,})", ""]
        for row in its:
            lines += [quote(f"{row.before}{row.text}{row.after}"), ">", f"> — {one_line(_source_line(row))}", ""]
            lines += [f"Memo: {escaped(row.memo)}", ""] if row.memo else []
    with replacing(path) as part:
        part.write_text("\n".join(lines), encoding="utf-8", errors="replace", newline="\n")
