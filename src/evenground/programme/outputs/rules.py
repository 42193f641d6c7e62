"""When a report may be signed, who may read it, and who decides."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from evenground.programme.approvals.models import SignOff
from evenground.programme.cohorts import rules as cohort_rules
from evenground.programme.equity.models import Release
from evenground.programme.errors import RuleBroken
from evenground.programme.outputs.models import Report
from evenground.programme.people.models import Person
from evenground.programme.teams import rules as team_rules
from evenground.programme.teams.models import Team
from evenground.programme.workbook import queries as workbook_queries

if TYPE_CHECKING:
    from evenground.analysis.report import Document


def missing_from_report(team: Team) -> list[str]:
    """What a report still lacks, each in a sentence that says what to do. Empty when it can be signed."""
    progress = workbook_queries.progress_of([team.pk])[team.pk]
    missing = [f"Answer “{question.ask}” in the workbook." for question in progress.missing("findings")]
    if not SignOff.objects.filter(team=team).exists():
        missing.append("Sign the evaluation plan.")
    if not Release.objects.filter(team=team, internal=False).exclude(shared_at=None).exists():
        missing.append("Share at least one result by group. A report without one cannot show who gained.")
    return missing


def can_sign(person: Person, team: Team) -> bool:
    """Whether this person signs for the team."""
    return team_rules.leads_team(person, team) or cohort_rules.leads(person, team.cohort)


def check_can_sign(person: Person, team: Team) -> None:
    """The lead of the team, or of the cohort, signs a report that has all its parts."""
    team_rules.check_taking_part(team)
    if not can_sign(person, team):
        raise RuleBroken("A report is signed by the lead of the team or a lead of the cohort.")
    if missing := missing_from_report(team):
        raise RuleBroken(f"The report cannot be signed yet. {missing[0]}")


def check_not_signed_already(document: "Document", last: Report | None) -> None:
    """Each version says something new: a second click, or a page gone back to, signs nothing."""
    if last and replace(document, subtitle="", date=last.document.date) == replace(last.document, subtitle=""):
        raise RuleBroken(f"Version {last.version} is signed, and nothing in the report has changed since.")


def can_decide(person: Person, team: Team) -> bool:
    """Whether this person may record a decision on the team's report."""
    return team_rules.decides_for(person, team) or cohort_rules.leads(person, team.cohort)


def check_can_decide(person: Person, report: Report, decided_on: date, follow_up_on: date | None) -> None:
    """A decision maker of the team, or a lead of the cohort, records what was decided, once it was."""
    if not can_decide(person, report.team):
        raise RuleBroken("A decision is recorded by the decision maker, or by a lead of the cohort for them.")
    if decided_on > timezone.localdate():
        raise RuleBroken("The day of the decision cannot be in the future. Record it once it has been made.")
    if follow_up_on and follow_up_on < decided_on:
        raise RuleBroken("The follow-up date cannot be before the decision.")
