"""Finding the names of a roster in a text, however they are written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.pseudonyms.forms import TITLES, Form, forms_of
from evenground.analysis.text.pseudonyms.kinds import Certainty, Kind
from evenground.analysis.text.pseudonyms.misspelling import misspelt
from evenground.analysis.text.pseudonyms.ordinary import MONTHS, ORDINARY
from evenground.analysis.text.pseudonyms.roster import Entry
from evenground.analysis.text.pseudonyms.words import Word, without_capitals, words, words_otherwise

# What may stand between the words of one name. A person's name is not followed over the end of a line, for a
# speaker's label may begin there; an organisation's is, for PDF breaks lines anywhere.
_BETWEEN: Final = re.compile(r"[ \t\u00a0\u2009\u202f._'’‘`´\-\u2010\u2011\u2013]{0,3}")
_BETWEEN_LINES: Final = re.compile(r"(?:[\s\u00a0._'’‘`´\-\u2010\u2011\u2013&/]|, ){0,3}")
_TURNED: Final = re.compile(r",?[ \t\u00a0._'’\-]{0,2}")
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
_WIDEST: Final = 4
_APOSTROPHES: Final = ("'", "’", "‘", "`", "´")
_ENDS: Final = re.compile(r"(?:^|[.!?…:\n]|\n\s*[-–•*])[\s\"'“‘«(\[]*$")
_RANK: Final = {Certainty.HIGH: 0, Certainty.MEDIUM: 1, Certainty.LOW: 2}


@dataclass(frozen=True, slots=True)
class Match:
    """Where an entry is named. ``others``: entries the same words may mean."""

    segment: Segment
    entry: Entry
    others: tuple[Entry, ...]
    reason: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class _Meant:
    form: Form = field(repr=False)
    entry: Entry
    others: tuple[Entry, ...]


class Matcher:
    """All forms of all entries, found in one pass over the words of a text."""

    def __init__(self, entries: Iterable[Entry], *, initials: bool = False, misspellings: bool = True) -> None:
        self._misspellings = misspellings
        by_words: defaultdict[tuple[str, ...], list[tuple[Form, Entry]]] = defaultdict(list)
        for entry in entries:
            for form in forms_of(entry, initials=initials):
                by_words[form.words].append((form, entry))
        self._starting: defaultdict[str, list[_Meant]] = defaultdict(list)
        for meanings in by_words.values():
            meanings.sort(key=lambda meaning: _RANK[meaning[0].certainty])
            form, entry = meanings[0]
            others = tuple(other for _, other in meanings[1:] if other is not entry)
            self._starting[form.words[0]].append(_Meant(form, entry, others))
        for some in self._starting.values():
            some.sort(key=lambda meant: (-len(meant.form.words), meant.form.words))
        self._names = {word for form in by_words for word in form if word not in ORDINARY}
        self._known = {word for form in by_words for word in form}

    def near(self, found: Iterable[Word], *, plain: bool = False) -> Mapping[str, str]:
        """Misspelt names among words, for `matches`; over all documents at once, so that they are told alike."""
        if not self._misspellings:
            return {}
        spelt = [word for word in found if word.folded not in self._known]
        return misspelt(spelt, self._names, plain=plain)

    def matches(
        self, text: str, *, near: Mapping[str, str] | None = None, ordinary: bool = False, title: bool = False
    ) -> Iterator[Match]:
        """Every place and reading, also those that overlap, the longest first at each word; see `longest`.

        Parameters
        ----------
        near
            Misspelt words and the names they stand for.
        ordinary
            Also take words that are written small and are usually no name (“will”).
        title
            The text is the name of a file: no sentence begins in it, and small letters say nothing.
        """
        for found in filter(None, (words(text), words_otherwise(text))):
            yield from self._read(_Reading(text, found, near or {}, ordinary, without_capitals(found), title))

    def _read(self, reading: _Reading) -> Iterator[Match]:
        for place, word in enumerate(reading.words):
            spelt = reading.spelt(place)
            for meant in self._starting.get(spelt, ()) if spelt in self._starting else ():
                if match := reading.match(place, meant, near=word.folded != spelt):
                    yield match


@dataclass(frozen=True, slots=True)
class _Reading:
    """One text being read."""

    text: str = field(repr=False)
    words: Sequence[Word] = field(repr=False)
    near: Mapping[str, str] = field(repr=False)
    ordinary: bool
    plain: bool
    title: bool = False

    def spelt(self, place: int) -> str:
        folded = self.words[place].folded
        return self.near.get(folded, folded)

    def match(self, place: int, meant: _Meant, *, near: bool) -> Match | None:
        form, last = meant.form, place + len(meant.form.words) - 1
        if last >= len(self.words):
            return None
        mistakes = int(near)
        for step in range(1, len(form.words)):
            if self.spelt(place + step) != form.words[step] or not self._joined(place + step, meant):
                return None
            mistakes += self.words[place + step].folded != form.words[step]
        if len(form.words) > 1 and meant.entry.kind is Kind.PERSON and self._possessive(last):
            return None  # “O'Brien's” is no name with the initial S
        if mistakes and (form.exact or (len(form.words) == 1 and form.words[0] in ORDINARY)):
            return None
        judged = self._judged(place, last, meant, mistakes)
        if judged is None:
            return None
        segment = Segment(self.words[place].start, self.words[last].end)
        return Match(segment, meant.entry, meant.others, *judged)

    def _possessive(self, place: int) -> bool:
        between = self.text[self.words[place - 1].end : self.words[place].start]
        return self.words[place].folded == "s" and between in _APOSTROPHES

    def _joined(self, place: int, meant: _Meant) -> bool:
        between = self.text[self.words[place - 1].end : self.words[place].start]
        if len(between) > _WIDEST:
            return False
        pattern = _BETWEEN if meant.entry.kind is Kind.PERSON else _BETWEEN_LINES
        return bool((_TURNED if meant.form.turned else pattern).fullmatch(between))

    def _judged(self, first: int, last: int, meant: _Meant, mistakes: int) -> tuple[str, Certainty] | None:
        """Why these words may be the name, and how surely; None where they are surely not."""
        form, word = meant.form, self.words[first]
        reason, certainty = form.reason, form.certainty
        if meant.others:
            reason += f"; {len(meant.others)} other{'s' * (len(meant.others) > 1)} in the roster have it too"
            certainty = max(certainty, Certainty.MEDIUM, key=_RANK.__getitem__)
        if mistakes:
            shaky = len(form.words) == 1 and (len(word.folded) <= 5 or not word.capital)
            return f"{reason}, misspelt", Certainty.LOW if shaky else Certainty.MEDIUM
        if meant.entry.kind in {Kind.CONDITION, Kind.OTHER}:
            return reason, certainty  # written small by everybody
        if len(form.words) > 1:
            return self._several(first, last, reason, certainty)
        if self._after_title(first):
            return f"{reason}, after a title", certainty
        return self._single(first, reason, certainty)

    def _several(self, first: int, last: int, reason: str, certainty: Certainty) -> tuple[str, Certainty] | None:
        """“I may” and “they mark price” are no names; “I. May” and “Mark Price” are."""
        here = self.words[first : last + 1]
        if self.title or (here[0].capital and here[-1].capital):
            return reason, certainty
        if not all(word.folded in ORDINARY or word.folded in _LETTERS for word in here):
            return reason, certainty
        return (f"{reason}; also ordinary words", Certainty.LOW) if self.plain or self.ordinary else None

    def _single(self, place: int, reason: str, certainty: Certainty) -> tuple[str, Certainty] | None:
        word = self.words[place]
        if word.folded not in ORDINARY and len(word.folded) > 2:
            return reason, certainty
        reason += "; it is also an ordinary word"
        if not word.capital and not (self.title and place == 0):
            return (reason, Certainty.LOW) if self.plain or self.ordinary else None
        if word.folded in MONTHS:
            return f"{reason} (a month)", Certainty.LOW
        if not self.title and _ENDS.search(self.text, max(word.start - 12, 0), word.start):
            return f"{reason} and begins a sentence", Certainty.LOW
        return f"{reason}, with a capital inside a sentence", max(certainty, Certainty.MEDIUM, key=_RANK.__getitem__)

    def _after_title(self, place: int) -> bool:
        return place > 0 and self.words[place - 1].folded in TITLES
