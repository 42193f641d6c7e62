"""Which ids a thing refers to, and the thing with other ids in their place.

The types in `model` say it: a field of type ``Id`` must have its thing, ``Id | None`` may, ``tuple[Id, ...]`` holds
many. `OWNED` lists those that may be None and yet do not outlive what they name: without its selection a coding would
seem to mean the whole source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, cast

from evenground.analysis.text.study.model import Coding, Id, Link, Source, Study, SyncSpan

T = TypeVar("T")
Renaming = Callable[[Id], Id | None]

OWNED = frozenset({
    (Coding, "selection"), (Source, "part_of"), (Link, "origin"), (Link, "target"), (SyncSpan, "start"), (SyncSpan, "end"),
})  # fmt: skip


_HOMES = {str(each.type): each.name for each in fields(Study)}
_PLANS: dict[type, tuple[tuple[str, str], ...]] = {}


class _Gone(Exception):
    """A thing cannot be without what was taken from it."""


def references(thing: object) -> Iterator[Id]:
    """Every id the thing refers to; not its own."""
    for name, kind in _plan(type(thing)):
        value = getattr(thing, name)
        if value is None:
            continue
        if kind == "many":
            yield from value
        elif kind in ("needed", "free"):
            yield value
        else:
            for each in value if kind == "parts" else (value,):
                yield from references(each)


def mapped(thing: T, rename: Renaming) -> T | None:
    """The thing with every id it refers to renamed; None where it cannot be without one that was renamed to None."""
    try:
        return cast(T, _mapped(thing, rename))
    except _Gone:
        return None


def mapped_study(study: Study, rename: Renaming) -> Study:
    """The head of the study and all its things renamed, those that cannot be without a lost one left out."""
    head = {"stamp": mapped(study.stamp, rename), "notes": tuple(n for n in map(rename, study.notes) if n)}
    groups = {name: _all_mapped(getattr(study, name), rename) for name in collections()}
    return replace(study, **cast(Any, {**head, **groups}))


@cache
def collections() -> tuple[str, ...]:
    """The names of the study's collections, in its order."""
    return tuple(f.name for f in fields(Study) if str(f.type).startswith("tuple[") and f.name != "notes")


def collection_of(thing: object) -> str:
    """The name of the collection that holds things like this one."""
    return _HOMES[f"tuple[{type(thing).__name__}, ...]"]


def _all_mapped(things: tuple[object, ...], rename: Renaming) -> tuple[object, ...]:
    return tuple(new for thing in things if (new := mapped(thing, rename)) is not None)


def _mapped(thing: object, rename: Renaming) -> object:
    new: dict[str, object] = {}
    for name, kind in _plan(type(thing)):
        value = getattr(thing, name)
        if value is None or value == ():
            continue
        if (changed := _value(value, kind, rename)) != value:
            new[name] = changed
    return replace(cast(Any, thing), **new) if new else thing


def _value(value: Any, kind: str, rename: Renaming) -> object:
    if kind == "many":
        return tuple(dict.fromkeys(renamed for one in value if (renamed := rename(one)) is not None))
    if kind == "parts":
        return _all_mapped(value, rename)
    if kind == "part":
        return _mapped(value, rename)
    if (renamed := rename(value)) is None and kind == "needed":
        raise _Gone
    return renamed


def _plan(kind: type) -> tuple[tuple[str, str], ...]:
    """The fields of a type that refer to something, and how; worked out once."""
    if kind not in _PLANS:
        _PLANS[kind] = _planned(kind)
    return _PLANS[kind]


def _planned(kind: type) -> tuple[tuple[str, str], ...]:
    if not is_dataclass(kind):
        return ()
    found = []
    for each in fields(kind):
        if each.name != "id" and (how := _how(str(each.type))):
            found.append((each.name, "needed" if (kind, each.name) in OWNED else how))
    return tuple(found)


def _how(written: str) -> str:
    if written == "Id":
        return "needed"
    if written == "Id | None":
        return "free"
    if written == "tuple[Id, ...]":
        return "many"
    if written in ("tuple[Value, ...]", "tuple[Vertex, ...]", "tuple[Edge, ...]"):
        return "parts"
    return "part" if written in ("Stamp", "Place") else ""
