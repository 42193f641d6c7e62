"""Who may see and do what: every address of the site, tried by everybody.

The two tables below are the decision. An address that stands in neither fails the test: decide, and write it down.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from lxml import html
from tests.programme import made_up

from evenground.programme.audit.models import Event
from evenground.programme.cigs import actions as cigs
from evenground.programme.cigs.models import Forming
from evenground.programme.cohorts import actions as cohorts
from evenground.programme.outputs import actions as outputs
from evenground.programme.teams import actions as teams
from evenground.programme.teams.enums import TeamState
from evenground.programme.workshops import actions as workshops
from evenground.programme.workshops.enums import SessionKind

WHO = (
    "lead", "facilitator", "team_lead", "member", "adviser", "analyst", "decision_maker", "other", "board", "stranger",
    "anonymous",
)  # fmt: skip

# y  the page, or the file
# >  sent on to another page, with the reason where it is a refusal
# .  not found: what a person may not see is not said to be there
# i  asked to sign in
# m  nothing to look at: the address only takes what is sent to it
# The groups are confirmed and the report is signed: moving a team is refused by then.
READ = """
                                lead fac tlead mem adv ana dec other board stranger anonymous
home                             y    y    y    y   y   y   y    y     y      y        i
site:mail                        .    .    .    .   .   .   .    .     .      .        .
site:accessibility               y    y    y    y   y   y   y    y     y      y        y
site:privacy                     y    y    y    y   y   y   y    y     y      y        y
site:health                      y    y    y    y   y   y   y    y     y      y        y
design:gallery                   y    y    y    y   y   y   y    y     y      y        y
account_login                    >    >    >    >   >   >   >    >     >      >        y
account_signup                   i    i    i    i   i   i   i    i     i      i        i
account_request_login_code       >    >    >    >   >   >   >    >     >      >        y
account_confirm_login_code       >    >    >    >   >   >   >    >     >      >        >
account_reset_password           >    >    >    >   >   >   >    >     >      >        >
account_inactive                 y    y    y    y   y   y   y    y     y      y        y
account_logout                   y    y    y    y   y   y   y    y     y      y        >
account_set_password             y    y    y    y   y   y   y    y     y      y        i
account_change_password          >    >    >    >   >   >   >    >     >      >        i
people:me                        y    y    y    y   y   y   y    y     y      y        i

cohorts:start                    y    >    >    >   >   >   >    >     >      >        i
cohorts:programme                y    .    .    .   .   .   .    .     .      .        i
cohorts:add_cohort               y    .    .    .   .   .   .    .     .      .        i
cohorts:cohort                   y    y    .    .   .   .   .    .     y      .        i
cohorts:appoint                  y    .    .    .   .   .   .    .     .      .        i
registrations:bring              y    .    .    .   .   .   .    .     .      .        i
registrations:columns            y    .    .    .   .   .   .    .     .      .        i
registrations:preview            y    .    .    .   .   .   .    .     .      .        i
registrations:organisations      y    .    .    .   .   .   .    .     .      .        i
registrations:confirm            m    m    m    m   m   m   m    m     m      m        i
registrations:invite             m    m    m    m   m   m   m    m     m      m        i
dashboard:overview               y    y    .    .   .   .   .    .     .      .        i
dashboard:record                 y    .    .    .   .   .   .    .     .      .        i
dashboard:board                  y    .    .    .   .   .   .    .     y      .        i

teams:add                        y    .    .    .   .   .   .    .     .      .        i
teams:team                       y    y    y    y   y   y   .    .     .      .        i
teams:change_state               y    .    .    .   .   .   .    .     .      .        i
teams:add_member                 y    >    y    >   >   >   .    .     .      .        i
teams:leave                      y    >    y    >   >   >   .    .     .      .        i

cigs:cig                         y    y    y    y   y   y   .    y     .      .        i
cigs:groups                      y    y    .    .   .   .   .    .     .      .        i
cigs:propose                     y    .    .    .   .   .   .    .     .      .        i
cigs:ready                       y    .    .    .   .   .   .    .     .      .        i
cigs:forming                     y    y    .    .   .   .   .    .     .      .        i
cigs:again                       m    m    m    m   m   m   m    m     m      m        i
cigs:move                        >    .    .    .   .   .   .    .     .      .        i
cigs:pin                         m    m    m    m   m   m   m    m     m      m        i
cigs:confirm                     m    m    m    m   m   m   m    m     m      m        i

