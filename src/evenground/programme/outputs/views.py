"""A team's report: as a draft, signed, as PDF and as Word; and the decision."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenground.programme.errors import RuleBroken
from evenground.programme.outputs import actions, queries, rules
from evenground.programme.outputs.enums import DecisionKind
from evenground.programme.outputs.forms import DecisionForm
from evenground.programme.teams import queries as team_queries
from evenground.programme.teams.models import Team

if TYPE_CHECKING:
    from evenground.analysis.report import Document

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it would be signed now, and what it lacks."""
    team = get_object_or_404(team_queries.teams_seen_by(request.person), pk=pk)
    document = queries.document_of(team, version=team.reports.count() + 1)
    return render(
        request,
        "outputs/draft.html",
        {
            "team": team,
            "document": document,
            "charts": len(queries.figures_in(document)),
            "missing": rules.missing_from_report(team),
            "can_sign": rules.can_sign(request.person, team),
            "reports": team.reports.all(),
        },
    )


@require_safe
def draft_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as PDF."""
    team = get_object_or_404(team_queries.teams_seen_by(request.person), pk=pk)
    return _pdf(queries.document_of(team, version=team.reports.count() + 1), _name(team, "draft"))


@require_safe
def draft_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a Word file."""
    team = get_object_or_404(team_queries.teams_seen_by(request.person), pk=pk)
    return _word(queries.document_of(team, version=team.reports.count() + 1), _name(team, "draft"))


@require_safe
def draft_chart(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A chart of the draft."""
    team = get_object_or_404(team_queries.teams_seen_by(request.person), pk=pk)
    return _chart(queries.document_of(team, version=team.reports.count() + 1), number)


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the report."""
    team = get_object_or_404(team_queries.teams_seen_by(request.person), pk=pk)
    try:
        report = actions.sign_report(team=team, by=request.person)
    except RuleBroken as reason:
        messages.error(request, str(reason))
        return redirect("outputs:draft", pk=pk)
    messages.success(request, "Signed. Those who decide have been sent the link.")
    return redirect(report)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A signed report, and what was decided."""
    report = get_object_or_404(queries.reports_seen_by(request.person), pk=pk)
    return render(
        request,
        "outputs/report.html",
        {
            "report": report,
            "document": report.document,
            "charts": len(queries.figures_in(report.document)),
            "decisions": report.decisions.select_related("recorded_by"),
            "can_decide": rules.can_decide(request.person, report.team),
        },
    )


@require_safe
def report_chart(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A chart of a signed report."""
    report = get_object_or_404(queries.reports_seen_by(request.person), pk=pk)
    return _chart(report.document, number)


@require_safe
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """A signed report as PDF."""
    report = get_object_or_404(queries.reports_seen_by(request.person), pk=pk)
    return _pdf(report.document, _name(report.team, f"version-{report.version}"))


@require_safe
def report_word(request: HttpRequest, pk: int) -> HttpResponse:
    """A signed report as a Word file."""
    report = get_object_or_404(queries.reports_seen_by(request.person), pk=pk)
    return _word(report.document, _name(report.team, f"version-{report.version}"))


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a decision."""
    report = get_object_or_404(queries.reports_seen_by(request.person), pk=pk)
    form = DecisionForm(
        request.POST or None, initial={"owner": request.person.name, "decided_on": timezone.localdate()}
    )
    if not rules.can_decide(request.person, report.team):
        messages.error(request, "A decision is recorded by the decision maker, or by a lead of the cohort for them.")
        return redirect(report)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        kind = DecisionKind(asked.pop("kind"))
        try:
            actions.record_decision(report=report, kind=kind, **asked, by=request.person)
        except RuleBroken as reason:
            form.add_error("follow_up_on" if "follow-up" in str(reason) else "decided_on", str(reason))
        else:
            messages.success(request, "The decision is recorded. The team has been told.")
            return redirect(report)
    return render(request, "outputs/decide.html", {"form": form, "report": report})


def _chart(document: "Document", number: int) -> HttpResponse:
    figures = queries.figures_in(document)
    if not 1 <= number <= len(figures):
        raise Http404
    response = HttpResponse(figures[number - 1].svg, content_type="image/svg+xml")
    # A drawing may carry styles of its own, and nothing else: it is never a page.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


def _pdf(document: "Document", name: str) -> HttpResponse:
    from evenground.analysis.report import to_pdf  # heavy, and only when somebody downloads

    return _file(to_pdf(document), "application/pdf", f"{name}.pdf")


def _word(document: "Document", name: str) -> HttpResponse:
    from evenground.analysis.report import to_docx

    return _file(to_docx(document), WORD, f"{name}.docx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _name(team: Team, what: str) -> str:
    return f"evaluation-team-{team.pk}-{what}"
