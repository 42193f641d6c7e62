"""The nine steps of the journey, as one story told in browsers."""

import re
from datetime import date, timedelta

import pytest
from docx import Document
from icalendar import Calendar
from playwright.sync_api import expect
from pypdf import PdfReader
from tests.conftest import SHARED
from tests.journeys import made_up
from tests.journeys.conftest import LEAD
from tests.journeys.made_up import PASSWORD, QUESTION

BEGAN = date.today() - timedelta(days=150)


@pytest.fixture(scope="module")
def lead(visitors):
    return visitors("lead")


@pytest.fixture(scope="module")
def tariq(visitors):
    """Leads the team Community Care."""
    return visitors("team-lead")


@pytest.fixture(scope="module")
def ada(visitors):
    """Public adviser of two teams."""
    return visitors("adviser")


@pytest.fixture(scope="module")
def anna(visitors):
    return visitors("analyst")


@pytest.fixture(scope="module")
def dee(visitors):
    return visitors("decision-maker")


def banner(visitor):
    return visitor.page.get_by_role("banner")


def answer_box(visitor, question=QUESTION):
    return visitor.main.get_by_role("textbox", name=question, exact=True)


def question_of(visitor, question=QUESTION):
    return visitor.main.get_by_role("region", name=question, exact=True)


def save(visitor, text, question=QUESTION):
    answer_box(visitor, question).fill(text)
    visitor.press("Save this answer", within=question_of(visitor, question))


