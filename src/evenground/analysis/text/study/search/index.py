"""Where every word of every document stands.

All words lie on one axis, document after document, with a gap between two so that no phrase reaches across. Terms
are numbered in alphabetical order: those with one beginning have neighbouring numbers.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from evenground.analysis.text.study.model import Source
from evenground.analysis.text.study.search.words import Places, folded, words

Numbers = npt.NDArray[np.int64]
GAP = -1


@dataclass(frozen=True)
class Index:
    """Made by `index`; never changes. Make another when a text changes.

    ``terms``, ``starts`` and ``ends`` have one entry for each word on the axis; document ``n`` begins at
    ``begins[n]``. ``order`` lists the axis by term; term ``t`` has ``order[offsets[t]:offsets[t + 1]]``.
    """

    documents: tuple[Source, ...] = field(repr=False)
    vocabulary: tuple[str, ...] = field(repr=False)
    begins: Numbers = field(repr=False)
    terms: Places = field(repr=False)
    starts: Places = field(repr=False)
    ends: Places = field(repr=False)

    @cached_property
    def offsets(self) -> Numbers:
        many = np.bincount(self.terms[self.terms != GAP], minlength=len(self.vocabulary))
        return np.concatenate(([0], np.cumsum(many)))

    @cached_property
    def order(self) -> Places:
        gaps = int((self.terms == GAP).sum())
        found: Places = np.argsort(self.terms, kind="stable")[gaps:].astype(np.int32)
        return found

    def alike(self, word: str, *, beginning: bool) -> tuple[int, int]:
        """The numbers of the terms that are this word, or begin with it: from the first up to the second."""
        low = bisect_left(self.vocabulary, word)
        if beginning:
            return low, bisect_left(self.vocabulary, word + chr(0x10FFFF))
        return low, low + (low < len(self.vocabulary) and self.vocabulary[low] == word)

    def places(self, low: int, high: int) -> Numbers:
        """Where terms from the one number up to the other stand on the axis, in order."""
        found = self.order[self.offsets[low] : self.offsets[high]].astype(np.int64)
        return np.sort(found) if high - low > 1 else found

    @cached_property
    def closes(self) -> Numbers:
        """The gap after each document."""
        return np.append(self.begins, len(self.terms))[1:] - 1

    def counted(self, places: Numbers) -> Numbers:
        """How many of these places, which are in order, each document has."""
        found: Numbers = np.diff(np.searchsorted(places, np.append(self.begins, len(self.terms))))
        return found


def index(sources: Iterable[Source]) -> Index:
    """Read every source that has text. Some seconds for 50 MB."""
    documents = tuple(source for source in sources if source.text)
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    begins, at = [], 0
    terms, starts, ends = [], [], []
    gap = np.array([GAP], dtype=np.int32)
    for source in documents:
        text = source.text or ""
        from_, to = words(text)
        seen = array("i", [numbers[text[a:b]] for a, b in zip(from_.tolist(), to.tolist(), strict=True)])
        begins.append(at)
        at += len(from_) + 1
        terms += [np.frombuffer(seen, dtype=np.int32), gap]
        starts += [from_, gap]
        ends += [to, gap]
    vocabulary, renumbered = _vocabulary(numbers)
    return Index(
        documents,
        vocabulary,
        np.array(begins, dtype=np.int64),
        renumbered[_joined(terms)],
        _joined(starts),
        _joined(ends),
    )


def _vocabulary(numbers: dict[str, int]) -> tuple[tuple[str, ...], Places]:
    """The terms in order, and for the number of each word as written that of its term; last that of a gap."""
    terms = sorted({folded(word) for word in numbers})
    number = {term: at for at, term in enumerate(terms)}
    return tuple(terms), np.array([*(number[folded(word)] for word in numbers), GAP], dtype=np.int32)


def _joined(pieces: list[Places]) -> Places:
    return np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int32)
