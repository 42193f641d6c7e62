"""The two components that need to know the request: everything else is a macro in ``templates/design/components``.

A macro imported by a page does not see the page's variables, so these are functions that Jinja hands the page's own
context; they take the token that guards a form from it and call the macro.
"""

from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup


@pass_context
def form_for(page: Context, form: Any, **options: Any) -> Markup:
    """A whole form: see ``components/form.html`` for the options."""
    return _call(page, "design/components/form.html", "form_for", form, options)


@pass_context
def post_button(page: Context, text: str, **options: Any) -> Markup:
    """A button that changes something: see ``components/button.html`` for the options."""
    return _call(page, "design/components/button.html", "post_button", text, options)


def _call(page: Context, template: str, macro: str, first: Any, options: dict[str, Any]) -> Markup:
    if not page.get("csrf_input"):
        raise RuntimeError(f"{macro} needs the request: render the page with render(request, ...).")
    module = page.environment.get_template(template).module
    return Markup(getattr(module, macro)(first, csrf_input=page["csrf_input"], **options))
