"""Made-up figures of the same form as the published ones: neighbourhoods with admissions and a deprivation rank."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from random import Random

from evenground.site.demonstration.facts import all_teams

SEED = 201516
PERIOD, UNIT = "2024/25", "emergency admissions"
ATTRIBUTION = "Made-up figures for the demonstration of Evenground. They describe no real place."
HEADINGS = ("CCG", "population", "admissions", "expectedadmissions", "imdscaled", "age_stdrate")
COLUMNS = {
    "area": "CCG",
    "outcome": "admissions",
    "population": "population",
    "rank": "imdscaled",
    "expected": "expectedadmissions",
}
NATIONAL_RATE = 0.0079  # admissions a person and year
# Rate ratio from the least (0) to the most deprived (1) neighbourhood: about as steep as in the published figures.
LEAST, STEEPNESS = 0.55, 1.15
_MORE_PLACES = ("Stonebeck", "Oldmarsh", "Cobblewick", "Windlesea", "Sallowfield", "Netherpool")


@dataclass(frozen=True)
class Area:
    """A made-up area: how many neighbourhoods, and how deprived they are on the whole (0 to 1)."""

    code: str
    name: str
    neighbourhoods: int
    deprivation: float


@cache
def areas() -> tuple[Area, ...]:
    """The areas of Northshire, those where the teams work first."""
    rng = Random(SEED)  # noqa: S311
    names = list(dict.fromkeys([*(team.area for team in all_teams()), *_MORE_PLACES]))[:25]
    return tuple(
        Area(f"Z{number:02}", name, rng.randint(90, 220), rng.uniform(0.35, 0.7))
        for number, name in enumerate(names, start=1)
    )


def code_of(name: str) -> str:
    """The code of an area by its name."""
    return next(area.code for area in areas() if area.name == name)


def write_sample_data(path: Path | str) -> Path:
    """Write the made-up admissions of every neighbourhood of Northshire."""
    rng = Random(SEED)  # noqa: S311
    rows = [_neighbourhood(rng, area) for area in areas() for _ in range(area.neighbourhoods)]
    return _written(Path(path), [HEADINGS, *rows])


def _neighbourhood(rng: Random, area: Area) -> list[str]:
    # Some neighbourhoods lie across a border: only a few of their people belong here, and halves occur.
    population = rng.randint(2, 60) / 2 if rng.random() < 0.3 else rng.randint(2400, 4200) / 2
    if rng.random() < 0.03:
        population = 1.0
    rank = min(max(rng.gauss(area.deprivation, 0.28), 0.0005), 0.9995)
    expected = population * NATIONAL_RATE * rng.uniform(0.6, 1.5)
    admissions = _poisson(rng, expected * (LEAST + STEEPNESS * rank))
    rate = admissions / expected * NATIONAL_RATE * 100_000
    return [area.code, f"{population:g}", str(admissions), f"{expected:.9g}", f"{rank:.9f}", _rate(rate)]


def _rate(rate: float) -> str:
    """As published: one decimal, thousands commas, a bare 0."""
    return f"{rate:,.1f}" if rate else "0"


def _poisson(rng: Random, mean: float) -> int:
    """A Poisson count, by Knuth's product of uniform numbers (the means here are below 60)."""
    limit, product, count = exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def write_sample_similar(path: Path | str) -> Path:
    """Write which ten areas are most like each, in the form of the published file."""
    headings = ["CCG16CD", "CCG16CDH", "CCG16NM", "CCG13CD", "CCG13NM", *(f"similar_ccg_{n}" for n in range(1, 11))]
    rows = []
    for area in areas():
        others = [other for other in areas() if other is not area]
        others.sort(key=lambda other: (abs(other.deprivation - area.deprivation), other.code))
        made_up = f"Z38{area.code[1:]}"
        rows.append([made_up, area.code, area.name, made_up, area.name, *(other.code for other in others[:10])])
    return _written(Path(path), [headings, *rows])


def _written(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path
