from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from evenground.programme.registrations.enums import Field
from evenground.programme.registrations.queries import Spelling
from evenground.programme.registrations.reading import LARGEST

_OWN = "-"  # no organisation is called so


class BringForm(forms.Form):
    file = forms.FileField(
        label="Registration file",
        help_text=f"CSV or Excel, one row a person, up to {LARGEST // 1024**2} MB. Nothing is changed until you confirm.",
    )


class ColumnsForm(forms.Form):
    """For each thing we can use: the column that holds it."""

    def __init__(self, data: Any, *, headings: Sequence[str], guessed: Mapping[str, str]) -> None:
        super().__init__(data)
        choices = [("", "Not in this file"), *((heading, heading) for heading in headings)]
        for what in Field:
            self.fields[what.value] = forms.ChoiceField(
                label=what.label, choices=choices, required=False, initial=guessed.get(what.value, "")
            )
            self.fields[what.value].may_wait = True  # type: ignore[attr-defined]  # the page says which are needed


class SpellingsForm(forms.Form):
    """For each spelling that may mean another organisation: which one."""

    def __init__(self, data: Any, *, spellings: Sequence[Spelling]) -> None:
        super().__init__(data)
        self.written: dict[str, str] = {}
        for number, spelling in enumerate(spelling for spelling in spellings if spelling.choices):
            name = f"spelling_{number}"
            self.written[name] = spelling.written
            choices = [(_OWN, "It is an organisation of its own")]
            choices += [(choice, f"It means {choice}") for choice in spelling.choices]
            means = spelling.means if spelling.means != spelling.written else _OWN
            self.fields[name] = forms.ChoiceField(
                label=spelling.written, choices=choices, initial=means, widget=forms.RadioSelect
            )

    def joins(self) -> dict[str, str]:
        return {self.written[name]: "" if value == _OWN else value for name, value in self.cleaned_data.items()}
