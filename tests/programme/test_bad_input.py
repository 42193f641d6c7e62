"""What people and machines send that nobody asked for: every form gets it, and answers with a sentence."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from lxml import html
from tests.programme import made_up

from evenground.programme.cigs import actions as cigs
from evenground.programme.workshops import actions as workshops

# What goes wrong somewhere in most programs.
NASTY = {
    "a null byte": "Ann\x00Lee",
    "control characters": "Ann\x0b\x02\x1fLee",
    "300 characters": "x" * 300,
    "100,000 characters": "x" * 100_000,
    "a header": "Fair Start\r\nBcc: everybody@example.org",
    "markup": "<script>alert(1)</script>{{ 7*7 }}{% raw %}",
    "a formula": "=HYPERLINK(0)",
    "below zero": "-1",
    "a huge number": "9" * 30,
    "more digits than Python reads": "9" * 5000,
    "a figure that is no digit": "²",
    "nothing but space": " \u200b\u00a0 ",
    "a percent and braces": "%s {name} {0} %(x)d",
    "half a pair": "\ud83d",
}
# What else is asked on the same page, so that one bad answer is the only one.
GOOD = {
    "name": "Ann Lee", "title": "A meeting", "email": "ann.lee@example.org", "reason": "Because.", "text": "Some words.",
    "project": "Home First", "owner": "Dee Decider", "groups_wanted": "1", "smallest": "2", "largest": "3",
    "capacity": "1", "opens": "9:30", "closes": "16:00", "unit": "admissions", "period": "2024", "area": "A01",
    "minimum_population": "0", "base": "0", "number": "", "starts_on_day": "1", "starts_on_month": "2",
    "starts_on_year": "2026", "day_day": "1", "day_month": "2", "day_year": "2026",
}  # fmt: skip


def _aside(scene: Any, cast: Any) -> Any:
    made_up.answer(scene.team, "project.what", "Nurses visit at home.", by=cast.member)
    return made_up.answer(scene.team, "project.what", "A van goes round.", base=0, by=cast.adviser).revision


def _workshop(scene: Any, cast: Any) -> Any:
    return workshops.lay_out_series(cohort=scene.cohort, by=cast.lead)[0]


# Every page that asks something: who answers it, and the keys of its address.
PAGES: dict[str, tuple[str, Callable[[Any, Any], tuple[Any, ...]]]] = {
    "people:me": ("member", lambda s, c: ()),
    "cohorts:start": ("lead", lambda s, c: ()),
    "cohorts:add_cohort": ("lead", lambda s, c: (s.programme.pk,)),
    "cohorts:appoint": ("lead", lambda s, c: (s.cohort.pk,)),
    "registrations:columns": ("lead", lambda s, c: (made_up.registration_file(s, c).pk,)),
    "registrations:organisations": ("lead", lambda s, c: (made_up.registration_file(s, c).pk,)),
    "teams:add": ("lead", lambda s, c: (s.cohort.pk,)),
    "teams:change_state": ("lead", lambda s, c: (s.team.pk,)),
    "teams:add_member": ("lead", lambda s, c: (s.team.pk,)),
    "teams:leave": ("lead", lambda s, c: (s.team.memberships.get(person=c.member).pk,)),
    "cigs:propose": ("lead", lambda s, c: (s.cohort.pk,)),
    "cigs:ready": ("lead", lambda s, c: (s.cohort.pk, c.facilitator.pk)),
    "workshops:add": ("lead", lambda s, c: (s.cohort.pk,)),
    "workshops:change": ("lead", lambda s, c: (_workshop(s, c).pk,)),
    "workshops:attendance": ("lead", lambda s, c: (_workshop(s, c).pk,)),
    "workbook:section": ("adviser", lambda s, c: (s.team.pk, "project")),
    "workbook:clash": ("adviser", lambda s, c: (_aside(s, c).pk,)),
    "approvals:register": ("member", lambda s, c: (s.team.pk,)),
    "datasets:dataset": ("analyst", lambda s, c: (made_up.data(s, c).pk,)),
    "equity:analyse": ("analyst", lambda s, c: (made_up.data(s, c).pk,)),
    "equity:release": ("adviser", lambda s, c: (made_up.shared(s, c).pk,)),
    "outputs:decide": ("decision_maker", lambda s, c: (made_up.sign_report(s, c).pk,)),
}


def asked_on(page: Any, address: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The forms of a page: where each is sent, and what it holds when it opens, the rest filled in."""
    for form in html.fromstring(page.content.decode()).xpath("//main//form[@method='post']"):
        fields = {name: str(value or GOOD.get(name, "")) for name, value in form.form_values()}
        for box in form.xpath(".//input[@type!='hidden' and @type!='file'] | .//textarea | .//select"):
            first = box.get("value") if box.get("type") in {"radio", "checkbox"} else GOOD.get(box.get("name"), "")
            fields.setdefault(box.get("name"), first)
        fields.pop("csrfmiddlewaretoken", None)
        yield form.get("action") or address, fields


@pytest.fixture(autouse=True)
def _groups_without_their_proof(monkeypatch):
    monkeypatch.setattr(cigs, "PROOF_SECONDS", 0)


@pytest.mark.parametrize("name", PAGES)
def test_no_form_breaks_whatever_is_typed_in_it(scene, cast, client_of, name):
    who, keys = PAGES[name]
    browser, address = client_of(who), reverse(name, args=keys(scene, cast))
    browser.raise_request_exception = False
    broken = []
    for action, fields in asked_on(browser.get(address), address):
        for field in fields:
            for what, value in NASTY.items():
                with transaction.atomic():
                    answer = browser.post(action, fields | {field: value})
                    transaction.set_rollback(True)
                if answer.status_code not in {200, 302}:
                    broken.append((field, what, answer.status_code))
    assert not broken
