"""Made-up figures that went through the real gate and the real measures, for charts to draw."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import nan

import pyarrow as pa
from defusedxml.ElementTree import fromstring

from evenground.analysis import change, equity
from evenground.analysis.disclosure import measured_table, release, released_estimates, worked_out
from evenground.analysis.results import Chart, Count, MeasuredTable, Provenance, ReleasedFigures, ReleasedTable

SVG = "{http://www.w3.org/2000/svg}"
FIFTHS = ("1", "2", "3", "4", "5")
RATE = {"count": "count", "population": "population"}
ABOUT = Provenance(unit="admissions", area_name="Northport", period="2024/25")
CLEAR, CLOSE, SMALL = (1003, 820, 600, 430, 300), (330, 310, 305, 320, 318), (1003, 820, 600, 430, 4)


def released(cells: dict[tuple[str, ...], float], by: Sequence[str], *, people: float = 20_000) -> ReleasedTable:
    counts = {key: Count(float(n), people) for key, n in cells.items()}
    return release(MeasuredTable(tuple(by), counts, (), provenance=ABOUT), "hes")


def fifths(counts: Sequence[float] = CLEAR, **more: float) -> ReleasedTable:
    return released({(name,): n for name, n in zip(FIFTHS, counts, strict=True)}, ["fifth"], **more)


def rates(table: ReleasedTable) -> ReleasedFigures:
    return worked_out(table, equity.crude_rate, by="fifth", **RATE)


def gaps(table: ReleasedTable, **more: str) -> ReleasedFigures:
    return worked_out(table, equity.gaps, group="fifth", **RATE, **more)


def slopes(table: ReleasedTable, **more: str) -> ReleasedFigures:
    return worked_out(table, equity.slope_index, quantile="fifth", **RATE, **more)


def two_years(before: Sequence[float], after: Sequence[float]) -> ReleasedTable:
    years = (("2023", before), ("2024", after))
    cells = {(name, year): n for year, counts in years for name, n in zip(FIFTHS, counts, strict=True)}
    return released(cells, ["fifth", "year"])


def by_year(table: ReleasedTable) -> ReleasedFigures:
    return worked_out(table, equity.crude_rate, by=["fifth", "year"], **RATE)


def _changes(frame: pa.Table, by: str = "fifth") -> pa.Table:
    found = equity.crude_rate(frame, by=[by, "year"], **RATE)
    return change.between(found, period="year", before="2023", after="2024", about="level")


def _contrast(frame: pa.Table) -> pa.Table:
    return change.contrast(_changes(frame), stratum="fifth", of="1", against="5")


def changes(table: ReleasedTable) -> ReleasedFigures:
    return worked_out(table, _changes, by="fifth")


def contrasts(table: ReleasedTable) -> ReleasedFigures:
    return worked_out(table, _contrast)


def gradients(slopes_of: dict[str, float | None], *, half: float = 100.0, places: int = 30) -> ReleasedFigures:
    """One absolute gradient an area, with an interval of the same width for all."""
    rows = [
        {"area": area, "measure": "absolute gradient", "estimate": nan if value is None else value,
         "lower": None if value is None else value - half, "upper": None if value is None else value + half,
         "level": 0.95, "note": "" if value is not None else "There is no line.", "n": places}
        for area, value in slopes_of.items()
    ]  # fmt: skip
    return released_estimates(pa.Table.from_pylist(rows), "hes", units="n", by="area", provenance=ABOUT)


def funnels(cells: dict[str, tuple[float, float]], measure: object = equity.funnel) -> ReleasedFigures:
    frame = pa.table({
        "area": list(cells), "n": [n for n, _ in cells.values()], "people": [float(p) for _, p in cells.values()]
    })  # fmt: skip
    made = measured_table(frame, by="area", count="n", population="people", margins="none", provenance=ABOUT)
    return worked_out(release(made, "hes"), measure, area="area", kind="rate", **RATE)


def months(series: dict[str, dict[str, float]], *, people: float = 1000) -> ReleasedTable:
    cells = {(name, month): n for name, points in series.items() for month, n in points.items()}
    return released(cells, ["ward", "month"], people=people)


def year(counts: Sequence[float], *, start: int = 2023) -> dict[str, float]:
    return {f"{start + i // 12}-{i % 12 + 1:02}": n for i, n in enumerate(counts)}


def controls(table: ReleasedTable, **more: object) -> ReleasedFigures:
    asked = {"chart": "u", "improvement": "down", "per": 1000} | RATE | more
    return worked_out(table, change.control_chart, time="month", **asked)


def marks(chart: Chart, of: str = "point") -> int:
    """How many marks a reader of the picture meets."""
    return len(re.findall(rf'aria-roledescription="{of}"', chart.svg))


def texts(chart: Chart) -> list[str]:
    return ["".join(text.itertext()) for text in fromstring(chart.svg).iter(f"{SVG}text")]
