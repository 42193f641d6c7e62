"""Crude rates, proportions and means of every group: published values, edges, and every kind of frame."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.equity.made_up import KINDS, only, rows

from evenground.analysis import equity
from evenground.analysis.equity.rates import rate_of
from evenground.analysis.errors import BadNumbers, OutOfRange
from evenground.analysis.results import Count

DATA = pa.table({"area": ["N", "N", "S", "E"], "x": [3, 17, 0, 0], "n": [4000, 6000, 1000, 0]})


@pytest.mark.parametrize("kind", KINDS)
def test_a_rate_of_every_group_from_any_frame(kind):
    made = equity.crude_rate(KINDS[kind](DATA), count="x", population="n", by="area", multiplier=1000)
    north, south, east = (only(made, area=area) for area in "NSE")

    assert (north["estimate"], north["n"], north["method"]) == (2.0, 20, "Byar’s interval")
    assert (north["lower"], north["upper"]) == pytest.approx((1.221, 3.089), abs=5e-4)
    assert (south["estimate"], south["lower"], south["method"]) == (0.0, 0.0, "exact Poisson interval")
    assert south["upper"] == pytest.approx(3.689, abs=5e-4)
    assert east["estimate"] is None
    assert "nobody to have a rate" in east["note"]


@given(st.integers(0, 5000), st.integers(1, 10**6))
def test_the_frame_and_the_single_figure_agree(count, people):
    row = rows(equity.crude_rate(pa.table({"x": [count], "n": [people]}), count="x", population="n"))[0]
    one = rate_of(Count(count, people))

    assert (row["estimate"], row["lower"], row["upper"]) == pytest.approx((one.value, one.lower, one.upper))


def test_a_blank_leaves_its_group_without_a_rate_and_says_why():
    data = pa.table({"area": ["N", "S", "W"], "x": [None, 4, 4], "n": [10, None, 10]})
    made = rows(equity.crude_rate(data, count="x", population="n", by="area"))

    assert [row["estimate"] is None for row in made] == [True, True, False]
    assert [row["note"] for row in made] == [
        "A count is blank, so the total is not known.",
        "A population is blank, so the total is not known.",
        "",
    ]


def test_a_proportion_has_wilsons_limits():
    made = rows(equity.proportion(pa.table({"x": [56], "n": [70]}), count="x", population="n", multiplier=100))[0]

    assert (made["estimate"], made["lower"], made["upper"]) == pytest.approx((80, 69.18, 87.70), abs=5e-3)


def test_more_people_than_there_are_is_refused_with_the_row():
    data = pa.table({"area": ["N", "S"], "x": [5, 12], "n": [10, 10]})

    with pytest.raises(BadNumbers, match=r"“x” has values that are above the population \(row 2\)"):
        equity.proportion(data, count="x", population="n", by="area")


def test_a_mean_of_one_value_has_no_interval():
    data = pa.table({"ward": ["a", "a", "a", "b", "c"], "days": [1.0, 2.0, None, 4.0, None]})
    a, b, c = rows(equity.mean(data, value="days", by="ward"))

    assert (a["estimate"], a["n"], a["note"]) == (1.5, 2, "Blank values are left out.")
    assert (b["estimate"], b["lower"]) == (4.0, None)
    assert "one value" in b["note"]
    assert c["estimate"] is None


def test_a_mean_of_large_close_values_keeps_its_digits():
    data = pa.table({"x": [1e9 + 1, 1e9 + 2, 1e9 + 3]})

    assert rows(equity.mean(data, value="x"))[0]["se"] == pytest.approx(np.sqrt(1 / 3))


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_is_a_share(level):
    with pytest.raises(OutOfRange, match="between 0 and 1"):
        equity.crude_rate(DATA, count="x", population="n", level=level)


@pytest.mark.parametrize("multiplier", [0, -1000, float("inf")])
def test_a_multiplier_cannot_turn_the_limits_round(multiplier):
    """PHE's slope index takes one below zero to flip the sign, and one below 1 swapped its limits (defect 3)."""
    with pytest.raises(OutOfRange, match="above zero"):
        equity.crude_rate(DATA, count="x", population="n", multiplier=multiplier)


@given(st.integers(0, 300), st.floats(0.5, 0.98))
def test_a_higher_level_never_has_a_narrower_interval(count, level):
    data = pa.table({"x": [count], "n": [1000]})
    low, high = (rows(equity.crude_rate(data, count="x", population="n", level=at))[0] for at in (level, level + 0.01))

    assert high["lower"] <= low["lower"] <= low["estimate"] <= low["upper"] <= high["upper"]
