"""The last steps that every kind of file shares: clean lines, one text, its turns and the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evenground.analysis.text.transcripts.cleaning import ODD_BREAK, line_breaks, take_out_illegal, warn_of_mojibake
from evenground.analysis.text.transcripts.model import Draft, Line, Report, Transcript, UnreadableTranscript
from evenground.analysis.text.transcripts.speakers import find_turns

# Larger than any transcript; a whole day of talk is about one megabyte.
LARGEST = 100_000_000


def limited(path: Path) -> bytes:
    """The bytes of a file, unless it is missing or far too large."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise UnreadableTranscript(
                f"{path.name} has {size / 1e6:,.0f} MB; at most {LARGEST / 1e6:,.0f} MB can be read. Split it."
            )
        return path.read_bytes()
    except OSError as reason:
        raise UnreadableTranscript(f"{path.name} cannot be opened ({reason.strerror}).") from reason


def finished(draft: Draft, name: str, *, speakers: Sequence[str] = ()) -> Transcript:
    """The transcript that a draft makes.

    Raises
    ------
    UnreadableTranscript
        If no visible character is left.
    """
    draft.lines = _without_breaks(draft.lines)
    take_out_illegal(draft)
    while draft.lines and not draft.lines[-1].text.strip():
        draft.lines.pop()
    if not any(line.text.strip() for line in draft.lines):
        raise UnreadableTranscript(f"{name} is empty: there is no text in it. Check that the right file was chosen.")
    warn_of_mojibake(draft)
    turns, said = find_turns(draft.lines, speakers=speakers)
    report = Report(
        draft.encoding, draft.newlines, tuple(draft.mended), tuple(draft.dropped), tuple(draft.warnings), said
    )
    return Transcript(name, "\n".join(line.text for line in draft.lines), turns, report)


def _without_breaks(lines: Sequence[Line]) -> list[Line]:
    """A line break of a rare kind inside a paragraph makes a further line."""
    found: list[Line] = []
    for line in lines:
        if not ODD_BREAK.search(line.text):
            found.append(line)  # as it is: a stray byte order mark is taken out, and said, later
            continue
        text, _ = line_breaks(line.text)
        first, *more = text.split("\n")
        found.append(_shortened(line, first))
        found += [Line(part, speaker=line.speaker, continues=line.speaker is not None) for part in more]
    return found


def _shortened(line: Line, text: str) -> Line:
    return Line(
        text,
        min(line.bold, len(text)),
        line.speaker,
        min(line.label, len(text)),
        line.begins,
        line.ends,
        line.continues,
    )
