"""The roster: what a file of names may look like, and what is said of a bad one."""

from __future__ import annotations

import pytest

from evenground.analysis.text.pseudonyms import BadRoster, Entry, Kind, Roster, read_roster


def written(tmp_path, text: str, encoding: str = "utf-8"):
    path = tmp_path / "people.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_roster_is_read_as_spreadsheets_write_it(tmp_path, encoding, separator):
    rows = [
        ["Name", "KIND", "also", "called"],
        ["Siân Ward", "", "Sian|The Ward Sister", ""],
        ["", "", "", ""],
        ["Wirral CCG", "Organisation", "", "CCG"],
        ["Chester", "town", "", "city"],
    ]
    text = "\r\n".join(separator.join(row) for row in rows)

    roster = read_roster(written(tmp_path, text, encoding))

    assert list(roster) == [
        Entry("Siân Ward", Kind.PERSON, ("Sian", "The Ward Sister"), ""),
        Entry("Wirral CCG", Kind.ORGANISATION, (), "CCG"),
        Entry("Chester", Kind.PLACE, (), "city"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no column called “name”"),
        ("who,kind\nX Y,person\n", "no column called “name”"),
        ("name,kind\n\n", "no names in it"),
        ("name,kind\nJane Whittle,alien\n", "Row 2 of the roster has a kind that is not known"),
        ("name,kind\nJane Whittle,person\n,place\n", "Row 3 of the roster has no name"),
        ("name\nQ\n", "blank or one letter"),
        ("name\nJane Whittle\nJANE WHITTLE\n", "Entries 1 and 2 of the roster have the same name"),
        ("name,called\nJane Whittle,P7\nAnn Lee,P7\n", "both called “P7”"),
    ],
)
def test_a_bad_roster_is_refused_in_a_sentence_without_names(tmp_path, text, says):
    with pytest.raises(BadRoster, match=says) as refusal:
        read_roster(written(tmp_path, text))

    assert "Whittle" not in str(refusal.value)


def test_a_missing_file_and_a_picture_are_refused(tmp_path):
    with pytest.raises(BadRoster, match="cannot be opened"):
        read_roster(tmp_path / "none.csv")
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40)
    with pytest.raises(BadRoster):
        read_roster(picture)


def test_an_entry_made_by_hand_may_say_its_kind_in_words():
    assert Entry("Wirral CCG", "organisation", "the CCG") == Entry("Wirral CCG", Kind.ORGANISATION, ("the CCG",))
    with pytest.raises(BadRoster, match="kind that is not known"):
        Entry("Wirral CCG", "alien")


def test_the_repr_of_a_roster_holds_no_name():
    assert "Whittle" not in repr(Roster((Entry("Jane Whittle", also=("Whittle J",)),)))
