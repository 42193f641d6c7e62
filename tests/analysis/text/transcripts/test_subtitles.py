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
