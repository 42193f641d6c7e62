"""Who may form groups, and when they may be confirmed."""

from collections.abc import Mapping, Sequence

from evenground.programme.cigs.models import Forming, Place
from evenground.programme.cohorts import rules as cohort_rules
from evenground.programme.cohorts.models import Cohort
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person
from evenground.programme.teams.enums import TeamRole, TeamState
from evenground.programme.teams.models import Membership, Team


def teams_to_place(cohort: Cohort) -> list[Team]:
    """The teams that groups are formed from: those taking part."""
    return list(cohort.teams.filter(state=TeamState.ACTIVE).select_related("organisation").order_by("pk"))


def check_can_propose(person: Person, cohort: Cohort) -> None:
    """Only a lead forms groups, and only from at least two teams."""
    cohort_rules.check_leads(person, cohort)
    if len(teams_to_place(cohort)) < 2:
        raise RuleBroken("Groups are formed from at least two teams. Bring the registrations first.")
    if Place.objects.filter(cig__cohort=cohort, until=None).exists():
        raise RuleBroken(f"The groups of {cohort} are confirmed. Everybody can see who is in theirs.")


def check_can_change(person: Person, forming: Forming) -> None:
    """A proposal can be changed by a lead until it is confirmed."""
    cohort_rules.check_leads(person, forming.cohort)
    if forming.confirmed_at:
        raise RuleBroken(f"These groups were confirmed on {forming.confirmed_at:%-d %B}.")


def check_can_move(person: Person, forming: Forming, team: str) -> None:
    """Teams are moved only in a proposal that still has every team in it, this one too."""
    check_can_change(person, forming)
    check_teams_unchanged(forming)
    if not any(team in group["teams"] for group in forming.proposal["groups"]):
        raise RuleBroken("That team is in none of these groups: it is not taking part.")


def check_teams_unchanged(forming: Forming) -> None:
    """A proposal is about the teams that took part when it was made."""
    teams = {str(team.pk): team.name for team in teams_to_place(forming.cohort)}
    placed = {key for group in forming.proposal["groups"] for key in group["teams"]}
    if changed := sorted(teams.keys() ^ placed):
        name = teams.get(changed[0], "A team that is in the proposal")
        raise RuleBroken(f"{name} joined or stopped since these groups were proposed. Propose them again.")


def check_can_confirm(person: Person, forming: Forming) -> None:
    """Only a lead may confirm, once, with every team in a group and nobody left alone."""
    check_can_change(person, forming)
    if Place.objects.filter(cig__cohort=forming.cohort, until=None).exists():
        raise RuleBroken(f"{forming.cohort} has its groups already.")
    check_teams_unchanged(forming)
    teams = {str(team.pk): team.name for team in teams_to_place(forming.cohort)}
    groups: Sequence[Mapping[str, Sequence[str]]] = forming.proposal["groups"]
    for group in groups:
        if len(group["teams"]) == 1:
            name = teams[group["teams"][0]]
            raise RuleBroken(f"{name} would be alone in its group. Move it, or add a team to its group.")
    advisers = _advisers(set(teams))
    for group in groups:
        if sum(advisers.get(key, 0) for key in group["teams"]) == 1:
            raise RuleBroken("One public adviser would be alone in a group. Move a team, or invite another adviser.")


def _advisers(teams: set[str]) -> dict[str, int]:
    seats = Membership.objects.current().filter(team__in=[int(key) for key in teams], role=TeamRole.PUBLIC_ADVISER)
    counted: dict[str, int] = {}
    for team, _person in set(seats.values_list("team_id", "person_id")):
        counted[str(team)] = counted.get(str(team), 0) + 1
    return counted
