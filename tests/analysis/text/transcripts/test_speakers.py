"""Speakers are found in all the ways transcripts name them, and not where a colon merely stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.text.transcripts import from_bytes


def said(text, name="talk.txt", **rest):
    read = from_bytes(text.encode(), name, **rest)
    return [(turn.speaker, turn.speech.of(read.text)) for turn in read.turns]


FOUND = {
    "names with colons": "Ann: Hello.\nBob Ray: Hi.\nAnn: Well?\nBob Ray: Yes.",
    "two lines only": "Ann: Hello.\nBob: Hi.",
    "names and dashes": "ANN – Hello.\nBOB – Hi.\nANN – Well?\nBOB – Yes.\nANN – Oh.\nBOB – Ah.",
    "a time in brackets after the name": "Ann  (00:01:02): Hello.\nBob  (00:01:05): Hi.",
    "a time before the name": "[00:12:03] Speaker 1: Hello.\n[00:12:09] Speaker 2: Hi.",
    "a time without brackets before": "00:12:03 Ann: Hello.\n00:12:09 Bob: Hi.\n00:13:00 Ann: So.",
    "codes and tabs": "P1\tHello.\nP2\tHi.",
    "codes and colons, then tabs": "P1:\tHello.\nP2:\tHi.",
    "codes and dashes, then tabs": "P1 –\tHello.\nP2 –\tHi.",
    "roles": "INT: Hello.\nP01F: Hi.\nINT: So.",
    "roles alone on a line": "Interviewer\nHello.\n\nP1\nHi.\n\nInterviewer\nSo.",
    "question and answer letters": "Q. Hello?\nA. Hi.\nQ. So?\nA. Yes.",
    "question and answer colons": "Q: Hello?\nA: Hi.",
    "Otter": "Ann Lee  0:03\nHello.\n\nBob Ray  1:10\nHi.",
    "Teams, name line and time line": "Ann Lee\n0:03\nHello.\n\nBob Ray\n0:10\nHi.",
    "Teams, time line first": "0:0:0.0 --> 0:0:3.120\nAnn Lee\nHello.\n0:0:3.5 --> 0:0:4.0\nBob Ray\nHi.",
    "brackets round the code": "[P1] Hello.\n[P2] Hi.",
    "other scripts": "שרה: Hello.\nדוד: Hi.\nשרה: So.\nדוד: Yes.",
    "accents": "Zoë Ó’Neill: Hello.\nÉlise: Hi.\nZoë Ó’Neill: So.\nÉlise: Yes.",
    "small words": "ann: Hello.\nbob: Hi.\nann: So.\nbob: Yes.\nann: Oh.\nbob: Ah.",
    "brackets and a time": "[Ann Lee] 10:02:11\nHello.\n\n[Bob Ray] 10:02:15\nHi.",
    "a time and a name above": "00:00:01 Ann Lee\nHello.\n\n00:00:09 Bob Ray\nHi.",
    "a manner in brackets": "Intern 1: Hello.\nIntern 3 (quietly): Hi.\nIntern 3: So.",
    "groups": "FG1-P3: Hello.\nPA2: Hi.",
}


@pytest.mark.parametrize("style", FOUND)
def test_speakers_are_found(style):
    turns = said(FOUND[style])
    assert [speech for _, speech in turns[:2]] == [
        "Hello.".replace(".", "?" if "letters" in style or "answer" in style else "."),
        "Hi.",
    ]
    assert len({speaker for speaker, _ in turns}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "She said this: we waited.\nThey told us two things: nothing and nothing.",
        "At 10:30 we left.\n10:45 was the bus.\nAt 11: nothing.",
        "Note: this matters.\nNote: this too.\nNote: and this.",
        "See http://example.org for more.\nhttps://example.org",
        "Q1: How was it?\nQ2: Why was it so?\nQ3: What then?",
        "The ratio was 3:1.\n3: 1 is a ratio too.",
        "1. Housing: damp.\n2. Work: none.\n- Bus: late.",
        "Name: Ann\nAge: 40\nSex: F\nDate: Monday",
        "We asked many people.\nHousing: it was damp.\nThen we went on to the next house and asked there.\nNothing else.",
        "a. damp\nb. cold\nc. dark",
        "I – I mean, it was late.\nI – well, I went home.",
        "Male\t12\nFemale\t14",
        "Housing: damp.\nWork: none.\nTransport: late.\nSchools: full.\nFood: dear.",
        "Barriers – there were many.\nWe went home.",
    ],
)  # fmt: skip
def test_nobody_speaks_where_a_colon_merely_stands(text):
    assert said(text) == []


def test_look_alikes_among_real_speakers_stay_in_the_speech_and_are_told():
    text = "INT: Why?\nP1: She said this: we wait.\nNote: she laughed.\nAt 10:30 we left.\nINT: I see."
    read = from_bytes(text.encode(), "talk.txt")
    assert [turn.speaker for turn in read.turns] == ["INT", "P1", "INT"]
    assert read.turns[1].speech.of(read.text).endswith("At 10:30 we left.")
    assert "“INT” speaks, 2 turns" in str(read.report)
    assert "“Note” (line 3, 1 time) was not taken for a speaker" in str(read.report)


def test_a_speaker_who_is_named_by_the_caller_is_believed():
    text = "Some words first.\nmum: I waited all night.\nNobody came."
    assert said(text) == []
    assert said(text, speakers=["Mum"]) == [("mum", "I waited all night.\nNobody came.")]
    report = from_bytes(text.encode(), "talk.txt", speakers=["Dad"]).report
    assert "“Dad”, who was named, speaks nowhere" in str(report)


def test_times_are_read_in_seconds():
    turns = from_bytes(b"[01:02:03] P1: Hello.\n[1:02:04.5] P2: Hi.", "talk.txt").turns
    assert [turn.begins for turn in turns] == [3723.0, 3724.5]


words = st.text(alphabet="ab é́של🙂👩🏽‍⚕️ .", min_size=1, max_size=30).map(str.strip).filter(bool)


@given(
    st.lists(st.tuples(st.sampled_from(["P1", "INT", "PA2"]), words), min_size=1, max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_every_turn_says_exactly_what_was_said(talk, line_break):
    content = line_break.join(f"{speaker}: {speech}" for speaker, speech in talk).encode()
    read = from_bytes(content, "talk.txt")
    assert [(turn.speaker, turn.speech.of(read.text)) for turn in read.turns] == talk
    assert all(turn.label.of(read.text) == f"{turn.speaker}:" for turn in read.turns)
