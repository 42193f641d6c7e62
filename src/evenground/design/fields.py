"""What the NHS.UK macros need to draw a Django form's field."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField, widgets

from evenground.design.forms import PARTS, DayMonthYear
from evenground.design.problems import sentences, wrong_parts

Params = dict[str, Any]
# The macros set these themselves, or browsers act on them in ways that lose what people type.
OWN = {
    "id", "class", "type", "required", "rows", "cols", "maxlength", "minlength", "min", "max", "step", "autocomplete",
    "spellcheck", "inputmode", "aria-describedby", "width", "count", "maxwords",
}  # fmt: skip


@dataclass(frozen=True)
class Described:
    """The macro that draws a field, by its name in ``components/form.html``, and what it is given."""

    macro: str
    params: Params


def describe(field: BoundField, *, heading: bool = False) -> Described:
    """How to draw ``field``. With ``heading`` its label is the page's heading: for a page that asks one thing."""
    widget = field.field.widget
    macro, more = _drawn_as(widget)
    common: Params = {
        "id": field.auto_id or field.html_name,
        "name": field.html_name,
        "errorMessage": {"text": ". ".join(sentences(field))} if field.errors else None,
        "hint": {"text": str(field.help_text)} if field.help_text else None,
        "disabled": field.field.disabled,
        "attributes": {
            name: value for name, value in widget.attrs.items() if name not in OWN and value not in (None, False)
        },
    }
    return Described(
        macro, {name: value for name, value in (common | more(field, heading)).items() if value is not None}
    )


def _drawn_as(widget: forms.Widget) -> tuple[str, Callable[[BoundField, bool], Params]]:
    for kinds, macro, more in KINDS:
        if isinstance(widget, kinds):
            return macro, more
    raise TypeError(f"The design system cannot draw a {type(widget).__name__}. Add it to evenground.design.fields.")


def _hidden(field: BoundField, heading: bool) -> Params:
    return {"value": _value(field)}


def _input(field: BoundField, heading: bool) -> Params:
    widget = field.field.widget
    number = widget.input_type == "number"
    whole = isinstance(field.field, forms.IntegerField) and not isinstance(
        field.field, forms.FloatField | forms.DecimalField
    )
    return {
        "label": _label(field, heading),
        "value": _value(field),
        # A number box changes its number when the wheel turns over it: a text box with a number keyboard does not.
        "type": "text" if number else widget.input_type,
        "inputmode": widget.attrs.get("inputmode") or (("numeric" if whole else "decimal") if number else None),
        "spellcheck": False if number or widget.input_type in ("email", "url", "password", "tel") else None,
        "autocomplete": widget.attrs.get("autocomplete"),
        "width": widget.attrs.get("width") or (10 if number else None),
    }


def _textarea(field: BoundField, heading: bool) -> Params:
    attrs = field.field.widget.attrs
    value = _value(field)
    return {
        "label": _label(field, heading),
        "value": f"\n{value}" if value.startswith("\n") else value,  # a browser swallows the first line end
        "rows": attrs.get("rows") if attrs.get("rows") != "10" else 5,
        "countType": "words" if attrs.get("maxwords") else None,
        "maxlength": attrs.get("maxwords") or (attrs.get("maxlength") if attrs.get("count") else None),
        "autocomplete": attrs.get("autocomplete"),
    }


def _select(field: BoundField, heading: bool) -> Params:
    items = [{"value": o["value"], "text": o["text"], "selected": o["checked"]} for o in _options(field)]
    return {"label": _label(field, heading), "items": items}


def _choices(field: BoundField, heading: bool) -> Params:
    items = [option for option in _options(field) if option["value"] != ""]
    return {"id": None, "idPrefix": field.auto_id, "fieldset": {"legend": _legend(field, heading)}, "items": items}


def _tick(field: BoundField, heading: bool) -> Params:
    item = {"value": "on", "text": str(field.label), "checked": bool(field.value()), "id": field.auto_id}
    return {"id": None, "idPrefix": field.auto_id, "items": [item]}


def _file(field: BoundField, heading: bool) -> Params:
    widget = field.field.widget
    return {"label": _label(field, heading), "multiple": bool(widget.allow_multiple_selected) or None}


def _date_boxes(field: BoundField, heading: bool) -> Params:
    wrong = wrong_parts(field) or (PARTS if field.errors else ())
    values = dict(zip(PARTS, _date_values(field), strict=True))
    items = [
        {
            "id": f"{field.auto_id}_{part}",
            "name": f"{field.html_name}_{part}",
            "label": part.capitalize(),
            "value": values[part],
            "width": 4 if part == "year" else 2,
            "error": part in wrong,
            # A month may be a word, which a number keyboard cannot type.
            "inputmode": "text" if part == "month" and isinstance(field.field.widget, DayMonthYear) else "numeric",
        }
        for part in PARTS
    ]
    return {"fieldset": {"legend": _legend(field, heading)}, "items": items}


def _date_values(field: BoundField) -> list[str]:
    value, widget = field.value(), field.field.widget
    if not isinstance(widget, DayMonthYear):
        said = widget.format_value(value) or {}
        return [str(said.get(part) or "") for part in PARTS]
    parts = value if isinstance(value, list) else widget.decompress(value)
    return ["" if part is None else str(part) for part in parts]


def _options(field: BoundField) -> list[Params]:
    widget = field.field.widget
    hints = getattr(widget, "hints", {})
    value = field.value()
    groups = widget.optgroups(field.html_name, widget.format_value(value), {})
    return [
        {
            "value": str(option["value"]),
            "text": f"{group}: {option['label']}" if group else str(option["label"]),
            "checked": bool(option["selected"]),
            "hint": {"text": str(hints[option["value"]])} if option["value"] in hints else None,
        }
        for group, options, _ in groups
        for option in options
    ]


def _label(field: BoundField, heading: bool) -> Params:
    return {"text": _label_text(field), **({"isPageHeading": True, "size": "l"} if heading else {})}


def _legend(field: BoundField, heading: bool) -> Params:
    return {"text": _label_text(field), **({"isPageHeading": True, "size": "l"} if heading else {"size": "s"})}


def _label_text(field: BoundField) -> str:
    # A page of questions that may all wait says so once, not at each of them.
    said = field.field.required or getattr(field.field, "may_wait", False)
    return str(field.label) if said else f"{field.label} (optional)"


def _value(field: BoundField) -> str:
    widget, value = field.field.widget, field.value()
    if isinstance(widget, widgets.PasswordInput) and not widget.render_value:
        return ""
    formatted = widget.format_value(value)
    return "" if formatted is None else str(formatted)


# The first that fits is taken: a kind stands before the kinds it is made from.
KINDS: list[tuple[Any, str, Callable[[BoundField, bool], Params]]] = [
    (widgets.MultipleHiddenInput, "hidden_many", _hidden),
    (widgets.HiddenInput, "hidden", _hidden),
    ((DayMonthYear, widgets.SelectDateWidget), "date", _date_boxes),
    (widgets.Textarea, "textarea", _textarea),
    (widgets.CheckboxInput, "checkboxes", _tick),
    ((widgets.CheckboxSelectMultiple, widgets.SelectMultiple), "checkboxes", _choices),
    (widgets.RadioSelect, "radios", _choices),
    (widgets.Select, "select", _select),
    (widgets.FileInput, "file", _file),
    (widgets.PasswordInput, "password", _input),
    (widgets.Input, "input", _input),
]
