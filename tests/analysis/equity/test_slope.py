"""Slope and relative index of inequality: against weighted least squares done elsewhere, and the defects of peers."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.equity.made_up import KINDS, by_fifth, only, rows, together

from evenground.analysis import equity
from evenground.analysis.errors import NotEnoughGiven, OutOfRange, UnknownChoice, UnknownOrder

SII, RII = "slope index of inequality", "relative index of inequality"
NAMES = {"quantile": "fifth", "population": "people", "count": "cases"}
COUNTS = [60, 45, 40, 31, 20]
PEOPLE = [4000, 5000, 5500, 6000, 4500]


def sii(data, measure=SII, **asked):
    return only(equity.slope_index(data, **{**NAMES, **asked}), measure=measure)


def test_it_is_weighted_least_squares_on_the_middle_of_each_fifth():
    """statsmodels on ridits from the least deprived up, weights the shares of the population."""
    share = np.array(PEOPLE[::-1]) / sum(PEOPLE)
    ridit = np.cumsum(share) - share / 2
    rate = np.array(COUNTS[::-1]) / np.array(PEOPLE[::-1]) * 100_000
    fit = sm.WLS(rate, sm.add_constant(ridit), weights=share).fit()
    data = by_fifth(COUNTS, PEOPLE)

    assert sii(data)["estimate"] == pytest.approx(fit.params[1])
    assert sii(data, RII)["estimate"] == pytest.approx((fit.params[0] + fit.params[1]) / fit.params[0])


def test_the_limits_are_those_of_the_weights_of_the_line():
    """Slope ± z √Σ c² SE², c the slope row of the projector."""
    data = by_fifth(COUNTS, PEOPLE).append_column("se", pa.array([30.0, 25, 22, 20, 18]))
    data = data.append_column("rate", pa.array([1500.0, 900, 730, 520, 440]))
    share = np.array(PEOPLE[::-1]) / sum(PEOPLE)
    x = np.cumsum(share) - share / 2
    design = np.column_stack([np.ones(5), x])
    c = (np.linalg.inv(design.T @ np.diag(share) @ design) @ design.T @ np.diag(share))[1]
    se = np.sqrt((c**2 * np.array([18.0, 20, 22, 25, 30]) ** 2).sum())
    row = sii(data, estimate="rate", se="se", count=None)

    assert row["se"] == pytest.approx(se)
    assert (row["lower"], row["upper"]) == pytest.approx(
        (row["estimate"] - 1.959964 * se, row["estimate"] + 1.959964 * se)
    )


def test_fiellers_limits_are_where_the_two_ends_part():
    """At each limit r, most − r × least is z standard errors from nothing."""
    data = by_fifth(COUNTS, PEOPLE).append_column("se", pa.array([30.0] * 5))
    data = data.append_column("rate", pa.array([1500.0, 900, 730, 520, 440]))
    row = sii(data, RII, estimate="rate", se="se", count=None)
    share = np.array(PEOPLE[::-1]) / sum(PEOPLE)
    x = np.cumsum(share) - share / 2
    design = np.column_stack([np.ones(5), x])
    a, b = np.linalg.inv(design.T @ np.diag(share) @ design) @ design.T @ np.diag(share)
    y = np.array([440.0, 520, 730, 900, 1500])

    for limit in (row["lower"], row["upper"]):
        weights = (a + b) - limit * a
        assert abs(weights @ y) == pytest.approx(1.959964 * 30 * np.sqrt(weights @ weights), rel=1e-4)


def test_one_area_with_one_zero_count_stops_nothing():
    """It stops the whole call of PHE's phe_sii, for all areas (defect 1)."""
    data = together(by_fifth(COUNTS, area="A"), by_fifth([60, 45, 40, 0, 20], area="B"), by_fifth([0] * 5, area="C"))

    for scale in ("identity", "log", "logit"):
        made = equity.slope_index(data, by="area", scale=scale, kind="proportion", **NAMES)
        assert only(made, area="A", measure=SII)["estimate"] > 0
        assert only(made, area="B", measure=SII)["lower"] is not None
    assert "fitted by likelihood" in only(made, area="B", measure=SII)["method"]
    assert only(made, area="A", measure=SII)["note"] == ""
    assert "there are none" in only(made, area="C", measure=SII)["note"]


