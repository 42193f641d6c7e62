"""The cohort at a glance, and its record."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from evenground.programme.cohorts import queries as cohort_queries
from evenground.programme.cohorts import rules as cohort_rules
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.dashboard import queries


@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Which teams are stuck, and why."""
    cohort = get_object_or_404(queries.cohorts_overseen_by(request.person), pk=pk)
    return render(
        request,
        "dashboard/overview.html",
        {
            "overview": queries.overview_of(cohort),
            "stages": queries.STAGES,
            "leads": cohort_rules.leads(request.person, cohort),
        },
    )


@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """What a steering board approves and receives: each team's plan and its signed report."""
    cohort = get_object_or_404(queries.cohorts_approved_by(request.person), pk=pk)
    return render(request, "dashboard/board.html", {"cohort": cohort, "rows": queries.board_rows(cohort)})


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Who did what to what, when and why, in plain sentences."""
    cohort = get_object_or_404(cohort_queries.cohorts_run_by(request.person, Appointed.PROGRAMME_LEAD), pk=pk)
    page = Paginator(queries.record_of(cohort), 50).get_page(request.GET.get("page"))
    lines = queries.in_words(list(page.object_list))
    return render(request, "dashboard/record.html", {"cohort": cohort, "page": page, "lines": lines})
