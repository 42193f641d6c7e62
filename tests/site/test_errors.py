"""When something goes wrong: a page that says what, and what to do; nothing typed is lost."""

import pytest
from django.test import Client
from lxml import html


@pytest.fixture(autouse=True)
def _with_pages_that_fail(settings) -> None:
    settings.ROOT_URLCONF = "tests.site.failing"
    settings.DEBUG = False


@pytest.fixture
def browser(cast, settings) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(cast.member, backend=settings.AUTHENTICATION_BACKENDS[0])
    return browser


def heading(response) -> str:
    return " ".join(html.fromstring(response.content).xpath("//h1")[0].text_content().split())


@pytest.mark.parametrize(
    "address, status", [("/strange/", 400), ("/forbidden/", 403), ("/nowhere/", 404), ("/fails/", 500)]
)
def test_each_error_has_a_page_of_ours(browser, address, status):
    response = browser.get(address)

    assert response.status_code == status
    assert heading(response)
    page = response.content.decode()
    assert "Evenground" in page
    assert "Traceback" not in page
    assert "RuntimeError" not in page
    assert response.headers["Content-Security-Policy"]


def test_somebody_not_signed_in_gets_the_page_too(db):
    response = Client().get("/nowhere/")
    assert response.status_code == 404
    assert heading(response)


def test_the_page_for_what_broke_needs_no_database(browser, monkeypatch):
    """What broke may be the database: the page must not need it."""
    from django.db import DatabaseError
    from django.db.models.query import QuerySet

    def broken(self: QuerySet) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(QuerySet, "_fetch_all", broken)
    monkeypatch.setattr(QuerySet, "first", broken)
    response = browser.get("/fails/")
    assert response.status_code == 500
    assert heading(response)


def test_a_form_that_was_too_old_gives_back_what_was_typed(cast, scene, settings):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.member, backend=settings.AUTHENTICATION_BACKENDS[0])
    text = "The nurses visit <script>at home</script> within two hours of the call."

    response = browser.post(f"/workbook/team/{scene.team.pk}/answer/project.what/", {"text": text, "base": "0"})

    assert response.status_code == 403
    assert "visit &lt;script&gt;at home&lt;/script&gt; within two hours" in response.content.decode()


def test_a_password_is_never_given_back(db):
    browser = Client(enforce_csrf_checks=True)
    secret = "a very long password indeed 123"
    response = browser.post("/account/sign-in/", {"login": "a@example.org", "password": secret, "password1": secret})

    assert response.status_code == 403
    assert secret not in response.content.decode()
