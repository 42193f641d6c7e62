from django import forms

from evenground.design.forms import DayMonthYearField
from evenground.programme.approvals.enums import ProjectKind, RegistrationState


class RegistrationForm(forms.Form):
    kind = forms.ChoiceField(label="What kind of project is it?", choices=ProjectKind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why is it of that kind?",
        widget=forms.Textarea,
        help_text="Two questions help. Are the findings meant to hold elsewhere too? Is anybody’s care changed or chosen by chance for the project? A yes to either points to research.",
    )
    body = forms.CharField(
        label="Which organisation must know of it?",
        max_length=200,
        required=False,
        help_text="Usually the research and development office of the trust.",
    )
    reference = forms.CharField(label="Its reference number", max_length=100, required=False)
    state = forms.ChoiceField(label="Where does it stand?", choices=RegistrationState.choices, widget=forms.RadioSelect)
    asked_on = DayMonthYearField(label="Date asked for", required=False)
    decided_on = DayMonthYearField(label="Date of the answer", required=False)
