from typing import Any

from django import forms

from evenground.programme.teams.models import Membership
from evenground.programme.workbook.queries import Answer


class _Words(forms.CharField):
    """A long text. A character that no database keeps, and nobody sees, must not stand between it and being saved."""

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value or "").replace("\x00", ""))


class AnswerForm(forms.Form):
    """One answer, with the revision it was written from. How long it may be is a rule, so that a refusal loses nothing."""

    text = _Words(required=False, widget=forms.Textarea(attrs={"rows": 6}))
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    draft_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    on_behalf_of = forms.TypedChoiceField(label="Whose words are these?", coerce=int, required=False, empty_value=None)

    def __init__(self, data: Any = None, *, members: list[Membership], own: bool, **options: Any) -> None:
        super().__init__(data, **options)
        people = list(dict.fromkeys((seat.person_id, str(seat.person)) for seat in members))
        first = ("", "My own" if own else "Choose whose")
        self.fields["on_behalf_of"].choices = [first, *people]  # type: ignore[attr-defined]

    @classmethod
    def of(
        cls, answer: Answer, *, members: list[Membership], own: bool, text: str | None = None, base: int | None = None
    ) -> "AnswerForm":
        """The form for an answer as it stands, or with a text somebody has yet to save."""
        initial = {
            "text": answer.text if text is None else text,
            "base": answer.number if base is None else base,
        }
        form = cls(members=members, own=own, initial=initial, auto_id=f"{answer.question.anchor}-%s")
        form.fields["text"].label = answer.question.ask
        form.fields["text"].help_text = answer.question.hint
        form.fields["text"].may_wait = True  # type: ignore[attr-defined]
        return form


class SettleForm(forms.Form):
    """The text that both should become."""

    text = _Words(label="The answer, as it should read", widget=forms.Textarea(attrs={"rows": 8}))
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
