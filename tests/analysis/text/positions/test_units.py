"""Positions as browsers, byte counters and Windows programs count them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.text.positions import BetweenCharacters, Crlf, OutsideText, Segment, Utf8, Utf16

# Emoji with skin tones and joiners, combining marks, right-to-left, wide planes, line breaks.
texts = st.text(alphabet="ab é́€\n שلم🙂👩🏽‍⚕️𝒳", max_size=60)

MEASURES = {
    Utf16: lambda text: len(text.encode("utf-16-le")) // 2,
    Utf8: lambda text: len(text.encode()),
    Crlf: lambda text: len(text.replace("\n", "\r\n")),
}


@pytest.mark.parametrize("units", MEASURES)
@given(text=texts)
def test_every_position_is_what_the_encoded_text_says_and_comes_back(units, text):
    converter = units(text)
    expected = [MEASURES[units](text[:place]) for place in range(len(text) + 1)]

    assert converter.all_from_points(range(len(text) + 1)).tolist() == expected
    assert converter.all_to_points(expected).tolist() == list(range(len(text) + 1))
    assert converter.length == expected[-1]


@pytest.mark.parametrize("units", MEASURES)
@given(text=texts)
def test_a_position_inside_a_character_is_refused_or_rounded_down(units, text):
    converter = units(text)
    whole = converter.all_from_points(range(len(text) + 1)).tolist()
    for position in set(range(converter.length)) - set(whole):
        with pytest.raises(BetweenCharacters):
            converter.to_points(position)
        before = converter.to_points(position, nearest=True)
        assert whole[before] < position < whole[before + 1]


def test_the_sentences_say_what_to_do():
    with pytest.raises(BetweenCharacters, match="Position 1, counted in UTF-16 code units, falls inside a character"):
        Utf16("🙂").to_points(1)
    with pytest.raises(BetweenCharacters, match="falls inside a line break"):
        Crlf("a\nb").to_points(2)
    with pytest.raises(OutsideText, match="no position 9: the text has 3 UTF-8 bytes"):
        Utf8("€").to_points(9)
    with pytest.raises(OutsideText, match="no position -1"):
        Utf8("€").from_points(-1)


def test_the_emoji_case_that_shifts_highlights_elsewhere():
    text = "🙂🙂 hello world"
    assert Utf16(text).to_segment(5, 10).of(text) == "hello"
    assert Utf16(text).from_segment(Segment(3, 8)) == (5, 10)


def test_a_text_with_half_a_character_can_still_be_counted():
    assert Utf16("\ud83d!").from_points(2) == 2


def test_a_position_too_large_for_any_array_says_so():
    with pytest.raises(OutsideText, match="There is no position"):
        Utf16("abc").to_points(2**70)
    with pytest.raises(OutsideText, match="There is no position"):
        Utf16("abc").from_points(-(2**70))
