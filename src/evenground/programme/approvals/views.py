"""Kind of project, registration, and signing the evaluation plan."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenground.programme.approvals import actions, queries, rules
from evenground.programme.approvals.enums import ProjectKind, RegistrationState
from evenground.programme.approvals.forms import RegistrationForm
from evenground.programme.errors import RuleBroken
from evenground.programme.workbook import queries as workbook_queries


@require_safe
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the registration stands, what the plan lacks, and who has signed."""
    team = get_object_or_404(queries.teams_approved_by(request.person), pk=pk)
    return render(
        request,
        "approvals/approval.html",
        {
            "team": team,
            "registration": queries.registration_of(team),
            "readiness": rules.readiness_of(team),
            "sign_offs": team.sign_offs.select_related("person"),
            "digest": workbook_queries.plan_digest(team),
            "plan": [answer for answer in workbook_queries.answers_of(team).values() if answer.question.plan],
            "can_sign": rules.can_sign(request.person, team),
            "can_register": rules.can_register(request.person, team),
        },
    )


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what kind of project it is and where its registration stands."""
    team = get_object_or_404(queries.teams_approved_by(request.person), pk=pk)
    known = queries.registration_of(team)
    names = ("kind", "reason", "body", "reference", "state", "asked_on", "decided_on")
    initial = {name: getattr(known, name) for name in names} if known else {"state": RegistrationState.NOT_STARTED}
    form = RegistrationForm(request.POST or None, initial=initial)
    try:
        rules.check_can_register(request.person, team)
        if request.method == "POST" and form.is_valid():
            asked = form.cleaned_data
            kind, state = ProjectKind(asked.pop("kind")), RegistrationState(asked.pop("state"))
            actions.register(team=team, kind=kind, state=state, **asked, by=request.person)
            messages.success(request, "Saved.")
            return redirect("approvals:approval", pk=pk)
    except RuleBroken as reason:
        messages.error(request, str(reason))
        return redirect("approvals:approval", pk=pk)
    return render(request, "approvals/register.html", {"form": form, "team": team})


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the plan."""
    team = get_object_or_404(queries.teams_approved_by(request.person), pk=pk)
    try:
        actions.sign_plan(team=team, by=request.person)
        messages.success(request, "You have signed the evaluation plan.")
    except RuleBroken as reason:
        messages.error(request, str(reason))
    return redirect("approvals:approval", pk=pk)
