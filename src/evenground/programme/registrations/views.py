"""From a spreadsheet to people and teams: bring, match the columns, look it over, confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenground.programme.cohorts import queries as cohort_queries
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.errors import RuleBroken
from evenground.programme.registrations import actions, queries
from evenground.programme.registrations.forms import BringForm, ColumnsForm, SpellingsForm
from evenground.programme.registrations.reading import check_size, read_sheet


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the file."""
    from evenground.analysis.errors import UnreadableFile

    cohort = get_object_or_404(cohort_queries.cohorts_run_by(request.person, Appointed.PROGRAMME_LEAD), pk=pk)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            check_size(upload.size, upload.name)
            file = actions.bring(cohort=cohort, name=upload.name, content=upload.read(), by=request.person)
        except (RuleBroken, UnreadableFile) as reason:
            form.add_error("file", str(reason))
        else:
            return redirect("registrations:columns", pk=file.pk)
    earlier = queries.files_seen_by(request.person).filter(cohort=cohort)
    return render(
        request,
        "registrations/bring.html",
        {"form": form, "cohort": cohort, "earlier": earlier, "not_invited": queries.not_invited(cohort).count()},
    )


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column holds. A guess is filled in."""
    file = get_object_or_404(queries.files_seen_by(request.person), pk=pk)
    sheet = read_sheet(bytes(file.content), file.name)
    form = ColumnsForm(request.POST or None, headings=sheet.headings, guessed=file.columns)
    if request.method == "POST" and form.is_valid():
        try:
            actions.match_columns(file=file, columns=form.cleaned_data, by=request.person)
        except RuleBroken as reason:
            form.add_error(None, str(reason))
        else:
            return redirect(file)
    return render(request, "registrations/columns.html", {"form": form, "file": file, "sheet": sheet})


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be created, what would be joined with what exists, and each problem by row."""
    file = get_object_or_404(queries.files_seen_by(request.person), pk=pk)
    return render(request, "registrations/preview.html", {"file": file, "plan": queries.plan_of(file)})


@require_http_methods(["GET", "POST"])
def organisations(request: HttpRequest, pk: int) -> HttpResponse:
    """Which spellings mean one organisation."""
    file = get_object_or_404(queries.files_seen_by(request.person), pk=pk)
    form = SpellingsForm(request.POST or None, spellings=queries.plan_of(file).spellings)
    if request.method == "POST" and form.is_valid():
        actions.join_spellings(file=file, joins=form.joins(), by=request.person)
        return redirect(file)
    return render(request, "registrations/organisations.html", {"form": form, "file": file})


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Write it."""
    file = get_object_or_404(queries.files_seen_by(request.person), pk=pk)
    try:
        file = actions.confirm(file=file, by=request.person)
    except RuleBroken as reason:
        messages.error(request, str(reason))
        return redirect(file)
    messages.success(request, f"{actions.outcome_in_words(file.outcome).capitalize()}.")
    return redirect("registrations:bring", pk=file.cohort_id)


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite everybody who has not been."""
    cohort = get_object_or_404(cohort_queries.cohorts_run_by(request.person, Appointed.PROGRAMME_LEAD), pk=pk)
    invited = actions.invite_everybody(cohort=cohort, by=request.person)
    messages.success(request, f"{invited} people were invited by e-mail." if invited else "Everybody has been invited.")
    return redirect(cohort)
