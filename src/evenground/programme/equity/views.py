"""Results by group: work out, look over, share, interpret."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenground.programme.datasets import queries as dataset_queries
from evenground.programme.equity import actions, queries, rules
from evenground.programme.equity.forms import AnalyseForm, InterpretForm
from evenground.programme.errors import RuleBroken
from evenground.programme.teams import queries as team_queries
from evenground.programme.teams import rules as team_rules


@require_safe
def releases(request: HttpRequest, pk: int) -> HttpResponse:
    """A team's results."""
    team = get_object_or_404(
        team_queries.teams_seen_by(request.person) | team_queries.teams_decided_by(request.person), pk=pk
    )
    return render(
        request,
        "equity/releases.html",
        {
            "team": team,
            "releases": queries.releases_seen_by(request.person).filter(team=team),
            "analyses": team_rules.analyses_for(request.person, team),
        },
    )


@require_http_methods(["GET", "POST"])
def analyse(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the area and the rule for small numbers."""
    dataset = get_object_or_404(dataset_queries.datasets_seen_by(request.person), pk=pk)
    form = AnalyseForm(request.POST or None, similar=dataset_queries.similar_areas_of(dataset.team))
    try:
        rules.check_can_analyse(request.person, dataset)
    except RuleBroken as reason:
        messages.error(request, str(reason))
        return redirect(dataset)
    if request.method == "POST" and form.is_valid():
        try:
            release = actions.analyse(dataset=dataset, **form.cleaned_data, by=request.person)
        except RuleBroken as reason:
            form.add_error("area", str(reason))
        else:
            return redirect(release)
    return render(request, "equity/analyse.html", {"form": form, "dataset": dataset})


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """One result: the finding in words, the chart, the table, how it was worked out, and what people make of it."""
    release = get_object_or_404(queries.releases_seen_by(request.person), pk=pk)
    form = InterpretForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.interpret(release=release, **form.cleaned_data, by=request.person)
        except RuleBroken as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Saved. Thank you.")
            return redirect(release)
    return render(
        request,
        "equity/release.html",
        {
            "release": release,
            "released": release.released,
            "interpretations": release.interpretations.select_related("author"),
            "form": form,
            "works_in": team_rules.works_in(request.person, release.team),
            "analyses": team_rules.analyses_for(request.person, release.team),
        },
    )


@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the team see it."""
    release = get_object_or_404(queries.releases_seen_by(request.person), pk=pk)
    try:
        actions.share(release=release, by=request.person)
        messages.success(request, "Shared. The whole team can see it and say what it means.")
    except RuleBroken as reason:
        messages.error(request, str(reason))
    return redirect(release)


@require_safe
def chart(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A chart as SVG."""
    release = get_object_or_404(queries.releases_seen_by(request.person), pk=pk)
    if not 1 <= number <= len(release.charts):
        raise Http404
    response = HttpResponse(release.charts[number - 1]["svg"], content_type="image/svg+xml")
    # A drawing may carry styles of its own, and nothing else: it is never a page.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """The released table as CSV, safe to open in a spreadsheet."""
    from evenground.analysis import pipeline  # heavy, and only when somebody downloads

    release = get_object_or_404(queries.releases_seen_by(request.person), pk=pk)
    with tempfile.TemporaryDirectory() as folder:
        content = pipeline.write_csv(release.released, Path(folder) / "table.csv").read_bytes()
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="evenground-result-{release.pk}.csv"'
    return response
