"""Who may load and see a team's data before it has passed the disclosure gate."""

from evenground.programme.datasets.models import Dataset
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person
from evenground.programme.teams import rules as team_rules
from evenground.programme.teams.models import Team

NEEDED = ("area", "outcome", "population", "rank")


def check_can_load(person: Person, team: Team) -> None:
    """Only the team's analysts handle data that has not been released."""
    team_rules.check_taking_part(team)
    if not team_rules.analyses_for(person, team):
        raise RuleBroken(f"Only an analyst of {team} can load its data. Others see results once they are released.")


def check_described(dataset: Dataset) -> None:
    """The columns have meanings, and the numbers a period and a unit."""
    missing = [what for what in NEEDED if what not in dataset.columns]
    if missing or not dataset.period or not dataset.unit:
        raise RuleBroken("Say first what the columns mean, what is counted and for which period.")
    used = list(dataset.columns.values())
    if twice := next((heading for heading in used if used.count(heading) > 1), None):
        raise RuleBroken(f"The column “{twice}” is chosen twice. Each column can mean one thing.")
