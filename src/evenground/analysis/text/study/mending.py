"""What a merge left open: things that are used and were deleted, codes that stand under each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from evenground.analysis.text.study.model import Code, Id, Study, Theme, Thing
from evenground.analysis.text.study.references import collection_of, references


def called(thing: Thing) -> str:
    """Its name or, without one, its id."""
    return getattr(thing, "name", "") or thing.id


def restored(study: Study, copies: Sequence[Study], report: list[str]) -> Study:
    """Things that were deleted in one copy and are used by what the other added."""
    found: dict[Id, Thing] = {}
    waiting = list(_needed(study.things.values()))
    while waiting:
        one = waiting.pop()
        if one in study.things or one in found:
            continue
        thing = next((copy.things[one] for copy in copies if one in copy.things), None)
        if thing is not None:
            found[one] = thing
            waiting += _needed([thing])
            report.append(f"“{called(thing)}” was deleted in one copy and is used in the other. It stays.")
    groups: dict[str, tuple[Thing, ...]] = {}
    for thing in reversed(found.values()):
        name = collection_of(thing)
        groups[name] = (*groups.get(name, getattr(study, name)), thing)
    return replace(study, **cast(Any, groups))


def _needed(things: Iterable[Thing]) -> Iterator[Id]:
    for thing in things:
        yield from references(thing)


def without_circles(study: Study, mine: Study, report: list[str]) -> Study:
    """One put A under B, the other B under A: then mine holds."""
    for name in ("codes", "themes"):
        while circle := _circle(getattr(study, name)):
            report.append(
                f"The copies put “{called(study.things[circle[0]])}” and others under each other. Yours was taken."
            )
            study = replace(study, **cast(Any, {name: _mine_in(getattr(study, name), circle, mine)}))
    return study


def _mine_in(group: Sequence[Code | Theme], circle: Sequence[Id], mine: Study) -> tuple[Thing, ...]:
    found: list[Thing] = []
    for thing in group:
        ours = mine.things.get(thing.id)
        parent = ours.parent if isinstance(ours, Code | Theme) else None
        found.append(replace(thing, parent=parent) if thing.id in circle else thing)
    return tuple(found)


def _circle(group: Sequence[Code | Theme]) -> list[Id]:
    parents = {thing.id: thing.parent for thing in group}
    clear = set[Id]()
    for start in parents:
        way: list[Id] = []
        at: Id | None = start
        while at is not None and at in parents and at not in clear and at not in way:
            way.append(at)
            at = parents[at]
        if at is not None and at in way:
            return way[way.index(at) :]
        clear.update(way)
    return []
