"""Open answers of a survey: one row a respondent, each answer a turn."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from evenground.analysis.errors import MissingColumn
from evenground.analysis.text.transcripts.archives import Archive, is_packed
from evenground.analysis.text.transcripts.cleaning import line_breaks
from evenground.analysis.text.transcripts.encoding import decoded
from evenground.analysis.text.transcripts.finishing import finished, limited
from evenground.analysis.text.transcripts.model import Draft, Line, Transcript, UnreadableTranscript, counted

# An open answer is longer than a tick: so many characters, and so many words, in the middle answer of the column.
LONG, WORDS = 20, 4
CELLS = 20_000_000
_NUMBERED = {"id", "respondent", "respondent id", "response id", "participant", "participant id", "no", "number", "nr"}


def read_survey(
    path: Path | str, *, answers: Sequence[str] = (), respondent: str | None = None, name: str | None = None
) -> Transcript:
    """Read the open answers of a survey from CSV or Excel.

    Every answer becomes a turn under the line “respondent – question”; blank answers are left out.

    Parameters
    ----------
    path
        A ``.csv`` or ``.xlsx`` file with one row for each respondent and headings in its first row.
    answers
        The columns with open answers, in the wanted order; without them, the columns with long texts.
    respondent
        The column that names the respondent; without it, one called “ID” or the like, else the row number.

    Raises
    ------
    MissingColumn
        If a named column is not in the file.
    UnreadableTranscript
        If the file is no table, or no column holds long texts.
    """
    path = Path(path)
    return survey_from_bytes(limited(path), name or path.name, answers=answers, respondent=respondent)


def survey_from_bytes(
    content: bytes, name: str, *, answers: Sequence[str] = (), respondent: str | None = None
) -> Transcript:
    """`read_survey` from the bytes of a file."""
    draft = Draft([])
    rows = _sheet(content, draft) if is_packed(content) else _separated(content, draft)
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    if len(numbered) < 2:
        raise UnreadableTranscript(
            "The survey has no answers: a row of headings and a row for each respondent are needed."
        )
    headings, numbers = numbered[0][1], [number for number, _ in numbered[1:]]
    wide = [number for number, row in numbered[1:] if any(row[len(headings) :])]
    rest = [row + [""] * (len(headings) - len(row)) for _, row in numbered[1:]]
    wanted = [*answers, *([respondent] if respondent else [])]
    if missing := [column for column in wanted if column not in headings]:
        raise MissingColumn(missing, headings)
    chosen = [headings.index(column) for column in answers] or _long_columns(headings, rest)
    who = headings.index(respondent) if respondent else _who(headings, rest)
    draft.lines = _lines(headings, list(zip(numbers, rest, strict=True)), chosen, who)
    draft.mended.append(
        f"{counted(len(rest), 'respondent')}; open answers from {', '.join(f'“{headings[at]}”' for at in chosen)}."
    )
    closed = [heading for at, heading in enumerate(headings) if at not in chosen and at != who]
    if closed:
        draft.dropped.append(f"{counted(len(closed), 'column')} without open answers: {', '.join(closed[:12])}.")
    if wide:
        draft.dropped.append(
            f"What stands to the right of the last heading, in {counted(len(wide), 'row')} (the first: row {wide[0]:,})."
            " Is a comma in an answer not in quotation marks, or a heading missing?"
        )
    return finished(draft, name)


def _separated(content: bytes, draft: Draft) -> list[list[str]]:
    text, draft.encoding, warning = decoded(content)
    draft.warnings += [warning] if warning else []
    text, draft.newlines = line_breaks(text)
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    csv.field_size_limit(10_000_000)
    head = text[: text.find("\n")]
    best = max(",;\t|", key=head.count)
    delimiter = best if head.count(best) else getattr(dialect, "delimiter", ",")
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter))
    except csv.Error as reason:
        raise UnreadableTranscript(
            f"The survey cannot be read as CSV ({reason}). Save it as Excel or CSV again."
        ) from reason
    return [[cell.strip() for cell in row] for row in rows]


def _sheet(content: bytes, draft: Draft) -> list[list[str]]:
    Archive(content)  # its limits come first
    from openpyxl import load_workbook

    try:
        sheet, *others = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets
        sheet.reset_dimensions()  # else every row is filled up to the size that the file claims to have
        rows = _cells(sheet.iter_rows(values_only=True))
    except UnreadableTranscript:
        raise
    except Exception as reason:  # a damaged workbook fails in any of the ways its reader has
        raise UnreadableTranscript("The workbook is damaged: it cannot be read. Save it again as .xlsx.") from reason
    if others:
        draft.dropped.append(f"{counted(len(others), 'further sheet')} of the workbook: only the first was read.")
    return [[line_breaks(cell)[0] for cell in row] for row in rows]


def _cells(rows: Iterable[Sequence[object]]) -> list[list[str]]:
    """As texts, without blank cells at the end of a row; one cell far to the right costs a file only a few bytes."""
    found, many = list[list[str]](), 0
    for row in rows:
        many += len(row) + 1
        if many > CELLS:
            raise UnreadableTranscript(
                f"The workbook has more than {CELLS:,} cells, which no survey has. Copy the answers into a new one."
            )
        texts = ["" if cell is None else str(cell).strip() for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        found.append(texts)
    return found


def _long_columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    found = [at for at in range(len(headings)) if _is_long([row[at] for row in rows if row[at]])]
    if not found:
        raise UnreadableTranscript(
            f"No column holds open answers (most answers of {WORDS} words or more). Name them with answers=[…]; the columns"
            f" are: {', '.join(headings[:20])}."
        )
    return found


def _is_long(cells: Sequence[str]) -> bool:
    if not cells or len(set(cells)) * 2 < len(cells):
        return False
    middle = sorted(cells, key=len)[len(cells) // 2]
    return len(middle) >= LONG and len(middle.split()) >= WORDS


def _who(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    for at, heading in enumerate(headings):
        cells = [row[at] for row in rows]
        if heading.casefold().strip() in _NUMBERED and len(set(cells)) == len(cells):
            return at
    return None


def _lines(
    headings: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], chosen: Sequence[int], who: int | None
) -> list[Line]:
    lines: list[Line] = []
    for number, row in rows:
        speaker = (row[who] if who is not None else "") or f"Row {number}"
        for at in chosen:
            if row[at]:
                label = f"{speaker} – {' '.join(headings[at].split())}"
                lines.append(Line(label, speaker=speaker, label=len(label)))
                lines += [Line(part, speaker=speaker, continues=True) for part in row[at].split("\n")]
                lines.append(Line(""))
    return lines
