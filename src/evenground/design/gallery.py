"""Made-up content for the gallery: every component in each of its states."""

from datetime import datetime

from django import forms
from django.core.paginator import Page, Paginator

from evenground.design.forms import DayMonthYearField

WHEN = datetime(2026, 11, 3, 14, 30)


class EveryField(forms.Form):
    """One field of each kind."""

    name = forms.CharField(help_text="As you want others to see it.", widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(label="Email address", required=False, widget=forms.EmailInput({"autocomplete": "email"}))
    seats = forms.IntegerField(label="How many people are coming?", min_value=1)
    share = forms.DecimalField(label="Share of your time, in per cent", required=False)
    start = DayMonthYearField(label="Start date", help_text="For example, 3 11 2026")
    about = forms.CharField(
        label="What is the project about?",
        widget=forms.Textarea({"rows": 4, "maxwords": 150}),
        help_text="In plain English.",
    )
    note = forms.CharField(label="Anything else", required=False, widget=forms.Textarea)
    mode = forms.ChoiceField(
        label="How will you join?", widget=forms.RadioSelect, choices=[("room", "In the room"), ("online", "Online")]
    )
    needs = forms.MultipleChoiceField(
        label="What would help you take part?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("hearing", "A hearing loop"), ("large", "Large print"), ("step", "Step-free access")],
    )
    team = forms.ChoiceField(label="Team", choices=[("", "Choose a team"), ("falls", "Falls"), ("carers", "Carers")])
    agree = forms.BooleanField(label="I have read how my words are used")
    paper = forms.FileField(label="Paper for the workshop", help_text="Word or PDF.", required=False)
    password = forms.CharField(widget=forms.PasswordInput({"autocomplete": "current-password"}))
    token = forms.CharField(widget=forms.HiddenInput, initial="abc")

    def clean(self) -> None:
        if not self.files:
            raise forms.ValidationError("These two answers do not fit together.")


def pages() -> Page:
    return Paginator(range(120), 10).page(5)


def wrong_form() -> EveryField:
    """As a page shows it after mistakes: every kind of field with an error."""
    typed = {"email": "me at home", "seats": "many", "start_day": "30", "start_month": "2", "start_year": "2026"}
    return EveryField(typed, auto_id="wrong_%s")


def right_form() -> EveryField:
    return EveryField(auto_id="id_%s")
