"""The addresses the frame of a page links to, and the gallery: the design system without the programme around it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from evenground.design.views import gallery


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("", empty, name="home"),
    path("gallery/", include(([path("", gallery, name="gallery")], "design"))),
    path("calendar/", include(([path("", empty, name="calendar")], "workshops"))),
    path("me/", include(([path("", empty, name="me")], "people"))),
    path("sign-in/", empty, name="account_login"),
    path("sign-out/", empty, name="account_logout"),
    path(
        "",
        include(
            (
                [
                    path("accessibility/", empty, name="accessibility"),
                    path("privacy/", empty, name="privacy"),
                    path("mail/", empty, name="mail"),
                ],
                "site",
            )
        ),
    ),
]
