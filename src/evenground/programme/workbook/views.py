"""The workbook: whole from the first day, one section a page, every answer with its history."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person
from evenground.programme.teams import queries as team_queries
from evenground.programme.teams.models import Team
from evenground.programme.workbook import actions, queries, rules
from evenground.programme.workbook.actions import Outcome
from evenground.programme.workbook.forms import AnswerForm, SettleForm
from evenground.programme.workbook.reading import pack

UNSENT = "unsent_answers"  # in the session: what somebody wrote and could not save yet


@require_safe
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole workbook: every section, how far it is, and by which workshop it is due."""
    team = get_object_or_404(queries.teams_read_by(request.person), pk=pk)
    progress = queries.progress_of([team.pk])[team.pk]
    return render(
        request,
        "workbook/workbook.html",
        {"team": team, "pack": pack(), "progress": progress, "asides": queries.asides_of(team)},
    )


@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Every question with its answer on one page, for paper: with lines to write on where there is none."""
    team = get_object_or_404(queries.teams_read_by(request.person), pk=pk)
    return render(request, "workbook/printed.html", {"team": team, "pack": pack(), "answers": queries.answers_of(team)})


@require_safe
def section(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One section: its purpose, a worked example, and its questions, each to be answered on its own."""
    team = get_object_or_404(queries.teams_read_by(request.person), pk=pk)
    section = pack().section(key)
    if section is None:
        raise Http404
    own = rules.can_write(request.person, team)
    writes = own or rules.can_write_for_others(request.person, team)
    members = list(team_queries.members_of(team)) if writes else []
    unsent = request.session.get(UNSENT, {})
    answers = queries.answers_of(team)
    shown = []
    for question in section.questions:
        answer = answers[question.id]
        kept = unsent.get(f"{team.pk}:{question.id}", {})
        form = AnswerForm.of(answer, members=members, own=own, text=kept.get("text"), base=kept.get("base"))
        shown.append((answer, form, bool(kept)))
    return render(
        request,
        "workbook/section.html",
        {
            "team": team,
            "section": section,
            "pack": pack(),
            "shown": shown,
            "writes": writes,
            "own": own,
            "saved_key": request.GET.get("saved", ""),
        },
    )


@require_POST
@login_not_required
def save(request: HttpRequest, pk: int, question: str) -> HttpResponse:
    """Save one answer. When the sign-in ran out meanwhile, the text waits until its author is back."""
    if question not in pack().questions:
        raise Http404
    back = _address(pk, question)
    if not request.user.is_authenticated:
        _keep(request, pk, question)
        messages.info(request, "You were signed out. What you wrote is kept: sign in, then save it.")
        return redirect(reverse("account_login") + "?" + urlencode({"next": back}))
    team = get_object_or_404(queries.teams_read_by(request.person), pk=pk)
    form = AnswerForm(
        request.POST,
        members=list(team_queries.members_of(team)),
        own=rules.can_write(request.person, team),
    )
    if not form.is_valid():
        _keep(request, pk, question)
        messages.error(request, "The answer could not be saved. What you wrote is still here: try again.")
        return redirect(back)
    return _save(request, team, question, form, back)


def _save(request: HttpRequest, team: Team, question: str, form: AnswerForm, back: str) -> HttpResponse:
    asked = form.cleaned_data
    voice = Person.objects.filter(pk=asked["on_behalf_of"]).first() if asked["on_behalf_of"] else None
    try:
        saved = actions.save_answer(
            team=team,
            question=question,
            text=asked["text"],
            base=asked["base"],
            device_key=asked["draft_key"],
            on_behalf_of=None if voice == request.person else voice,
            by=request.person,
        )
    except RuleBroken as reason:
        _keep(request, team.pk, question)
        messages.error(request, f"{reason} What you wrote is still here.")
        return redirect(back)
    _forget(request, team.pk, question)
    if saved.outcome is Outcome.CLASHED:
        return redirect(_saved_at(reverse("workbook:clash", args=[saved.revision.pk]), asked["draft_key"]))
    _say(request, saved)
    return redirect(_saved_at(back, asked["draft_key"]))


def _saved_at(address: str, draft_key: str) -> str:
    """The address with word for the device that its draft has arrived and can be forgotten."""
    page, hash_, anchor = address.partition("#")
    return f"{page}?{urlencode({'saved': draft_key})}{hash_}{anchor}" if draft_key else address


def _say(request: HttpRequest, saved: actions.Saved) -> None:
    if saved.outcome is Outcome.JOINED and saved.met:
        messages.success(
            request, f"Saved. {saved.met.voice} had changed the answer meanwhile; both changes are in it. Read it over."
        )
    elif saved.outcome is Outcome.UNCHANGED:
        messages.info(request, "Nothing had changed, so nothing was saved.")
    else:
        messages.success(request, "Saved.")


@require_safe
def history(request: HttpRequest, pk: int, question: str) -> HttpResponse:
    """Every text saved for one question: who, in which role, when."""
    team = get_object_or_404(queries.teams_read_by(request.person), pk=pk)
    asked = pack().questions.get(question)
    if asked is None:
        raise Http404
    return render(
        request,
        "workbook/history.html",
        {
            "team": team,
            "question": asked,
            "section": pack().section_of(question),
            "revisions": queries.history_of(team, question),
        },
    )


@require_http_methods(["GET", "POST"])
def clash(request: HttpRequest, pk: int) -> HttpResponse:
    """Two people wrote at once: both texts side by side, with names. Somebody makes one of them."""
    aside = get_object_or_404(queries.revisions_seen_by(request.person).filter(number=None), pk=pk)
    team, question = aside.team, pack().questions[aside.question]
    answer = queries.answers_of(team)[question.id]
    form = SettleForm(request.POST or None, initial={"text": answer.text, "base": answer.number})
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_answer(
                team=team, question=question.id, settles=aside, by=request.person, **form.cleaned_data
            )
        except RuleBroken as reason:
            form.add_error(None, str(reason))
        else:
            if saved.outcome is Outcome.CLASHED:
                return redirect("workbook:clash", pk=saved.revision.pk)
            messages.success(request, "Saved. Both earlier texts are kept in the history.")
            return redirect(_address(team.pk, question.id))
    waiting = aside in answer.aside
    return render(
        request,
        "workbook/clash.html",
        {
            "team": team, "question": question, "aside": aside, "answer": answer, "form": form,
            "waiting": waiting, "writes": rules.can_write(request.person, team),
            "saved_key": request.GET.get("saved", ""),
        },
    )  # fmt: skip


def _address(team: int, question: str) -> str:
    section = pack().section_of(question)
    return reverse("workbook:section", args=[team, section.id]) + f"#{pack().questions[question].anchor}"


def _keep(request: HttpRequest, team: int, question: str) -> None:
    text = request.POST.get("text", "")[: rules.LONGEST * 2]
    base = request.POST.get("base", "")[:9]
    unsent = request.session.get(UNSENT, {})
    unsent[f"{team}:{question}"] = {"text": text, "base": int(base) if base.isdecimal() else 0}
    request.session[UNSENT] = unsent


def _forget(request: HttpRequest, team: int, question: str) -> None:
    unsent = request.session.get(UNSENT, {})
    if unsent.pop(f"{team}:{question}", None) is not None:
        request.session[UNSENT] = unsent
