from typing import Any

from allauth.account import forms as account
from django import forms

from evenground.programme.people.models import Person


class MyDetailsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a person can change about themselves."""

    class Meta:
        model = Person
        fields = ("name", "phone")
        labels = {"name": "Your name", "phone": "Telephone number"}
        help_texts = {"phone": "People in your Collaborative Implementation Group can see it."}


class _PlainlyAsked:
    """The sign-in library's boxes in our words: nothing written inside a box, nothing that says what is below anyway."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.words[name]


class SignInForm(_PlainlyAsked, account.LoginForm):
    words = {"login": ("E-mail address", ""), "password": ("Password", "")}


class AskForCodeForm(_PlainlyAsked, account.RequestLoginCodeForm):
    words = {"email": ("E-mail address", "")}


class CodeForm(_PlainlyAsked, account.ConfirmLoginCodeForm):
    words = {"code": ("Code", "The letters and numbers in the e-mail. Capitals do not matter.")}


_NEW = "At least 10 characters, and not one that many people use."


class SetPasswordForm(_PlainlyAsked, account.SetPasswordForm):
    words = {"password1": ("Password", _NEW), "password2": ("The same password again", "")}


class ChangePasswordForm(_PlainlyAsked, account.ChangePasswordForm):
    words = {
        "oldpassword": ("Password that you have now", ""),
        "password1": ("New password", _NEW),
        "password2": ("The same new password again", ""),
    }
