"""Suggestions who should meet: with reasons, never of somebody who has not agreed, never somebody already met."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.network.made_up import spread

from evenground.analysis.errors import MissingColumn, OutOfRange
from evenground.analysis.network import read_network, who_should_meet

PEOPLE = {
    "id": ["Ann", "Bea", "Cem", "Dee"],
    "themes": ["falls; dementia", "Falls", "falls", "copd"],
    "role": ["analyst", "nurse", "analyst", "nurse"],
    "years": ["5", "0", None, "0"],
    "consent": ["yes", "yes", "yes", "yes"],
}


def network(ties=(("Ann", "Cem"),), **changed):
    columns = {name: pa.array([tie[i] for tie in ties], pa.string()) for i, name in enumerate(("from", "to"))}
    return read_network(pa.table(columns), people=pa.table(PEOPLE | changed))


def test_reasons_are_said_in_words():
    first, *rest = who_should_meet(network(), ahead="years")

    assert str(first) == (
        "Ann and Bea: both work on falls; Ann is 5 ahead of Bea; one is an analyst, the other a nurse;"
        " they have no tie yet; both agreed to be introduced."
    )
    assert [(one.a, one.b) for one in rest] == [("Bea", "Cem"), ("Ann", "Dee")]


@pytest.mark.parametrize("said", ["no", None, "perhaps", ""])
def test_whoever_has_not_agreed_is_never_named(said):
    found = who_should_meet(network(consent=["yes", said, "yes", "yes"]), ahead="years")

    assert found
    assert all("Bea" not in str(one) for one in found)


def test_without_a_column_of_consent_nobody_is_suggested():
    with pytest.raises(MissingColumn, match="no column called “agreed”"):
        who_should_meet(network(), consent="agreed")


def test_nobody_is_named_too_often_and_nobody_is_no_trouble():
    assert len(who_should_meet(network(ties=()), per_person=1)) == 1
    assert who_should_meet(network(consent=["no"] * 4)) == []
    with pytest.raises(OutOfRange, match="most is 0"):
        who_should_meet(network(), most=0)


@given(st.integers(2, 30), st.integers(0, 10_000))
def test_every_suggestion_has_consent_a_reason_and_no_tie(n, seed):
    ids = [str(i) for i in range(n)]
    people = {
        "id": ids,
        "themes": spread(["a", "b;c", "c", None], n, seed),
        "consent": spread(["yes", "no"], n, seed + 1),
    }
    other = spread(ids, n, seed + 2)
    pairs = [(a, b) for a, b in zip(ids, other, strict=True) if a != b]
    columns = {name: pa.array([pair[i] for pair in pairs], pa.string()) for i, name in enumerate(("from", "to"))}
    found = who_should_meet(read_network(pa.table(columns), people=pa.table(people)), most=50)

    agreed = {name for name, said in zip(ids, people["consent"], strict=True) if said == "yes"}
    tied = {frozenset(pair) for pair in pairs}
    for one in found:
        assert {one.a, one.b} <= agreed
        assert frozenset((one.a, one.b)) not in tied
        assert one.reasons[0].startswith("both work on")
    assert len({frozenset((one.a, one.b)) for one in found}) == len(found)
