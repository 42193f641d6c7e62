"""A team's data: for its analysts alone, checked, described, removed; and every wrong file answered in a sentence."""

import gzip
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from tests.programme.made_up import MEANS, csv_of, data, describe, load, neighbourhoods

from evenground.programme.audit.models import Event
from evenground.programme.datasets import actions, queries
from evenground.programme.datasets.enums import DatasetKind
from evenground.programme.datasets.models import Dataset
from evenground.programme.equity import actions as equity
from evenground.programme.errors import RuleBroken
from evenground.programme.teams import actions as teams
from evenground.programme.teams.enums import TeamRole, TeamState

SAID = {"unit": "admissions", "period": "2024/25", "covers": "England"}


def excel(*rows) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


# -- loading ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, content",
    [
        ("n.csv", csv_of(neighbourhoods())),
        ("n.csv.gz", gzip.compress(csv_of(neighbourhoods()))),
        ("N.XLSX", excel(["area", "events", "people", "rank"], ["A01", 3, 1000, 0.5])),
    ],
)
def test_a_table_is_kept_and_its_columns_guessed(cast, scene, name, content):
    dataset = load(scene.team, content, name=name, by=cast.analyst)

    assert {"area", "population", "rank"} <= set(dataset.columns)
    assert dataset.size == len(content)
    assert len(dataset.sha256) == 64


def with_notes(note: str) -> bytes:
    heading, *lines = csv_of(neighbourhoods()).decode().splitlines()
    return "\n".join([f"{heading},note", f"{lines[0]},{note}", *(f"{line}," for line in lines[1:])]).encode()


def test_a_file_that_tells_of_people_is_not_kept(client_of, cast, scene, settings):
    address = reverse("datasets:load", args=[scene.team.pk])
    sent = {
        "kind": DatasetKind.OUTCOME,
        "file": SimpleUploadedFile("n.csv", with_notes("ring Mrs Made-Up 0151 496 0123")),
    }
    page = client_of("analyst").post(address, sent)
    text = page.content.decode()

    assert "seems to tell of single people" in text
    assert "in “note” (phone numbers: 1 cell, names of people: 1 cell)" in text
    assert "0151" not in text
    assert "I have looked at these columns" in text
    assert not Dataset.objects.exists()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.csv"))


def test_who_has_looked_may_say_that_it_is_not_about_people(client_of, cast, scene):
    address = reverse("datasets:load", args=[scene.team.pk])
    content = with_notes("9434765919")  # a valid check digit, and perhaps only a number
    sent = {"kind": DatasetKind.OUTCOME, "looked_at": "on", "file": SimpleUploadedFile("n.csv", content)}
    client_of("analyst").post(address, sent)

    assert Dataset.objects.get().loaded_by == cast.analyst
    assert Event.objects.filter(verb="datasets.loaded", saying__contains="having looked at columns").exists()


def test_nobody_is_asked_without_need(client_of, cast, scene):
    address = reverse("datasets:load", args=[scene.team.pk])
    client = client_of("analyst")

    assert "I have looked" not in client.get(address).content.decode()
    assert "I have looked" not in client.post(address, {"kind": DatasetKind.OUTCOME}).content.decode()


def test_no_name_a_person_chose_reaches_the_file_system(cast, scene, settings):
    dataset = load(scene.team, csv_of(neighbourhoods()), name="../../secret key.csv", by=cast.analyst)

    assert dataset.file.name == f"datasets/{scene.team.pk}/{dataset.sha256}.csv"
    assert str(settings.MEDIA_ROOT) in dataset.file.path


@pytest.mark.parametrize("who", ["lead", "facilitator", "team_lead", "member", "adviser", "decision_maker", "other"])
def test_only_an_analyst_of_the_team_loads(cast, scene, who):
    with pytest.raises(RuleBroken, match="Only an analyst of Community Care can load its data"):
        load(scene.team, csv_of(neighbourhoods()), by=getattr(cast, who))


def test_a_team_that_stopped_loads_no_more(cast, scene):
    team = teams.change_state(team=scene.team, state=TeamState.PAUSED, reason="Winter", by=cast.lead)
    with pytest.raises(RuleBroken, match="no longer taking part"):
        load(team, csv_of(neighbourhoods()), by=cast.analyst)


