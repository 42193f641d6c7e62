"""Text to number, the way people type numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import StringValue

# Thousands commas only where thousands are: "12,5" is a decimal comma and must not become 125.
THOUSANDS: Final = r"^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$"
_BLANK: Final = ("", "na", "n/a", "nan", "null", "none")
HIDDEN_MARKS: Final = ("*", "**", "c", "x", ":", "..", "-", "–", "<5", "<6", "<8", "suppressed", "withheld")


def cleaned(text: StringValue) -> StringValue:
    """Trimmed text, null where the cell is blank or says so."""
    import ibis

    trimmed = text.strip()
    return ibis.ifelse(trimmed.lower().isin(_BLANK), ibis.null("string"), trimmed)


def number(text: StringValue) -> ibis.Value:
    """Finite number in a cleaned text, null where it is not one."""
    import ibis

    thousands = text.contains(",") & text.re_search(THOUSANDS)
    value = ibis.ifelse(thousands, text.replace(",", ""), text).try_cast("float64")
    return ibis.ifelse(value.isinf() | value.isnan(), ibis.null("float64"), value)
