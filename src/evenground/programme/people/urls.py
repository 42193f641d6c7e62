"""Signing in and out, and one's own page. Nobody registers themselves: people are invited."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from evenground.programme.people import views

to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login"))
to_code = login_not_required(RedirectView.as_view(pattern_name="account_request_login_code"))

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", views.request_code, name="account_request_login_code"),
    path("sign-in/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("sign-out/", account.logout, name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/change/", account.password_change, name="account_change_password"),
    # The sign-in library links to these. A code by e-mail does the work of both.
    path("sign-up/", to_sign_in, name="account_signup"),
    path("password/forgotten/", to_code, name="account_reset_password"),
    path("me/", include(([path("", views.me, name="me")], "people"))),
]
