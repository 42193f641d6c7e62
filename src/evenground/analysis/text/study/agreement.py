"""How far coders gave the same codes to the same text, for studies that want to know.

Nothing here runs unless somebody asks for it, and no figure of it is a mark: where coding is an act of interpretation,
as in reflexive thematic analysis, a second reader adds to the reading and is not there to agree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

import numpy as np

from evenground.analysis.errors import UnknownChoice
from evenground.analysis.text.positions import Segment
from evenground.analysis.text.study import coefficients
from evenground.analysis.text.study.asking import codes_meant, path
from evenground.analysis.text.study.errors import NothingToCompare, UnknownThing
from evenground.analysis.text.study.model import Id, Study, User
from evenground.analysis.text.study.places import UNITS, Placed, Turns, Unit, placed
from evenground.analysis.text.study.ratings import Rated, Ratings, ratings
from evenground.analysis.text.study.rows import Rows

T = TypeVar("T")

NOT_A_MARK = (
    "Agreement is not a mark of quality. In reflexive thematic analysis coders are not expected to agree: read the list"
    " of disagreements together, as a way to a richer reading."
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two coders. Coefficients are None where they are not defined."""

    coders: tuple[Id, Id]
    units: int
    percent: float | None
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """One code, or all together where ``code`` is None (each code on each unit then counts once).

    ``units`` at least two coders read, ``coded`` of them somebody gave the code. ``percent`` lies between 0 and 1.
    """

    code: Id | None
    path: str
    units: int
    coded: int
    percent: float | None
    fleiss: float | None
    krippendorff: float | None
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Agreement:
    """Figures for each code and for all together, in words what they stand on, and what they are not."""

    unit: Unit
    coders: tuple[User, ...]
    codes: tuple[Figures, ...]
    pooled: Figures
    says: str

    def rows(self) -> Rows:
        """One row for each code, the last for all together."""
        names = {coder.id: coder.name or coder.short or coder.id for coder in self.coders}
        pairs = [f"Cohen’s kappa, {names[one]} and {names[other]}" for one, other in _pairs([*names])]
        heads = ("Code", "Units", "Units coded", "Agreement", "Fleiss’ kappa", "Krippendorff’s alpha", *pairs)
        body = [
            (f.path, f.units, f.coded, f.percent, f.fleiss, f.krippendorff, *(pair.kappa for pair in f.pairs))
            for f in (*self.codes, self.pooled)
        ]
        return Rows(heads, tuple(body), self.says)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place where some gave a code and others, who read it too, did not."""

    source: Id
    source_name: str
    segment: Segment
    text: str
    code: Id
    path: str
    gave: tuple[Id, ...]
    did_not: tuple[Id, ...]


def agreement(
    study: Study,
    *,
    codes: Iterable[Id] | None = None,
    coders: Sequence[Id] | None = None,
    sources: Collection[Id] | None = None,
    unit: Unit = "character",
    only_coded: bool = False,
    below: bool = False,
    read: Mapping[Id, Collection[Id]] | None = None,
    turns: Turns | None = None,
) -> Agreement:
    """Percentage agreement, Cohen's and Fleiss' kappa and Krippendorff's alpha, for each code and pooled.

    Each code is a question of its own (given here or not), so that several codes on one place do no harm.

    Parameters
    ----------
    study
        Codings whose coder is not known are left out.
    codes, coders, sources
        Which; else all.
    unit
        “character”, “sentence”, “paragraph” or “turn”. A unit has a code when a coding touches it.
    only_coded
        Leave out units that nobody gave any of the codes. Text that nobody coded makes all agree on everything else.
    below
        Count a code's children as the code itself.
    read
        The coders who read each source. Else those who coded anything in it; for the others it is missing.
    turns
        As in `places.stretches`.

    Raises
    ------
    NothingToCompare
        If no text was read by two of the coders.
    UnknownThing
        If a code or a coder is not in the study.
    """
    meant, rated = _compared(study, codes, coders, sources, unit, below, read, turns)
    cut = rated.only_coded(frozenset[Id]().union(*meant.values())) if only_coded else None
    each = {code: rated.of(counted, cut=cut) for code, counted in meant.items()}
    people = tuple(user for user in study.users if user.id in rated.coders)
    return Agreement(
        unit,
        people,
        tuple(_figures(code, path(study, code), [one], rated.coders) for code, one in each.items()),
        _figures(None, "All codes together", list(each.values()), rated.coders),
        _says(rated, unit, only_coded),
    )


def disagreements(
    study: Study,
    *,
    codes: Iterable[Id] | None = None,
    coders: Sequence[Id] | None = None,
    sources: Collection[Id] | None = None,
    unit: Unit = "character",
    below: bool = False,
    read: Mapping[Id, Collection[Id]] | None = None,
    turns: Turns | None = None,
) -> list[Disagreement]:
    """Every place where coders differ, code by code and from the top of each source. Options as in `agreement`."""
    meant, rated = _compared(study, codes, coders, sources, unit, below, read, turns)
    return [
        Disagreement(source.id, source.name, segment, segment.of(source.text or ""), code, path(study, code), gave, did)
        for code, counted in meant.items()
        for start, end, gave, did in _differing(rated.of(counted), rated.coders)
        for source, segment in rated.places(start, end)
    ]


def _compared(
    study: Study,
    codes: Iterable[Id] | None,
    coders: Sequence[Id] | None,
    sources: Collection[Id] | None,
    unit: Unit,
    below: bool,
    read: Mapping[Id, Collection[Id]] | None,
    turns: Turns | None,
) -> tuple[Mapping[Id, frozenset[Id]], Ratings]:
    if unit not in UNITS:
        raise UnknownChoice("unit", unit, UNITS)
    people = [user.id for user in study.users]
    for coder in coders or ():
        if coder not in people:
            raise UnknownThing(f"The study has no coder with the id “{coder}”.")
    every = [each for each in placed(study) if sources is None or each.source.id in sources]
    chosen = [coder for coder in people if coders is None or coder in coders]
    rated = ratings(every, coders=_who_coded(every, chosen, read), unit=unit, turns=turns, read=read)
    if not rated.stretches:
        raise NothingToCompare(
            "No text was coded by two of these coders, so there is nothing to compare. Let a second person code one of"
            " the same sources, or choose other coders."
        )
    return codes_meant(study, codes, below=below), rated


def _who_coded(every: Sequence[Placed], coders: Sequence[Id], read: Mapping[Id, Collection[Id]] | None) -> list[Id]:
    active = {each.coding.coder for each in every}.union(*(read or {}).values())
    return [coder for coder in coders if coder in active]


def _figures(code: Id | None, name: str, rated: Sequence[Rated], coders: Sequence[Id]) -> Figures:
    counts = np.concatenate([one.counts for one in rated]) if rated else np.zeros((0, 2), dtype=np.int64)
    weights = np.concatenate([one.weights for one in rated]) if rated else np.zeros(0, dtype=np.int64)
    seen = counts.sum(axis=1) > 1
    return Figures(
        code,
        name,
        int(weights[seen].sum()),
        int(weights[seen & (counts[:, 0] > 0)].sum()),
        coefficients.percent(counts, weights),
        coefficients.fleiss(counts, weights),
        coefficients.krippendorff(counts, weights),
        tuple(_pair(rated, coders, one, other) for one, other in _pairs(range(len(coders)))),
    )


def _pair(rated: Sequence[Rated], coders: Sequence[Id], one: int, other: int) -> Pair:
    table = sum((each.pair(one, other) for each in rated), np.zeros((2, 2), dtype=np.int64))
    units = int(table.sum())
    percent = int(np.trace(table)) / units if units else None
    return Pair((coders[one], coders[other]), units, percent, coefficients.cohen(table))


def _pairs(of: Iterable[T]) -> list[tuple[T, T]]:
    return list(combinations(of, 2))


def _differing(rated: Rated, coders: Sequence[Id]) -> Iterator[tuple[int, int, tuple[Id, ...], tuple[Id, ...]]]:
    yes, readers = rated.given.sum(axis=0), rated.read.sum(axis=0)
    for piece in np.flatnonzero((yes > 0) & (yes < readers)):
        given, read = rated.given[:, piece], rated.read[:, piece]
        gave = tuple(coder for coder, here in zip(coders, given, strict=True) if here)
        did_not = tuple(coder for coder, here in zip(coders, read & ~given, strict=True) if here)
        yield int(rated.cuts[piece]), int(rated.cuts[piece + 1]), gave, did_not


def _says(rated: Ratings, unit: Unit, only_coded: bool) -> str:
    texts = len(rated.stretches)
    which = " that somebody coded" if only_coded else ""
    return (
        f"By {unit}, in {texts:,} {'text' if texts == 1 else 'texts'} read by two or more of {len(rated.coders)} coders;"
        f" all {unit}s{which}. {NOT_A_MARK}"
    )
