"""Made-up places for tests: small, and never anybody's."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from evenground.analysis.equity.groups import QUINTILES
from evenground.analysis.results import Count, Measured, Provenance
from evenground.analysis.tables import Columns

HEADINGS = ("area", "events", "people", "rank", "expected")
COLUMNS = Columns(area="area", outcome="events", population="people", rank="rank", expected="expected")


def by_fifth(counts: Sequence[float], *, population: float = 20_000, areas: int = 0) -> Measured:
    """The five fifths with these counts, most deprived first."""
    groups = {label: Count(n, population, n + 10.0, 12) for label, n in zip(QUINTILES, counts, strict=True)}
    about = Provenance(area_code="A01", area_name="Northport", unit="admissions", period="2024/25", areas=areas)
    return Measured(groups, provenance=about)


def write_table(path: Path, rows: Iterable[Sequence[object]], headings: Sequence[str] = HEADINGS) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def country(areas: int = 12, places: int = 30, steep: float = 1.0) -> list[tuple[object, ...]]:
    """Neighbourhoods of 1,000 people in several areas; events climb with rank, the expected number does not."""
    rows: list[tuple[object, ...]] = []
    for area in range(1, areas + 1):
        for i in range(places):
            rank = (i + 0.5) / places
            rows.append((f"A{area:02}", round(4 + steep * 10 * rank), 1000 + area, round(rank, 6), 9.0))
    return rows