@pytest.mark.parametrize(
    "name, content, says",
    [
        ("empty.csv", b"", "empty"),
        ("report.csv", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", "“report.csv” is a PDF document, not a table. Save it as CSV"),
        ("broken.xlsx", b"PK\x03\x04 and then nothing", "“broken.xlsx” is damaged"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word file"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "“photo.csv” is a picture"),
        ("title.csv", b"Admissions 2024/25,,\n\narea,events,people\nA01,3,1000\n", "“title.csv”"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_beside_the_box(cast, scene, client_of, name, content, says):
    address = reverse("datasets:load", args=[scene.team.pk])
    page = client_of("analyst").post(address, {"kind": "outcome", "file": SimpleUploadedFile(name, content)})

    said = page.content.decode()
    assert page.status_code == 200
    assert says in said
    assert "/datasets/" not in said, "no path of the server is shown"
    assert not Dataset.objects.exists()


def test_a_file_that_was_refused_is_not_kept(cast, scene, settings):
    with pytest.raises(RuleBroken):
        load(scene.team, b"", by=cast.analyst)
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_file_that_is_too_large_is_told_the_limit(cast, scene, client_of, settings):
    settings.LARGEST_UPLOAD = 20
    address = reverse("datasets:load", args=[scene.team.pk])
    page = client_of("analyst").post(
        address, {"kind": "outcome", "file": SimpleUploadedFile("n.csv", csv_of(neighbourhoods()))}
    )
    assert "the limit is" in page.content.decode()
    assert not Dataset.objects.exists()


# -- describing ---------------------------------------------------------------------------------------------------


def test_described_by_the_columns_the_unit_and_the_period(cast, scene):
    dataset = data(scene, cast)
    assert (dataset.columns, dataset.period) == (MEANS, "2024/25")


def test_what_is_not_described_cannot_be_analysed(cast, scene):
    dataset = load(scene.team, csv_of(neighbourhoods()), by=cast.analyst)
    with pytest.raises(RuleBroken, match="Say first what the columns mean"):
        equity.analyse(dataset=dataset, area="A01", by=cast.analyst)


def test_a_file_without_the_columns_needed_asks_for_them(cast, scene, client_of):
    dataset = load(scene.team, b"colour,size\nred,3\n", by=cast.analyst)
    page = client_of("analyst").post(dataset.get_absolute_url(), {"area": "colour", "outcome": "size"} | SAID)
    assert page.status_code == 200
    assert "This field is required" not in page.content.decode()
    dataset.refresh_from_db()
    assert dataset.period == ""


def test_describing_on_the_page_leads_to_the_analysis(cast, scene, client_of):
    dataset = load(scene.team, csv_of(neighbourhoods()), by=cast.analyst)
    answer = client_of("analyst").post(dataset.get_absolute_url(), MEANS | SAID)
    assert answer.headers["Location"] == reverse("equity:analyse", args=[dataset.pk])


def test_a_file_of_similar_areas(cast, scene):
    rows = [(f"A{n:02}", f"Area {n}", "A01", "Area 1") for n in range(2, 5)]
    with pytest.raises(RuleBroken):
        load(scene.team, csv_of(rows, ("one", "two", "three", "four")), kind=DatasetKind.SIMILAR_AREAS, by=cast.analyst)
    assert not queries.similar_areas_of(scene.team).exists()


# -- removing -----------------------------------------------------------------------------------------------------


def test_removing_deletes_the_file_and_keeps_the_line(cast, scene, settings):
    dataset = load(scene.team, csv_of(neighbourhoods()), by=cast.analyst)
    actions.remove(dataset=dataset, by=cast.analyst)

    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert not queries.datasets_seen_by(cast.analyst).exists()
    assert Dataset.objects.get().sha256 == dataset.sha256


def test_the_same_file_loaded_twice_is_there_until_both_are_removed(cast, scene):
    one, two = (load(scene.team, csv_of(neighbourhoods()), by=cast.analyst) for _ in range(2))
    actions.remove(dataset=one, by=cast.analyst)
    two.refresh_from_db()
    assert equity.analyse(dataset=describe(two, by=cast.analyst), area="A01", by=cast.analyst)


def test_two_analysts_of_two_teams_do_not_see_each_others_data(cast, scene):
    teams.join(team=scene.other_team, person=cast.other, role=TeamRole.ANALYST, by=cast.lead)
    data(scene, cast)
    assert not queries.datasets_seen_by(cast.other).exists()
