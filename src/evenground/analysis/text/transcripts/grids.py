"""Tables in documents: row by row, and recognised where one column names the speaker and the next what is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from evenground.analysis.text.transcripts.labels import is_sure, looks_like_a_name
from evenground.analysis.text.transcripts.model import Line
from evenground.analysis.text.transcripts.times import CLOCK, seconds

_CLOCK = re.compile(rf"[\[(]?({CLOCK})[\])]?$")
_HEADINGS = {"speaker", "name", "who", "time", "participant", "speaker name", "#"}

Row = Sequence[Sequence[str]]  # cells, each a list of paragraphs


def grid_lines(rows: Sequence[Row]) -> list[Line]:
    """A table as lines, its cells tab-separated; further paragraphs of the last cell follow as lines of their own."""
    speaker, time = _columns(rows)
    found: list[Line] = []
    for row in rows:
        cells = [" ".join(part for part in cell if part) for cell in row[:-1]]
        last = list(row[-1]) if row else []
        who = cells[speaker].strip().rstrip(":").strip() if speaker is not None and speaker < len(cells) else ""
        clock = _CLOCK.match(cells[time].strip()) if time is not None and time < len(cells) else None
        head = "".join(f"{cell}\t" for cell in cells)
        named = bool(who) and who.casefold() not in _HEADINGS
        found.append(
            Line(
                head + (last[0] if last else ""),
                speaker=who if named else None,
                label=len(head) if named else 0,
                begins=seconds(clock[1]) if clock else None,
            )
        )
        found += [Line(part, speaker=who if named else None, continues=named) for part in last[1:]]
    return found


def _columns(rows: Sequence[Row]) -> tuple[int | None, int | None]:
    """Which column names the speaker and which the time; None where none does."""
    width = min((len(row) for row in rows), default=0)
    if len(rows) < 2 or not 2 <= width <= 4 or any(len(row) != width for row in rows):
        return None, None
    columns = [[" ".join(row[at]).strip() for row in rows] for at in range(width - 1)]
    time = next(
        (at for at, cells in enumerate(columns) if sum(bool(_CLOCK.match(c)) for c in cells) * 2 > len(rows)), None
    )
    speaker = next((at for at, cells in enumerate(columns) if at != time and _names_speakers(cells)), None)
    return speaker, time if speaker is not None else None


def _names_speakers(cells: Sequence[str]) -> bool:
    labels = [cell.rstrip(":").strip() for cell in cells]
    labels = [label for label in labels if label and label.casefold() not in _HEADINGS]
    if not labels or not all(is_sure(label) or looks_like_a_name(label) for label in labels):
        return False
    often = Counter(label.casefold() for label in labels)
    return all(is_sure(label) for label in labels) or (len(often) >= 2 and len(often) * 2 <= len(labels))
