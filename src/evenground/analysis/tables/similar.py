"""Which areas are most alike, as published: a code, a name and ten similar areas a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evenground.analysis.errors import MissingColumn, UnknownArea
from evenground.analysis.tables.opening import ROW, opened


@dataclass(frozen=True)
class SimilarAreas:
    """Names and similar areas by code."""

    names: Mapping[str, str]
    similar: Mapping[str, tuple[str, ...]]

    def of(self, code: str) -> tuple[str, ...]:
        """Codes of the areas most like this one, the most alike first."""
        if code not in self.similar:
            raise UnknownArea(code, list(self.similar))
        return self.similar[code]


def read_similar_areas(
    path: str | Path, *, code: str = "CCG16CDH", name: str = "CCG16NM", similar: str = "similar_ccg_"
) -> SimilarAreas:
    """Read a file of similar areas.

    Parameters
    ----------
    path
        Any file a table can be read from.
    code, name
        Headings of the area's code and name.
    similar
        What the headings of the similar areas begin with; the order of columns is kept.
    """
    with opened(path) as table:
        there = [name for name in table.columns if name != ROW]
        wanted = [heading for heading in there if heading.startswith(similar)]
        missing = [heading for heading in (code, name) if heading not in there] + ([] if wanted else [similar + "1"])
        if missing:
            raise MissingColumn(missing, there)
        rows = table.select(code, name, *wanted).to_pyarrow().to_pylist()
    return SimilarAreas(
        names={row[code]: row[name] for row in rows},
        similar={row[code]: tuple(row[heading] for heading in wanted if row[heading]) for row in rows},
    )