class TestStory:
    """Each step begins where the one before it ended."""

    finding = ""  # what the analyst's result says in words

    # 1. Set up

    def test_1_the_lead_signs_in_and_chooses_a_password(self, lead):
        lead.sign_in_by_code(LEAD)
        lead.heading("Hello, Lena Lead")
        lead.press("Lena Lead", within=banner(lead))
        lead.press("Choose a password")
        lead.write("Password", PASSWORD)
        lead.write("The same password again", PASSWORD)
        lead.press("Save password")
        lead.sees("Your password was saved")
        lead.press("Sign out", within=banner(lead))
        lead.press("Sign out")
        lead.visit("/account/sign-in/")
        lead.sign_in_by_password(LEAD)
        lead.heading("Hello, Lena Lead")

    def test_1_the_lead_starts_a_programme_with_eight_workshops(self, lead):
        lead.press("Start a programme")
        lead.fill(Name_of_the_programme="Fair Start", What_it_is_for="Teams look at who their services reach.")
        lead.write("Who can people ask for help?", "Lena Lead")
        lead.write("How can they be reached?", "0151 496 0000")
        lead.press("Save and add a cohort")
        lead.write("Name of the cohort", "Cohort 1")
        lead.write_date("Date of the first workshop", BEGAN)
        lead.press("Add cohort")
        lead.press("Lay out eight workshops")
        lead.sees("8 workshops were laid out")
        assert lead.main.get_by_role("row").count() == 9

    def test_1_the_lead_changes_one_and_the_calendar_follows(self, lead):
        lead.press("Change Workshop 7", exact=False)
        lead.choose("Mixed: some in the room, some online")
        lead.fill(Place="Harbour Hall, Dock Road", Joining_link="https://meet.example.org/seven")
        lead.press("Save")
        lead.sees("Harbour Hall, Dock Road", "The session was changed")
        lead.press("Calendar", within=banner(lead))
        feed = lead.download("Add these to the calendar on your telephone or computer")
        events = Calendar.from_ical(feed.path().read_bytes()).walk("VEVENT")
        assert len(events) == 8
        assert sum("Harbour Hall" in str(event.get("LOCATION")) for event in events) == 1

    # 2. Register

    def test_2_a_messy_spreadsheet_becomes_people_and_teams(self, lead, tmp_path):
        file = tmp_path / "registrations.csv"
        file.write_bytes(made_up.registrations())
        lead.visit("/")
        lead.press("Fair Start, Cohort 1")
        lead.press("Registrations")
        lead.bring(file)
        lead.press("Read the file")
        expect(lead.box("Full name")).to_have_value("Name")
        lead.press("Continue")
        lead.sees("Two addresses in one cell", "is not a date", "has no team", "is not a role we know")
        lead.press("Change which spellings belong together")
        choice = lead.main.get_by_role("group", name="Northbank University", exact=True)
        choice.get_by_label("It means University of Northbank").check()
        lead.press("Save")
        lead.press("Confirm and add them")
        lead.sees("23 new people, 6 new teams, 1 row left out")

    def test_2_the_same_file_again_changes_nothing(self, lead, tmp_path):
        file = tmp_path / "registrations.csv"
        file.write_bytes(made_up.registrations())
        lead.bring(file)
        lead.press("Read the file")
        lead.press("Continue")
        lead.sees("Everything in this file is here already. Confirming it changes nothing.")
        lead.press("Confirm and add them")
        lead.sees("No new people, no new teams")
        lead.page.go_back()
        lead.press("Confirm and add them")
        lead.sees("was confirmed on")

    # 3. People

    def test_3_everybody_is_invited_and_the_team_lead_signs_in(self, lead, tariq, server):
        lead.visit("/registrations/cohort/1/")
        lead.unfold("Invite them by e-mail")
        lead.press("Send the invitations")
        lead.sees("22 people were invited")
        invitation = server.letters_to("tariq@example.org")[0]
        tariq.visit(re.search(r"http\S+", invitation.text).group())
        tariq.press("Send me a code")
        tariq.press("see the mail it would have sent")
        code = server.code_for("tariq@example.org")
        tariq.sees(code)
        tariq.press("Write the code")
        tariq.write("Code", code)
        tariq.press("Sign in")
        tariq.press("Community Care")
        tariq.sees("Ada Advani", "Anna Lister")

    # 4. CIGs

    def test_4_the_lead_proposes_groups_changes_and_confirms_them(self, lead):
        lead.visit("/cigs/cohort/1/")
        lead.press("Propose groups")
        lead.press("Propose")
        lead.heading("Proposed groups")
        lead.press("Pin Community Care")
        lead.sees("Community Care (pinned)")
        lead.press("Move Steady Hearts")
        lead.main.get_by_role("radio").first.check()
        lead.press("Move")
        lead.sees("Steady Hearts was moved")
        lead.press("Propose again, keeping pinned teams")
        lead.unfold("Confirm these groups")
        lead.press("Confirm and tell everybody")
        lead.sees("2 groups confirmed")
        lead.page.go_back()
        lead.page.reload()
        lead.sees("These groups were confirmed on")

    def test_4_a_public_adviser_sees_who_is_in_the_group(self, ada):
        ada.sign_in_by_code("ada@example.org")
        roster = ada.main.locator("h2", has_text="Collaborative Implementation Group").locator("~ ul").first
        roster.get_by_role("link").first.click()
        ada.look()
        ada.sees("Who facilitates", "Tariq Teale", "tariq@example.org")

    # 5. Workbook

    def test_5_two_people_write_at_once_and_both_are_in_it(self, tariq, ada):
        tariq.visit("/teams/1/")
        tariq.press("Workbook")
        tariq.press("Our project")
        save(tariq, "Nurses visit people at home. It began in May.")
        ada.visit(tariq.page.url.partition("?")[0])
        tariq.visit(tariq.page.url.partition("?")[0])
        save(ada, "Nurses visit older people at home. It began in May.")
        save(tariq, "Nurses visit people at home. It began in May 2025.")
        tariq.sees("Ada Advani had changed the answer meanwhile; both changes are in it")
        expect(answer_box(tariq)).to_have_value("Nurses visit older people at home. It began in May 2025.")

    def test_5_a_clash_is_shown_with_names_and_settled(self, tariq, ada):
        ada.visit(tariq.page.url.partition("?")[0])
        save(tariq, "Nurses visit older people every week at home. It began in May 2025.")
        save(ada, "Nurses visit older people only when asked at home. It began in May 2025.")
        ada.heading("Two people wrote at once")
        ada.sees("Tariq Teale (Project lead)", "Ada Advani (Public adviser)")
        ada.write("The answer, as it should read", "Nurses visit older people at home, every week or when asked.")
        ada.press("Save this as the answer")
        ada.sees("Both earlier texts are kept")
        ada.press("Every text saved for: " + QUESTION)
        ada.sees("Tariq Teale", "Ada Advani", "kept aside, because somebody else wrote at the same time")

    def test_5_what_is_written_without_network_is_sent_when_it_is_back(self, tariq):
        tariq.page.reload()
        tariq.context.set_offline(True)
        answer_box(tariq).fill("Written on the train.")
        question_of(tariq).get_by_role("button", name="Save this answer").click()
        tariq.sees("You are offline. Kept on this device.")
        with tariq.page.expect_navigation():
            tariq.context.set_offline(False)
        tariq.look()
        tariq.sees("Saved.")
        expect(answer_box(tariq)).to_have_value("Written on the train.")

    def test_5_what_is_written_after_the_sign_in_ran_out_is_kept(self, tariq):
        answer_box(tariq).fill("Nurses visit older people at home, every week or when asked, since May 2025.")
        tariq.context.clear_cookies(name="sessionid")
        tariq.press("Save this answer", within=question_of(tariq))
        tariq.sees("You were signed out. What you wrote is kept: sign in, then save it.")
        tariq.press("Send me a code")
        tariq.write("E-mail address", "tariq@example.org")
        tariq.press("Send me a code")
        tariq.write("Code", tariq.server.code_for("tariq@example.org"))
        tariq.press("Sign in")
        tariq.sees("This is what you wrote and could not save yet")
        expect(answer_box(tariq)).to_have_value(re.compile("since May 2025"))
        tariq.press("Save this answer", within=question_of(tariq))
        tariq.sees("Saved.")

    # 6. Numbers

    def test_6_the_analyst_works_out_a_result_and_shares_it(self, anna, tmp_path):
        real, alike = SHARED / "emergency_admissions_lsoa_2015_16.csv.gz", SHARED / "ccg_similar_areas.csv"
        if not (real.exists() and alike.exists()):
            real, alike = made_up.figures(tmp_path / "figures.csv.gz"), made_up.similar_areas(tmp_path / "alike.csv")
        anna.sign_in_by_code("anna@example.org")
        anna.press("Community Care")
        anna.press("Numbers by group")
        anna.press("Data and new results")
        anna.press("Load a file")
        anna.main.get_by_role("radio").nth(1).check()
        anna.bring(alike)
        anna.press("Load")
        anna.press("Load a file")
        anna.bring(real)
        anna.press("Load")
        anna.write("What is counted?", "emergency admissions")
        anna.write("For which period?", "April 2015 to March 2016")
        anna.press("Save and choose an area")
        anna.write("Code of your area", "99A")
        anna.press("Work it out")
        anna.sees("Not shared yet", "By group", "Gaps and gradients")
        anna.download("Download the table (CSV)")
        TestStory.finding = anna.main.locator(".nhsuk-lede-text").inner_text()
        anna.press("Share with the team")
        anna.sees("Shared. The whole team can see it")

    def test_6_the_public_adviser_says_what_it_means(self, ada):
        ada.visit("/teams/1/")
        ada.press("Numbers by group")
        ada.press("Emergency admissions by deprivation", exact=False)
        ada.write("What does this mean to you?", "Where I live nobody knew that the nurses come. That is the gap.")
        ada.press("Save")
        ada.sees("Saved. Thank you.", "That is the gap.", "Public adviser")

    # 7. Approval and report

    def test_7_the_plan_is_registered_and_signed(self, tariq, server):
        tariq.visit("/teams/1/")
        tariq.press("Approval and signing")
        tariq.sees("Nobody has said yet what kind of project this is", "Before it can be signed")
        tariq.press("Begin")
        tariq.choose("Service evaluation: how well does this service do?", "Asked for, waiting")
        tariq.write("Why is it of that kind?", "It looks at our own service and changes nobody’s care.")
        tariq.write_date("Date asked for", BEGAN + timedelta(days=20))
        tariq.press("Save")
        server.does(made_up.FILL_NEEDED)
        tariq.visit("/approvals/team/1/")
        tariq.sees("The plan has everything it needs")
        tariq.unfold("Sign the plan as it stands")
        tariq.press("Sign")
        tariq.sees("You have signed the evaluation plan")

    def test_7_the_report_is_signed_and_says_the_same_in_pdf_and_word(self, tariq):
        tariq.visit("/workbook/team/1/")
        tariq.press("Findings", exact=False)
        save(tariq, "Visit every week, and tell people door to door.", "What do you recommend?")
        tariq.visit("/reports/team/1/")
        tariq.unfold("Sign this report")
        tariq.press("Sign and send")
        tariq.sees("Signed. Those who decide have been sent the link.", made_up.SUMMARY)
        tariq.sees(self.finding)
        pdf = PdfReader(tariq.download("PDF of this report").path())
        word = Document(tariq.download("Word file of this report").path())
        for said in (made_up.SUMMARY, self.finding):
            assert said in " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
            assert said in " ".join(paragraph.text for paragraph in word.paragraphs)

    # 8. Decision

    def test_8_the_decision_maker_records_that_nothing_changes(self, dee, server):
        letter = server.letters_to("dee@example.org")[0]
        dee.visit(re.search(r"http\S+", letter.text).group())
        dee.press("Send me a code")
        dee.write("E-mail address", "dee@example.org")
        dee.press("Send me a code")
        dee.write("Code", server.code_for("dee@example.org"))
        dee.press("Sign in")
        dee.sees(made_up.SUMMARY)
        dee.press("Record a decision")
        dee.choose("No change made")
        dee.write("What was decided, and why", "The board waits for the second year.")
        dee.write("Who sees to it?", "Dee Sayer")
        dee.write_date("When will you look again?", date.today() + timedelta(days=180))
        dee.press("Record the decision")
        dee.sees("The decision is recorded. The team has been told.", "No change made")
        told = server.letters_to("tariq@example.org")[0]
        assert "no change made" in told.text
        assert "The board waits for the second year." in told.text

    # 9. Dashboard

    def test_9_the_lead_sees_who_is_stuck_and_the_record_in_sentences(self, lead):
        lead.visit("/programmes/cohorts/1/")
        lead.press("Dashboard")
        trouble = lead.main.get_by_role("region", name="Teams that need you")
        row = trouble.get_by_role("row", name="Steady Hearts")
        expect(row).to_contain_text("public adviser")
        lead.sees("Every team", "What the stages mean")
        lead.press("The record: who did what, and when")
        lead.sees("Dee Sayer", "no change made", "Tariq Teale", "signed version 1 of the report")
