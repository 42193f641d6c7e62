"""Points in time as a chart lays them out: evenly, with an empty place where one is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import reduce
from itertools import pairwise
from math import gcd
from typing import Final

from evenground.analysis.charts.rows import natural

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST_EMPTY: Final = 4  # times as many places as points: beyond it the series is not regular


def laid_out(times: Iterable[str]) -> list[str]:
    """Every time from the first to the last in order, those missing from a regular series among them."""
    there = sorted(set(times), key=natural)
    for read, back in ((_month, _month_back), (_day, _day_back), (_whole, str)):
        known = {key: text for text in there if (key := read(text)) is not None}
        if len(there) > 1 and len(known) == len(there):
            return _filled(known, back)
    return there


def _filled(known: Mapping[int, str], back: Callable[[int], str]) -> list[str]:
    keys = sorted(known)
    step = reduce(gcd, (b - a for a, b in pairwise(keys)))
    if (keys[-1] - keys[0]) // step + 1 > _MOST_EMPTY * len(keys):
        return [known[key] for key in keys]
    return [known.get(key) or back(key) for key in range(keys[0], keys[-1] + 1, step)]


def shown_as(text: str) -> str:
    """“Apr 2016” for a month; other times as they are written."""
    key = _month(text)
    return text if key is None else f"{_MONTHS[key % 12]} {key // 12}"


def ticks(many: int, most: int) -> list[int]:
    """Evenly spaced places, the first among them, no more than ``most``."""
    steps = (1, 2, 3, 6, 12, 24, 36, 60, 120)
    step = next((step for step in steps if many <= most * step), max(1, -(-many // most)))
    return list(range(0, many, step))


def _month(text: str) -> int | None:
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-01(?:[T ]00:00:00(?:\.0+)?)?)?|(\d{4})(0[1-9]|1[0-2])", text)
    if not found:
        return None
    year, month = (int(found[1]), int(found[2])) if found[1] else (int(found[3]), int(found[4]))
    return year * 12 + month - 1 if 1 <= month <= 12 and 1900 <= year <= 2200 else None


def _month_back(key: int) -> str:
    return f"{key // 12}-{key % 12 + 1:02}"


def _day(text: str) -> int | None:
    try:
        return date.fromisoformat(text[:10]).toordinal() if len(text) >= 10 else None
    except ValueError:
        return None


def _day_back(key: int) -> str:
    return date.fromordinal(key).isoformat()


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else None
