"""What every request carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def known_person(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put the person who is looking on the request, under the name the rest of the code uses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.person = request.user  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
