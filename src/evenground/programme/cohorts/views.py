"""Setting up a programme and its cohorts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from evenground.programme.cohorts import actions, queries, rules
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.cohorts.forms import AppointForm, CohortForm, ProgrammeForm
from evenground.programme.errors import RuleBroken
from evenground.programme.people import actions as people_actions


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Start a programme."""
    form = ProgrammeForm(request.POST or None)
    try:
        rules.check_can_start_programme(request.person)
        if request.method == "POST" and form.is_valid():
            programme = actions.start_programme(**form.cleaned_data, by=request.person)
            return redirect("cohorts:add_cohort", pk=programme.pk)
    except RuleBroken as reason:
        messages.error(request, str(reason))
        return redirect("home")
    return render(request, "cohorts/start.html", {"form": form})


@require_safe
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """A programme and its cohorts, for those who lead it."""
    programme = get_object_or_404(queries.programmes_led_by(request.person), pk=pk)
    return render(request, "cohorts/programme.html", {"programme": programme, "cohorts": programme.cohorts.all()})


@require_http_methods(["GET", "POST"])
def add_cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a cohort; the workshops follow."""
    programme = get_object_or_404(queries.programmes_led_by(request.person), pk=pk)
    form = CohortForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lay_out = form.cleaned_data.pop("lay_out")
        try:
            cohort = actions.add_cohort(programme=programme, **form.cleaned_data, by=request.person)
        except RuleBroken as reason:
            form.add_error("name", str(reason))
        else:
            messages.success(request, f"{cohort} was added.")
            return redirect(f"/workshops/cohort/{cohort.pk}/" if lay_out else cohort)
    return render(request, "cohorts/add_cohort.html", {"form": form, "programme": programme})


@require_safe
def cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """A cohort: who runs it, and the way to its teams, groups and workshops."""
    cohort = get_object_or_404(queries.cohorts_run_by(request.person), pk=pk)
    return render(
        request,
        "cohorts/cohort.html",
        {
            "cohort": cohort,
            "leads": rules.leads(request.person, cohort),
            "runs": rules.runs(request.person, cohort),
            "appointments": queries.appointments_to(cohort),
        },
    )


@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Appoint somebody to run the cohort, and invite them."""
    cohort = get_object_or_404(queries.cohorts_run_by(request.person, Appointed.PROGRAMME_LEAD), pk=pk)
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            person = people_actions.add_person(name=asked["name"], email=asked["email"], by=request.person)
            actions.appoint(
                person=person,
                programme=cohort.programme,
                cohort=None if asked["whole_programme"] else cohort,
                role=Appointed(asked["role"]),
                by=request.person,
            )
            people_actions.invite(person=person, about=f"{cohort.programme}, {cohort}", by=request.person)
        except RuleBroken as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"{person} was appointed and invited by e-mail.")
            return redirect(cohort)
    return render(request, "cohorts/appoint.html", {"form": form, "cohort": cohort})
