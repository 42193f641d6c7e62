"""Pairs of strata, and their contrasts put before the strata themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from evenground.analysis.change.series import labels_of
from evenground.analysis.errors import UnknownChoice, UnknownGroup
from evenground.analysis.frames import Floats, Grouped, Named, Positions, named, written


@dataclass(frozen=True)
class Strata:
    """Groups with the pairs to be contrasted.

    Attributes
    ----------
    grouped
        As before, with one group more for every pair, and these first; their stratum is blank.
    one, other
        The two groups of every pair, as they were numbered before.
    """

    grouped: Grouped
    one: Positions
    other: Positions

    @property
    def pairs(self) -> int:
        return len(self.one)

    def groups(self) -> Positions:
        """The new numbers of the groups."""
        return np.arange(self.grouped.groups - self.pairs) + self.pairs


def keys_with(by: Named, stratum: str | None) -> list[str]:
    """The group columns, that of the strata among them."""
    keys = named(by)
    return keys if stratum is None or stratum in keys else [*keys, stratum]


def strata_of(grouped: Grouped, stratum: str | None, of: Any, against: Any) -> Strata:
    """Pair the groups of two strata that are otherwise alike.

    Raises
    ------
    UnknownGroup, UnknownChoice
        When a stratum is not there, or only a part of the contrast was asked for.
    """
    none = np.zeros(0, dtype=np.int64)
    if stratum is None:
        if of is not None or against is not None:
            raise UnknownChoice("stratum", "nothing", ["the column that holds the strata of= and against="])
        return Strata(grouped, none, none)
    place = list(grouped.keys).index(stratum)
    labels = labels_of(grouped)
    there = list(dict.fromkeys(label[place] for label in labels))
    for wanted in (of, against):
        if written(wanted) not in there:
            raise UnknownGroup(written(wanted), there)
    found = {label: number for number, label in enumerate(labels)}
    pairs = []
    for label, number in found.items():
        partner = (*label[:place], written(against), *label[place + 1 :])
        if label[place] == written(of) and partner in found:
            pairs.append((number, found[partner]))
    one, other = (np.array([pair[i] for pair in pairs], dtype=np.int64) for i in (0, 1))
    return Strata(_extended(grouped, stratum, one), one, other)


def _extended(grouped: Grouped, stratum: str, one: Positions) -> Grouped:
    import pyarrow as pa

    own: Sequence[int] = range(grouped.groups)
    keys = {
        name: key.take(pa.array([None if name == stratum else first for first in one.tolist()] + list(own), pa.int64()))
        for name, key in grouped.keys.items()
    }
    return replace(grouped, keys=keys, groups=grouped.groups + len(one))


def contrasted(estimate: Floats, se: Floats, freedom: Floats, strata: Strata) -> tuple[Floats, Floats, Floats]:
    """Difference of two independent estimates with its error, and Satterthwaite's degrees of freedom."""
    a, b = strata.one, strata.other
    variance = se[a] ** 2 + se[b] ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        free = variance**2 / (se[a] ** 4 / freedom[a] + se[b] ** 4 / freedom[b])
    return estimate[a] - estimate[b], np.sqrt(variance), np.where(variance > 0, free, freedom[a] + freedom[b])
