"""What every page is given."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from evenground.programme.cohorts import queries as cohort_queries
from evenground.programme.cohorts.models import Programme
from evenground.programme.people.models import Person


def page(request: HttpRequest) -> dict[str, Any]:
    """The person looking, where they can go from anywhere, and whether the data is made up."""
    person = getattr(request, "person", None)
    signed_in = isinstance(person, Person)
    return {
        "person": person if signed_in else None,
        "demonstration": settings.DEMONSTRATION,
        "navigation": _navigation(person) if isinstance(person, Person) else [],
        "help": _help(person) if isinstance(person, Person) else None,
    }


def _navigation(person: Person) -> list[dict[str, str]]:
    links = [{"text": "Home", "href": reverse("home")}, {"text": "Calendar", "href": reverse("workshops:calendar")}]
    if settings.DEMONSTRATION:
        links.append({"text": "Mail sent", "href": reverse("site:mail")})
    return links


def _help(person: Person) -> dict[str, str] | None:
    """Whom to ask: a name and how to reach them, on every page."""
    programme = (
        Programme.objects.filter(cohorts__teams__memberships__person=person).exclude(contact_name="").first()
        or Programme.objects.filter(cohorts__in=cohort_queries.cohorts_run_by(person)).exclude(contact_name="").first()
    )
    return {"name": programme.contact_name, "details": programme.contact_details} if programme else None
