"""What goes in and out of a seating: who met whom, cards for print, and the two formats of video rooms."""

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.groups import (
    GroupsInputWrong,
    History,
    Person,
    Session,
    Table,
    bigbluebutton_groups,
    read_history,
    seat,
    table_cards,
    zoom_rooms,
)

KEYS = ["ada", "mo", "olu", "zoë, with a comma"]
ROWS = st.fixed_dictionaries(
    {
        "person": st.sampled_from(KEYS[:2]),
        "other": st.sampled_from(KEYS[2:]),
        "times": st.integers(1, 9),
        "last": st.one_of(st.none(), st.dates()),
    }
)


def plan(**fields):
    people = [Person(key, key.title(), address=f"{key[:3]}@example.org", **fields) for key in KEYS]
    session = Session(
        "Workshop 1", (Table("=Table 1", 2), Table("Table 2", 2), Table("Table 3", 2)), on=date(2026, 3, 1)
    )
    return seat(people, [session])


@given(st.lists(ROWS))
def test_a_history_written_and_read_again_is_the_same(tmp_path_factory, rows):
    history = History.of(rows)
    path = tmp_path_factory.mktemp("met") / "met.csv"
    path.write_text(history.to_csv(), encoding="utf-8")

    assert read_history(path) == history
    assert sum(met.times for met in history.pairs.values()) == sum(row["times"] for row in rows)


def test_a_meeting_counts_half_for_every_year_since():
    history = History.of([{"person": "ada", "other": "mo", "times": 4, "last": "2024-01-01"}])

    assert history.weight(frozenset({"ada", "mo"}), on=date(2026, 1, 1)) == pytest.approx(1, abs=0.01)
    assert history.weight(frozenset({"ada", "olu"}), on=date(2026, 1, 1)) == 0


def test_the_history_after_a_plan_holds_its_meetings():
    made = plan()
    rows = made.history().rows()

    assert {frozenset({row["person"], row["other"]}) for row in rows} == set(made.met)
    assert {(row["times"], row["last"]) for row in rows} == {("1", "2026-03-01")}


@pytest.mark.parametrize(
    "row, sentence",
    [
        ({"person": "ada", "other": "ada"}, "Row 2 .* two different people"),
        ({"person": "ada", "other": ""}, "Row 2 .* two different people"),
        ({"person": "ada", "other": "mo", "times": "often"}, "met “often” times"),
        ({"person": "ada", "other": "mo", "last": "March"}, "date “March”. Write it as 2026-03-01"),
    ],
)
def test_a_row_that_cannot_be_meant_is_named(row, sentence):
    with pytest.raises(GroupsInputWrong, match=sentence):
        History.of([row])


def test_a_file_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "met.csv"
    path.write_text("name,friend\nada,mo\n")

    with pytest.raises(GroupsInputWrong, match=r"met\.csv has no column “person”"):
        read_history(path)


def test_each_table_in_use_has_one_card_with_everybody_on_it():
    cards = table_cards(plan(), session="Workshop 1").split("\f")

    assert len(cards) == 2
    assert sorted(line.strip() for card in cards for line in card.splitlines()[3:]) == sorted(k.title() for k in KEYS)


def test_bigbluebutton_takes_id_name_and_roster():
    groups = json.loads(bigbluebutton_groups(plan(), session="Workshop 1"))

    assert [sorted(group) for group in groups] == [["id", "name", "roster"]] * 2
    assert sorted(key for group in groups for key in group["roster"]) == sorted(KEYS)


def test_zoom_takes_one_row_a_person_and_no_cell_is_a_formula():
    rows = list(csv.reader(io.StringIO(zoom_rooms(plan(), session="Workshop 1"))))

    assert rows[0] == ["Pre-assign Room Name", "Email Address"]
    assert sorted(address for _, address in rows[1:]) == sorted(f"{key[:3]}@example.org" for key in KEYS)
    assert {room for room, _ in rows[1:]} == {"'=Table 1", "Table 2"}


def test_zoom_refuses_people_without_an_address():
    people = [Person("ada", "Ada"), Person("mo", "Mo", address="mo@example.org")]

    with pytest.raises(GroupsInputWrong, match="there is none for Ada"):
        zoom_rooms(seat(people, [Session("One", (Table("T", 2),))]), session="One")
