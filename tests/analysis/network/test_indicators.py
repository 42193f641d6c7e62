"""Indicators with their denominators, and limits that hold whatever the missing answers would have been."""

from math import isnan

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.network.made_up import karate, of, rows_of, spread

from evenground.analysis.disclosure import measured_table, release
from evenground.analysis.errors import MissingColumn, OutOfRange
from evenground.analysis.network import group_counts, indicators, read_network

COLUMNS = {"role": ["public adviser", "analyst"], "organisation": ["trust", "council", None], "team": ["x", "y", None]}


def test_the_share_of_ties_across_and_the_index_of_krackhardt_and_stern():
    """11 of the 78 ties of the karate club are between the two clubs it fell into: (11 - 67) / 78."""
    found = rows_of(indicators(karate()))

    assert found["ties to another role"]["estimate"] == pytest.approx(11 / 78)
    assert (found["ties to another role"]["n"], found["ties to another role"]["count"]) == (78, 11)
    assert found["E–I index by role"]["estimate"] == pytest.approx((11 - 67) / 78)
    # 17 and 17 people: 289 of 561 pairs are across.
    assert found["E–I index by role, expected of ties at random"]["estimate"] == pytest.approx(2 * 289 / 561 - 1)


def test_public_advisers_beside_the_rest():
    found = rows_of(indicators(of("AB", "BC", "CD", role=["public adviser", "nurse", "nurse", "Public adviser"])))

    assert found["ties per public adviser"]["estimate"] == 1
    assert found["ties per person of another role"]["estimate"] == 2
    assert found["ties per public adviser, less those per person of another role"]["estimate"] == -1


def test_people_with_no_tie_outside_their_team():
    row = rows_of(indicators(of("AB", "BC", "DE", team="xxyzz", people="ABCDE")))[
        "people with no tie outside their team"
    ]

    assert (row["count"], row["n"], row["estimate"]) == (3, 5, 0.6)  # A, D and E
    assert row["of"] == "people whose team is known"


def new_ties(since=None, **columns):
    ties = pa.table({"from": ["A", "A", "B"], "to": ["B", "C", "C"], **columns})
    return rows_of(indicators(read_network(ties), since=since))


def test_ties_are_new_from_a_day_on():
    row = new_ties("2026-03-01", date=["2026-02-01", "2026-03-01", "2026-04-01"])["new ties per person"]

    assert (row["estimate"], row["lower"], row["upper"]) == pytest.approx((4 / 3, 4 / 3, 4 / 3))


def test_what_people_say_of_before_goes_over_the_date():
    found = new_ties("2026-03-01", date=["2026-04-01"] * 3, known_before=["yes", "no", None])

    assert found["new ties, of all ties"]["estimate"] == pytest.approx(2 / 3)


def test_ties_of_which_nobody_says_whether_they_are_new_are_in_the_limits():
    found = new_ties("2026-03-01", date=["2026-02-01", "2026-03-01", None])["new ties, of all ties"]

    assert (found["estimate"], found["lower"], found["upper"]) == pytest.approx((1 / 2, 1 / 3, 2 / 3))
    assert "Of 1 more ties nobody says" in found["note"]
    assert new_ties()["new ties per person"]["estimate"] is None


def test_a_day_that_is_no_day_is_refused():
    with pytest.raises(OutOfRange, match="since is spring; it must be a date"):
        indicators(of("AB"), since="spring")


@pytest.mark.parametrize(
    "network",
    [
        lambda: read_network(pa.table({"from": pa.array([], pa.string()), "to": pa.array([], pa.string())})),
        lambda: of(people="A", role="x", team="t"),
        lambda: of(people="ABC", role="xxx", organisation="???", team="tt?"),
        lambda: of("AB", "BC", role="xxx", organisation="ooo", team="ttt"),
        lambda: of("AB", directed=True),
    ],
    ids=["nobody", "one person", "no ties", "all alike", "no columns"],
)
def test_every_network_has_its_indicators_and_none_is_missing_without_a_word(network):
    rows = indicators(network()).to_pylist()

    assert len({row["measure"] for row in rows}) == len(rows) == 21
    for row in rows:
        assert row["estimate"] is not None or row["note"]
        assert row["estimate"] is None or not isnan(row["estimate"])


@st.composite
def half_told(draw):
    """A network some of whose people did not answer, and one that it might be in truth."""
    n, seed = draw(st.integers(2, 8)), draw(st.integers(0, 100_000))
    chance, directed = np.random.default_rng(seed), draw(st.booleans())
    silent = chance.random(n) < draw(st.sampled_from([0.0, 0.3, 0.8]))
    names = [str(i) for i in range(n)]
    people = {"id": names, **{name: spread(values, n, seed + i) for i, (name, values) in enumerate(COLUMNS.items())}}
    told, more = [], []
    for a in range(n):
        for b in range(n):
            if a == b or (a > b and not directed):
                continue
            open_ = silent[a] if directed else silent[a] or silent[b]
            known = chance.choice(["yes", "no"])
            if chance.random() < 0.3:
                told.append((names[a], names[b], chance.choice(["2026-02-01", "2026-04-01"]), None))
            elif open_ and chance.random() < 0.5:
                more.append((names[a], names[b], None, known))
    return people, silent, told, more, directed, chance


