"""How the sign-in library is set: people are invited, nobody registers themselves, and it speaks plainly."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from evenground.programme.people import notices

# The library has a message for everything. These alone tell something that the page does not show.
_SAID = {
    "account/messages/password_set.txt": "Your password was saved.",
    "account/messages/password_changed.txt": "Your password was saved.",
    "account/messages/logged_out.txt": "You are signed out.",
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed registration; our own words on pages and in mail."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right. You can ask for a code instead.",
        "enter_current_password": "This is not the password that you have now.",
        "incorrect_code": "This is not the code that we sent. Look at the newest e-mail, or ask for another code.",
        "too_many_login_attempts": "That was tried too often. Ask for a new code, or wait five minutes and try again.",
        "rate_limited": "That was tried too often. Wait a minute, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_display(self, user: Any) -> str:
        return str(user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:me")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if said := message or _SAID.get(message_template or ""):
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        match template_prefix:
            case "account/email/login_code":
                notices.send_code(email, code=context["code"])
            case "account/email/unknown_account":
                notices.send_not_known(email)
            case _:
                super().send_mail(template_prefix, email, context)