@pytest.mark.parametrize(("scale", "family"), [("log", sm.families.Poisson()), ("logit", sm.families.Binomial())])
def test_the_likelihood_fit_is_that_of_a_generalised_linear_model(scale, family):
    cases, people = np.array([5, 0, 9, 14, 20]), np.array([4500, 6000, 5500, 5000, 4000])
    share = people / people.sum()
    design = sm.add_constant(np.cumsum(share) - share / 2)
    outcome = cases if scale == "log" else np.column_stack([cases, people - cases])
    offset = np.log(people) if scale == "log" else None
    fit = sm.GLM(outcome, design, family=family, offset=offset).fit(tol=1e-12)
    ends = np.array([[1.0, 0.0], [1.0, 1.0]]) @ fit.params
    least, most = np.exp(ends) if scale == "log" else 1 / (1 + np.exp(-ends))
    data = by_fifth(cases[::-1].tolist(), people[::-1].tolist())
    row = sii(data, RII, scale=scale, kind="proportion")

    assert row["estimate"] == pytest.approx(most / least, rel=1e-6)
    if scale == "log":
        half = 1.959964 * fit.bse[1]
        assert (row["lower"], row["upper"]) == pytest.approx(
            (most / least * np.exp(-half), most / least * np.exp(half)), rel=1e-5
        )


@pytest.mark.parametrize(
    "labels",
    [
        [str(i) for i in range(1, 11)],
        list(range(1, 11)),
        [float(i) for i in range(1, 11)],
        [f"Decile {i}" for i in range(1, 11)],
        pd.Categorical([str(i) for i in range(1, 11)]),
    ],
)
def test_tenths_written_as_text_stay_in_order(labels):
    """PHE's phe_sii sorts “1”, “10”, “2” and gives another slope without a word (defect 2)."""
    data = pd.DataFrame({"fifth": labels, "cases": [90, 80, 75, 70, 60, 55, 50, 44, 40, 30], "people": 9000})
    row = only(equity.slope_index(data, **NAMES), measure=SII)

    middles = np.arange(0.95, 0, -0.1)
    slope, _ = np.polyfit(middles, data["cases"] / 9000 * 100_000, 1)

    assert row["estimate"] == pytest.approx(slope)


def test_labels_without_an_order_ask_for_it():
    data = by_fifth(COUNTS, labels=["worst", "bad", "middling", "good", "best"])

    with pytest.raises(UnknownOrder, match=r"order=\[…\]"):
        sii(data)
    told = sii(data, order=["worst", "bad", "middling", "good", "best"])
    assert told["estimate"] == sii(by_fifth(COUNTS))["estimate"]


@given(st.lists(st.integers(0, 300), min_size=5, max_size=5), st.sampled_from([0.001, 0.5, 1, 100, 100_000]))
def test_any_multiplier_leaves_the_limits_in_order(counts, multiplier):
    """Between 0 and 1 PHE's swap, and the limits of the relative index are inverted (defect 3)."""
    for scale in ("identity", "log"):
        for row in rows(equity.slope_index(by_fifth(counts), multiplier=multiplier, scale=scale, **NAMES)):
            if row["estimate"] is not None:
                assert row["lower"] <= row["estimate"] <= row["upper"]


@given(st.lists(st.integers(0, 300), min_size=5, max_size=5), st.integers(2, 50))
def test_a_larger_population_of_the_same_shape_leaves_the_slope_alone(counts, times):
    small = by_fifth(counts, PEOPLE)
    large = by_fifth([times * count for count in counts], [times * people for people in PEOPLE])

    assert sii(large)["estimate"] == pytest.approx(sii(small)["estimate"], abs=1e-6)


@given(st.integers(1, 400))
def test_equal_rates_have_no_slope(count):
    row, ratio = sii(by_fifth([count] * 5)), sii(by_fifth([count] * 5), RII)

    assert row["estimate"] == pytest.approx(0, abs=1e-6)
    assert ratio["estimate"] == pytest.approx(1)
    assert row["lower"] < 0 < row["upper"]


@given(st.lists(st.integers(20, 300), min_size=5, max_size=5), st.permutations(range(5)))
def test_the_order_of_rows_does_not_matter(counts, order):
    data = by_fifth(counts, PEOPLE)

    assert sii(data.take(order))["upper"] == pytest.approx(sii(data)["upper"])


def test_the_other_end_first_is_the_same_gap():
    turned = by_fifth(COUNTS[::-1], PEOPLE[::-1])

    assert sii(turned, first="least deprived")["estimate"] == pytest.approx(sii(by_fifth(COUNTS, PEOPLE))["estimate"])


def test_direction_says_for_whom_it_is_worse():
    high, low = by_fifth(COUNTS), by_fifth(COUNTS[::-1])

    assert sii(high)["direction"] == "worse for the most deprived"
    assert sii(low)["direction"] == "worse for the least deprived"
    assert sii(high, worse="lower")["direction"] == "worse for the least deprived"
    assert sii(by_fifth([20, 21, 20, 21, 20]))["direction"].endswith("but this could be chance")