workshops:calendar               y    y    y    y   y   y   y    y     y      y        i
workshops:feed                   y    y    y    y   y   y   y    y     y      y        y
workshops:series                 y    y    .    .   .   .   .    .     y      .        i
workshops:lay_out                m    m    m    m   m   m   m    m     m      m        i
workshops:add                    y    .    .    .   .   .   .    .     .      .        i
workshops:session                y    y    y    y   y   y   .    y     y      .        i
workshops:change                 y    .    .    .   .   .   .    .     .      .        i
workshops:attendance             y    y    .    .   .   .   .    .     .      .        i

workbook:workbook                y    y    y    y   y   y   .    .     .      .        i
workbook:printed                 y    y    y    y   y   y   .    .     .      .        i
workbook:section                 y    y    y    y   y   y   .    .     .      .        i
workbook:save                    m    m    m    m   m   m   m    m     m      m        m
workbook:history                 y    y    y    y   y   y   .    .     .      .        i
workbook:clash                   y    y    y    y   y   y   .    .     .      .        i

approvals:approval               y    y    y    y   y   y   .    .     y      .        i
approvals:register               y    >    y    y   y   y   .    .     >      .        i
approvals:sign                   m    m    m    m   m   m   m    m     m      m        i

datasets:datasets                .    .    .    .   .   y   .    .     .      .        i
datasets:load                    .    .    .    .   .   y   .    .     .      .        i
datasets:dataset                 .    .    .    .   .   y   .    .     .      .        i
datasets:remove                  m    m    m    m   m   m   m    m     m      m        i
equity:releases                  y    y    y    y   y   y   y    .     .      .        i
equity:analyse                   .    .    .    .   .   y   .    .     .      .        i
equity:release                   y    y    y    y   y   y   y    .     .      .        i
equity:release unshared          .    .    .    .   .   y   .    .     .      .        i
equity:chart                     y    y    y    y   y   y   y    .     .      .        i
equity:chart unshared            .    .    .    .   .   y   .    .     .      .        i
equity:table                     y    y    y    y   y   y   y    .     .      .        i
equity:table unshared            .    .    .    .   .   y   .    .     .      .        i
equity:share                     m    m    m    m   m   m   m    m     m      m        i

outputs:draft                    y    y    y    y   y   y   .    .     .      .        i
outputs:draft_chart              y    y    y    y   y   y   .    .     .      .        i
outputs:draft_pdf                y    y    y    y   y   y   .    .     .      .        i
outputs:draft_word               y    y    y    y   y   y   .    .     .      .        i
outputs:sign                     m    m    m    m   m   m   m    m     m      m        i
outputs:report                   y    y    y    y   y   y   y    .     y      .        i
outputs:report_chart             y    y    y    y   y   y   y    .     y      .        i
outputs:report_pdf               y    y    y    y   y   y   y    .     y      .        i
outputs:report_word              y    y    y    y   y   y   y    .     y      .        i
outputs:decide                   y    >    >    >   >   >   y    .     >      .        i
"""

# y  done: something was written, and the record says so
# n  answered, and nothing in the programme changed: a refusal with its reason, or nothing to change
# .  not found
# i  asked to sign in
# m  the address takes nothing
# The addresses that the sign-in library answers are tried in test_people.py.
DO = """
                                lead fac tlead mem adv ana dec other board stranger anonymous
people:me                        y    y    y    y   y   y   y    y     y      y        i
cohorts:start                    y    n    n    n   n   n   n    n     n      n        i
cohorts:add_cohort               y    .    .    .   .   .   .    .     .      .        i
cohorts:appoint                  y    .    .    .   .   .   .    .     .      .        i
registrations:bring              y    .    .    .   .   .   .    .     .      .        i
registrations:columns            y    .    .    .   .   .   .    .     .      .        i
registrations:organisations      y    .    .    .   .   .   .    .     .      .        i
registrations:confirm            y    .    .    .   .   .   .    .     .      .        i
registrations:invite             y    .    .    .   .   .   .    .     .      .        i

