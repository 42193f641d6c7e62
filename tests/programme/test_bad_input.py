"""What people and machines send that nobody asked for: each gets a sentence, and nothing is lost."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from lxml import html
from openpyxl import Workbook
from tests.programme import made_up

from evenground.programme.cigs import actions as cigs
from evenground.programme.cohorts import actions as cohorts
from evenground.programme.datasets.models import Dataset
from evenground.programme.equity.models import Interpretation
from evenground.programme.errors import RuleBroken
from evenground.programme.outputs import actions as outputs
from evenground.programme.outputs.models import Decision, Report
from evenground.programme.people import actions as people
from evenground.programme.people.models import Organisation, Person
from evenground.programme.registrations import actions as registrations
from evenground.programme.registrations import queries as registration_queries
from evenground.programme.registrations.models import RegistrationFile
from evenground.programme.teams import actions as teams
from evenground.programme.teams.enums import TeamState
from evenground.programme.teams.models import Membership, Team
from evenground.programme.workbook import actions as workbook
from evenground.programme.workbook.models import Revision
from evenground.programme.workshops import actions as workshops
from evenground.programme.workshops.models import Session

# -- every form gets everything ------------------------------------------------------------------------------------

NASTY = {
    "a null byte": "Ann\x00Lee",
    "control characters": "Ann\x0b\x02\x1fLee",
    "300 characters": "x" * 300,
    "a page too many": "x" * 30_000,
    "a long address": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 50}.org",
    "a header": "Fair Start\r\nBcc: everybody@example.org",
    "the last year there is": "9999",
    "a huge number": "9" * 30,
    "more digits than Python reads": "9" * 5000,
    "a figure that is no digit": "²",
}
FORGED = ("a null byte", "a huge number")  # in a choice nobody can type: only a program sends something else
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
    "registrations:organisations": ("lead", lambda s, c: (made_up.registration_file(s, c).pk,)),
    "teams:add": ("lead", lambda s, c: (s.cohort.pk,)),
    "teams:change_state": ("lead", lambda s, c: (s.team.pk,)),
    "teams:add_member": ("lead", lambda s, c: (s.team.pk,)),
    "teams:leave": ("lead", lambda s, c: (s.team.memberships.get(person=c.member).pk,)),
    "cigs:propose": ("lead", lambda s, c: (s.cohort.pk,)),
    "cigs:ready": ("lead", lambda s, c: (s.cohort.pk, c.facilitator.pk)),
    "workshops:add": ("lead", lambda s, c: (s.cohort.pk,)),
    "workshops:change": ("lead", lambda s, c: (_workshop(s, c).pk,)),
    "workbook:section": ("adviser", lambda s, c: (s.team.pk, "project")),
    "workbook:clash": ("adviser", lambda s, c: (_aside(s, c).pk,)),
    "approvals:register": ("member", lambda s, c: (s.team.pk,)),
    "datasets:dataset": ("analyst", lambda s, c: (made_up.data(s, c).pk,)),
    "equity:analyse": ("analyst", lambda s, c: (made_up.data(s, c).pk,)),
    "equity:release": ("adviser", lambda s, c: (made_up.shared(s, c).pk,)),
    "outputs:decide": ("decision_maker", lambda s, c: (made_up.sign_report(s, c).pk,)),
}


def first_form(page: Any, address: str) -> tuple[str, dict[str, str], set[str]]:
    """Where the first form of a page is sent, what it holds when it opens, the rest filled in, and what is chosen."""
    form = html.fromstring(page.content.decode()).xpath("//main//form[@method='post']")[0]
    fields = {name: str(value or GOOD.get(name, "")) for name, value in form.form_values()}
    for box in form.xpath(".//input[@type!='hidden' and @type!='file'] | .//textarea | .//select"):
        first = box.get("value") if box.get("type") in {"radio", "checkbox"} else GOOD.get(box.get("name"), "")
        fields.setdefault(box.get("name"), first)
    fields.pop("csrfmiddlewaretoken", None)
    chosen = {box.get("name") for box in form.xpath(".//input[@type='radio' or @type='checkbox'] | .//select")}
    return form.get("action") or address, fields, chosen


@pytest.fixture(autouse=True)
def _groups_without_their_proof(monkeypatch):
    monkeypatch.setattr(cigs, "PROOF_SECONDS", 0)


@pytest.mark.parametrize("name", PAGES)
def test_no_form_breaks_whatever_is_typed_in_it(scene, cast, client_of, name):
    who, keys = PAGES[name]
    browser, address = client_of(who), reverse(name, args=keys(scene, cast))
    browser.raise_request_exception = False
    action, fields, chosen = first_form(browser.get(address), address)
    broken = []
    for field in fields:
        for what in FORGED if field in chosen else NASTY:
            with transaction.atomic():
                answer = browser.post(action, fields | {field: NASTY[what]})
                transaction.set_rollback(True)
            if answer.status_code not in {200, 302}:
                broken.append((field, what, answer.status_code))
    assert not broken


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY)
def test_signing_in_breaks_on_nothing(db, value):
    browser = Client()
    for name, box in (
        ("account_login", "login"),
        ("account_login", "password"),
        ("account_request_login_code", "email"),
    ):
        filled = {"login": "ann@example.org", "password": "wrong"} | {box: value}
        assert browser.post(reverse(name), filled).status_code in {200, 302}


def test_a_null_byte_is_told_in_words_that_people_know(cast, scene, client_of):
    page = client_of("lead").post(reverse("teams:add_member", args=[scene.team.pk]), {"name": "A\0B", "role": "lead"})
    assert "“Name” has a character in it that cannot be kept" in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/workshops/calendar/a%00b.ics", "/workbook/team/1/section/%00/", "/workbook/team/{team}/section/nothing/",
        "/workbook/team/{team}/answer/nothing/history/", "/teams/99999999999999999999999999/", "/teams/abc/", "/data/-1/",
        "/reports/team/{team}/chart-99999999999999999999.svg", "/numbers/1/chart-0.svg",
    ],
)  # fmt: skip
def test_an_address_somebody_made_up_is_not_found(cast, scene, client_of, address):
    assert client_of("lead").get(address.format(team=scene.team.pk)).status_code == 404


@pytest.mark.parametrize("page", ["0", "-3", "abc", "9" * 30, "9" * 5000, "²"])
def test_a_page_of_the_record_that_is_not_there_is_the_nearest_that_is(cast, scene, client_of, page):
    record = client_of("lead").get(reverse("dashboard:record", args=[scene.cohort.pk]), {"page": page})
    assert record.status_code == 200
    assert "added the team Community Care" in record.content.decode()


# -- files ---------------------------------------------------------------------------------------------------------

HEADINGS = ["Name", "E-mail", "Organisation", "Team", "Role"]
ANN = ["Ann Lee", "ann@example.org", "Northbank NHS Trust", "Home First", "Nurse"]


def workbook_of(*rows: list[Any]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose sheet holds this, written by hand."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook_of(HEADINGS))) as old, zipfile.ZipFile(packed, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return packed.getvalue()


def sheet_of(rows: bytes, *, before: bytes = b"", dimension: bytes = b"") -> bytes:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return before + b"<worksheet " + space + b">" + dimension + b"<sheetData>" + rows + b"</sheetData></worksheet>"


def row_of(number: int, *texts: str) -> bytes:
    cells = "".join(f'<c r="{"ABCDE"[i]}{number}" t="inlineStr"><is><t>{t}</t></is></c>' for i, t in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'.encode()


def many_entities() -> bytes:
    levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 11))
    before = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "lol">{levels}]>'.encode()
    return with_sheet(sheet_of(row_of(1, "&l10;") + row_of(2, "a"), before=before))


def bomb() -> bytes:
    """Some hundred kilobytes that unpack to more than a workbook may."""
    packed = io.BytesIO(workbook_of(HEADINGS))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as book, book.open("xl/media/image1.bmp", "w") as file:
        for _ in range(300):
            file.write(bytes(1 << 20))
    return packed.getvalue()


FILES = {
    "empty": ("people.csv", b"", "The file is empty"),
    "blanks": ("people.csv", b"\n ,, \n", "nothing in it but blanks"),
    "a PDF": ("people.csv", b"%PDF-1.7\n" + b"x" * 99, "is a PDF document, not a table"),
    "a picture": ("people.png", b"\x89PNG\r\n\x1a\n\0\0", "is a picture, not a table"),
    "an old workbook": ("people.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "an old Excel or Word file"),
    "noise": ("people.xlsx", bytes(range(256)) * 9, "is a file of another kind, not a table"),
    "noise without zeros": ("people.xlsx", bytes(range(1, 32)) * 3, "is a file of another kind, not a table"),
    "a broken archive": ("people.xlsx", b"PK\x03\x04" + bytes(range(256)), "is damaged"),
    "only headings": ("people.xlsx", workbook_of(HEADINGS), "headings but no rows below"),
    "a title": ("people.xlsx", workbook_of(["Our cohort"], HEADINGS, ANN), "the headings seem to be in row 2"),
    "headings over headings": (
        "people.xlsx",
        workbook_of(["Person", None, None, "Group", None], HEADINGS, ANN),
        "has headings over only 2 of its 5 columns",
    ),
    "a formula without its result": (
        "people.xlsx",
        workbook_of(HEADINGS, [*ANN[:3], '="Home"&" First"', "Nurse"], [*ANN[:3], "=A1", "Nurse"]),
        "Cell D2 of “people.xlsx” holds a formula whose result was not saved; so does 1 more.",
    ),
    "entities that multiply": ("people.xlsx", many_entities(), "is a damaged workbook"),
    "a zip bomb": ("people.xlsx", bomb(), "unpacks to more than 256 MB"),
    "far too wide": ("people.csv", b",".join(b"c%d" % i for i in range(2_000)) + b"\n1\n", "has 2,000 columns"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "sentence"), FILES.values(), ids=FILES)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(cast, scene, client_of, name, content, sentence):
    """The same sentence for registrations and for data; nothing of the file is kept."""
    for who, page, key in (
        ("lead", "registrations:bring", scene.cohort.pk),
        ("analyst", "datasets:load", scene.team.pk),
    ):
        sent = {"kind": "outcome", "file": SimpleUploadedFile(name, content)}
        answer = client_of(who).post(reverse(page, args=[key]), sent)
        assert sentence in html.fromstring(answer.content).text_content(), who
    assert not RegistrationFile.objects.exists()
    assert not Dataset.objects.exists()


@pytest.mark.parametrize("what", ["a PDF", "noise", "a title", "a formula without its result", "a zip bomb"])
def test_the_command_line_says_the_same(tmp_path, what):
    from click.testing import CliRunner

    from evenground.site.command_line import main

    name, content, sentence = FILES[what]
    (tmp_path / name).write_bytes(content)
    done = CliRunner().invoke(main, ["analyse", str(tmp_path / name), "--area", "A01"])
    assert done.exit_code == 1
    assert sentence in done.stderr


def test_everything_in_a_workbook_is_read_and_nothing_beside_it(cast, scene):
    """A size noted wrongly, a stray cell far to the right, a formula whose result is an empty text."""
    people = b"".join(row_of(n, f"Ann {n}", f"ann{n}@example.org", "", "Home First", "Nurse") for n in range(2, 12))
    stray = b'<row r="12"><c r="XFD12"><v>1</v></c></row>'
    empty = row_of(13, "Bo Lim", "bo@example.org").replace(
        b"</row>", b'<c r="C13" t="str"><f>IF(1,"","")</f><v></v></c><c r="D13" t="str"><f>A1</f><v>Van</v></c></row>'
    )
    rows = row_of(1, *HEADINGS) + people + stray + empty
    content = with_sheet(sheet_of(rows, dimension=b'<dimension ref="A1:B2"/>'))
    file = registrations.bring(cohort=scene.cohort, name="people.xlsx", content=content, by=cast.lead)
    plan = registration_queries.plan_of(file)
    assert len(plan.new_people) == 11
    assert plan.new_teams == ["Home First", "Van"]


def bring(scene: Any, cast: Any, rows: list[list[Any]], name: str = "people.csv") -> RegistrationFile:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return registrations.bring(cohort=scene.cohort, name=name, content=text.getvalue().encode(), by=cast.lead)


def told(file: RegistrationFile) -> str:
    """Everything the preview says about its rows."""
    return " ".join(t.says for entry in registration_queries.plan_of(file).entries for t in entry.troubles)


def test_a_packed_table_is_data_and_no_list_of_people(cast, scene, client_of):
    import gzip

    packed = gzip.compress(b"Name,Team\n" + b"Ann Lee,Home First\n" * 100)
    address = reverse("registrations:bring", args=[scene.cohort.pk])
    page = client_of("lead").post(address, {"file": SimpleUploadedFile("people.csv.gz", packed)})
    assert "“people.csv.gz” is not a CSV or Excel file" in page.content.decode()


def test_a_list_of_thousands_is_refused(cast, scene):
    from evenground.analysis.errors import UnreadableFile

    with pytest.raises(UnreadableFile, match=r"has more than 2,000 rows\. Bring one cohort at a time"):
        bring(scene, cast, [HEADINGS, *[[f"Ann {i}", "", "", "Home First", ""] for i in range(2_001)]])


def test_headings_again_in_the_middle_are_left_out_and_make_no_organisation(cast, scene):
    file = bring(scene, cast, [HEADINGS, HEADINGS, ANN])
    assert told(file) == "This row repeats the headings."
    registrations.confirm(file=file, by=cast.lead)
    assert not Organisation.objects.filter(name="Organisation").exists()


def test_cells_too_long_to_keep_are_named_and_the_rest_is_registered(cast, scene):
    long, address = "x" * 300, f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 50}.org"
    rows = [
        [long, "n@example.org", "", "Home First", "Nurse"],
        ["Bo Lim", "b@example.org", "", long, "Nurse"],
        ["Cy Oke", address, long, "Home First", long],
        ANN,
    ]
    file = bring(scene, cast, [HEADINGS, *rows])
    said = told(file)
    for sentence in ("“Full name” has 300 characters; 200", "“Team” has 300 characters; 120", "“Organisation” has 300"):
        assert sentence in said
    registrations.confirm(file=file, by=cast.lead)
    there = Person.objects.filter(memberships__team__name="Home First")
    assert {person.name: person.email for person in there} == {"Cy Oke": None, "Ann Lee": "ann@example.org"}


def test_characters_nobody_sees_do_not_part_one_person_from_another(cast, scene):
    rows = [ANN, ["Ann\u200b Lee\u202e", "ann@example.org", "Northbank\x02 NHS Trust", "Home First", "Analyst"]]
    registrations.confirm(file=bring(scene, cast, [HEADINGS, *rows]), by=cast.lead)
    assert Person.objects.get(email="ann@example.org").name == "Ann Lee"


@pytest.mark.parametrize("written", ["31/02/2026", "30 February 2026", "00/00/0000", "01/01/0026", "31/12/9999"])
def test_an_impossible_date_is_named_and_the_cohorts_first_day_taken(cast, scene, written):
    file = bring(scene, cast, [[*HEADINGS, "Date joined"], [*ANN, written]])
    assert f"“{written}” is" in told(file)
    registrations.confirm(file=file, by=cast.lead)
    assert Membership.objects.get(person__email="ann@example.org").since == scene.cohort.starts_on


def test_an_address_that_somebody_else_has_already_is_named(cast, scene):
    file = bring(scene, cast, [HEADINGS, ["Quite Other", cast.member.email, "", "Home First", "Nurse"]])
    assert "Mo Member is here already with this e-mail address: taken as Mo Member" in told(file)


def test_what_a_spreadsheet_shows_for_a_broken_formula_is_no_team(cast, scene):
    file = bring(scene, cast, [HEADINGS, [*ANN[:3], "#REF!", "Nurse"]])
    assert "“Team” shows #REF!. Mend the formula in your file." in told(file)
    registrations.confirm(file=file, by=cast.lead)
    assert not Team.objects.filter(name="#REF!").exists()


def test_a_name_with_markup_is_shown_and_never_run(cast, scene, client_of):
    row = ["<script>alert(1)</script>", "s@example.org", "<b>Org</b>", "<img src=x onerror=alert(1)>", "Nurse"]
    file = bring(scene, cast, [HEADINGS, row])
    lead = client_of("lead")
    preview = lead.get(file.get_absolute_url()).content.decode()
    registrations.confirm(file=file, by=cast.lead)
    page = lead.get(Team.objects.get(name=row[3]).get_absolute_url()).content.decode()
    for text in (preview, page):
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.lower()  # a name in small letters is given its capitals


def test_headings_that_differ_in_capitals_or_lines_can_be_chosen(cast, scene, client_of):
    content = workbook_of(["Name", "name", "Team\nname", "E-mail"], ["Ann Lee", "x", "Home First", "ann@example.org"])
    file = registrations.bring(cohort=scene.cohort, name="people.xlsx", content=content, by=cast.lead)
    address = reverse("registrations:columns", args=[file.pk])
    page = client_of("lead").post(address, {"name": "Name", "team": "Team name", "email": "E-mail"}, follow=True)
    assert page.redirect_chain[-1][0] == file.get_absolute_url()
    assert registration_queries.plan_of(file).new_people == ["Ann Lee"]


# -- tables of neighbourhoods --------------------------------------------------------------------------------------


def analysed(scene: Any, cast: Any, client_of: Any, rows: list[Any]) -> str:
    """What the analyst reads after asking for the result of area A01."""
    dataset = made_up.describe(made_up.load(scene.team, made_up.csv_of(rows), by=cast.analyst), by=cast.analyst)
    asked = {"area": "A01", "profile": "hes", "minimum_population": "0"}
    page = client_of("analyst").post(reverse("equity:analyse", args=[dataset.pk]), asked, follow=True)
    return " ".join(html.fromstring(page.content).text_content().split())


def changed(**new: Any) -> list[Any]:
    """The made-up country with other cells in area A01."""
    places = ("area", "events", "people", "rank", "expected")
    return [
        tuple(new.get(name, cell) if row[0] == "A01" else cell for name, cell in zip(places, row, strict=True))
        for row in made_up.neighbourhoods()
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (changed(events=-4), "Row 2, column “events”: -4 is below zero."),
        (changed(people=-1), "Row 2, column “people”: -1 is below zero."),
        (changed(people=0), "Every row of area “A01” is left out, for a blank cell or nobody living there."),
        (changed(rank=1.2), "Row 2, column “rank”: 1.2 is not between 0 and 1."),
        (changed(events="twelve"), "Row 2, column “events”: “twelve” is not a number."),
        ([(*row[:2], 0, *row[3:]) for row in made_up.neighbourhoods()], "360 for nobody living there. Look whether"),
        ([(*row[:3], i + 1, row[4]) for i, row in enumerate(made_up.neighbourhoods())], "a rank from 1 to 360"),
        ([(*row[:3], i % 10 + 1, row[4]) for i, row in enumerate(made_up.neighbourhoods())], "tenths (1 to 10)"),
        ([("area", "count", "number", "scaled", "n"), *made_up.neighbourhoods()], "a second row of headings"),
    ],
    ids=[
        "negative events", "negative people", "an area with nobody", "a rank above 1", "a word", "nobody anywhere",
        "ranks unscaled", "tenths", "two rows of headings",
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_measured_says_where_and_how_to_mend_it(cast, scene, client_of, rows, sentence):
    assert sentence in analysed(scene, cast, client_of, rows)
    assert not scene.team.releases.exists()


def test_an_area_without_a_deprived_neighbourhood_says_so(cast, scene, client_of):
    said = analysed(
        scene, cast, client_of, [row for row in made_up.neighbourhoods() if row[0] != "A01" or row[3] < 0.7]
    )
    assert "has no neighbourhood in this fifth of England" in said


def test_no_column_means_two_things(cast, scene):
    dataset = made_up.load(scene.team, made_up.csv_of(made_up.neighbourhoods()), by=cast.analyst)
    from evenground.programme.datasets import actions as datasets

    means = made_up.MEANS | {"population": "events"}
    with pytest.raises(RuleBroken, match="“events” is chosen twice"):
        datasets.describe(dataset=dataset, columns=means, period="2024", unit="visits", by=cast.analyst)


def test_a_file_that_is_gone_is_a_sentence_under_its_own_name(cast, scene, client_of):
    dataset = made_up.data(scene, cast)
    Path(dataset.file.path).unlink()
    page = client_of("analyst").get(dataset.get_absolute_url(), follow=True)
    assert "There is no file called “admissions.csv”" in page.content.decode()


def test_a_downloaded_table_holds_nothing_that_a_spreadsheet_would_run(cast, scene, client_of):
    rows = [("=1+1", *row[1:]) if row[0] == "A01" else row for row in made_up.neighbourhoods()]
    dataset = made_up.load(scene.team, made_up.csv_of(rows), name="@SUM(1).csv", by=cast.analyst)
    made_up.describe(dataset, by=cast.analyst)
    dataset.unit, dataset.attribution, dataset.covers = "+cmd|' /C calc'!A0", "-2+3", "=HYPERLINK(1)"
    dataset.save()
    release = made_up.equity.analyse(dataset=dataset, area="=1+1", by=cast.analyst)
    table = client_of("analyst").get(reverse("equity:table", args=[release.pk])).content.decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(table)) for cell in line]
    assert "'@SUM(1).csv" in cells
    live = [cell for cell in cells if cell[:1] in set("=+-@\t\r") and not cell[1:].replace(".", "").isdigit()]
    assert live == []


# -- sent twice ----------------------------------------------------------------------------------------------------


def test_a_report_is_signed_again_only_when_something_in_it_has_changed(cast, scene):
    made_up.sign_report(scene, cast)
    with pytest.raises(RuleBroken, match="Version 1 is signed, and nothing in the report has changed since"):
        outputs.sign_report(team=scene.team, by=cast.team_lead)
    made_up.answer(scene.team, "findings.summary", "A better summary.", by=cast.member)
    assert outputs.sign_report(team=scene.team, by=cast.team_lead).version == 2


def test_a_decision_sent_twice_is_one_and_told_once(cast, scene, django_capture_on_commit_callbacks):
    report = made_up.sign_report(scene, cast)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        first, second = (made_up.decide(report, by=cast.decision_maker) for _ in range(2))
    assert first == second
    assert len(mail.outbox) == len({member.person_id for member in scene.team.memberships.all()})
    made_up.decide(report, by=cast.decision_maker, text="Looked at again: the evening visits stay.")
    assert Decision.objects.count() == 2


def test_the_same_words_about_a_result_are_kept_once(cast, scene, client_of):
    release, adviser = made_up.shared(scene, cast), client_of("adviser")
    for _ in range(2):
        adviser.post(release.get_absolute_url(), {"text": "We wait longest."})
    assert Interpretation.objects.count() == 1


@pytest.mark.parametrize(
    ("page", "sent", "count", "sentence"),
    [
        (
            "cohorts:add_cohort",
            {"name": " cohort  2 "},
            lambda s: s.programme.cohorts.count() - 1,
            "already has a cohort",
        ),
        (
            "teams:add",
            {"name": "Home First"},
            lambda s: s.cohort.teams.count() - 2,
            "already has a team with that name",
        ),
        ("workshops:add", {"title": "Clinic"}, lambda s: Session.objects.count(), "is there already, at the same time"),
    ],
)
def test_going_back_and_sending_again_adds_nothing(cast, scene, client_of, page, sent, count, sentence):
    lead = client_of("lead")
    address = reverse(page, args=[scene.programme.pk if page == "cohorts:add_cohort" else scene.cohort.pk])
    _, fields, _ = first_form(lead.get(address), address)
    fields |= sent
    fields.pop("cancelled", None)
    for _ in range(2):
        again = lead.post(address, fields)
    assert count(scene) == 1
    assert sentence in again.content.decode()


def test_confirming_laying_out_and_signing_twice_do_it_once(cast, scene, client_of):
    lead = client_of("lead")
    file = bring(scene, cast, [HEADINGS, ANN])
    made_up.answer_needed(scene.team, *made_up.PLAN_SECTIONS, by=cast.member)
    made_up.register(scene.team, by=cast.member)
    for _ in range(2):
        confirmed = lead.post(reverse("registrations:confirm", args=[file.pk]), follow=True)
        laid_out = lead.post(reverse("workshops:lay_out", args=[scene.cohort.pk]), follow=True)
        signed = lead.post(reverse("approvals:sign", args=[scene.team.pk]), follow=True)
    assert "This file was confirmed on" in confirmed.content.decode()
    assert "already has workshops" in laid_out.content.decode()
    assert "You have signed this plan" in signed.content.decode()
    assert (scene.cohort.sessions.count(), scene.team.sign_offs.count()) == (8, 1)


def test_a_text_written_from_one_that_is_not_there_is_written_from_the_newest(cast, scene):
    """A page open since before a backup was restored: its number is ahead of every text there is."""
    made_up.answer(scene.team, "project.what", "Nurses visit at home.", by=cast.member)
    saved = workbook.save_answer(
        team=scene.team, question="project.what", text="Nurses visit.", base=10**30, by=cast.adviser
    )
    assert (saved.revision.number, saved.revision.base) == (2, 1)
    assert Revision.objects.filter(text="Nurses visit at home.").exists()


# -- signed out meanwhile ------------------------------------------------------------------------------------------


def test_what_was_written_after_the_sign_in_ran_out_is_shown_and_never_a_password(cast, scene):
    release = made_up.shared(scene, cast)
    words = "People on our estate wait <b>longest</b> of all."
    page = Client().post(
        release.get_absolute_url(),
        {"text": words, "password": "a secret of many words"},
        headers={"referer": f"http://testserver{release.get_absolute_url()}"},
    )
    said = page.content.decode()
    assert page.status_code == 403
    assert "wait &lt;b&gt;longest&lt;/b&gt; of all." in said
    assert "a secret of many words" not in said
    assert f"next={release.get_absolute_url().replace('/', '%2F')}" in said


@pytest.mark.parametrize(
    ("before", "after"), [("http://testserver/teams/1/", "%2Fteams%2F1%2F"), ("http://evil/x", "%2F")]
)
def test_signing_in_again_leads_back_to_the_page_with_the_form(cast, scene, before, after):
    """Not to the address the form is sent to, which may be no page; and never to another site."""
    answer = Client().post(reverse("approvals:sign", args=[scene.team.pk]), headers={"referer": before})
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={after}"


def test_an_address_that_only_takes_forms_says_so_in_words(cast, scene, client_of):
    page = client_of("lead").get(reverse("approvals:sign", args=[scene.team.pk]))
    assert page.status_code == 405
    assert "This address is only for sending a form" in page.content.decode()


def test_what_a_page_says_once_is_in_no_cookie(cast, scene, client_of):
    """The privacy page promises two cookies, and such messages hold names."""
    browser = client_of("lead")
    browser.post(reverse("teams:add_member", args=[scene.team.pk]), {"name": "Pat Paper", "role": "intern"})
    assert set(browser.cookies) <= {"sessionid", "csrftoken"}
    assert "Pat Paper is now in Community Care" in browser.get("/").content.decode()


# -- letters, logs and other places where words could do harm ------------------------------------------------------


def test_a_name_with_a_line_end_writes_no_header(cast, scene, client_of, django_capture_on_commit_callbacks):
    name = "Fair Start\r\nBcc: everybody@example.org"
    programme = cohorts.start_programme(name=name, by=cast.lead)
    cohort = cohorts.add_cohort(programme=programme, name="C" * 99, starts_on=date(2026, 1, 5), by=cast.lead)
    programme.name = name  # as one stored before names were kept on one line
    programme.save()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of("lead").post(
            reverse("cohorts:appoint", args=[cohort.pk]),
            {"name": "Eve\r\nCc: all@example.org", "email": "eve@example.org", "role": "expert"},
        )
    assert answer.status_code == 302
    (letter,) = mail.outbox
    assert letter.recipients() == ["eve@example.org"]
    assert "\n" not in letter.subject


def test_the_longest_names_can_be_invited(cast, django_capture_on_commit_callbacks):
    programme = cohorts.start_programme(name="P" * 200, by=cast.lead)
    cohort = cohorts.add_cohort(programme=programme, name="C" * 100, starts_on=date(2026, 1, 5), by=cast.lead)
    with django_capture_on_commit_callbacks(execute=True):
        people.invite(person=cast.member, about=f"{programme}, {cohort}", by=cast.lead)
    assert len(mail.outbox) == 1


def test_an_invitations_link_holds_no_address(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        people.invite(person=cast.member, about="Fair Start", by=cast.lead)
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    assert "mo.member" not in link
    assert "%40" not in link
    forged = Client().get(reverse("account_request_login_code"), {"for": f"{cast.member.pk}:made-up"})
    assert cast.member.email not in forged.content.decode()


@pytest.mark.parametrize("what", ["move", "pin"])
def test_a_team_in_none_of_the_groups_is_not_moved_or_pinned(cast, scene, client_of, what):
    forming = made_up.propose(scene, cast)
    gone = teams.add_team(cohort=scene.cohort, name="Gone", project="Gone", by=cast.lead)
    teams.change_state(team=gone, state=TeamState.WITHDRAWN, reason="No time", by=cast.lead)
    page = client_of("lead").post(reverse(f"cigs:{what}", args=[forming.pk, gone.pk]), follow=True)
    assert "That team is in none of these groups" in page.content.decode()


def test_a_log_says_where_and_what_kind_and_never_what_about():
    import logging
    import sys

    from evenground.site.log import WithoutWords

    address = "@".join(["ann.lee", "example.org"])
    try:
        try:
            raise KeyError(address)
        except KeyError as reason:
            raise ValueError(f"Key (email)=({address}) already exists") from reason
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "Internal Server Error", None, sys.exc_info())
    written = WithoutWords("{message}", style="{").format(record)
    assert address not in written
    assert "builtins.ValueError" in written
    assert "test_bad_input.py" in written


def test_report_versions_and_files_take_the_longest_names(cast, scene):
    from evenground.analysis.report import to_docx

    scene.programme.name, scene.cohort.name = "P" * 200, "C" * 100
    scene.programme.save()
    scene.cohort.save()
    scene.team.name, scene.team.project = "T" * 120, "Q" * 200
    scene.team.save()
    made_up.sign_report(scene, cast)
    assert to_docx(Report.objects.get().document).startswith(b"PK")
