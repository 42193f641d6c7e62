"""The key: the only way from placeholders back to people. Kept in a file of its own, encrypted, for its owner alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.pseudonyms.decisions import Decision, Decisions, whole
from evenground.analysis.text.pseudonyms.kinds import Kind
from evenground.analysis.text.pseudonyms.roster import Entry


@dataclass(frozen=True, slots=True)
class Replacement:
    """What stood where a new text now has something else."""

    document: str = field(repr=False)
    segment: Segment
    new: str
    original: str = field(repr=False)


@dataclass(frozen=True)
class Key:
    """Decisions with the names they are about, and every place they were carried out. Its ``repr`` shows neither."""

    decisions: Decisions = field(default=Decisions(), repr=False)
    replacements: tuple[Replacement, ...] = field(default=(), repr=False)
    fingerprints: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return f"Key({len(self.decisions):,} subjects, {len(self.replacements):,} places)"

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The one name each placeholder stands for; a placeholder that several share is not in it."""
        meant: dict[str, set[str]] = {}
        for one in self.decisions:
            if one.do == "replace":
                meant.setdefault(one.placeholder, set()).add(one.name)
        return {placeholder: names.pop() for placeholder, names in meant.items() if len(names) == 1}


def reidentify(text: str, key: Key, *, document: str | None = None) -> str:
    """The text with names put back.

    A document exactly as it came from `apply` gets every word back as it was, also what was made wider. Any other text
    gets the full name for each placeholder that stands for one subject. What was redacted does not come back.

    Parameters
    ----------
    document
        The name of the document the text is; without it, or when it was changed since, placeholders are looked up.
    """
    if document is not None and key.fingerprints.get(document) == fingerprint(text):
        return _restored(text, [one for one in key.replacements if one.document == document])
    return whole(sorted(key.names, key=lambda name: (-len(name), name))).sub(lambda found: key.names[found[0]], text)


def fingerprint(text: str) -> str:
    """Tells whether a text is the very one."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def to_bytes(key: Key) -> bytes:
    """The key as it is encrypted: never to be written as it is."""
    document = {
        "decisions": [
            {
                "subject": one.subject,
                "do": one.do,
                "placeholder": one.placeholder,
                "name": one.name,
                "kind": one.kind.value,
                "entry": one.entry and [one.entry.name, one.entry.kind.value, list(one.entry.also), one.entry.called],
            }
            for one in key.decisions
        ],
        "replacements": [
            [one.document, one.segment.start, one.segment.end, one.new, one.original] for one in key.replacements
        ],
        "fingerprints": dict(key.fingerprints),
    }
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode()


def from_bytes(content: bytes) -> Key:
    """A key from what `to_bytes` made of it."""
    document = json.loads(content)
    decisions = [
        Decision(**{**one, "kind": Kind(one["kind"]), "entry": _entry(one["entry"])}) for one in document["decisions"]
    ]
    replacements = [
        Replacement(name, Segment(start, end), new, original)
        for name, start, end, new, original in document["replacements"]
    ]
    return Key(Decisions(tuple(decisions)), tuple(replacements), document["fingerprints"])


def _entry(stored: list[Any] | None) -> Entry | None:
    return None if stored is None else Entry(stored[0], Kind(stored[1]), tuple(stored[2]), stored[3])


def _restored(text: str, replacements: list[Replacement]) -> str:
    pieces, at = [], 0
    for one in sorted(replacements, key=lambda one: one.segment):
        pieces += [text[at : one.segment.start], one.original]
        at = one.segment.end
    return "".join([*pieces, text[at:]])
