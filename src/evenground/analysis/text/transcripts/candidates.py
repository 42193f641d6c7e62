"""Every way in which transcripts put a name before what is said, found line by line; evidence decides later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evenground.analysis.text.transcripts.labels import is_no_speaker, is_sure, key_of, looks_like_a_name
from evenground.analysis.text.transcripts.model import Line
from evenground.analysis.text.transcripts.times import CLOCK, seconds

_STAMP = rf"[\[(<]?\s*({CLOCK})\s*[\])>]?"
_LABEL = r"([^\W_][^:\t\n\[\]<>|]{0,39}?)"
_BARE = rf"(?:[\[(]\s*{CLOCK}\s*[\])]|{CLOCK})"

_COLON = re.compile(rf"\s*(?:{_STAMP}[\s–-]*)?[\[<]?{_LABEL}[\]>]?\s*(?:{_STAMP}\s*)?:(?:\s+|$)")
_BRACKETED = re.compile(rf"\s*\[([^\W_][^\]:]{{0,39}})\]\s*(?:{_STAMP}\s*)?:?(?:\s+|$)")
_DASH = re.compile(rf"\s*(?:{_STAMP}\s*)?{_LABEL}\s+[–—-]\s+(?=\S)")
_TAB = re.compile(rf"\s*(?:{_STAMP}\s*)?{_LABEL}\s*[–—-]?\s*\t\s*(?=\S.*[^\W\d]|[^\W\d])")
_LETTER = re.compile(r"\s*([QAIRPqa])[.)]\s+(?=\S)")
_NAME_AND_TIME = re.compile(rf"\s*{_LABEL}(?:\s{{2,}}|\t|\s+(?=[\[(]))({_BARE})\s*$")
_BRACKETED_AND_TIME = re.compile(rf"\s*\[{_LABEL}\]\s+({_BARE})\s*$")
_MANNER = re.compile(r"\s*\([^\W\dA-Z_][^()]*\)$")  # “Intern 3 (quietly)”, but not “Ann (NHS)”
_TIME_AND_NAME = re.compile(rf"\s*{_BARE}\s+{_LABEL}\s*:?$")
_TIME_ALONE = re.compile(rf"\s*{_STAMP}(?:\s*-->\s*{_STAMP})?\s*$")
_SENTENCE = re.compile(r"\w{2}[.…]$|[?!,]$")  # “Hello.” ends a sentence, “Ann L.” does not
_CLOCK = re.compile(CLOCK)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that may name a speaker: on line ``line``, taking up its first ``end`` characters.

    ``lines`` is how many lines the label takes, where the name and the time stand on lines of their own.
    ``style`` is how it is written; ``strong`` styles hardly occur by chance.
    """

    line: int
    speaker: str
    end: int
    style: str
    begins: float | None = None
    ends: float | None = None
    lines: int = 1
    strong: bool = False

    @property
    def key(self) -> str:
        return key_of(self.speaker)


def candidates(lines: Sequence[Line], given: frozenset[str] = frozenset()) -> list[Candidate]:
    """All labels that there may be, at most one a line; ``given`` are keys of speakers the caller names."""
    found: list[Candidate] = []
    at, order = 0, ""
    while at < len(lines):
        stacked = _stacked(lines, at, order)
        order = order or (stacked.style if stacked else "")
        here = stacked or _in_line(lines[at], at, given)
        if here:
            found.append(here)
        at += here.lines if here else 1
    return found


_NAME_FIRST, _TIME_FIRST = "name line, time line", "time line, name line"


def _stacked(lines: Sequence[Line], at: int, order: str) -> Candidate | None:
    """A name line and a time line, as Teams and others write them; a document keeps to one order of the two."""
    if at + 1 >= len(lines) or not lines[at].text.strip() or not lines[at + 1].text.strip():
        return None
    first, second = lines[at].text, lines[at + 1].text
    for name, time, style in ((first, second, _NAME_FIRST), (second, first, _TIME_FIRST)):
        if (order and style != order) or len(time) > 40 or len(name) > 42:
            continue
        label = name.strip().rstrip(":").strip()
        mark = _TIME_ALONE.match(time)
        if mark and not _SENTENCE.search(label) and (is_sure(label) or looks_like_a_name(label.replace(",", ""))):
            ends = seconds(mark[2]) if mark[2] else None
            return Candidate(at, label, len(second), style, seconds(mark[1]), ends, 2, True)
    return None


def _in_line(line: Line, at: int, given: frozenset[str]) -> Candidate | None:
    text = line.text
    head = text[:120]
    if line.bold and (found := _bold(line, at)):
        return found
    for pattern, style, strong in (
        (_NAME_AND_TIME, "name and time above", True),
        (_BRACKETED_AND_TIME, "name and time above", True),
        (_COLON, "colon", False),
        (_TAB, "tab", False),
        (_DASH, "dash", False),
    ):
        if (mark := pattern.match(head)) and (found := _made(mark, at, style, strong)):
            return found
    if mark := _TIME_AND_NAME.match(text) if len(text) < 70 else None:
        return _made(mark, at, "time and name above", True)
    if mark := _BRACKETED.match(head):
        label = mark[1].strip()
        if is_sure(label) or key_of(label) in given:
            return Candidate(at, label, mark.end(), "brackets", _time(mark[0]))
    if mark := _LETTER.match(head):
        return Candidate(at, mark[1], mark.end(), "letter", strong=False)
    return _alone(text, at, given)


def _made(mark: re.Match[str], at: int, style: str, strong: bool) -> Candidate | None:
    label = next(
        (group.strip() for group in mark.groups() if group and not _CLOCK.fullmatch(group.strip(" []()<>"))), ""
    )
    speaker = _MANNER.sub("", label)
    return Candidate(at, speaker, mark.end(), style, _time(mark[0]), strong=strong) if speaker else None


def _bold(line: Line, at: int) -> Candidate | None:
    """A bold beginning and then plain words: the bold part is the label, with its colon where it has one."""
    start = line.text[: line.bold]
    label = re.sub(_BARE, "", start).strip(" \t:–—-[]()")
    rest = line.text[line.bold :]
    if not label or not rest.strip() or not (is_sure(label) or looks_like_a_name(label)):
        return None
    after = re.match(rf"\s*(?:{_STAMP})?\s*:?\s*", rest)
    end = line.bold + (after.end() if after else 0)
    return Candidate(at, label, end, "bold", _time(line.text[:end]))


def _alone(text: str, at: int, given: frozenset[str]) -> Candidate | None:
    """A role or a code with a line to itself, the words on the next."""
    label = text.strip()
    if len(label) > 40 or not label or label.endswith((".", "?", "!", ",")):
        return None
    if key_of(label) in given or (is_sure(label) and len(label) > 1 and not is_no_speaker(label)):
        return Candidate(at, label, len(text), "alone")
    return None


def _time(text: str) -> float | None:
    mark = _CLOCK.search(text)
    return seconds(mark[0]) if mark else None
