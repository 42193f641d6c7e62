from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from evenground.programme.datasets.enums import DatasetKind
from evenground.programme.datasets.rules import NEEDED

_LARGEST = settings.LARGEST_UPLOAD // 1024**2

_MEANINGS = {
    "area": ("Area", "The code of the area, such as a clinical commissioning group."),
    "outcome": ("What is counted", "A whole number in each row, such as admissions."),
    "population": ("Population", "How many people live there. Halves are fine."),
    "rank": ("Deprivation rank", "National, scaled from 0 (least deprived) to 1 (most deprived)."),
    "expected": ("Expected number", "What would be expected for the age and sex of the people there, if you have it."),
    "standardised_rate": ("Standardised rate", "As published, if you have it."),
}


class LoadForm(forms.Form):
    kind = forms.ChoiceField(label="What is in the file?", choices=DatasetKind.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label="File", help_text=f"CSV (also .csv.gz), Excel or Parquet, up to {_LARGEST} MB. No records of patients."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "looked_at" in self.data:
            self.offer_looked_at()

    def offer_looked_at(self) -> None:
        """Ask whether columns that look personal were looked at; nobody else is asked."""
        self.fields["looked_at"] = forms.BooleanField(
            label="I have looked at these columns. They hold nothing about single people.", required=False
        )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.LARGEST_UPLOAD:
            megabytes = (file.size or 0) / 1024**2
            raise forms.ValidationError(
                f"This file has {megabytes:,.0f} MB and the limit is {_LARGEST} MB. Keep only the columns that are needed, or compress it (.csv.gz)."
            )
        return file


class DescribeForm(forms.Form):
    """For each thing the analysis needs: the column that holds it."""

    unit = forms.CharField(label="What is counted?", max_length=100, help_text="For example, emergency admissions.")
    period = forms.CharField(
        label="For which period?", max_length=100, help_text="For example, April 2015 to March 2016."
    )
    covers = forms.CharField(
        label="What does the whole file cover?",
        max_length=100,
        required=False,
        help_text="Your area is set beside it. England, when left empty.",
    )
    attribution = forms.CharField(
        label="Where does it come from?", max_length=500, required=False, help_text="Shown under every figure."
    )

    def __init__(self, data: Any, *, headings: Sequence[str], chosen: Mapping[str, str], initial: Mapping[str, str]):
        super().__init__(data, initial=dict(initial))
        choices = [("", "Choose a column"), *((heading, heading) for heading in headings)]
        for what, (label, hint) in _MEANINGS.items():
            self.fields[what] = forms.ChoiceField(
                label=f"Column: {label.lower()}",
                help_text=hint,
                choices=choices,
                required=what in NEEDED,
                initial=chosen.get(what, ""),
            )
        self.order_fields([*_MEANINGS, "unit", "period", "covers", "attribution"])

    @property
    def columns(self) -> dict[str, str]:
        return {what: self.cleaned_data[what] for what in _MEANINGS if self.cleaned_data.get(what)}
