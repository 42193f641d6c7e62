"""What the analysis hands on: frozen results, from the counts measured to the table released.

``Measured`` is before disclosure control and stays inside. ``Released`` is after it and may be shown, stored and
drawn. Only ``evenground.analysis.disclosure`` makes one from figures.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import InitVar, asdict, dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from evenground.analysis.errors import BrokenRelease, ReleaseRefused, UnknownGroup

FORMAT: Final = 1
HIDDEN: Final = "*"
_GATE: Final = object()


class State(StrEnum):
    """Why a cell reads as it does."""

    SHOWN = "shown"
    HIDDEN = "hidden"  # the number exists and is withheld
    NONE = "none"  # there is no such number, for instance no neighbourhood in the group


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


@dataclass(frozen=True)
class Cell:
    """One number as it may be shown: ``text`` for display, ``value`` for arithmetic, ``why`` when there is none."""

    text: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    why: str = ""
    state: State = State.SHOWN

    @property
    def shown(self) -> bool:
        return self.state is State.SHOWN

    @property
    def estimate(self) -> Estimate | None:
        """The figure with its interval, when all three are shown."""
        if self.value is None or self.lower is None or self.upper is None:
            return None
        return Estimate(self.value, self.lower, self.upper)


@dataclass(frozen=True)
class Row:
    """One group of a released table. ``cells`` go by column: count, population, neighbourhoods, expected, rate, …"""

    key: str
    label: str
    cells: Mapping[str, Cell]
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", MappingProxyType(dict(self.cells)))


@dataclass(frozen=True)
class Figure:
    """A released estimate: a gap or a gradient. ``key`` is unique, as ``gap.absolute`` or ``gradient.similar.01G``."""

    key: str
    label: str
    measure: str
    cell: Cell
    role: Role = Role.AREA
    level: float = 0.95
    method: str = ""


@dataclass(frozen=True)
class Released:
    """A table that has passed the gate: safe to show, store and draw.

    ``rows`` and ``total`` are the area by group; ``national`` the same for the whole file, its last row the total.
    """

    columns: Mapping[str, str]
    rows: tuple[Row, ...]
    total: Row
    national: tuple[Row, ...]
    figures: tuple[Figure, ...]
    finding: str
    how: tuple[str, ...]
    rule: str
    provenance: Provenance
    headline: str = "rate"
    internal: bool = False
    reason: str = ""
    _gate: InitVar[object] = None

    def __post_init__(self, _gate: object) -> None:
        if _gate is not _GATE:
            raise ReleaseRefused(
                "Only the disclosure gate makes a release. Call disclosure.release(measured, profile)."
            )
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))

    def figure(self, key: str) -> Figure | None:
        """The figure of that key, or None when it was not asked for."""
        return next((f for f in self.figures if f.key == key), None)

    @property
    def withheld(self) -> tuple[tuple[str, str, str], ...]:
        """Every cell that is not shown: row or figure, column or measure, and why."""
        named = [(r, "") for r in (*self.rows, self.total)]
        named += [(r, f"{self.provenance.national_name}: ") for r in self.national]
        cells = [(w + r.label, self.columns[k], c.why) for r, w in named for k, c in r.cells.items() if not c.shown]
        return tuple(cells + [(f.label, f.measure, f.cell.why) for f in self.figures if not f.cell.shown])

    @property
    def digest(self) -> str:
        """SHA-256 of the content: two releases with the same digest say the same."""
        return hashlib.sha256(_canonical(self._content())).hexdigest()

    def _content(self) -> dict[str, Any]:
        return {"format": FORMAT} | {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    def to_json(self) -> str:
        """Write as JSON, with the digest of the content."""
        content = self._content()
        return json.dumps({"digest": self.digest, **content}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Released:
        """Open a stored release again; `BrokenRelease` when it is damaged or was changed since."""
        try:
            content = json.loads(text)
            digest = content.pop("digest")
            whole = hashlib.sha256(_canonical(content)).hexdigest() == digest and content.pop("format") == FORMAT
        except (ValueError, KeyError, AttributeError) as error:
            raise BrokenRelease("The stored table cannot be read. Make it again from its source file.") from error
        if not whole:
            raise BrokenRelease("The stored table was changed after it was made. Make it again from its source file.")
        return cls(**_typed(content), _gate=_GATE)


@dataclass(frozen=True)
class Chart:
    """A drawing with what a person needs who cannot see it: title, description and the same figures as a table."""

    title: str
    description: str
    svg: str
    table: tuple[tuple[str, ...], ...]  # the first row holds the headings
    png: bytes | None = None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Row):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value


def _canonical(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _typed(content: dict[str, Any]) -> dict[str, Any]:
    return content | {
        "rows": tuple(_row(row) for row in content["rows"]),
        "total": _row(content["total"]),
        "national": tuple(_row(row) for row in content["national"]),
        "figures": tuple(
            Figure(**{**f, "cell": _cell(f["cell"]), "role": Role(f["role"])}) for f in content["figures"]
        ),
        "how": tuple(content["how"]),
        "provenance": Provenance(**content["provenance"]),
    }


def _row(row: dict[str, Any]) -> Row:
    return Row(**{**row, "cells": {key: _cell(cell) for key, cell in row["cells"].items()}})


def _cell(cell: dict[str, Any]) -> Cell:
    return Cell(**{**cell, "state": State(cell["state"])})
