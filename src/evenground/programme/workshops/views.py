"""The series, one session, who came, and everybody's calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenground.programme.cohorts import queries as cohort_queries
from evenground.programme.cohorts import rules as cohort_rules
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person
from evenground.programme.workshops import actions, notices, queries
from evenground.programme.workshops.forms import AttendanceForm, SessionForm


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """My sessions, and the private address that brings them into my own calendar."""
    sessions = queries.sessions_seen_by(request.person)
    now = timezone.now()
    return render(
        request,
        "workshops/calendar.html",
        {
            "coming": sessions.filter(ends_at__gte=now),
            "past": sessions.filter(ends_at__lt=now).order_by("-starts_at"),
        },
    )


@require_safe
@login_not_required
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """A person's calendar. The address is the key: calendar programs cannot sign in."""
    if not key.isprintable():
        raise Http404  # a database does not take every character
    person = get_object_or_404(Person.objects.filter(is_active=True), calendar_key=key)
    return HttpResponse(notices.calendar_of(person), content_type="text/calendar; charset=utf-8")


@require_safe
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """The workshops of a cohort."""
    cohort = get_object_or_404(cohort_queries.cohorts_run_by(request.person), pk=pk)
    leads = cohort_rules.leads(request.person, cohort)
    return render(
        request, "workshops/series.html", {"cohort": cohort, "sessions": cohort.sessions.all(), "leads": leads}
    )


@require_POST
def lay_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay out the default eight."""
    cohort = get_object_or_404(cohort_queries.cohorts_run_by(request.person, Appointed.PROGRAMME_LEAD), pk=pk)
    try:
        sessions = actions.lay_out_series(cohort=cohort, by=request.person)
        messages.success(request, f"{len(sessions)} workshops were laid out. Change any of them.")
    except RuleBroken as reason:
        messages.error(request, str(reason))
    return redirect("workshops:series", pk=pk)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a session."""
    cohort = get_object_or_404(cohort_queries.cohorts_run_by(request.person, Appointed.PROGRAMME_LEAD), pk=pk)
    form = SessionForm.empty(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = form.session_fields()
        fields.pop("cancelled")
        try:
            session = actions.add_session(cohort=cohort, **fields, by=request.person)
        except (RuleBroken, ValidationError) as reason:
            _refuse(form, reason)
        else:
            messages.success(request, f"“{session}” was added.")
            return redirect("workshops:series", pk=pk)
    return render(request, "workshops/add.html", {"form": form, "cohort": cohort})


@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """When, how, where, and what it covers."""
    session = get_object_or_404(queries.sessions_seen_by(request.person), pk=pk)
    return render(
        request,
        "workshops/session.html",
        {
            "session": session,
            "leads": cohort_rules.leads(request.person, session.cohort),
            "runs": cohort_rules.runs(request.person, session.cohort),
        },
    )


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a session."""
    led = cohort_queries.cohorts_run_by(request.person, Appointed.PROGRAMME_LEAD)
    session = get_object_or_404(queries.sessions_seen_by(request.person).filter(cohort__in=led), pk=pk)
    form = SessionForm.of(session, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_session(session=session, changes=form.session_fields(), by=request.person)
        except (RuleBroken, ValidationError) as reason:
            _refuse(form, reason)
        else:
            messages.success(request, "The session was changed. Calendars will show it.")
            return redirect(session)
    return render(request, "workshops/change.html", {"form": form, "session": session})


@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came, and how."""
    runs = cohort_queries.cohorts_run_by(
        request.person, Appointed.PROGRAMME_LEAD, Appointed.DESIGN_TEAM, Appointed.FACILITATOR
    )
    session = get_object_or_404(queries.sessions_seen_by(request.person).filter(cohort__in=runs), pk=pk)
    expected = {seat.person_id: f"{seat.person} ({seat.team})" for seat in queries.expected_at(session)}
    form = AttendanceForm(request.POST or None, expected=expected, noted=dict(queries.attendance_at(session)))
    if request.method == "POST" and form.is_valid():
        try:
            noted = actions.note_attendance(session=session, came=form.came(), by=request.person)
        except RuleBroken as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"Noted how {noted} people took part.")
            return redirect(session)
    return render(request, "workshops/attendance.html", {"form": form, "session": session})


def _refuse(form: SessionForm, reason: RuleBroken | ValidationError) -> None:
    form.add_error(None, reason.messages if isinstance(reason, ValidationError) else str(reason))
