"""The frame of every page."""

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.shortcuts import render as render_page
from django.template import TemplateDoesNotExist, engines
from django.test import RequestFactory
from jinja2 import UndefinedError
from lxml import html

PAGE = """{% extends "design/layout.html" %}{% set title = "Falls" %}{% block content %}<p>Here.</p>{% endblock %}"""


def page_with(**given: object) -> str:
    """The page with something the site gives to every page: what the site gives stands above what a view gives."""
    return PAGE + "".join(f"{{% set {name} = {value!r} %}}" for name, value in given.items())


def as_page(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def test_a_page_has_one_heading_a_title_and_a_way_past_the_menu(render):
    page = as_page(render(PAGE))
    assert [heading.text_content().strip() for heading in page.xpath("//h1")] == ["Falls"]
    assert page.xpath("//title")[0].text == "Falls – Evenground"
    assert page.xpath("//html/@lang") == ["en"]
    assert page.xpath("//a[@class='nhsuk-skip-link']/@href") == ["#maincontent"] and page.xpath(
        "//main[@id='maincontent']"
    )


def test_a_page_without_a_title_is_an_error(render):
    with pytest.raises(UndefinedError, match="title"):
        render("""{% extends "design/layout.html" %}""")


def test_a_title_says_first_that_something_is_wrong(render):
    form = type("Name", (forms.Form,), {"name": forms.CharField()})({})
    page = as_page(render(PAGE, form=form))
    assert page.xpath("//title")[0].text == "Error: Falls – Evenground"
    assert page.xpath("//*[@class='nhsuk-error-summary']//a/@href") == ["#id_name"]
    assert page.xpath("//main//*[@data-module='nhsuk-error-summary']/following::h1"), (
        "the summary stands above the heading"
    )


def test_made_up_data_is_said_on_the_page(render):
    assert "Made-up data" in render(page_with(demonstration=True))
    assert "Made-up data" not in render(page_with(demonstration=False))


def test_where_i_am_is_marked_in_the_menu(render):
    places = [{"text": "Home", "href": "/"}, {"text": "Gallery", "href": "/gallery/"}]
    page = as_page(render(page_with(navigation=places)))
    assert [link.text_content().strip() for link in page.xpath("//header//nav//a[@aria-current]")] == ["Gallery"]


def test_a_person_to_ask_stands_on_the_page(render):
    page = as_page(render(page_with(help={"name": "Lena Lead", "details": "01234 567890"})))
    assert "Lena Lead, 01234 567890" in page.xpath("//aside")[0].text_content()


def test_what_just_happened_is_said_once_in_words(rf):
    request = rf.get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    messages.success(request, "3 groups confirmed.")
    messages.error(request, "The file is <empty>.")
    page = as_page(engines.all()[0].from_string(PAGE).render({"messages": messages.get_messages(request)}, request))
    said = [" ".join(box.text_content().split()) for box in page.xpath("//*[contains(@class, 'eg-message--')]")]
    assert said == ["Done: 3 groups confirmed.", "Problem: The file is <empty>."]


def test_the_frame_stands_without_a_request():
    """Django draws the page for a crash with nothing at all."""
    assert "Falls" in engines.all()[0].from_string(PAGE).render({})


def test_a_form_page_is_a_form(rf):
    form = type("Name", (forms.Form,), {"name": forms.CharField()})()
    page = as_page(
        render_page(
            rf.get("/"), "design/form_page.html", {"title": "Name", "form": form, "cancel": ("Back", "/")}
        ).content.decode()
    )
    assert page.xpath("//form[@method='post']//input[@name='name']") and page.xpath("//form//a[@href='/']")


def test_a_printed_page_has_no_menu(render):
    page = as_page(render(PAGE.replace("layout", "print")))
    assert not page.xpath("//header") and page.xpath("//h1")


@pytest.mark.parametrize(
    "source", ["{{ teem }}", "{{ teem.name }}", "{% for one in teems %}{% endfor %}", "{{ team.nmae }}"]
)
def test_a_slip_of_the_pen_is_an_error_and_not_a_hole(render, source):
    with pytest.raises(UndefinedError):
        render(source, team=HttpRequest())


def test_a_page_may_ask_whether_it_was_given_something(render):
    assert render("{% if notice %}yes{% else %}no{% endif %}{{ notice | default('none') }}") == "nonone"


def test_a_form_drawn_without_a_request_says_what_is_missing():
    source = """{% from "design/components.html" import form_for %}{{ form_for(none) }}"""
    with pytest.raises(RuntimeError, match=r"render\(request"):
        engines.all()[0].from_string(source).render({})


def test_a_name_that_is_not_ours_is_left_to_the_next_backend():
    with pytest.raises(TemplateDoesNotExist):
        engines.all()[0].get_template("admin/base.html")
    assert RequestFactory().get("/").path == "/"
