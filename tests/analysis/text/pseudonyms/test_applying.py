"""Decisions carried out: nothing of a name is left, nothing else is touched, and the key leads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.text.positions import Segment
from evenground.analysis.text.pseudonyms import BadDecision, Entry, Kind, Roster, apply, decide, reidentify, suggest
from evenground.analysis.text.pseudonyms.key import to_bytes

ROSTER = Roster((
    Entry("Jane Mary Whittle", also=("Whitters",)),
    Entry("Seán O'Brien"),
    Entry("William May"),
    Entry("Ann Smith-Jones"),
    Entry("Ann Lee"),
    Entry("Liverpool CCG", Kind.ORGANISATION, ("the CCG",), "CCG"),
    Entry("Liverpool", Kind.PLACE, (), "city"),
    Entry("motor neurone disease", Kind.CONDITION, ("MND",), "[neurological condition]"),
))  # fmt: skip
NAMED = [
    "Jane Whittle", "jane", "WHITTLE'S", "Whittle, Jane", "J. M. Whittle", "Whitle", "Sean O’Brien’s", "obrien", "Will",
    "May", "Will May", "Ann", "Ann Lee", "Smith-Jones", "Smith Jones", "Liverpool", "Liverpool\nCCG", "the CCG", "MND",
    "motor neurone disease", "Dr Whittle", "jwhittle", "Billy May", "Jane W.", "O", "S", "W", "de",
]  # fmt: skip
OTHER = [
    "and",
    "we said",
    "P1",
    "city1",
    "CCG2",
    "12",
    "🙂",
    "é",
    ".",
    ",",
    "-",
    "'s",
    "\n",
    "  ",
    ":",
    "_",
    "Anna",
    "whittled",
]
texts = st.lists(st.tuples(st.sampled_from(NAMED + OTHER), st.sampled_from(["", " ", " ", " "])), max_size=25).map(
    lambda parts: "".join(word + space for word, space in parts)
)
sets = st.dictionaries(st.sampled_from(["a", "b", "Jane Whittle.txt"]), texts, max_size=3)


def treated(documents):
    found = suggest(documents, roster=ROSTER, ordinary=True)
    decisions = decide(found, documents)
    return found, decisions, apply(documents, found, decisions)


@given(sets)
def test_no_name_of_the_roster_is_left_and_a_second_time_changes_nothing(documents):
    _, decisions, applied = treated(documents)
    again = suggest(applied.documents, roster=ROSTER, known=decisions, ordinary=True)

    assert [one.text for one in again if one.entry in ROSTER.entries] == []
    assert apply(applied.documents, again, decisions).documents == applied.documents


@given(sets)
def test_every_other_character_stays_and_the_map_says_where(documents):
    found, _, applied = treated(documents)
    for name, text in documents.items():
        ends = [0, *(place for one in found if one.document == name for place in (one.segment.start, one.segment.end))]
        gaps = [
            Segment(start, end) for start, end in zip(ends[::2], [*ends[1::2], len(text)], strict=True) if start < end
        ]
        carried = applied.maps[name].carry(gaps)
        assert [moved.after.of(applied.documents[name]) for moved in carried.moved] == [gap.of(text) for gap in gaps]


@given(sets)
def test_the_key_gives_back_every_word_that_was_not_redacted(documents):
    _, _, applied = treated(documents)
    back = {name: reidentify(text, applied.key, document=name) for name, text in applied.documents.items()}
    assert back == documents


@given(sets)
def test_the_same_again_gives_the_same(documents):
    first, second = treated(documents), treated(dict(documents))
    assert first[1:] == second[1:]


def test_one_person_is_one_placeholder_in_every_document():
    documents = {
        "Jane Whittle 1.txt": "Jane Whittle: my number is 943 476 5919.\nJane's mum is 93.",
        "2.txt": "We asked Dr Whittle, aged 93, of Liverpool, about MND. Ring 0151 794 1234.",
    }
    _, _, applied = treated(documents)

    assert dict(applied.documents) == {
        "Jane Whittle 1.txt": "P1: my number is [NHS number removed].\nP1's mum is 90+.",
        "2.txt": "We asked Dr P1, aged 90+, of city1, about [neurological condition]. Ring [phone number removed].",
    }
    assert dict(applied.names) == {"Jane Whittle 1.txt": "P1 1.txt", "2.txt": "2.txt"}
    assert str(applied.done) == "In 2 texts: 5 places replaced, 2 made wider, 2 redacted, 0 kept."


def test_redacted_words_are_in_no_key_and_no_repr_holds_a_name():
    documents = {"a": "Jane Whittle: 943 476 5919"}
    _, decisions, applied = treated(documents)
    back = reidentify(applied.documents["a"], applied.key, document="a")

    assert back == "Jane Whittle: [NHS number removed]"
    assert b"943" not in to_bytes(applied.key)
    assert b"Whittle" in to_bytes(applied.key)
    shown = repr([applied, applied.key, applied.key.replacements, decisions, decisions.each, ROSTER.entries])
    assert "Whittle" not in shown
    assert "943" not in shown


def test_a_text_changed_since_gets_full_names_for_placeholders():
    _, _, applied = treated({"a": "Jane went to Liverpool CCG."})
    assert reidentify("P1 and P12 met CCG1’s staff.", applied.key) == (
        "Jane Mary Whittle and P12 met Liverpool CCG’s staff."
    )


def test_what_is_kept_or_not_decided_stays():
    documents = {"a": "Jane met Ann Lee in Liverpool."}
    found = suggest(documents, roster=ROSTER)
    accepted = [one for one in found if one.text != "Ann Lee"]
    decisions = decide(accepted, documents, choices={"place": "keep"})
    applied = apply(documents, found, decisions)

    assert applied.documents["a"] == "P1 met Ann Lee in Liverpool."
    assert (applied.done.kept, applied.done.undecided) == (1, 1)


def test_two_documents_never_get_one_name():
    documents = {"Jane.txt": "Jane", "Whittle.txt": "Whittle", "Jane Whittle.txt": ""}
    assert list(treated(documents)[2].names.values()) == ["P1.txt", "P1 (2).txt", "P1 (3).txt"]


def test_suggestions_of_other_texts_are_refused():
    found, decisions, _ = treated({"a": "Then Jane came"})
    with pytest.raises(BadDecision, match="does not stand in these texts"):
        apply({"a": "Before Jane came"}, found, decisions)
