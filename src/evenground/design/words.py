"""How dates, numbers and plain text read on a page."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.html import escape
from markupsafe import Markup


def date_words(day: date | None) -> str:
    """
    >>> date_words(date(2026, 11, 3))
    '3 November 2026'
    >>> date_words(None)
    ''
    """
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = _local(day)
    return f"{day.day} {day:%B %Y}"


def time_words(moment: datetime | time | None) -> str:
    """
    >>> [time_words(time(14, 30)), time_words(time(9)), time_words(time(12)), time_words(time(0))]
    ['2:30pm', '9am', 'midday', 'midnight']
    """
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = _local(moment)
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def datetime_words(moment: datetime | None) -> str:
    """
    >>> datetime_words(datetime(2026, 11, 3, 14, 30))
    '3 November 2026 at 2:30pm'
    """
    return f"{date_words(moment)} at {time_words(moment)}" if moment else ""


def thousands(number: float | Decimal | None, places: int = 0) -> str:
    """
    >>> [thousands(12345), thousands(1234.5, 1), thousands(None)]
    ['12,345', '1,234.5', '']
    """
    return "" if number is None else f"{number:,.{places}f}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """
    >>> [plural(1, "team"), plural(2, "team"), plural(1200, "person", "people"), plural(0, "team")]
    ['1 team', '2 teams', '1,200 people', 'no teams']
    """
    word = one if count == 1 else many or f"{one}s"
    return f"{thousands(count) if count else 'no'} {word}"


def paragraphs(text: str | None) -> Markup:
    """Plain text as paragraphs; a blank line starts a new one. Whatever it holds is shown, never run.

    >>> print(paragraphs("One <b>\\n\\nTwo"))
    <p class="eg-written">One &lt;b&gt;</p><p class="eg-written">Two</p>
    """
    parts = (text or "").replace("\r\n", "\n").split("\n\n")
    return Markup("".join(f'<p class="eg-written">{escape(part.strip())}</p>' for part in parts if part.strip()))


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
