"""The order a file keeps: sources with what belongs to them, then what is marked in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from evenground.analysis.text.refi.codes import in_tree
from evenground.analysis.text.study.model import Area, Id, Selection, Source, Study

NOTES = {"note", "journal"}
_RECORDINGS = {"audio", "video"}
T = TypeVar("T")


def is_note(source: Source) -> bool:
    """Whether the standard has it among the notes."""
    return source.role in NOTES and source.kind == "text"


def nested(study: Study) -> dict[Id, list[Source]]:
    """What stands inside a source, or inside a selection of a PDF, by the id of that."""
    return {owner: group if group[0].role == "transcript" else group[:1] for owner, group in _belonging(study).items()}


def _belonging(study: Study) -> dict[Id, list[Source]]:
    sources = {source.id: source for source in study.sources}
    marked = {selection.id: selection for selection in study.selections}
    found: dict[Id, list[Source]] = {}
    for source in study.sources:
        if owner := _owner(source, sources, marked):
            found.setdefault(owner, []).append(source)
    return found


def _owner(source: Source, sources: Mapping[Id, Source], marked: Mapping[Id, Selection]) -> Id | None:
    if source.kind != "text" or source.part_of is None:
        return None
    whole = sources.get(source.part_of)
    kind = whole.kind if whole else ""
    fits = {"transcript": kind in _RECORDINGS, "description": kind == "picture", "representation": kind == "pdf"}
    if fits.get(source.role):
        return source.part_of
    part = marked.get(source.part_of)
    if source.role == "representation" and part and isinstance(part.place, Area):
        of = sources.get(part.source)
        return part.id if of and of.kind == "pdf" else None
    return None


def arranged(study: Study) -> Study:
    """The same study with its collections in the order in which a file has them; nothing is added or dropped."""
    sources = _sources(study)
    rank = {source.id: number for number, source in enumerate(sources)}
    last = len(rank)
    selections = sorted(study.selections, key=lambda selection: rank.get(selection.source, last))
    place = {selection.id: number for number, selection in enumerate(selections)}
    final = len(place)

    def of_coding(source: Id, selection: Id | None) -> tuple[int, int]:
        return rank.get(source, last), place.get(selection, final) if selection else final

    return replace(
        study,
        codes=tuple(code for _, code in in_tree(study.codes)),
        sources=tuple(sources),
        sync_points=tuple(sorted(study.sync_points, key=lambda point: rank.get(point.transcript, last))),
        selections=tuple(selections),
        codings=tuple(sorted(study.codings, key=lambda coding: of_coding(coding.source, coding.selection))),
    )


def _sources(study: Study) -> list[Source]:
    inside, belonging = nested(study), _belonging(study)
    within = {source.id for group in belonging.values() for source in group}
    marked = grouped(study.selections, [selection.source for selection in study.selections])
    first, notes = [], []
    for source in study.sources:
        if source.id in within:
            continue
        if is_note(source):
            notes.append(source)
            continue
        first.append(source)
        for selection in marked.get(source.id, ()):
            first += inside.get(selection.id, ())
        first += inside.get(source.id, ())
    # A PDF has room for one representation: a second comes last, so that the first stays the first.
    owners = {inside[owner][0].id: owner for owner in inside}
    placed = {source.id for group in inside.values() for source in group}
    second = [
        other for one in first if one.id in owners for other in belonging[owners[one.id]] if other.id not in placed
    ]
    return first + second + notes


def grouped(things: Sequence[T], keys: Sequence[Id | None]) -> dict[Id | None, list[T]]:
    """Things by their keys, in their order."""
    found: dict[Id | None, list[T]] = {}
    for thing, key in zip(things, keys, strict=True):
        found.setdefault(key, []).append(thing)
    return found
