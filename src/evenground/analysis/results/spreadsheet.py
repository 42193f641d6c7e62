"""Text on its way into a spreadsheet."""

from __future__ import annotations

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def defused(cell: str) -> str:
    """Stop a spreadsheet from running a cell as a formula; a plain negative number stays a number.

    >>> defused("=1+1"), defused("-4.5"), defused("-4.5+A1"), defused("Ann")
    ("'=1+1", '-4.5', "'-4.5+A1", 'Ann')
    """
    return f"'{cell}" if cell[:1] in _RISKY and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
