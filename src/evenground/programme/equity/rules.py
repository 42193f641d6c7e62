"""Who may analyse, release, share and interpret."""

from evenground.programme.datasets import rules as dataset_rules
from evenground.programme.datasets.models import Dataset
from evenground.programme.equity.models import Release
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person
from evenground.programme.teams import rules as team_rules


def check_can_analyse(person: Person, dataset: Dataset) -> None:
    """The team's analysts analyse data that has been described."""
    dataset_rules.check_can_load(person, dataset.team)
    dataset_rules.check_described(dataset)


def check_can_share(person: Person, release: Release) -> None:
    """An analyst shares a controlled result, once. An internal one is never shared."""
    dataset_rules.check_can_load(person, release.team)
    if release.internal:
        raise RuleBroken("An internal result has no protection for small numbers. It cannot be shared.")
    if release.shared_at:
        raise RuleBroken(f"This result was shared on {release.shared_at:%-d %B %Y}.")


def check_can_interpret(person: Person, release: Release) -> None:
    """Everybody in the team says what a shared result means."""
    team_rules.check_works_in(person, release.team)
    if release.shared_at is None:
        raise RuleBroken("This result has not been shared with the team yet.")
