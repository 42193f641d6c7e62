from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from evenground.design import gallery as examples


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, with its name in the code and its states. Nothing sent here is kept."""
    given = {
        "right": examples.right_form(),
        "wrong": examples.wrong_form(),
        "page": examples.pages(),
        "when": examples.WHEN,
    }
    return render(request, "design/gallery.html", given)
