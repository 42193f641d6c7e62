"""Times as transcripts write them: 0:03, 12:03, 1:02:03.5."""

from __future__ import annotations

CLOCK = r"(?:\d{1,2}:\d{1,2}:\d{1,2}|\d{1,3}:\d{2})(?:[.,]\d{1,3})?"


def seconds(clock: str) -> float:
    """Seconds from the start.

    Examples
    --------
    >>> seconds("1:02:03,5")
    3723.5
    """
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return round(total, 3)
