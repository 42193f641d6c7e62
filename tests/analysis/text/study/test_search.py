"""Words are found whatever their case and accents, exactly where they stand."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.text.study.errors import CannotSearch
from evenground.analysis.text.study.model import Source
from evenground.analysis.text.study.search import index, search
from evenground.analysis.text.study.search.words import folded, words

TEXTS = [
    "🙂 The Café waits. Waiting lists, the waiting-list!",
    "CAFE\u0301 (closed): don’t wait for the nurse; the list is long, and the nurse waits.",
    "Nothing here. 患者さん waits 👩\u200d🔬",
]
INDEX = index([Source(str(n), f"Text {n}", text=text) for n, text in enumerate(TEXTS)])


def found(query: str) -> list[tuple[str, str]]:
    hits = search(INDEX, query).hits
    assert all(TEXTS[int(hit.source)][hit.segment.start : hit.segment.end] == hit.text for hit in hits)
    return [(hit.source, hit.text) for hit in hits]


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("cafe", [("0", "Café"), ("1", "CAFE\u0301")]),
        ("CAFÉ", [("0", "Café"), ("1", "CAFE\u0301")]),
        ("wait", [("1", "wait")]),
        ("waiting*", [("0", "Waiting"), ("0", "waiting")]),
        ('"waiting list"', [("0", "waiting-list")]),
        ("waiting-list", [("0", "waiting-list")]),
        ("“waiting list*”", [("0", "Waiting lists"), ("0", "waiting-list")]),
        ("don't", [("1", "don’t")]),
        ("closed waits", [("1", "closed"), ("1", "waits")]),
        ("waits NOT nurse", [("0", "waits"), ("2", "waits")]),
        ("closed OR nothing", [("1", "closed"), ("2", "Nothing")]),
        ("(closed OR nothing) waits", [("1", "closed"), ("1", "waits"), ("2", "Nothing"), ("2", "waits")]),
        ("nurse NEAR/1 list", [("1", "nurse; the list")]),
        ("list NEAR/1 nurse", [("1", "nurse; the list")]),
        ("nurse NEAR/0 waits", [("1", "nurse waits")]),
        ("cafe NEAR/0 closed", [("1", "CAFE\u0301 (closed")]),
        ("患者", [("2", "患者")]),
        ("🙂", [("0", "🙂")]),
        ("👩", [("2", "👩")]),
        ('"NOT"', []),
        ("absent", []),
        ("absent OR absent*", []),
    ],
)
def test_a_question_finds(query, places):
    assert found(query) == places


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "no word to look for"),
        ("  !? ", "no word to look for"),
        ("NOT wait", "something to be found beside it"),
        ("wait OR NOT list", "something to be found beside it"),
        ("(wait", "no closing one"),
        ("wait)", "no opening one"),
        ("()", "empty or closes too early"),
        ('"wait', "no partner"),
        ('""', "no word between them"),
        ("wait NEAR", "no word to look for"),
        ("NEAR wait", "NEAR needs words on both sides"),
        ("wait AND OR list", "OR needs words on both sides"),
        ("wait NEAR (list NOT x)", "not NOT"),
        ("(" * 100 + "wait", "more than 50 brackets"),
        ("NOT " * 5000 + "wait", "more than 200 words"),
        ("wait NEAR " * 5000 + "wait", "more than 200 words"),
    ],
)
def test_a_question_that_cannot_be_read_is_answered_with_a_sentence(query, says):
    with pytest.raises(CannotSearch, match=says):
        search(INDEX, query)


def test_hits_come_in_pages_with_counts_by_document_and_context():
    answer = search(INDEX, "waits", skip=1, most=1, characters=10)
    assert (answer.many, answer.documents) == (3, {"0": 1, "1": 1, "2": 1})
    assert [(hit.before, hit.text, hit.after) for hit in answer.hits] == [("…the nurse ", "waits", ".")]
    assert search(INDEX, "waits", sources=["2"]).documents == {"2": 1}


def test_no_phrase_or_nearness_reaches_into_the_next_document():
    made = index([Source("a", text="one"), Source("b", text="two"), Source("c", text="")])
    assert search(made, '"one two"').many == 0
    assert search(made, "one NEAR/100 two").many == 0
    assert search(index([]), "one NEAR two OR x y NOT z").many == 0


letters = st.text(st.sampled_from("abAÀ\u0301é 🙂\n.-ßøı患น\u0e31𝔘"), max_size=30)


@given(letters)
def test_every_letter_belongs_to_one_word(text):
    starts, ends = words(text)
    assert all(a < b for a, b in zip(starts, ends, strict=True))
    assert all(b <= a for b, a in zip(ends, starts[1:], strict=False))
    inside = {at for a, b in zip(starts, ends, strict=True) for at in range(a, b)}
    assert inside == {at for at, c in enumerate(text) if unicodedata.category(c)[0] in "LMN" or c == "🙂"}


@given(st.lists(st.text(st.sampled_from("abAé \n"), max_size=30), max_size=4), st.sampled_from(["a", "b", "ab", "é"]))
def test_a_word_is_found_everywhere_it_stands(texts, word):
    made = index([Source(str(n), text=text) for n, text in enumerate(texts)])
    expected = [
        (str(n), match.start())
        for n, text in enumerate(texts)
        for match in re.finditer(r"\w+", text)
        if folded(match[0]) == folded(word)
    ]
    assert [(hit.source, hit.segment.start) for hit in search(made, word, most=1000).hits] == expected


@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered_or_refused_in_words(query):
    try:
        search(INDEX, query)
    except CannotSearch as reason:
        assert str(reason).endswith((".", "”."))
