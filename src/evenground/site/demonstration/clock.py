"""While the demonstration is loaded: what happened in May is recorded as of May, and nobody is written to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone


@contextmanager
def as_if_then() -> Iterator[Callable[[datetime], None]]:
    """Give a function that sets the time of day everything is recorded at.

    The record and the revisions can never be changed afterwards, so their times must be right when they are written.
    For a process that does nothing else.
    """
    real, pretended = timezone.now, [timezone.now()]

    def set_to(moment: datetime) -> None:
        pretended[0] = moment

    timezone.now = lambda: pretended[0]
    try:
        yield set_to
    finally:
        timezone.now = real


@contextmanager
def without_mail() -> Iterator[None]:
    """Send no mail: nobody here exists."""
    kept = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = kept


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A time on a day, in the site's time zone."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


class Calendar:
    """The days of the two cohorts: the first is finishing, the second had its fifth workshop within the last days."""

    def __init__(self, today: date) -> None:
        self.today = today
        tuesday = today - timedelta(days=(today.weekday() - 1 - 2) % 7 + 2)  # at least two days ago
        second = tuesday - timedelta(weeks=16)
        # Eight months lie between the starts: the cohorts overlap by four months, as the published ones did.
        self.starts = (second - timedelta(weeks=34), second)

    def start(self, cohort: int) -> date:
        return self.starts[cohort - 1]

    def registered(self, cohort: int) -> date:
        return self.start(cohort) - timedelta(weeks=5)

    def grouped(self, cohort: int) -> date:
        return self.start(cohort) - timedelta(weeks=3)

    def workshop(self, cohort: int, number: int) -> date:
        return self.start(cohort) + timedelta(weeks=4 * (number - 1))

    def after(self, cohort: int, number: int, days: int) -> date:
        """Some days after a workshop, but never later than yesterday."""
        return min(self.workshop(cohort, number) + timedelta(days=days), self.today - timedelta(days=1))
