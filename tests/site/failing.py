"""The site with one page that fails, for want of a page that does."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path

from evenground.site import urls


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the page broke")


def strange(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [path("fails/", fails), path("strange/", strange), path("forbidden/", forbidden), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
