"""One's own page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evenground.programme.people import actions
from evenground.programme.people.forms import MyDetailsForm


@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """What is kept about me, and my private calendar address."""
    form = MyDetailsForm(request.POST or None, instance=request.person)
    if request.method == "POST" and form.is_valid():
        actions.change_details(person=request.person, by=request.person, **form.cleaned_data)
        messages.success(request, "Your details were saved.")
        return redirect("people:me")
    return render(request, "people/me.html", {"form": form})
