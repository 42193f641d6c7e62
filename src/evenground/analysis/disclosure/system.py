"""Several published tables as one system: unknown true counts, and what each published number says of their sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from evenground.analysis.disclosure.implied import with_implied
from evenground.analysis.disclosure.one_way import FAR
from evenground.analysis.disclosure.published import Number, Published

MOST_COMBINATIONS: Final = 20_000
REST: Final = "\0rest"  # whatever of a name no table mentions

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class System:
    """Whole numbers, 0 or more, behind published numbers.

    ``rows``, ``columns`` and ``signs`` say which unknowns each number adds up; ``low`` and ``high`` what it must come
    to. A number with a single unknown bounds it. ``linked`` is False where the tables had too many combinations to be
    laid over each other and are held together by the totals they share.
    """

    unknowns: int
    numbers: tuple[tuple[int, Number], ...]  # the table a number stands in, and the number
    rows: Ints
    columns: Ints
    signs: Ints
    low: Ints
    high: Ints
    linked: bool = True

    @cached_property
    def matrix(self) -> Any:
        from scipy.sparse import csr_array

        shape = (len(self.low), self.unknowns)
        return csr_array((self.signs.astype(float), (self.rows, self.columns)), shape=shape)


def system_of(tables: Sequence[Published]) -> System:
    """Lay tables of the same data over each other."""
    if not can_be_laid_over(tables):
        return _held_by_totals(tables)
    if len(tables) == 1:
        table = tables[0]
        combinations: Iterator[dict[str, str]] = (
            dict(zip(table.by, number.key, strict=True))  # type: ignore[arg-type]
            for number in table.cells
        )
        tables = [replace(table, within={})]  # alone, its part is all there is
    else:
        atoms = _categories(tables)
        combinations = (dict(zip(atoms, found, strict=True)) for found in product(*atoms.values()))
    return _merged([_Index(table, first) for table, first in zip(tables, _starts(tables), strict=True)], combinations)


def can_be_laid_over(tables: Sequence[Published]) -> bool:
    """Whether there are few enough combinations; otherwise tables are held together by the totals they share."""
    return len(tables) == 1 or prod(len(found) for found in _categories(tables).values()) <= MOST_COMBINATIONS


def _categories(tables: Sequence[Published]) -> dict[str, list[str]]:
    names = sorted({name for table in tables for name in (*table.by, *table.within)})
    return {name: _atoms(name, tables) for name in names}


def _atoms(name: str, tables: Sequence[Published]) -> list[str]:
    """The categories of a name, and the rest where some table counts them all and none lists them all."""
    listed = {key for table in tables if name in table.by for key in _listed(table, name)}
    found = listed.union(*(table.within.get(name, frozenset()) for table in tables))
    whole = any(name in table.complete and _listed(table, name) >= found for table in tables)
    omitted = any(name not in table.by and name not in table.within for table in tables)
    return sorted(found) + ([REST] if omitted and not whole else [])


def _listed(table: Published, name: str) -> set[str]:
    place = table.by.index(name)
    return {number.key[place] for number in table.numbers if number.key[place] is not None}  # type: ignore[misc]


def _starts(tables: Sequence[Published]) -> list[int]:
    return [sum(len(table.numbers) for table in tables[:i]) for i in range(len(tables))]


class _Index:
    """Which numbers of one table a combination of categories adds to."""

    def __init__(self, table: Published, first: int) -> None:
        self.table = table
        self.places = {number.key: first + i for i, number in enumerate(table.numbers)}
        self.margins = sorted({tuple(part is None for part in key) for key in self.places})
        self.has_cells = any(not any(margin) for margin in self.margins)

    def of(self, combination: dict[str, str]) -> list[int] | None:
        """The places; none when it lies outside the table; None when the table says there is no such thing."""
        for name, values in self.table.within.items():
            if combination.get(name) not in values:
                return []
        key = tuple(combination[name] for name in self.table.by)
        if self.has_cells and key not in self.places:
            return None
        return [
            self.places[total]
            for margin in self.margins
            if (total := tuple(None if out else part for out, part in zip(margin, key, strict=True))) in self.places
        ]


def _merged(indexes: Sequence[_Index], combinations: Iterator[dict[str, str]]) -> System:
    """Combinations that add to the same numbers are one unknown."""
    found: dict[tuple[int, ...], int] = {}
    labels: dict[tuple[int, ...], str] = {}
    for combination in combinations:
        places: list[int] = []
        for index in indexes:
            mine = index.of(combination)
            if mine is None:
                break
            places += mine
        else:
            if places:
                found.setdefault(tuple(places), len(found))
                labels.setdefault(tuple(places), _in_words(combination))
    entries = sorted((place, unknown) for places, unknown in found.items() for place in places)
    numbers = [(i, n) for i, index in enumerate(indexes) for n in index.table.numbers]
    if len(indexes) > 1:
        numbers, entries = with_implied(numbers, entries, list(labels.values()))
    return _system(len(found), numbers, [(row, column, 1) for row, column in entries])


def _in_words(combination: dict[str, str]) -> str:
    return ", ".join(
        f"{name.split(' [')[0]}: {'the others' if part == REST else part}" for name, part in combination.items()
    )


def _system(
    unknowns: int, numbers: list[tuple[int, Number]], entries: list[tuple[int, int, int]], *, equal: int = 0
) -> System:
    """``equal`` rows at the end say that two totals are one."""
    rows, columns, signs = np.array(entries, dtype=np.int64).reshape(-1, 3).T
    low = np.array([number.low for _, number in numbers] + [0] * equal, dtype=np.int64)
    high = np.array([number.high for _, number in numbers] + [0] * equal, dtype=np.int64)
    return System(unknowns, tuple(numbers), rows, columns, signs, low, np.minimum(high, FAR), linked=not equal)


def _held_by_totals(tables: Sequence[Published]) -> System:
    """Each table keeps unknowns of its own; tables that count the same part share the totals both could give."""
    entries: list[tuple[int, int, int]] = []
    numbers = [(i, number) for i, table in enumerate(tables) for number in table.numbers]
    unknowns: list[dict[tuple[str | None, ...], int]] = []
    count = 0
    for table, first in zip(tables, _starts(tables), strict=True):
        cells = {number.key: count + i for i, number in enumerate(table.cells)}
        index = _Index(Published(table.by, table.numbers), first)
        for key, unknown in cells.items():
            places = index.of(dict(zip(table.by, key, strict=True))) or []  # type: ignore[arg-type]
            entries += [(place, unknown, 1) for place in places]
        unknowns.append(cells)
        count += len(cells)
    row = first_shared = len(numbers)
    for a in range(len(tables)):
        for b in range(a):
            if tables[a].within != tables[b].within:
                continue
            shared = [name for name in tables[a].by if name in tables[b].by]
            row = _share(tables[a], tables[b], unknowns[a], unknowns[b], shared, entries, row)
    return _system(count, numbers, sorted(entries), equal=row - first_shared)


def _share(
    a: Published,
    b: Published,
    mine: dict[tuple[str | None, ...], int],
    theirs: dict[tuple[str | None, ...], int],
    shared: list[str],
    entries: list[tuple[int, int, int]],
    row: int,
) -> int:
    rows: dict[tuple[str | None, ...], int] = {}
    for table, unknowns, sign in ((a, mine, 1), (b, theirs, -1)):
        for key, unknown in unknowns.items():
            part = tuple(key[table.by.index(name)] for name in shared)
            entries.append((rows.setdefault(part, row + len(rows)), unknown, sign))
    return row + len(rows)
