"""Columns of any data frame as arrays, with the group each row belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from evenground.analysis.errors import BadNumbers, NotEnoughGiven
from evenground.analysis.frames.coding import Floats, Positions, coded, floats, groups, indices
from evenground.analysis.frames.collecting import BELOW_ZERO, check_columns, check_once, collected, frame_of
from evenground.analysis.frames.ordering import order_of

if TYPE_CHECKING:
    import pyarrow as pa

Frame = TypeVar("Frame")  # any data frame; a measure gives back one of the kind it got
_Column = TypeVar("_Column")
Named = str | Sequence[str] | None


@dataclass(frozen=True)
class Labels:
    """A column of labels: ``values`` holds each once, ``codes`` says which a row has (-1 for none).

    ``ordered`` where the data frame said their order (an ordered categorical).
    """

    column: str
    values: tuple[Any, ...]
    codes: Positions
    ordered: bool = False

    def order(self, told: Sequence[Any] | None = None) -> NDArray[np.int_]:
        """Give the place of each value in their order, 0 for the first; see `order_of`."""
        if self.ordered and told is None:
            return np.arange(len(self.values))
        return order_of(self.values, column=self.column, order=told)


class _ByRole(dict[str, _Column]):
    """Columns by role; asking for one that was not given says so."""

    def __missing__(self, role: str) -> _Column:
        raise NotEnoughGiven(f"Name the column of the {role}.")


@dataclass(frozen=True)
class Grouped:
    """Rows of a data frame by group.

    Attributes
    ----------
    keys
        Group columns, one value a group, in the order the groups first appear.
    groups
        How many groups there are.
    of
        The group of each row.
    numbers
        One array a role, one value a row; a blank is not-a-number.
    labels
        One column of labels a role.
    source
        The data frame given, so that the result can be one of its kind.
    """

    keys: Mapping[str, pa.Array]
    groups: int
    of: Positions
    numbers: Mapping[str, Floats]
    labels: Mapping[str, Labels]
    names: Mapping[str, str]
    source: Any = field(repr=False)
    added_up: bool = False

    def __getitem__(self, role: str) -> Floats:
        return self.numbers[role]

    def sum(self, values: Floats) -> Floats:
        """Sum of one value a row over each group; not-a-number where any of them is."""
        added: Floats = np.bincount(self.of, weights=values, minlength=self.groups).astype(np.float64)
        return added

    def total(self, role: str) -> Floats:
        """Sum of a role over each group."""
        return self.sum(self.numbers[role])

    @cached_property
    def rows(self) -> Positions:
        """Rows in each group."""
        return np.bincount(self.of, minlength=self.groups)

    @cached_property
    def place(self) -> Positions:
        """Place of each row within its group, from 0."""
        order = np.argsort(self.of, kind="stable")
        starts = np.concatenate(([0], np.cumsum(self.rows)[:-1]))
        place = np.empty(len(self.of), dtype=np.int64)
        place[order] = np.arange(len(self.of)) - np.repeat(starts, self.rows)
        return place

    def matrix(self, values: Floats, columns: Positions | None = None, *, fill: float = np.nan) -> Floats:
        """Lay one value a row out as groups × columns, ``fill`` where a group has no such row.

        ``columns`` is the column of each row, from 0; left out, its place within its group.
        """
        across = self.place if columns is None else columns
        made = np.full((self.groups, int(across.max(initial=-1)) + 1), fill)
        made[self.of, across] = values
        return made

    def check(self, role: str, wrong: NDArray[np.bool_], says: str, mend: str) -> None:
        """Raise `BadNumbers` naming the column and the first rows where something is wrong."""
        if wrong.any():
            rows = [] if self.added_up else (np.flatnonzero(wrong)[:5] + 1).tolist()
            raise BadNumbers(self.names[role], rows, int(wrong.sum()), says, mend)


def named(by: Named) -> list[str]:
    """Columns named, one or several, as a list."""
    if by is None:
        return []
    return [by] if isinstance(by, str) or not isinstance(by, Iterable) else list(by)


def read(
    data: Any,
    *,
    by: Named = None,
    within: Mapping[str, str] | None = None,
    numbers: Mapping[str, str | None] | None = None,
    not_negative: Sequence[str] = (),
    endless: Sequence[str] = (),
    add_up: bool = False,
) -> Grouped:
    """Read columns of a data frame.

    Parameters
    ----------
    data
        A pandas, Polars or PyArrow table, a DuckDB relation, an Ibis table or a Spark data frame.
    by
        Column or columns that name the group; left out, everything is one group.
    within
        Columns of labels by role: ``{"age": "ageband"}``. None-valued roles are left out.
    numbers
        Columns of numbers by role: ``{"count": "deaths", "population": "people"}``. None-valued roles are left out.
    not_negative
        Roles of numbers that cannot be below zero: counts, populations, weights.
    endless
        Roles of numbers that may be infinite: limits of an interval.
    add_up
        Add the numbers up over rows of one group and the same labels. A database or cluster does it where the data are.

    Raises
    ------
    NotATable, MissingColumn, ColumnTwice, SameName, BadNumbers, BadLabels
    """
    keys = named(by)
    labels = {role: column for role, column in (within or {}).items() if column is not None}
    figures = {role: column for role, column in (numbers or {}).items() if column is not None}
    frame = frame_of(data)
    check_columns(frame, [*keys, *labels.values(), *figures.values()])
    check_once([*keys, *labels.values()])
    wanted = list(dict.fromkeys([*keys, *labels.values(), *figures.values()]))
    never = [figures[role] for role in not_negative if role in figures]
    table, added = collected(
        frame, wanted, [*keys, *labels.values()], list(dict.fromkeys(figures.values())), add_up, never
    )
    codes = {name: coded(table[name], name) for name in [*keys, *labels.values()]}
    of, first = groups([codes[name][0] for name in keys], table.num_rows)
    grouped = Grouped(
        keys={name: codes[name][1].take(indices(codes[name][0][first])) for name in keys},
        groups=len(first) if keys else 1,
        of=of,
        numbers=_ByRole(
            {role: floats(table[column], column, endless=role in endless) for role, column in figures.items()}
        ),
        labels=_ByRole({role: _labels(column, *codes[column]) for role, column in labels.items()}),
        names={**figures, **labels},
        source=data,
        added_up=added,
    )
    for role in not_negative:
        if role in figures:
            grouped.check(role, grouped[role] < 0, *BELOW_ZERO)
    return _summed(grouped) if add_up and not added else grouped


def _labels(column: str, codes: Positions, values: pa.Array) -> Labels:
    listed = values.to_pylist()
    blank = [i for i, value in enumerate(listed) if value is None or value != value]
    moved = np.cumsum([value not in (None,) and value == value for value in listed]) - 1
    moved[blank] = -1
    kept = tuple(value for i, value in enumerate(listed) if i not in blank)
    return Labels(column, kept, moved[codes] if len(moved) else codes, bool(getattr(values.type, "ordered", False)))


def _summed(grouped: Grouped) -> Grouped:
    """Add up rows of one group and the same labels."""
    codes = [grouped.of, *(labels.codes + 1 for labels in grouped.labels.values())]
    cell, first = groups(codes, len(grouped.of))
    if len(first) == len(grouped.of):
        return grouped
    return Grouped(
        keys=grouped.keys,
        groups=grouped.groups,
        of=grouped.of[first],
        numbers=_ByRole(
            {
                role: np.bincount(cell, weights=values, minlength=len(first)).astype(float)
                for role, values in grouped.numbers.items()
            }
        ),
        labels=_ByRole({role: replace(labels, codes=labels.codes[first]) for role, labels in grouped.labels.items()}),
        names=grouped.names,
        source=grouped.source,
        added_up=True,
    )
