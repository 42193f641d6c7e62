"""Counts after the rule for small numbers: what may be shown of each, and why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evenground.analysis.disclosure.one_way import LEAST_LEFT, SMALL, Range, narrowed
from evenground.analysis.disclosure.profiles import Profile
from evenground.analysis.results import Count, Measured


@dataclass(frozen=True)
class Controlled:
    """One group after the rule. ``count`` is None when hidden, and ``why`` says why; ``there``: anybody lives in it."""

    count: float | None
    population: float | None
    expected: float | None
    neighbourhoods: int | None
    why: str = ""
    there: bool = True

    def as_count(self) -> Count | None:
        """Give the rounded count, as any measure takes it."""
        if self.count is None or self.population is None:
            return None
        return Count(self.count, self.population, self.expected, self.neighbourhoods)


def control(measured: Measured, profile: Profile, unit: str) -> tuple[dict[str, Controlled], Controlled]:
    """Apply a profile to every group of a table and to its total."""
    groups = {name: _controlled(count, profile, unit) for name, count in measured.groups.items()}
    whole = _controlled(measured.whole, profile, unit)
    if not profile.controls:
        return groups, whole
    if profile.totals == "shown":
        return groups, _sum_of_shown(groups, whole)
    if whole.count is None and whole.there:
        return {name: _with_the_total(group) for name, group in groups.items()}, whole
    if any(group.there and group.population is None for group in groups.values()):
        return groups, _withheld(whole, TELLS)
    return groups, _withheld(whole, TELLS) if _total_could_tell(groups, profile) else whole


TELLS = "Withheld: with it, a hidden number could be worked out."


def _controlled(count: Count, profile: Profile, unit: str) -> Controlled:
    if count.population <= 0:
        return Controlled(
            None, None, None, count.neighbourhoods, count.note or "Nobody lives in this group.", there=False
        )
    expected = None if count.expected is None else round(count.expected, 2)
    least = profile.least_shown
    if count.population < least:
        why = f"Withheld: fewer than {least} people live here, so any number would be about them."
        return Controlled(None, None, None, count.neighbourhoods, why)
    people = profile.rounded(count.population)
    if profile.hides(count.count):
        low, high = profile.hidden
        why = f"{SMALL}: {low} to {high} {unit}. So small a number could point to a person."
        return Controlled(None, people, None, count.neighbourhoods, why)
    return Controlled(profile.rounded(count.count), people, expected, count.neighbourhoods)


def _with_the_total(group: Controlled) -> Controlled:
    """When so few happened in the whole area, even which groups had none would tell."""
    if not group.there:
        return group
    return _withheld(group, "Withheld: the whole area has so few that any group could point to a person.")


def _withheld(group: Controlled, why: str) -> Controlled:
    return Controlled(None, group.population, None, group.neighbourhoods, why)


def _sum_of_shown(groups: Mapping[str, Controlled], whole: Controlled) -> Controlled:
    there = [group for group in groups.values() if group.there]
    shown = [group.count for group in there if group.count is not None]
    if not there or not whole.there:
        return whole
    if len(shown) < len(there):
        return _withheld(whole, "Withheld: by this rule a total adds up the numbers shown, and one of them is hidden.")
    return Controlled(float(sum(shown)), whole.population, whole.expected, whole.neighbourhoods)


def _total_could_tell(groups: Mapping[str, Controlled], profile: Profile) -> bool:
    """Whether ANY total that fits the cells shown would give a hidden count away.

    Asked of every possible total and not of the true one, so that withholding it says nothing about it.
    Rounding alone does not suffice: four groups of 7 and one of 0 give a total of 28, shown as 30, which
    only four sevens can reach.
    """
    there = [group for group in groups.values() if group.there]
    ranges = [profile.hidden if group.count is None else profile.behind(group.count) for group in there]
    hidden = [i for i, group in enumerate(there) if group.count is None]
    if not hidden:
        return False
    for total in _possible_totals(ranges, profile):
        left = narrowed(ranges, total)
        if any(left[i][1] - left[i][0] + 1 < LEAST_LEFT for i in hidden):
            return True
    return False


def _possible_totals(ranges: list[Range], profile: Profile) -> Iterator[Range]:
    low, high = sum(r[0] for r in ranges), sum(r[1] for r in ranges)
    step = profile.nearest
    for shown in range(max(step, int(low // step) * step - step), high + 2 * step, step):
        least, most = profile.behind(shown)
        if least <= min(most, high) and most >= low:
            yield least, most
