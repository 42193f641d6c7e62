"""Who may write in a team's workbook."""

from evenground.programme.cohorts import rules as cohort_rules
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person
from evenground.programme.teams import rules as team_rules
from evenground.programme.teams.models import Team
from evenground.programme.workbook.reading import pack

LONGEST = 20_000  # characters in one answer: about ten pages


def can_write(person: Person, team: Team) -> bool:
    """Whether this person answers in their own name."""
    return team_rules.works_in(person, team) and team.taking_part


def can_write_for_others(person: Person, team: Team) -> bool:
    """Whether this person may type in what a member said on paper or by telephone."""
    return team.taking_part and (team_rules.works_in(person, team) or cohort_rules.runs(person, team.cohort))


def check_can_write(person: Person, team: Team, on_behalf_of: Person | None) -> None:
    """Members write; whoever helps to run the cohort may type in what a member said."""
    team_rules.check_taking_part(team)
    if on_behalf_of is None:
        team_rules.check_works_in(person, team)
        return
    if not team_rules.works_in(on_behalf_of, team):
        raise RuleBroken(f"{on_behalf_of} is not a member of {team}.")
    if not can_write_for_others(person, team):
        raise RuleBroken(f"Only members of {team}, or its facilitators, can type in what a member said.")


def check_answer(question: str, text: str) -> None:
    """The question is in the workbook and the answer is not endless."""
    if question not in pack().questions:
        raise RuleBroken("This question is not in the workbook.")
    if len(text) > LONGEST:
        raise RuleBroken(
            f"This answer has {len(text):,} characters; {LONGEST:,} is the most. Shorten it, or keep the detail elsewhere."
        )
