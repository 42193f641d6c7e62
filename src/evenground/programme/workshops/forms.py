from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from evenground.design.forms import DayMonthYearField
from evenground.programme.workshops.enums import Came, Mode, SessionKind
from evenground.programme.workshops.models import Session
from evenground.programme.workshops.rules import CLOSES, OPENS


class _Hour(forms.TimeField):
    """A time of day as it is said: hours and minutes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=["%H:%M", "%H.%M"],
            widget=forms.TimeInput(format="%H:%M"),
            error_messages={"invalid": "Write the time as hours and minutes, like 9:30 or 14:15."},
            **options,
        )


class SessionForm(forms.Form):
    """One session. The date and the hours are asked apart, because that is how people say them."""

    kind = forms.ChoiceField(label="Kind of session", choices=SessionKind.choices, widget=forms.RadioSelect)
    number = forms.IntegerField(label="Workshop number", min_value=1, max_value=99, required=False)
    title = forms.CharField(label="Title", max_length=200)
    content = forms.CharField(label="What it covers", required=False, widget=forms.Textarea)
    day = DayMonthYearField(label="Date")
    opens = _Hour(label="Starts at", help_text="For example, 9:30.")
    closes = _Hour(label="Ends at", help_text="For example, 16:00.")
    mode = forms.ChoiceField(label="How is it held?", choices=Mode.choices, widget=forms.RadioSelect)
    place = forms.CharField(label="Place", max_length=300, required=False, help_text="Building, street, room.")
    joining_link = forms.URLField(label="Joining link", max_length=200, required=False, assume_scheme="https")
    cancelled = forms.BooleanField(label="This session is cancelled", required=False)

    @classmethod
    def of(cls, session: Session, data: Any) -> "SessionForm":
        """The form for a session that is there already."""
        starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        names = ("kind", "number", "title", "content", "mode", "place", "joining_link", "cancelled")
        initial = {name: getattr(session, name) for name in names}
        return cls(data, initial=initial | {"day": starts.date(), "opens": starts.time(), "closes": ends.time()})

    @classmethod
    def empty(cls, data: Any) -> "SessionForm":
        """The form for a new session."""
        initial = {"kind": SessionKind.CIG_MEETING, "mode": Mode.ONLINE, "opens": OPENS, "closes": CLOSES}
        return cls(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", "The end must be after the start.")
        return cleaned

    def session_fields(self) -> dict[str, Any]:
        """What was asked, as fields of a session."""
        fields = dict(self.cleaned_data)
        day, opens, closes = fields.pop("day"), fields.pop("opens"), fields.pop("closes")
        fields["starts_at"] = timezone.make_aware(datetime.combine(day, opens))
        fields["ends_at"] = timezone.make_aware(datetime.combine(day, closes))
        return fields


class AttendanceForm(forms.Form):
    """One choice a person expected."""

    def __init__(self, data: Any, *, expected: dict[int, str], noted: dict[int, str]) -> None:
        super().__init__(data)
        for key, name in expected.items():
            self.fields[f"person_{key}"] = forms.ChoiceField(
                label=name,
                choices=[("", "Not noted yet"), *Came.choices],
                required=False,
                initial=noted.get(key, ""),
            )

    def came(self) -> dict[int, Came]:
        """How each person took part, those not noted left out."""
        chosen = {int(name.removeprefix("person_")): value for name, value in self.cleaned_data.items() if value}
        return {key: Came(value) for key, value in chosen.items()}
