"""What in a study does not hold together, in sentences. Nothing is changed and nothing is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from evenground.analysis.text.positions import Segment
from evenground.analysis.text.study.model import Code, Id, Selection, Source, Study, Theme, Thing
from evenground.analysis.text.study.references import collections, references

_KINDS = {
    "users": "person", "codes": "code", "variables": "attribute", "cases": "case", "sources": "source",
    "sync_points": "moment", "selections": "selection", "codings": "coding", "links": "link", "sets": "set",
    "themes": "theme", "graphs": "map",
}  # fmt: skip


def check(study: Study) -> tuple[str, ...]:
    """Every fault: ids used twice, references to nothing, codes in a circle, places past the end of their text.

    Examples
    --------
    >>> from evenground.analysis.text.study.model import Coding
    >>> check(Study("Talks", codings=(Coding("1", code="hope", source="talk"),)))
    ('The coding “1” refers to “hope”, which the study does not have.', 'The coding “1” refers to “talk”, which the study does not have.')
    """  # fmt: skip
    return (*_twice(study), *_to_nothing(study), *_circles(study), *_misplaced(study))


def _twice(study: Study) -> Iterator[str]:
    many = Counter(thing.id for name in collections() for thing in getattr(study, name))
    for one, times in many.items():
        if times > 1:
            yield f"The id “{one}” is used {times:,} times. Give each thing an id of its own, or only the last is found."
        if not one.strip():
            yield "Something has an empty id. Give it one of its own."


def _to_nothing(study: Study) -> Iterator[str]:
    known = {*study.things, *(vertex.id for graph in study.graphs for vertex in graph.vertices)}
    for name in collections():
        for thing in getattr(study, name):
            for one in references(thing):
                if one not in known:
                    yield f"The {_KINDS[name]} “{_called(thing)}” refers to “{one}”, which the study does not have."
    for one in (*references(study.stamp), *study.notes):
        if one not in known:
            yield f"The study itself refers to “{one}”, which it does not have."
    yield from _of_another_kind(study)


def _of_another_kind(study: Study) -> Iterator[str]:
    """References that lead to something, but not to what they must."""
    codes, sources = {code.id for code in study.codes}, {source.id for source in study.sources}
    home = {selection.id: selection.source for selection in study.selections}
    for coding in study.codings:
        if coding.code in study.things and coding.code not in codes:
            yield f"The coding “{coding.id}” has as its code “{coding.code}”, which is not a code."
        if coding.source in study.things and coding.source not in sources:
            yield f"The coding “{coding.id}” has as its source “{coding.source}”, which is not a source."
        if coding.selection in home and home[coding.selection] != coding.source:
            yield f"The coding “{coding.id}” is on a selection of another source than its own."


def _circles(study: Study) -> Iterator[str]:
    things: tuple[tuple[str, tuple[Code | Theme, ...]], ...] = (("code", study.codes), ("theme", study.themes))
    for kind, group in things:
        parents = {thing.id: thing.parent for thing in group}
        for thing in group:
            if _above_itself(thing.id, parents):
                yield f"The {kind} “{_called(thing)}” stands under itself. Move it to the top."


def _above_itself(start: Id, parents: dict[Id, Id | None]) -> bool:
    seen, at = set[Id](), parents.get(start)
    while at is not None and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = parents.get(at)
    return False


def _misplaced(study: Study) -> Iterator[str]:
    sources = {source.id: source for source in study.sources}
    for selection in study.selections:
        source = sources.get(selection.source)
        if source is not None and isinstance(selection.place, Segment):
            yield from _past_the_end(selection, selection.place, source)
    for point in study.sync_points:
        source = sources.get(point.transcript)
        if source is not None and point.position is not None and point.position > len(source.text or ""):
            yield f"The moment “{point.id}” stands at {point.position:,}, after the end of “{_called(source)}”."


def _past_the_end(selection: Selection, place: Segment, source: Source) -> Iterator[str]:
    if source.text is None:
        yield f"The selection “{_called(selection)}” marks words in “{_called(source)}”, which has no text."
    elif place.end > len(source.text):
        yield (
            f"The selection “{_called(selection)}” ends at {place.end:,}, but “{_called(source)}” has only"
            f" {len(source.text):,} characters. The text was changed after it was coded."
        )


def _called(thing: Thing) -> str:
    return getattr(thing, "name", "") or thing.id
