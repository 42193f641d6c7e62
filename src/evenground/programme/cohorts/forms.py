from django import forms

from evenground.design.forms import DayMonthYearField
from evenground.programme.cohorts.enums import Appointed


class ProgrammeForm(forms.Form):
    name = forms.CharField(label="Name of the programme", max_length=200)
    purpose = forms.CharField(
        label="What it is for", required=False, widget=forms.Textarea, help_text="One or two plain sentences."
    )
    contact_name = forms.CharField(label="Who can people ask for help?", max_length=200, required=False)
    contact_details = forms.CharField(
        label="How can they be reached?",
        max_length=200,
        required=False,
        help_text="A telephone number or an e-mail address. It is shown on every page.",
    )


class CohortForm(forms.Form):
    name = forms.CharField(label="Name of the cohort", max_length=100, help_text="For example, Cohort 3.")
    starts_on = DayMonthYearField(
        label="Date of the first workshop", help_text="The eight workshops are laid out from here. You can change each."
    )
    lay_out = forms.BooleanField(
        label="Next, lay out eight workshops, about four weeks apart", required=False, initial=True
    )


class AppointForm(forms.Form):
    name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(
        label="E-mail address", max_length=254, help_text="A person already known by this address is found."
    )
    role = forms.ChoiceField(label="What they do", choices=Appointed.choices, widget=forms.RadioSelect)
    whole_programme = forms.BooleanField(label="For all cohorts of the programme", required=False)
