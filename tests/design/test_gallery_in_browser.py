"""The gallery in a real browser: nothing for axe to find, nothing wider than a phone, and no lost words."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

CHROMIUM = os.environ.get("EVENGROUND_CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
BOX = "#id_note"
STATUS = "[data-draft-status]"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright's own loop makes Django think it is being called from asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def address(live_server) -> str:
    return f"{live_server.url}/gallery/"


@contextmanager
def opened(browser: Browser, address: str, **options: object) -> Iterator[tuple[Page, BrowserContext]]:
    context = browser.new_context(**options)
    page = context.new_page()
    page.goto(address)
    try:
        yield page, context
    finally:
        context.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(browser, address, width):
    complaints: list[str] = []
    with opened(browser, address, viewport={"width": width, "height": 900}) as (page, _):
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.reload()
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == [], "the content security policy or a script complained"


def test_the_whole_page_is_there_without_script(browser, address):
    with opened(browser, address, java_script_enabled=False) as (page, _):
        page.get_by_text("Remove Ann Smith", exact=True).click()
        assert page.get_by_role("button", name="Yes, remove Ann Smith").is_visible()
        assert page.locator("input[type=file]").first.is_visible()
        assert page.locator(".eg-table-region").first.get_attribute("tabindex") == "0"


def test_what_was_typed_is_offered_again_and_can_be_put_back(browser, address):
    with opened(browser, address) as (page, _):
        page.fill(BOX, "Buses stop at six.")
        expect(page.locator(STATUS)).to_have_text("Kept on this device")
        page.reload()
        assert page.input_value(BOX) == ""
        page.get_by_role("button", name="Put back what I had written").click()
        assert page.input_value(BOX) == "Buses stop at six."
        assert page.get_attribute("input[name=draft_key]", "value")


def test_a_password_is_not_kept(browser, address):
    with opened(browser, address) as (page, _):
        page.fill("#id_password", "a secret of mine")
        page.fill(BOX, "Kept")
        expect(page.locator(STATUS)).to_have_text("Kept on this device")
        assert "a secret" not in page.evaluate("JSON.stringify(localStorage)")


def test_writing_that_the_server_has_is_forgotten_here(browser, address):
    with opened(browser, address) as (page, _):
        page.fill(BOX, "Saved")
        expect(page.locator(STATUS)).to_have_text("Kept on this device")
        # The gallery says that it has saved the writing with this key.
        page.evaluate(
            """for (const name of Object.keys(localStorage)) localStorage[name] =
               JSON.stringify({...JSON.parse(localStorage[name]), key: "a-key-that-was-saved"})"""
        )
        page.reload()
        assert page.evaluate("Object.keys(localStorage).length") == 0
        assert page.get_by_role("button", name="Put back what I had written").count() == 0


def test_a_form_sent_without_network_is_sent_when_it_is_back(browser, address):
    with opened(browser, address) as (page, context):
        page.fill(BOX, "Written on the train")
        context.set_offline(True)
        page.locator("form[data-draft] button:not([type=button])").last.click()
        page.wait_for_function(
            "document.querySelector('[data-draft-status]').textContent.startsWith('You are offline')"
        )
        with page.expect_request(lambda request: request.method == "POST") as sent:
            context.set_offline(False)
        assert b"Written on the train" in (sent.value.post_data_buffer or b"")


def test_writing_changed_after_a_send_gets_a_key_of_its_own(browser, address):
    with opened(browser, address) as (page, context):
        page.fill(BOX, "First")
        context.set_offline(True)
        page.locator("form[data-draft] button:not([type=button])").last.click()
        first = page.get_attribute("input[name=draft_key]", "value")
        page.fill(BOX, "First and second")
        expect(page.locator(STATUS)).to_have_text("Kept on this device")
        assert first and page.get_attribute("input[name=draft_key]", "value") != first
