"""The sentence, paragraph and turn a segment stands in, and a little of the text to both sides of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from evenground.analysis.text.positions.segments import Segment

# Words that end in a full stop without ending a sentence. Single letters (initials) are known by their form.
ABBREVIATIONS = frozenset({
    "dr", "mr", "mrs", "ms", "mx", "prof", "rev", "hon", "st", "sr", "jr", "sgt", "fr", "gov", "e.g", "i.e",
    "eg", "ie", "etc", "vs", "cf", "viz", "al", "approx", "no", "nos", "vol", "fig", "p", "pp", "ed", "eds",
    "ch", "inc", "ltd", "co", "dept", "est", "tel", "ext", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "a.m", "p.m", "ph.d",
})  # fmt: skip
# These end a sentence as often as not; a capital after them decides that they do.
_EITHER = frozenset({"etc", "a.m", "p.m", "al", "co", "ltd", "inc", "ph.d", "no"})

_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s|$)")
_WORD_BEFORE = re.compile(r"[^\s(\[\"'“‘«]+$")
_SPACE = re.compile(r"\s*")
_NEXT = re.compile(r"\s*[\"'“‘«(\[]*(\w?)")


def paragraph(text: str, segment: Segment) -> Segment:
    """The line or lines the segment stands in, without their line break. One line is one paragraph, as in Word."""
    start = text.rfind("\n", 0, segment.start) + 1
    end = text.find("\n", max(segment.end - 1, segment.start))
    return Segment(start, len(text) if end < 0 else max(end, segment.end))


def sentences(text: str, within: Segment | None = None) -> list[Segment]:
    """The sentences of a text or of a part of it, without the white space between them.

    The rule is modest: a full stop, question or exclamation mark or ellipsis before white space ends a sentence,
    unless it belongs to an abbreviation or an initial, or the next word has a small first letter. A line break always
    ends one.

    Examples
    --------
    >>> text = "Dr. Lee came at 3.15 p.m. on Monday. “Was it good?” she asked."
    >>> [sentence.of(text) for sentence in sentences(text)]
    ['Dr. Lee came at 3.15 p.m. on Monday.', '“Was it good?” she asked.']
    """
    here = within or Segment(0, len(text))
    found: list[Segment] = []
    start = here.start
    for line in here.of(text).split("\n"):
        found += _sentences_of_line(line, start)
        start += len(line) + 1
    return found


def sentence(text: str, segment: Segment) -> Segment:
    """The sentence the segment stands in; from the first to the last of them where it touches several."""
    return turn(sentences(text, paragraph(text, segment)), segment) or segment


def turn(turns: Sequence[Segment], segment: Segment) -> Segment | None:
    """The turn the segment stands in, from the first to the last where it touches several; None between two turns.

    ``turns`` are in order and do not overlap.
    """
    first = bisect_right([each.end for each in turns], segment.start)
    last = bisect_left([each.start for each in turns], max(segment.end, segment.start + 1)) - 1
    return Segment(turns[first].start, turns[last].end) if first <= last else None


@dataclass(frozen=True, slots=True)
class Context:
    """A quotation with what stands before and after it."""

    before: str
    quoted: str
    after: str

    def __str__(self) -> str:
        return self.before + self.quoted + self.after


def context(text: str, segment: Segment, *, characters: int = 60) -> Context:
    """At most so many characters to both sides, never half a word, with “…” where the text goes on.

    Examples
    --------
    >>> text = "We waited all night and nobody came to tell us why."
    >>> str(context(text, Segment(24, 35), characters=12))
    '…night and nobody came to tell us…'
    """
    start, end = max(segment.start - characters, 0), min(segment.end + characters, len(text))
    while 0 < start < segment.start and not (text[start - 1].isspace() and not text[start].isspace()):
        start += 1
    while segment.end < end < len(text) and not (text[end].isspace() and not text[end - 1].isspace()):
        end -= 1
    before, after = text[start : segment.start], text[segment.end : end]
    return Context("…" + before if start else before, segment.of(text), after + "…" if end < len(text) else after)


def _sentences_of_line(line: str, offset: int) -> list[Segment]:
    found: list[Segment] = []
    start = _after_space(line, 0)
    for mark in _END.finditer(line):
        if mark.end() > start and _ends_here(line, mark):
            found.append(Segment(offset + start, offset + mark.end()))
            start = _after_space(line, mark.end())
    if start < (end := len(line.rstrip())):
        found.append(Segment(offset + start, offset + end))
    return found


def _after_space(line: str, start: int) -> int:
    following = _SPACE.match(line, start)
    return following.end() if following else start


def _ends_here(line: str, mark: re.Match[str]) -> bool:
    following = _NEXT.match(line, mark.end())
    letter = following[1] if following else ""
    if letter.islower():
        return False
    if not mark[0].startswith(".") or mark[0].startswith(".."):
        return True
    before = _WORD_BEFORE.search(line, max(mark.start() - 40, 0), mark.start())
    word = before[0].casefold() if before else ""
    if word in _EITHER:
        return not letter or letter.isupper()
    is_initial = len(word) == 1 and word.isalpha() and word != "i" and before is not None and before[0].isupper()
    return not (word in ABBREVIATIONS or is_initial) or not letter
