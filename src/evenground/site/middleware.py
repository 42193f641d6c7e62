"""What every request carries, and what becomes of one that comes after a sign-in ran out."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse


def known_person(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put the person who is looking on the request, under the name the rest of the code uses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.person = request.user  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def no_blank_page(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Say in words that an address is no page: a browser that is sent back to one shows nothing otherwise."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response.content or request.method != "GET":
            return response
        page = render(request, "site/405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return middleware


class SignInRequired(LoginRequiredMiddleware):
    """A page nobody opened to the public asks for a sign-in. What somebody had written by then is shown to them."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponse:
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        # Back to the page with the form: the address that a form is sent to may be no page at all.
        sign_in = f"{reverse('account_login')}?{urlencode({'next': _page_before(request)})}"
        if not (typed := typed_in(request)):
            return redirect(sign_in)
        return render(request, "site/signed_out.html", {"typed": typed, "sign_in": sign_in}, status=403)


def typed_in(request: HttpRequest) -> dict[str, str]:
    """The longer texts of a form that could not be taken, so that nothing is lost. Never a password, nor a key."""
    texts = {name: value for name, value in request.POST.items() if "password" not in name}
    return {name: text for name, text in texts.items() if isinstance(text, str) and len(text) > 20 and " " in text}


def _page_before(request: HttpRequest) -> str:
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.path and before.netloc == request.get_host() else reverse("home")