teams:add                        y    .    .    .   .   .   .    .     .      .        i
teams:change_state               y    .    .    .   .   .   .    .     .      .        i
teams:add_member                 y    n    y    n   n   n   .    .     .      .        i
teams:leave                      y    n    y    n   n   n   .    .     .      .        i

cigs:propose                     y    .    .    .   .   .   .    .     .      .        i
cigs:ready                       y    .    .    .   .   .   .    .     .      .        i
cigs:again                       y    .    .    .   .   .   .    .     .      .        i
cigs:move                        y    .    .    .   .   .   .    .     .      .        i
cigs:pin                         y    .    .    .   .   .   .    .     .      .        i
cigs:confirm                     y    .    .    .   .   .   .    .     .      .        i

workshops:lay_out                y    .    .    .   .   .   .    .     .      .        i
workshops:add                    y    .    .    .   .   .   .    .     .      .        i
workshops:change                 y    .    .    .   .   .   .    .     .      .        i
workshops:attendance             y    y    .    .   .   .   .    .     .      .        i

workbook:save                    n    n    y    y   y   y   .    .     .      .        i
workbook:save for a member       y    y    y    y   y   y   .    .     .      .        i
workbook:clash                   n    n    y    y   y   y   .    .     .      .        i

approvals:register               y    n    y    y   y   y   .    .     n      .        i
approvals:sign                   y    n    y    n   n   n   .    .     y      .        i

datasets:load                    .    .    .    .   .   y   .    .     .      .        i
datasets:dataset                 .    .    .    .   .   y   .    .     .      .        i
datasets:remove                  .    .    .    .   .   y   .    .     .      .        i
equity:analyse                   .    .    .    .   .   y   .    .     .      .        i
equity:release                   n    n    y    y   y   y   n    .     .      .        i
equity:release unshared          .    .    .    .   .   n   .    .     .      .        i
equity:share                     n    n    n    n   n   n   n    .     .      .        i
equity:share unshared            .    .    .    .   .   y   .    .     .      .        i

