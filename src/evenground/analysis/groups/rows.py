"""The rows of a CSV file, whatever separates its cells."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from evenground.analysis.errors import UnreadableFile


def numbered_rows(path: Path) -> list[tuple[int, list[str]]]:
    """Rows that are not blank, with their numbers; the first holds the headings."""
    text = text_of(path)
    first = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error:
        raise UnreadableFile(
            f"{path.name} cannot be read as a table after row {len(rows)}: a double quote there has no partner. Mend it, or"
            " save the table as “CSV UTF-8”."
        ) from None
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not numbered:
        raise UnreadableFile(f"{path.name} is empty. It needs a row of headings and rows below it.")
    return numbered


def text_of(path: Path) -> str:
    """The text of a file.

    Raises
    ------
    UnreadableFile
        If it is not there, or not a text in UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(
            f"{path.name} is not a text in UTF-8. Save it as “CSV UTF-8”, or as plain text in UTF-8."
        ) from None
    except FileNotFoundError:
        raise UnreadableFile(
            f"There is no file {path.name} in the folder “{path.parent.name or '.'}”. Mend its name."
        ) from None
    except OSError:
        raise UnreadableFile(
            f"{path.name} cannot be opened. See that it is a file, and that you may read it."
        ) from None
    if "\0" in text:
        raise UnreadableFile(f"{path.name} is not a text. Save it as “CSV UTF-8”, or as plain text in UTF-8.")
    return text
