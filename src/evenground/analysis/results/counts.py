"""True counts, estimates and where they come from: before disclosure control."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from evenground.analysis.errors import UnknownGroup


class Role(StrEnum):
    """Whose gradient it is."""

    AREA = "area"
    SIMILAR = "similar"
    POOLED = "pooled"
    NATIONAL = "national"


@dataclass(frozen=True)
class Count:
    """Events counted in one group, with what they are set against.

    ``population`` may be fractional (half a neighbourhood); ``expected`` is the number of events if the group had
    the national rates of its age and sex.
    """

    count: float
    population: float
    expected: float | None = None
    neighbourhoods: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval."""

    value: float
    lower: float
    upper: float
    level: float = 0.95
    method: str = ""
    note: str = ""

    def overlaps(self, other: Estimate) -> bool:
        """Whether the two intervals share any value."""
        return self.lower <= other.upper and other.lower <= self.upper


@dataclass(frozen=True)
class Gradient:
    """A slope over neighbourhoods for one area or pool, or the reason there is none."""

    code: str
    name: str
    role: Role
    neighbourhoods: int
    count: float
    absolute: Estimate | None = None
    relative: Estimate | None = None
    excess: Estimate | None = None
    note: str = ""


@dataclass(frozen=True)
class Provenance:
    """Where the figures come from and how they were made."""

    source: str = ""
    sha256: str = ""
    rows_read: int = 0
    rows_left_out: Mapping[str, int] = field(default_factory=dict)
    areas: int = 0
    area_code: str = ""
    area_name: str = ""
    national_name: str = "England"
    period: str = ""
    unit: str = "events"
    denominator: str = "people"
    multiplier: int = 100_000
    columns: Mapping[str, str] = field(default_factory=dict)
    minimum_population: float = 0
    profile: str = ""
    version: str = ""
    attribution: str = ""


@dataclass(frozen=True)
class Measured:
    """True counts by group, in order, before disclosure control.

    Parameters
    ----------
    groups
        Name of each group and its count, the first the most deprived.
    total
        The whole area; left out, it is the sum of the groups.
    national
        The same groups over every neighbourhood in the file.
    gradients
        The slope for the area and whatever it is compared with.
    """

    groups: Mapping[str, Count]
    total: Count | None = None
    national: Measured | None = None
    gradients: tuple[Gradient, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)

    def of(self, name: str) -> Count:
        """Give the count of one group; `UnknownGroup` says which there are."""
        if name not in self.groups:
            raise UnknownGroup(name, list(self.groups))
        return self.groups[name]

    @property
    def whole(self) -> Count:
        """The total as given, or the sum of the groups."""
        return self.total or added(list(self.groups.values()))


def added(counts: Sequence[Count]) -> Count:
    """Sum of several groups; expected counts only when every group has one."""
    expected = [c.expected for c in counts if c.expected is not None]
    places = [c.neighbourhoods for c in counts if c.neighbourhoods is not None]
    return Count(
        count=sum(c.count for c in counts),
        population=sum(c.population for c in counts),
        expected=sum(expected) if len(expected) == len(counts) else None,
        neighbourhoods=sum(places) if len(places) == len(counts) else None,
    )
