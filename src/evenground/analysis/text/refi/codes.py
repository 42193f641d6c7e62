"""A code's definition, rules and example as one description that any program shows, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evenground.analysis.text.study.model import Code, Id


class Described(NamedTuple):
    """What a description says."""

    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    framework: str = ""


_HEADINGS = (("Include: ", 1), ("Exclude: ", 2), ("Example: ", 3), ("Framework: ", 4))


def parts_of(code: Code) -> Described:
    return Described(code.definition, code.include, code.exclude, code.example, code.framework)


def described(parts: Described) -> str:
    """The definition, then a paragraph for each of the others that there is, with its heading."""
    headed = [heading + parts[number] for heading, number in _HEADINGS if parts[number]]
    return "\n\n".join([parts.definition, *headed] if parts.definition or not headed else headed)


def understood(description: str) -> Described:
    """The parts of a description that was written by `described`; else all of it is the definition."""
    found: list[list[str]] = [[] for _ in Described._fields]
    at = 0
    for paragraph in description.split("\n\n"):
        for heading, number in _HEADINGS:
            if number > at and paragraph.startswith(heading):
                at, paragraph = number, paragraph.removeprefix(heading)
                break
        found[at].append(paragraph)
    parts = Described(*map("\n\n".join, found))
    # Blank paragraphs and headings out of order would not come back the same: then nothing is taken apart.
    return parts if described(parts) == description else Described(description)


def in_tree(codes: Sequence[Code]) -> list[tuple[int, Code]]:
    """Each code after the one above it, with its depth; a ring or a missing parent puts a code at the top."""
    there = {code.id for code in codes}
    above = {code.id: code.parent if code.parent in there else None for code in codes}
    for code in codes:
        if _ring(code.id, above):
            above[code.id] = None
    below: dict[Id | None, list[Code]] = {}
    for code in codes:
        below.setdefault(above[code.id], []).append(code)
    found: list[tuple[int, Code]] = []
    todo = [(0, code) for code in reversed(below.get(None, ()))]
    while todo:
        depth, code = todo.pop()
        found.append((depth, code))
        todo += [(depth + 1, child) for child in reversed(below.get(code.id, ()))]
    return found


def _ring(start: Id, above: dict[Id, Id | None]) -> bool:
    at, seen = above[start], {start}
    while at is not None and at not in seen:
        seen.add(at)
        at = above[at]
    return at == start


def homeless(codes: Iterable[Code]) -> list[Code]:
    """Codes whose parent is not there, or is below themselves."""
    codes = tuple(codes)
    return [code for depth, code in in_tree(codes) if not depth and code.parent is not None]