def test_against_the_disadvantaged_more_is_always_worse():
    """Screening taken up by fewer of the most deprived."""
    data = by_fifth(COUNTS[::-1])
    plain, view = sii(data, worse="lower"), sii(data, worse="lower", view="against the disadvantaged")
    ratio = sii(data, RII, worse="lower", view="against the disadvantaged")

    assert (view["estimate"], view["lower"], view["upper"]) == (-plain["estimate"], -plain["upper"], -plain["lower"])
    assert view["estimate"] > 0 < ratio["estimate"] - 1
    assert ratio["estimate"] == pytest.approx(1 / sii(data, RII)["estimate"])
    assert plain["direction"] == view["direction"] == ratio["direction"] == "worse for the most deprived"
    assert "turned" in view["method"]


@pytest.mark.parametrize("kind", KINDS)
def test_any_frame_gives_the_same(kind):
    data = together(by_fifth(COUNTS, PEOPLE, area="A"), by_fifth(COUNTS[::-1], PEOPLE, area="B"))
    plain = rows(equity.slope_index(data, by="area", **NAMES))
    made = equity.slope_index(KINDS[kind](data), by="area", **NAMES)

    for row in plain:
        other = only(made, area=row["area"], measure=row["measure"])
        assert (other["estimate"], other["lower"], other["note"]) == pytest.approx(
            (row["estimate"], row["lower"], row["note"])
        )


def test_missing_fifths_are_left_out_and_said():
    three = sii(by_fifth([30, 20, 10], labels=["1", "2", "5"]))
    assert three["estimate"] is not None

    both = equity.slope_index(
        together(
            by_fifth(COUNTS, area="A"),
            by_fifth([30, 10], labels=["1", "5"], area="B"),
            by_fifth([3], labels=["1"], area="C"),
        ),
        by="area",
        **NAMES,
    )
    assert only(both, area="B", measure=SII)["note"] == "Groups without a figure are left out."
    assert only(both, area="C", measure=SII)["estimate"] is None
    assert "fewer than two quantiles" in only(both, area="C", measure=SII)["note"]


def test_a_least_deprived_end_that_may_be_none_has_no_upper_limit():
    row = sii(by_fifth([40, 30, 20, 2, 0]), RII)

    assert row["upper"] is None or row["upper"] == np.inf
    assert row["note"]


@settings(max_examples=5)
@given(st.integers(0, 100))
def test_drawn_limits_agree_with_the_closed_form(seed):
    """Within a few hundredths of the width: the closed form is normal, PHE draws rates on the log scale."""
    data = by_fifth([900, 820, 790, 700, 640], [20_000] * 5)
    closed, drawn = sii(data), sii(data, draws=100_000, seed=seed)
    again = sii(data, draws=100_000, seed=seed)
    width = closed["upper"] - closed["lower"]

    assert drawn == again
    assert drawn["lower"] == pytest.approx(closed["lower"], abs=0.03 * width)
    assert drawn["upper"] == pytest.approx(closed["upper"], abs=0.03 * width)


@pytest.mark.parametrize(("scale", "kind"), [("log", "rate"), ("logit", "proportion"), ("identity", "proportion")])
@pytest.mark.parametrize("measure", [SII, RII])
def test_drawn_limits_agree_on_every_scale(scale, kind, measure):
    data = by_fifth([900, 820, 790, 700, 640], [20_000] * 5)
    closed, drawn = (sii(data, measure, scale=scale, kind=kind, draws=draws) for draws in (None, 100_000))
    width = closed["upper"] - closed["lower"]

    assert (drawn["estimate"], drawn["se"]) == (closed["estimate"], closed["se"])
    assert drawn["lower"] == pytest.approx(closed["lower"], abs=0.03 * width)
    assert drawn["upper"] == pytest.approx(closed["upper"], abs=0.03 * width)


def test_a_zero_count_stops_no_simulation():
    row = sii(by_fifth([60, 45, 0, 31, 20]), draws=10_000)

    assert row["lower"] < row["estimate"] < row["upper"]


def test_too_few_draws_are_refused():
    with pytest.raises(OutOfRange, match="at least 1,000"):
        sii(by_fifth(COUNTS), draws=100)


def test_what_is_missing_or_unknown_is_said():
    with pytest.raises(NotEnoughGiven, match=r"Give count= and population="):
        equity.slope_index(by_fifth(COUNTS), quantile="fifth", population="people")
    with pytest.raises(UnknownChoice, match="identity, log, logit"):
        sii(by_fifth(COUNTS), scale="probit")
    with pytest.raises(UnknownChoice, match="as measured, against the disadvantaged"):
        sii(by_fifth(COUNTS), view="positive")
