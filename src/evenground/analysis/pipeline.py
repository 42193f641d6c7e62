"""One outcome by deprivation for one area, from file to released table and chart."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import evenground
from evenground.analysis.disclosure import InternalPolicy, release
from evenground.analysis.disclosure.gate import LEAST_AREAS
from evenground.analysis.equity.gradient import Neighbourhoods, gradient
from evenground.analysis.equity.groups import QUINTILES, quintiles_of
from evenground.analysis.errors import Problem
from evenground.analysis.results import (
    Cell,
    Chart,
    Count,
    Gradient,
    Measured,
    Provenance,
    Released,
    ReleasedTable,
    Role,
    Row,
)
from evenground.analysis.results.spreadsheet import defused
from evenground.analysis.tables import CheckedTable, Columns, SimilarAreas, check_table, read_similar_areas

if TYPE_CHECKING:
    from numpy.typing import NDArray

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Analysis:
    """What an analysis gives back.

    ``noticed`` holds remarks on the file that did not stop it; ``measured`` is there only under an internal policy.
    """

    released: Released
    noticed: tuple[Problem, ...] = ()
    measured: Measured | None = None

    def charts(self, *, png: bool = False) -> tuple[Chart, ...]:
        """Draw every chart the release has figures for."""
        from evenground.analysis.charts import draw  # heavy, and only when somebody looks

        return draw(self.released, png=png)


def analyse(
    path: str | Path,
    *,
    area: str,
    columns: Columns,
    period: str,
    unit: str,
    similar: str | Path | SimilarAreas | None = None,
    area_names: Mapping[str, str] | None = None,
    profile: str = "hes",
    policy: InternalPolicy | None = None,
    earlier: Sequence[Released | ReleasedTable] = (),
    minimum_population: float = 0,
    attribution: str = "",
    source: str = "",
    denominator: str = "people",
    multiplier: int = 100_000,
    national_name: str = "England",
    progress: Progress | None = None,
) -> Analysis:
    """Analyse one outcome by deprivation for one area.

    Parameters
    ----------
    path
        CSV, CSV.gz, XLSX or Parquet of every neighbourhood in the country.
    area
        Code of the area, as in the file.
    columns
        Which heading means what.
    period, unit, denominator, multiplier
        What the numbers are: ``"2015/16"``, ``"emergency admissions"``, per 100,000 ``"people"``.
    similar
        File of similar areas (or one already read); left out, the area is set beside the nation only.
    area_names
        Name by code; names in the file of similar areas are used otherwise.
    source
        What the file is called to people, when its name on disk is another.
    profile, policy
        Rule for small numbers; see `evenground.analysis.disclosure.release`.
    earlier
        What was released before: nothing hidden in any release of the same file may be found by setting them side by side.
    minimum_population
        Leave smaller neighbourhoods out of the gradient (not out of the counts).
    progress
        Called with a share done, 0 to 1, and what is being done.

    Raises
    ------
    AnalysisError
        One of its kinds, with a sentence for a person.
    """
    tell = progress or _silent
    tell(0.0, "Reading the file")
    table = check_table(path, columns=columns).usable()
    table.check_area(area)
    alike = similar if isinstance(similar, SimilarAreas) or similar is None else read_similar_areas(similar)
    names = dict(alike.names if alike else {}) | dict(area_names or {})
    tell(0.6, "Counting by deprivation")
    about = Provenance(
        source=source or table.name,
        sha256=table.sha256,
        rows_read=table.rows_read,
        rows_left_out=table.left_out,
        areas=len(table.areas),
        area_code=area,
        area_name=names.get(area, area),
        national_name=national_name,
        period=period,
        unit=unit,
        denominator=denominator,
        multiplier=multiplier,
        columns=columns.chosen(),
        minimum_population=minimum_population,
        version=evenground.__version__,
        attribution=attribution,
    )
    measured = measure(table, about=about, similar=alike.of(area) if alike else (), names=names)
    tell(0.9, "Applying the rule for small numbers")
    released = release(measured, profile, policy=policy, earlier=earlier)
    tell(1.0, "Done")
    noticed = table.tiny_places(area) + _not_national(table)
    return Analysis(released, noticed, measured if released.internal else None)


def measure(
    table: CheckedTable, *, about: Provenance, similar: tuple[str, ...] = (), names: Mapping[str, str] | None = None
) -> Measured:
    """Count by fifth and fit the gradients, before disclosure control."""
    cells, mine = table.cells, table.cells["area"] == about.area_code
    fifths = quintiles_of(cells["rank"])
    everyone = np.ones(len(mine), dtype=bool)
    national = _national_is_known(table)
    gradients = _gradients(table, about, similar, names or {}) if national else ()
    return Measured(
        groups=_by_fifth(table, fifths, mine, about.area_name, about.national_name),
        total=_count(table, mine),
        national=Measured(_by_fifth(table, fifths, everyone, about.national_name, about.national_name))
        if national
        else None,
        gradients=gradients,
        provenance=about,
    )


def _by_fifth(
    table: CheckedTable, fifths: NDArray[np.int_], mine: NDArray[np.bool_], name: str, nation: str
) -> dict[str, Count]:
    counts = {}
    for number, label in enumerate(QUINTILES, start=1):
        inside = mine & (fifths == number)
        note = "" if inside.any() else f"{name} has no neighbourhood in this fifth of {nation}."
        counts[label] = _count(table, inside, note)
    return counts


def _count(table: CheckedTable, inside: NDArray[np.bool_], note: str = "") -> Count:
    cells = table.cells
    expected = float(cells["expected"][inside].sum()) if "expected" in cells else None
    return Count(
        count=float(cells["outcome"][inside].sum()),
        population=float(cells["population"][inside].sum()),
        expected=expected,
        neighbourhoods=int(inside.sum()),
        note=note,
    )


def _gradients(
    table: CheckedTable, about: Provenance, similar: tuple[str, ...], names: Mapping[str, str]
) -> tuple[Gradient, ...]:
    """The area, then each similar area, all of them pooled, and the nation."""
    places, codes = _places(table, about.multiplier), table.cells["area"]
    there = tuple(code for code in similar if code in table.areas)
    wanted = [(about.area_code, about.area_name, Role.AREA, codes == about.area_code)]
    wanted += [(code, names.get(code, code), Role.SIMILAR, codes == code) for code in there]
    if there:
        # The area itself is not in the pool: it is not compared with itself.
        wanted.append(("", f"{len(there)} similar areas together", Role.POOLED, np.isin(codes, there)))
    wanted.append(("", about.national_name, Role.NATIONAL, np.ones(len(codes), dtype=bool)))
    return tuple(
        gradient(
            places.where(inside),
            code=code,
            name=name,
            role=role,
            multiplier=about.multiplier,
            minimum_population=about.minimum_population,
        )
        for code, name, role, inside in wanted
    )


def _places(table: CheckedTable, multiplier: int) -> Neighbourhoods:
    """Rate of each neighbourhood: adjusted by expected counts, else as published, else crude."""
    cells = table.cells
    counts, people = cells["outcome"], cells["population"]
    if "expected" in cells:
        expected = np.where(cells["expected"] > 0, cells["expected"], np.nan)  # no rate: left out of the line
        rate = counts / expected * (counts.sum() / people.sum() * multiplier)
    else:
        rate = cells.get("standardised_rate", counts / people * multiplier)
    return Neighbourhoods(counts, people, cells["rank"], rate)


def _national_is_known(table: CheckedTable) -> bool:
    return len(table.areas) >= LEAST_AREAS


def _not_national(table: CheckedTable) -> tuple[Problem, ...]:
    if _national_is_known(table):
        return ()
    says = (
        f"The file has {len(table.areas)} areas, too few to stand for the country, so there is no national comparison."
    )
    mend = f"Use a file with every area (at least {LEAST_AREAS}) to compare and to adjust for age and sex."
    return (Problem(0, table.columns.area, says, mend),)


def write_csv(released: Released, path: str | Path) -> Path:
    """Write the released table, its figures and what they rest on as CSV that a spreadsheet opens safely."""
    about, path = released.provenance, Path(path)
    body: list[list[str]] = [["Group", *_headings(released)]]
    body += [_line(row, released, "") for row in (*released.rows, released.total)]
    body += [_line(row, released, f"{about.national_name}: ") for row in released.national]
    body += [[], ["Measure", "Area", "Value", "Lower", "Upper", "Why withheld"]]
    body += [[f.measure, f.label, *_values(f.cell), f.cell.why] for f in released.figures]
    body += [[], *([label, text] for label, text in _facts(released))]
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, lineterminator="\n").writerows([[defused(cell) for cell in line] for line in body])
    return path


def _headings(released: Released) -> list[str]:
    made = []
    for key, title in released.columns.items():
        made += [title, f"{title}: lower", f"{title}: upper"] if _has_interval(key) else [title]
    return [*made, "Why withheld"]


def _line(row: Row, released: Released, prefix: str) -> list[str]:
    made = [prefix + row.label]
    for key in released.columns:
        cell = row.cells[key]
        made += _values(cell) if _has_interval(key) else _values(cell)[:1]
    whys = dict.fromkeys(cell.why for cell in row.cells.values() if cell.why)
    return [*made, " ".join(whys)]


def _values(cell: Cell) -> list[str]:
    """Value and limits; where there is none, what stands for it, never a blank or a zero."""
    if cell.value is None:
        return [cell.text] * 3
    return ["" if v is None else f"{v:.10g}" for v in (cell.value, cell.lower, cell.upper)]


def _has_interval(key: str) -> bool:
    return key in ("rate", "standardised")


def _facts(released: Released) -> list[tuple[str, str]]:
    about = released.provenance
    facts = [("Finding", released.finding), *(("How", part) for part in released.how)]
    facts += [("Source", about.source), ("SHA-256 of the source", about.sha256), ("Period", about.period)]
    facts += [("Unit", about.unit), ("Made by", f"evenground {about.version}"), ("Digest", released.digest)]
    if released.internal:
        facts.insert(0, ("INTERNAL", f"Uncontrolled figures, not to be passed on. Reason: {released.reason}"))
    return facts


def _silent(share: float, what: str) -> None:
    """Tell nobody."""
