from collections.abc import Mapping
from typing import Any

from django import forms

from evenground.programme.people.models import Organisation


class ProposeForm(forms.Form):
    groups_wanted = forms.IntegerField(label="How many groups?", min_value=1, max_value=60)
    smallest = forms.IntegerField(label="Fewest teams in a group", min_value=2, max_value=20)
    largest = forms.IntegerField(label="Most teams in a group", min_value=2, max_value=20)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (cleaned.get("largest") or 99) < (cleaned.get("smallest") or 0):
            self.add_error("largest", "The most must not be less than the fewest.")
        return cleaned


class MoveForm(forms.Form):
    """The other groups, each with what a move there would cost."""

    to = forms.ChoiceField(label="Where should it go?", widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, costs: Mapping[str, str]) -> None:
        super().__init__(data)
        self.fields["to"].choices = [(label, f"{label}. {cost}") for label, cost in costs.items()]  # type: ignore[attr-defined]


class _Organisations(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        """Without numbers that no organisation can have: a database does not even take them."""
        return super().clean([key for key in value or [] if len(key) < 19])


class ReadyForm(forms.Form):
    skills = forms.CharField(
        label="Themes they know",
        max_length=400,
        required=False,
        help_text="Separated by commas. For example: dementia, community care.",
    )
    capacity = forms.IntegerField(label="How many groups can they lead?", min_value=1, max_value=9)
    conflicts = _Organisations(
        label="Organisations they must not facilitate",
        queryset=Organisation.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="For example, where they work or have worked.",
    )
