"""Answers to a question, each with its place in its document."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evenground.analysis.text.positions import Segment, context
from evenground.analysis.text.study.model import Id
from evenground.analysis.text.study.search.asked import Asked, Both, Near, Phrase, Without, asked
from evenground.analysis.text.study.search.index import Index, Numbers

Documents = npt.NDArray[np.bool_]
Pairs = tuple[Numbers, Numbers]
_HALF = 31  # two places on the axis fit into one number


@dataclass(frozen=True, slots=True)
class Hit:
    """One place found, with a little of the text around it."""

    source: Id
    source_name: str
    segment: Segment
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Found:
    """``many`` places in all; ``hits`` are those asked for. ``documents`` counts places by source."""

    many: int
    documents: dict[Id, int]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    """Documents, and in them the places from a first to a last word, in order of the first."""

    documents: Documents
    firsts: Numbers
    lasts: Numbers


def search(
    index: Index,
    query: str,
    *,
    sources: Collection[Id] | None = None,
    skip: int = 0,
    most: int = 100,
    characters: int = 60,
) -> Found:
    """Find words in documents, whatever their case and accents.

    Parameters
    ----------
    index
        Of the documents.
    query
        As `asked` reads it: words, ``begin*``, ``"a phrase"``, AND, OR, NOT, NEAR/5, brackets.
    sources
        Only these; else all.
    skip, most
        Which of the hits to give, in the order of documents and places.
    characters
        Of context to both sides.

    Raises
    ------
    CannotSearch
        If the question cannot be read.

    Examples
    --------
    >>> from evenground.analysis.text.study.model import Source
    >>> from evenground.analysis.text.study.search.index import index
    >>> made = index([Source("1", "Café", text="🙂 The Café waits."), Source("2", "Home", text="No cafe.")])
    >>> [(hit.source_name, hit.segment.start, hit.text) for hit in search(made, "cafe").hits]
    [('Café', 6, 'Café'), ('Home', 3, 'cafe')]
    """
    answer = _answer(index, asked(query))
    wanted = np.array([sources is None or source.id in sources for source in index.documents], dtype=np.bool_)
    firsts, lasts = _only(index, wanted, answer.firsts, answer.lasts)
    many = index.counted(firsts)
    page = slice(max(skip, 0), max(skip, 0) + max(most, 0))
    where = np.searchsorted(index.begins, firsts[page], side="right") - 1
    hits = zip(where, index.starts[firsts[page]], index.ends[lasts[page]], strict=True)
    return Found(
        len(firsts),
        {index.documents[at].id: int(many[at]) for at in np.flatnonzero(many)},
        tuple(_hit(index, int(at), Segment(int(start), int(end)), characters) for at, start, end in hits),
    )


def _hit(index: Index, at: int, segment: Segment, characters: int) -> Hit:
    source = index.documents[at]
    around = context(source.text or "", segment, characters=characters)
    return Hit(source.id, source.name, segment, around.before, around.quoted, around.after)


def _answer(index: Index, what: Asked) -> _Answer:
    if isinstance(what, Phrase):
        return _phrase(index, what)
    if isinstance(what, Near):
        return _near(index, _answer(index, what.one), _answer(index, what.other), what.far)
    if isinstance(what, Without):
        return _Answer(~_answer(index, what.part).documents, *_none())
    return _joined(index, [_answer(index, part) for part in what.parts], every=isinstance(what, Both))


def _phrase(index: Index, phrase: Phrase) -> _Answer:
    ranges = [index.alike(word, beginning=beginning) for word, beginning in phrase.words]
    # Begin with the rarest word; whether the others stand around it is looked up, not searched.
    rarest = min(range(len(ranges)), key=lambda n: int(index.offsets[ranges[n][1]] - index.offsets[ranges[n][0]]))
    firsts = index.places(*ranges[rarest]) - rarest
    firsts = firsts[(firsts >= 0) & (firsts + len(ranges) <= len(index.terms))]
    for at, (low, high) in enumerate(ranges):
        if at != rarest:
            there = index.terms[firsts + at]
            firsts = firsts[(there >= low) & (there < high)]
    return _with_documents(index, firsts, firsts + len(ranges) - 1)


def _near(index: Index, one: _Answer, other: _Answer, far: int) -> _Answer:
    """Each place of the one with the nearest of the other, before it and after it."""
    firsts, lasts = _sorted([_followed(one, other, far), _followed(other, one, far)])
    inside = lasts < np.repeat(index.closes, index.counted(firsts))
    return _with_documents(index, firsts[inside], lasts[inside])


def _followed(one: _Answer, other: _Answer, far: int) -> Pairs:
    """For each place of the one what of the other comes next after it, if it is near: firsts and lasts."""
    following = np.searchsorted(other.firsts, one.lasts, side="right")
    there = following < len(other.firsts)
    firsts, lasts, following = one.firsts[there], one.lasts[there], following[there]
    close = other.firsts[following] - lasts - 1 <= far
    return firsts[close], other.lasts[following[close]]


def _joined(index: Index, answers: list[_Answer], *, every: bool) -> _Answer:
    together = np.logical_and if every else np.logical_or
    documents: Documents = together.reduce([answer.documents for answer in answers])
    kept = [_only(index, documents, answer.firsts, answer.lasts) for answer in answers]
    return _Answer(documents, *_sorted(kept))


def _only(index: Index, documents: Documents, firsts: Numbers, lasts: Numbers) -> Pairs:
    """Places in some documents."""
    if documents.all():
        return firsts, lasts
    kept = np.repeat(documents, index.counted(firsts))
    return firsts[kept], lasts[kept]


def _sorted(found: list[Pairs]) -> Pairs:
    """Places of several answers in order, each once."""
    together = np.concatenate([firsts << _HALF | lasts for firsts, lasts in found])
    together.sort(kind="stable")  # takes runs that are in order as they are
    fresh = np.ones(len(together), dtype=np.bool_)
    fresh[1:] = together[1:] != together[:-1]
    together = together[fresh]
    return together >> _HALF, together & ((1 << _HALF) - 1)


def _with_documents(index: Index, firsts: Numbers, lasts: Numbers) -> _Answer:
    return _Answer(index.counted(firsts) > 0, firsts, lasts)


def _none() -> Pairs:
    return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
