"""Standard populations, and age bands however they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import inf
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np

from evenground.analysis.errors import UnknownBand
from evenground.analysis.frames import Floats, Positions, written


class Band(NamedTuple):
    """Ages from ``start`` up to but not including ``end`` (endless for an open last band), in years."""

    start: float
    end: float

    def __str__(self) -> str:
        if self.end == inf:
            return f"{self.start:g}+"
        return f"{self.start:g}" if self.end == self.start + 1 else f"{self.start:g}–{self.end - 1:g}"


_FIVES = (5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500)

# In its finest published bands, so that 0–4 or 0 and 1–4, and 85+, 90+ or 95+, can all be made by adding.
_FINEST: Final[Mapping[Band, float]] = MappingProxyType(
    {Band(0, 1): 1000.0, Band(1, 5): 4000.0}
    | {Band(5 * i, 5 * i + 5): float(weight) for i, weight in enumerate(_FIVES, start=1)}
    | {Band(90, 95): 800.0, Band(95, inf): 200.0}
)


def european_2013(*, under: int | None = None) -> dict[str, float]:
    """Give the European Standard Population of 2013 in its nineteen bands, 0–4 to 90+.

    Parameters
    ----------
    under
        Only the bands below this age, for measures such as deaths under 75. It must be where a band begins.

    Examples
    --------
    >>> standard = european_2013()
    >>> len(standard), sum(standard.values()), standard["0–4"], standard["90+"]
    (19, 100000.0, 5000.0, 1000.0)
    >>> sum(european_2013(under=75).values())
    91000.0

    References
    ----------
    Eurostat. Revision of the European Standard Population. Luxembourg 2013.
    """
    starts = [0, *range(5, 95, 5)]
    bands = [Band(start, end) for start, end in zip(starts, [*starts[1:], inf], strict=True)]
    kept = [band for band in bands if under is None or band.end <= under]
    return {str(band): _added(band, _FINEST) for band in kept}


def band_of(label: Any) -> Band | None:
    """Read an age band: “0-4”, “00–04”, “5 to 9”, “85-89 years”, “90+”, “90 and over”, “under 1”; None when it is none.

    >>> band_of("85-89 years"), band_of("90 and over"), band_of("<1"), band_of("unknown")
    (Band(start=85.0, end=90.0), Band(start=90.0, end=inf), Band(start=0.0, end=1.0), None)
    """
    text = written(label).casefold().strip()
    ages = [float(age) for age in re.findall(r"\d+", text)]
    if isinstance(label, bool) or re.search(_DATE, text):
        return None
    if len(ages) == 2 and ages[0] <= ages[1]:
        return Band(ages[0], ages[1] + 1)
    if len(ages) != 1:
        return None
    if re.search(r"\+|plus|over|above|older|more|≥|>=", text):
        return Band(ages[0], inf)
    if re.search(r"under|below|less|younger|<", text):
        return Band(0.0, ages[0] + 1 if re.search(r"≤|<=", text) else ages[0])
    return Band(ages[0], ages[0] + 1)


# What a spreadsheet makes of “5-9” when nobody looks: “09-May”.
_DATE: Final = r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"


def bands_of(labels: Sequence[Any], *, column: str) -> list[Band]:
    """Read every age band of a column. Bare numbers that go up by more than a year are where bands begin.

    Raises
    ------
    UnknownBand
        Where a label is not a band of ages.
    """
    found = [band_of(label) for label in labels]
    odd = [written(label) for label, band in zip(labels, found, strict=True) if band is None]
    if odd:
        raise UnknownBand(f"The column “{column}” has labels that are not ages: {', '.join(odd[:5])}.", AGES)
    bands = [band for band in found if band]
    if all(band.end == band.start + 1 for band in bands) and len(bands) > 1:
        return _from_starts(bands)
    return bands


AGES: Final = "Write them as 0-4, 5-9 and so on up to 90+."


def _from_starts(bands: Sequence[Band]) -> list[Band]:
    """Bare numbers 0, 1, 5, 10 … 90 name where a band begins; 0, 1, 2, 3 … are single years and stay so."""
    starts = sorted({band.start for band in bands})
    if max(np.diff(starts), default=1) <= 1:
        return list(bands)
    following = dict(zip(starts, [*starts[1:], inf], strict=True))
    return [Band(band.start, following[band.start]) for band in bands]


class Weighed(NamedTuple):
    """Weight of each band of a standard, and which band each label belongs to."""

    weights: Floats
    names: tuple[str, ...]
    place: Positions


def weigh(labels: Sequence[Any], standard: Mapping[Any, float] | None, *, column: str) -> Weighed:
    """Match labels to a standard; None stands for the European one of 2013.

    Every band of the standard is given, also one that no label names, so that a missing band is seen. Labels wider
    than the bands of the standard (85+) take the sum of what they cover.

    Raises
    ------
    UnknownBand
        Where a label cannot be made of whole bands of the standard, or two labels share ages.
    """
    if standard is not None and not (isinstance(standard, Mapping) and standard):
        raise UnknownBand("The standard is not weights by age band.", 'Write it as {"0-64": 80500, "65+": 19500}.')
    names = [written(name) for name in standard or ()]
    if standard is not None and all(written(label) in names for label in labels):
        place = np.array([names.index(written(label)) for label in labels], dtype=np.int64)
        return Weighed(_checked(list(standard.values())), tuple(names), place)
    finest = _FINEST if standard is None else _by_band(standard)
    bands = bands_of(labels, column=column)
    wanted = sorted(set(bands))
    for earlier, later in pairwise(wanted):
        if later.start < earlier.end:
            raise UnknownBand(f"The age bands {earlier} and {later} in “{column}” share ages.", "Keep one of the two.")
    weights = [_added(band, finest) for band in wanted]
    lacking = [band for band in finest if not any(w.start <= band.start and band.end <= w.end for w in wanted)]
    made = _checked([*weights, *(finest[band] for band in lacking)])
    return Weighed(made, tuple(map(str, [*wanted, *lacking])), np.array([wanted.index(band) for band in bands], int))


def _by_band(standard: Mapping[Any, float]) -> dict[Band, float]:
    bands = bands_of(list(standard), column="standard")
    return dict(zip(bands, _checked(list(standard.values())).tolist(), strict=True))


def _added(band: Band, finest: Mapping[Band, float]) -> float:
    inside = [part for part in finest if band.start <= part.start and part.end <= band.end]
    covered = min((p.start for p in inside), default=-1) == band.start and max(p.end for p in inside) == band.end
    if not covered or any(a.end != b.start for a, b in pairwise(inside)):
        there = ", ".join(str(part) for part in finest)
        raise UnknownBand(
            f"The age band {band} cannot be made of whole bands of the standard, which has: {there}.",
            "Use those bands, leave the rows out, or give standard= as a mapping of your own bands to weights.",
        )
    return float(sum(finest[part] for part in inside))


def _checked(weights: Sequence[float]) -> Floats:
    try:
        made = np.array(weights, dtype=float)
    except (TypeError, ValueError):
        made = np.array([np.nan])
    if not (np.isfinite(made).all() and (made >= 0).all() and made.sum() > 0):
        raise UnknownBand("The standard has a weight that is not a number of people.", "Give each band zero or more.")
    return made
