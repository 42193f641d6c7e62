"""What a person sees when the site itself fails, or refuses: looked over like every other page."""

import os
from collections.abc import Iterator

import pytest
from tests.journeys.conftest import ROOT, Server, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    with serving(
        tmp_path_factory, DJANGO_SETTINGS_MODULE="tests.journeys.failing_settings", PYTHONPATH=path
    ) as running:
        yield running


@pytest.mark.parametrize(
    "address, status, heading",
    [
        ("/strange/", "400", "We could not understand that"),
        ("/forbidden/", "403", "You cannot open this page"),
        ("/fails/", "500", "Something went wrong on our side"),
    ],
)
def test_a_page_that_fails_says_so_and_leads_on(visitors, small, address, status, heading):
    visitor = visitors(f"failing-{status}")
    visitor.visit("/account/sign-in/")
    visitor.sign_in_by_password("kay@example.org")
    visitor.expected = (status,)
    visitor.visit(address)
    visitor.heading(heading)
    visitor.press("Go to the home page")
