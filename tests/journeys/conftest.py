"""A real server on a folder of its own, and people at real browsers who notice what is wrong with a page."""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Download, Locator, Page, expect, sync_playwright
from tests.journeys import made_up

from evenground.site.mailbox import Letter, letters

ROOT = Path(__file__).resolve().parents[2]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 700}
LEAD = "lena.lead@example.org"


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """A step of a story that failed ends it: the steps after it stand on it."""
    if (
        item.parent.name.startswith("TestStory")
        and call.excinfo
        and not call.excinfo.errisinstance(pytest.skip.Exception)
    ):
        item.parent.ended_at = item.name  # type: ignore[union-attr]


def pytest_runtest_setup(item: pytest.Item) -> None:
    if ended_at := getattr(item.parent, "ended_at", None):
        pytest.skip(f"the story ended at {ended_at}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@dataclass(frozen=True)
class Server:
    """A running site: its address, its folder, and what it said."""

    url: str
    home: Path

    def letters_to(self, address: str) -> list[Letter]:
        """The mail to one person, the newest first."""
        return [letter for letter in letters(self.home / "mail") if letter.to == address]

    def code_for(self, address: str) -> str:
        """The code in the newest mail that holds one."""
        found = (re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", one.text, re.M) for one in self.letters_to(address))
        return next(code.group(1) for code in found if code)

    def does(self, work: str) -> str:
        """Do something through the real actions, beside the server, as a command would. Gives back what it prints."""
        return _run(self.home, "-c", f"import django; django.setup()\n{work}")

    @property
    def log(self) -> str:
        return (self.home / "server.log").read_text()


def _environment(home: Path, url: str = "") -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "EMAIL_URL"}}
    return kept | {
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "evenground.site.settings",
        "EVENGROUND_HOME": str(home),
        "EVENGROUND_URL": url,
        "EVENGROUND_DEMO": "1",
    }


def _run(home: Path, *arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], env=_environment(home), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


_NEW = ("new", "--programme", "Early Days", "--lead-name", "Lena Lead", "--lead-email", LEAD)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory) as running:
        yield running
    assert "Traceback" not in running.log, running.log


@contextmanager
def serving(tmp_path_factory: pytest.TempPathFactory, **settings: str) -> Iterator[Server]:
    """A real server with a home of its own, from its first programme on."""
    home = tmp_path_factory.mktemp("evenground")
    _run(home, "-m", "evenground.site.command_line", *_NEW)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = Server(f"http://127.0.0.1:{port}", home)
    command = [sys.executable, "-m", "uvicorn", "evenground.site.asgi:application", "--port", str(port)]
    with (home / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=_environment(home, running.url) | settings, stdout=log, stderr=log)
    try:
        _wait_for(running, process)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    pause = threading.Event()
    for _ in range(300):
        try:
            with urlopen(f"{server.url}/health/", timeout=10):  # noqa: S310  (our own server)
                return
        except (URLError, ConnectionError):
            assert process.poll() is None, server.log
            pause.wait(0.1)
    raise AssertionError(f"the server did not answer\n{server.log}")


