"""A team's data: load, describe, remove. For its analysts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenground.programme.datasets import actions, queries
from evenground.programme.datasets.enums import DatasetKind
from evenground.programme.datasets.forms import DescribeForm, LoadForm
from evenground.programme.errors import RuleBroken


@require_safe
def datasets(request: HttpRequest, pk: int) -> HttpResponse:
    """What has been loaded."""
    team = get_object_or_404(queries.teams_analysed_by(request.person), pk=pk)
    loaded = queries.datasets_seen_by(request.person).filter(team=team)
    return render(request, "datasets/datasets.html", {"team": team, "datasets": loaded})


@require_http_methods(["GET", "POST"])
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """Load a file."""
    team = get_object_or_404(queries.teams_analysed_by(request.person), pk=pk)
    form = LoadForm(request.POST or None, request.FILES or None, initial={"kind": DatasetKind.OUTCOME})
    if request.method == "POST" and form.is_valid():
        file, kind = form.cleaned_data["file"], DatasetKind(form.cleaned_data["kind"])
        try:
            looked_at = form.cleaned_data.get("looked_at", False)
            dataset = actions.load(
                team=team, name=file.name, content=file, kind=kind, looked_at=looked_at, by=request.person
            )
        except actions.PersonalFound as reason:
            form.offer_looked_at()
            form.add_error("file", str(reason))
        except RuleBroken as reason:
            form.add_error("file", str(reason))
        else:
            messages.success(request, f"“{dataset}” was loaded.")
            if kind is DatasetKind.OUTCOME:
                return redirect(dataset)
            return redirect("datasets:datasets", pk=team.pk)
    return render(request, "datasets/load.html", {"form": form, "team": team})


@require_http_methods(["GET", "POST"])
def dataset(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the columns mean. Guesses are filled in."""
    dataset = get_object_or_404(queries.datasets_seen_by(request.person), pk=pk)
    try:
        headings = queries.headings_of(dataset)
    except RuleBroken as reason:
        messages.error(request, str(reason))
        return redirect("datasets:datasets", pk=dataset.team_id)
    form = DescribeForm(
        request.POST or None,
        headings=headings,
        chosen=dataset.columns,
        initial={name: getattr(dataset, name) for name in ("unit", "period", "covers", "attribution")},
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            actions.describe(
                dataset=dataset,
                columns=form.columns,
                period=asked["period"],
                unit=asked["unit"],
                covers=asked["covers"],
                attribution=asked["attribution"],
                by=request.person,
            )
        except RuleBroken as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("equity:analyse", pk=dataset.pk)
    return render(request, "datasets/dataset.html", {"form": form, "dataset": dataset})


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a file."""
    dataset = get_object_or_404(queries.datasets_seen_by(request.person), pk=pk)
    actions.remove(dataset=dataset, by=request.person)
    messages.success(request, f"“{dataset}” was deleted. Results released from it are kept.")
    return redirect("datasets:datasets", pk=dataset.team_id)
