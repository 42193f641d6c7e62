"""The same things under the same ids in two copies of a study.

Some programs make new ids whenever they write a file. What has the same name, or marks the same place, is then
taken for the same.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Any, cast

from evenground.analysis.text.study.model import Id, Study, Thing
from evenground.analysis.text.study.references import collections, mapped, mapped_study

_OURS = uuid.UUID("1d7f7a52-0f0c-5c56-8a52-9b3de5a7f3c4")

# What tells things of one collection apart when their ids do not; in this order, since later ones refer to earlier.
_SAME: dict[str, Callable[[Any, Study], Hashable]] = {
    "users": lambda user, _: user.name,
    "variables": lambda variable, _: (variable.name, variable.kind),
    "sources": lambda source, _: (source.name, source.kind, source.role, source.part_of, source.text),
    "codes": lambda code, study: (study.path_of[code.id], code.framework),
    "sync_points": lambda point, _: (point.transcript, point.time, point.position),
    "selections": lambda selection, _: (selection.source, selection.place),
    "codings": lambda coding, _: (coding.code, coding.source, coding.selection, coding.coder),
    "cases": lambda case, _: case.name,
    "links": lambda link, _: (link.origin, link.target, link.name),
    "sets": lambda gathering, _: gathering.name,
    "themes": lambda theme, _: (theme.parent, theme.name),
    "graphs": lambda graph, _: graph.name,
}


def distinct(study: Study) -> tuple[Study, int]:
    """The study with an id of its own for each thing, and how many new ids that took.

    Of several things with one id the last keeps it: that is the one which references find.
    """
    many = Counter(thing.id for name in collections() for thing in getattr(study, name))
    if len(many) == many.total():
        return study, 0
    groups: dict[str, tuple[Thing, ...]] = {}
    new = many.total() - len(many)
    for name in collections():
        found = []
        for thing in getattr(study, name):
            many[thing.id] -= 1
            left = many[thing.id]
            found.append(replace(thing, id=str(uuid.uuid5(_OURS, f"{thing.id}\n{left}"))) if left else thing)
        groups[name] = tuple(found)
    return replace(study, **cast(Any, groups)), new


def aligned(study: Study, to: Study) -> tuple[Study, int]:
    """The study with the other's ids for what is the same, and how many ids that changed."""
    new: dict[Id, Id] = {}
    for name, same in _SAME.items():
        new |= _found(getattr(study, name), getattr(to, name), (study, to), same, new)
    return _with_ids(study, new), len(new)


def kept_apart(study: Study, other: Study) -> tuple[Study, int]:
    """The study with new ids for things whose id means a thing of another kind in the other; and how many."""
    new = {
        one: str(uuid.uuid5(_OURS, f"{one}\n{type(thing).__name__}"))
        for one, thing in study.things.items()
        if one in other.things and type(other.things[one]) is not type(thing)
    }
    return _with_ids(study, new), len(new)


def _with_ids(study: Study, new: Mapping[Id, Id]) -> Study:
    if not new:
        return study
    renamed = mapped_study(study, lambda one: new.get(one, one))
    groups = {
        name: tuple(replace(thing, id=new.get(thing.id, thing.id)) for thing in getattr(renamed, name))
        for name in collections()
    }
    return replace(renamed, **cast(Any, groups))


def _found(
    ours: tuple[Thing, ...],
    others: tuple[Thing, ...],
    studies: tuple[Study, Study],
    same: Callable[[Any, Study], Hashable],
    new: dict[Id, Id],
) -> dict[Id, Id]:
    study, to = studies
    free: dict[Hashable, list[Id]] = defaultdict(list)
    for thing in others:
        if thing.id not in study.things:
            free[same(thing, to)].append(thing.id)
    found: dict[Id, Id] = {}
    if not free:
        return found
    for thing in ours:
        if thing.id not in to.things:
            key = same(mapped(thing, lambda one: new.get(one, one)), study)
            if waiting := free.get(key):
                found[thing.id] = waiting.pop(0)
    return found
