"""A team, its project and its members."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenground.programme.cohorts import queries as cohort_queries
from evenground.programme.cohorts import rules as cohort_rules
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.errors import RuleBroken
from evenground.programme.people import actions as people_actions
from evenground.programme.teams import actions, queries, rules
from evenground.programme.teams.enums import TeamRole, TeamState
from evenground.programme.teams.forms import LeaveForm, MemberForm, StateForm, TeamForm
from evenground.programme.teams.models import Membership


@require_safe
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """The team's own page: the project, the people, and the way to everything they do."""
    team = get_object_or_404(queries.teams_seen_by(request.person), pk=pk)
    leads = cohort_rules.leads(request.person, team.cohort)
    return render(
        request,
        "teams/team.html",
        {
            "team": team,
            "members": queries.members_of(team),
            "former": queries.former_members_of(team),
            "leads": leads,
            "can_change": leads or rules.leads_team(request.person, team),
            "works_in": rules.works_in(request.person, team),
            "analyses": rules.analyses_for(request.person, team),
        },
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add one team by hand; a whole cohort comes from a spreadsheet."""
    cohort = get_object_or_404(cohort_queries.cohorts_run_by(request.person, Appointed.PROGRAMME_LEAD), pk=pk)
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        name = asked.pop("organisation")
        try:
            with transaction.atomic():
                organisation = people_actions.add_organisation(name=name, by=request.person) if name else None
                team = actions.add_team(cohort=cohort, **asked, organisation=organisation, by=request.person)
        except RuleBroken as reason:
            form.add_error("name", str(reason))
        else:
            messages.success(request, f"{team} was added. Now add its members.")
            return redirect(team)
    return render(request, "teams/add.html", {"form": form, "cohort": cohort})


@require_http_methods(["GET", "POST"])
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a person to the team, and invite them if they have an address."""
    team = get_object_or_404(queries.teams_seen_by(request.person), pk=pk)
    form = MemberForm(request.POST or None)
    try:
        rules.check_can_change_membership(request.person, team)
        if request.method == "POST" and form.is_valid():
            asked = form.cleaned_data
            person = people_actions.add_person(name=asked["name"], email=asked["email"], by=request.person)
            actions.join(team=team, person=person, role=TeamRole(asked["role"]), by=request.person)
            if person.email:
                people_actions.invite(person=person, about=f"the team {team}", by=request.person)
            messages.success(request, f"{person} is now in {team}.")
            return redirect(team)
    except RuleBroken as reason:
        messages.error(request, str(reason))
        return redirect(team)
    return render(request, "teams/add_member.html", {"form": form, "team": team})


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that somebody left."""
    seen = Membership.objects.filter(team__in=queries.teams_seen_by(request.person))
    membership = get_object_or_404(seen.select_related("team__cohort", "person"), pk=pk)
    form = LeaveForm(request.POST or None, initial={"until": timezone.localdate()})
    try:
        rules.check_can_change_membership(request.person, membership.team)
        if request.method == "POST" and form.is_valid():
            actions.leave(membership=membership, **form.cleaned_data, by=request.person)
            messages.success(request, f"Noted that {membership.person} left. What they wrote is kept.")
            return redirect(membership.team)
    except RuleBroken as reason:
        messages.error(request, str(reason))
        return redirect(membership.team)
    return render(request, "teams/leave.html", {"form": form, "membership": membership})


@require_http_methods(["GET", "POST"])
def change_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a team paused, withdrew, finished or came back."""
    team = get_object_or_404(
        queries.teams_seen_by(request.person).filter(
            cohort__in=cohort_queries.cohorts_run_by(request.person, Appointed.PROGRAMME_LEAD)
        ),
        pk=pk,
    )
    form = StateForm(request.POST or None, initial={"state": team.state, "reason": team.state_reason})
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            actions.change_state(team=team, state=TeamState(asked["state"]), reason=asked["reason"], by=request.person)
        except RuleBroken as reason:
            form.add_error("reason", str(reason))
        else:
            messages.success(request, f"{team} was changed.")
            return redirect(team)
    return render(request, "teams/change_state.html", {"form": form, "team": team})
