"""Times as whole numbers on a regular grid: days, months or plain counting, whatever they are written as."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from math import gcd
from typing import Any, Final

from evenground.analysis.errors import UnreadableTimes

_ISO: Final = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?$")
# A grid of days or of numbers this many times longer than what is there is not a regular series: it is left as given.
_SPARSEST: Final = 3


@dataclass(frozen=True)
class Calendar:
    """How times of one column turn into whole numbers and back. ``unit`` is what one of them is: “month”."""

    unit: str
    column: str
    key: Callable[[Any], int]
    back: Callable[[int], Any]

    def place_of(self, when: Any) -> int:
        """Give the number of any time, also one written otherwise than the column: a date for months written as text."""
        try:
            return self.key(when)
        except (ValueError, TypeError, AttributeError, OverflowError):
            raise UnreadableTimes(self.column, [when]) from None

    def grid(self, keys: Sequence[int]) -> list[int]:
        """Every point from the first to the last, those without a figure among them."""
        there = sorted(set(keys))
        step = gcd(*(b - a for a, b in pairwise(there)))
        if step == 0:
            return there
        full = range(there[0], there[-1] + 1, step)
        return there if self.unit != "month" and len(full) > _SPARSEST * len(there) else list(full)


def calendar_of(values: Sequence[Any], *, column: str, ordered: bool = False) -> Calendar:
    """Find out how the times of a column are written.

    Months are known by their dates all falling on one day of the month, or on its last day; by text such as “2016-04”;
    and by whole numbers such as 201604.

    Raises
    ------
    UnreadableTimes
        When they are neither dates, ISO text nor whole numbers, nor an ordered category.
    """
    try:
        return _calendar(values, column)
    except (ValueError, TypeError, OverflowError):
        if not ordered:
            raise UnreadableTimes(column, values) from None
    places = list(values)
    return Calendar("step", column, places.index, places.__getitem__)


def _calendar(values: Sequence[Any], column: str) -> Calendar:
    kinds = {_kind(value) for value in values}
    if "moment" in kinds and all(isinstance(value, datetime) for value in values):
        kinds = {"moment"}  # one of the hours is midnight
    if len(kinds) > 1:
        raise ValueError
    kind = kinds.pop() if kinds else "number"
    if kind == "number" and values and all(_is_year_month(int(value)) for value in values):
        return Calendar("month", column, _month, lambda month: type(values[0])((month // 12) * 100 + month % 12 + 1))
    if kind == "number":
        made = str if values and isinstance(values[0], str) else int
        return Calendar("step", column, _number, made)
    if kind == "year and month":
        return Calendar("month", column, _month, lambda month: f"{month // 12:04d}-{month % 12 + 1:02d}")
    if kind == "moment":
        moments = sorted(values)
        return Calendar("moment", column, lambda when: _moment(moments, when), moments.__getitem__)
    return _dated(values, column, text=kind == "text date")


def _dated(values: Sequence[Any], column: str, *, text: bool) -> Calendar:
    days = [_date(value) for value in values]

    def written(day: date) -> Any:
        if text:
            return day.isoformat()
        like = values[0]
        return like.replace(year=day.year, month=day.month, day=day.day) if isinstance(like, datetime) else day

    if len({day.day for day in days}) == 1 and days[0].day <= 28:
        on = days[0].day
        return Calendar("month", column, _month, lambda month: written(date(month // 12, month % 12 + 1, on)))
    if all(_month_end(_month(day)) == day for day in days):
        return Calendar("month", column, _month, lambda month: written(_month_end(month)))
    return Calendar("day", column, lambda when: _date(when).toordinal(), lambda day: written(date.fromordinal(day)))


def _kind(value: Any) -> str:
    if isinstance(value, datetime):
        return "date" if (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0) else "moment"
    if isinstance(value, date):
        return "date"
    if isinstance(value, str):
        return _kind_of_text(value)
    if isinstance(value, bool) or int(value) != value:
        raise ValueError
    return "number"


def _kind_of_text(value: str) -> str:
    if re.fullmatch(r"-?\d+", value):
        return "number"
    found = _ISO.match(value)
    if not found:
        raise ValueError
    return "text date" if found[3] else "year and month"


def _number(when: Any) -> int:
    if isinstance(when, bool) or int(when) != float(when):
        raise ValueError
    return int(when)


def _is_year_month(number: int) -> bool:
    return 180000 < number < 220000 and 1 <= number % 100 <= 12


def _month(when: Any) -> int:
    """Months since the year 0."""
    if isinstance(when, int | str) and str(when).isdigit() and _is_year_month(int(when)):
        return int(when) // 100 * 12 + int(when) % 100 - 1
    day = _date(when)
    return day.year * 12 + day.month - 1


def _month_end(month: int) -> date:
    after = month + 1
    return date.fromordinal(date(after // 12, after % 12 + 1, 1).toordinal() - 1)


def _date(when: Any) -> date:
    if isinstance(when, datetime):
        return when.date()
    if isinstance(when, date):
        return when
    found = _ISO.match(when)
    if not found:
        raise ValueError
    return date(int(found[1]), int(found[2]), int(found[3] or 1))


def _moment(moments: Sequence[datetime], when: Any) -> int:
    """The first moment not before this one."""
    from bisect import bisect_left

    given = when if isinstance(when, datetime) else datetime.combine(_date(when), datetime.min.time())
    return bisect_left(moments, given.replace(tzinfo=moments[0].tzinfo))
