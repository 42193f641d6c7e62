"""What people do with a study, each as one change that can be undone. Nothing here changes the study itself."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from evenground.analysis.text.positions import Lost, Moved, OffsetMap, Segment, Version
from evenground.analysis.text.study.asking import path
from evenground.analysis.text.study.changes import StudyChange, Together, adding, apply_all, changing, removing
from evenground.analysis.text.study.deleting import delete, renaming
from evenground.analysis.text.study.errors import CannotChange, UnknownThing
from evenground.analysis.text.study.model import Code, Coding, Id, Place, Selection, Source, Study, SyncPoint, Thing
from evenground.analysis.text.study.references import references

NewId = Callable[[], Id]


def new_id() -> Id:
    """An id that nothing else has."""
    return str(uuid.uuid4())


def code(
    study: Study,
    *,
    source: Id,
    place: Place | None,
    code: Id,
    coder: Id | None = None,
    at: datetime | None = None,
    ids: NewId = new_id,
) -> Together:
    """Give a code to a place (None: the whole source). A selection of that place that is there already is used.

    Raises
    ------
    CannotChange
        If the place is empty or ends after the text, the code only groups others, or the coder gave it there before.
    UnknownThing
        If the study lacks the source or the code.
    """
    text, meant = _source(study, source), _code(study, code)
    if not meant.codable:
        raise CannotChange(f"“{meant.name}” only groups other codes. Choose one of those under it.")
    if isinstance(place, Segment):
        _check(place, text)
    selection = _selection_at(study, source, place)
    there = selection.id if selection else None
    alike = [one for one in study.codings if (one.code, one.source, one.selection) == (code, source, there)]
    if (selection or place is None) and any(one.coder == coder for one in alike):
        raise CannotChange(f"“{meant.name}” is already there.")
    new: list[Thing] = []
    if place is not None and selection is None:
        selection = Selection(ids(), source, place)
        new.append(selection)
    new.append(Coding(ids(), code, source, selection.id if selection else None, coder, at))
    return Together((adding(study, *new),), f"Coded “{meant.name}” in {text.name}")


def uncode(study: Study, coding: Id) -> Together:
    """Take a code off a place; the selection goes too when nothing else makes use of it."""
    gone = study.things.get(coding)
    if not isinstance(gone, Coding):
        raise UnknownThing(f"The study has no coding with the id “{coding}”.")
    selection = study.things.get(gone.selection or "")
    bare = isinstance(selection, Selection) and not (selection.name or selection.description or selection.notes)
    used = any(one.selection == gone.selection and one.id != coding for one in study.codings)
    used = used or any(
        gone.selection in [*references(thing)] for thing in study.things.values() if not isinstance(thing, Coding)
    )
    ids = [coding] if used or not bare else [coding, gone.selection or ""]
    return Together(delete(study, ids).changes, f"Took “{path(study, gone.code)}” off")


def merge_codes(study: Study, *, codes: Iterable[Id], into: Id) -> Together:
    """Make one code of several: codings, children, sets, themes and notes go over; a coding twice on one place stays once."""
    gone = set(codes) - {into}
    kept = _code(study, into)
    names = [_code(study, one).name for one in sorted(gone)]
    if gone & set(_above(study, into)):
        raise CannotChange(f"“{kept.name}” stands under a code that would be merged into it. Move it to the top first.")
    seen = {(c.source, c.selection, c.coder) for c in study.codings if c.code == into}
    twice = []
    for coding in study.codings:
        if coding.code in gone:
            key = (coding.source, coding.selection, coding.coder)
            twice += [coding.id] if key in seen else []
            seen.add(key)
    moved = renaming(study, lambda one: into if one in gone else one, but=gone | set(twice))
    first: list[StudyChange] = [moved, removing(study, gone)]
    first += _notes_gathered(apply_all(study, *first), into, [one for one in study.codes if one.id in gone])
    last = delete(apply_all(study, *first), twice)
    return Together((*first, *last.changes), f"Merged {', '.join(f'“{name}”' for name in names)} into “{kept.name}”")


def _notes_gathered(study: Study, into: Id, codes: Iterable[Code]) -> list[StudyChange]:
    kept = _code(study, into)
    notes = dict.fromkeys((*kept.notes, *(note for code in codes for note in code.notes)))
    return [changing(study, replace(kept, notes=tuple(notes)))] if len(notes) > len(kept.notes) else []


def split_code(study: Study, *, code: Id, new: Code, codings: Iterable[Id]) -> Together:
    """Move some codings of a code to a new one beside it."""
    chosen = set(codings)
    old = _code(study, code)
    moved = [replace(one, code=new.id) for one in study.codings if one.id in chosen and one.code == code]
    if len(moved) < len(chosen):
        raise UnknownThing(f"Some of the chosen codings do not have the code “{old.name}”. Choose again.")
    return Together((adding(study, new), changing(study, *moved)), f"Split “{new.name}” from “{old.name}”")


def move_code(study: Study, code: Id, *, under: Id | None) -> Together:
    """Put a code, with all under it, under another or at the top of the tree."""
    moved = _code(study, code)
    if under is not None:
        above = _code(study, under)
        if code in (under, *_above(study, under)):
            raise CannotChange(f"“{moved.name}” cannot stand under “{above.name}”, which stands under it.")
    return Together((changing(study, replace(moved, parent=under)),), f"Moved “{moved.name}”")


def rename(study: Study, thing: Id, name: str) -> Together:
    """Give a thing another name."""
    old = study.things.get(thing)
    if old is None or isinstance(old, Coding | SyncPoint):
        raise UnknownThing(f"The study has nothing with the id “{thing}” that has a name.")
    if not name.strip():
        raise CannotChange("A name cannot be empty.")
    return Together((changing(study, replace(old, name=name)),), f"Renamed “{old.name}” to “{name}”")


def new_text(study: Study, source: Id, text: str) -> tuple[Together, tuple[tuple[Selection, Lost], ...]]:
    """Put another version of a text in place of the old one; selections and moments go where their words went.

    Returns
    -------
    tuple
        The change, and the selections of which nothing is left with the reason; they and their codings are removed,
        and come back when the change is undone.
    """
    old = _source(study, source)
    way = Version(old.text or "").compared(Version(text))
    moved: list[Thing] = [replace(old, text=text)]
    lost: list[tuple[Selection, Lost]] = []
    end = len(old.text or "")
    for each in study.selections:
        if each.source == source and isinstance(each.place, Segment) and each.place.end <= end:
            placed = way.place(each.place)
            if isinstance(placed, Lost):
                lost.append((each, placed))
            else:
                moved.append(replace(each, place=placed.after))
    moved += _points_moved(study, source, way, end)
    first = changing(study, *moved)
    last = delete(apply_all(study, first), [selection.id for selection, _ in lost])
    return Together((first, *last.changes), f"New text of {old.name}"), tuple(lost)


def _points_moved(study: Study, transcript: Id, way: OffsetMap, end: int) -> list[Thing]:
    """The moments of a transcript, where their words went."""
    moved: list[Thing] = []
    for point in study.sync_points:
        if point.transcript == transcript and point.position is not None and point.position <= end:
            placed = way.place(Segment(point.position, point.position))
            moved.append(replace(point, position=placed.after.start) if isinstance(placed, Moved) else point)
    return moved


def _source(study: Study, source: Id) -> Source:
    found = study.things.get(source)
    if not isinstance(found, Source):
        raise UnknownThing(f"The study has no source with the id “{source}”. It may have been deleted.")
    return found


def _code(study: Study, code: Id) -> Code:
    found = study.things.get(code)
    if not isinstance(found, Code):
        raise UnknownThing(f"The study has no code with the id “{code}”. It may have been merged or deleted.")
    return found


def _check(place: Segment, source: Source) -> None:
    length = len(source.text or "")
    if place.end > length:
        raise CannotChange(
            f"The place ends at {place.end:,}, but {source.name} has {length:,} characters. Mark it again."
        )
    if not len(place):
        raise CannotChange("No words are marked. Mark some, then choose a code.")


def _selection_at(study: Study, source: Id, place: Place | None) -> Selection | None:
    return next((one for one in study.selections if one.source == source and one.place == place), None)


def _above(study: Study, code: Id) -> list[Id]:
    """The codes above a code, also when they go round in a circle."""
    parents = {one.id: one.parent for one in study.codes}
    found: list[Id] = []
    at = parents.get(code)
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found
