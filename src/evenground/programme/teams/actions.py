"""Making teams and changing who is in them."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from evenground.programme.audit.actions import record
from evenground.programme.cohorts import rules as cohort_rules
from evenground.programme.cohorts.models import Cohort
from evenground.programme.people.models import Organisation, Person
from evenground.programme.teams import rules
from evenground.programme.teams.enums import TeamRole, TeamState
from evenground.programme.teams.models import Membership, Team


@transaction.atomic
def add_team(
    *,
    cohort: Cohort,
    name: str,
    project: str,
    summary: str = "",
    organisation: Organisation | None = None,
    area: str = "",
    service: str = "",
    condition: str = "",
    stage: str = "",
    by: Person,
) -> Team:
    """Add a team to a cohort."""
    name = " ".join(name.split())
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)  # two clicks make one team
    cohort_rules.check_leads(by, cohort)
    rules.check_name_is_free(cohort, name)
    team = Team(
        cohort=cohort,
        name=name,
        project=" ".join(project.split()),
        summary=summary,
        organisation=organisation,
        area=" ".join(area.split()),
        service=" ".join(service.split()),
        condition=" ".join(condition.split()),
        stage=" ".join(stage.split()),
    )
    team.full_clean()
    team.save()
    record("teams.added", about=team, by=by, saying=f"added the team {team}")
    return team


@transaction.atomic
def join(*, team: Team, person: Person, role: TeamRole, since: date | None = None, by: Person) -> Membership:
    """Put a person in a team. Doing so twice changes nothing."""
    rules.check_can_change_membership(by, team)
    membership, new = Membership.objects.get_or_create(
        team=team, person=person, role=role, until=None, defaults={"since": since or timezone.localdate()}
    )
    if new:
        saying = f"added {{subject}} to {team} as {role.label.lower()}"
        record("teams.joined", about=membership, by=by, subject=person, saying=saying)
    return membership


@transaction.atomic
def leave(*, membership: Membership, until: date, reason: str, by: Person) -> Membership:
    """End a membership on a day, with a reason. What the person wrote stays theirs."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    rules.check_can_change_membership(by, membership.team)
    rules.check_can_leave(membership, until)
    membership.until, membership.reason_for_leaving = until, reason
    membership.full_clean()
    membership.save()
    record(
        "teams.left",
        about=membership,
        by=by,
        subject=membership.person,
        saying=f"noted that {{subject}} left {membership.team}",
        reason=reason,
    )
    return membership


@transaction.atomic
def change_state(*, team: Team, state: TeamState, reason: str = "", on: date | None = None, by: Person) -> Team:
    """Note that a team paused, withdrew, finished or came back. It stays in every count."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    rules.check_can_change_state(by, team, state, reason)
    team.state, team.state_reason, team.state_since = state, reason.strip(), on or timezone.localdate()
    team.full_clean()
    team.save()
    record("teams.state_changed", about=team, by=by, saying=f"set {team} to “{state.label}”", reason=reason)
    return team
