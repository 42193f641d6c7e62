"""Two people's copies of one study made into one again, with a report of what was decided.

What only one of them changed is taken. Where both changed one thing differently, both versions are kept, the second
as another coding or selection or in a note. What one deleted and the other changed or used stays.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, cast

from evenground.analysis.text.study.aligning import aligned, distinct, kept_apart
from evenground.analysis.text.study.mending import called, restored, without_circles
from evenground.analysis.text.study.model import Coding, Id, Selection, Source, Study, Thing
from evenground.analysis.text.study.references import collection_of, collections
from evenground.analysis.text.study.retexting import Lost, one_text
from evenground.analysis.text.transcripts.model import counted

_OURS = uuid.UUID("5b0c8b56-4b0e-5d0b-9a3f-0d5ad2c1f0aa")
_WORDS = {
    "codes": ("code",), "codings": ("coding",), "selections": ("selection",), "sources": ("source or note", "sources or notes"),
    "cases": ("case",), "themes": ("theme",), "users": ("person", "people"), "variables": ("attribute",),
    "links": ("link",), "sets": ("set",), "graphs": ("map",), "sync_points": ("moment",),
}  # fmt: skip


@dataclass(frozen=True)
class Merged:
    """One study, and in sentences what came from the other copy and what a person should look at."""

    study: Study
    report: tuple[str, ...]


def merge(base: Study, *, mine: Study, theirs: Study) -> Merged:
    """Join two copies of a study that were changed apart.

    Parameters
    ----------
    base
        What both started from.
    mine, theirs
        The copies. Things are the same when they have one id or, where a program made new ids, one name or place.
        Where both cannot stand, mine does and theirs is kept beside it.
    """
    report: list[str] = []
    base, mine, theirs = (_distinct(study, report) for study in (base, mine, theirs))
    mine, theirs = _same_ids(base, mine, theirs, report)
    (base, mine, theirs), lost, texts = one_text(base, mine, theirs)
    join = _Join(base, mine, theirs, report)
    for each in lost:
        join.keep_lost(each)
    for source in texts:
        join.keep_text(source)
    groups = {name: join.collection(name) for name in collections()}
    study = replace(mine, **cast(Any, {**groups, **join.head()}))
    study = restored(study, (mine, theirs, base), report)
    study = without_circles(replace(study, sources=(*study.sources, *join.notes.values())), mine, report)
    return Merged(study, (*_summary(mine, study), *report))


@dataclass
class _Join:
    base: Study
    mine: Study
    theirs: Study
    report: list[str]
    notes: dict[Id, Source] = field(default_factory=dict)

    def collection(self, name: str) -> tuple[Thing, ...]:
        """Mine in its order, then what is new in theirs."""
        found: list[Thing] = []
        every = dict.fromkeys(thing.id for study in (self.mine, self.theirs) for thing in getattr(study, name))
        for one in every:
            found += self._thing(one)
        return tuple(found)

    def head(self) -> dict[str, object]:
        """What the study says about itself."""
        values: dict[str, object] = {}
        for name in ("name", "description", "origin", "stamp", "notes"):
            versions = [getattr(study, name) for study in (self.base, self.mine, self.theirs)]
            values[name], clash = _value(*versions)
            if clash and name != "stamp":
                note = self._note("study", "", name, versions[2])
                values["notes"] = (*cast(Any, values.get("notes", self.mine.notes)), note)
        return values

    def keep_lost(self, lost: Lost) -> None:
        """Words that one copy marked and the text no longer has go into a note."""
        note = self._note(lost.selection.id, lost.source.name, "marked place", lost.words)
        self.report.append(
            f"“{_short(lost.words)}” was marked in {lost.source.name}, and the text no longer has it: see the note"
            f" “{self.notes[note].name}”."
        )

    def keep_text(self, source: Source) -> None:
        """The text that gave way goes into a note."""
        note = self._note(source.id, source.name, "text", source.text)
        self.report.append(
            f"The text of {source.name} was changed in both copies. Yours stays, and the other’s places were carried"
            f" over to it; the other text is in the note “{self.notes[note].name}”."
        )

    def _thing(self, one: Id) -> list[Thing]:
        base, mine, theirs = (study.things.get(one) for study in (self.base, self.mine, self.theirs))
        if mine is not None and theirs is not None:
            return [mine] if mine == theirs else self._both(base, mine, theirs)
        left = mine if mine is not None else theirs
        if left is None or left == base:
            return []  # deleted in one copy and untouched in the other
        if base is not None:
            self.report.append(f"“{called(left)}” was deleted in one copy and changed in the other. It stays.")
        return [left]

    def _both(self, base: Thing | None, mine: Thing, theirs: Thing) -> list[Thing]:
        values: dict[str, Any] = {}
        clashes = []
        for each in fields(mine):
            versions = [getattr(thing, each.name) for thing in (mine, theirs)]
            values[each.name], clash = _value(getattr(base, each.name) if base else _ABSENT, *versions)
            if clash and each.name not in ("stamp", "at"):
                clashes.append(each.name)
        more = self._beside(mine, theirs, clashes)
        notes = () if more else tuple(self._clash(mine, name, getattr(theirs, name)) for name in clashes)
        if "notes" in values:
            values["notes"] = tuple(dict.fromkeys((*values["notes"], *notes)))
        return [type(mine)(**values), *more]

    def _beside(self, mine: Thing, theirs: Thing, clashes: Sequence[str]) -> list[Thing]:
        """Their version as a thing of its own, where that is what keeping both means."""
        if not {"code", "selection", "place"}.intersection(clashes):
            return []
        new = _made(theirs.id, *(repr(getattr(theirs, name)) for name in clashes))
        if isinstance(theirs, Coding):
            self.report.append("A coding was changed in both copies. Both are kept.")
        if isinstance(theirs, Selection):
            self.report.append("A place was marked anew in both copies. Both are kept; yours has the codes.")
        return [replace(theirs, id=new)] if isinstance(theirs, Coding | Selection) else []

    def _clash(self, mine: Thing, name: str, value: object) -> Id:
        note = self._note(mine.id, called(mine), name, value)
        self.report.append(
            f"The {name} of “{called(mine)}” was changed in both copies. Yours stays; theirs is in the note"
            f" “{self.notes[note].name}”."
        )
        return note

    def _note(self, of: Id, owner: str, what: str, value: object) -> Id:
        named = self.theirs.things.get(value) if isinstance(value, str) else None
        text = called(named) if named else _written(value)
        one = _made(of, what, text)
        title = f"{owner}: {what} in the other copy".removeprefix(": ")
        self.notes[one] = Source(one, title, role="note", text=text)
        return one


class _Absent:
    """Stands where neither copy started from anything."""


_ABSENT = _Absent()


def _value(base: object, mine: object, theirs: object) -> tuple[Any, bool]:
    """The value of one field, and whether both changed it to something different."""
    if mine == theirs or theirs == base:
        return mine, False
    if mine == base:
        return theirs, False
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        return _tuple(base if isinstance(base, tuple) else (), mine, theirs)
    if base is _ABSENT and not (mine and theirs):
        return mine or theirs, False
    return mine, True


def _tuple(base: tuple[Any, ...], mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[tuple[Any, ...], bool]:
    """All that either added, without what either took out; of two versions of one member mine."""
    kept = [each for each in mine if each in theirs or each not in base]
    known = {_key(each) for each in kept}
    new = [each for each in theirs if each not in mine and each not in base]
    return (*kept, *(each for each in new if _key(each) not in known)), any(_key(each) in known for each in new)


def _key(member: object) -> object:
    return getattr(member, "variable", None) or getattr(member, "id", member)


def _distinct(study: Study, report: list[str]) -> Study:
    study, new = distinct(study)
    said = f"{counted(new, 'thing')} had the id of something else and got one of their own."
    if new and said not in report:
        report.append(said)
    return study


def _same_ids(base: Study, mine: Study, theirs: Study, report: list[str]) -> tuple[Study, Study]:
    mine, other = kept_apart(mine, base)
    theirs, another = kept_apart(theirs, base)
    theirs, third = kept_apart(theirs, mine)
    if many := other + another + third:
        report.append(f"{counted(many, 'thing')} had the id of another kind of thing and got one of their own.")
    mine, one = aligned(mine, base)
    theirs, two = aligned(theirs, base)
    theirs, three = aligned(theirs, mine)
    if many := one + two + three:
        report.append(f"{many:,} ids differed for things of the same name or place; they were taken for the same.")
    return mine, theirs


def _summary(mine: Study, merged: Study) -> list[str]:
    new = Counter(collection_of(thing) for one, thing in merged.things.items() if one not in mine.things)
    gone = Counter(collection_of(thing) for one, thing in mine.things.items() if one not in merged.things)
    said = []
    for counts, verb in ((new, "New from the other copy"), (gone, "Deleted because the other copy deleted them")):
        if counts:
            said.append(f"{verb}: {', '.join(counted(many, *_WORDS[name]) for name, many in sorted(counts.items()))}.")
    return said


def _made(*parts: str) -> Id:
    return str(uuid.uuid5(_OURS, "\n".join(parts)))


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(_written(each) for each in value)
    written = getattr(value, "value", value)
    return "(nothing)" if written in (None, "") else str(written)


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:60]}…"
