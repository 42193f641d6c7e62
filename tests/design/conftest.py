"""Drawing a piece of a page, and reading what was drawn."""

from collections.abc import Callable

import pytest
from django.template import engines
from django.test import RequestFactory
from lxml import html

Draw = Callable[..., html.HtmlElement]


@pytest.fixture(autouse=True)
def _own_addresses(settings) -> None:
    settings.ROOT_URLCONF = "tests.design.addresses"


@pytest.fixture
def render() -> Callable[..., str]:
    """The text of a page written on the spot, with the request a view would give it."""

    def rendered(source: str, **context: object) -> str:
        template = engines.all()[0].from_string(source)
        return template.render(context, RequestFactory().get("/gallery/"))

    return rendered


@pytest.fixture
def draw(render) -> Draw:
    """The same, read as a browser would."""

    def drawn(source: str, **context: object) -> html.HtmlElement:
        return html.fragment_fromstring(render(source, **context), create_parent="div")

    return drawn


@pytest.fixture
def gallery(client) -> html.HtmlElement:
    return html.document_fromstring(client.get("/gallery/").content.decode())
