"""People and the ties between them, as arrays: what every indicator of a network starts from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evenground.analysis.errors import MissingColumn, UnknownGroup
from evenground.analysis.frames import Floats, Positions

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Dates = NDArray[np.datetime64]
Flags = NDArray[np.bool_]
NOT_SAID = -1


@dataclass(frozen=True, eq=False)
class Pairs:
    """Two people each, once, however many ties they have; ``low`` comes before ``high`` among the people.

    Parameters
    ----------
    low, high
        Positions of the two people.
    first
        Date of the first dated tie of the two; not-a-time where none is dated.
    undated
        Whether any of their ties has no date.
    known
        1 when a tie says that they knew each other before, 0 when one says that they did not, -1 when none says.
    weight
        Sum of the weights of their ties.
    """

    low: Positions
    high: Positions
    first: Dates
    undated: Flags
    known: Positions
    weight: Floats

    def __len__(self) -> int:
        return len(self.low)


@dataclass(frozen=True, eq=False)
class Network:
    """People, and the ties between them. Made by `read_network`.

    Parameters
    ----------
    people
        The id of each person.
    attributes
        Text by person for each column: ``{"role": (…), "team": (…)}``, None where blank.
    a, b
        Positions of the two people of each tie; from ``a`` to ``b`` where it is directed.
    directed
        Whether each tie goes one way only.
    kinds
        What kind of tie each is; empty where not said.
    dates
        Date of each tie; not-a-time where there is none.
    weights
        Weight of each tie, 1 where not said.
    known
        Of each tie, whether the two knew each other before: 1, 0, or -1 where not said.
    answered
        Whether each person answered. Ties from events need no answers: everybody has.
    like
        A data frame of the kind that results are given in.
    """

    people: tuple[str, ...]
    attributes: Mapping[str, tuple[str | None, ...]]
    a: Positions
    b: Positions
    directed: Flags
    kinds: tuple[str, ...]
    dates: Dates
    weights: Floats
    known: Positions
    answered: Flags
    like: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", MappingProxyType(dict(self.attributes)))

    def __repr__(self) -> str:
        return f"Network({len(self.people):,} people, {len(self.a):,} ties between {len(self.pairs):,} pairs)"

    @property
    def is_directed(self) -> bool:
        """Whether any tie goes one way only."""
        return bool(self.directed.any())

    @property
    def response(self) -> float:
        """Share of people who answered; not-a-number of nobody."""
        return float(self.answered.mean()) if len(self.people) else float("nan")

    @cached_property
    def arcs(self) -> csr_array:
        """People × people, 1 where a tie goes from the row to the column; one that is not directed goes both ways."""
        both = ~self.directed
        return self._matrix(np.concatenate((self.a, self.b[both])), np.concatenate((self.b, self.a[both])))

    @cached_property
    def links(self) -> csr_array:
        """People × people, 1 where any tie joins the two, whichever way it goes."""
        return self._matrix(np.concatenate((self.a, self.b)), np.concatenate((self.b, self.a)))

    @cached_property
    def degree(self) -> Positions:
        """How many other people each has a tie with."""
        return np.diff(self.links.indptr).astype(np.int64)

    @cached_property
    def pairs(self) -> Pairs:
        """The pairs of people who have a tie."""
        low, high = np.minimum(self.a, self.b), np.maximum(self.a, self.b)
        keys, of = np.unique(low * max(len(self.people), 1) + high, return_inverse=True)
        first = np.full(len(keys), np.datetime64("NaT"), dtype="datetime64[D]")
        np.fmin.at(first, of, self.dates)
        said = np.full(len(keys), NOT_SAID, dtype=np.int64)
        np.maximum.at(said, of, self.known)
        return Pairs(
            low=keys // max(len(self.people), 1),
            high=keys % max(len(self.people), 1),
            first=first,
            undated=np.bincount(of, np.isnat(self.dates), len(keys)) > 0,
            known=said,
            weight=np.bincount(of, self.weights, len(keys)).astype(np.float64),
        )

    def codes(self, column: str) -> tuple[Positions, tuple[str, ...]]:
        """Number the values of an attribute in the order of the alphabet: the number of each person, and the values.

        A blank is -1. A column that nobody has raises `MissingColumn`.
        """
        if column not in self.attributes:
            raise MissingColumn([column], list(self.attributes), of="table of people")
        texts = self.attributes[column]
        values = tuple(sorted({text for text in texts if text is not None}))
        place = {text: number for number, text in enumerate(values)}
        return np.array([-1 if t is None else place[t] for t in texts], dtype=np.int64), values

    def between(
        self, start: date | str | None = None, end: date | str | None = None, *, kinds: Collection[str] | None = None
    ) -> Network:
        """Keep the ties dated from ``start`` to before ``end``, and of these kinds. The people stay.

        Ties without a date are kept only when neither date is given.

        Raises
        ------
        UnknownGroup
            When no tie is of a kind asked for.
        """
        keep = np.ones(len(self.a), dtype=bool)
        if start is not None:
            keep &= self.dates >= np.datetime64(start, "D")
        if end is not None:
            keep &= self.dates < np.datetime64(end, "D")
        if kinds is not None:
            there = sorted(set(self.kinds))
            for kind in kinds:
                if kind not in there:
                    raise UnknownGroup(kind, there)
            keep &= np.isin(np.array(self.kinds, dtype=object), list(kinds))
        return self._with_ties(keep)

    def without(self, people: Collection[str]) -> Network:
        """Leave people out, with their ties: what would be left if the programme's facilitators went home.

        Raises
        ------
        UnknownGroup
            When one of them is not there.
        """
        place = {person: number for number, person in enumerate(self.people)}
        for person in people:
            if person not in place:
                raise UnknownGroup(person, self.people)
        stays = np.ones(len(self.people), dtype=bool)
        stays[[place[person] for person in people]] = False
        kept, moved = self._with_ties(stays[self.a] & stays[self.b]), np.cumsum(stays) - 1
        rest = np.flatnonzero(stays)
        return replace(
            kept,
            people=tuple(self.people[i] for i in rest),
            attributes={name: tuple(texts[i] for i in rest) for name, texts in self.attributes.items()},
            a=moved[kept.a],
            b=moved[kept.b],
            answered=self.answered[stays],
        )

    def _with_ties(self, keep: Flags) -> Network:
        return replace(
            self,
            a=self.a[keep],
            b=self.b[keep],
            directed=self.directed[keep],
            kinds=tuple(kind for kind, stays in zip(self.kinds, keep, strict=True) if stays),
            dates=self.dates[keep],
            weights=self.weights[keep],
            known=self.known[keep],
        )

    def _matrix(self, rows: Positions, columns: Positions) -> csr_array:
        from scipy.sparse import csr_array

        n = len(self.people)
        made = csr_array((np.ones(len(rows)), (rows, columns)), shape=(n, n))
        made.sum_duplicates()
        made.data[:] = 1.0
        return made
