"""Pages for when something is wrong: each says what, keeps what was written, and leads on."""

import pytest
from tests.journeys.made_up import QUESTION


@pytest.fixture
def kay(visitors, small):
    visitor = visitors("errors")
    visitor.visit("/account/sign-in/")
    visitor.sign_in_by_password("kay@example.org")
    return visitor


def test_a_page_that_is_not_there(visitors, kay):
    for visitor in (visitors("stranger"), kay):
        visitor.expected = ("404",)
        visitor.visit("/teams/999999/nowhere/")
        visitor.heading("We could not find that page")
        visitor.press("Go to the home page")


def test_a_page_for_other_people_is_not_there(kay):
    kay.expected = ("404",)
    kay.visit("/teams/999999/")
    kay.heading("We could not find that page")


def test_a_form_without_its_cookie_gives_back_what_was_written(kay, small):
    kay.expected = ("403",)
    kay.visit(f"/workbook/team/{small[0]}/section/project/")
    kay.main.get_by_role("textbox", name=QUESTION, exact=True).fill("A long thought that took me all afternoon.")
    kay.context.clear_cookies(name="csrftoken")
    kay.press("Save this answer", within=kay.main.get_by_role("region", name=QUESTION, exact=True))
    kay.heading("This form was open for too long")
    kay.sees("A long thought that took me all afternoon.")


@pytest.mark.parametrize(
    "name, content, says",
    [
        ("people.pdf", b"%PDF-1.7 not a table", "CSV"),
        ("people.csv", b"", "empty"),
        ("people.xlsx", b"not really a workbook", "Excel"),
    ],
)
def test_a_registration_file_of_the_wrong_kind_gets_a_sentence(kay, small, tmp_path, name, content, says):
    file = tmp_path / name
    file.write_bytes(content)
    kay.visit(f"/registrations/cohort/{small[1]}/")
    kay.bring(file)
    kay.press("Read the file")
    kay.sees("There is a problem", says)


def test_no_file_at_all_gets_a_sentence(kay, small):
    kay.visit(f"/registrations/cohort/{small[1]}/")
    kay.press("Read the file")
    kay.sees("There is a problem")


def test_going_back_and_sending_a_form_again_makes_nothing_twice(kay, small, tmp_path, server):
    file = tmp_path / "registrations.csv"
    file.write_text("Name,Email,Team,Role\nTess Tully,tess@example.org,Second Team,Project lead\n")
    kay.visit(f"/registrations/cohort/{small[1]}/")
    kay.bring(file)
    kay.press("Read the file")
    kay.press("Continue")
    kay.press("Confirm and add them")
    kay.sees("1 new person, 1 new team, no rows left out")
    kay.page.go_back()
    kay.press("Confirm and add them")
    kay.sees("Confirming it again changes nothing")
    count = f"from evenground.programme.teams.models import Team; print(Team.objects.filter(cohort={small[1]}).count())"
    assert server.does(count) == "2"
