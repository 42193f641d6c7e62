"""A whole study: its texts, and every name, note, description and value in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.positions.versions import Moved, OffsetMap
from evenground.analysis.text.pseudonyms.applying import Applied, apply
from evenground.analysis.text.pseudonyms.decisions import Decisions
from evenground.analysis.text.pseudonyms.key import Key, Replacement, fingerprint
from evenground.analysis.text.pseudonyms.suggestion import Suggestion
from evenground.analysis.text.study.model import File, Source, Study, SyncPoint
from evenground.analysis.text.transcripts.model import counted

# Everything a person writes. Ids, colours and kinds are written by programs.
_WRITTEN: Final = frozenset({
    "name", "short", "description", "definition", "include", "exclude", "example", "text", "concept", "origin", "framework",
    "value",
})  # fmt: skip
_Thing = TypeVar("_Thing")


@dataclass(frozen=True)
class SafeStudy:
    """The study with every decision carried out.

    ``removed``: files that were taken out because they show what the text no longer says. ``look_at``: what no program
    can treat.
    """

    study: Study
    applied: Applied
    removed: tuple[str, ...] = ()
    look_at: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """The way back, to be kept apart."""
        return self.applied.key


def study_texts(study: Study) -> dict[str, str]:
    """Every text a person wrote in a study, by a path that holds no name: for `suggest`."""
    return {path: text for path, text in _texts(study, "study") if text.strip()}


def pseudonymise_study(
    study: Study,
    suggestions: Iterable[Suggestion],
    decisions: Decisions,
    *,
    coders: bool = True,
    keep_files: bool = False,
) -> SafeStudy:
    """The study with decisions carried out in everything a person wrote; selections keep to their words.

    Parameters
    ----------
    suggestions
        Of the texts that `study_texts` gives.
    coders
        Also call the users “Coder 1”, “Coder 2”, in their order.
    keep_files
        Keep PDFs, pictures, recordings and formatted texts as they are. Otherwise they are left out, for they still hold
        the names.

    Raises
    ------
    BadDecision
        If a suggestion is not from this study.
    """
    texts = study_texts(study)
    named = _coders(study) if coders else {}
    applied = apply(texts, [one for one in suggestions if one.document not in named], decisions)
    new = {**applied.documents, **{path: text for path, text in named.items() if path in texts}}
    safe = _carried(_rewritten(study, "study", new), study, applied.maps)
    removed: tuple[str, ...] = ()
    if not keep_files:
        safe, removed = _without_files(safe)
    applied = replace(applied, documents=new, key=_with_coders(applied.key, texts, named))
    return SafeStudy(safe, applied, removed, _look_at(safe))


def _texts(thing: Any, path: str) -> Iterator[tuple[str, str]]:
    if is_dataclass(thing) and not isinstance(thing, (Segment, type)):
        for one in fields(thing):
            value = getattr(thing, one.name)
            if isinstance(value, str):
                if one.name in _WRITTEN:
                    yield f"{path}/{one.name}", value
            else:
                yield from _texts(value, f"{path}/{one.name}")
    elif isinstance(thing, tuple):
        for place, item in enumerate(thing, 1):
            yield from _texts(item, f"{path}/{place}")


def _rewritten(thing: _Thing, path: str, new: Mapping[str, str]) -> _Thing:
    """The same thing with new texts, of the very kind it was."""
    if isinstance(thing, tuple):
        items = [_rewritten(item, f"{path}/{place}", new) for place, item in enumerate(thing, 1)]
        return tuple(items)  # type: ignore[return-value]
    if not is_dataclass(thing) or isinstance(thing, (Segment, type)):
        return thing
    changed: dict[str, Any] = {}
    for one in fields(thing):
        value, here = getattr(thing, one.name), f"{path}/{one.name}"
        after = (new.get(here, value) if one.name in _WRITTEN else value) if isinstance(value, str) else None
        after = _rewritten(value, here, new) if after is None else after
        if after is not value:
            changed[one.name] = after
    return replace(thing, **changed) if changed else thing


def _carried(safe: Study, before: Study, maps: Mapping[str, OffsetMap]) -> Study:
    """Selections and moments of transcripts at the places where their words stand now."""
    moved = {
        source.id: maps[path]
        for place, source in enumerate(before.sources, 1)
        if (path := f"study/sources/{place}/text") in maps
    }
    selections = tuple(
        replace(one, place=_place(moved[one.source], one.place))
        if one.source in moved and isinstance(one.place, Segment)
        else one
        for one in safe.selections
    )
    points = tuple(_point(one, moved.get(one.transcript)) for one in safe.sync_points)
    return replace(safe, selections=selections, sync_points=points)


def _place(way: OffsetMap, segment: Segment) -> Segment:
    placed = way.place(segment)
    return placed.after if isinstance(placed, Moved) else Segment(0, 0)  # never lost: no placeholder is empty


def _point(point: SyncPoint, way: OffsetMap | None) -> SyncPoint:
    if way is None or point.position is None:
        return point
    return replace(point, position=_place(way, Segment(point.position, point.position)).start)


def _without_files(study: Study) -> tuple[Study, tuple[str, ...]]:
    removed: list[str] = []
    sources: list[Source] = []
    for source in study.sources:
        for file in (source.file, source.rich):
            if file is not None:
                removed.append(f"“{file.name}” of source “{source.name}”")
        sources.append(replace(source, file=None, rich=None) if source.file or source.rich else source)
    return replace(study, sources=tuple(sources)), tuple(removed)


def _coders(study: Study) -> dict[str, str]:
    named: dict[str, str] = {}
    for place, _ in enumerate(study.users, 1):
        named |= {f"study/users/{place}/name": f"Coder {place}", f"study/users/{place}/short": f"C{place}"}
    return named


def _with_coders(key: Key, texts: Mapping[str, str], named: Mapping[str, str]) -> Key:
    """Coders come back with the key as everybody else does."""
    given = {path: new for path, new in named.items() if path in texts}
    places = [Replacement(path, Segment(0, len(new)), new, texts[path]) for path, new in given.items()]
    prints = {path: fingerprint(new) for path, new in given.items()}
    return replace(key, replacements=(*key.replacements, *places), fingerprints={**key.fingerprints, **prints})


def _look_at(study: Study) -> tuple[str, ...]:
    """What is no text, and may give somebody away all the same."""
    dates = [one.name for one in study.variables if one.kind in {"Date", "DateTime"}]
    found = [
        f"The variable “{name}” holds dates. Take it out if they are dates of birth or of events." for name in dates
    ]
    files = [one for one in study.sources if isinstance(one.file, File) or isinstance(one.rich, File)]
    if files:
        found.append(
            f"{counted(len(files), 'source')} kept with files, which show or say what was taken out of the texts."
        )
    return tuple(found)
