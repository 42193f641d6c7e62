"""Who may record a registration, and when a plan may be signed."""

from dataclasses import dataclass

from evenground.programme.approvals.models import Registration, SignOff
from evenground.programme.cohorts import rules as cohort_rules
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person
from evenground.programme.teams import rules as team_rules
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Membership, Team
from evenground.programme.workbook import queries as workbook_queries

PLAN_SECTIONS = ("project", "hiat1", "hiat2", "hiat3", "plan")


@dataclass(frozen=True)
class Readiness:
    """What is missing before a plan can be signed, each in a sentence; empty when it is ready."""

    missing: tuple[str, ...]
    advised: tuple[str, ...]  # not in the way, but somebody should look

    @property
    def ready(self) -> bool:
        return not self.missing


def readiness_of(team: Team) -> Readiness:
    """Whether the evaluation plan can be signed, and what a lead should know before signing."""
    progress = workbook_queries.progress_of([team.pk])[team.pk]
    missing = [f"Answer “{question.ask}”." for question in progress.missing(*PLAN_SECTIONS)]
    roles = set(Membership.objects.current().filter(team=team).values_list("role", flat=True))
    if TeamRole.PUBLIC_ADVISER not in roles:
        missing.append("There is no public adviser in the team yet. Ask one to join before the plan is shaped.")
    registration = Registration.objects.filter(team=team).first()
    if registration is None:
        missing.append("Say what kind of project this is, under “Kind of project and registration”.")
    elif not registration.started:
        missing.append("Ask the organisation to register the project. It can take weeks: begin now.")
    advised = []
    if TeamRole.ANALYST not in roles:
        advised.append("There is no analyst in the team. Ask one whether the measures can be measured.")
    if TeamRole.COMMISSIONER not in roles and TeamRole.DECISION_MAKER not in roles:
        advised.append("There is neither a commissioner nor a decision maker. Who will use the results?")
    return Readiness(tuple(missing), tuple(advised))


def check_can_register(person: Person, team: Team) -> None:
    """Members of the team keep its registration; a lead of the cohort may too."""
    if not cohort_rules.leads(person, team.cohort):
        team_rules.check_works_in(person, team)


def can_register(person: Person, team: Team) -> bool:
    """Whether this person may record the registration."""
    try:
        check_can_register(person, team)
    except RuleBroken:
        return False
    return True


def can_sign(person: Person, team: Team) -> bool:
    """Whether this person's signature is asked for at all."""
    return (
        team_rules.leads_team(person, team)
        or cohort_rules.leads(person, team.cohort)
        or cohort_rules.sits_on_board(person, team.cohort)
    )


def check_can_sign(person: Person, team: Team) -> None:
    """The team's lead, a lead of the cohort or the steering board signs, once for each text, when it is ready."""
    team_rules.check_taking_part(team)
    if not can_sign(person, team):
        raise RuleBroken("The plan is signed by the lead of the team, a lead of the cohort, or the steering board.")
    readiness = readiness_of(team)
    if not readiness.ready:
        raise RuleBroken(f"The plan is not ready to be signed. {readiness.missing[0]}")
    if SignOff.objects.filter(team=team, person=person, plan_digest=workbook_queries.plan_digest(team)).exists():
        raise RuleBroken("You have signed this plan. It has not changed since.")
