"""Form fields of our own, written so that the person who gets one wrong knows what to do."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")
FIRST_YEAR, LAST_YEAR = 1900, 2100  # a year outside is a slip of the finger, and some calendars break on it
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), start=1
    )
    for name in names.split()
}  # fmt: skip


class DayMonthYear(forms.MultiWidget):
    """Three boxes, for a date a person knows by heart or reads off a letter. No calendar to fight with."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, dict(attrs or {}))

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayMonthYearField(forms.MultiValueField):
    """A date in three boxes. A month may be typed as a number or a word.

    >>> DayMonthYearField().clean(["3", "Nov", "2026"])
    datetime.date(2026, 11, 3)
    """

    widget = DayMonthYear
    default_error_messages = {"required": "Enter {name}"}

    def __init__(self, *, min_value: date | None = None, max_value: date | None = None, **options: Any) -> None:
        self.min_value, self.max_value = min_value, max_value
        super().__init__([forms.CharField(required=False) for _ in PARTS], require_all_fields=False, **options)

    def clean(self, value: Any) -> date | None:
        boxes = [str(part or "").strip() for part in value or ("", "", "")]
        if not any(boxes):
            if self.required:
                raise ValidationError(self.error_messages["required"].replace("{name}", self._name()), code="required")
            return None
        day = self.compress(boxes)
        self._check_range(day)
        self.run_validators(day)
        return day

    def compress(self, data_list: Sequence[str]) -> date:
        gone = [part for part, typed in zip(PARTS, data_list, strict=True) if not typed]
        if gone:
            message = f"{_capital(self._name())} must include a {' and a '.join(gone)}"
            raise ValidationError(message, code="incomplete", params={"parts": gone})
        numbers = {part: _number(part, typed) for part, typed in zip(PARTS, data_list, strict=True)}
        wrong = [part for part, number in numbers.items() if number is None]
        if wrong:
            raise ValidationError(_hint(self._name(), wrong[0]), code="invalid", params={"parts": wrong})
        return self._date(**numbers)  # type: ignore[arg-type]

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.clean(data))
        except ValidationError:
            return True

    def _date(self, day: int, month: int, year: int) -> date:
        if not 1 <= month <= 12:
            raise ValidationError("The month must be between 1 and 12", code="invalid", params={"parts": ["month"]})
        if not 1000 <= year <= 9999:
            raise ValidationError(_hint(self._name(), "year"), code="invalid", params={"parts": ["year"]})
        if not FIRST_YEAR <= year <= LAST_YEAR:
            said = f"The year of {self._name()} must be between {FIRST_YEAR} and {LAST_YEAR}"
            raise ValidationError(said, code="invalid", params={"parts": ["year"]})
        try:
            return date(year, month, day)
        except ValueError:
            said = f"{day} {date(2000, month, 1):%B}"
            # 29 February is a date in some years: then the year is what is wrong.
            said = f"{said} {year}" if (day, month) == (29, 2) else said
            raise ValidationError(f"{said} is not a date", code="invalid", params={"parts": ["day"]}) from None

    def _check_range(self, day: date) -> None:
        if self.min_value and day < self.min_value:
            raise ValidationError(
                f"{_capital(self._name())} must be on or after {_said(self.min_value)}", code="min_value"
            )
        if self.max_value and day > self.max_value:
            raise ValidationError(
                f"{_capital(self._name())} must be on or before {_said(self.max_value)}", code="max_value"
            )

    def _name(self) -> str:
        label = str(self.label or "date")
        return f"the {label[:1].lower()}{label[1:]}"


def _number(part: str, typed: str) -> int | None:
    if part == "month" and typed.lower() in MONTHS:
        return MONTHS[typed.lower()]
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else None


def _hint(name: str, part: str) -> str:
    example = {
        "day": "a number, like 3",
        "month": "a number or a name, like 11 or November",
        "year": "4 numbers, like 2026",
    }
    return f"The {part} of {name} must be {example[part]}"


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
