"""Who may bring and confirm a registration file."""

from evenground.programme.cohorts import rules as cohort_rules
from evenground.programme.cohorts.models import Cohort
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person
from evenground.programme.registrations.enums import Field
from evenground.programme.registrations.models import RegistrationFile


def check_can_bring(person: Person, cohort: Cohort) -> None:
    """Only a lead of the cohort registers people for it."""
    cohort_rules.check_leads(person, cohort)


def check_columns(columns: dict[str, str]) -> None:
    """A name and a team are the least that a registration needs, and no column can mean two things."""
    has_name = Field.NAME in columns or {Field.FIRST_NAME, Field.LAST_NAME} <= set(columns)
    if not has_name:
        raise RuleBroken("Say which column holds people’s names.")
    if Field.TEAM not in columns:
        raise RuleBroken("Say which column holds the name of the team.")
    used = list(columns.values())
    twice = next((heading for heading in used if used.count(heading) > 1), None)
    if twice:
        raise RuleBroken(f"The column “{twice}” is chosen twice. Each column can mean one thing.")


def check_can_confirm(person: Person, file: RegistrationFile) -> None:
    """A file is confirmed once, by a lead, after its columns were looked at."""
    cohort_rules.check_leads(person, file.cohort)
    if file.confirmed_at:
        raise RuleBroken(
            f"This file was confirmed on {file.confirmed_at:%-d %B %Y}. Confirming it again changes nothing."
        )
    check_columns(file.columns)