outputs:sign                     y    n    y    n   n   n   .    .     .      .        i
outputs:decide                   y    n    n    n   n   n   y    .     n      .        i
"""
# Sending something to any of these is refused before anything else is looked at.
READ_ONLY = {
    "home", "site:mail", "site:accessibility", "site:privacy", "site:health", "cohorts:programme",
    "cohorts:cohort", "registrations:preview", "dashboard:overview", "dashboard:record", "dashboard:board", "teams:team",
    "cigs:cig", "cigs:groups", "cigs:forming", "workshops:calendar", "workshops:feed", "workshops:series",
    "workshops:session", "workbook:workbook", "workbook:printed", "workbook:section", "workbook:history",
    "approvals:approval", "datasets:datasets", "equity:releases", "equity:chart", "equity:table",
    "outputs:draft", "outputs:draft_pdf", "outputs:draft_word", "outputs:report", "outputs:report_pdf",
    "outputs:report_word", "outputs:draft_chart", "outputs:report_chart",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _groups_without_their_proof(monkeypatch):
    monkeypatch.setattr(cigs, "PROOF_SECONDS", 0)


def table_of(text: str) -> dict[str, dict[str, str]]:
    """What each of the cast meets at each address."""
    rows = [re.fullmatch(r"(\S+(?: \S+)*?)\s{2,}(.*)", line) for line in text.splitlines()[2:] if line.strip()]
    return {row[1]: dict(zip(WHO, row[2].split(), strict=True)) for row in rows if row}


def names_of(patterns: Any = None, space: str = "") -> Iterator[str]:
    """The name of every address of the site."""
    for each in patterns or get_resolver().url_patterns:
        if isinstance(each, URLResolver):
            yield from names_of(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name}"


def address(row: str, keys: dict[str, tuple[Any, ...]]) -> str:
    """The address of a row; what follows its name in the table says which object is meant."""
    return reverse(row.partition(" ")[0], args=keys.get(row, ()))


def keys_of(scene: Any, cast: Any) -> dict[str, tuple[Any, ...]]:
    """The keys in the addresses that need nothing but the scene."""
    team, cohort = scene.team.pk, scene.cohort.pk
    of_cohort = "cohorts:cohort cohorts:appoint registrations:bring registrations:invite teams:add dashboard:overview"
    of_cohort += (
        " dashboard:record dashboard:board cigs:groups cigs:propose workshops:series workshops:lay_out workshops:add"
    )
    of_team = "teams:team teams:change_state teams:add_member workbook:workbook workbook:printed datasets:datasets"
    of_team += " datasets:load approvals:approval approvals:register approvals:sign equity:releases outputs:draft"
    of_team += " outputs:draft_pdf outputs:draft_word outputs:sign"
    return {
        **dict.fromkeys(of_cohort.split(), (cohort,)),
        **dict.fromkeys(of_team.split(), (team,)),
        **dict.fromkeys(["cohorts:programme", "cohorts:add_cohort"], (scene.programme.pk,)),
        **dict.fromkeys(["workbook:save", "workbook:save for a member", "workbook:history"], (team, "project.what")),
        "workbook:section": (team, "project"),
        "outputs:draft_chart": (team, 1),
        "workshops:feed": (cast.member.calendar_key,),
        "cigs:ready": (cohort, cast.facilitator.pk),
        "teams:leave": (scene.team.memberships.get(person=cast.member).pk,),
    }


def two_texts(scene: Any, cast: Any) -> Any:
    """A text kept aside."""
    made_up.answer(scene.team, "project.what", "Nurses visit at home.", by=cast.member)
    return made_up.answer(scene.team, "project.what", "A van goes round.", base=0, by=cast.adviser).revision


def finished(scene: Any, cast: Any) -> dict[str, tuple[Any, ...]]:
    """The end of the journey: groups confirmed, a report signed, a decision made. Keys of every address."""
    forming = made_up.propose(scene, cast)
    (cig,) = cigs.confirm(forming=forming, by=cast.lead)
    report = made_up.sign_report(scene, cast)
    made_up.decide(report, by=cast.decision_maker)
    release = scene.team.releases.get()
    unshared = made_up.result(scene, cast, release.dataset)
    session, *_ = workshops.lay_out_series(cohort=scene.cohort, by=cast.lead)
    file, aside = made_up.registration_file(scene, cast), two_texts(scene, cast)
    keys: dict[str, tuple[Any, ...]] = {"cigs:cig": (cig.pk,), "workbook:clash": (aside.pk,)}
    keys |= {f"cigs:{name}": (forming.pk,) for name in ("forming", "again", "confirm")}
    keys |= {f"cigs:{name}": (forming.pk, scene.team.pk) for name in ("move", "pin")}
    keys |= {f"workshops:{name}": (session.pk,) for name in ("session", "change", "attendance")}
    keys |= {f"registrations:{name}": (file.pk,) for name in ("columns", "preview", "organisations", "confirm")}
    keys |= {"datasets:dataset": (release.dataset_id,), "datasets:remove": (release.dataset_id,)}
    keys |= {"equity:analyse": (release.dataset_id,)}
    for kind, one in {"": release, " unshared": unshared}.items():
        keys |= {f"equity:{name}{kind}": (one.pk,) for name in ("release", "share", "table")}
        keys[f"equity:chart{kind}"] = (one.pk, 1)
    keys["outputs:report_chart"] = (report.pk, 1)
    keys |= {f"outputs:{name}": (report.pk,) for name in ("report", "report_pdf", "report_word", "decide")}
    return keys_of(scene, cast) | keys


def under_way(scene: Any, cast: Any) -> dict[str, tuple[Any, ...]]:
    """The middle of the journey, where there is still everything to do. Keys of every address that takes something."""
    for name in ("Third", "Fourth", "Fifth"):
        teams.add_team(cohort=scene.cohort, name=name, project=name, by=cast.lead)
    cigs.say_what_facilitator_offers(
        cohort=scene.cohort, person=cast.facilitator, skills="", capacity=2, by=cast.facilitator
    )
    forming = made_up.propose(scene, cast, groups_wanted=2)
    release = made_up.write_report(scene, cast)
    report = outputs.sign_report(team=scene.team, by=cast.team_lead)
    teams.change_state(team=scene.team, state=TeamState.ACTIVE, by=cast.lead)
    made_up.answer(scene.team, "plan.aim", "A new aim, which must be signed anew.", by=cast.member)
    unshared = made_up.result(scene, cast, release.dataset)
    spare = made_up.load(scene.team, b"area,events\nA01,3\n", by=cast.analyst)
    file, aside = made_up.registration_file(scene, cast), two_texts(scene, cast)
    place = max(forming.proposal["groups"], key=lambda group: len(group["teams"]))["teams"][-1]
    now = timezone.now()
    session = workshops.add_session(
        cohort=scene.cohort, title="Induction", kind=SessionKind.INDUCTION,
        starts_at=now, ends_at=now + timedelta(hours=1), by=cast.lead,
    )  # fmt: skip
    empty = cohorts.add_cohort(programme=scene.programme, name="Empty", starts_on=now.date(), by=cast.lead)
    return keys_of(scene, cast) | {
        **{f"registrations:{name}": (file.pk,) for name in ("columns", "organisations", "confirm")},
        **{f"cigs:{name}": (forming.pk,) for name in ("again", "confirm")},
        **{f"cigs:{name}": (forming.pk, int(place)) for name in ("move", "pin")},
        **{f"workshops:{name}": (session.pk,) for name in ("change", "attendance")},
        "workshops:lay_out": (empty.pk,),
        "workbook:clash": (aside.pk,),
        "datasets:dataset": (release.dataset_id,),
        "datasets:remove": (spare.pk,),
        "equity:analyse": (release.dataset_id,),
        **{f"equity:{name}": (release.pk,) for name in ("release", "share")},
        **{f"equity:{name} unshared": (unshared.pk,) for name in ("release", "share")},
        "outputs:decide": (report.pk,),
    }


def sent_to(row: str, scene: Any, cast: Any, keys: dict[str, tuple[Any, ...]]) -> dict[str, Any]:
    """What a person fills in there."""
    hours = {"opens": "9:30", "closes": "12:00", "day_day": "3", "day_month": "11", "day_year": "2026"}
    newer = {"text": "Nurses visit at home, in a van.", "base": "2"}
    label = Forming.objects.get(pk=keys["cigs:pin"][0]).proposal["groups"]
    to = next((group["label"] for group in label if str(keys["cigs:pin"][1]) not in group["teams"]), "")
    return {
        "people:me": {"name": "New Name", "phone": "01234"},
        "cohorts:start": {"name": "A new programme"},
        "cohorts:add_cohort": {"name": "Next", "starts_on_day": "3", "starts_on_month": "11", "starts_on_year": "2026"},
        "cohorts:appoint": {"name": "New One", "email": "new@example.org", "role": "expert"},
        "registrations:bring": {"file": SimpleUploadedFile("p.csv", b"Name,Team\nAnn Lee,Home First\n")},
        "registrations:columns": {"name": "Name", "team": "Team"},
        "registrations:organisations": {"spelling_0": "-"},
        "teams:add": {"name": "Sixth", "project": "A sixth project"},
        "teams:change_state": {"state": "paused", "reason": "Short of staff"},
        "teams:add_member": {"name": "New One", "role": "intern"},
        "teams:leave": {"until_day": "3", "until_month": "11", "until_year": "2099", "reason": "Changed job"},
        "cigs:propose": {"groups_wanted": "2", "smallest": "2", "largest": "3"},
        "cigs:ready": {"skills": "dementia", "capacity": "1"},
        "cigs:move": {"to": to},
        "workshops:add": {"title": "Meeting", "kind": "cig_meeting", "mode": "online", **hours},
        "workshops:change": {"title": "Meeting", "kind": "cig_meeting", "mode": "online", **hours},
        "workshops:attendance": {f"person_{cast.member.pk}": "online"},
        "workbook:save": newer,
        "workbook:save for a member": newer | {"on_behalf_of": str(cast.adviser.pk)},
        "workbook:clash": newer,
        "approvals:register": {"kind": "audit", "reason": "A standard was set.", "state": "approved"},
        "datasets:load": {"kind": "outcome", "file": SimpleUploadedFile("n.csv", b"area,events\nA01,4\n")},
        "datasets:dataset": {**made_up.MEANS, "unit": "admissions", "period": "2025/26", "covers": "England"},
        "equity:analyse": {"area": "A01", "profile": "hes", "minimum_population": "0"},
        "equity:release": {"text": "It is further to the clinic."},
        "equity:release unshared": {"text": "It is further to the clinic."},
        "outputs:decide": {
            "kind": "no_change", "text": "It works.", "owner": "Dee",
            "decided_on_day": "1", "decided_on_month": "2", "decided_on_year": "2026",
        },
    }.get(row, {})  # fmt: skip


def signed_in(cast: Any, who: str) -> Client:
    browser = Client(raise_request_exception=True)
    if person := getattr(cast, who):
        browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return browser


def met(response: Any, *, good: str) -> str:
    """What somebody met, in the letters of the tables."""
    if response.status_code in (301, 302):
        to_sign_in = response.headers["Location"].split("?")[0] == reverse("account_login")
        return "i" if to_sign_in else (">" if good == "y" else good)
    if response.status_code == 403 and b"You were signed out" in response.content:  # with what was written
        return "i"
    return {200: good, 404: ".", 405: "m"}.get(response.status_code, str(response.status_code))


def check_safe(response: Any, where: str) -> None:
    """No page carries a script or a style of its own, and the browser is told to take none."""
    allowed = response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in allowed or response.headers["Content-Type"] == "image/svg+xml", where
    if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
        assert "default-src 'self'" in allowed, where
        page = html.fromstring(response.content)
        assert not page.xpath("//*[@style] | //style | //script[not(@src)]"), f"{where} has a style or script inside"
        handlers = [name for tag in page.iter() for name in tag.attrib if name.startswith("on")]
        assert not handlers, f"{where} has {handlers}"


def test_somebody_decided_about_every_address():
    decided = {row.partition(" ")[0] for row in table_of(READ)}
    undecided = sorted(set(names_of()) - decided)
    assert not undecided, f"Nobody has decided who may see {', '.join(undecided)}: add it to READ."

    written = {row.partition(" ")[0] for row in table_of(DO)} | READ_ONLY
    written |= {name for name in decided if name.startswith("account_")} | {"design:gallery"}  # nothing is kept
    undecided = sorted(set(names_of()) - written)
    assert not undecided, f"Nobody has decided who may send something to {', '.join(undecided)}: add it to DO."


def test_who_sees_what(scene, cast, subtests):
    keys = finished(scene, cast)
    browsers = {who: signed_in(cast, who) for who in WHO if who != "anonymous"}
    for row, decided in table_of(READ).items():
        with subtests.test(row):
            seen = {}
            for who in WHO:
                browser = browsers.get(who) if row != "account_logout" else signed_in(cast, who)
                response = (browser or Client()).get(address(row, keys))
                check_safe(response, f"{row} as {who}")
                seen[who] = met(response, good="y")
            assert seen == decided


def test_who_does_what(scene, cast, subtests):
    keys = under_way(scene, cast)
    browsers = {who: signed_in(cast, who) for who in WHO}
    for row, decided in table_of(DO).items():
        with subtests.test(row):
            tried = {}
            for who, browser in browsers.items():
                tried[who] = done_at(address(row, keys), sent_to(row, scene, cast, keys), browser)
            assert tried == decided


def done_at(where: str, sent: dict[str, Any], browser: Client) -> str:
    """Send it, see whether the record has a new line, and take it back."""
    before = Event.objects.count()
    with transaction.atomic():
        result = met(browser.post(where, sent), good="n")
        if Event.objects.count() > before:
            assert result == "n", f"met {result} at {where}, and yet something was done"
            result = "y"
        transaction.set_rollback(True)
    return result


@pytest.mark.parametrize("who", ["lead", "stranger", "anonymous"])
def test_pages_that_are_only_read_take_nothing(scene, cast, who):
    browser = signed_in(cast, who)
    numbers = dict.fromkeys([row for row in READ_ONLY if row.endswith("chart")], (1, 1))
    numbers |= dict.fromkeys(["workbook:section", "workbook:history"], (1, 1))
    numbers |= dict.fromkeys(["home", "workshops:calendar", *(row for row in READ_ONLY if row.startswith("site:"))], ())
    for row in sorted(READ_ONLY):
        response = browser.post(reverse(row, args=numbers.get(row, (1,))))
        assert met(response, good="n") in {"m", "i"}, row