def read(people, ties, directed):
    columns = dict(
        zip(("from", "to", "date", "known_before"), zip(*ties, strict=True) if ties else [[]] * 4, strict=True)
    )
    texts = {name: pa.array([v and str(v) for v in values], pa.string()) for name, values in columns.items()}
    return rows_of(
        indicators(read_network(pa.table(texts), people=pa.table(people), directed=directed), since="2026-03-01")
    )


@settings(max_examples=300)
@given(half_told())
def test_the_limits_hold_the_truth_whatever_the_missing_answers(example):
    people, silent, told, more, directed, chance = example
    limits = read(people | {"answered": ["no" if one else "yes" for one in silent]}, told, directed)
    filled = [one or str(chance.choice(["trust", "council"])) for one in people["organisation"]]
    truth = read(people | {"organisation": filled}, told + more, directed)

    for name, row in truth.items():
        if (
            row["estimate"] is None
            or limits[name]["lower"] is None
            or "expected" in name
            or name == "people who answered"
        ):
            continue
        assert limits[name]["lower"] - 1e-9 <= row["estimate"] <= limits[name]["upper"] + 1e-9, name


def test_the_limits_are_no_wider_than_the_missing_answers_make_them():
    """D did not answer and may have ties with A and B, both of another role; that with C is told by C."""
    people = pa.table({"id": list("ABCD"), "role": list("xxyy"), "answered": ["yes", "yes", "yes", "no"]})
    found = rows_of(indicators(read_network(pa.table({"from": list("AAC"), "to": list("BCD")}), people=people)))
    across, degree = found["ties to another role"], found["ties per person"]

    assert (across["lower"], across["estimate"], across["upper"]) == pytest.approx((1 / 3, 1 / 3, 3 / 5))
    assert (degree["lower"], degree["upper"]) == (6 / 4, 10 / 4)
    assert (across["response"], found["people with no tie"]["upper"]) == (0.75, 0)


@given(half_told())
def test_the_index_is_between_minus_one_and_one_and_the_figure_between_its_limits(example):
    people, silent, told, _, directed, _ = example
    for name, row in read(people | {"answered": ["no" if one else "yes" for one in silent]}, told, directed).items():
        if row["estimate"] is not None and row["lower"] is not None:
            assert row["lower"] - 1e-9 <= row["estimate"] <= row["upper"] + 1e-9, name
        if name.startswith("E–I") and row["estimate"] is not None:
            assert -1 <= row["estimate"] <= 1


def test_when_all_answered_and_all_is_known_nothing_is_open():
    found = rows_of(indicators(of("AB", "BC", role="xyx", organisation="abb", team="tuu")))

    for name, row in found.items():
        if row["lower"] is not None and not name.startswith("new ties"):
            assert row["lower"] == row["estimate"] == row["upper"], name


def test_counts_of_people_by_group():
    counts = group_counts(of("AB", "BC", "DE", role="xxyy?", team="ttuvv", people="ABCDE"))

    assert counts.to_pylist()[0] == {
        "role": "x", "people": 2, "no tie": 0, "no tie outside their team": 1, "hold others together": 1,
    }  # fmt: skip
    assert counts["role"].to_pylist() == ["x", "y", "(missing)"]
    with pytest.raises(MissingColumn, match=r"table of people has no column called “rolle”.*“role”"):
        group_counts(of("AB", role="xy"), by="rolle")


def test_small_counts_are_hidden_by_the_gate():
    people = pa.table({"id": [str(i) for i in range(80)], "role": ["nurse"] * 40 + ["analyst"] * 40})
    ties = pa.table({"from": [str(i) for i in range(20)], "to": [str(i + 40) for i in range(17)] + ["57", "58", "59"]})
    extra = pa.table({"from": [str(i) for i in range(60, 77)], "to": [str(i) for i in range(61, 78)]})
    counts = group_counts(read_network(pa.concat_tables([ties, extra]), people=people))
    table = measured_table(counts, by="role", count="no tie", population="people", margins="none", shares=True)

    assert dict(zip(*(counts[name].to_pylist() for name in ("role", "no tie")), strict=True)) == {
        "analyst": 2,
        "nurse": 20,
    }
    assert {row.key: row.cells["count"].text for row in release(table, "local-5").rows} == {
        ("analyst",): "*",
        ("nurse",): "20",
    }
