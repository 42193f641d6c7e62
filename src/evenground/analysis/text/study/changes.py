"""What was done to a study, so that it can be undone.

A change holds all that is needed to do it and to take it back. It fits only a study in which what it changes or
removes is still as it was: work of others in between is never overwritten unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from evenground.analysis.text.study.errors import CannotChange
from evenground.analysis.text.study.model import Id, Stamp, Study, Thing
from evenground.analysis.text.study.references import collection_of


@dataclass(frozen=True, slots=True)
class Added:
    """New things, and the place each has in its collection afterwards. `adding` makes it."""

    things: tuple[Thing, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """Things taken out, and the place each had in its collection. `removing` makes it."""

    things: tuple[Thing, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """Things with the same ids before and after, one for one."""

    before: tuple[Thing, ...]
    after: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class About:
    """What a study says about itself."""

    name: str
    description: str = ""
    origin: str = ""
    stamp: Stamp = field(default_factory=Stamp)
    notes: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """The study says something else about itself."""

    before: About
    after: About


@dataclass(frozen=True, slots=True)
class Together:
    """Several changes that are one for a person; ``says`` what was done."""

    changes: tuple[StudyChange, ...]
    says: str = ""


StudyChange = Added | Removed | Changed | Described | Together


def adding(study: Study, *things: Thing) -> Added:
    """Put things at the end of their collections."""
    ends: dict[str, int] = {}
    places = []
    for thing in things:
        name = collection_of(thing)
        places.append(ends.setdefault(name, len(getattr(study, name))))
        ends[name] += 1
    return Added(tuple(things), tuple(places))


def removing(study: Study, ids: Iterable[Id]) -> Removed:
    """Take out just these things, in the order of the study; `actions.delete` also takes out what needs them."""
    gone = set(ids)
    named = {collection_of(study.things[one]) for one in gone if one in study.things}
    found = [
        (thing, place) for name in sorted(named) for place, thing in enumerate(getattr(study, name)) if thing.id in gone
    ]
    return Removed(tuple(thing for thing, _ in found), tuple(place for _, place in found))


def changing(study: Study, *after: Thing) -> Changed:
    """Put new states of things in the place of the old ones; those that are the same are left out."""
    different = [thing for thing in after if study.things.get(thing.id) != thing]
    missing = [thing.id for thing in different if thing.id not in study.things]
    if missing:
        raise CannotChange(f"The study has nothing with the id “{missing[0]}” to change. It may have been deleted.")
    return Changed(tuple(study.things[thing.id] for thing in different), tuple(different))


def about(study: Study) -> About:
    """What the study says about itself."""
    return About(study.name, study.description, study.origin, study.stamp, study.notes)


def inverse(change: StudyChange) -> StudyChange:
    """The change that takes this one back."""
    if isinstance(change, Added):
        return Removed(change.things, change.places)
    if isinstance(change, Removed):
        return Added(change.things, change.places)
    if isinstance(change, Together):
        return Together(tuple(inverse(each) for each in reversed(change.changes)), change.says)
    return type(change)(cast(Any, change.after), cast(Any, change.before))


def apply(study: Study, change: StudyChange) -> Study:
    """The study after the change.

    Raises
    ------
    CannotChange
        If something to be changed or removed is not as it was, or something to be added is there already.
    """
    if isinstance(change, Together):
        for each in change.changes:
            study = apply(study, each)
        return study
    if isinstance(change, Described):
        return _described(study, change)
    if isinstance(change, Added):
        return _added(study, change)
    if isinstance(change, Removed):
        _expect(study, change.things)
        gone = {thing.id for thing in change.things}
        return _with(
            study, {name: [t for t in getattr(study, name) if t.id not in gone] for name in _names(change.things)}
        )
    _expect(study, change.before)
    new = {thing.id: thing for thing in change.after}
    return _with(study, {name: [new.get(t.id, t) for t in getattr(study, name)] for name in _names(change.after)})


def apply_all(study: Study, *changes: StudyChange) -> Study:
    """The study after several changes."""
    return apply(study, Together(changes))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: what was done, by whom, when, and why if they said. ``undoes`` numbers an earlier line."""

    change: StudyChange
    by: Id | None = None
    at: datetime | None = None
    why: str = ""
    undoes: int | None = None


@dataclass(frozen=True)
class History:
    """A study with all that was done to it. The log only grows: undoing is a line of its own."""

    study: Study
    log: tuple[Entry, ...] = ()
    done: tuple[int, ...] = field(default=(), repr=False)  # lines that can be undone, the last first to go
    undone: tuple[int, ...] = field(default=(), repr=False)  # lines that can be done again

    def do(self, change: StudyChange, *, by: Id | None = None, at: datetime | None = None, why: str = "") -> History:
        """Apply a change and write it down; what was undone before can then no longer be done again.

        Raises
        ------
        CannotChange
            If the change does not fit the study.
        """
        entry = Entry(change, by, at, why)
        return History(apply(self.study, change), (*self.log, entry), (*self.done, len(self.log)))

    def undo(self, *, by: Id | None = None, at: datetime | None = None, why: str = "") -> History:
        """Take back the last change that was not taken back yet.

        Raises
        ------
        CannotChange
            If there is none.
        """
        if not self.done:
            raise CannotChange("There is nothing to undo.")
        number = self.done[-1]
        back = Entry(inverse(self.log[number].change), by, at, why, undoes=number)
        return History(apply(self.study, back.change), (*self.log, back), self.done[:-1], (*self.undone, number))

    def redo(self, *, by: Id | None = None, at: datetime | None = None, why: str = "") -> History:
        """Do again what was undone last.

        Raises
        ------
        CannotChange
            If nothing was undone, or something else was done since.
        """
        if not self.undone:
            raise CannotChange("There is nothing to do again.")
        entry = replace(self.log[self.undone[-1]], by=by, at=at, why=why)
        study = apply(self.study, entry.change)
        return History(study, (*self.log, entry), (*self.done, len(self.log)), self.undone[:-1])


def _added(study: Study, change: Added) -> Study:
    for thing in change.things:
        if thing.id in study.things:
            raise CannotChange(f"The study already has something with the id “{thing.id}”. It was not added twice.")
    groups: dict[str, list[Thing]] = {name: list(getattr(study, name)) for name in _names(change.things)}
    for place, thing in sorted(zip(change.places, change.things, strict=True), key=lambda pair: pair[0]):
        groups[collection_of(thing)].insert(place, thing)
    return _with(study, groups)


def _described(study: Study, change: Described) -> Study:
    if about(study) != change.before:
        raise CannotChange("Somebody changed what the study says about itself meanwhile. Look at it and try again.")
    new = change.after
    return replace(
        study, name=new.name, description=new.description, origin=new.origin, stamp=new.stamp, notes=new.notes
    )


def _expect(study: Study, things: Sequence[Thing]) -> None:
    for thing in things:
        there = study.things.get(thing.id)
        if there != thing:
            name = getattr(thing, "name", "") or thing.id
            what = "was changed" if there else "is no longer there"
            raise CannotChange(f"“{name}” {what} meanwhile, perhaps by somebody else. Look at it and try again.")


def _names(things: Iterable[Thing]) -> list[str]:
    return sorted({collection_of(thing) for thing in things})


def _with(study: Study, groups: Mapping[str, Iterable[Thing]]) -> Study:
    return replace(study, **cast(Any, {name: tuple(things) for name, things in groups.items()}))
