"""Gaps of strata and what is attributable to them: published examples, defects of peers, symmetry."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.equity.made_up import KINDS, by_fifth, only, rows, together

from evenground.analysis import equity
from evenground.analysis.errors import BadNumbers, UnknownGroup

NAMES = {"group": "fifth", "count": "cases", "population": "people"}
TRIAL = pa.table({"arm": ["new", "usual"], "well": [56, 48], "people": [70, 80]})


@pytest.mark.parametrize("kind", KINDS)
def test_the_gap_of_proportions_is_newcombes_method_10(kind):
    made = equity.gaps(
        KINDS[kind](TRIAL), group="arm", count="well", population="people", reference="usual", kind="proportion"
    )
    row = only(made, measure="absolute gap")

    assert (row["arm"], row["arm (reference)"]) == ("new", "usual")
    assert (row["estimate"], row["lower"], row["upper"]) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert row["direction"] == "worse for “new”"


def test_every_stratum_is_set_beside_the_least_deprived():
    made = rows(equity.gaps(by_fifth([60, 45, 40, 31, 20]), **NAMES))
    absolute = {row["fifth"]: row for row in made if row["measure"] == "absolute gap"}

    assert {row["fifth (reference)"] for row in made} == {"5"}
    assert {fifth: row["estimate"] for fifth, row in absolute.items()} == pytest.approx(
        {"1": 800, "2": 500, "3": 400, "4": 220}
    )
    assert absolute["1"]["direction"] == "worse for the most deprived"


@given(st.integers(0, 400), st.integers(1, 400))
def test_a_ratio_turned_round_is_its_inverse(x, y):
    data = pa.table({"arm": ["a", "b"], "n": [5000, 7000], "x": [x, y]})

    def of(reference):
        made = equity.gaps(data, group="arm", count="x", population="n", reference=reference)
        return only(made, measure="relative gap")

    there, back = of("b"), of("a")
    if x:
        assert there["estimate"] == pytest.approx(1 / back["estimate"])
        assert there["lower"] == pytest.approx(1 / back["upper"])
    else:
        assert there["estimate"] == 0
        assert "reference is zero" in back["note"]


@given(st.integers(0, 400))
def test_equal_rates_have_no_gap(count):
    made = rows(equity.gaps(by_fifth([count] * 5), **NAMES))

    assert {row["estimate"] for row in made if row["measure"] == "absolute gap"} == {0.0}
    assert {row["direction"] for row in made if row["measure"] == "absolute gap"} == {"no difference"}


@pytest.mark.parametrize(("worse", "best"), [("higher", "4"), ("lower", "1")])
def test_the_best_is_the_lowest_or_the_highest(worse, best):
    made = rows(equity.gaps(by_fifth([60, 45, 40, 11, 20]), reference="best", worse=worse, **NAMES))

    assert {row["fifth (reference)"] for row in made} == {best}


def test_against_the_disadvantaged_turns_the_sign_and_the_ratio():
    data = by_fifth([20, 31, 40, 45, 60])  # uptake: the most deprived have least
    made = equity.gaps(data, worse="lower", view="against the disadvantaged", **NAMES)
    gap, ratio = (only(made, fifth="1", measure=measure) for measure in ("absolute gap", "relative gap"))

    assert (gap["estimate"], ratio["estimate"]) == pytest.approx((800, 3))
    assert gap["lower"] < 800 < gap["upper"]
    assert gap["direction"] == ratio["direction"] == "worse for the most deprived"


def test_a_reference_without_a_figure_leaves_the_others_alone():
    data = together(by_fifth([6, 5], labels=["1", "5"], area="A"), by_fifth([6], labels=["1"], area="B"))
    made = equity.gaps(data, by="area", **NAMES)

    assert only(made, area="A", fifth="1", measure="absolute gap")["estimate"] == pytest.approx(20)
    none = only(made, area="B", fifth="1", measure="absolute gap")
    assert (none["estimate"], none["se"], none["fifth (reference)"]) == (None, None, None)
    assert "nothing to compare with" in none["note"]


def test_figures_without_an_interval_have_a_gap_without_one():
    data = pa.table({"fifth": [1, 2], "rate": [30.0, 20.0]})
    made = only(equity.gaps(data, group="fifth", estimate="rate"), measure="relative gap")

    assert made["estimate"] == pytest.approx(1.5)
    assert (made["lower"], made["upper"]) == (None, None)
    assert "without an interval" in made["note"]


def test_an_unknown_reference_is_told_which_there_are():
    with pytest.raises(UnknownGroup, match="The groups are: new, usual"):
        equity.gaps(TRIAL, group="arm", count="well", population="people", reference="old")


def test_one_stratum_given_twice_is_refused_where_it_cannot_be_added_up():
    data = pa.table({"fifth": [1, 2, 2], "rate": [30.0, 20.0, 25.0], "se": [1.0, 1.0, 1.0]})

    with pytest.raises(BadNumbers, match=r"“fifth” .* repeated within one group \(row 3\)"):
        equity.gaps(data, group="fifth", estimate="rate", se="se")


def attributable(data, measure, **asked):
    names = {"group": "fifth", "population": "people", "count": "cases"}
    return only(equity.attributable(data, **{**names, **asked}), measure=f"population attributable {measure}")


def test_estimate_error_and_limits_of_the_fraction_are_on_one_scale():
    """healthequal gives its PAF in per cent with a standard error as a fraction (defect 6)."""
    row = attributable(by_fifth([60, 45, 40, 31, 20]), "fraction")
    average, best = 196 / 25_000, 20 / 5000

    assert row["estimate"] == pytest.approx((average - best) / average)
    assert (row["upper"] - row["lower"]) / (2 * 1.96 * row["se"]) == pytest.approx(1, abs=0.15)


def test_the_interval_of_the_fraction_is_that_of_many_draws():
    chance = np.random.default_rng(5)
    counts = np.array([600, 450, 400, 310, 200])
    row = attributable(by_fifth(counts.tolist(), 50_000), "fraction")
    drawn = chance.poisson(counts, (200_000, 5)) / 50_000
    fraction = 1 - drawn[:, 4] / drawn.mean(axis=1)

    assert (row["lower"], row["upper"]) == pytest.approx(tuple(np.percentile(fraction, [2.5, 97.5])), abs=0.006)
    assert row["se"] == pytest.approx(fraction.std(), rel=0.03)


@given(st.integers(10, 500), st.integers(10, 500))
def test_risk_over_average_is_the_fraction(x, y):
    data = pa.table({"fifth": ["1", "2"], "people": [4000, 6000], "cases": [x, y]})
    risk, fraction = (attributable(data, name, reference="2") for name in ("risk", "fraction"))

    assert risk["estimate"] / ((x + y) / 10_000 * 100_000) == pytest.approx(fraction["estimate"])
    for row in (risk, fraction):
        assert row["lower"] <= row["estimate"] <= row["upper"]


def test_a_reference_alone_has_nothing_attributable_to_it():
    row = attributable(by_fifth([6], labels=["1"]), "risk")

    assert (row["estimate"], row["note"]) == (
        None,
        "There is only the reference, so there is nobody to compare with it.",
    )


def test_a_figure_of_nothing_cannot_be_turned_round():
    data = by_fifth([0, 20, 30, 40, 50])
    asked = {
        "group": "fifth",
        "count": "cases",
        "population": "people",
        "worse": "lower",
        "view": "against the disadvantaged",
    }
    row = only(equity.gaps(data, **asked), fifth="1", measure="relative gap")

    assert (row["estimate"], row["lower"], row["upper"]) == (None, None, None)
    assert row["note"] == "The figure of this group is zero or below, so no ratio can be given."
