from typing import Any

from django import forms
from django.db.models import QuerySet

from evenground.programme.datasets.models import Dataset

_RULES = [
    ("hes", "Hospital statistics: 0 shown, 1 to 7 hidden, others to the nearest 5"),
    ("opensafely", "OpenSAFELY: 7 and fewer hidden, others to the nearest 5"),
    ("midpoint6", "Six at a time: 0 shown, others as the middle of their six (3, 9, 15 …)"),
    ("threshold10", "Ten and more: fewer than 10 hidden, and others where needed to protect them; no rounding"),
    ("internal", "Internal: nothing hidden, for the team’s analysts only, never shared"),
]


class AnalyseForm(forms.Form):
    area = forms.CharField(
        label="Code of your area", max_length=40, help_text="As it stands in the file, for example 99A."
    )
    similar = forms.ModelChoiceField(
        label="Which areas are alike?",
        queryset=Dataset.objects.none(),
        required=False,
        empty_label="Compare with the country only",
    )
    profile = forms.ChoiceField(label="Rule for small numbers", choices=_RULES, widget=forms.RadioSelect, initial="hes")
    minimum_population = forms.IntegerField(
        label="Leave out neighbourhoods with fewer people than",
        min_value=0,
        initial=0,
        help_text="For the gradient only. 0 keeps them all.",
    )
    reason = forms.CharField(
        label="Why uncontrolled figures are needed",
        max_length=400,
        required=False,
        help_text="Only for the internal rule. It is written in the record.",
    )

    def __init__(self, data: Any, *, similar: QuerySet[Dataset]) -> None:
        super().__init__(data)
        self.fields["similar"].queryset = similar  # type: ignore[attr-defined]
        if first := similar.first():
            self.fields["similar"].initial = first.pk

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("profile") == "internal" and not cleaned.get("reason"):
            self.add_error("reason", "Say why uncontrolled figures are needed.")
        return cleaned


class InterpretForm(forms.Form):
    text = forms.CharField(
        label="What does this mean to you?",
        max_length=4000,
        widget=forms.Textarea,
        help_text="In your own words. What surprises you? What could be behind it? What do the numbers not show?",
    )
