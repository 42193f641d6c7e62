"""Plain text in every encoding and state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.text.transcripts import UnreadableTranscript, from_bytes


@pytest.mark.parametrize(
    ("encoding", "called"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252 (guessed)"),
    ],
)
def test_encodings(encoding, called):
    text = "P1: It’s a café – “yes”."
    read = from_bytes(text.encode(encoding), "talk.txt")
    assert read.text == text
    assert read.report.encoding == called
    assert bool(read.report.warnings) == (encoding in {"cp1252", "utf-16-le", "utf-16-be"})


def test_another_script_is_not_taken_for_western():
    text = "Мы ждали всю ночь, и никто не пришёл сказать нам, что случилось. " * 5
    read = from_bytes(text.encode("cp1251"), "talk.txt")
    assert "ждали всю ночь" in read.text
    assert "guessed" in str(read.report)


def test_line_breaks_of_every_kind_become_one_and_are_counted():
    read = from_bytes("a\r\nb\rc\nd\x85e\u2028f\x0bg".encode(), "talk.txt")
    assert read.text == "a\nb\nc\nd\ne\nf\ng"
    assert "CRLF (Windows) 1" in read.report.newlines
    assert "all turned into LF" in read.report.newlines


def test_what_would_move_positions_is_taken_out_and_told():
    read = from_bytes("P1: so\x00 it\ufeff\nP2: \x07was\uffff".encode(), "talk.txt")
    assert read.text == "P1: so it\nP2: was"
    assert "byte order mark, on line 1" in str(read.report)
    assert "control character (U+0007), on line 2" in str(read.report)


def test_hard_spaces_and_combining_marks_stay_as_they_are():
    text = "P1: 10\xa0mg, cafe\u0301, café"
    assert from_bytes(text.encode(), "talk.txt").text == text


def test_garbled_letters_are_told_and_not_mended():
    read = from_bytes("P1: it’s late".encode().decode("cp1252").encode(), "talk.txt")
    assert "itâ€™s" in read.text
    assert "garbled (such as “â€™”) on line 1" in str(read.report)


@pytest.mark.parametrize("content", [b"", b"  \n\r\n ", b"\xef\xbb\xbf", b"\x00\x00\x00"])
def test_an_empty_file_is_said_to_be_empty(content):
    with pytest.raises(UnreadableTranscript, match=r"talk\.txt is empty"):
        from_bytes(content, "talk.txt")


def test_a_recording_is_no_text():
    with pytest.raises(UnreadableTranscript, match="not a text"):
        from_bytes(bytes(range(256)) * 50, "talk.mp3")


def test_markdown_labels_lose_their_marks():
    read = from_bytes(b"# Talk\n\n**Ann:** Hello *you*.\n\n**Bob:** Hi.\n\n**Ann:** So.", "talk.md")
    assert read.text == "# Talk\n\nAnn: Hello *you*.\n\nBob: Hi.\n\nAnn: So."
    assert [turn.speaker for turn in read.turns] == ["Ann", "Bob", "Ann"]


@given(
    st.binary(max_size=300), st.sampled_from(["a.txt", "a.vtt", "a.srt", "a.html", "a.md", "a.csv", "a.rtf", "a.docx"])
)
def test_any_bytes_are_read_or_refused_in_a_sentence(content, name):
    try:
        read = from_bytes(content, name)
    except UnreadableTranscript as reason:
        assert str(reason).endswith(".")
    else:
        assert "\r" not in read.text and "\x00" not in read.text
        read.text.encode()
        assert all(turn.speech.end <= len(read.text) for turn in read.turns)
