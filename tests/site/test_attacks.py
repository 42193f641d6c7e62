"""Somebody with an account tries what no page offers: other people's numbers in what is sent."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.programme import made_up
from tests.site.test_permissions import DO, READ, finished, table_of

from evenground.programme.approvals.models import SignOff
from evenground.programme.audit.models import Event
from evenground.programme.cigs import actions as cigs
from evenground.programme.cohorts import actions as cohorts
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.datasets.enums import DatasetKind
from evenground.programme.outputs.models import Report
from evenground.programme.people import actions as people
from evenground.programme.teams import actions as teams
from evenground.programme.teams.enums import TeamRole
from evenground.programme.workbook.models import Revision

WHAT = "project.what"


@pytest.fixture(autouse=True)
def _groups_without_their_proof(monkeypatch):
    monkeypatch.setattr(cigs, "PROOF_SECONDS", 0)


def browser_of(person: Any) -> Client:
    browser = Client()
    browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return browser


@pytest.fixture
def outsider(scene, cast) -> Any:
    """The most that somebody can be, in another programme: lead, facilitator, analyst, decision maker, board."""
    somebody = people.add_person(name="Ona Outsider", email="ona@example.org", may_start_programmes=True, by=None)
    programme = cohorts.start_programme(name="Elsewhere", by=somebody)
    cohort = cohorts.add_cohort(programme=programme, name="Cohort 1", starts_on=scene.cohort.starts_on, by=somebody)
    for role in Appointed:
        cohorts.appoint(person=somebody, programme=programme, cohort=cohort, role=role, by=somebody)
    team = teams.add_team(cohort=cohort, name="Community Care", project="Elsewhere", by=somebody)
    for role in TeamRole:
        teams.join(team=team, person=somebody, role=role, by=somebody)
    return somebody


def test_rights_in_one_programme_are_none_in_another(scene, cast, outsider, subtests):
    """Every address that is about something: not found, whether looked at or written to."""
    keys = finished(scene, cast)
    browser, before = browser_of(outsider), Event.objects.count()
    about = [row for row in {**table_of(READ), **table_of(DO)} if keys.get(row) and row != "workshops:feed"]
    assert len(about) > 50
    for row in about:
        with subtests.test(row):
            address = reverse(row.partition(" ")[0], args=keys[row])
            assert browser.get(address).status_code in {404, 405}
            assert browser.post(address, {}).status_code in {404, 405}
    assert Event.objects.count() == before


# -- whose words, whose hand ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("whose", ["other", "lead", "facilitator", "stranger", "decision_maker"])
def test_nobodys_words_are_written_who_does_not_work_in_the_team(scene, cast, client_of, whose):
    address = reverse("workbook:save", args=[scene.team.pk, WHAT])
    sent = {"text": "I never said this.", "base": "0", "on_behalf_of": str(getattr(cast, whose).pk)}
    page = client_of("member").post(address, sent, follow=True)
    assert not Revision.objects.exists()
    assert "I never said this." in page.content.decode(), "what was typed is still there"


def test_who_typed_for_somebody_stands_beside_whose_words_they_are(scene, cast, client_of):
    address = reverse("workbook:save", args=[scene.team.pk, WHAT])
    sent = {"text": "They come too late.", "base": "0", "on_behalf_of": str(cast.adviser.pk), "author": cast.lead.pk}
    client_of("member").post(address, sent)
    revision = Revision.objects.get()
    assert (revision.author, revision.on_behalf_of) == (cast.member, cast.adviser)


def test_a_text_of_one_team_settles_nothing_in_another(scene, cast, client_of):
    made_up.answer(scene.team, WHAT, "Nurses visit at home.", by=cast.member)
    aside = made_up.answer(scene.team, WHAT, "A van goes round.", base=0, by=cast.adviser).revision
    before = Revision.objects.count()
    page = client_of("other").post(reverse("workbook:clash", args=[aside.pk]), {"text": "Mine now.", "base": "1"})
    assert page.status_code == 404
    save = reverse("workbook:save", args=[scene.other_team.pk, WHAT])
    client_of("other").post(save, {"text": "Ours.", "base": "0", "settles": str(aside.pk)})
    assert Revision.objects.count() == before + 1
    assert not Revision.objects.exclude(settles=None).exists()


@pytest.mark.parametrize("who", ["member", "adviser", "analyst", "facilitator", "other", "decision_maker", "stranger"])
def test_nobody_signs_for_somebody_else(scene, cast, client_of, who):
    made_up.write_report(scene, cast)
    signed = SignOff.objects.count()
    forged = {"person": cast.team_lead.pk, "signed_by": cast.team_lead.pk, "by": cast.team_lead.pk}
    for page in ("approvals:sign", "outputs:sign"):
        client_of(who).post(reverse(page, args=[scene.team.pk]), forged)
    assert SignOff.objects.count() == signed
    assert not Report.objects.exists()


def test_a_signature_is_the_signers_whatever_else_is_sent(scene, cast, client_of):
    made_up.write_report(scene, cast)
    client_of("lead").post(reverse("outputs:sign", args=[scene.team.pk]), {"signed_by": cast.team_lead.pk})
    assert Report.objects.get().signed_by == cast.lead


# -- data of another team ------------------------------------------------------------------------------------------


@pytest.fixture
def rival(scene, cast) -> Any:
    return made_up.seat(scene.other_team, "Rae Rival", TeamRole.ANALYST, by=cast.lead).person


def test_an_analyst_of_one_team_meets_nothing_of_anothers_data(scene, cast, rival):
    dataset = made_up.data(scene, cast)
    release = made_up.result(scene, cast, dataset)
    browser = browser_of(rival)
    addresses = [reverse(f"datasets:{page}", args=[dataset.pk]) for page in ("dataset", "remove")]
    addresses += [reverse("equity:analyse", args=[dataset.pk]), reverse("equity:chart", args=[release.pk, 1])]
    addresses += [reverse(f"equity:{page}", args=[release.pk]) for page in ("release", "share", "table")]
    for address in addresses:
        assert browser.get(address).status_code in {404, 405}, address
        assert browser.post(address, {"area": "A01", "profile": "hes"}).status_code in {404, 405}, address
    dataset.refresh_from_db()
    assert dataset.removed_at is None


def test_similar_areas_of_another_team_cannot_be_chosen(scene, cast, rival, client_of):
    content = b"CCG16CDH,CCG16NM,similar_ccg_1\nA01,Northport,A02\n"
    theirs = made_up.load(scene.other_team, content, name="alike.csv", kind=DatasetKind.SIMILAR_AREAS, by=rival)
    address = reverse("equity:analyse", args=[made_up.data(scene, cast).pk])
    asked = {"area": "A01", "profile": "hes", "minimum_population": "0", "similar": str(theirs.pk)}
    page = client_of("analyst").post(address, asked)
    assert page.status_code == 200
    assert not scene.team.releases.exists()


def test_uncontrolled_figures_are_for_analysts_and_stay_so(scene, cast, client_of):
    release = made_up.result(scene, cast, profile="internal", reason="To check the columns.")
    client_of("analyst").post(reverse("equity:share", args=[release.pk]))
    release.refresh_from_db()
    assert release.shared_at is None
    for who in ("team_lead", "member", "adviser", "facilitator", "lead", "decision_maker", "other"):
        assert client_of(who).get(release.get_absolute_url()).status_code == 404, who


def test_who_was_an_analyst_until_yesterday_sees_no_data_today(scene, cast, client_of):
    dataset = made_up.data(scene, cast)
    seat = scene.team.memberships.get(person=cast.analyst)
    teams.leave(membership=seat, until=scene.cohort.starts_on, reason="Changed job", by=cast.lead)
    assert client_of("analyst").get(dataset.get_absolute_url()).status_code == 404


def test_a_true_number_of_a_small_fifth_is_nowhere_outside_the_analysis(scene, cast, client_of):
    """Three events in the least deprived fifth: no page, picture, table or file tells them, nor a rate made of them."""
    rows = made_up.neighbourhoods()
    made_up.sign_report(scene, cast)
    release = scene.team.releases.get()
    least = [row for row in rows if row[0] == "A01" and row[3] <= 0.2]
    events, persons = sum(row[1] for row in least), sum(row[2] for row in least)
    assert events == 3
    numbers = f"{events / persons * 100_000:.10g} {events / sum(row[4] for row in least):.10g}".split()
    reader, report = client_of("decision_maker"), Report.objects.get()
    shown = [
        release.body,
        *(chart["svg"] for chart in release.charts),
        str([chart["table"] for chart in release.charts]),
    ]
    shown += [
        reader.get(reverse(f"equity:{page}", args=[release.pk])).content.decode() for page in ("release", "table")
    ]
    shown += [reader.get(report.get_absolute_url()).content.decode(), report.body]
    word = reader.get(reverse("outputs:report_word", args=[report.pk])).content
    shown.append(zipfile.ZipFile(BytesIO(word)).read("word/document.xml").decode())
    for text in shown:
        for number in numbers:
            assert number[:5] not in text, number
    row = release.released.rows[-1]
    assert row.cells["count"].value is None
    assert row.cells["rate"].value is None


# -- a decision maker, and somebody who is gone --------------------------------------------------------------------


def test_a_decision_maker_reads_what_was_signed_and_nothing_before(scene, cast, client_of):
    made_up.write_report(scene, cast)
    reader = client_of("decision_maker")
    team = scene.team.pk
    for page, keys in {
        "outputs:draft": (team,), "outputs:draft_pdf": (team,), "outputs:draft_word": (team,),
        "outputs:draft_chart": (team, 1), "workbook:workbook": (team,), "workbook:printed": (team,),
        "workbook:section": (team, "project"), "workbook:history": (team, WHAT), "approvals:approval": (team,),
        "teams:team": (team,),
    }.items():  # fmt: skip
        assert reader.get(reverse(page, args=keys)).status_code == 404, page


def test_the_calendar_of_somebody_deactivated_is_gone(scene, cast):
    address = reverse("workshops:feed", args=[cast.member.calendar_key])
    assert Client().get(address).status_code == 200
    cast.member.is_active = False
    cast.member.save()
    assert Client().get(address).status_code == 404


def test_somebody_deactivated_is_signed_out_at_once(scene, cast, client_of):
    browser = client_of("member")
    cast.member.is_active = False
    cast.member.save()
    answer = browser.get(reverse("workbook:workbook", args=[scene.team.pk]))
    assert re.match(reverse("account_login"), answer.headers["Location"])
