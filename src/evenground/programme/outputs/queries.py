"""Reports and decisions, as the person looking may see them, and what a report is made from."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from evenground.programme.cohorts import queries as cohort_queries
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.equity import queries as equity_queries
from evenground.programme.equity.models import Release
from evenground.programme.outputs.models import Report
from evenground.programme.people.models import Person
from evenground.programme.teams import queries as team_queries
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Team
from evenground.programme.workbook import queries as workbook_queries
from evenground.programme.workbook.models import Revision
from evenground.programme.workbook.queries import Answer

if TYPE_CHECKING:
    from evenground.analysis.report import Block, Document, Figure, Section

# What each part of the report is made from, in the order of the report.
_EVALUATION = ("project.what", "project.problem", "plan.aim", "plan.questions", "findings.done", "findings.found")
_EQUITY = ("hiat1.who", "hiat1.causes", "hiat2.how", "hiat3.measure", "findings.equity")
_LIMITS = ("findings.limits", "findings.unexpected")


def reports_seen_by(person: Person) -> QuerySet[Report]:
    """Signed reports: for the team, those who run its cohort, its decision makers and the steering board."""
    board = cohort_queries.cohorts_run_by(person, Appointed.STEERING_BOARD)
    return Report.objects.filter(
        Q(team__in=team_queries.teams_seen_by(person))
        | Q(team__in=team_queries.teams_decided_by(person))
        | Q(team__cohort__in=board)
    ).select_related("team__cohort__programme", "signed_by")


def document_of(
    team: Team, *, version: int, signed_by: Person | None = None, signed_on: date | None = None
) -> Document:
    """The report of a team as it stands: from the workbook, the plan, the shared results and the involvement record."""
    from evenground.analysis.report import Document, Section

    answers = workbook_queries.answers_of(team)
    releases = list(equity_queries.shared_releases_of(team))
    signed = f"Signed by {signed_by.name}" if signed_by else "Draft, not signed"
    parts = (
        Section("What we recommend", _recommendation(answers), "recommendation"),
        Section("The evaluation", _answered(answers, _EVALUATION), "evaluation"),
        Section("Who gains and who does not", _equity(answers, releases), "equity"),
        Section("What this evaluation cannot show", _answered(answers, _LIMITS), "limits"),
        Section("How people were involved", _involvement(team, answers), "involvement"),
        Section("Action plan", _actions(answers), "actions"),
    )
    return Document(
        title=f"Evaluation of {team.project}",
        subtitle=f"{team.name}, {team.cohort.programme.name}, {team.cohort.name}. Version {version}. {signed}.",
        date=signed_on or timezone.localdate(),
        summary=_summary(answers),
        sections=parts,
        mark="Made-up data: nobody here is real" if settings.DEMONSTRATION else "",
    )


def figures_in(document: Document) -> list[Figure]:
    """The charts of a report, in reading order."""
    from evenground.analysis.report import Figure

    return [block for block in document.all_blocks() if isinstance(block, Figure)]


def _summary(answers: dict[str, Answer]) -> Section:
    from evenground.analysis.report import Section

    return Section("The whole story in plain words", _answered(answers, ("findings.summary",), ask=False), "summary")


def _recommendation(answers: dict[str, Answer]) -> tuple[Block, ...]:
    from evenground.analysis.report import Callout

    first, *rest = _lines(answers["findings.recommendation"].text) or ["Not written yet."]
    decision = answers["project.decision"].text
    blocks: list[Block] = [Callout("Recommendation", first), *_paragraphs(rest)]
    return (*blocks, *_paragraphs(["The decision this is meant to inform:", *_lines(decision)] if decision else []))


def _answered(answers: dict[str, Answer], keys: tuple[str, ...], *, ask: bool = True) -> tuple[Block, ...]:
    """Answers as text under their questions; a needed one that is missing is named, never passed over."""
    from evenground.analysis.report import Heading, Paragraph

    blocks: list[Block] = []
    for key in keys:
        answer = answers[key]
        if not answer.text and not answer.question.needed:
            continue
        if ask:
            blocks.append(Heading(2, answer.question.ask))
        blocks += _paragraphs(_lines(answer.text)) or [Paragraph("Not answered yet.")]
    return tuple(blocks) or (Paragraph("Nothing has been written here yet."),)


def _equity(answers: dict[str, Answer], releases: list[Release]) -> tuple[Block, ...]:
    """The compulsory part: what the team says, each shared result, and what people made of it."""
    from evenground.analysis.report import Heading, Paragraph, Quote, blocks_from_released, figure_from_chart
    from evenground.analysis.results import Chart

    blocks: list[Block] = list(_answered(answers, _EQUITY))
    if not releases:
        blocks.append(Paragraph("No result by group has been shared yet."))
    for release in releases:
        blocks.append(Heading(2, release.title))
        for chart in release.charts:
            rows = tuple(tuple(row) for row in chart["table"])
            blocks.append(figure_from_chart(Chart(chart["title"], chart["description"], chart["svg"], rows)))
        blocks += blocks_from_released(release.released, settings.SITE_URL + release.get_absolute_url(), level=3)
        said = release.interpretations.select_related("author")
        if said:
            blocks.append(Heading(3, "What people in the team make of it"))
            blocks += [Quote(one.text, one.role_then) for one in said]
    return tuple(blocks)


def _involvement(team: Team, answers: dict[str, Answer]) -> tuple[Block, ...]:
    """Who was in the room, from when, and how much each role wrote: read off the record, not asked."""
    from evenground.analysis.report import Table

    people: dict[str, set[int]] = {}
    first: dict[str, date] = {}
    for seat in team.memberships.exclude(role=TeamRole.DECISION_MAKER):
        role = seat.get_role_display()
        people.setdefault(role, set()).add(seat.person_id)
        first[role] = min(first.get(role, seat.since), seat.since)
    wrote: Counter[str] = Counter()
    for roles in Revision.objects.filter(team=team).values_list("role_then", flat=True):
        wrote.update(roles.split(", "))
    rows = tuple(
        (role, str(len(people[role])), f"{first[role]:%-d %B %Y}", str(wrote[role])) for role in sorted(people)
    )
    note = "People count once in each role they have or had. A text counts each time somebody saved it."
    table = Table("Who took part", ("Role", "People", "First joined", "Texts saved in the workbook"), rows, note)
    return (table, *_answered(answers, ("findings.public", "hiat4.asked")))


def _actions(answers: dict[str, Answer]) -> tuple[Block, ...]:
    from evenground.analysis.report import Bullets, Paragraph

    lines = _lines(answers["findings.actions"].text)
    return (Bullets(tuple(lines)),) if lines else (Paragraph("No actions have been written yet."),)


def _lines(text: str) -> list[str]:
    return [line.strip().lstrip("-•* ").strip() for line in text.splitlines() if line.strip()]


def _paragraphs(lines: list[str]) -> list[Block]:
    from evenground.analysis.report import Paragraph

    return [Paragraph(line) for line in lines if line]
