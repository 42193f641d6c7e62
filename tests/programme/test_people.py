"""Signing in by a code or a password, being invited, and one's own page."""

import re

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from lxml import html

from evenground.programme.audit.models import Event
from evenground.programme.errors import RuleBroken
from evenground.programme.people import actions, queries
from evenground.programme.people.models import Organisation, Person

SIGN_IN, ASK, CONFIRM = "account_login", "account_request_login_code", "account_confirm_login_code"


def ask_for_code(browser: Client, email: str) -> str:
    """Ask for a code as a person would; gives back the code in the mail."""
    answer = browser.post(reverse(ASK), {"email": email})
    assert answer.headers["Location"] == reverse(CONFIRM)
    return re.search(r"^([A-Z0-9-]{6,10})$", mail.outbox[-1].body, flags=re.MULTILINE)[1]


def who(browser: Client) -> str | None:
    """The name in the corner of the home page."""
    page = browser.get("/")
    return None if page.status_code == 302 else page.wsgi_request.user.name


# -- signing in ---------------------------------------------------------------------------------------------------


def test_signing_in_with_a_code_sent_by_mail(cast):
    browser = Client()
    code = ask_for_code(browser, cast.adviser.email)

    browser.post(reverse(CONFIRM), {"code": code})

    assert who(browser) == cast.adviser.name
    assert mail.outbox[-1].to == [cast.adviser.email]


def test_capitals_in_an_address_do_not_matter(cast):
    browser = Client()
    code = ask_for_code(browser, cast.adviser.email.upper())
    browser.post(reverse(CONFIRM), {"code": code.lower()})
    assert who(browser) == cast.adviser.name


def test_a_wrong_code_signs_nobody_in_and_says_what_to_do(cast):
    browser = Client()
    ask_for_code(browser, cast.adviser.email)

    page = browser.post(reverse(CONFIRM), {"code": "AAAAAA"})

    assert "This is not the code that we sent" in page.content.decode()
    assert who(browser) is None


def test_a_code_belongs_to_the_browser_that_asked(cast):
    code = ask_for_code(Client(), cast.adviser.email)
    other = Client()
    other.post(reverse(CONFIRM), {"code": code})
    assert who(other) is None


def test_a_code_works_once(cast):
    browser = Client()
    code = ask_for_code(browser, cast.adviser.email)
    browser.post(reverse(CONFIRM), {"code": code})
    browser.post(reverse("account_logout"))
    browser.post(reverse(CONFIRM), {"code": code})
    assert who(browser) is None


def test_an_address_nobody_has_is_not_given_away(cast):
    known, unknown = Client(), Client()
    answers = [
        browser.post(reverse(ASK), {"email": email}, follow=True)
        for browser, email in ((known, "ada.adviser@example.org"), (unknown, "nobody@example.org"))
    ]

    texts = [html.fromstring(answer.content).xpath("//main")[0].text_content().split() for answer in answers]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert [word.replace("nobody@", "ada.adviser@") for word in texts[1]] == texts[0]
    assert "not known there" in mail.outbox[-1].body


def test_signing_in_with_a_password(cast):
    cast.member.set_password("a long pass phrase")
    cast.member.save()
    browser = Client()

    browser.post(reverse(SIGN_IN), {"login": "MO.Member@example.org", "password": "a long pass phrase"})

    assert who(browser) == cast.member.name


def test_a_wrong_password_says_the_same_as_an_unknown_address(cast):
    cast.member.set_password("a long pass phrase")
    cast.member.save()
    said = {
        html.fromstring(Client().post(reverse(SIGN_IN), {"login": email, "password": "wrong"}).content)
        .xpath("//*[contains(@class, 'nhsuk-error-summary')]")[0]
        .text_content()
        for email in (cast.member.email, "nobody@example.org")
    }
    assert len(said) == 1
    assert "You can ask for a code instead" in said.pop()


def test_somebody_without_a_password_is_not_signed_in_by_any(cast):
    browser = Client()
    browser.post(reverse(SIGN_IN), {"login": cast.member.email, "password": ""})
    browser.post(reverse(SIGN_IN), {"login": cast.member.email, "password": "!"})
    assert who(browser) is None


def test_trying_passwords_again_and_again_is_stopped(cast):
    browser = Client()
    for _ in range(6):
        page = browser.post(reverse(SIGN_IN), {"login": cast.member.email, "password": "wrong"})
    assert "tried too often" in page.content.decode()


def test_whoever_was_closed_out_stays_out(cast):
    Person.objects.filter(pk=cast.member.pk).update(is_active=False)
    browser = Client()
    browser.post(reverse(ASK), {"email": cast.member.email})
    assert not any("Your code" in message.body for message in mail.outbox)
    assert who(browser) is None


def test_the_page_asked_for_comes_after_the_sign_in(cast):
    browser = Client()
    wanted = reverse("workshops:calendar")
    page = browser.get(wanted, follow=True).content
    (link,) = html.fromstring(page).xpath("//main//a[contains(@href, 'code')]/@href")
    asked = browser.post(link, {"email": cast.member.email})
    code = re.search(r"^([A-Z0-9-]{6,10})$", mail.outbox[-1].body, flags=re.MULTILINE)[1]

    answer = browser.post(asked.headers["Location"], {"code": code})

    assert answer.headers["Location"] == wanted


