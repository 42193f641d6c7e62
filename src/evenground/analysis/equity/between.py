"""The gap of every stratum to a reference, in every group of a data frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from evenground.analysis.equity.direction import ENDS, MEASURED, check_choices, method_viewed, say_direction, viewed
from evenground.analysis.equity.naming import spare
from evenground.analysis.equity.strata import UNNAMED, Columns, Strata, read_strata
from evenground.analysis.errors import UnknownGroup
from evenground.analysis.frames import Figures, Floats, Frame, Named, Positions, Words, write, written
from evenground.analysis.stats import recovery
from evenground.analysis.stats.recovery import Interval


def gaps(
    data: Frame,
    *,
    group: str,
    count: str | None = None,
    population: str | None = None,
    estimate: str | None = None,
    se: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    reference: Any = "least deprived",
    by: Named = None,
    kind: str = "rate",
    worse: str = "higher",
    view: str = MEASURED,
    order: Sequence[Any] | None = None,
    first: str = "most deprived",
    multiplier: float | None = None,
    level: float = 0.95,
    limits_level: float = 0.95,
) -> Frame:
    """Absolute and relative gap of each stratum to a reference, in every group of ``by``.

    Parameters
    ----------
    data
        Any data frame, rows by group and stratum. Counts are added up; estimates must be one a stratum.
    group
        Column of strata: fifths of deprivation, ethnic groups, sexes.
    count, population
        Columns of events (or people who have it) and of people. Or:
    estimate, se, lower, upper
        Columns of figures already worked out, with their standard error or both limits (at ``limits_level``).
    reference
        ``"least deprived"`` (the order of the strata is told from their labels, or from ``order``), ``"best"`` (lowest
        where higher is worse) or the label of a stratum.
    kind
        ``"rate"`` (Byar’s limits), ``"proportion"`` (Wilson’s: the gap is then Newcombe’s method 10) or ``"mean"``.
    worse
        Whether a ``"higher"`` or a ``"lower"`` figure is bad for people.
    view
        ``"as measured"``, or ``"against the disadvantaged"``: a difference above 0 and a ratio above 1 then always mean
        that the stratum is worse off than the reference.
    order, first
        The strata in order, and which end that order (or the labels’ own) starts with.
    multiplier
        The figures are per this many people: 100,000 for rates and 1 for proportions when left out.
    by, level
        As in `crude_rate`.

    Returns
    -------
    Two rows a stratum, ``absolute gap`` and ``relative gap``, with the stratum and its reference; ``n`` is the people of
    both.

    Raises
    ------
    MissingColumn, BadNumbers, NotEnoughGiven, UnknownChoice, UnknownGroup, UnknownOrder, OutOfRange

    Examples
    --------
    Newcombe (1998), 56 of 70 against 48 of 80:

    >>> import pyarrow as pa
    >>> trial = pa.table({"arm": ["new", "usual"], "well": [56, 48], "people": [70, 80]})
    >>> made = gaps(trial, group="arm", count="well", population="people", reference="usual", kind="proportion")
    >>> for row in made.to_pylist():
    ...     print("{measure}: {estimate:.2f} ({lower:.4f} to {upper:.4f})".format(**row))
    absolute gap: 0.20 (0.0524 to 0.3339)
    relative gap: 1.33 (1.0784 to 1.6640)

    References
    ----------
    Newcombe RG. Interval estimation for the difference between independent proportions. Stat Med 1998;17:873-890.
    Zou GY, Donner A. Construction of confidence limits about effect measures. Stat Med 2008;27:1693-1702.
    """
    check_choices(worse=worse, view=view, first=first)
    strata = read_strata(
        data,
        stratum=group,
        columns=Columns(count, population, estimate, se, lower, upper),
        by=by,
        kind=kind,
        multiplier=multiplier,
        ordered=reference == "least deprived",
        order=order,
        first=first,
        level=level,
        limits_level=limits_level,
        interval=False,
    )
    base = reference_of(strata, reference, worse=worse)
    pairs = _Pairs(strata, base, ordered=reference == "least deprived" or order is not None)
    made = [pairs.figures(group, ratio, worse=worse, view=view) for ratio in (False, True)]
    return write(strata.grouped, *made, level=level)


def reference_of(strata: Strata, reference: Any, *, worse: str) -> Positions:
    """Give the reference stratum of every group, -1 where it has none with a figure.

    Raises
    ------
    UnknownGroup
        Where no stratum has that label.
    """
    groups, there = np.arange(strata.grouped.groups), strata.there
    if not strata.labels:
        return np.full(len(groups), -1)
    if reference == "best":
        best = np.where(there, strata.value if worse == "higher" else -strata.value, np.inf).argmin(axis=1)
    elif reference == "least deprived":
        best = np.zeros(len(groups), dtype=np.int64)
    else:
        names = [written(label) for label in strata.labels]
        if written(reference) not in names:
            raise UnknownGroup(written(reference), names)
        best = np.full(len(groups), names.index(written(reference)))
    return np.asarray(np.where(there[groups, best], best, -1), dtype=np.int64)


class _Pairs:
    """Every stratum of every group beside the reference of its group, one after the other."""

    def __init__(self, strata: Strata, base: Positions, *, ordered: bool) -> None:
        self.strata, self.ordered = strata, ordered
        rows = np.ones(strata.there.shape, dtype=bool)
        rows[np.flatnonzero(base >= 0), base[base >= 0]] = False
        # Ordered strata stand from the least to the most deprived; people read the most deprived first.
        found = np.nonzero(rows[:, ::-1] if ordered else rows)
        self.of, self.stratum = found[0], len(strata.labels) - 1 - found[1] if ordered else found[1]
        self.base = base[self.of]

    def _at(self, stratum: Positions) -> Interval:
        here = self.strata.there[self.of, stratum] & (self.base >= 0)
        return Interval(*(np.where(here, part[self.of, stratum], np.nan) for part in self.strata.interval))

    def figures(self, group: str, ratio: bool, *, worse: str, view: str) -> Figures:
        one, other = self._at(self.stratum), self._at(self.base)
        gap = recovery.ratio(one, other) if ratio else recovery.difference(one, other)
        gap = viewed(gap, worse=worse, view=view, ratio=ratio)
        up = worse == "higher" or view != MEASURED
        method = method_viewed(recovery.RATIO if ratio else recovery.DIFFERENCE, worse=worse, view=view)
        return Figures(
            "relative gap" if ratio else "absolute gap",
            *gap,
            se=None if ratio else self._se(),
            n=self._people(),
            method=method,
            note=self._note(gap, other, ratio),
            direction=self._direction(gap, 1.0 if ratio else 0.0, up),
            of=self.of,
            at=self._names(group),
        )

    def _se(self) -> Floats:
        se = np.hypot(self.strata.se[self.of, self.stratum], self.strata.se[self.of, self.base])
        return np.where(self.base >= 0, se, np.nan)

    def _people(self) -> Floats | None:
        people = self.strata.people
        return people[self.of, self.stratum] + people[self.of, self.base] if self.strata.weighted else None

    def _note(self, gap: Interval, other: Interval, ratio: bool) -> Words:
        there, se = self.strata.there[self.of, self.stratum], self.strata.se[self.of, self.stratum]
        note = Words(len(self.of))
        note.say(self.strata.unnamed[self.of], UNNAMED)
        note.say(self.base < 0, "The reference has no figure here, so there is nothing to compare with.")
        note.say(~there, "This group has no figure here.")
        note.say((other.value == 0) & ratio, "The reference is zero, so no ratio can be given.")
        note.say(there & np.isnan(se), "The figure of this group came without an interval.")
        lost = np.isnan(gap.value) & note.silent
        note.say(lost, "The figure of this group is zero or below, so no ratio can be given.")
        return note

    def _direction(self, gap: Interval, none: float, up: bool) -> Words:
        words, labels = Words(len(self.of)), self.strata.labels
        named = len(labels) <= 12  # sentences fit a column of words
        for i, label in enumerate(labels):
            ends = (f"“{written(label)}”" if named else "this stratum", "the reference")
            here = self.stratum == i
            if self.ordered and i == len(labels) - 1:
                least = here & (self.base == 0)
                say_direction(words, gap, none=none, up=up, ends=ENDS, where=least)
                here &= ~least
            say_direction(words, gap, none=none, up=up, ends=ends, where=here)
        return words

    def _names(self, group: str) -> dict[str, Any]:
        import pyarrow as pa

        names = pa.array(self.strata.labels)
        base = pa.array(np.where(self.base >= 0, self.base, 0), mask=self.base < 0)
        beside = spare(f"{group} (reference)", self.strata.grouped.keys)
        return {group: names.take(pa.array(self.stratum)), beside: names.take(base)}
