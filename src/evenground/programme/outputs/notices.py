"""Who is told of a report and of a decision."""

from django.conf import settings
from django.core.mail import send_mail

from evenground.programme.outputs.models import Decision, Report
from evenground.programme.teams import queries as team_queries
from evenground.programme.teams.enums import TeamRole

_REPORT = """Hello {name},

The evaluation of “{project}” is ready. Its summary is one page long.

Read it, and record what you decide, here:
{link}
"""
_DECISION = """Hello {name},

A decision was made about “{project}” after your evaluation: {decision}.

What was decided, and why:
{text}

{owner} sees to it. The report with the decision is here:
{link}
"""


def tell_decision_makers(report: Report) -> None:
    """Send the link to those who decide."""
    seats = team_queries.members_of(report.team).filter(role=TeamRole.DECISION_MAKER)
    for person in {seat.person for seat in seats if seat.person.email}:
        text = _REPORT.format(name=person.name, project=report.team.project, link=_link(report))
        send_mail("Evenground: an evaluation is ready for your decision", text, None, [person.email or ""])


def tell_team(decision: Decision) -> None:
    """Everybody who worked on it hears what became of it."""
    report = decision.report
    for person in {seat.person for seat in team_queries.members_of(report.team) if seat.person.email}:
        text = _DECISION.format(
            name=person.name,
            project=report.team.project,
            decision=decision.get_kind_display().lower(),
            text=decision.text,
            owner=decision.owner,
            link=_link(report),
        )
        send_mail("Evenground: what became of your evaluation", text, None, [person.email or ""])


def _link(report: Report) -> str:
    return settings.SITE_URL + report.get_absolute_url()
