"""Options that are numbers, refused in words where they cannot be what they are for."""

from __future__ import annotations

from math import inf
from numbers import Integral, Real
from typing import Any

from evenground.analysis.errors import OutOfRange


def check_level(level: Any) -> None:
    """Refuse a confidence level that is not between 0 and 1 (95 instead of 0.95).

    Raises
    ------
    OutOfRange
    """
    if not isinstance(level, Real) or not 0 < float(level) < 1:
        raise OutOfRange("level", level, "between 0 and 1, such as 0.95")


def check_above_zero(option: str, given: Any, *, such_as: str) -> None:
    """Refuse what is not a number above zero."""
    if not isinstance(given, Real) or isinstance(given, bool) or not 0 < float(given) < inf:
        raise OutOfRange(option, given, f"a number above zero, such as {such_as}")


def check_least(option: str, given: Any, *, least: float = 0) -> None:
    """Refuse what is not a number of at least ``least``."""
    if not isinstance(given, Real) or isinstance(given, bool) or not least <= float(given) < inf:
        raise OutOfRange(option, given, f"a number, at least {least:,}")


def check_whole(option: str, given: Any, *, least: int, unit: str = "") -> None:
    """Refuse what is not a whole number of at least ``least``."""
    if not isinstance(given, Integral) or isinstance(given, bool) or given < least:
        raise OutOfRange(option, given, f"a whole number{unit}, at least {least:,}")
