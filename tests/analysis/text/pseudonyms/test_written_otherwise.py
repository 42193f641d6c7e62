"""Names and numbers as people type, break and say them, each found in a transcript that a stranger made up."""

from __future__ import annotations

import pytest

from evenground.analysis.text.pseudonyms import (
    BadRoster,
    Certainty,
    Entry,
    Kind,
    Roster,
    apply,
    check_leaks,
    decide,
    read_roster,
    reidentify,
    suggest,
)
from evenground.analysis.text.pseudonyms.generalising import generalised

PEMBERTON, FOURNIER = Entry("Robert Pemberton-Hughes"), Entry("Jean-Luc Fournier")
RASHID, GWILYM = Entry("Mohammed al-Rashid"), Entry("Llŷr ap Gwilym")
BRIDE, XIAOMING, WILL = Entry("Seán Mac Giolla Bhríde"), Entry("李小明"), Entry("Will Grace")
DONALD, SIOBHAN, AOIFE = Entry("Donald Muir"), Entry("Siobhán Byrne"), Entry("Aoife Ní Dhomhnaill")
BRIGID = Entry("St Brigid's", Kind.ORGANISATION)
HARBOUR = Entry("Northern Harbour NHS Trust", Kind.ORGANISATION)
EHLERS = Entry("Ehlers-Danlos syndrome", Kind.CONDITION)


def found(text, *entries):
    return [one.text for one in suggest({"a": text}, roster=entries, introductions=False) if one.certainty != "low"]


@pytest.mark.parametrize(
    ("entry", "text", "there"),
    [
        (PEMBERTON, "He saw Pember-\nton-Hughes go.", "Pember-\nton-Hughes"),
        (FOURNIER, "It was JeanLuc who came.", "JeanLuc"),
        (FOURNIER, "It was J-L Fournier who came.", "J-L Fournier"),
        (RASHID, "It was Mr Rashid who came.", "Rashid"),
        (GWILYM, "It was Mr Gwilym who came.", "Gwilym"),
        (BRIDE, "It was Sean MacGiolla Bhride who came.", "Sean MacGiolla Bhride"),
        (AOIFE, "It was Ms Ní Dhomhnaill who came.", "Ní Dhomhnaill"),
        (XIAOMING, "我们叫他小明。", "小明"),
        (SIOBHAN, "They wrote #JusticeForSiobhan everywhere.", "Siobhan"),
        (BRIGID, "She died at St Brigid's in the end.", "St Brigid's"),
        (BRIGID, "She died at St Brigid’s in the end.", "St Brigid’s"),
        (BRIGID, "She died at St. Brigid’s in the end.", "St. Brigid’s"),
        (BRIGID, "She died at St Brigids in the end.", "St Brigids"),
        (BRIGID, "She died at Saint Brigid's in the end.", "Saint Brigid's"),
        (HARBOUR, "We work for Northern Harbour and like it.", "Northern Harbour"),
        (EHLERS, "It is called ehlers danlos, they said.", "ehlers danlos"),
    ],
)
def test_a_name_is_found_however_it_was_broken_or_joined(entry, text, there):
    assert there in found(text, entry)


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (DONALD, "It was McDonald and MacDonald who came."),
        (Entry("Anna St John"), "It was Mr John who came."),
        (Entry("City Hospital", Kind.ORGANISATION), "The City was asleep, and so was the hospital."),
    ],
)
def test_a_part_of_another_name_is_left_alone(entry, text):
    assert found(text, entry) == []


def test_the_names_of_a_thing_that_end_in_s_are_looked_for_in_what_is_shared():
    (leak,) = check_leaks(b"She died at St Brigid's.", [BRIGID], name="a.txt")
    assert leak.certainty is Certainty.HIGH


@pytest.mark.parametrize("name", ["Will.txt", "Will (ward 4).docx", "will_grace.vtt", "WILL_GRACE.vtt"])
def test_the_name_of_a_file_begins_no_sentence(name):
    (one,) = suggest({"0|study/sources/1/name": name}, roster=[WILL], introductions=False)
    assert one.certainty is not Certainty.LOW
    assert [str(leak.part) for leak in check_leaks(b"nothing", [WILL], name=name)] == ["name of a file"]
    decisions = decide([one], {})
    assert "will" not in apply({name: ""}, [], decisions).names[name].casefold()


