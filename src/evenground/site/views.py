"""The home page, the pages that belong to nobody, and what people see when something goes wrong."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from evenground.programme.dashboard import queries as dashboard_queries
from evenground.site.mailbox import letters
from evenground.site.middleware import typed_in


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where I am and what I can do next."""
    return render(request, "site/home.html", {"mine": dashboard_queries.what_is_mine(request.person)})


@require_safe
@login_not_required
def mail(request: HttpRequest) -> HttpResponse:
    """The demonstration shows the mail it would have sent. A real site has no such page."""
    if not settings.DEMONSTRATION:
        raise Http404
    return render(request, "site/mail.html", {"letters": letters(Path(settings.EMAIL_FILE_PATH))})


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """What we promise about accessibility, and whom to tell when it fails."""
    return render(request, "site/accessibility.html")


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, and why."""
    return render(request, "site/privacy.html")


@require_safe
@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """For a monitor: the site answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "site/400.html", status=400)


@login_not_required
def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "site/403.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "site/404.html", status=404)


@login_not_required
def too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "site/429.html", status=429)


@login_not_required
def went_wrong(request: HttpRequest) -> HttpResponse:
    try:
        return render(request, "site/500.html", status=500)
    except Exception:  # what broke may be the database, which the frame of the page asks who is signed in
        return HttpResponse(render_to_string("site/500.html"), status=500)


@login_not_required
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or sent from elsewhere. What was typed is shown, so that nothing is lost."""
    return render(request, "site/403_csrf.html", {"typed": typed_in(request)}, status=403)
