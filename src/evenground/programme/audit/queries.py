"""Reading the record."""

from django.db.models import QuerySet

from evenground.programme.audit.models import Event


def events_of_cohort(cohort_id: int) -> QuerySet[Event]:
    """What was done in one cohort, newest first."""
    return Event.objects.filter(cohort_id=cohort_id)