@pytest.fixture(scope="module")
def small(server: Server) -> list[str]:
    """The keys of a small team and of its cohort; both its members sign in by password."""
    return server.does(made_up.FOUNDED).split()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("EVENGROUND_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        pytest.skip("no Chromium here: install the package “chromium”, or name one in EVENGROUND_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


class Visitor:
    """One person at one browser. Every page they come to is looked over; what is wrong with it fails the test."""

    def __init__(self, browser: Browser, server: Server, *, story: str = "", **options: object) -> None:
        self.server, self.story = server, story
        self.script = bool(options.get("java_script_enabled", True))
        self.context = browser.new_context(viewport=WIDE, base_url=server.url, accept_downloads=True, **options)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.expected: tuple[str, ...] = ()
        self._pictures = 0
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._complain(f"script: {error}"))
        self.page.on("request", self._asked)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", lambda got: self._complain(f"{got.status} {got.url}") if got.status >= 400 else None)

    # -- what they do

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def visit(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def press(self, name: str, *, within: Locator | None = None, exact: bool = True) -> None:
        """Press the one link or button of that name, and look at where it leads."""
        place = within or self.main
        link, button = (place.get_by_role(role, name=name, exact=exact) for role in ("link", "button"))
        before = self.page.url
        link.or_(button).click()
        self.page.wait_for_load_state("load")
        if not self.page.url.startswith(before + "#"):
            self.look()

    def unfold(self, name: str, *, within: Locator | None = None) -> None:
        (within or self.main).locator("summary", has_text=name).click()

    def fill(self, **boxes: str) -> None:
        """Fill boxes by the words beside them, with underscores for spaces."""
        for label, text in boxes.items():
            self.write(label.replace("_", " "), text)

    def write(self, label: str, text: str) -> None:
        self.box(label).fill(text)

    def box(self, label: str) -> Locator:
        return self.main.get_by_label(label, exact=True).or_(self.main.get_by_label(f"{label} (optional)", exact=True))

    def write_date(self, label: str, day: object) -> None:
        boxes = self.main.get_by_role("group", name=label)
        for part in ("day", "month", "year"):
            boxes.get_by_label(part.capitalize()).fill(str(getattr(day, part)))

    def choose(self, *labels: str) -> None:
        for label in labels:
            self.main.get_by_label(label, exact=True).check()

    def bring(self, file: Path) -> None:
        self.main.locator("input[type=file]").set_input_files(file)

    def download(self, name: str, *, exact: bool = True) -> Download:
        with self.page.expect_download() as got:
            self.main.get_by_role("link", name=name, exact=exact).first.click()
        return got.value

    def sign_in_by_code(self, address: str) -> None:
        self.visit("/account/sign-in/code/")
        self.write("E-mail address", address)
        self.press("Send me a code")
        self.write("Code", self.server.code_for(address))
        self.press("Sign in")

    def sign_in_by_password(self, address: str, password: str = made_up.PASSWORD) -> None:
        self.write("E-mail address", address)
        self.write("Password", password)
        self.press("Sign in")

    # -- what they see

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def sees_not(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(text)

    def look(self) -> None:
        """Axe finds nothing, one heading, a title, nothing wider than a small phone, nothing said by the browser."""
        where = f"{self.page.title()} ({urlsplit(self.page.url).path})"
        assert self.page.locator("h1").count() == 1, f"{where} needs one main heading"
        # Axe is a script itself: it waits for ever where none may run.
        found = Axe().run(self.page).response["violations"] if self.script else []
        wrong = [(one["id"], [(node["target"], node["html"][:200]) for node in one["nodes"]]) for one in found]
        assert wrong == [], f"axe on {where}"
        self._picture(WIDE)
        self.page.set_viewport_size(NARROW)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        self._picture(NARROW)
        self.page.set_viewport_size(WIDE)
        assert width <= NARROW["width"], f"{where} is {width} wide on a small phone"
        complaints, self.complaints = self.complaints, []
        assert complaints == [], f"on {where}"

    # -- what their browser says

    def _heard(self, said: object) -> None:
        # What failed to load is in the responses already, with its address.
        if said.type in {"error", "warning"} and "Failed to load resource" not in said.text:
            self._complain(f"console: {said.text}")

    def _asked(self, request: object) -> None:
        if not request.url.startswith((self.server.url, "data:", "blob:")):
            self._complain(f"asked {request.url}")

    def _failed(self, request: object) -> None:
        if request.failure != "net::ERR_ABORTED":  # a download ends so
            self._complain(f"{request.failure} {request.url}")

    def _complain(self, text: str) -> None:
        if not any(part in text for part in self.expected):
            self.complaints.append(text)

    def _picture(self, size: dict[str, int]) -> None:
        folder = os.environ.get("EVENGROUND_PICTURES")
        if not folder:
            return
        self._pictures += size is WIDE
        page = re.sub(r"\W+", "-", self.page.title().split(" – ")[0].lower()).strip("-")[:40]
        name = f"{self.story}-{self._pictures:03}-{page}-{size['width']}.png"
        self.page.screenshot(path=Path(folder) / name, full_page=True)


@pytest.fixture(scope="module")
def visitors(browser: Browser, server: Server) -> Iterator[Callable[..., Visitor]]:
    """Opens a browser for a person; all are closed at the end."""
    there: list[Visitor] = []

    def opened(story: str, **options: object) -> Visitor:
        there.append(Visitor(browser, server, story=story, **options))
        return there[-1]

    yield opened
    for visitor in there:
        visitor.context.close()
