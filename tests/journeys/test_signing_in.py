"""Signing in: what goes wrong gets a sentence, and the keyboard and a browser without script are enough."""

from playwright.sync_api import expect
from tests.journeys.conftest import LEAD
from tests.journeys.made_up import PASSWORD, QUESTION


def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(visitors):
    visitor = visitors("wrong-password")
    visitor.visit("/account/sign-in/")
    for address in (LEAD, "nobody@example.org"):
        visitor.sign_in_by_password(address, "not this one at all")
        visitor.sees("There is a problem", "The e-mail address or the password is not right")


def test_a_wrong_code_can_be_written_again(visitors, small, server):
    visitor = visitors("wrong-code")
    visitor.visit("/account/sign-in/code/")
    visitor.write("E-mail address", "kay@example.org")
    visitor.press("Send me a code")
    visitor.write("Code", "WRONGX")
    visitor.press("Sign in")
    visitor.sees("This is not the code that we sent")
    visitor.write("Code", server.code_for("kay@example.org").lower())
    visitor.press("Sign in")
    visitor.heading("Hello, Kay Keys")


def test_an_unknown_address_is_answered_by_mail_alone(visitors, server):
    visitor = visitors("unknown-address")
    visitor.visit("/account/sign-in/code/")
    visitor.write("E-mail address", "who@example.org")
    visitor.press("Send me a code")
    visitor.sees("If who@example.org is known here, a code is on its way")
    assert "It is not known there" in server.letters_to("who@example.org")[0].text


def test_a_page_asked_for_comes_after_the_sign_in(visitors, small):
    visitor = visitors("next")
    visitor.visit(f"/workbook/team/{small[0]}/")
    visitor.heading("Sign in")
    visitor.sign_in_by_password("kay@example.org")
    visitor.heading("Workbook")


def test_the_keyboard_alone_signs_in_and_saves_an_answer(visitors, small):
    visitor = visitors("keyboard")
    keys, page = visitor.page.keyboard, visitor.page
    visitor.visit(f"/workbook/team/{small[0]}/section/project/")

    def focused():
        return page.evaluate("(document.activeElement.textContent || document.activeElement.id || '').trim()")

    def tab_to(target, *, most=40):
        for _ in range(most):
            keys.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{target} is not reached by Tab; stopped at {focused()}")

    keys.press("Tab")
    assert focused() == "Skip to main content"
    keys.press("Enter")
    tab_to(visitor.box("E-mail address"))
    keys.type("kay@example.org")
    tab_to(visitor.box("Password"))
    keys.type(PASSWORD)
    with page.expect_navigation():
        keys.press("Enter")
    visitor.look()
    keys.press("Tab")
    keys.press("Enter")
    tab_to(visitor.main.get_by_role("textbox", name=QUESTION, exact=True))
    keys.type("Typed without a mouse.")
    region = visitor.main.get_by_role("region", name=QUESTION, exact=True)
    tab_to(region.get_by_role("button", name="Save this answer"), most=4)
    with page.expect_navigation():
        keys.press("Enter")
    visitor.look()
    visitor.sees("Saved.", "Written by Kay Keys (Project lead)")


def test_without_script_an_answer_is_saved_and_a_clash_settled(visitors, small, server):
    visitor = visitors("no-script", java_script_enabled=False)
    visitor.visit("/account/sign-in/")
    visitor.sign_in_by_password("noel@example.org")
    visitor.visit(f"/workbook/team/{small[0]}/section/hiat1/")
    question = "Who has this problem more, and who has it less?"
    server.does(f"""
from evenground.programme.people.models import Person
from evenground.programme.teams.models import Team
from evenground.programme.workbook.actions import save_answer
kay, team = Person.objects.get(email="kay@example.org"), Team.objects.get(pk={small[0]})
save_answer(team=team, question="hiat1.who", text="People without a car.", base=0, by=kay)
""")
    visitor.main.get_by_role("textbox", name=question, exact=True).fill("People who work nights.")
    visitor.press("Save this answer", within=visitor.main.get_by_role("region", name=question, exact=True))
    visitor.heading("Two people wrote at once")
    visitor.write("The answer, as it should read", "People without a car, and people who work nights.")
    visitor.press("Save this as the answer")
    visitor.sees(
        "Saved. Both earlier texts are kept in the history.", "People without a car, and people who work nights."
    )


def test_signing_out_forgets_what_was_typed_here(visitors, small):
    visitor = visitors("sign-out")
    visitor.visit(f"/workbook/team/{small[0]}/section/plan/")
    visitor.sign_in_by_password("kay@example.org")
    visitor.main.get_by_role("textbox", name="What is the aim of the evaluation?", exact=True).fill("Not finished")
    expect(visitor.page.get_by_text("Kept on this device").first).to_be_visible()
    visitor.press("Sign out", within=visitor.page.get_by_role("banner"))
    visitor.press("Sign out")
    visitor.sees("You are signed out.")
    assert visitor.page.evaluate("Object.keys(localStorage).length") == 0
    visitor.visit(f"/workbook/team/{small[0]}/")
    assert "/account/sign-in/" in visitor.page.url
