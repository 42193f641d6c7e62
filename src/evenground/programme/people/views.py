"""Asking for a code, and one's own page."""

from typing import Any

from allauth.account.views import RequestLoginCodeView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evenground.programme.people import actions, notices
from evenground.programme.people.forms import MyDetailsForm


class RequestCode(RequestLoginCodeView):  # type: ignore[misc]
    """Ask for a code. An invitation brings the address along."""

    def get_initial(self) -> dict[str, Any]:
        return {"email": notices.address_for(self.request.GET.get("for", ""))}


request_code = RequestCode.as_view()


@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """What is kept about me, and my private calendar address."""
    form = MyDetailsForm(request.POST or None, instance=request.person)
    if request.method == "POST" and form.is_valid():
        actions.change_details(person=request.person, by=request.person, **form.cleaned_data)
        messages.success(request, "Your details were saved.")
        return redirect("people:me")
    return render(request, "people/me.html", {"form": form})
