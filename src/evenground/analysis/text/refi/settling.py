"""What can only be settled when all of a file is read: references to things that are not there, codings of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar

from evenground.analysis.text.refi.report import Recorder
from evenground.analysis.text.study.model import Case, Code, Coding, Id, Stamp, Study, SyncSpan, User, Variable

T = TypeVar("T")


def settled(study: Study, notes: Recorder) -> Study:
    """The study with every reference meaning something; each change is in the report."""
    study = _cases_coded(study, notes)
    study = _stand_ins(study, notes)
    study = _without_dangling(study, notes)
    _say_uncodable(study, notes)
    return study


def _cases_coded(study: Study, notes: Recorder) -> Study:
    """Some programs mark where a case speaks by coding it: those are places of the case."""
    cases = {case.id: case for case in study.cases}
    if not any(coding.code in cases for coding in study.codings):
        return study
    kept: list[Coding] = []
    places: dict[Id, list[Id]] = {}
    whole: dict[Id, list[Id]] = {}
    for coding in study.codings:
        if coding.code not in cases:
            kept.append(coding)
        elif coding.selection:
            places.setdefault(coding.code, []).append(coding.selection)
        else:
            whole.setdefault(coding.code, []).append(coding.source)

    def fuller(case: Case) -> Case:
        return replace(
            case,
            selections=tuple(dict.fromkeys((*case.selections, *places.get(case.id, ())))),
            sources=tuple(dict.fromkeys((*case.sources, *whole.get(case.id, ())))),
        )

    many = len(study.codings) - len(kept)
    notes.mended("Codings", f"{many:,} name a case instead of a code; they became places where the case speaks.")
    return replace(study, cases=tuple(map(fuller, study.cases)), codings=tuple(kept))


def _stand_ins(study: Study, notes: Recorder) -> Study:
    """A code, person or variable that is used and nowhere described stands in under a name that says so."""
    stamps = [study.stamp, *(one.stamp for one in study.sources), *(one.stamp for one in study.selections)]
    people = [person for stamp in stamps for person in _people(stamp)]
    people += [coding.coder for coding in study.codings if coding.coder]
    values = [*(one.values for one in study.cases), *(one.values for one in study.sources)]
    variables = [value.variable for each in values for value in each]
    codes = [coding.code for coding in study.codings]

    def fill(there: tuple[T, ...], used: Iterable[Id], kind: str, make: Callable[[Id, str], T]) -> tuple[T, ...]:
        known = {thing.id for thing in there}  # type: ignore[attr-defined]
        missing = Counter(one for one in used if one not in known)
        found = list(there)
        for number, (one, many) in enumerate(missing.items(), start=1):
            name = f"({kind} {number} that the file does not describe)"
            notes.mended(f"{kind} {one}", f"is used {many:,} times and nowhere described; it stands in as “{name}”.")
            found.append(make(one, name))
        return tuple(found)

    return replace(
        study,
        users=fill(study.users, people, "person", lambda one, name: User(one, name)),
        codes=fill(study.codes, codes, "code", lambda one, name: Code(one, name)),
        variables=fill(study.variables, variables, "variable", lambda one, name: Variable(one, name)),
    )


def _people(stamp: Stamp) -> list[Id]:
    return [person for person in (stamp.by, stamp.changed_by) if person]


def _without_dangling(study: Study, notes: Recorder) -> Study:
    """Take out references to nothing from the lists of a thing: nobody can follow them."""
    ids = {
        "notes": {source.id for source in study.sources},
        "sources": {source.id for source in study.sources},
        "selections": {selection.id for selection in study.selections},
        "codes": {code.id for code in study.codes},
        "codings": {coding.id for coding in study.codings},
    }

    def checked(thing: Any) -> Any:
        changes = {}
        for name, there in ids.items():
            listed = getattr(thing, name, None)
            if not isinstance(listed, tuple) or all(one in there for one in listed):
                continue
            changes[name] = tuple(one for one in listed if one in there)
            for one in listed:
                if one not in there:
                    notes.left_out(called(thing), f"it refers to {one} among its {name}, which the file does not hold.")
        return replace(thing, **changes) if changes else thing

    groups: dict[str, Any] = {name: tuple(map(checked, getattr(study, name))) for name in _LISTED}
    own = tuple(one for one in study.notes if one in ids["notes"])
    if len(own) < len(study.notes):
        notes.left_out("Project", "it refers to notes that the file does not hold.")
    for link in study.links:
        if any(end and end not in study.things for end in (link.origin, link.target)):
            notes.warn(f"Link “{link.name or link.id}”", "leads to something the file does not hold; kept.")
    _say_lost_moments(study, notes)
    return replace(study, notes=own, **groups)


def _say_lost_moments(study: Study, notes: Recorder) -> None:
    there = {point.id for point in study.sync_points}
    for one in study.selections:
        if isinstance(one.place, SyncSpan) and any(
            end and end not in there for end in (one.place.start, one.place.end)
        ):
            notes.warn(called(one), "stands between moments that the file does not describe; kept without its words.")


_LISTED = ("codes", "cases", "sources", "selections", "codings", "links", "sets", "themes")


def called(thing: Any) -> str:
    """A thing as a report names it."""
    return f"{type(thing).__name__} “{getattr(thing, 'name', '') or thing.id}”"


def _say_uncodable(study: Study, notes: Recorder) -> None:
    closed = {code.id: code for code in study.codes if not code.codable}
    for code, many in Counter(coding.code for coding in study.codings if coding.code in closed).items():
        notes.warn(f"Code “{closed[code].name}”", f"is not meant for coding but has {many:,} codings; all are kept.")


def counts(study: Study) -> dict[str, int]:
    """How many of each kind."""
    return {
        each.name.replace("_", " "): len(found)
        for each in fields(study)
        if isinstance(found := getattr(study, each.name), tuple) and each.name != "notes"
    }
