"""WebVTT and SRT."""

import pytest

from evenground.analysis.text.transcripts import UnreadableTranscript, from_bytes


def cues(*parts, head="WEBVTT\n\n", mark="."):
    blocks = (f"{number}\n{a}{mark}000 --> {b}{mark}000\n{words}" for number, (a, b, words) in enumerate(parts, 1))
    return (head + "\n\n".join(blocks)).encode()


def shown(read):
    return [(turn.speaker, turn.speech.of(read.text), turn.begins, turn.ends) for turn in read.turns]


def test_voices_and_cues_of_one_speaker_make_one_turn():
    content = cues(
        ("00:00:01", "00:00:02", "<v Ann Lee>Hello &amp; <i>welcome</i></v>"),
        ("00:00:02", "00:00:04", "<v Ann Lee>everybody.</v>"),
        ("00:00:05", "00:00:06", "<v Bob>Hi.</v>\n<v Cy>Hey.</v>"),
    )
    read = from_bytes(content, "talk.vtt")
    assert shown(read) == [
        ("Ann Lee", "Hello & welcome\neverybody.", 1, 4), ("Bob", "Hi.", 5, 6), ("Cy", "Hey.", 5, 6),
    ]  # fmt: skip
    assert read.text.startswith("Ann Lee: Hello & welcome\neverybody.\nBob: Hi.")


def test_zoom_writes_the_name_into_the_words():
    content = cues(
        ("00:01", "00:02", "Ann Lee: Hello."), ("00:03", "00:04", "Bob: Hi: you."), ("00:05", "00:06", "and on")
    )
    assert shown(from_bytes(content, "talk.vtt")) == [("Ann Lee", "Hello.", 1, 2), ("Bob", "Hi: you.\nand on", 3, 6)]


def test_srt_without_names_keeps_a_turn_for_each_cue():
    content = cues(
        ("00:00:01", "00:00:02", "We waited\nall night."), ("01:00:03", "01:00:04", "Yes."), head="", mark=","
    )
    assert shown(from_bytes(content, "talk.srt")) == [("", "We waited all night.", 1, 2), ("", "Yes.", 3603, 3604)]


def test_overlapping_cues_stay_in_order_and_are_told():
    content = cues(("00:00:01", "00:00:05", "<v A>one"), ("00:00:02", "00:00:03", "<v B>two"))
    read = from_bytes(content, "talk.vtt")
    assert [turn.speaker for turn in read.turns] == ["A", "B"]
    assert "1 subtitle overlaps the next in time, first at 1.0 seconds" in str(read.report)


def test_subtitles_without_cues_say_so():
    with pytest.raises(UnreadableTranscript, match="no lines with times"):
        from_bytes(b"WEBVTT\n\nNOTE nothing here", "talk.vtt")


def test_lines_that_belong_to_no_subtitle_are_told():
    words = "1\n00:00:01,000 --> 00:00:02,000\nHello\n\nworld\n\n2\n00:00:05 --> 00:00:06\nBye\n"
    read = from_bytes(words.encode(), "talk.srt")
    assert read.text == "Hello"
    assert read.report.dropped[0].startswith("3 lines of the file belonging to no subtitle (the first: line 5)")


def test_headings_styles_and_names_of_subtitles_are_no_loss():
    head = "WEBVTT - a talk\nKind: captions\n\nSTYLE\n::cue {}\n\nintro\n00:01.000 --> 00:02.000\nHello\n\n"
    assert not from_bytes((head + "last one\n00:03.000 --> 00:04.000\nBye\n").encode(), "talk.vtt").report.dropped
    noted = from_bytes((head + "NOTE by Cy\n").encode(), "talk.vtt")
    assert noted.report.dropped[0].startswith("1 line of the file")


def test_a_stray_mark_in_a_name_does_not_shift_what_is_said():
    read = from_bytes("WEBVTT\n\n00:01.000 --> 00:02.000\n<v \ufeffAnn>hello\n".encode(), "talk.vtt")
    assert shown(read) == [("Ann", "hello", 1, 2)]
    assert read.report.dropped == ("1 byte order mark, on line 1.",)