def test_the_page_asked_for_comes_after_a_password_too(cast):
    cast.member.set_password("a long pass phrase")
    cast.member.save()
    browser, wanted = Client(), reverse("workshops:calendar")
    page = browser.get(wanted, follow=True)
    (form,) = [form for form in html.fromstring(page.content).forms if "password" in form.fields]
    where = form.action or page.redirect_chain[-1][0]

    answer = browser.post(where, dict(form.fields) | {"login": cast.member.email, "password": "a long pass phrase"})

    assert answer.headers["Location"] == wanted


def test_nobody_is_sent_on_to_another_site(cast):
    cast.member.set_password("a long pass phrase")
    cast.member.save()
    answer = Client().post(
        reverse(SIGN_IN) + "?next=https://example.com/",
        {"login": cast.member.email, "password": "a long pass phrase", "next": "https://example.com/"},
    )
    assert answer.headers["Location"] == "/"


def test_nobody_registers_themselves(db):
    assert Client().get(reverse("account_signup")).headers["Location"] == reverse(SIGN_IN)
    Client().post(reverse("account_signup"), {"email": "new@example.org", "password1": "a long pass phrase"})
    assert not Person.objects.exists()


def test_choosing_a_password_and_changing_it(cast, client_of):
    browser = client_of("member")
    browser.post(reverse("account_set_password"), {"password1": "first long phrase", "password2": "first long phrase"})
    browser.post(
        reverse("account_change_password"),
        {"oldpassword": "first long phrase", "password1": "second long phrase", "password2": "second long phrase"},
    )
    cast.member.refresh_from_db()
    assert cast.member.check_password("second long phrase")


def test_signing_out_asks_first_and_then_does(cast, client_of):
    browser = client_of("member")
    browser.get(reverse("account_logout"))
    assert who(browser) == cast.member.name
    browser.post(reverse("account_logout"))
    assert who(browser) is None


# -- being invited ------------------------------------------------------------------------------------------------


def test_an_invitation_leads_to_the_code_with_the_address_filled_in(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite(person=cast.adviser, about="Fair Start", by=cast.lead)

    (message,) = mail.outbox
    assert message.to == [cast.adviser.email]
    assert "Lena Lead has invited you to Fair Start" in message.body
    link = re.search(r"http\S+", message.body)[0]
    page = html.fromstring(Client().get(link.removeprefix("http://127.0.0.1:8000")).content)
    assert page.xpath("//input[@name='email']/@value") == [cast.adviser.email]


def test_nobody_is_told_when_the_inviting_fails(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.invite(person=cast.adviser, about="Fair Start", by=cast.lead)
        raise ZeroDivisionError
    assert mail.outbox == []


def test_somebody_without_an_address_cannot_be_invited_by_mail(cast):
    somebody = actions.add_person(name="Pat Paper", by=cast.lead)
    with pytest.raises(RuleBroken, match=r"has no e-mail address. Add one, or invite them by telephone or post"):
        actions.invite(person=somebody, about="Fair Start", by=cast.lead)


# -- people and organisations -------------------------------------------------------------------------------------


def test_one_address_is_one_person(cast):
    again = actions.add_person(name="Ada A. Adviser", email=" ADA.adviser@example.org", by=cast.lead)
    assert again == cast.adviser
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(name="Another", email=cast.adviser.email)


def test_several_people_may_have_no_address(cast):
    one, two = (actions.add_person(name="Pat Paper", by=cast.lead) for _ in range(2))
    assert one != two


def test_an_organisation_is_found_by_any_spelling_joined_to_it(cast):
    trust = queries.organisation_spelt("northbank  nhs trust")
    actions.join_spelling(organisation=trust, spelling="Northbank NHST", by=cast.lead)

    assert actions.add_organisation(name="NORTHBANK nhst", by=cast.lead) == trust
    assert Organisation.objects.filter(name__icontains="northbank").count() == 1


def test_my_own_page_changes_how_i_am_named_and_leaves_a_line(cast, client_of):
    browser = client_of("adviser")
    browser.post(
        reverse("people:me"), {"name": "  Ada   B. Adviser ", "phone": "01234 567890", "email": "x@example.org"}
    )

    cast.adviser.refresh_from_db()
    assert (cast.adviser.name, cast.adviser.phone) == ("Ada B. Adviser", "01234 567890")
    assert cast.adviser.email == "ada.adviser@example.org", "an address is not changed on the way"
    assert Event.objects.first().verb == "people.details_changed"


def test_a_page_about_me_needs_a_name(cast, client_of):
    page = client_of("adviser").post(reverse("people:me"), {"name": " ", "phone": ""})
    cast.adviser.refresh_from_db()
    assert cast.adviser.name == "Ada Adviser"
    assert page.status_code == 200


def test_trying_to_sign_in_without_end_is_stopped_with_a_page_of_ours(db):
    browser = Client()
    answers = [browser.post(reverse(SIGN_IN), {"login": ""}) for _ in range(40)]
    assert answers[-1].status_code == 429
    assert html.fromstring(answers[-1].content).xpath("//h1")
    assert answers[-1].headers["Content-Security-Policy"]
