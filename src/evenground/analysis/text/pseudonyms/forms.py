"""The forms in which a name is met: first or last name alone, initials, nicknames, turned round, as a user name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from evenground.analysis.text.pseudonyms.kinds import Certainty, Kind
from evenground.analysis.text.pseudonyms.nicknames import NICKNAMES
from evenground.analysis.text.pseudonyms.ordinary import NEVER_MISSPELT, ORDINARY
from evenground.analysis.text.pseudonyms.roster import Entry
from evenground.analysis.text.pseudonyms.words import folded_words, listed

TITLES: Final = listed(
    "mr mrs miss ms mx dr doctor prof professor sir dame lady lord rev reverend nurse sister matron councillor cllr"
    " father imam rabbi judge captain sergeant constable inspector aunt auntie uncle nan grandad granny"
)
_PARTICLES: Final = listed("van von der den de la le del della di da dos bin ibn al el ter ten abu st mac ap ni nic ui")
_BOUND: Final = listed("st mac abu")  # what follows them is a first name: “St John”
# Words that people leave out of the name of a thing.
_LEFT_OUT: Final = listed(
    "nhs trust foundation hospital hospice ward surgery clinic centre syndrome disease ltd limited"
)
_WORDS_TOO: Final = listed("a i")  # “Jane I think so”: no initials
_EMPTY: Final = listed("the of and for a")
_SHORTEST_USER_NAME: Final = 5


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a name: its words as they are compared, and why it may stand for the entry."""

    words: tuple[str, ...] = field(repr=False)
    reason: str
    certainty: Certainty = Certainty.HIGH
    turned: bool = False  # a comma may stand between the words
    exact: bool = False  # so short or odd that near it stand many other words


def forms_of(entry: Entry, *, initials: bool = False) -> list[Form]:
    """Every form of an entry, each set of words once, the surest reason first."""
    found: dict[tuple[str, ...], Form] = {}
    for form in _all(entry, initials):
        if form.words and len("".join(form.words)) > 1:
            found.setdefault(form.words, form)
    return list(found.values())


def _all(entry: Entry, initials: bool) -> Iterator[Form]:
    person = entry.kind is Kind.PERSON
    yield from _of_person(entry.name, initials) if person else _of_thing(entry.name)
    for other in entry.also:
        yield Form(folded_words(other), "another name of it in the roster")
        if not person:
            yield from _of_thing_otherwise(folded_words(other))
        if person and len(other.split()) > 1:
            yield from _of_person(other, initials)


def _of_thing(name: str) -> Iterator[Form]:
    words = folded_words(name)
    yield Form(words, "in the roster")
    if len(words) > 2 and words[0] in _EMPTY:
        yield Form(words[1:], "in the roster")
    if len(words) > 1 and len("".join(words)) >= _SHORTEST_USER_NAME:
        yield Form(("".join(words),), "written as one word")
    yield from _of_thing_otherwise(words)


def _of_thing_otherwise(words: tuple[str, ...]) -> Iterator[Form]:
    """“St Brigids”, “Saint Brigid's”; “Northern Harbour” without its NHS Trust."""
    core = words
    while core and core[-1] in _LEFT_OUT:
        core = core[:-1]
    telling = len(core) > 1 and core != words and not all(word in ORDINARY for word in core)
    for some, certainty in ((words, Certainty.HIGH), *([(core, Certainty.MEDIUM)] if telling else [])):
        saint = ("saint", *some[1:]) if some[0] == "st" else some
        for other in (some, saint, _without_apostrophe(some), _without_apostrophe(saint)):
            yield Form(other, "in the roster, written otherwise", certainty)


