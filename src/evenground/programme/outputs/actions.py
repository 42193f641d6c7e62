"""Signing a report and recording a decision."""

import hashlib
from datetime import date

from django.db import transaction
from django.utils import timezone

from evenground.programme.audit.actions import record
from evenground.programme.outputs import notices, queries, rules
from evenground.programme.outputs.enums import DecisionKind
from evenground.programme.outputs.models import Decision, Report
from evenground.programme.people.models import Person
from evenground.programme.teams.enums import TeamState
from evenground.programme.teams.models import Team


@transaction.atomic
def sign_report(*, team: Team, by: Person) -> Report:
    """Freeze the report as it stands, under a name, and tell those who decide."""
    from evenground.analysis.report import stored  # heavy, and only when a report is made

    team = Team.objects.select_for_update().get(pk=team.pk)
    rules.check_can_sign(by, team)
    now = timezone.now()
    version = team.reports.count() + 1
    document = queries.document_of(team, signed_by=by, signed_on=timezone.localdate(now), version=version)
    rules.check_not_signed_already(document, team.reports.order_by("-version").first())
    body = stored.to_json(document)
    report = Report.objects.create(
        team=team,
        version=version,
        title=document.title,
        body=body,
        digest=hashlib.sha256(body.encode()).hexdigest(),
        signed_by=by,
        signed_at=now,
    )
    if team.state == TeamState.ACTIVE:
        team.state, team.state_since = TeamState.COMPLETE, timezone.localdate(now)
        team.save(update_fields=["state", "state_since"])
    record("outputs.report_signed", about=report, by=by, saying=f"signed version {version} of the report of {team}")
    transaction.on_commit(lambda: notices.tell_decision_makers(report))
    return report


@transaction.atomic
def record_decision(
    *,
    report: Report,
    kind: DecisionKind,
    text: str,
    owner: str,
    decided_on: date,
    follow_up_on: date | None = None,
    by: Person,
) -> Decision:
    """Record what was decided after reading a report. The same decision sent twice is recorded once."""
    report = Report.objects.select_for_update().get(pk=report.pk)  # two clicks make one decision
    rules.check_can_decide(by, report, decided_on, follow_up_on)
    said = {"kind": kind, "text": text, "owner": owner.strip(), "decided_on": decided_on, "follow_up_on": follow_up_on}
    if known := report.decisions.filter(**said, recorded_by=by).first():
        return known
    decision = Decision(report=report, **said, recorded_by=by)
    decision.full_clean()
    decision.save()
    saying = f"recorded a decision on the report of {report.team}: {kind.label.lower()}"
    record("outputs.decided", about=report, by=by, saying=saying)
    transaction.on_commit(lambda: notices.tell_team(decision))
    return decision
