"""Which places are suggested, why, and how surely."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.errors import UnknownChoice
from evenground.analysis.text.pseudonyms import BadDocuments, Certainty, Entry, Kind, Roster, decide, suggest

JANE = Entry("Jane Mary Whittle", also=("Whitters",))
ROSTER = Roster((
    JANE,
    Entry("William May"),
    Entry("Seán O'Brien"),
    Entry("Maria de la Cruz"),
    Entry("Ann Smith-Jones"),
    Entry("Łukasz Żak"),
    Entry("Liverpool Heart and Chest Hospital", Kind.ORGANISATION, ("LHCH",)),
    Entry("Liverpool", Kind.PLACE, (), "city"),
    Entry("motor neurone disease", Kind.CONDITION, ("MND",), "[neurological condition]"),
))  # fmt: skip


def found(text: str, **options) -> list[tuple[str, str]]:
    options.setdefault("patterns", ())
    return [(one.text, one.name) for one in suggest({"text": text}, roster=ROSTER, **options)]


@pytest.mark.parametrize(
    ("text", "there", "means"),
    [
        ("we asked jane whittle", "jane whittle", "Jane Mary Whittle"),
        ("JANE WHITTLE spoke", "JANE WHITTLE", "Jane Mary Whittle"),
        ("Jane M. Whittle spoke", "Jane M. Whittle", "Jane Mary Whittle"),
        ("J. Whittle spoke", "J. Whittle", "Jane Mary Whittle"),
        ("JM Whittle spoke", "JM Whittle", "Jane Mary Whittle"),
        ("Whittle, J. M. 2016", "Whittle, J. M", "Jane Mary Whittle"),
        ("it was Jane W who", "Jane W", "Jane Mary Whittle"),
        ("Whittle’s view", "Whittle", "Jane Mary Whittle"),
        ("Dr Whittle came", "Whittle", "Jane Mary Whittle"),
        ("Whitters came", "Whitters", "Jane Mary Whittle"),
        ("ask Whitle", "Whitle", "Jane Mary Whittle"),
        ("ask Whittel about it", "Whittel", "Jane Mary Whittle"),
        ("a Whittle-led team", "Whittle", "Jane Mary Whittle"),
        ("user jwhittle wrote", "jwhittle", "Jane Mary Whittle"),
        ("file jane_whittle_2.docx", "jane_whittle", "Jane Mary Whittle"),
        ("we saw Billy May", "Billy May", "William May"),
        ("Sean O’Brien's plan", "Sean O’Brien", "Seán O'Brien"),
        ("Sea\u0301n said", "Sea\u0301n", "Seán O'Brien"),
        ("Mr Obrien said", "Obrien", "Seán O'Brien"),
        ("Ms De La Cruz said", "De La Cruz", "Maria de la Cruz"),
        ("Ms Smith Jones said", "Smith Jones", "Ann Smith-Jones"),
        ("then Lukasz Zak said", "Lukasz Zak", "Łukasz Żak"),
        ("the Liverpool Heart\nand Chest Hospital", "Liverpool Heart\nand Chest Hospital", ROSTER.entries[6].name),
        ("at LHCH now", "LHCH", ROSTER.entries[6].name),
        ("Jane Whi\u00adttle spoke", "Jane Whi\u00adttle", "Jane Mary Whittle"),
    ],
)
def test_a_name_is_found_as_people_write_it(text, there, means):
    assert (there, means) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "I will in may",
        "a whittled stick",
        "Liverpudlian ways",
        "the mayor",
        "we whistle",
        "Janeiro",
        "brie and obsession",
    ],
)
def test_other_words_are_not(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("name", "text", "there"),
    [
        ("Ian May", "I may go, and Ian I think may too", ["Ian"]),
        ("Jane Ingram", "Jane I think so", ["Jane"]),
        ("Will Ingram", "May I, or Will I?", ["Will"]),
        ("Mark Price", "they mark price and stock, said Mark Price", ["Mark Price"]),
        ("Hugh Unwin", "Unwin H, Unwin’s plan, HUNWIN", ["Unwin H", "Unwin", "HUNWIN"]),
        ("王小明", "我和王小明说过", ["王小明"]),
        ("محمد علي", "قال محمد علي ذلك", ["محمد علي"]),
        ("प्रिया शर्मा", "कल प्रिया शर्मा आई", ["प्रिया शर्मा"]),
    ],
)
def test_words_around_a_name_are_not_taken_with_it(name, text, there):
    assert [one.text for one in suggest({"": text}, roster=[Entry(name)], patterns=())] == there


def test_a_condition_is_written_small():
    said = suggest({"": "a stroke, chronic pain"}, roster=[Entry("Pain", "condition"), Entry("stroke", "condition")])
    assert [(one.text, one.certainty) for one in said] == [("stroke", "high"), ("pain", "high")]


def test_the_longest_name_wins():
    assert found("Liverpool, and Liverpool Heart and Chest Hospital") == [
        ("Liverpool", "Liverpool"),
        ("Liverpool Heart and Chest Hospital", "Liverpool Heart and Chest Hospital"),
    ]


def test_a_speaker_label_on_the_next_line_is_a_name_of_its_own():
    assert [text for text, _ in found("Thank you Jane\nWhittle: you are welcome")] == ["Jane", "Whittle"]


def test_an_ordinary_word_is_suggested_less_surely_and_says_why():
    text = "Well, we met May in May. Dr May came. Will you? Then Will left."
    said = [(one.text, one.certainty, one.reason) for one in suggest({"": text}, roster=[Entry("Will May")])]

    assert [certainty for _, certainty, _ in said] == ["low", "low", "high", "low", "medium"]
    assert "a month" in said[0][2]
    assert "begins a sentence" in said[3][2]
    assert "ordinary word" in said[4][2]


def test_small_letters_are_looked_at_where_there_are_no_capitals_at_all():
    text = "so then will said that we should ask jane and may and she said yes"
    assert [one for one, _ in found(text)] == ["will", "jane", "may"]
    assert ("will", "William May") in found("Then he said that will and I went on to see Ann about it", ordinary=True)


def test_bare_initials_only_when_asked():
    assert found("JMW agreed") == []
    assert found("JMW agreed", initials=True) == [("JMW", "Jane Mary Whittle")]


def test_a_shared_first_name_is_taken_for_the_one_named_last():
    roster = [Entry("Jane Whittle"), Entry("Jane Adeyemi")]
    text = "Jane Adeyemi began. Jane said no. Jane Whittle came. Jane said yes."
    said = suggest({"": text}, roster=roster)

    assert [one.name for one in said] == ["Jane Adeyemi", "Jane Adeyemi", "Jane Whittle", "Jane Whittle"]
    assert said[1].certainty == Certainty.MEDIUM
    assert "1 other in the roster" in said[1].reason


def test_people_who_are_not_in_the_roster_but_named_by_the_text():
    text = (
        "My name is Fred Kowalsky. I'm Temi, and I'm British. Mrs Patel's son. Kowalsky spoke. I'm Sorry. Sister Act."
    )
    said = {(one.text, one.name) for one in suggest({"": text}, patterns=())}

    assert {
        ("Fred Kowalsky", "Fred Kowalsky"),
        ("Temi", "Temi"),
        ("Patel", "Patel"),
        ("Kowalsky", "Fred Kowalsky"),
    } <= said
    assert not {"British", "Sorry"} & {one for one, _ in said}


def test_a_word_that_is_usually_small_is_no_misspelt_name():
    text = "Bottle it. The bottle, a bottle. Ask Botler."
    assert [one.text for one in suggest({"": text}, roster=[Entry("Sam Bottler")], patterns=())] == ["Botler"]


def test_earlier_placeholders_are_left_alone_and_people_met_earlier_are_met_again():
    first = {"one": "My name is Fred Kowalsky."}
    known = decide(suggest(first), first)
    again = suggest({"two": "P1 came; then Kowalsky came to P1."}, known=known)

    assert [one.text for one in again] == ["Kowalsky"]
    assert again[0].subject == known.each[0].subject


def test_context_and_place_are_given():
    (one,) = suggest({"a": "We thought that Jane would come back."}, roster=[JANE])

    assert one.segment.of("We thought that Jane would come back.") == one.text == "Jane"
    assert (one.before, one.after) == ("We thought that ", " would come back.")
    assert "Jane" not in repr(one)


def test_what_is_no_set_of_texts_is_refused():
    with pytest.raises(BadDocuments, match="names with their texts"):
        suggest("Jane Whittle")  # type: ignore[arg-type]
    with pytest.raises(UnknownChoice, match="Choose one of: NHS number"):
        suggest({}, patterns=["shoe size"])  # type: ignore[list-item]


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text):
    said = suggest({"": text}, roster=ROSTER, initials=True, ordinary=True)

    assert all(one.segment.of(text) == one.text for one in said)
    assert all(before.segment.end <= after.segment.start for before, after in pairwise(said))
