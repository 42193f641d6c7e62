"""Who may do what in a team."""

from datetime import date

from evenground.programme.cohorts import rules as cohort_rules
from evenground.programme.cohorts.models import Cohort
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person
from evenground.programme.teams.enums import TeamRole, TeamState
from evenground.programme.teams.models import Membership, Team


def roles_in(person: Person, team: Team) -> set[TeamRole]:
    """The roles this person has in the team today."""
    current = Membership.objects.current().filter(person=person, team=team).values_list("role", flat=True)
    return {TeamRole(role) for role in current}


def works_in(person: Person, team: Team) -> bool:
    """Whether this person shapes the team's evaluation. A decision maker receives it and does not."""
    return bool(roles_in(person, team) - {TeamRole.DECISION_MAKER})


def leads_team(person: Person, team: Team) -> bool:
    """Whether this person leads the team."""
    return TeamRole.LEAD in roles_in(person, team)


def analyses_for(person: Person, team: Team) -> bool:
    """Whether this person may handle the team's uncontrolled data."""
    return TeamRole.ANALYST in roles_in(person, team)


def decides_for(person: Person, team: Team) -> bool:
    """Whether this person receives the team's evaluation and decides on it."""
    return TeamRole.DECISION_MAKER in roles_in(person, team)


def check_works_in(person: Person, team: Team) -> None:
    """Only members of the team write in it."""
    if not works_in(person, team):
        raise RuleBroken(f"Only members of {team} can do this.")
    check_taking_part(team)


def check_taking_part(team: Team) -> None:
    """A team that has stopped keeps what it wrote and writes no more."""
    if not team.taking_part:
        raise RuleBroken(f"{team} is no longer taking part ({team.state_reason}). What it wrote is kept.")


def check_name_is_free(cohort: Cohort, name: str) -> None:
    """Two teams of one name could not be told apart."""
    if cohort.teams.filter(name__iexact=name).exists():
        raise RuleBroken("This cohort already has a team with that name.")


def check_can_change_membership(person: Person, team: Team) -> None:
    """A lead of the cohort, or of the team, keeps the list of members."""
    if not (cohort_rules.leads(person, team.cohort) or leads_team(person, team)):
        raise RuleBroken(f"Only a lead of {team.cohort}, or the lead of {team}, can change who is in the team.")


def check_can_change_state(person: Person, team: Team, state: TeamState, reason: str) -> None:
    """Only a lead of the cohort says that a team has stopped, and says why."""
    cohort_rules.check_leads(person, team.cohort)
    if state not in {TeamState.ACTIVE, TeamState.COMPLETE} and not reason.strip():
        raise RuleBroken("Say why the team stopped, in a few words. The team stays in every count.")


def check_can_leave(membership: Membership, until: date) -> None:
    """Nobody leaves before they came, nor twice."""
    if membership.until:
        raise RuleBroken(f"{membership.person} already left on {membership.until:%-d %B %Y}.")
    if until < membership.since:
        raise RuleBroken(f"{membership.person} joined on {membership.since:%-d %B %Y}: the last day cannot be earlier.")
