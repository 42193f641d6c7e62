"""WebVTT and SRT: what was said when, one cue after the other."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from evenground.analysis.text.transcripts.model import Draft, Line, UnreadableTranscript, counted
from evenground.analysis.text.transcripts.times import seconds

_TIME = r"((?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100})?\s++([^<>]{0,200})>")
_TAG = re.compile(r"</?(?:[cibuv]|ruby|rt|lang|font|\d)(?:[.\s:\d][^<>]{0,200})?>")
_NAMED = re.compile(r"([^\W\d][^:<>]{0,39}):\s+(?=\S)")
_BLOCK = re.compile(r"(?:WEBVTT|STYLE|REGION)\b")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Cue:
    begins: float
    ends: float
    speaker: str
    text: str


def read_subtitles(text: str) -> Draft:
    """Cues as lines. Cues of one speaker that follow each other make one turn; without speakers each is its own.

    Raises
    ------
    UnreadableTranscript
        If there is no cue.
    """
    cues = [part for begins, ends, lines in _blocks(text) for part in _voices(begins, ends, lines)]
    if not cues:
        raise UnreadableTranscript("The subtitles have no lines with times and words in them. Export them again.")
    cues = _zoom(cues)
    draft = Draft(list(_as_lines(cues)))
    if outside := _outside(text):
        draft.dropped.append(
            f"{counted(len(outside), 'line')} of the file belonging to no subtitle (the first: line {outside[0]:,}): notes,"
            " or words after a blank line or under a time that cannot be read. Look at them in the file."
        )
    _report(draft, cues)
    return draft


def _blocks(text: str) -> Iterator[tuple[float, float, list[str]]]:
    """Each timing line with the lines under it, up to a blank line or the number of the next."""
    lines = text.split("\n")
    for at, timing, end in _timed(lines):
        follows = end < len(lines) and _TIMING.match(lines[end])
        numbered = follows and lines[end - 1].strip().isdigit()
        yield seconds(timing[1]), seconds(timing[2]), lines[at + 1 : end - 1 if numbered else end]


def _timed(lines: Sequence[str]) -> Iterator[tuple[int, re.Match[str], int]]:
    """Where each timing line stands, and where the lines under it end."""
    at = 0
    while at < len(lines):
        timing = _TIMING.match(lines[at])
        at += 1
        if not timing:
            continue
        start = at - 1
        while at < len(lines) and lines[at].strip() and not _TIMING.match(lines[at]):
            at += 1
        yield start, timing, at


def _outside(text: str) -> list[int]:
    """The numbers of lines with words that belong to no subtitle: no heading, no style, no name of the next subtitle."""
    lines = text.split("\n")
    found: list[int] = []
    free = 0
    for start, _, end in [*_timed(lines), (len(lines), None, len(lines))]:
        named = start - 1 if start < len(lines) else start
        found += [at + 1 for at in _worded(lines, free, named)]
        free = end
    return found


def _worded(lines: Sequence[str], start: int, end: int) -> Iterator[int]:
    """Lines from one to another, without blank ones and blocks that subtitles are allowed to begin or be styled with."""
    skipping = False
    for at in range(start, end):
        line = lines[at].strip()
        heads = _BLOCK.match(line) and (not at or not lines[at - 1].strip())
        skipping = bool(line) and (skipping or bool(heads))
        if line and not skipping and not line.isdigit():
            yield at


def _voices(begins: float, ends: float, lines: list[str]) -> Iterator[_Cue]:
    """A cue may hold several voices, each marked ``<v Name>``."""
    joined = " ".join(lines)
    starts = [*_VOICE.finditer(joined)]
    head = joined[: starts[0].start()] if starts else joined
    if plain := _plain(head):
        yield _Cue(begins, ends, "", plain)
    for mark, following in zip_longest(starts, starts[1:]):
        said = _plain(joined[mark.end() : following.start() if following else len(joined)])
        if said:
            yield _Cue(begins, ends, _plain(mark[1]), said)


def _plain(text: str) -> str:
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", text))).strip()


def _zoom(cues: list[_Cue]) -> list[_Cue]:
    """Zoom writes the name into the words: believed where most cues do so, or the same names come back."""
    if any(cue.speaker for cue in cues):
        return cues
    named = [_NAMED.match(cue.text) for cue in cues]
    names = [mark[1] for mark in named if mark]
    if not names or (len(names) < 0.5 * len(cues) and len(set(names)) * 2 > len(names)):
        return cues
    return [
        _Cue(cue.begins, cue.ends, mark[1].strip(), cue.text[mark.end() :]) if mark else cue
        for cue, mark in zip(cues, named, strict=True)
    ]


def _as_lines(cues: list[_Cue]) -> Iterator[Line]:
    anybody = any(cue.speaker for cue in cues)
    last = None
    for cue in cues:
        if anybody and cue.speaker in {last, ""} and last is not None:
            yield Line(cue.text, speaker=last, begins=cue.begins, ends=cue.ends, continues=True)
            continue
        label = f"{cue.speaker}: " if cue.speaker else ""
        yield Line(label + cue.text, speaker=cue.speaker, label=len(label), begins=cue.begins, ends=cue.ends)
        last = cue.speaker


def _report(draft: Draft, cues: list[_Cue]) -> None:
    ends = max(cue.ends for cue in cues)
    named = "; the names stand before the words" if any(cue.speaker for cue in cues) else ""
    draft.mended.append(f"{counted(len(cues), 'subtitle')} up to {ends:,.0f} seconds put together{named}.")
    over = [cue for cue, following in pairwise(cues) if following.begins < cue.ends - 0.001]
    if over:
        many = counted(len(over), "subtitle overlaps", "subtitles overlap")
        draft.warnings.append(
            f"{many} the next in time, first at {over[0].begins:,.1f} seconds; all are kept in the order of the file."
        )
