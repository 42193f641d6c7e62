"""The workbook in the browser: saving, clashing, losing the sign-in, sending something strange."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import html
from tests.programme.made_up import answer

from evenground.programme.teams import actions as teams
from evenground.programme.teams.enums import TeamState
from evenground.programme.workbook import queries, rules
from evenground.programme.workbook.models import Revision

WHAT = "project.what"


def section(team) -> str:
    return reverse("workbook:section", args=[team.pk, "project"])


def save(browser: Client, team, text: str, *, base: int = 0, question: str = WHAT, **more):
    address = reverse("workbook:save", args=[team.pk, question])
    return browser.post(address, {"text": text, "base": str(base)} | more, follow=True)


def box(page, number: int = 0) -> str:
    """What stands in a question's box."""
    return html.fromstring(page.content).xpath("//textarea[@name='text']")[number].text.lstrip("\n")


def test_saving_comes_back_to_the_question(cast, scene, client_of):
    page = save(client_of("adviser"), scene.team, "They come too late.")

    assert page.redirect_chain[-1][0].endswith("#project-what")
    assert box(page) == "They come too late."
    assert "Ada Adviser (Public adviser)" in page.content.decode()


def test_two_people_saving_the_same_answer_see_both_texts_with_names(cast, scene, client_of):
    member, adviser = client_of("member"), client_of("adviser")
    save(member, scene.team, "Nurses visit at home.")

    clash = save(adviser, scene.team, "A van goes round.")

    said = clash.content.decode()
    assert all(part in said for part in ("Nurses visit at home.", "A van goes round.", "Mo Member", "Ada Adviser"))
    settled = adviser.post(clash.redirect_chain[-1][0], {"text": "Nurses visit, in a van.", "base": "1"}, follow=True)
    assert box(settled) == "Nurses visit, in a van."
    assert "Another text for this question" not in settled.content.decode()


def test_the_device_is_told_that_its_draft_has_arrived(cast, scene, client_of):
    """Whether the text became the answer or was kept aside, the draft on the device can be forgotten."""
    for who, text in (("member", "Nurses visit at home."), ("adviser", "A van goes round.")):
        page = save(client_of(who), scene.team, text, draft_key=f"draft-of-{who}")
        assert f'data-saved-key="draft-of-{who}"' in page.content.decode()


def test_a_save_that_was_joined_says_with_whom(cast, scene, client_of):
    answer(scene.team, WHAT, "We will reduce admissions for older people.", by=cast.member)
    answer(scene.team, WHAT, "We will reduce admissions for older people in Northbank.", by=cast.member)

    page = save(client_of("adviser"), scene.team, "We will reduce emergency admissions for older people.", base=1)

    assert "Mo Member had changed the answer meanwhile" in page.content.decode()
    assert box(page) == "We will reduce emergency admissions for older people in Northbank."


def test_a_script_in_an_answer_is_text(cast, scene, client_of):
    browser = client_of("adviser")
    save(browser, scene.team, "<script>alert(1)</script></textarea><b>x</b>")
    for name, *keys in (("section", "project"), ("history", WHAT), ("printed",)):
        page = browser.get(reverse(f"workbook:{name}", args=[scene.team.pk, *keys])).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_a_session_that_expired_while_writing_loses_nothing(cast, scene):
    browser = Client()
    signed_out = save(browser, scene.team, "Two hours of writing.")
    assert "What you wrote is kept: sign in, then save it" in signed_out.content.decode()
    assert "Two hours of writing." not in signed_out.content.decode(), "nobody else may read it here"
    assert not Revision.objects.exists()

    cast.member.set_password("a long pass phrase")
    cast.member.save()
    page = browser.post(
        signed_out.redirect_chain[-1][0], {"login": cast.member.email, "password": "a long pass phrase"}, follow=True
    )

    assert box(page) == "Two hours of writing."
    assert "could not save yet" in page.content.decode()
    saved = save(browser, scene.team, box(page))
    assert "could not save yet" not in saved.content.decode()
    assert queries.answers_of(scene.team)[WHAT].text == "Two hours of writing."


def test_a_text_kept_for_somebody_who_may_not_see_the_team_stays_hidden(cast, scene):
    browser = Client()
    save(browser, scene.team, "Two hours of writing.")
    browser.force_login(cast.stranger, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert browser.get(section(scene.team)).status_code == 404


@pytest.mark.parametrize("sent", [{"base": "minus one"}, {"base": "-1"}, {"base": ""}, {"on_behalf_of": "999999"}])
def test_a_form_that_was_tampered_with_gives_back_the_text(cast, scene, client_of, sent):
    page = save(client_of("member"), scene.team, "My text.", **sent)
    assert page.status_code == 200
    assert box(page) == "My text."
    assert not Revision.objects.exists()


def test_a_text_that_is_too_long_is_given_back_whole(cast, scene, client_of):
    text = "word " * (rules.LONGEST // 4)
    page = save(client_of("member"), scene.team, text)
    assert "20,000 is the most" in page.content.decode()
    assert box(page).strip() == text.strip()


def test_a_text_for_a_team_that_stopped_meanwhile_is_given_back(cast, scene, client_of):
    browser = client_of("member")
    teams.change_state(team=scene.team, state=TeamState.PAUSED, reason="Winter", by=cast.lead)

    page = save(browser, scene.team, "Two hours of writing.").content.decode()

    assert "no longer taking part (Winter)" in page
    assert "Two hours of writing." in page
    assert "Copy it from here" in page


def test_a_question_or_a_section_nobody_asks_is_not_found(cast, scene, client_of):
    browser = client_of("member")
    assert save(browser, scene.team, "x", question="no.such").status_code == 404
    assert browser.get(reverse("workbook:section", args=[scene.team.pk, "no"])).status_code == 404
    assert browser.get(reverse("workbook:history", args=[scene.team.pk, "no.such"])).status_code == 404


def test_typing_in_for_a_member_shows_whose_words_they_are(cast, scene, client_of):
    page = save(client_of("facilitator"), scene.team, "They come too late.", on_behalf_of=str(cast.adviser.pk))
    assert "Ada Adviser (Public adviser)" in page.content.decode()


def test_the_whole_workbook_is_there_from_the_first_day(cast, scene, client_of):
    page = client_of("adviser").get(reverse("workbook:printed", args=[scene.team.pk])).content.decode()
    for answered in queries.answers_of(scene.team).values():
        assert str(html.fromstring(page).text_content()).count(answered.question.ask) >= 1


def test_the_history_tells_who_in_which_role(cast, scene, client_of):
    answer(scene.team, WHAT, "First.", by=cast.member)
    answer(scene.team, WHAT, "Second.", by=cast.facilitator, on_behalf_of=cast.adviser)
    page = client_of("team_lead").get(reverse("workbook:history", args=[scene.team.pk, WHAT])).content.decode()
    assert all(part in page for part in ("First.", "Second.", "Mo Member", "Ada Adviser", "Public adviser"))
