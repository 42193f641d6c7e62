"""The report: complete before it is signed, unchanged after; and the decision that follows it."""

import io
from datetime import timedelta

import docx
import pypdf
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from lxml import html
from tests.programme.made_up import answer, answer_needed, decide, shared, sign_plan, sign_report, write_report

from evenground.programme.audit.models import Event
from evenground.programme.errors import RuleBroken
from evenground.programme.outputs import actions, queries, rules
from evenground.programme.outputs.enums import DecisionKind
from evenground.programme.outputs.models import Decision, Report
from evenground.programme.teams.enums import TeamState

SUMMARY = "Fewer people went to hospital, and the gap between streets grew smaller."


# -- before it is signed ------------------------------------------------------------------------------------------


def test_a_report_with_parts_missing_cannot_be_signed_and_says_which(cast, scene):
    missing = rules.missing_from_report(scene.team)

    assert "Answer “Who gained, and who did not?” in the workbook." in missing
    assert "Sign the evaluation plan." in missing
    assert any("Share at least one result by group" in sentence for sentence in missing)
    with pytest.raises(RuleBroken, match=r"cannot be signed yet. Answer “The whole story in plain words”"):
        actions.sign_report(team=scene.team, by=cast.team_lead)


def test_equity_cannot_be_left_out(cast, scene):
    """A report without a shared result by group cannot show who gained."""
    sign_plan(scene, cast)
    answer_needed(scene.team, "findings", by=cast.member)
    with pytest.raises(RuleBroken, match="Share at least one result by group"):
        actions.sign_report(team=scene.team, by=cast.team_lead)


@pytest.mark.parametrize("who", ["facilitator", "member", "adviser", "analyst", "decision_maker", "board", "stranger"])
def test_others_do_not_sign(cast, scene, who):
    with pytest.raises(RuleBroken, match="signed by the lead of the team or a lead of the cohort"):
        actions.sign_report(team=scene.team, by=getattr(cast, who))


def test_the_draft_names_what_is_missing_and_is_marked_as_a_draft(scene, client_of):
    page = html.fromstring(client_of("member").get(reverse("outputs:draft", args=[scene.team.pk])).content)
    text = page.text_content()
    assert "Draft, not signed" in text
    assert "Sign the evaluation plan." in text
    assert "No result by group has been shared yet." in text


# -- what stands in it --------------------------------------------------------------------------------------------


@pytest.fixture
def report(cast, scene) -> Report:
    write_report(scene, cast)
    answer(scene.team, "findings.summary", SUMMARY, by=cast.member)
    return actions.sign_report(team=scene.team, by=cast.team_lead)


