"""Every kind of Django field is drawn with the design system's controls, and says what is wrong with it."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from evenground.design.forms import DayMonthYear, DayMonthYearField
from evenground.design.gallery import right_form, wrong_form
from evenground.design.problems import problems

FORM = """{% from "design/components.html" import form_for %}{{ form_for(form, action="/save/", **options) }}"""
FIELD = """{% from "design/components.html" import field_for %}{{ field_for(field) }}"""
CHOICES = [("a", "Apples"), ("b", "Pears")]


def one(field: forms.Field, **data: object) -> forms.BoundField:
    form = type("One", (forms.Form,), {"it": field})
    return (form(data) if data else form())["it"]


@pytest.mark.parametrize(
    "field, path",
    [
        (forms.CharField(), "//input[@type='text'][@class='nhsuk-input']"),
        (forms.EmailField(), "//input[@type='email'][@spellcheck='false']"),
        (forms.URLField(assume_scheme="https"), "//input[@type='url']"),
        (forms.IntegerField(), "//input[@type='text'][@inputmode='numeric']"),
        (forms.DecimalField(), "//input[@type='text'][@inputmode='decimal']"),
        (forms.CharField(widget=forms.PasswordInput), "//input[@type='password']"),
        (forms.CharField(widget=forms.Textarea), "//textarea[@rows='5']"),
        (forms.CharField(widget=forms.Textarea({"rows": 12})), "//textarea[@rows='12']"),
        (
            forms.CharField(widget=forms.Textarea({"maxwords": 20})),
            "//div[@data-maxlength='20'][@data-count-type='words']",
        ),
        (forms.ChoiceField(choices=CHOICES), "//select/option[@value='b'][text()='Pears']"),
        (forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect), "//fieldset//input[@type='radio'][@value='b']"),
        (forms.MultipleChoiceField(choices=CHOICES), "//fieldset//input[@type='checkbox'][@value='b']"),
        (forms.BooleanField(), "//input[@type='checkbox'][@value='on']"),
        (forms.NullBooleanField(), "//select/option[@value='unknown'][@selected]"),
        (forms.FileField(), "//input[@type='file']"),
        (DayMonthYearField(), "//fieldset//input[@id='id_it_month'][@name='it_month']"),
        (forms.DateField(widget=forms.SelectDateWidget), "//fieldset//input[@id='id_it_year'][@name='it_year']"),
        (forms.CharField(widget=forms.HiddenInput), "//input[@type='hidden'][@name='it']"),
    ],
)
def test_each_kind_of_field_has_its_control(draw, field, path):
    assert draw(FIELD, field=one(field)).xpath(path)


@pytest.mark.parametrize(
    "field, data, path",
    [
        (forms.CharField(), {"it": '"><b>'}, "//input[@value='\"><b>']"),
        (forms.CharField(widget=forms.Textarea), {"it": "</textarea><b>"}, "//textarea[text()='</textarea><b>']"),
        (forms.ChoiceField(choices=CHOICES), {"it": "b"}, "//option[@value='b'][@selected]"),
        (forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect), {"it": "b"}, "//input[@value='b'][@checked]"),
        (forms.MultipleChoiceField(choices=CHOICES), {"it": ["b"]}, "//input[@value='b'][@checked]"),
        (forms.BooleanField(), {"it": "on"}, "//input[@checked]"),
        (DayMonthYearField(), {"it_day": "x", "it_month": "Nov"}, "//input[@id='id_it_month'][@value='Nov']"),
    ],
)
def test_what_was_typed_is_shown_again(draw, field, data, path):
    assert draw(FIELD, field=one(field, **data)).xpath(path)


def test_a_first_line_left_empty_is_kept(render):
    """A browser swallows one line end after the tag."""
    drawn = render(FIELD, field=one(forms.CharField(widget=forms.Textarea, strip=False), it="\nBuses"))
    assert ">\n\nBuses</textarea>" in drawn


def test_a_password_is_never_sent_back(render):
    assert "hunter" not in render(FIELD, field=one(forms.CharField(widget=forms.PasswordInput), it="hunter"))


def test_optional_is_said_in_words_and_a_hint_is_tied_to_its_box(draw):
    drawn = draw(FIELD, field=one(forms.CharField(label="Telephone", help_text="With the area code.", required=False)))
    box = drawn.xpath("//input")[0]
    assert drawn.xpath("//label")[0].text_content().strip() == "Telephone (optional)"
    assert drawn.get_element_by_id(box.get("aria-describedby")).text_content().strip() == "With the area code."


def test_what_a_form_says_of_its_box_reaches_the_page(draw):
    field = forms.CharField(widget=forms.TextInput({"autocomplete": "name", "data-look": "up", "class": "mine"}))
    box = draw(FIELD, field=one(field)).xpath("//input")[0]
    assert (box.get("autocomplete"), box.get("data-look"), box.get("class")) == ("name", "up", "nhsuk-input")


@pytest.mark.parametrize(
    "field, data, said",
    [
        (forms.CharField(label="Email address"), {}, "Enter email address"),
        (forms.CharField(label="LSOA code"), {}, "Enter LSOA code"),
        (forms.CharField(label="Who gains?"), {}, "Answer “Who gains?”"),
        (forms.ChoiceField(label="Team", choices=CHOICES), {}, "Choose team"),
        (forms.BooleanField(label="I agree"), {}, "Tick “I agree” to go on"),
        (forms.FileField(label="Paper"), {}, "Choose a file for “Paper”"),
        (forms.CharField(label="Team", error_messages={"required": "Say which team"}), {}, "Say which team"),
        (forms.IntegerField(label="Seats"), {"it": "many"}, "“Seats” must be a whole number, like 12"),
        (forms.IntegerField(label="Seats", min_value=1), {"it": "0"}, "“Seats” must be 1 or more"),
        (forms.DecimalField(label="Rate"), {"it": "x"}, "“Rate” must be a number, like 12.5"),
        (forms.CharField(label="Name", max_length=3), {"it": "abcd"}, "“Name” must be 3 characters or fewer. It has 4"),
    ],
)
def test_an_error_names_its_field_and_says_how_to_mend_it(field, data, said):
    form = type("One", (forms.Form,), {"it": field})(data)
    assert [problem.text for problem in problems([form])] == [said]


@pytest.mark.parametrize("form", [wrong_form(), right_form()])
def test_every_error_leads_to_a_box_that_is_there(draw, form):
    source = """{% from "design/components.html" import error_summary %}{{ error_summary([form]) }}""" + FORM
    drawn = draw(source, form=form, options={})
    ids = set(drawn.xpath("(//input|//select|//textarea)/@id"))
    links = {link.get("href")[1:] for link in drawn.xpath("//*[@class='nhsuk-error-summary']//a")}
    assert links <= ids
    assert len(links) == sum(not form[name].is_hidden for name in form.errors if name != "__all__")


def test_a_wrong_date_leads_to_the_wrong_box():
    class Project(forms.Form):
        starts = DayMonthYearField()

    form = Project({"starts_day": "3", "starts_month": "", "starts_year": "2026"})
    assert problems([form])[0].href == "#id_starts_month"


def test_a_set_of_forms_is_drawn_with_its_counts(draw):
    class Person(forms.Form):
        name = forms.CharField()

    people = forms.formset_factory(Person, extra=2, min_num=1, validate_min=True)
    source = """{% from "design/components.html" import fields_for %}{{ fields_for(form) }}"""
    names = {box.get("name") for box in draw(source, form=people()).xpath("//input")}
    assert {"form-TOTAL_FORMS", "form-0-name", "form-1-name"} <= names

    said = problems([people({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": ""})])
    assert said[0].text == "Please submit at least 1 form." and said[1].href == "#id_form-0-name"


def test_a_form_carries_its_token_its_address_and_its_draft(draw):
    drawn = draw(
        FORM, form=right_form(), options={"draft": "7-answer-12", "submit": "Keep it", "cancel": ("Back", "/x/")}
    )
    form = drawn.xpath("//form")[0]
    assert form.get("action") == "/save/" and form.get("method") == "post" and form.get("novalidate") is not None
    assert form.get("enctype") == "multipart/form-data"
    assert form.get("data-draft") == "7-answer-12"
    assert drawn.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    assert drawn.xpath("//input[@name='draft_key']") and drawn.xpath("//*[@data-draft-status][@role='status']")
    assert drawn.xpath("//button")[-1].text_content().strip() == "Keep it"
    assert drawn.xpath("//a[@href='/x/']")


def test_a_form_that_only_looks_has_no_token(draw):
    assert not draw(FORM, form=right_form(), options={"method": "get"}).xpath("//input[@name='csrfmiddlewaretoken']")


def test_a_page_may_arrange_the_fields_itself(draw):
    drawn = draw(
        """{% from "design/components.html" import field_for, fields_for, form_for %}
        {% call form_for(form) %}
          <h2>First</h2>{{ field_for(form["email"]) }}{{ fields_for(form, leave_out=["email"]) }}
        {% endcall %}""",
        form=right_form(),
    )
    order = [box.get("name") for box in drawn.xpath("//form//input[@id]")]
    assert order[0] == "email" and order.count("email") == 1 and "name" in order


def test_a_file_that_is_empty_is_told_so():
    form = type("One", (forms.Form,), {"it": forms.FileField(label="Paper")})(
        {}, {"it": SimpleUploadedFile("a.csv", b"")}
    )
    assert problems([form])[0].text.startswith("The file is empty.")


def test_a_widget_nobody_has_drawn_yet_is_an_error(render):
    with pytest.raises(TypeError, match="cannot draw a SplitDateTimeWidget"):
        render(FIELD, field=one(forms.SplitDateTimeField()))
    assert DayMonthYear().decompress(None) == [None, None, None]
