"""What is wrong with a form, in sentences that say how to mend it, each leading to its box.

Django says "This field is required." whatever the field. In a list at the top of a page that helps nobody, so its stock
sentences are said again with the field's own name. A sentence that a form wrote itself is left alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.forms import BoundField, widgets

from evenground.design.forms import PARTS, DayMonthYear

HIDDEN_MISSING = "Something this page sends by itself is missing. Load the page again."
STOCK = {
    str(message)
    for messages in (
        forms.Field.default_error_messages,
        forms.IntegerField.default_error_messages,
        forms.DecimalField.default_error_messages,
        forms.DateField.default_error_messages,
        forms.FileField.default_error_messages,
    )
    for message in messages.values()
} | {
    str(validator.message)
    for validator in (
        validators.EmailValidator,
        validators.MinValueValidator,
        validators.MaxValueValidator,
        validators.MinLengthValidator,
        validators.MaxLengthValidator,
        validators.ProhibitNullCharactersValidator,
    )
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """One line of the error summary. ``href`` leads to the box to mend; empty when the problem is of the whole form."""

    text: str
    href: str = ""


def problems(forms_: Iterable[Any]) -> list[Problem]:
    """Every error of the page's forms, in the order of the page."""
    return [problem for form in forms_ for problem in _problems(form)]


def sentences(field: BoundField) -> list[str]:
    """What is wrong with one field."""
    return [_sentence(field, error) for error in field.errors.as_data()] if field.errors else []


def wrong_parts(field: BoundField) -> tuple[str, ...]:
    """Which of a date's three boxes are wrong; none where it cannot be told."""
    for error in field.errors.as_data() if field.errors else []:
        if error.params and "parts" in error.params:
            return tuple(error.params["parts"])
    return ()


def first_box(field: BoundField) -> str:
    """The id of the box that the error of ``field`` is about."""
    id_ = field.auto_id or field.html_name
    if not is_date(field.field.widget):
        return str(id_)
    return f"{id_}_{(wrong_parts(field) or PARTS)[0]}"


def is_date(widget: forms.Widget) -> bool:
    return isinstance(widget, DayMonthYear | widgets.SelectDateWidget)


def _problems(form: Any) -> Iterator[Problem]:
    if isinstance(form, forms.BaseFormSet):
        yield from (Problem(str(error)) for error in (form.non_form_errors() if form.is_bound else []))
        for one in form.forms:
            yield from _problems(one)
    elif isinstance(form, forms.BaseForm):
        yield from (Problem(str(error)) for error in form.non_field_errors())
        for field in form:
            href = "" if field.is_hidden else f"#{first_box(field)}"
            yield from (Problem(sentence, href) for sentence in sentences(field))


def _sentence(field: BoundField, error: ValidationError) -> str:
    unworded = error.code in ("min_length", "max_length") and error.code not in field.field.error_messages
    stock = unworded or str(error.message) in STOCK
    own = _own_words(field, error) if stock else None
    return own or " ".join(error.messages)


def _own_words(field: BoundField, error: ValidationError) -> str | None:
    name, limit = f"“{field.label}”", (error.params or {}).get("limit_value")
    match error.code:
        case "required":
            return HIDDEN_MISSING if field.is_hidden else _missing(field)
        case "invalid" if isinstance(field.field, forms.EmailField):
            return "Enter an email address, like name@example.org"
        case "invalid" if isinstance(field.field, forms.DecimalField | forms.FloatField):
            return f"{name} must be a number, like 12.5"
        case "invalid" if isinstance(field.field, forms.IntegerField):
            return f"{name} must be a whole number, like 12"
        case "invalid" if isinstance(field.field, forms.DateField):
            return f"{name} must be a date, like 2026-11-03"
        case "min_value":
            return f"{name} must be {limit} or more"
        case "max_value":
            return f"{name} must be {limit} or less"
        case "min_length":
            return f"{name} must have at least {limit} characters"
        case "max_length":
            return f"{name} must be {limit:,} characters or fewer. It has {(error.params or {}).get('show_value', 0):,}"
        case "null_characters_not_allowed":
            return f"{name} has a character in it that cannot be kept. Clear the box and type it again"
        case "empty":
            return "The file is empty. Choose another, or save it again and try once more"
    return None


def _missing(field: BoundField) -> str:
    label, widget = str(field.label), field.field.widget
    if isinstance(widget, widgets.FileInput):
        return f"Choose a file for “{label}”"
    if isinstance(widget, widgets.CheckboxInput):
        return f"Tick “{label}” to go on"
    if label.endswith("?"):
        return f"Answer “{label}”"
    verb = "Choose" if isinstance(widget, widgets.ChoiceWidget) else "Enter"
    # "Email address" begins a sentence; "LSOA code" is a name.
    return f"{verb} {label if label[1:2].isupper() else label[:1].lower() + label[1:]}"
