"""Wider values in place of exact ones."""

from __future__ import annotations

import re
from typing import Final

from evenground.analysis.text.pseudonyms.kinds import Kind

_YEAR: Final = re.compile(r"(?:19|20)\d{2}")
_MONTH: Final = re.compile(r"[A-Za-z]{3,}")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_INWARD: Final = 3  # characters of the second half of a postcode


def generalised(kind: Kind, written: str) -> str:
    """The decade of a birth, the month of another date, “90+” for a great age, the first half of a postcode.

    Of everything else nothing but its kind is left. The decade of a birth, not its year: of the oldest the year would
    tell the age.

    Examples
    --------
    >>> generalised(Kind.BIRTH, "3 April 1934"), generalised(Kind.POSTCODE, "L8 7TX"), generalised(Kind.AGE, "93")
    ('1930s', 'L8', '90+')
    """
    if kind is Kind.AGE:
        return "90+"
    if kind is Kind.POSTCODE:
        joined = "".join(filter(str.isalnum, written))
        return joined[:-_INWARD] if len(joined) > 4 else written
    if kind is Kind.BIRTH:
        year = _YEAR.search(written)
        return f"{year[0][:3]}0s" if year else "[date of birth]"
    if kind is Kind.DATE:
        return _month_and_year(written)
    return f"[{kind}]"


def _month_and_year(written: str) -> str:
    year = _YEAR.search(written)
    if year is None:
        return "[date]"
    if month := next((word[0] for word in _MONTH.finditer(written) if word[0] != "of"), ""):
        return f"{_month(month)} {year[0]}"
    numbers = re.findall(r"\d+", written)  # 2024-01-02 and, as the British write it, 02/01/2024
    return f"{_MONTHS[int(numbers[1]) - 1]} {year[0]}"


def _month(word: str) -> str:
    return next((month for month in _MONTHS if month.lower().startswith(word[:3].lower())), word)
