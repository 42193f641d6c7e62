"""The codebook as a table, or as a document with one heading for each code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from evenground.analysis.text.exports.forms import form_of
from evenground.analysis.text.exports.markdown import escaped, one_line
from evenground.analysis.text.exports.sheets import Cell, write_csv, write_xlsx
from evenground.analysis.text.refi.codes import in_tree
from evenground.analysis.text.refi.report import Recorder
from evenground.analysis.text.refi.writing import Written, replacing
from evenground.analysis.text.study.model import Code, Study
from evenground.analysis.text.transcripts.model import counted

_HEADINGS = (
    "Code", "Name", "Level", "Definition", "Include", "Exclude", "Example", "Framework", "Colour", "For coding", "Memo",
    "Codings", "Sources",
)  # fmt: skip
_PARTS = ("Definition", "Include", "Exclude", "Example", "Framework", "Memo")


@dataclass(frozen=True, slots=True)
class _Row:
    depth: int
    code: Code
    path: str
    memo: str
    codings: int
    sources: int

    def part(self, name: str) -> str:
        return self.memo if name == "Memo" else str(getattr(self.code, name.lower()))

    def used(self) -> str:
        if not self.codings:
            return "Not used yet"
        return f"{counted(self.codings, 'coding')} in {counted(self.sources, 'source')}"


def write_codebook(study: Study | Iterable[Code], path: str | PathLike[str]) -> Written:
    """Write codes in the order of their tree: as rows (.csv, .xlsx), or as a document (.docx, .md).

    Parameters
    ----------
    study
        A study, whose codings are counted, or codes alone.
    path
        Where to write; the ending says the form. Replaced only when all is written.

    Raises
    ------
    UnknownForm
        If the name ends in none of .csv, .xlsx, .docx and .md.
    """
    path, notes = Path(path), Recorder()
    whole = study if isinstance(study, Study) else Study("", codes=tuple(study))
    form, rows = form_of(path), list(_rows(whole))
    title = f"Codebook: {whole.name}" if whole.name else "Codebook"
    if form == "csv":
        write_csv(path, _HEADINGS, map(_cells, rows))
    elif form == "xlsx":
        write_xlsx(path, _HEADINGS, map(_cells, rows), title=title, notes=notes)
    elif form == "docx":
        _write_word(rows, path, title)
    else:
        _write_markdown(rows, path, title)
    notes.counts.update({"codes": len(rows)})
    return Written(path, notes.report())


def _rows(study: Study) -> Iterator[_Row]:
    texts = {source.id: source.text or "" for source in study.sources}
    often = Counter(coding.code for coding in study.codings)
    spread = Counter(code for code, _ in {(coding.code, coding.source) for coding in study.codings})
    for depth, code in in_tree(study.codes):
        memo = "\n".join(texts[note] for note in code.notes if note in texts)
        yield _Row(depth, code, " > ".join(study.path_of[code.id]), memo, often[code.id], spread[code.id])


def _cells(row: _Row) -> list[Cell]:
    code = row.code
    said: list[Cell] = [code.definition, code.include, code.exclude, code.example, code.framework, code.colour]
    codable = "yes" if code.codable else "no"
    return [row.path, code.name, row.depth + 1, *said, codable, row.memo, row.codings, row.sources]


def _write_word(rows: list[_Row], path: Path, title: str) -> None:
    from evenground.analysis.text.exports.word import Pages

    pages = Pages(title)
    for row in rows:
        pages.heading(row.code.name, row.depth + 1)
        pages.add([(row.used(), "")], "Caption")
        for name in _PARTS:
            if text := row.part(name):
                pages.add([(f"{name}: ", "strong"), (text, "")])
    pages.save(path)


def _write_markdown(rows: list[_Row], path: Path, title: str) -> None:
    lines = [f"# {one_line(title)}", ""]
    for row in rows:
        lines += [f"{'#' * min(row.depth + 2, 6)} {one_line(row.code.name)}", "", f"{row.used()}.", ""]
        for name in _PARTS:
            if text := row.part(name):
                lines += [f"**{name}:** {escaped(text)}", ""]
    with replacing(path) as part:
        part.write_text("\n".join(lines), encoding="utf-8", errors="replace", newline="\n")
