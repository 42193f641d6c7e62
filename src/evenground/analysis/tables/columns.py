"""Which column of a file means what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

from evenground.analysis.errors import ColumnTwice, MissingColumn


@dataclass(frozen=True)
class Columns:
    """Headings chosen by a person.

    Parameters
    ----------
    area
        Code of the area a neighbourhood is counted in.
    outcome
        Number of events, a whole number.
    population
        People; may be fractional where neighbourhoods are shared.
    rank
        National deprivation rank, scaled from 0 (least) to 1 (most deprived).
    expected
        Events expected for the age and sex of the people, at national rates.
    standardised_rate
        Published rate of the neighbourhood; used for the gradient only when there is no expected count.
    """

    area: str
    outcome: str
    population: str
    rank: str
    expected: str | None = None
    standardised_rate: str | None = None

    def chosen(self) -> dict[str, str]:
        """Role and heading of each column in use."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}

    def check_against(self, there: Sequence[str]) -> None:
        """Raise `MissingColumn` with the nearest spelling for headings not there, `ColumnTwice` for one used twice."""
        used = list(self.chosen().values())
        if twice := next((name for name in used if used.count(name) > 1), None):
            raise ColumnTwice(twice)
        missing = [name for name in self.chosen().values() if name not in there]
        if missing:
            raise MissingColumn(missing, there)


# Tried in order, most telling first: "expectedadmissions" must not be taken for the outcome.
_SIGNS: Final = {
    "expected": (r"^expect", r"expected"),
    "standardised_rate": (r"std_?rate", r"standardi[sz]ed_?rate", r"\b(isr|dsr)\b"),
    "rank": (
        r"imd_?scaled",
        r"scaled_?rank",
        r"rank_?scaled",
        r"deprivation_?rank",
        r"imd.*rank",
        r"^rank$",
        r"\bimd\b",
    ),
    "population": (r"^pop", r"population", r"denominator", r"list_?size", r"^people$"),
    "area": (r"^ccg", r"^icb", r"area_?code", r"^area", r"local_?authority.*code", r"^lad\d*cd", r"^org_?code"),
    "outcome": (
        r"^admissions$",
        r"admissions",
        r"^events?$",
        r"attendances",
        r"^count$",
        r"numerator",
        r"deaths",
        r"^cases",
    ),
}


def guess_columns(headings: Sequence[str]) -> dict[str, str]:
    """Guess the role of each heading; a role that nothing fits is left out, and no heading is used twice.

    >>> guess_columns(["CCG", "population", "admissions", "imdscaled", "notes"])
    {'area': 'CCG', 'outcome': 'admissions', 'population': 'population', 'rank': 'imdscaled'}
    """
    found: dict[str, str] = {}
    for role, signs in _SIGNS.items():
        free = [heading for heading in headings if heading not in found.values()]
        match = next((h for sign in signs for h in free if re.search(sign, _plain(h))), None)
        if match:
            found[role] = match
    return {f.name: found[f.name] for f in fields(Columns) if f.name in found}


def _plain(heading: str) -> str:
    return re.sub(r"[\s\-]+", "_", heading.strip().casefold())
