"""The real small-area file, read once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evenground.analysis.pipeline import Analysis, analyse
from evenground.analysis.tables import CheckedTable, Columns, check_table

REAL = Columns(
    area="CCG",
    outcome="admissions",
    population="population",
    rank="imdscaled",
    expected="expectedadmissions",
    standardised_rate="age_stdrate",
)


@pytest.fixture(scope="session")
def real_table(real: Callable[[str], Path]) -> CheckedTable:
    return check_table(real("emergency_admissions_lsoa_2015_16.csv.gz"), columns=REAL).usable()


@pytest.fixture(scope="session")
def liverpool(real: Callable[[str], Path]) -> Analysis:
    return analyse(
        real("emergency_admissions_lsoa_2015_16.csv.gz"),
        area="99A",
        columns=REAL,
        similar=real("ccg_similar_areas.csv"),
        period="2015/16",
        unit="emergency admissions",
    )
