"""What one copy of a study has that another has not, by kind and by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from evenground.analysis.text.refi.archive import content_of
from evenground.analysis.text.study.model import File, Id, Study


@dataclass(frozen=True, slots=True)
class Differing:
    """Of one kind of thing: what came, what went, and which parts of what stayed are others now."""

    added: tuple[Any, ...] = ()
    removed: tuple[Any, ...] = ()
    changed: tuple[tuple[Any, Any, tuple[str, ...]], ...] = ()  # before, after, names of the parts

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Differences:
    """By kind as `Study` names them; kinds without a difference are left out. ``study`` names its own parts."""

    kinds: Mapping[str, Differing]
    study: tuple[str, ...]
    shared: int

    def __bool__(self) -> bool:
        return bool(self.kinds or self.study)


def differences(old: Study, new: Study) -> Differences:
    """What was added, changed and removed on the way from one copy of a study to another.

    Things are the same thing when they have the same id. Bytes of pictures, recordings and formatted texts are compared,
    not where they are kept; the order of things does not count.
    """
    kinds: dict[str, Differing] = {}
    own: list[str] = []
    shared = 0
    for each in fields(Study):
        before, after = getattr(old, each.name), getattr(new, each.name)
        if not isinstance(before, tuple) or each.name == "notes":
            own += [each.name] if before != after else []
            continue
        one, other = _by_id(before), _by_id(after)
        shared += len(one.keys() & other.keys())
        if found := _compared(one, other):
            kinds[each.name] = found
    return Differences(MappingProxyType(kinds), tuple(own), shared)


def _by_id(things: tuple[Any, ...]) -> dict[Id, Any]:
    return {thing.id: thing for thing in things}


def _compared(old: Mapping[Id, Any], new: Mapping[Id, Any]) -> Differing:
    both = ((old[its], new[its]) for its in old if its in new)
    changed = ((before, after, _parts(before, after)) for before, after in both if before != after)
    return Differing(
        tuple(new[its] for its in new if its not in old),
        tuple(old[its] for its in old if its not in new),
        tuple((before, after, parts) for before, after, parts in changed if parts),
    )


def _parts(before: Any, after: Any) -> tuple[str, ...]:
    names = [each.name for each in fields(before)]
    return tuple(name for name in names if not _same(getattr(before, name), getattr(after, name)))


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, File) and isinstance(after, File) and before.content != after.content:
        same_bytes = content_of(before) == content_of(after)
        return same_bytes and before == replace(after, content=before.content)
    return bool(before == after)
