"""Characters that would make positions drift later are taken out while reading, and said."""

from __future__ import annotations

import re
from collections import Counter

from evenground.analysis.text.transcripts.model import Draft, Line, counted

# No XML file, and so no REFI-QDA project, can hold these; U+FEFF in the middle is a byte order mark gone astray.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff\ufeff]")
_BREAK = re.compile("\r\n|[\r\n\x0b\x85\u2028\u2029]")
ODD_BREAK = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_PAGE = re.compile("(?<=\n)\x0c|\x0c(?=\n|$)|^\x0c")
_BREAKS = {
    "\r\n": "CRLF (Windows)",
    "\n": "LF",
    "\r": "CR (old Mac)",
    "\x85": "U+0085",
    "\u2028": "U+2028",
    "\u2029": "U+2029",
    "\x0b": "vertical tab",
}
# What UTF-8 looks like when it was once read as Windows-1252 and saved again.
_MOJIBAKE = re.compile("â€[™œ\x9d˜“”¦¢]|Ã[©¨¡­³º¼¶¤±§\xa0]|Â[£\xa0°·]")
_FIRST = 5


def line_breaks(text: str) -> tuple[str, str]:
    """The text with LF line ends, and a sentence on the ends it had."""
    if text.startswith("\ufeff"):
        text = text[1:]
    if not ODD_BREAK.search(text):
        return text, f"LF, {text.count(chr(10)):,} of them" if "\n" in text else "none"
    kinds = Counter(_BREAK.findall(text))
    clean = _PAGE.sub("", _BREAK.sub("\n", text)).replace("\x0c", "\n")
    said = ", ".join(f"{_BREAKS[kind]} {many:,}" for kind, many in kinds.most_common())
    turned = "; all turned into LF" if set(kinds) != {"\n"} else ""
    return clean, f"{said}{turned}" if said else "none"


def take_out_illegal(draft: Draft) -> None:
    """Take out what no position may ever count, and say where it stood."""
    found: list[tuple[int, str]] = []
    for index, line in enumerate(draft.lines):
        if _ILLEGAL.search(line.text):
            found += [(index + 1, mark) for mark in _ILLEGAL.findall(line.text)]
            draft.lines[index] = _cleaned(line)
    for mark in sorted({mark for _, mark in found}):
        places = [number for number, each in found if each == mark]
        draft.dropped.append(f"{counted(len(places), _called(mark))}, on {_lines(places)}.")


def warn_of_mojibake(draft: Draft) -> None:
    """Say where letters look read wrongly; mending them is for a person to decide."""
    places = [(number, mark[0]) for number, line in enumerate(draft.lines, 1) if (mark := _MOJIBAKE.search(line.text))]
    if places:
        draft.warnings.append(
            f"Letters look garbled (such as “{places[0][1]}”) on {_lines([number for number, _ in places])}: the text was"
            " once saved in the wrong encoding. Export it again from where it was made, as UTF-8."
        )


def _cleaned(line: Line) -> Line:
    start = max(line.label, line.bold)
    head, rest = _ILLEGAL.sub("", line.text[:start]), _ILLEGAL.sub("", line.text[start:])
    label = len(_ILLEGAL.sub("", line.text[: line.label]))
    bold = len(_ILLEGAL.sub("", line.text[: line.bold]))
    speaker = None if line.speaker is None else _ILLEGAL.sub("", line.speaker)
    return Line(head + rest, bold, speaker, label, line.begins, line.ends, line.continues)


def _called(mark: str) -> str:
    if mark == "\ufeff":
        return "byte order mark"
    if "\ud800" <= mark <= "\udfff":
        return f"half character (U+{ord(mark):04X})"
    return f"control character (U+{ord(mark):04X})"


def _lines(numbers: list[int]) -> str:
    distinct = sorted(set(numbers))
    named = ", ".join(f"{number:,}" for number in distinct[:_FIRST])
    more = f" and {len(distinct) - _FIRST:,} more" if len(distinct) > _FIRST else ""
    return f"line{'s' if len(distinct) > 1 else ''} {named}{more}"
