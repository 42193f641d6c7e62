from django import forms
from django.utils import timezone

from evenground.design.forms import DayMonthYearField
from evenground.programme.outputs.enums import DecisionKind


class DecisionForm(forms.Form):
    kind = forms.ChoiceField(label="What was decided?", choices=DecisionKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="What was decided, and why",
        widget=forms.Textarea,
        help_text="Everybody who worked on the evaluation will read this.",
    )
    owner = forms.CharField(label="Who sees to it?", max_length=200)
    decided_on = DayMonthYearField(label="Date of the decision", initial=timezone.localdate)
    follow_up_on = DayMonthYearField(
        label="When will you look again?", required=False, help_text="A date to see what came of it."
    )
