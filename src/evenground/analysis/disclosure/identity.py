"""What tells that two releases count the same things. Decided here and nowhere else.

Of one file, one period and one outcome column all pages and tables are about the same events; then areas go by the
column of the area, and the national fifths by the column of the rank, whatever a table calls them. Other tables count
the same when they were given the same name of their data.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from evenground.analysis.equity.groups import QUINTILES
from evenground.analysis.results import MeasuredTable, Provenance, ReleasedTable

AREA = "area"


@dataclass(frozen=True)
class Identity:
    """``data`` is what is counted, empty for nobody knows what; ``names`` says what each name is called among others."""

    data: str
    names: Mapping[str, str]

    def within(self, part: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        return {self.names.get(name, name): values for name, values in part.items()}

    def by(self, names: Collection[str]) -> tuple[str, ...]:
        return tuple(self.names.get(name, name) for name in names)


def data_of(about: Provenance, data: str = "") -> str:
    """Say what is counted; the fingerprint of the file, given as a name, is the file."""
    if about.sha256 and data in ("", about.sha256):
        return f"{about.sha256}|{about.period}|{about.columns.get('outcome', '')}"
    return data


def area_column(about: Provenance) -> str:
    """What the name of the areas is among the tables of a file."""
    return about.columns.get("area", AREA)


def groups_called(labels: Collection[str], about: Provenance) -> str:
    """What the groups of a page are called: the same labels made by the same ranking are the same groups."""
    ranked = about.columns.get("rank", "")
    return f"fifth [{ranked}]" if _fifths(labels) else f"group {ranked} {list(labels)}"


def identity_of(table: MeasuredTable | ReleasedTable) -> Identity:
    """Say what a table counts, and what its names are called beside other tables of the same."""
    about, data = table.provenance, data_of(table.provenance, table.data)
    if not about.sha256 or data == table.data:
        return Identity(table.data, {})
    keys = table.cells if isinstance(table, MeasuredTable) else [row.key for row in table.rows]
    labels: dict[str, Collection[str]] = {
        name: {part for key in keys if (part := key[i]) is not None} for i, name in enumerate(table.by)
    }
    fifths = [name for name, some in {**table.within, **labels}.items() if _fifths(some)]
    names = {fifths[0]: groups_called(QUINTILES, about)} if len(fifths) == 1 else {}  # two rankings: nobody knows which
    return Identity(data, names)


def _fifths(labels: Collection[str]) -> bool:
    return bool(labels) and set(labels) <= set(QUINTILES)
