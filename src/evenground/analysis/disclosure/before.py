"""What was released before: tables of the same data, and what more to withhold because of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from evenground.analysis.disclosure.control import Controlled
from evenground.analysis.disclosure.identity import identity_of
from evenground.analysis.disclosure.one_way import TOLD_EARLIER
from evenground.analysis.disclosure.profiles import Profile
from evenground.analysis.disclosure.published import Published, people_data, published
from evenground.analysis.results import Measured, MeasuredTable, Released, ReleasedTable

Earlier = Sequence[Released | ReleasedTable]


def earlier_tables(measured: MeasuredTable, earlier: Earlier) -> tuple[list[Published], list[Published]]:
    """Counts and populations published before of the same data."""
    tables = [table for one in earlier for table in published(one) if table.data]
    same = identity_of(measured)
    people = people_data(same.data, same.within(measured.within))
    return [t for t in tables if t.data == same.data], [t for t in tables if same.data and t.data == people]


@dataclass(frozen=True)
class Step:
    """How much more of an area's pages is withheld: groups by name, the total, everything about the nation."""

    groups: frozenset[str] = frozenset()
    total: bool = False
    without_nation: bool = False

    def applied(
        self, groups: Mapping[str, Controlled], whole: Controlled, rule: Profile
    ) -> tuple[dict[str, Controlled], Controlled]:
        """Withhold what this step says; a total that adds up what is shown goes with any part of it."""
        kept = {name: _withheld(group) if name in self.groups else group for name, group in groups.items()}
        return kept, _withheld(whole) if self.total or (self.groups and rule.totals == "shown") else whole

    def further(self, measured: Measured, leaking: Iterable[str]) -> Step | None:
        """What to withhold next, least first: the numbers that leak, the total, the nation, every group."""
        if named := frozenset(leaking) & measured.groups.keys() - self.groups:
            return replace(self, groups=self.groups | named)
        if not self.total:
            return replace(self, total=True)
        if measured.national is not None and not self.without_nation:
            return replace(self, without_nation=True)
        if self.groups != measured.groups.keys():
            return replace(self, groups=frozenset(measured.groups))
        return None


def _withheld(group: Controlled) -> Controlled:
    if not group.there:
        return group
    return replace(group, count=None, expected=None, why=TOLD_EARLIER)
