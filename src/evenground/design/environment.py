"""How Django finds and renders our pages.

``render(request, "people/person.html")`` is ``programme/people/pages/person.html``; ``site/home.html`` is
``site/pages/home.html``; ``account/login.html``, which the sign-in library asks for, is
``programme/people/pages/account/login.html``. Any other name is left to the next template backend.
"""

from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)
from jinja2.utils import missing

from evenground.design import components, fields, problems, words

HOUSE = Path(__file__).resolve().parent.parent
SIGN_IN_FOLDERS = ("account", "socialaccount", "mfa", "usersessions")


def environment(**options: Any) -> Environment:
    """The Jinja2 environment of every page: named in ``TEMPLATES`` as the backend's ``environment``."""
    given = {name: value for name, value in options.items() if name not in ("loader", "undefined", "autoescape")}
    environment = Environment(
        loader=_loader(HOUSE),
        undefined=Missing,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        **given,
    )
    environment.globals |= {
        "static": static,
        "url": _url,
        "now": timezone.localtime,
        "describe_field": fields.describe,
        "describe_problems": problems.problems,
        "form_for": components.form_for,
        "post_button": components.post_button,
    }
    environment.filters |= {
        "date": words.date_words,
        "time": words.time_words,
        "datetime": words.datetime_words,
        "thousands": words.thousands,
        "plural": words.plural,
        "paragraphs": words.paragraphs,
    }
    return environment


class Missing(ChainableUndefined):
    """Forgiving where the NHS.UK macros need it, strict where a page names something that is not there.

    A page may ask ``{% if notice %}`` about a name it was not given. It may not print or go through one: that is
    a slip of the pen, which would otherwise show as a hole in the page.
    """

    __slots__ = ()

    def _refuse_slip(self) -> None:
        named_by_page = self._undefined_obj is missing and self._undefined_name not in (None, "undefined")
        of_our_object = self._undefined_obj is not missing and not isinstance(
            self._undefined_obj, dict | str | bool | None
        )
        if self._undefined_hint is None and (named_by_page or of_our_object):
            self._fail_with_undefined_error()

    def __str__(self) -> str:
        self._refuse_slip()
        return ""

    def __html__(self) -> str:
        return str(self)

    def __iter__(self) -> Any:
        self._refuse_slip()
        return iter(())


def _loader(house: Path) -> BaseLoader:
    contexts = {page.parent.name: page for page in sorted((house / "programme").glob("*/pages"))}
    sign_in = {name: contexts["people"] / name for name in SIGN_IN_FOLDERS if "people" in contexts}
    folders = {**contexts, **sign_in, "site": house / "site" / "pages"}
    return ChoiceLoader(
        [
            FileSystemLoader(house / "design" / "templates"),
            PrefixLoader({name: FileSystemLoader(folder) for name, folder in folders.items()}),
            PackageLoader("nhsuk_frontend_jinja"),
            FileSystemLoader(house / "site" / "pages"),  # Django asks for "404.html" and its like by their bare names
        ]
    )


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)
