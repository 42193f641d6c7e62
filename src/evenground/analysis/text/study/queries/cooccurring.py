"""Which codes stand together: over the same words, or in one sentence, paragraph, turn or source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from evenground.analysis.errors import UnknownChoice
from evenground.analysis.text.positions import Segment, runs
from evenground.analysis.text.study.asking import codes_meant, path
from evenground.analysis.text.study.model import Id, Source, Study
from evenground.analysis.text.study.places import Turns, placed, stretches
from evenground.analysis.text.study.rows import FREQUENCY, Cell, Rows

By = Literal["overlap", "sentence", "paragraph", "turn", "source"]
BYS = ("overlap", "sentence", "paragraph", "turn", "source")
Marks = list[tuple[Segment, Id]]
Pair = tuple[Id, Id]


@dataclass(frozen=True)
class Cooccurrence:
    """How often two codes stand together. Pairs that never do are absent; a pair is in the order of the code list.

    ``places`` counts stretches that both cover (``by="overlap"``), or sentences, ..., sources in which both occur;
    ``characters`` those that both cover.
    """

    by: By
    paths: dict[Id, str]
    places: dict[Pair, int]
    characters: dict[Pair, int]
    says: str

    def rows(self) -> Rows:
        """One row for each pair, the most frequent first."""
        ordered = sorted(self.places, key=lambda pair: (-self.places[pair], *(self.paths[code] for code in pair)))
        body: list[tuple[Cell, ...]] = [
            (self.paths[one], self.paths[other], self.places[one, other], self.characters.get((one, other), 0))
            for one, other in ordered
        ]
        return Rows(("Code", "With", "Places", "Characters"), tuple(body), self.says)

    def to_csv(self) -> str:
        """One row for each pair, safe to open in a spreadsheet."""
        return self.rows().to_csv()


def cooccurrence(
    study: Study,
    *,
    codes: Iterable[Id] | None = None,
    by: By = "overlap",
    below: bool = False,
    turns: Turns | None = None,
) -> Cooccurrence:
    """Count where two codes stand together.

    Parameters
    ----------
    study
        What was coded. Only codings of words count, except by source.
    codes
        Which; else every code.
    by
        “overlap” (the same words), “sentence”, “paragraph”, “turn” or “source”.
    below
        Count a code's children as the code itself. A code and one under it then stand together wherever the latter is.
    turns
        As in `places.stretches`.

    Raises
    ------
    UnknownChoice
        For another ``by``.
    UnknownThing
        If a code is not in the study.
    """
    if by not in BYS:
        raise UnknownChoice("by", by, BYS)
    meant = codes_meant(study, codes, below=below)
    number = {code: at for at, code in enumerate(meant)}
    counts_as: dict[Id, list[Id]] = defaultdict(list)
    for code, counted in meant.items():
        for one in counted:
            counts_as[one].append(code)
    places, characters = Counter[Pair](), Counter[Pair]()
    for source, marks, whole in _marks(study, counts_as):
        overlapping = list(_overlaps(marks, number))
        for pair, segment in overlapping:
            characters[pair] += len(segment)
        if by == "overlap":
            places.update(pair for pair, _ in overlapping)
        elif by == "source":
            places.update(_pairs(whole, number))
        else:
            places.update(_in_units(source, marks, by, turns, number))
    return Cooccurrence(by, {code: path(study, code) for code in meant}, dict(places), dict(characters), FREQUENCY)


def _marks(study: Study, counts_as: dict[Id, list[Id]]) -> Iterator[tuple[Source, Marks, set[Id]]]:
    """Each source with the codes on its words, and with all codes anywhere in it."""
    marks: dict[Id, Marks] = defaultdict(list)
    whole: dict[Id, set[Id]] = defaultdict(set)
    sources: dict[Id, Source] = {}
    for at in placed(study):
        sources[at.source.id] = at.source
        for code in counts_as.get(at.coding.code, ()):
            whole[at.source.id].add(code)
            if at.segment:
                marks[at.source.id].append((at.segment, code))
    for key, source in sources.items():
        yield source, marks[key], whole[key]


def _overlaps(marks: Marks, number: dict[Id, int]) -> Iterator[tuple[Pair, Segment]]:
    """Each unbroken stretch that two codes both cover."""
    begun: dict[Pair, Segment] = {}
    for run in runs(marks):
        if run.start == run.end:
            continue
        for pair in _pairs(run.keys, number):
            before = begun.get(pair)
            if before and before.end == run.start:
                begun[pair] = Segment(before.start, run.end)
                continue
            if before:
                yield pair, before
            begun[pair] = Segment(run.start, run.end)
    yield from begun.items()


def _in_units(
    source: Source,
    marks: Marks,
    unit: Literal["sentence", "paragraph", "turn"],
    turns: Turns | None,
    number: dict[Id, int],
) -> Iterator[Pair]:
    """Each pair once for each unit that both touch."""
    units = stretches(source, unit, turns=turns)
    found: dict[int, set[Id]] = defaultdict(set)
    pieces = runs([*((segment, ("", at)) for at, segment in enumerate(units)), *((s, (code, -1)) for s, code in marks)])
    for piece in pieces:
        codes = [code for code, at in piece.keys if at < 0]
        for at in (at for _, at in piece.keys if at >= 0):
            found[at].update(codes)
    for codes_here in found.values():
        yield from _pairs(codes_here, number)


def _pairs(codes: Iterable[Id], number: dict[Id, int]) -> Iterator[Pair]:
    yield from combinations(sorted(set(codes), key=number.__getitem__), 2)
