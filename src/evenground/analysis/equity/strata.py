"""One figure for each stratum (fifth, ethnic group, sex) of every group: what gaps, slopes and dispersion start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from evenground.analysis.equity.rates import ABOVE_POPULATION, check_multiplier
from evenground.analysis.errors import NotEnoughGiven, UnknownChoice
from evenground.analysis.frames import Floats, Frame, Grouped, Labels, Named, Positions, Words, read
from evenground.analysis.stats import limits
from evenground.analysis.stats.across import Truths, every, some
from evenground.analysis.stats.limits import z_for
from evenground.analysis.stats.recovery import Interval

UNNAMED: Final = "Rows without a group are left out."
KINDS: Final = ("rate", "proportion", "mean")


@dataclass(frozen=True)
class Columns:
    """Which columns hold the figures: ``count`` and ``population``, or ``estimate`` with ``se`` or both limits."""

    count: str | None = None
    population: str | None = None
    estimate: str | None = None
    se: str | None = None
    lower: str | None = None
    upper: str | None = None

    def check(self, *, interval: bool = True) -> None:
        """Refuse when they are not enough to work with."""
        counts, figures = self.count is not None, self.estimate is not None
        if counts and self.population is not None and not figures:
            return
        between = self.se is not None or (self.lower is not None and self.upper is not None)
        if not figures or counts or (interval and not between):
            raise NotEnoughGiven("Give count= and population=, or estimate= with se= or with lower= and upper=.")

    def numbers(self) -> dict[str, str | None]:
        """Give the columns by role."""
        return {name: getattr(self, name) for name in ("count", "population", "estimate", "se", "lower", "upper")}


@dataclass(frozen=True)
class Strata:
    """Figures of groups × strata; not-a-number where there is none.

    Attributes
    ----------
    labels
        Name of each stratum. Where they have an order: from the least to the most deprived.
    value, lower, upper, se
        The figure of each, its limits at the level asked for, and its standard error (from exact limits where it is a
        count, so that none is not certain).
    people
        Population of each, 1 where none was given.
    multiplier
        What the figures are per.
    note, unnamed
        What is to be said of each group so far, and where rows without a stratum were left out.
    """

    grouped: Grouped
    labels: tuple[Any, ...]
    value: Floats
    lower: Floats
    upper: Floats
    se: Floats
    people: Floats
    count: Floats | None
    multiplier: float
    kind: str
    weighted: bool
    note: Words
    unnamed: Truths

    @property
    def there(self) -> Truths:
        """Where a stratum has a figure."""
        return np.asarray(~np.isnan(self.value) & (self.people > 0))

    @property
    def share(self) -> Floats:
        """Share of the people of the group in each stratum that has a figure; 0 elsewhere."""
        people = np.where(self.there, self.people, 0.0)
        total = people.sum(axis=1, keepdims=True)
        return np.divide(people, total, out=np.zeros_like(people), where=total > 0)

    @property
    def rank(self) -> Floats:
        """Middle of each stratum on the scale from 0, the least, to 1, the most deprived person (ridit)."""
        share = self.share
        return np.asarray(np.cumsum(share, axis=1) - share / 2)

    @property
    def interval(self) -> Interval:
        return Interval(self.value, self.lower, self.upper)

    def filled(self, values: Floats) -> Floats:
        """Values with 0 where the stratum has no figure, to be summed."""
        return np.where(self.there & ~np.isnan(values), values, 0.0)

    def total(self) -> Floats:
        """People in each group, of the strata with a figure; the number of strata where no population was given."""
        return np.asarray(np.where(self.there, self.people, 0.0).sum(axis=1))

    def average(self) -> Floats:
        """Mean over the people of each group; not-a-number without any."""
        made = (self.share * self.filled(self.value)).sum(axis=1)
        return np.where(self.there.sum(axis=1) > 0, made, np.nan)


def read_strata(
    data: Frame,
    *,
    stratum: str,
    columns: Columns,
    by: Named = None,
    kind: str = "rate",
    multiplier: float | None = None,
    ordered: bool = False,
    order: Sequence[Any] | None = None,
    first: str = "most deprived",
    level: float = 0.95,
    limits_level: float = 0.95,
    interval: bool = True,
) -> Strata:
    """Read one figure a stratum of every group. Counts of one stratum are added up; estimates cannot be."""
    columns.check(interval=interval)
    if kind not in KINDS:
        raise UnknownChoice("kind", kind, KINDS)
    times = (100_000 if kind == "rate" and columns.count is not None else 1) if multiplier is None else multiplier
    check_multiplier(times)
    never = [role for role in ("count", "population", "se") if getattr(columns, role) is not None]
    added = columns.count is not None
    grouped = read(
        data, by=by, within={"stratum": stratum}, numbers=columns.numbers(), not_negative=never, add_up=added
    )
    z_for(level)
    labels, place = _in_order(grouped.labels["stratum"], ordered, order, first)
    laid = _laid_out(grouped, place, len(labels), added)
    note = Words(grouped.groups)
    unnamed = np.bincount(grouped.of, weights=place < 0, minlength=grouped.groups) > 0
    note.say(unnamed, UNNAMED)
    made = _from_counts(grouped, laid, kind, times, level) if added else _from_estimates(laid, level, limits_level)
    value, lower, upper, se = made
    people = laid["population"] if columns.population is not None else np.where(np.isnan(value), np.nan, 1.0)
    strata = Strata(
        grouped,
        labels,
        value,
        lower,
        upper,
        se,
        people,
        laid.get("count"),
        times,
        kind,
        columns.population is not None,
        note,
        unnamed,
    )
    note.say(some(strata.there & np.isnan(se)), "A figure came without an interval, so this has none.")
    note.say(~every(strata.there) & some(strata.there), "Groups without a figure are left out.")
    return strata


def _in_order(
    labels: Labels, ordered: bool, order: Sequence[Any] | None, first: str
) -> tuple[tuple[Any, ...], Positions]:
    """Names of the strata, the least deprived first where they have an order, and the stratum of each row."""
    if ordered or order is not None:
        place = labels.order(order)
        place = place if first == "least deprived" else place.max(initial=0) - place
    else:
        place = np.arange(len(labels.values))
    names = dict(sorted(zip(place.tolist(), labels.values, strict=True), reverse=True))
    known = labels.codes >= 0
    of = np.full(len(known), -1, dtype=np.int64)
    of[known] = place[labels.codes[known]]
    return tuple(names[i] for i in range(len(names))), of


def _laid_out(grouped: Grouped, place: Positions, strata: int, added: bool) -> dict[str, Floats]:
    """Every role as groups × strata; rows of one stratum are added up, or refused where they cannot be."""
    known = place >= 0
    cell = grouped.of[known] * strata + place[known]
    size = grouped.groups * strata
    if not added:
        rows = np.flatnonzero(known)
        first = np.unique(cell, return_index=True)[1]
        twice = np.ones(len(known), dtype=bool)
        twice[rows[first]] = False
        twice &= known
        grouped.check(
            "stratum",
            twice,
            "repeated within one group",
            "Figures already worked out cannot be added up: name every group column in by=.",
        )
    there = np.bincount(cell, minlength=size) > 0
    laid = {}
    for role, values in grouped.numbers.items():
        held = np.bincount(cell, weights=values[known], minlength=size).astype(float)
        laid[role] = np.where(there, held, np.nan).reshape(grouped.groups, strata)
    return laid


def _from_counts(
    grouped: Grouped, laid: dict[str, Floats], kind: str, times: float, level: float
) -> tuple[Floats, Floats, Floats, Floats]:
    if kind == "proportion":
        grouped.check("count", grouped["count"] > grouped["population"], *ABOVE_POPULATION)
    count, people = laid["count"], laid["population"]
    people = np.where(people > 0, people, np.nan)
    scale = times / people
    (lower, upper), (low, high) = (_limits(count, people, kind, at) for at in (level, 0.95))
    # Half the width of exact or score limits: a count of none has one too.
    se = (high - low) / (2 * z_for(0.95))
    return count * scale, lower * scale, upper * scale, se * scale


def _limits(count: Floats, people: Floats, kind: str, level: float) -> limits.Limits:
    """Limits of the count."""
    if kind == "proportion":
        low, high = limits.wilson(count, people, level)
        return low * people, high * people
    return limits.byar(count, level)


def _from_estimates(
    laid: dict[str, Floats], level: float, limits_level: float
) -> tuple[Floats, Floats, Floats, Floats]:
    value, low, high = laid["estimate"], laid.get("lower"), laid.get("upper")
    z, given = z_for(level), z_for(limits_level)
    if low is None or high is None:
        se = laid.get("se", np.full(value.shape, np.nan))
        return value, value - z * se, value + z * se, se
    se = laid.get("se", (high - low) / (2 * given))
    return value, value - (value - low) * z / given, value + (high - value) * z / given, se
