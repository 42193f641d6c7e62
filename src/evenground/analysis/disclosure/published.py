"""What anybody can read from a release: for every number the range its true count must lie in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from evenground.analysis.disclosure.identity import area_column, data_of, groups_called, identity_of
from evenground.analysis.disclosure.one_way import FAR, known
from evenground.analysis.disclosure.profiles import NOTHING, Profile, profile_called
from evenground.analysis.results import Because, Key, Provenance, Released, ReleasedTable, Row, State, TableRow

PEOPLE: Final = "people"


@dataclass(frozen=True)
class Number:
    """One published number: ``low`` to ``high`` is what it says by itself of the true count behind it.

    ``guarded``: it must keep several possible values. ``rounded``: it is shown, but not as the true count.
    ``implied``: nobody published it, but the others may give it away.
    """

    key: Key
    low: int
    high: int
    label: str
    guarded: bool = False
    rounded: bool = False
    implied: bool = False


@dataclass(frozen=True)
class Published:
    """The numbers of one table. ``data`` says which tables count the same things and so can be set together.

    ``small`` are the counts that its rule does not let anybody know.
    """

    by: tuple[str, ...]
    numbers: tuple[Number, ...]
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)
    data: str = ""
    complete: frozenset[str] = frozenset()  # names whose categories here are all there are
    small: tuple[int, int] = NOTHING

    @property
    def cells(self) -> Iterator[Number]:
        """The numbers that are not totals."""
        return (number for number in self.numbers if None not in number.key)


def published(release: Released | ReleasedTable | Published, rule: str | None = None) -> list[Published]:
    """Everything a release says of counts and, by themselves, of populations."""
    if isinstance(release, Published):
        return [release]
    profile = profile_called(rule or release.provenance.profile)
    if isinstance(release, Released):
        return _of_released(release, profile)
    found = [_of_table(release, profile, "count")]
    if "population" in release.columns:
        found.append(_of_table(release, profile, "population"))
    return found


# -- a table by any categories --------------------------------------------------------------------------------------


def _of_table(table: ReleasedTable, profile: Profile, column: str) -> Published:
    numbers = (_number(row, profile, column, table.total) for row in table.rows)
    same = identity_of(table)
    by, data, within = same.by(table.by), same.data, same.within(table.within)
    if column == "population":  # the same people stand in every period: populations of two parts do not add up
        data, within = people_data(data, within), {}
    complete = frozenset(() if within else by)
    return Published(by, tuple(n for n in numbers if n), within, data, complete, profile.small)


def people_data(data: str, within: Mapping[str, frozenset[str]]) -> str:
    """Say whose populations they are: those of the same part of the same data."""
    part = ";".join(f"{name}={','.join(sorted(within[name]))}" for name in sorted(within))
    return f"{PEOPLE}|{part}|{data}" if data else ""


def _number(row: TableRow, profile: Profile, column: str, total: str) -> Number | None:
    cell = row.cells[column]
    because = row.because if column == "count" else row.people_because
    summed = profile.totals == "shown" and row.is_total
    if cell.state is State.NONE or (summed and because is not Because.SMALL):
        return None  # a sum of what is shown says nothing more
    label = row.label(total) + (f" ({PEOPLE})" if column == "population" else "")
    if cell.value is not None:
        low, high = profile.behind(cell.value)
        return Number(row.key, low, high, label, guarded=profile.blurs(cell.value), rounded=low < high)
    if column == "population":
        low, high = hidden_people(because, profile)
    else:
        low, high = hidden_range(because, profile, people=_people(row, profile))
    return Number(row.key, low, high, label, guarded=True)


def _people(row: TableRow, profile: Profile) -> tuple[int, int] | None:
    cell = row.cells.get("population")
    return profile.behind(cell.value) if cell and cell.value is not None else None


def hidden_range(because: Because, profile: Profile, *, people: tuple[int, int] | None = None) -> tuple[int, int]:
    """Smallest and largest count that would be hidden for this reason, as the legend tells."""
    low, high = profile.hidden
    if because is Because.SMALL:
        return low, high
    if because is Because.REST_SMALL and people:
        return max(profile.least_shown, people[0] - high), people[1] - low
    if because is Because.PROTECTS:
        return max(profile.least_shown, 0), FAR
    if because in (Because.EITHER, Because.FEW_PEOPLE, Because.WITH_PEOPLE):
        return low, FAR
    return 0, FAR


def hidden_people(because: Because, profile: Profile) -> tuple[int, int]:
    """The same for a population: few people are at least one."""
    if because is Because.FEW_PEOPLE:
        return 1, profile.least_shown - 1
    if because is Because.EITHER:
        return 1, FAR
    return hidden_range(because, profile)


# -- the pages of one area ------------------------------------------------------------------------------------------


def _of_released(released: Released, profile: Profile) -> list[Published]:
    about = released.provenance
    data, area = data_of(about), about.area_code or about.area_name
    found = [_grouped(released.rows, released.total, about, profile, data, {area_column(about): frozenset({area})})]
    if released.national:
        found.append(_grouped(released.national[:-1], released.national[-1], about, profile, data, {}))
    return found


def _grouped(
    rows: tuple[Row, ...],
    total: Row,
    about: Provenance,
    profile: Profile,
    data: str,
    within: Mapping[str, frozenset[str]],
) -> Published:
    by = groups_called([row.key for row in rows], about)
    whole = known(total.cells["count"], profile, total=True)
    small = whole is not None and whole[1] <= profile.hidden[1]
    numbers = [_of_row(row, (row.key,), profile, small=small) for row in rows]
    if profile.totals == "true":
        numbers.append(_of_row(total, (None,), profile, total=True))
    return Published((by,), tuple(n for n in numbers if n), within, data, frozenset({by}), profile.small)


def _of_row(row: Row, key: Key, profile: Profile, *, total: bool = False, small: bool = False) -> Number | None:
    cell = row.cells["count"]
    if cell.state is State.NONE:
        return None
    low, high = known(cell, profile, total=total, small_total=small) or (0, FAR)
    if not cell.shown and not cell.why.startswith(("Hidden because it is small", "Withheld: the whole area")):
        low, high = 0, FAR
    shown = cell.value is not None
    guarded = profile.blurs(cell.value) if cell.value is not None else not (total and high == FAR)
    return Number(key, low, high, row.label, guarded=guarded, rounded=shown and low < high)
