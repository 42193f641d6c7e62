"""A date typed as day, month and year, and what is said of one that is wrong."""

from datetime import date, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from evenground.design.forms import DayMonthYearField

START = DayMonthYearField(label="Start date", min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_every_real_date_comes_back(day):
    for month in (str(day.month), f"{day.month:02}", f"{day:%B}", f"{day:%b}".upper()):
        assert START.clean([str(day.day), month, str(day.year)]) == day


@given(st.lists(st.text(max_size=6), min_size=3, max_size=3))
def test_whatever_is_typed_gives_a_date_or_a_sentence(typed):
    try:
        assert isinstance(START.clean(typed), date)
    except ValidationError as refused:
        assert all(message and "%" not in message for message in refused.messages)


@pytest.mark.parametrize(
    "typed, said",
    [
        (["", "", ""], "Enter the start date"),
        (["3", "", "2026"], "The start date must include a month"),
        (["", "", "2026"], "The start date must include a day and a month"),
        (["30", "2", "2026"], "30 February is not a date"),
        (["31", "sept", "2026"], "31 September is not a date"),
        (["29", "2", "2026"], "29 February 2026 is not a date"),
        (["3", "13", "2026"], "The month must be between 1 and 12"),
        (["3", "Brumaire", "2026"], "The month of the start date must be a number or a name, like 11 or November"),
        (["third", "3", "2026"], "The day of the start date must be a number, like 3"),
        (["3", "11", "26"], "The year of the start date must be 4 numbers, like 2026"),
        (["31", "12", "2019"], "The start date must be on or after 1 January 2020"),
        (["1", "1", "2031"], "The start date must be on or before 31 December 2030"),
    ],
)
def test_a_wrong_date_is_told_how_to_be_right(typed, said):
    with pytest.raises(ValidationError) as refused:
        START.clean(typed)
    assert refused.value.messages == [said]


def test_an_optional_date_may_be_left_out():
    assert DayMonthYearField(required=False).clean(["", " ", ""]) is None
    assert DayMonthYearField(required=False).clean(None) is None


def test_a_form_reads_the_boxes_and_notices_a_change():
    class Project(forms.Form):
        starts = DayMonthYearField(initial=date(2026, 11, 3))

    same = Project({"starts_day": "3", "starts_month": "11", "starts_year": "2026"})
    later = Project({"starts_day": "4", "starts_month": "November", "starts_year": "2026"})

    assert same.is_valid() and not same.has_changed()
    assert later.is_valid() and later.has_changed()
    assert later.cleaned_data["starts"] - same.cleaned_data["starts"] == timedelta(days=1)
