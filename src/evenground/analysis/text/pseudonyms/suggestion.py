"""One suggestion. Its texts stay out of its ``repr``, so that no log or traceback of ours holds a name."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.pseudonyms.kinds import NAMES, Certainty, Kind
from evenground.analysis.text.pseudonyms.roster import Entry
from evenground.analysis.text.pseudonyms.words import fold, folded_words


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that may give somebody away: what it is, why, how surely, and what stands around it."""

    document: str = field(repr=False)
    segment: Segment
    text: str = field(repr=False)
    kind: Kind
    entry: Entry | None = field(repr=False)
    reason: str
    certainty: Certainty
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)

    @property
    def subject(self) -> str:
        """What is decided on: one entry of the roster however it is written, or one number or address."""
        return subject_of(self.kind, self.text) if self.entry is None else subject_of(self.entry.kind, self.entry.name)

    @property
    def name(self) -> str:
        """How the subject is called in full."""
        return self.text if self.entry is None else self.entry.name


def subject_of(kind: Kind, text: str) -> str:
    """The same for every spelling of one name or number."""
    if kind in NAMES:
        return f"{kind}: {' '.join(folded_words(text))}"
    if kind in {Kind.EMAIL, Kind.WEB}:
        return f"{kind}: {fold(text)}"
    return f"{kind}: {''.join(folded_words(text))}"
