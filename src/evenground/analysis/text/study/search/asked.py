"""What somebody looks for, read from what they typed.

``word``; ``begin*``; ``"these words together"``; ``one two`` or ``one AND two`` (both in the document); ``one OR two``;
``one NOT two``; ``one NEAR two``, ``one NEAR/5 two`` (at most so many words between them); round brackets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evenground.analysis.text.study.errors import CannotSearch
from evenground.analysis.text.study.search.words import folded, words

NEAR = 10
LONGEST, DEEPEST = 200, 50

_TOKEN = re.compile(r"""\s*(?:(?P<near>NEAR(?:/(?P<far>\d{1,6}))?)(?=[\s("“]|$)|(?P<word>AND|OR|NOT)(?=[\s("“)]|$)
    |(?P<open>\()|(?P<close>\))|["“”](?P<phrase>[^"“”]*)["“”]|(?P<plain>[^\s()"“”]+)|(?P<odd>["“”]))""", re.VERBOSE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after another, folded; True: only the beginning of the word."""

    words: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Both:
    """In one document."""

    parts: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of them."""

    parts: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Documents that do not have it."""

    part: Asked


@dataclass(frozen=True, slots=True)
class Near:
    """At most so many words between the two, whichever comes first."""

    one: Asked
    other: Asked
    far: int


Asked = Phrase | Both | Either | Without | Near


def asked(query: str) -> Asked:
    """Read a question.

    Raises
    ------
    CannotSearch
        If it has no word to look for, a bracket or a quotation mark has no partner, or an operator lacks a side.
    """
    tokens = _tokens(query)
    if len(tokens) > LONGEST:
        raise CannotSearch(f"The question has more than {LONGEST} words and signs. Ask it in parts.")
    reader = _Reader(tokens)
    found = reader.either()
    if reader.left:
        raise CannotSearch("A closing bracket has no opening one before it. Add it, or take the bracket out.")
    if not _looks_for(found):
        raise CannotSearch("NOT needs something to be found beside it, such as: waiting NOT list.")
    return found


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    far: int = NEAR


def _tokens(query: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup if match.lastgroup != "far" else "near"
        if kind == "odd":
            raise CannotSearch("A quotation mark has no partner. Close the phrase, or take the mark out.")
        if kind == "near":
            found.append(_Token("near", match["near"], int(match["far"] or NEAR)))
        elif kind == "word":
            found.append(_Token(match["word"], match["word"]))
        elif kind in ("open", "close"):
            found.append(_Token(kind, match[0].strip()))
        elif kind and (kind == "phrase" or _phrase(match[kind]).words):
            found.append(_Token("phrase", match[kind]))
    return found


def _phrase(text: str) -> Phrase:
    starts, ends = words(text)
    found = [(folded(text[a:b]), text[b : b + 1] == "*") for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
    return Phrase(tuple(each for each in found if each[0]))


class _Reader:
    """Goes through the tokens once, from the weakest operator to the strongest."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self.left = list(reversed(tokens))
        self._deep = 0

    def either(self) -> Asked:
        parts = [self.both()]
        while self._takes("OR"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self) -> Asked:
        parts = [self.part()]
        while self._takes("AND") or self._next() in ("phrase", "open", "NOT"):
            parts.append(self.part())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def part(self) -> Asked:
        if self._takes("NOT"):
            return Without(self.part())
        found = self.atom()
        while self._next() == "near":
            far = self.left.pop().far
            other = self.atom()
            if not (_has_places(found) and _has_places(other)):
                raise CannotSearch("NEAR needs words on both sides, not NOT: waiting NEAR list.")
            found = Near(found, other, far)
        return found

    def atom(self) -> Asked:
        if not self.left:
            raise CannotSearch(
                "There is no word to look for here. Type one, such as: waiting, wait* or “waiting list”."
            )
        token = self.left.pop()
        if token.kind == "open":
            return self._bracket()
        if token.kind == "close":
            raise CannotSearch("A pair of brackets is empty or closes too early. Put words in it, or take it out.")
        if token.kind != "phrase":
            raise CannotSearch(f"{token.text} needs words on both sides. To find the word itself, put it in quotes.")
        if not (phrase := _phrase(token.text)).words:
            raise CannotSearch("The quotation marks have no word between them. Put one in, or take them out.")
        return phrase

    def _bracket(self) -> Asked:
        self._deep += 1
        if self._deep > DEEPEST:
            raise CannotSearch(f"The question has more than {DEEPEST} brackets. Ask it in parts.")
        found = self.either()
        if not self._takes("close"):
            raise CannotSearch("An opening bracket has no closing one. Add it, or take the bracket out.")
        return found

    def _next(self) -> str:
        return self.left[-1].kind if self.left else ""

    def _takes(self, kind: str) -> bool:
        if self._next() != kind:
            return False
        self.left.pop()
        return True


def _looks_for(what: Asked) -> bool:
    """Whether a document can only be found by something that it has."""
    if isinstance(what, Without):
        return False
    if isinstance(what, Both):
        return any(_looks_for(part) for part in what.parts)
    return all(_looks_for(part) for part in what.parts) if isinstance(what, Either) else True


def _has_places(what: Asked) -> bool:
    if isinstance(what, Both | Either):
        return all(_has_places(part) for part in what.parts)
    return not isinstance(what, Without)