@pytest.mark.parametrize(
    ("kind", "text", "there"),
    [
        (Kind.BIRTH, "I was born on the third of May nineteen fifty-two here", "third of May nineteen fifty-two"),
        (Kind.BIRTH, "I was born in nineteen twenty-nine", "nineteen twenty-nine"),
        (Kind.BIRTH, "I was born 3rd of June '29, in fact", "3rd of June '29"),
        (Kind.AGE, "My mum is ninety-three.", "ninety-three"),
        (Kind.AGE, "It was her ninety-first birthday", "ninety-first"),
        (Kind.AGE, "It was her 101st birthday", "101st"),
        (Kind.POSTCODE, "at L8  7TX now", "L8  7TX"),
        (Kind.POSTCODE, "at L8-7TX now", "L8-7TX"),
        (Kind.PHONE, "ring 00 44 20 7946 0958", "00 44 20 7946 0958"),
        (Kind.PHONE, "text 447700900123 please", "447700900123"),
        (Kind.PHONE, "it is 0-7-7-0-0-9-0-0-1-2-3", "0-7-7-0-0-9-0-0-1-2-3"),
        (Kind.PHONE, "oh seven seven double-oh nine hundred one two three", "oh seven seven double-oh nine hundred one two three"),
    ],
)  # fmt: skip
def test_numbers_as_they_are_said_are_found(kind, text, there):
    found = suggest({"a": text}, patterns=[kind])
    assert there in [one.text for one in found if one.certainty is not Certainty.LOW]


@pytest.mark.parametrize("text", ["Rate it from 0 1 2 3 4 5 6 7 8 9 10", "zero one two", "0 7 or 8", "I'm 100% sure"])
def test_scales_and_shares_are_no_numbers_of_people(text):
    assert suggest({"a": text}, patterns=[Kind.PHONE, Kind.AGE]) == []


def test_an_age_that_was_made_wider_is_no_leak():
    assert check_leaks(b"He was aged 90+, nearly.", [WILL], name="a.txt") == []


def test_half_a_postcode_is_left_however_its_halves_were_parted():
    assert [generalised(Kind.POSTCODE, text) for text in ("L8 7TX", "L8-7TX", "L8  7TX", "L87TX")] == ["L8"] * 4


def test_nobody_is_numbered_like_one_whose_placeholder_was_given():
    texts = {"a": "Robert met Siobhán."}
    found = suggest(texts, roster=Roster((PEMBERTON, SIOBHAN)))
    decisions = decide(found, texts, called={found[1].subject: "P1"})
    assert [one.placeholder for one in decisions] == ["P2", "P1"]


def test_a_roster_whose_quote_never_ends_is_refused_and_not_read_as_one_long_name(tmp_path):
    (tmp_path / "roster.csv").write_text('name,kind\n"Siobhán Byrne,person\nWill Grace,person\n', encoding="utf-8")
    with pytest.raises(BadRoster, match="a cell in it never ends"):
        read_roster(tmp_path / "roster.csv")


def test_a_roster_that_lost_a_letter_when_it_was_saved_is_refused(tmp_path):
    (tmp_path / "roster.csv").write_bytes("name\nWill Grace\nLlŷr ap Gwilym\n".encode("cp1252", "replace"))
    with pytest.raises(BadRoster, match=r"^Row 3 .*CSV UTF-8") as refused:
        read_roster(tmp_path / "roster.csv")
    assert "Gwilym" not in str(refused.value)


def test_a_number_behind_a_name_makes_nobody_else_of_its_placeholder():
    texts = {"a": "Robert2 met Siobhán."}
    suggested = suggest(texts, roster=[PEMBERTON, SIOBHAN])
    applied = apply(texts, suggested, decide(suggested, texts))
    assert applied.documents["a"] == "P1_2 met P2."
    assert reidentify(applied.documents["a"], applied.key, document="a") == texts["a"]
    assert reidentify("So P1_2 said", applied.key) == "So Robert Pemberton-Hughes_2 said"


def test_letters_drawn_as_signs_are_letters():
    assert found("It was \U0001d411\U0001d428\U0001d41b\U0001d41e\U0001d42b\U0001d42d who came.", PEMBERTON)


def test_a_date_of_birth_that_was_taken_out_makes_no_birth_of_the_next_date():
    text = "I was born 3.6.29 and came in 2015. DOB 3.6.29, seen in 2016."
    suggested = suggest({"a": text}, patterns=[Kind.BIRTH])
    new = apply({"a": text}, suggested, decide(suggested, {"a": text})).documents["a"]
    assert new == "I was born [date of birth] and came in 2015. DOB [date of birth], seen in 2016."
    assert check_leaks(new.encode(), [WILL], name="a.txt") == []
