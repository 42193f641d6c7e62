from django import forms

from evenground.design.forms import DayMonthYearField
from evenground.programme.teams.enums import TeamRole, TeamState


class TeamForm(forms.Form):
    name = forms.CharField(label="Name of the team", max_length=120)
    project = forms.CharField(label="Which service or change will it evaluate?", max_length=200)
    summary = forms.CharField(label="The project in plain words", required=False, widget=forms.Textarea)
    organisation = forms.CharField(label="Lead organisation", max_length=200, required=False)
    area = forms.CharField(label="Area served", max_length=120, required=False)
    service = forms.CharField(label="Kind of service", max_length=120, required=False)
    condition = forms.CharField(label="Condition or group of people", max_length=120, required=False)
    stage = forms.CharField(label="Stage of the service", max_length=120, required=False)


class MemberForm(forms.Form):
    name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        required=False,
        help_text="Leave this empty for somebody who takes part on paper or by telephone.",
    )
    role = forms.ChoiceField(label="Role in the team", choices=TeamRole.choices, widget=forms.RadioSelect)


class LeaveForm(forms.Form):
    until = DayMonthYearField(label="Last day in the team")
    reason = forms.CharField(label="Why they are leaving", max_length=200, help_text="For example, changed job.")


class StateForm(forms.Form):
    state = forms.ChoiceField(label="The team is now", choices=TeamState.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why",
        max_length=200,
        required=False,
        help_text="Needed when a team pauses, withdraws or finishes without a report. The team stays in every count.",
    )
