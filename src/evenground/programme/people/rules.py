"""Who may see and invite whom."""

from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person


def check_can_be_invited(person: Person) -> None:
    """An invitation needs somewhere to go."""
    if not person.email:
        raise RuleBroken(f"{person} has no e-mail address. Add one, or invite them by telephone or post.")
