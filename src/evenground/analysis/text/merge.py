"""Three-way merge of two people's edits of one text, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

# Two changes of different people with fewer untouched words between them are one clash:
# a single shared "the" does not make two rewritten sentences fit together.
ANCHOR = 2

_WORD = re.compile(r"\n|[^\S\n]*\S+")


@dataclass(frozen=True)
class Merged:
    """What came of a merge. ``text`` is None when the two texts clash and a person has to choose."""

    text: str | None

    @property
    def clash(self) -> bool:
        return self.text is None


@dataclass(frozen=True)
class _Region:
    """A stretch of the three texts, as half-open word positions."""

    base: slice
    mine: slice
    theirs: slice


def merge_words(base: str, *, mine: str, theirs: str) -> Merged:
    """Join two edits of ``base`` into one text when they fit together.

    A change that only one of the two made is taken; the same change made by both is taken once; two different
    changes of one place clash, and so do changes with fewer than `ANCHOR` untouched words between them. The result
    never holds a word that neither of the two wrote.

    The method is that of diff3: Khanna S, Kunal K, Pierce BC. A formal investigation of diff3. FSTTCS 2007.

    Examples
    --------
    >>> base = "We will reduce admissions for older people."
    >>> merge_words(base, mine="We will reduce emergency admissions for older people.",
    ...             theirs="We will reduce admissions for older people in Northbank.").text
    'We will reduce emergency admissions for older people in Northbank.'
    >>> merge_words("Reduce admissions", mine="Reduce admissions by 10%", theirs="Improve the lives of carers").clash
    True
    """
    if mine == theirs or theirs == base:
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    texts = [_WORD.findall(text) for text in (base, mine, theirs)]
    words = [[word.strip(" \t\r") for word in text] for text in texts]
    merged: list[str] = []
    for region, stable in _regions(*words):
        if stable:
            merged += texts[1][region.mine]
            continue
        before, ours, other = words[0][region.base], words[1][region.mine], words[2][region.theirs]
        if ours == other or other == before:
            merged += texts[1][region.mine]
        elif ours == before:
            merged += texts[2][region.theirs]
        else:
            return Merged(None)
    return Merged("".join(merged).strip())


def _regions(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[_Region, bool]]:
    """The texts cut into stretches that all three share, and what lies between them, in order."""
    shared = _anchors(base, mine, theirs)
    ends = [_Region(slice(0, 0), slice(0, 0), slice(0, 0)), *shared, _end(base, mine, theirs)]
    for last, following in pairwise(ends):
        if last.base.stop > last.base.start:
            yield last, True
        between = _Region(
            slice(last.base.stop, following.base.start),
            slice(last.mine.stop, following.mine.start),
            slice(last.theirs.stop, following.theirs.start),
        )
        if any(part.stop > part.start for part in (between.base, between.mine, between.theirs)):
            yield between, False


def _end(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> _Region:
    lengths = (len(base), len(mine), len(theirs))
    return _Region(*(slice(length, length) for length in lengths))


def _anchors(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[_Region]:
    """Stretches of the base that both kept. Short ones count only at the very start or the very end."""
    ours, others = _matches(base, mine), _matches(base, theirs)
    found: list[_Region] = []
    for our_base, our_at, our_length in ours:
        for other_base, other_at, other_length in others:
            start, stop = max(our_base, other_base), min(our_base + our_length, other_base + other_length)
            if start < stop:
                mine_from, theirs_from, length = start - our_base + our_at, start - other_base + other_at, stop - start
                found.append(
                    _Region(
                        slice(start, stop),
                        slice(mine_from, mine_from + length),
                        slice(theirs_from, theirs_from + length),
                    )
                )
    return [region for region in found if _holds(region, base, mine, theirs)]


def _holds(region: _Region, base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> bool:
    length = region.base.stop - region.base.start
    starts = region.base.start == region.mine.start == region.theirs.start == 0
    ends = region == _Region(
        slice(len(base) - length, len(base)),
        slice(len(mine) - length, len(mine)),
        slice(len(theirs) - length, len(theirs)),
    )
    return length >= ANCHOR or starts or ends


def _matches(base: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks() if block.size]