def _without_apostrophe(words: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for word in words:
        if word == "s" and found:
            found[-1] += "s"
        else:
            found.append(word)
    return tuple(found)


def _of_person(name: str, initials: bool) -> Iterator[Form]:
    parts = _parts(name)
    yield Form(folded_words(name), "in the roster")
    if len(parts) == 1:
        yield from _short(parts[0], (), "the name by itself")
        if len(parts[0]) == 3 and all(len(sign) == 1 and sign > "\u2e80" for sign in parts[0]):
            yield Form(parts[0][1:], "the given name alone", Certainty.MEDIUM)
        return
    first, middle, last = _first_middle_last(parts)
    yield Form(sum(parts, ()), "in the roster")
    yield Form(first + last, "first and last name")
    yield Form(last + first, "last name first", turned=True)
    yield Form(last + first + middle, "last name first", turned=True)
    for short in _shorter(first):
        yield Form((short, *last), "a short name with the last name")
    yield from _with_initials(first, middle, last)
    yield Form(last, "the last name alone")
    yield Form(first, "the first name alone")
    for short in _shorter(first):
        yield Form((short,), "a short form of the first name", Certainty.MEDIUM, exact=True)
    yield from _as_user(first, last)
    yield from _run_together(first, last)
    if len(last) > 1 and last[0] not in _PARTICLES and len(last[0]) > 1:
        for part in last:
            yield Form((part,), "a part of the last name", Certainty.MEDIUM)
    if initials:
        letters = [part[0][0] for part in (first, middle, last) if part]
        yield Form(("".join(letters),), "the initials", Certainty.LOW)
        yield Form(tuple(letters), "the initials", Certainty.LOW)


def _with_initials(first: tuple[str, ...], middle: tuple[str, ...], last: tuple[str, ...]) -> Iterator[Form]:
    letters = tuple(part[0] for part in (*first[:1], *middle))
    yield Form((letters[0], *last), "an initial with the last name")
    yield Form((*letters, *last), "initials with the last name")
    yield Form(("".join(letters), *last), "initials with the last name")
    yield Form((*first, *(part[0] for part in middle), *last), "a name with a middle initial")
    if len(letters) > 1:
        yield Form((*last, *letters), "the last name with initials", turned=True)
    if letters[0] not in _WORDS_TOO:
        yield Form((*last, letters[0]), "the last name with an initial", turned=True)
    if last[0][0] not in _WORDS_TOO and first[-1] not in ORDINARY:
        yield Form((*first, last[0][0]), "the first name with the initial of the last", Certainty.MEDIUM)


def _run_together(first: tuple[str, ...], last: tuple[str, ...]) -> Iterator[Form]:
    """“JeanLuc”, “J-L Fournier”, “MacGiolla Bhríde”; “Mr Rashid” for al-Rashid."""
    if len(first) > 1:
        yield Form(("".join(first),), "the first name as one word")
        yield Form((*(part[0] for part in first), *last), "initials with the last name")
    if len(last) > 2 and last[0] in _PARTICLES:
        yield Form((last[0] + last[1], *last[2:]), "the last name as one word")
        yield Form((*first, last[0] + last[1], *last[2:]), "first and last name")
    if len(last) > 1 and last[0] in _PARTICLES - _BOUND:
        bare = next(place for place in range(1, len(last)) if last[place] not in _PARTICLES or place == len(last) - 1)
        yield Form(last[bare:], "the last name without its particle", Certainty.MEDIUM)


def _as_user(first: tuple[str, ...], last: tuple[str, ...]) -> Iterator[Form]:
    joined, given = "".join(last), "".join(first)
    if len(last) > 1:
        yield Form((joined,), "the last name as one word")
    for user in (given + joined, joined + given):
        yield Form((user,), "the form of a user name", exact=True)
    for user in (given[0] + joined, joined + given[0]):  # “A. Lone” makes a word
        if len(user) >= _SHORTEST_USER_NAME and user not in NEVER_MISSPELT:
            yield Form((user,), "the form of a user name", Certainty.MEDIUM, exact=True)


def _short(first: tuple[str, ...], last: tuple[str, ...], reason: str) -> Iterator[Form]:
    yield Form(first + last, reason)
    for short in _shorter(first):
        yield Form((short, *last), "a short form of the name", Certainty.MEDIUM)


def _shorter(first: tuple[str, ...]) -> list[str]:
    return sorted(NICKNAMES.get(first[0], ())) if len(first) == 1 else []


def _parts(name: str) -> list[tuple[str, ...]]:
    """The words of a name without its title, each with the pieces an apostrophe or hyphen makes of it."""
    if "," in name:
        last, _, rest = name.partition(",")
        name = f"{rest} {last}"
    parts = [part for part in map(folded_words, name.split()) if part]
    while len(parts) > 1 and parts[0][0] in TITLES:
        parts = parts[1:]
    return parts


def _first_middle_last(
    parts: list[tuple[str, ...]],
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """“Maria de la Cruz” has a last name of three words."""
    starts = next((place for place in range(1, len(parts) - 1) if parts[place][0] in _PARTICLES), len(parts) - 1)
    middle: tuple[str, ...] = sum(parts[1:starts], ())
    return parts[0], middle, sum(parts[starts:], ())
