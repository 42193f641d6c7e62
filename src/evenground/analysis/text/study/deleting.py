"""Taking things out of a study with all that hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from evenground.analysis.text.study.changes import (
    Changed,
    Described,
    StudyChange,
    Together,
    about,
    apply_all,
    changing,
    removing,
)
from evenground.analysis.text.study.model import Code, Id, Study, Theme, Thing
from evenground.analysis.text.study.references import Renaming, mapped, references


def delete(study: Study, ids: Iterable[Id]) -> Together:
    """Take things out with all that cannot be without them; the rest lets go of them.

    A source goes with its selections and codings, a code with its codings. Codes and themes under a deleted one move
    up to where it stood.
    """
    asked = {one for one in ids if one in study.things}
    lifted = _lifted(study, asked)
    then = apply_all(study, lifted)
    gone = _with_all_that_needs(then, asked)
    freed = renaming(then, lambda one: None if one in gone else one, but=gone)
    names = [getattr(study.things[one], "name", "") for one in sorted(asked)]
    says = f"Deleted {', '.join(f'“{name}”' for name in names if name) or 'a place or a coding'}"
    changes: list[StudyChange] = [each for each in (lifted, freed) if each.after]
    return Together((*changes, *_head(study, gone), removing(study, gone)), says)


def renaming(study: Study, rename: Renaming, *, but: Collection[Id]) -> Changed:
    """The change that gives other ids to what things refer to; None lets go. ``but`` are left as they are."""
    new = [mapped(thing, rename) for thing in study.things.values() if thing.id not in but]
    return changing(study, *(thing for thing in new if thing is not None))


def _with_all_that_needs(study: Study, ids: set[Id]) -> set[Id]:
    gone, fresh = set(ids), set(ids)
    holders: dict[Id, list[Thing]] = {}
    for thing in study.things.values():
        for one in references(thing):
            holders.setdefault(one, []).append(thing)
    while fresh:
        near = {thing.id: thing for one in fresh for thing in holders.get(one, ())}
        fresh = {key for key, thing in near.items() if key not in gone and _needs(thing, gone)}
        gone |= fresh
    return gone


def _needs(thing: Thing, gone: set[Id]) -> bool:
    return mapped(thing, lambda one: None if one in gone else one) is None


def _lifted(study: Study, gone: set[Id]) -> Changed:
    """Codes and themes under a deleted one, moved up to the nearest above that stays."""
    tree: tuple[Code | Theme, ...] = (*study.codes, *study.themes)
    parents = {thing.id: thing.parent for thing in tree}
    moved: list[Thing] = []
    for thing in tree:
        if thing.parent in gone and thing.id not in gone:
            moved.append(replace(thing, parent=_staying(thing.parent, parents, gone)))
    return changing(study, *moved)


def _staying(at: Id | None, parents: dict[Id, Id | None], gone: set[Id]) -> Id | None:
    seen = set[Id]()
    while at in gone and at not in seen:
        seen.add(at)
        at = parents.get(at)
    return None if at in gone else at


def _head(study: Study, gone: set[Id]) -> list[StudyChange]:
    """The study itself lets go of notes and people."""
    old = about(study)
    stamp = mapped(study.stamp, lambda one: None if one in gone else one) or study.stamp
    new = replace(old, stamp=stamp, notes=tuple(note for note in old.notes if note not in gone))
    return [Described(old, new)] if new != old else []
