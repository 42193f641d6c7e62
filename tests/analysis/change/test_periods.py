"""Before and after, between strata, and units paired with themselves."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from evenground.analysis.change import between, contrast, paired_difference
from evenground.analysis.errors import MissingColumn, OutOfRange, PointTwice, UnknownChoice, UnknownGroup
from evenground.analysis.stats.limits import wilson


def results(**columns):
    plain = {"measure": "absolute gap", "level": 0.95, "n": 100.0, "se": np.nan}
    return pd.DataFrame({**plain, **columns})


def symmetric(values, se, **columns):
    values, se = np.array(values, float), np.array(se, float)
    return results(estimate=values, lower=values - 1.96 * se, upper=values + 1.96 * se, se=se, **columns)


def test_with_wilson_limits_it_is_newcombes_tenth_method():
    """56 of 70 against 48 of 80: 0.20 (0.0524 to 0.3339), Newcombe (1998), table II."""
    low, high = wilson([48, 56], [80, 70])
    data = results(estimate=[48 / 80, 56 / 70], lower=low, upper=high, year=[1, 2])
    change = between(data, period="year", before=1, after=2).iloc[0]

    assert change[["estimate", "lower", "upper"]].tolist() == pytest.approx([0.2, 0.0524, 0.3339], abs=5e-5)
    assert change["measure"] == "difference in absolute gap"


def test_symmetric_limits_add_their_variances():
    change = between(symmetric([10, 14], [3, 4], year=["a", "b"]), period="year", before="a", after="b").iloc[0]

    assert (change["estimate"], change["se"], change["n"]) == (4, 5, 200)
    assert (change["lower"], change["upper"]) == pytest.approx((4 - 1.96 * 5, 4 + 1.96 * 5))


@pytest.mark.parametrize(
    ("after", "worse", "about", "says"),
    [
        (20, "higher", "gap", "the gap widened"),
        (2, "higher", "gap", "the gap narrowed"),
        (20, "lower", "gap", "the gap narrowed"),
        (20, "lower", "level", "better"),
        (20, "higher", "level", "worse"),
        (10.5, "higher", "gap", "no clear change"),
    ],
)
def test_words(after, worse, about, says):
    data = symmetric([10, after], [1, 1], year=[1, 2])

    assert between(data, period="year", before=1, after=2, worse=worse, about=about)["direction"][0] == says


def test_a_correlation_narrows_the_interval():
    data = symmetric([10, 14, 10, 14], [3, 4, 3, 4], year=[1, 2] * 2, area=["N", "N", "S", "S"], r=[0.5, 0.5, 0, 0])
    by_column = between(data, period="year", before=1, after=2, by="area", correlation="r")
    told = between(data, period="year", before=1, after=2, by="area", correlation=0.5)

    assert by_column["se"].tolist() == pytest.approx([np.sqrt(9 + 16 - 12), 5])
    assert by_column["upper"][0] == pytest.approx(told["upper"][0])
    with pytest.raises(OutOfRange, match="correlation is 2"):
        between(data, period="year", before=1, after=2, by="area", correlation=2)


def test_a_ratio_on_the_log_scale():
    low, high = [2 / np.exp(0.3), 3 / np.exp(0.4)], [2 * np.exp(0.3), 3 * np.exp(0.4)]
    data = results(estimate=[2, 3], lower=low, upper=high, year=[1, 2], r=[0.2, 0.2])
    made = between(data, period="year", before=1, after=2, kind="ratio", by=[]).iloc[0]
    paired = between(data, period="year", before=1, after=2, kind="ratio", by=[], correlation="r").iloc[0]

    assert made["upper"] == pytest.approx(1.5 * np.exp(0.5))
    assert paired["upper"] == pytest.approx(1.5 * np.exp(np.sqrt(0.09 + 0.16 - 2 * 0.2 * 0.3 * 0.4)))
    assert made["measure"] == "ratio of absolute gap"


def test_every_measure_is_compared_with_itself_and_one_blank_stops_nobody():
    data = pd.concat([symmetric([1, 2], [1, 1], year=[1, 2]), symmetric([5, 5], [1, 1], year=[1, 1], area="N")])
    data = data.assign(area=["A", "A", "B", "C"], measure=["rate", "rate", "gap", "gap"])
    made = between(data, period="year", before=1, after=2)

    assert made["measure"].tolist() == ["difference in rate", "difference in gap", "difference in gap"]
    assert made["note"].tolist() == ["", "There is no figure for 2.", "There is no figure for 2."]


def test_the_headline_is_the_difference_in_differences():
    data = symmetric([30, 22, 10, 8], [1, 2, 1, 2], fifth=["1", "1", "5", "5"], year=[1, 2, 1, 2], area=["N"] * 4)
    changes = between(data, period="year", before=1, after=2, about="level")
    headline = contrast(changes, stratum="fifth", of=1, against=5).iloc[0]

    assert headline["estimate"] == -6
    assert headline["se"] == pytest.approx(np.sqrt(10))
    assert headline["measure"] == "difference in absolute gap: 1 less 5"
    assert headline["direction"] == "no clear change"


def test_equal_strata_have_no_contrast():
    data = symmetric([3, 3], [1, 1], fifth=["1", "5"])

    assert contrast(data, stratum="fifth", of="1", against="5")["estimate"][0] == 0


def test_bad_input_gets_one_sentence():
    data = symmetric([1, 2], [1, 1], year=[1, 2])
    with pytest.raises(UnknownGroup, match=r"no group called “3”\. The groups are: 1, 2"):
        between(data, period="year", before=1, after=3)
    with pytest.raises(PointTwice, match="more than one row for 2"):
        between(pd.concat([data, data]), period="year", before=1, after=2)
    with pytest.raises(MissingColumn, match="no column called “period”"):
        between(data, period="period", before=1, after=2)
    with pytest.raises(UnknownChoice, match="“log” is not a choice for kind"):
        between(data, period="year", before=1, after=2, kind="log")
    below = between(symmetric([-1, 2], [1, 1], year=[1, 2]), period="year", before=1, after=2, kind="ratio")
    assert below["note"][0] == "A ratio needs values that are not below zero."


@pytest.mark.parametrize("kind", ["difference", "ratio"])
def test_pairs_are_scipys_paired_t(kind):
    rng = np.random.default_rng(3)
    before = rng.lognormal(2, 0.3, 15)
    after = before * rng.lognormal(0.1, 0.2, 15)
    data = pd.DataFrame({"gp": [*range(15)] * 2, "year": [1] * 15 + [2] * 15, "x": np.r_[before, after]})
    made = paired_difference(
        data.sample(frac=1, random_state=1), unit="gp", value="x", period="year", before=1, after=2, kind=kind
    )
    if kind == "ratio":
        limits = np.exp(stats.ttest_rel(np.log(after), np.log(before)).confidence_interval())
    else:
        limits = stats.ttest_rel(after, before).confidence_interval()

    assert (made["lower"][0], made["upper"][0]) == pytest.approx(tuple(limits))


def test_units_without_a_pair_are_left_out():
    data = pd.DataFrame(
        {"a": ["N"] * 5 + ["S", "S", "E"], "gp": [1, 1, 2, 2, 3, 1, 1, 9], "year": [1, 2, 1, 2, 1, 1, 2, 1]}
    )
    data["x"] = [1.0, 2, 5, 9, 7, 4, 4, 3]
    made = paired_difference(data, unit="gp", value="x", period="year", before=1, after=2, by="a")

    assert made["n"].tolist() == [2, 1, 0]
    assert made["estimate"].tolist()[:2] == [2.5, 0]
    assert made["note"].tolist() == ["", "One unit alone has no interval.", "No unit has a figure in both periods."]


def test_a_limit_without_end_stays_so_and_a_blank_correlation_is_said():
    index = {"estimate": [2.0, 3.0] * 2, "lower": [1.0, 1.5] * 2, "upper": [np.inf, 6.0, 4.0, 6.0]}
    results = pd.DataFrame(
        {"area": list("NNSS"), "year": [1, 2] * 2, "measure": "index", "r": [0.5, 0.5, np.nan, np.nan]}
    )
    asked = {"period": "year", "before": 1, "after": 2, "by": "area"}
    north, south = between(results.assign(**index), **asked, correlation="r").to_dict("records")
    times = between(results.assign(**index), **asked, kind="ratio")

    assert (north["lower"], north["upper"] < np.inf) == (-np.inf, True)
    assert "has no limit on one side" in north["note"]
    assert south["note"] == "The correlation is blank here, so there is no interval."
    assert times["lower"][0] == 0
