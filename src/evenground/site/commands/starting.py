"""A real, empty programme with its first lead."""

import sys
from typing import Any

import click

from evenground.site.commands import home as homes
from evenground.site.commands.terminal import Refused, say


@click.command()
@click.option("--programme", "name", required=True, help="Name of the programme.")
@click.option("--lead-name", required=True, help="Full name of its first lead.")
@click.option("--lead-email", required=True, help="Address the lead signs in with.")
@click.option("--password-from-stdin", is_flag=True, help="Read the lead’s password from standard input.")
def new(name: str, lead_name: str, lead_email: str, password_from_stdin: bool) -> None:
    """Start a real, empty programme with its first lead.

    Without a password the lead signs in by a code sent by e-mail.

    \b
    Example:
      evenground new --programme "Fair Start" --lead-name "Ada Okoro" --lead-email ada.okoro@example.org
    """
    password = sys.stdin.readline().rstrip("\r\n") if password_from_stdin else ""
    if password_from_stdin and not password:
        raise Refused("No password came from standard input. Pipe it in, or leave --password-from-stdin out.")
    homes.wake_django()
    homes.migrate()
    programme = _started(name, lead_name, lead_email, password)
    from django.conf import settings

    say(f"The programme “{programme}” is ready in {settings.HOME}. Start it with “evenground serve”.")
    how = "with the password given" if password else "by a code sent to that address"
    say(f"{lead_name} signs in as {lead_email.strip().lower()}, {how}, and adds the first cohort.")


def _started(name: str, lead_name: str, lead_email: str, password: str) -> Any:
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from evenground.programme.cohorts.actions import start_programme
    from evenground.programme.cohorts.models import Programme
    from evenground.programme.people.actions import add_person

    if Programme.objects.filter(name__iexact=name.strip()).exists():
        raise Refused(f"There is a programme called “{name.strip()}” in this home already. Choose another name.")
    try:
        with transaction.atomic():
            lead = add_person(name=lead_name, email=lead_email, may_start_programmes=True, by=None)
            lead.may_start_programmes = True  # somebody known from another programme may start this one too
            if password:
                _set_password(lead, password)
            lead.save()
            return start_programme(name=name, contact_name=lead.name, contact_details=lead.email or "", by=lead)
    except ValidationError as reason:
        raise Refused(_in_words(reason)) from reason


def _in_words(reason: Any) -> str:
    """What is wrong, with what it is wrong about where that is known."""
    if not hasattr(reason, "error_dict"):
        return " ".join(reason.messages)
    return " ".join(f"{what.capitalize()}: {' '.join(said)}" for what, said in reason.message_dict.items())


def _set_password(person: Any, password: str) -> None:
    from django.contrib.auth.password_validation import validate_password

    validate_password(password, person)
    person.set_password(password)
