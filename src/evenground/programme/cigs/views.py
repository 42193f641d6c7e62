"""Forming groups, and everybody's roster."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenground.programme.cigs import actions, queries, rules
from evenground.programme.cigs.forms import MoveForm, ProposeForm, ReadyForm
from evenground.programme.cigs.models import Forming
from evenground.programme.cohorts import queries as cohort_queries
from evenground.programme.cohorts import rules as cohort_rules
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.errors import RuleBroken
from evenground.programme.teams import queries as team_queries


@require_safe
def cig(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in the group, which team, which project, how to reach them, and who facilitates."""
    cig = get_object_or_404(queries.with_rosters(queries.cigs_seen_by(request.person)), pk=pk)
    return render(request, "cigs/cig.html", {"cig": cig})


@require_safe
def groups(request: HttpRequest, pk: int) -> HttpResponse:
    """The groups of a cohort, or the way to form them."""
    cohort = get_object_or_404(cohort_queries.cohorts_run_by(request.person, *team_queries.RUNNERS), pk=pk)
    cigs = queries.with_rosters(queries.cigs_seen_by(request.person).filter(cohort=cohort))
    return render(
        request,
        "cigs/groups.html",
        {
            "cohort": cohort,
            "cigs": cigs,
            "formings": queries.formings_seen_by(request.person).filter(cohort=cohort),
            "facilitators": queries.ready_facilitators(cohort),
            "leads": cohort_rules.leads(request.person, cohort),
            "teams": rules.teams_to_place(cohort),
        },
    )


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a proposal."""
    cohort = get_object_or_404(cohort_queries.cohorts_run_by(request.person, Appointed.PROGRAMME_LEAD), pk=pk)
    teams = len(rules.teams_to_place(cohort))
    form = ProposeForm(
        request.POST or None, initial={"groups_wanted": max(1, round(teams / 4)), "smallest": 2, "largest": 6}
    )
    if request.method == "POST" and form.is_valid():
        try:
            forming = actions.propose(cohort=cohort, **form.cleaned_data, by=request.person)
        except RuleBroken as reason:
            form.add_error(None, str(reason))
        else:
            return redirect(forming)
    return render(request, "cigs/propose.html", {"form": form, "cohort": cohort, "teams": teams})


@require_http_methods(["GET", "POST"])
def ready(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """What a facilitator can offer."""
    cohort = get_object_or_404(cohort_queries.cohorts_run_by(request.person, Appointed.PROGRAMME_LEAD), pk=pk)
    said = next((each for each in queries.ready_facilitators(cohort) if each.person_id == person), None)
    if said is None:
        raise Http404
    conflicts = said.conflicts.all() if said.pk else []
    form = ReadyForm(
        request.POST or None, initial={"skills": said.skills, "capacity": said.capacity, "conflicts": conflicts}
    )
    if request.method == "POST" and form.is_valid():
        actions.say_what_facilitator_offers(cohort=cohort, person=said.person, **form.cleaned_data, by=request.person)
        messages.success(request, f"Saved what {said.person} can facilitate.")
        return redirect("cigs:groups", pk=pk)
    return render(request, "cigs/ready.html", {"form": form, "cohort": cohort, "facilitator": said.person})


@require_safe
def forming(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal: every group, every team with the reason why it is there."""
    forming = get_object_or_404(queries.formings_seen_by(request.person), pk=pk)
    return render(
        request,
        "cigs/forming.html",
        {
            "forming": forming,
            "groups": queries.groups_of(forming),
            "leads": cohort_rules.leads(request.person, forming.cohort),
        },
    )


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose again, with the pinned teams where they are."""
    forming = _led(request, pk)
    try:
        forming = actions.propose(
            cohort=forming.cohort,
            groups_wanted=len(forming.proposal["groups"]),
            smallest=forming.smallest,
            largest=forming.largest,
            pins=forming.pins,
            by=request.person,
        )
    except RuleBroken as reason:
        messages.error(request, str(reason))
    return redirect(forming)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int, team: int) -> HttpResponse:
    """Move one team, knowing what it costs."""
    forming = _led(request, pk)
    moved = get_object_or_404(forming.cohort.teams, pk=team)
    try:
        rules.check_can_move(request.person, forming, str(team))
    except RuleBroken as reason:
        messages.error(request, str(reason))
        return redirect(forming)
    form = MoveForm(request.POST or None, costs=actions.costs_of_moving(forming, str(team)))
    if request.method == "POST" and form.is_valid():
        try:
            actions.move(forming=forming, team=str(team), to=form.cleaned_data["to"], by=request.person)
        except RuleBroken as reason:
            form.add_error("to", str(reason))
        else:
            messages.success(request, f"{moved} was moved, and stays there when you propose again.")
            return redirect(forming)
    return render(request, "cigs/move.html", {"form": form, "forming": forming, "team": moved})


@require_POST
def pin(request: HttpRequest, pk: int, team: int) -> HttpResponse:
    """Pin a team where it is, or let it go."""
    forming = _led(request, pk)
    moved = get_object_or_404(forming.cohort.teams, pk=team)
    try:
        actions.pin(forming=forming, team=str(moved.pk), pinned=str(moved.pk) not in forming.pins, by=request.person)
    except RuleBroken as reason:
        messages.error(request, str(reason))
    return redirect(forming)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the groups."""
    forming = _led(request, pk)
    try:
        cigs = actions.confirm(forming=forming, by=request.person)
    except RuleBroken as reason:
        messages.error(request, str(reason))
        return redirect(forming)
    messages.success(request, f"{len(cigs)} groups confirmed. Everyone can now see who is in theirs.")
    return redirect("cigs:groups", pk=forming.cohort_id)


def _led(request: HttpRequest, pk: int) -> Forming:
    led = cohort_queries.cohorts_run_by(request.person, Appointed.PROGRAMME_LEAD)
    return get_object_or_404(queries.formings_seen_by(request.person).filter(cohort__in=led), pk=pk)