def text_of_pdf(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def text_of_word(content: bytes) -> str:
    return " ".join(" ".join(docx.Document(io.BytesIO(content)).element.body.itertext()).split())


def test_page_pdf_and_word_hold_the_same_story(scene, report, client_of):
    browser = client_of("decision_maker")
    page, pdf, word = (
        browser.get(reverse(f"outputs:{name}", args=[report.pk])) for name in ("report", "report_pdf", "report_word")
    )
    texts = [
        " ".join(html.fromstring(page.content).text_content().split()),
        text_of_pdf(pdf.content),
        text_of_word(word.content),
    ]

    for text in texts:
        for part in (
            SUMMARY,
            "Evaluation of Care closer to home",
            "Signed by Tariq Teamlead",
            "Our answer to findings.equity.",
            "People on our estate wait longest.",
            "Our answer to findings.recommendation.",
            "Public adviser",
        ):
            assert part in text, part
        places = [
            text.rindex(part) for part in (SUMMARY, "Our answer to findings.equity.", "Our answer to findings.actions.")
        ]
        assert places == sorted(places), "the story first, the actions last"
    assert pdf.headers["Content-Disposition"] == f'attachment; filename="evaluation-team-{scene.team.pk}-version-1.pdf"'


def test_the_pdf_is_tagged_and_says_its_title(report, client_of):
    pdf = pypdf.PdfReader(io.BytesIO(client_of("board").get(reverse("outputs:report_pdf", args=[report.pk])).content))
    assert pdf.metadata.title == "Evaluation of Care closer to home"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_every_result_links_to_the_release_it_came_from(scene, report, client_of):
    release = scene.team.releases.get()
    page = client_of("decision_maker").get(report.get_absolute_url()).content.decode()
    assert release.get_absolute_url() in page


def test_no_hidden_count_and_no_unshared_result_is_in_it(cast, scene, report):
    assert "49.9" not in report.body
    release = scene.team.releases.get()
    type(release).objects.update(shared_at=None)
    draft = queries.document_of(scene.team, version=2)
    assert release.title not in repr(draft)


def test_names_of_advisers_do_not_stand_in_it(cast, report):
    """People are counted by role; only who signs is named."""
    assert "Ada Adviser" not in report.body
    assert "Mo Member" not in report.body


def test_a_script_in_an_answer_is_text_in_the_report(cast, scene, client_of):
    answer(scene.team, "findings.summary", "<script>alert(1)</script> #set page(width: 1pt) *not bold*", by=cast.member)
    browser = client_of("member")
    page = browser.get(reverse("outputs:draft", args=[scene.team.pk])).content.decode()
    assert "<script>alert" not in page
    pdf = browser.get(reverse("outputs:draft_pdf", args=[scene.team.pk])).content
    assert "#set page(width: 1pt) *not bold*" in text_of_pdf(pdf)


# -- signed -------------------------------------------------------------------------------------------------------


def test_a_signed_report_does_not_change_when_the_workbook_does(cast, scene, report, client_of):
    address = reverse("outputs:report", args=[report.pk])
    before = Report.objects.get().document

    answer(scene.team, "findings.summary", "A new story.", by=cast.member)
    scene.team.releases.update(shared_at=None)

    assert Report.objects.get().document == before
    page = client_of("decision_maker").get(address).content.decode()
    assert SUMMARY in page
    assert "A new story." not in page


def test_a_later_version_is_a_new_report(cast, scene, report):
    answer(scene.team, "findings.summary", "A new story.", by=cast.member)
    second = actions.sign_report(team=scene.team, by=cast.lead)
    assert (report.version, second.version) == (1, 2)
    assert Report.objects.count() == 2


def test_signing_completes_the_team_and_is_in_the_record(scene, report):
    scene.team.refresh_from_db()
    assert scene.team.state == TeamState.COMPLETE
    assert Event.objects.first().saying == "signed version 1 of the report of Community Care"


def test_those_who_decide_are_sent_the_link(cast, scene, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        report = sign_report(scene, cast)
    (message,) = [one for one in mail.outbox if "ready for your decision" in one.subject]
    assert message.to == [cast.decision_maker.email]
    assert report.get_absolute_url() in message.body


# -- the decision -------------------------------------------------------------------------------------------------


def test_no_change_made_is_a_decision(cast, scene, report, client_of):
    decide(report, by=cast.decision_maker, kind=DecisionKind.NO_CHANGE)
    page = client_of("adviser").get(report.get_absolute_url()).content.decode()
    assert "No change made" in page
    assert "We keep the evening visits as they are." in page


def test_the_team_hears_what_became_of_it(cast, report, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        decide(report, by=cast.decision_maker, kind=DecisionKind.CHANGE)
    told = {address for message in mail.outbox for address in message.to}
    assert {cast.adviser.email, cast.member.email, cast.team_lead.email} <= told
    assert cast.other.email not in told
    assert "change the service" in mail.outbox[-1].body


@pytest.mark.parametrize("who", ["facilitator", "team_lead", "member", "adviser", "board", "other", "stranger"])
def test_others_do_not_decide(cast, report, who):
    with pytest.raises(RuleBroken, match="recorded by the decision maker, or by a lead of the cohort for them"):
        decide(report, by=getattr(cast, who))


def test_a_follow_up_before_the_decision_is_refused_beside_its_box(cast, report, client_of):
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(RuleBroken, match="follow-up date cannot be before the decision"):
        decide(report, by=cast.decision_maker, follow_up_on=yesterday)

    sent = {"kind": "keep", "text": "It works well.", "owner": "Dee"}
    for name, day in (("decided_on", timezone.localdate()), ("follow_up_on", yesterday)):
        sent |= {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
    page = client_of("decision_maker").post(reverse("outputs:decide", args=[report.pk]), sent).content.decode()
    assert "The follow-up date cannot be before the decision." in page
    assert "It works well." in page
    assert not Decision.objects.exists()


def test_a_decision_is_recorded_once_it_was_made(cast, report):
    with pytest.raises(RuleBroken, match="cannot be in the future"):
        actions.record_decision(
            report=report, kind=DecisionKind.KEEP, text="x", owner="y",
            decided_on=timezone.localdate() + timedelta(days=1), by=cast.decision_maker,
        )  # fmt: skip


def test_a_second_decision_stands_beside_the_first(cast, report):
    decide(report, by=cast.decision_maker, kind=DecisionKind.NEED_MORE)
    decide(report, by=cast.decision_maker, kind=DecisionKind.CHANGE)
    assert report.decisions.count() == 2


def test_a_decision_maker_reads_the_evidence_and_nothing_else(cast, scene, report, client_of):
    browser = client_of("decision_maker")
    release = scene.team.releases.get()
    assert browser.get(release.get_absolute_url()).status_code == 200
    for name in ("teams:team", "workbook:workbook", "outputs:draft"):
        assert browser.get(reverse(name, args=[scene.team.pk])).status_code == 404


def test_a_result_for_the_report_is_one_that_is_shared(cast, scene):
    shared(scene, cast)
    assert not [line for line in rules.missing_from_report(scene.team) if "result by group" in line]
