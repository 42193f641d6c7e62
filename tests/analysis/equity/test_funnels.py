"""Funnels: limits that agree with each area's own interval, and allowance for overdispersion."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.analysis.equity.made_up import KINDS, only, rows

from evenground.analysis import equity
from evenground.analysis.equity.funnel_limits import poisson_funnel, winsorised
from evenground.analysis.errors import NotEnoughGiven, OutOfRange, UnknownChoice

RATIO = {"area": "trust", "count": "deaths", "expected": "expected", "kind": "ratio"}


@given(st.floats(0.5, 5000), st.sampled_from([0.95, 0.998]))
def test_a_count_on_the_line_has_an_exact_interval_that_just_reaches_the_target(expected, level):
    low, high = (float(part[0]) for part in poisson_funnel(np.array([expected]), level))

    # The exact limits of a count that need not be whole are quantiles of the gamma distribution.
    assert stats.gamma.ppf((1 - level) / 2, high) == pytest.approx(expected, rel=1e-6)
    if low > 0:
        assert stats.gamma.ppf((1 + level) / 2, low + 1) == pytest.approx(expected, rel=1e-6)
    else:
        assert stats.gamma.ppf((1 + level) / 2, 1) <= expected * (1 + 1e-9) or np.exp(-expected) >= (1 - level) / 2


@given(st.lists(st.integers(0, 60), min_size=2, max_size=12), st.sampled_from(["proportion", "rate"]))
def test_an_area_is_outside_exactly_when_its_own_interval_leaves_out_the_target(counts, kind):
    data = pa.table({"trust": range(len(counts)), "x": counts, "n": [100 + 10 * i for i in range(len(counts))]})
    asked = {"area": "trust", "count": "x", "population": "n", "kind": kind}
    if sum(counts) == 0:
        return
    for row in rows(equity.funnel(data, **asked)):
        outside = not row["lower"] <= row["target"] <= row["upper"]
        assert (row["funnel"] != "within") == outside


@pytest.mark.parametrize("kind", KINDS)
def test_which_limits_an_area_is_beyond_is_said(kind):
    data = KINDS[kind](
        pa.table({"trust": ["A", "B", "C", "D", "E"], "deaths": [10, 19, 30, 3, 0], "expected": [10.0] * 4 + [0.0]})
    )
    made = {row["trust"]: row for row in rows(equity.funnel(data, **RATIO))}

    assert {trust: row["funnel"] for trust, row in made.items()} == {
        "A": "within",
        "B": "above the 95% limits",
        "C": "above the 99.8% limits",
        "D": "below the 95% limits",
        "E": None,
    }
    assert made["C"]["direction"] == "worse than the target"
    assert made["D"]["direction"] == "better than the target"
    assert "nothing expected" in made["E"]["note"]


def test_lines_pass_through_the_limits_of_the_areas():
    data = pa.table({"trust": ["A", "B"], "deaths": [12, 90], "expected": [10.0, 100.0]})
    areas, lines = rows(equity.funnel(data, **RATIO)), rows(equity.funnel_lines(data, points=91, **RATIO))
    ends = [lines[0], lines[-1]]

    for name in ("lower 95%", "upper 95%", "lower 99.8%", "upper 99.8%"):
        assert [row[name] for row in areas] == pytest.approx([row[name] for row in ends])
    assert [row["size"] for row in ends] == [10, 100]


def test_proportions_are_set_beside_the_figure_of_all_together():
    data = pa.table({"trust": ["A", "B"], "x": [30, 10], "n": [100, 300]})
    made = rows(equity.funnel(data, area="trust", count="x", population="n", multiplier=100))

    assert {row["target"] for row in made} == {10}
    assert (made[0]["estimate"], made[0]["funnel"]) == (30, "above the 99.8% limits")


def spread_out(seed=1, areas=60, true=0.25):
    chance = np.random.default_rng(seed)
    expected = chance.uniform(50, 200, areas)
    truth = np.maximum(chance.normal(1, true, areas), 0.1)
    return pa.table({"trust": range(areas), "deaths": chance.poisson(truth * expected), "expected": expected})


def by_hand(data):
    """φ and τ² of Spiegelhalter 2005, a tenth winsorised at either end."""
    x, e = data["deaths"].to_numpy(), data["expected"].to_numpy()
    z = np.sort((x / e - 1) * np.sqrt(e))
    cut = len(z) // 10
    z = np.clip(z, z[cut], z[-cut - 1])
    phi, w = (z**2).mean(), e
    return phi, (len(z) * phi - (len(z) - 1)) / (w.sum() - (w**2).sum() / w.sum())


@pytest.mark.parametrize("how", ["multiplicative", "additive"])
def test_overdispersion_widens_the_limits_as_spiegelhalter_has_it(how):
    data = spread_out()
    phi, tau2 = by_hand(data)
    row = rows(equity.funnel(data, overdispersion=how, **RATIO))[0]
    s2 = 1 / data["expected"][0].as_py()
    wide = np.sqrt(s2 * phi) if how == "multiplicative" else np.sqrt(s2 + tau2)

    assert phi > 2
    assert (row["lower 95%"], row["upper 95%"]) == pytest.approx((1 - 1.959964 * wide, 1 + 1.959964 * wide))
    assert how in row["method"]


def test_areas_that_spread_as_chance_has_it_keep_the_exact_limits():
    data = pa.table({"trust": range(8), "deaths": [20] * 8, "expected": [20.0] * 8})
    plain, over = (rows(equity.funnel(data, overdispersion=how, **RATIO))[0] for how in ("none", "additive"))

    assert plain["upper 95%"] == over["upper 95%"]


def test_winsorising_pulls_in_a_tenth_of_each_group_and_no_more():
    z = np.array([9.0, *range(1, 9), -9.0, 5.0, 7.0])
    of = np.array([0] * 10 + [1] * 2)

    assert winsorised(z, of, np.array([10.0, 2.0])).tolist() == [8, *range(1, 9), 1, 5, 7]


def test_every_funnel_has_its_own_target():
    data = pa.table({"year": [1, 1, 2, 2], "trust": list("ABAB"), "x": [1, 3, 10, 10], "n": [100] * 4})
    made = equity.funnel(data, area="trust", count="x", population="n", by="year")

    assert only(made, year=1, trust="A")["target"] == pytest.approx(0.02)
    assert only(made, year=2, trust="A")["target"] == pytest.approx(0.1)


def test_what_is_missing_or_unknown_is_said():
    data = spread_out()
    with pytest.raises(NotEnoughGiven, match="funnel of rates needs population="):
        equity.funnel(data, area="trust", count="deaths", kind="rate")
    with pytest.raises(UnknownChoice, match="proportion, rate, ratio"):
        equity.funnel(data, area="trust", count="deaths", kind="mean")
    with pytest.raises(OutOfRange, match="above zero"):
        equity.funnel(data, target=-1, **RATIO)
