"""GUIDs as REFI-QDA files have them: in braces, in capitals, twice, or not GUIDs at all."""

from __future__ import annotations

import re
import uuid

from evenground.analysis.text.refi.report import Recorder
from evenground.analysis.text.study.model import Id

_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# Ids are made from this and from what they stand for, so that one file always gives the same ids.
_OURS = uuid.UUID("8c1f1d5e-52a5-5a52-9f1c-6f0a2f3f7e15")


def guid(raw: str) -> Id | None:
    """The id in lower case without braces; None where it is not a GUID."""
    bare = raw.strip().lower()
    if bare.startswith("{") and bare.endswith("}"):
        bare = bare[1:-1]
    return bare if _GUID.fullmatch(bare) else None


def made(*parts: str) -> Id:
    """An id that follows from what it is made of."""
    return str(uuid.uuid5(_OURS, "\n".join(parts)))


def proper(raw: str) -> Id:
    """A GUID whatever was given: the same one for the same text."""
    return guid(raw) or made("not a guid", raw)


def made_for(selection: Id) -> tuple[Id, Id]:
    """The moments that stand for the two ends of a selection of words in a transcript."""
    return made("from", selection), made("to", selection)


class Ids:
    """Gives every thing of a file an id of its own, and says which ids had to be changed."""

    def __init__(self, notes: Recorder) -> None:
        self._notes = notes
        self._taken: set[Id] = set()
        self._moved: dict[tuple[str, Id], Id] = {}
        self._kind_of: dict[Id, str] = {}
        self._missing = 0
        self._last: dict[Id, int] = {}  # a file may use one id a million times: each search goes on from the last

    def claim(self, raw: str | None, kind: str, name: str = "") -> Id:
        """The id of a thing that the file describes."""
        given = self._given(raw, kind, name)
        if given not in self._taken:
            return self._take(given, kind)
        number = self._last.get(given, 1) + 1
        while (new := made("twice", given, str(number))) in self._taken:
            number += 1
        self._last[given] = number
        self._notes.mended(_called(kind, name), f"the id {given} is used twice in the file; this one has a new id.")
        if self._kind_of[given] != kind:
            self._moved.setdefault((kind, given), new)
        return self._take(new, kind)

    def find(self, raw: str | None, kind: str) -> Id | None:
        """The id that a reference to a thing of this kind means; None where the file gives none."""
        if raw is None or not raw.strip():
            return None
        given = proper(raw)
        return self._moved.get((kind, given), given)

    def _given(self, raw: str | None, kind: str, name: str) -> Id:
        if raw is None or not raw.strip():
            self._missing += 1
            self._notes.mended(_called(kind, name), "has no id; it was given one.")
            return made("missing", kind, str(self._missing))
        if (found := guid(raw)) is None:
            self._notes.mended(
                _called(kind, name), f"its id “{raw[:60]}” is not a GUID; it was given one made from it."
            )
            return proper(raw)
        return found

    def _take(self, given: Id, kind: str) -> Id:
        self._taken.add(given)
        self._kind_of[given] = kind
        return given


def _called(kind: str, name: str) -> str:
    return f"{kind} “{name}”" if name else kind
