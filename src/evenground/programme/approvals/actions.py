"""Recording a registration and signing a plan."""

from datetime import date

from django.db import transaction

from evenground.programme.approvals import rules
from evenground.programme.approvals.enums import ProjectKind, RegistrationState
from evenground.programme.approvals.models import Registration, SignOff
from evenground.programme.audit.actions import record
from evenground.programme.people.models import Person
from evenground.programme.teams import rules as team_rules
from evenground.programme.teams.models import Team
from evenground.programme.workbook import queries as workbook_queries


@transaction.atomic
def register(
    *,
    team: Team,
    kind: ProjectKind,
    reason: str,
    body: str = "",
    reference: str = "",
    state: RegistrationState = RegistrationState.NOT_STARTED,
    asked_on: date | None = None,
    decided_on: date | None = None,
    by: Person,
) -> Registration:
    """Say what kind of project it is and where its registration stands."""
    rules.check_can_register(by, team)
    registration = Registration.objects.filter(team=team).first() or Registration(team=team)
    registration.kind, registration.reason, registration.state = kind, reason, state
    registration.body, registration.reference = body, reference
    registration.asked_on, registration.decided_on = asked_on, decided_on
    registration.full_clean()
    registration.save()
    saying = f"noted the registration of {team}: {registration.get_state_display().lower()}"
    record("approvals.registered", about=registration, by=by, saying=saying)
    return registration


@transaction.atomic
def sign_plan(*, team: Team, by: Person) -> SignOff:
    """Sign the evaluation plan as it stands."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    rules.check_can_sign(by, team)
    roles = sorted(role.label for role in team_rules.roles_in(by, team)) or ["For the programme"]
    sign_off = SignOff.objects.create(
        team=team, person=by, role_then=", ".join(roles)[:60], plan_digest=workbook_queries.plan_digest(team)
    )
    record("approvals.plan_signed", about=sign_off, by=by, saying=f"signed the evaluation plan of {team}")
    return sign_off
