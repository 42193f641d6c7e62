"""On whose behalf a command acts: every rule holds for the command line too."""

from typing import TYPE_CHECKING

import click

from evenground.site.commands.terminal import Refused

if TYPE_CHECKING:
    from evenground.programme.cohorts.models import Cohort
    from evenground.programme.people.models import Person

cohort_option = click.option(
    "--cohort", "cohort_id", type=int, required=True, metavar="ID", help="Number of the cohort."
)
as_option = click.option("--as", "email", metavar="EMAIL", help="Act as this person (default: the lead of the cohort).")


def cohort_numbered(key: int) -> "Cohort":
    """The cohort of that number."""
    from evenground.programme.cohorts.models import Cohort

    cohort = Cohort.objects.select_related("programme").filter(pk=key).first()
    if cohort is None:
        known = ", ".join(f"{c.pk} ({c}, {c.programme})" for c in Cohort.objects.select_related("programme")[:10])
        raise Refused(f"There is no cohort {key}. There is: {known or 'none yet'}.")
    return cohort


def acting_person(email: str | None, cohort: "Cohort") -> "Person":
    """The person with that address; when none is given, the lead of the cohort."""
    from evenground.programme.cohorts.enums import Appointed
    from evenground.programme.cohorts.queries import appointments_to
    from evenground.programme.people.queries import person_with_email

    if email:
        person = person_with_email(email)
        if person is None:
            raise Refused(f"Nobody signs in with the address {email}.")
        return person
    lead = appointments_to(cohort, Appointed.PROGRAMME_LEAD).first()
    if lead is None:
        raise Refused(f"{cohort} has no lead. Say with --as on whose behalf to act.")
    return lead.person
