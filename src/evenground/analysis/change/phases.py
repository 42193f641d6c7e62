"""Which points limits are worked out from: phases between rebasings, a frozen baseline, points left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from evenground.analysis.change.series import Series, Truths, When
from evenground.analysis.errors import OutOfRange
from evenground.analysis.frames import Floats, Positions
from evenground.analysis.stats.options import check_whole

_Packed = TypeVar("_Packed", Floats, Truths)
Baseline = int | tuple[Any, Any] | None


@dataclass(frozen=True)
class Phases:
    """Points of each series packed to the left without gaps, so that neighbours are neighbours in time.

    Attributes
    ----------
    order
        The point each packed place holds.
    there
        Places that hold a figure which counts: not blank, and not left out.
    of
        The phase of each place, numbered over all series.
    counts
        Places whose figures the limits come from.
    number
        The phase of each point (not packed) within its series, from 1.
    """

    order: Positions
    there: Truths
    of: Positions
    counts: Truths
    number: Positions

    def pack(self, values: Floats) -> Floats:
        return np.take_along_axis(values, self.order, axis=1)

    def unpack(self, packed: _Packed) -> _Packed:
        """Lay packed values out again by point."""
        made = np.empty_like(packed)
        np.put_along_axis(made, self.order, packed, axis=1)
        return made

    @property
    def phases(self) -> int:
        return int(self.of.max(initial=-1)) + 1

    def add(self, packed: Floats, where: Truths | None = None) -> Floats:
        """Sum over the places of each phase that count."""
        chosen = self.counts if where is None else where
        return np.bincount(self.of[chosen], weights=packed[chosen], minlength=self.phases).astype(float)

    def mean(self, packed: Floats, where: Truths | None = None) -> Floats:
        """Mean over the places of each phase that count, not-a-number where there are none."""
        chosen = self.counts if where is None else where
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.add(packed, chosen) / self.many(chosen)

    def many(self, where: Truths | None = None) -> Floats:
        """How many places count, by phase."""
        chosen = self.counts if where is None else where
        return np.bincount(self.of[chosen], minlength=self.phases).astype(float)

    def steps(self, where: Truths) -> Truths:
        """Places whose neighbour before is in the same phase, both of them in ``where``."""
        made = np.zeros_like(where)
        made[:, 1:] = where[:, 1:] & where[:, :-1] & (self.of[:, 1:] == self.of[:, :-1])
        return made


def phases_of(series: Series, known: Truths, *, rebase: When, baseline: Baseline, left_out: Truths) -> Phases:
    """Cut series into phases and find the points whose figures count.

    Parameters
    ----------
    known, left_out
        Groups × points: where there is a figure; where it is left out by name.
    rebase
        First times of new phases.
    baseline
        So many first points of every phase, or first and last time; phases that have none of these times use all they have.
    """
    begins = series.marks(rebase, "rebase")
    begins[:, :1] = False
    number = np.cumsum(begins, axis=1)
    there = known & ~left_out
    order = np.argsort(~there, axis=1, kind="stable")
    most = int(number.max(initial=0)) + 1
    of = number + most * np.arange(len(number))[:, None]
    counts = there & _frozen(series, there, of, baseline)

    def pack(values: Any) -> Any:
        return np.take_along_axis(values, order, axis=1)

    return Phases(order, pack(there), pack(of), pack(counts), number + 1)


def _frozen(series: Series, there: Truths, of: Positions, baseline: Baseline) -> Truths:
    if baseline is None:
        return np.ones_like(there)
    if isinstance(baseline, int):
        check_whole("baseline", baseline, least=2, unit=" of points")
        return _first(there, of, baseline)
    if not isinstance(baseline, tuple | list) or len(baseline) != 2:
        raise OutOfRange("baseline", baseline, "a number of points, or a first and a last time")
    first, last = (series.point(when, "baseline") for when in baseline)
    points = np.arange(there.shape[1])
    within = there & (points >= first) & (points <= last)
    has = np.bincount(of[within], minlength=int(of.max(initial=-1)) + 1) > 0
    frozen: Truths = within | ~has[of]
    return frozen


def _first(there: Truths, of: Positions, many: int) -> Truths:
    """The first so many points of each phase."""
    sofar = np.cumsum(there.ravel())
    starts = np.flatnonzero(np.diff(of.ravel(), prepend=-1))
    before = np.concatenate(([0], sofar))[starts]
    since = sofar - np.repeat(before, np.diff(np.append(starts, of.size)))
    first: Truths = (since <= many).reshape(there.shape)
    return first
