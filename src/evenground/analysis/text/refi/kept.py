"""What the standard has no place for, kept as JSON in a note of its own that other programs simply show.

Only fields named here are ever taken from such a note: a file from a stranger may hold one too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from evenground.analysis.text.refi.codes import Described, described, parts_of
from evenground.analysis.text.refi.ids import guid, made
from evenground.analysis.text.refi.xml import answer, moment, written_answer, written_moment
from evenground.analysis.text.study.model import (
    Code,
    Coding,
    Gathering,
    Id,
    Selection,
    Source,
    Study,
    SyncPoint,
    SyncSpan,
    Theme,
    Value,
)  # fmt: skip

NAME = "Evenground: kept beside the standard"
NOTE = made("the note that keeps what the standard does not")
THEME = "Theme: "
ROLES = {"source", "representation", "description", "transcript", "note", "journal"}
ORIGINS = {"person", "import", "suggestion"}


@dataclass
class Kept:
    """Fields by the id of the thing they belong to, and whole things without a place of their own."""

    fields: dict[Id, dict[str, Any]] = field(default_factory=dict)
    codings: list[Coding] = field(default_factory=list)
    sync_points: list[SyncPoint] = field(default_factory=list)

    def keep(self, of: Id, **fields: object) -> None:
        self.fields.setdefault(of, {}).update(fields)

    def __bool__(self) -> bool:
        return bool(self.fields or self.codings or self.sync_points)

    def to_json(self) -> str:
        codings = [_coding_out(coding) for coding in self.codings]
        points = [[p.id, p.transcript, p.time, p.position] for p in self.sync_points]
        whole = {"evenground": 1, "fields": self.fields, "codings": codings, "sync_points": points}
        return json.dumps(whole, ensure_ascii=True, sort_keys=True, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Kept | None:
        """None where the text is not what `to_json` writes."""
        try:
            whole = json.loads(text)
            kept = cls({_id(of): dict(fields) for of, fields in whole["fields"].items()})
            kept.codings = [_coding_in(given) for given in whole["codings"]]
            kept.sync_points = [_point_in(given) for given in whole["sync_points"]]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        return kept


def values_out(values: tuple[Value, ...]) -> list[list[str | None]]:
    pairs = [(value.variable, written_answer(value.value)) for value in values]
    return [[variable, *(said or (None, None))] for variable, said in pairs]


def with_kept(study: Study, kept: Kept) -> tuple[Study, int]:
    """The study with everything put back, and how many kept things have lost what they belonged to."""
    left = dict(kept.fields)
    themes: list[Theme] = []
    sets: list[Gathering] = []
    for gathering in study.sets:
        theme = _safely(_theme, gathering, left.pop(gathering.id, None))
        if isinstance(theme, Theme):
            themes.append(theme)
        else:
            sets.append(gathering)
    there, taken = {source.id for source in study.sources}, set(study.things)
    study = replace(
        study,
        codes=tuple(_safely(_code, code, left.pop(code.id, None)) for code in study.codes),
        sources=tuple(_safely(_source, source, left.pop(source.id, None)) for source in study.sources),
        selections=tuple(_safely(_selection, one, left.pop(one.id, None)) for one in study.selections),
        codings=tuple(_safely(_coding, one, left.pop(one.id, None)) for one in study.codings)
        + tuple(coding for coding in kept.codings if coding.source in there and coding.id not in taken),
        sync_points=study.sync_points
        + tuple(point for point in kept.sync_points if point.transcript in there and point.id not in taken),
        sets=tuple(sets),
        themes=tuple(themes),
    )
    strays = sum(coding.source not in there for coding in kept.codings)
    strays += sum(point.transcript not in there for point in kept.sync_points)
    return study, len(left) + strays


def _safely(put: Callable[[Any, Mapping[str, Any]], Any], thing: Any, fields: Mapping[str, Any] | None) -> Any:
    if fields is None:
        return thing
    try:
        return put(thing, fields)
    except (ValueError, TypeError, KeyError, AttributeError):
        return thing  # somebody changed the note: what the standard says stands


def _theme(gathering: Gathering, fields: Mapping[str, Any]) -> Theme | None:
    if fields.get("theme") is not True:
        return None
    return Theme(
        gathering.id,
        gathering.name.removeprefix(THEME),
        gathering.description,
        _maybe_id(fields.get("parent")),
        gathering.codes,
        tuple(_id(coding) for coding in fields.get("codings", ())),
        gathering.notes,
    )


def _code(code: Code, fields: Mapping[str, Any]) -> Code:
    parts = Described(*(_text(fields.get(name, "")) for name in Described._fields))
    if described(parts) != described(parts_of(code)):
        return code  # changed in another program since
    return replace(code, **parts._asdict())


def _source(source: Source, fields: Mapping[str, Any]) -> Source:
    if "role" in fields and fields["role"] in ROLES:
        source = replace(source, role=fields["role"])
    if "part_of" in fields:
        source = replace(source, part_of=_maybe_id(fields["part_of"]))
    if "text" in fields and source.text is None and source.kind != "text":
        source = replace(source, text=_text(fields["text"]))
    if "values" in fields:
        source = replace(source, values=tuple(_value(given) for given in fields["values"]))
    for name in ("file", "rich"):
        file = getattr(source, name)
        if file and f"{name}_name" in fields:
            source = replace(source, **{name: replace(file, name=_bare(_text(fields[f"{name}_name"])))})
    return source


def _selection(selection: Selection, fields: Mapping[str, Any]) -> Selection:
    start, end = (_maybe_id(given) for given in fields["sync"])
    return replace(selection, place=SyncSpan(start, end))


def _coding(coding: Coding, fields: Mapping[str, Any]) -> Coding:
    return replace(coding, origin=fields["origin"]) if fields["origin"] in ORIGINS else coding


def _coding_out(coding: Coding) -> list[Any]:
    at = written_moment(coding.at) if coding.at else None
    return [coding.id, coding.code, coding.source, coding.coder, at, coding.origin, list(coding.notes)]


def _coding_in(given: Any) -> Coding:
    its, code, source, coder, at, origin, notes = given
    if origin not in ORIGINS:
        raise ValueError(origin)
    when = moment(_text(at)) if at is not None else None
    every = tuple(_id(note) for note in notes)
    return Coding(_id(its), _id(code), _id(source), None, _maybe_id(coder), when, origin, every)


def _point_in(given: Any) -> SyncPoint:
    its, transcript, time, position = given
    for number in (time, position):
        if number is not None and type(number) is not int:
            raise TypeError
    return SyncPoint(_id(its), _id(transcript), time, position)


class _Said:
    """A value as its element would say it."""

    def __init__(self, tag: str, text: str) -> None:
        self.tag, self.text = tag, text


def _value(given: Any) -> Value:
    variable, tag, text = given
    return Value(_id(variable), None if tag is None else answer(_Said(_text(tag), _text(text))))


def _id(given: Any) -> Id:
    found = guid(_text(given))
    if found is None:
        raise ValueError(given)
    return found


def _maybe_id(given: Any) -> Id | None:
    return None if given is None else _id(given)


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError
    return given


def _bare(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]
