"""The sentence, paragraph and turn around a segment."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.text.positions import Segment, context, paragraph, sentence, sentences, turn


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("We came. Nobody knew.", ["We came.", "Nobody knew."]),
        ("Dr. Lee saw Mr. Brown. He left.", ["Dr. Lee saw Mr. Brown.", "He left."]),
        ("It took 3.5 hours. Then home.", ["It took 3.5 hours.", "Then home."]),
        ("Some, e.g. carers, i.e. family, wait.", ["Some, e.g. carers, i.e. family, wait."]),
        ("“Why me?” she asked. “Why not?”", ["“Why me?” she asked.", "“Why not?”"]),
        ("He said “stop.” Then he went.", ["He said “stop.”", "Then he went."]),
        ("We met at 9 p.m. on Monday. Late.", ["We met at 9 p.m. on Monday.", "Late."]),
        ("We met at 9 p.m. They left.", ["We met at 9 p.m.", "They left."]),
        ("J. K. Rowan came! Really?! Yes…", ["J. K. Rowan came!", "Really?!", "Yes…"]),
        ("I was… unsure. See www.example.org for more.", ["I was… unsure.", "See www.example.org for more."]),
        ("No. 5 is ours. Did he? No. She did.", ["No. 5 is ours.", "Did he?", "No.", "She did."]),
        ("one line\nanother line", ["one line", "another line"]),
        ("Wait....x. Yes.", ["Wait....x.", "Yes."]),
        ("", []),
        ("   ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, parts):
    assert [part.of(text) for part in sentences(text)] == parts


def test_the_sentence_around_a_word_and_around_two():
    text = "First. The second one here. Third."
    assert sentence(text, Segment(11, 17)).of(text) == "The second one here."
    assert sentence(text, Segment(11, 30)).of(text) == "The second one here. Third."


def test_a_paragraph_is_a_line():
    text = "one\ntwo words\nthree"
    assert paragraph(text, Segment(8, 9)).of(text) == "two words"
    assert paragraph(text, Segment(1, 8)).of(text) == "one\ntwo words"
    assert paragraph(text, Segment(19, 19)).of(text) == "three"


def test_the_turn_around_a_segment():
    turns = [Segment(0, 10), Segment(12, 20)]
    assert turn(turns, Segment(3, 4)) == Segment(0, 10)
    assert turn(turns, Segment(3, 14)) == Segment(0, 20)
    assert turn(turns, Segment(10, 11)) is None


@given(
    st.text(alphabet="ab. ?\n🙂é", max_size=80).flatmap(
        lambda text: st.tuples(st.just(text), st.integers(0, len(text)))
    ),
    st.integers(0, 20),
)
def test_context_is_the_text_and_no_half_words(text_and_place, characters):
    text, place = text_and_place
    found = context(text, Segment(place, min(place + 3, len(text))), characters=characters)
    before, after = found.before.removeprefix("…"), found.after.removesuffix("…")
    assert before + found.quoted + after in text
    assert len(before) <= characters and len(after) <= characters


@given(st.text(alphabet="aB. ?!\n“”🙂", max_size=80))
def test_sentences_hold_every_visible_character_once(text):
    parts = sentences(text)
    assert all(one.end <= other.start for one, other in itertools.pairwise(parts))
    assert "".join("".join(part.of(text).split()) for part in parts) == "".join(text.split())
