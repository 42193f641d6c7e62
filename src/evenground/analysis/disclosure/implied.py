"""Numbers nobody published that several tables give away: one number less another that is part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from evenground.analysis.disclosure.one_way import FAR
from evenground.analysis.disclosure.published import Number

Placed = tuple[int, Number]
Entry = tuple[int, int]
_PAIRS: Final = 250_000  # pairs of numbers that are compared; beyond, only single combinations are watched


def with_implied(
    numbers: Sequence[Placed], entries: Sequence[Entry], labels: Sequence[str]
) -> tuple[list[Placed], list[Entry]]:
    """Add every single combination, and every difference of a number and a part of it, that is not published itself.

    A difference that one of the tables gives by itself, as closely, is left out: there its own rule decides, as it does
    for that table alone.

    Parameters
    ----------
    numbers
        The published numbers, each with the place of its table.
    entries
        Which unknown each number adds up: number, unknown.
    labels
        What each unknown counts, in words.
    """
    members: list[set[int]] = [set() for _ in numbers]
    for row, unknown in entries:
        members[row].add(unknown)
    known = {frozenset(some) for some in members}
    found: dict[frozenset[int], str] = {}
    for unknown, label in enumerate(labels):
        found.setdefault(frozenset({unknown}), label)
    says = {(table, frozenset(some)): number for (table, number), some in zip(numbers, members, strict=True)}
    if len(numbers) ** 2 <= _PAIRS:
        for a, (table, number) in enumerate(numbers):
            for b, (other, part) in enumerate(numbers):
                if table == other or not members[b] < members[a]:
                    continue
                if _no_looser(says.get((table, frozenset(members[b]))), part):
                    continue
                if _no_looser(says.get((other, frozenset(members[a]))), number):
                    continue
                left = frozenset(members[a] - members[b])
                found.setdefault(left, f"{number.label} of one table without {part.label} of the other")
    more = {some: label for some, label in found.items() if some not in known}
    first = len(numbers)
    implied = [(-1, Number((), 0, FAR, label, implied=True)) for label in more.values()]
    added = [(first + i, unknown) for i, some in enumerate(more) for unknown in sorted(some)]
    return [*numbers, *implied], [*entries, *added]


def _no_looser(own: Number | None, other: Number) -> bool:
    """Whether a table says of the same thing itself as much as the other table does."""
    return own is not None and own.low >= other.low and own.high <= other.high
