"""Control charts: textbook limits, the rules, and what users of other packages complained of."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.change.plain import frame, mdc, points, xmr

from evenground.analysis.change import Beyond, OneSide, assurance, control_chart
from evenground.analysis.errors import BadNumbers, UnknownChoice

SAYS = {
    "outside": ("Above the upper limit.", "Below the lower limit."),
    "trend": ("Seven or more points in a row going up.", "Seven or more points in a row going down."),
    "near": ("points near the upper limit or beyond it.", "points near the lower limit or beyond it."),
    "side": ("in a row above the centre line.", "in a row below the centre line."),
}


def chart(values, **options):
    data = pd.DataFrame({"month": range(1, len(values) + 1), "x": values})
    return control_chart(data, time="month", value="x", **options)


def marked(result, words):
    return points(result).index[points(result)["direction"].str.contains(words, regex=False)].tolist()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("screen", [True, False])
def test_limits_and_rules_are_those_of_a_plain_loop(seed, screen):
    rng = np.random.default_rng(seed)
    values = (np.cumsum(rng.normal(0, 0.8, 36)) + rng.normal(20, 2, 36)).round(1).tolist()
    result = chart(values, screen=screen)
    limits = xmr(values, screen)

    shown = points(result)
    np.testing.assert_allclose(shown["lower"], limits[1], rtol=1e-12)
    np.testing.assert_allclose(shown["upper"], limits[2], rtol=1e-12)
    np.testing.assert_allclose(points(result, "centre line")["estimate"], limits[0], rtol=1e-12)
    for rule, places in mdc(values, *limits).items():
        for way, words in zip((1, -1), SAYS[rule], strict=True):
            assert marked(result, words) == sorted(i for i, side in places if side == way), rule


def test_printed_constants():
    from scipy.stats import norm

    from evenground.analysis.change.process import D2, XMR

    mean_range = 2 * norm.pdf(0) * np.sqrt(2)  # of two standard normal values: 2 / sqrt(pi)
    assert round(mean_range, 3) == D2
    assert round(3 / D2, 2) == XMR


def test_a_constant_series_has_limits():
    """NHSRplotthedots gives none: the screening drops every range of nought."""
    shown = points(chart([0.1] * 20))

    np.testing.assert_allclose(shown[["lower", "upper"]], 0.1)
    assert set(shown["direction"]) == {"Common cause."}


def test_a_wild_range_is_put_aside_once():
    values = [10, 11] * 10 + [40] + [11, 10] * 5

    assert points(chart(values))["upper"][0] < points(chart(values, screen=False))["upper"][0]
    assert points(chart(values))["upper"][0] == pytest.approx(xmr(values)[2])


def test_equal_neighbours_break_a_trend():
    assert marked(chart([1, 2, 3, 4, 5, 6, 7]), "going up") == [0, 1, 2, 3, 4, 5, 6]
    assert marked(chart([1, 2, 3, 4, 4, 5, 6, 7]), "going up") == []


def test_a_falling_trend_is_found_as_a_rising_one_is():
    assert marked(chart([7, 6, 5, 4, 3, 2, 1]), "going down") == [0, 1, 2, 3, 4, 5, 6]


def test_a_trend_is_coloured_by_where_it_goes_not_by_the_side_it_is_on():
    shown = points(chart([9, 1, 2, 3, 4, 5, 6, 7, -1], improvement="up"))

    assert set(shown["direction"][1:8]) == {"Special cause: improvement. Seven or more points in a row going up."}


NEAR = [0, 1, -1, 1, -1] * 5


@pytest.mark.parametrize(
    ("last", "mdc_finds", "western_finds"),
    [
        ([2.5, 2.4, 0.5], [25, 26], [25, 26]),
        ([2.5, -2.5, 0.5], [], []),  # on opposite sides
        ([2.5, -0.5, 2.4], [], [25, 27]),  # the third on the other side
        ([2.5, 9, 0.5], [25, 26], [25, 26]),  # beyond three sigma counts too, since 2023
    ],
)
def test_two_of_three_near_a_limit(last, mdc_finds, western_finds):
    values = NEAR + [2 * v for v in last]

    assert marked(chart(values, baseline=25), "near the upper limit") == mdc_finds
    assert marked(chart(values, baseline=25, rules="western electric"), "near the upper limit") == western_finds


def test_six_or_seven_as_the_tool_allows():
    values = [5, 3, 4, 3] * 4 + [1, 2, 3, 4, 5, 6]

    assert marked(chart(values), "going up") == []
    assert marked(chart(values, rules="mdc 6"), "going up") == [*range(16, 22)]


@pytest.mark.parametrize(
    ("rule", "values", "places"),
    [
        ("Nine or more points in a row above", [0.1] * 9, range(25, 34)),
        ("Six or more points in a row going up", [-0.9, -0.5, -0.1, 0.3, 0.7, 1.4], range(25, 31)),
        ("Fourteen points in a row going up and down by turns", [0.5, -0.5] * 7, range(22, 39)),
        ("Four of five points near the upper limit", [2.5, 2.6, 0, 2.5, 2.6], [25, 26, 28, 29]),
        ("Fifteen points in a row within one sigma", [0.2, -0.2, 0.1] * 5, range(20, 40)),
        ("Eight points in a row beyond one sigma", [3, -3, -3, 3, 3, -3, 3, -3], range(25, 33)),
    ],
)
def test_nelsons_other_rules(rule, values, places):
    found = marked(chart(NEAR + values, baseline=25, rules="nelson", screen=False), rule)

    assert [place for place in found if place >= 25] == [place for place in places if place >= 25]


def test_rules_of_ones_own():
    assert marked(chart([1, 1, 1, 9, 9, 9], rules=[OneSide(3)]), "above the centre line") == [3, 4, 5]
    assert Beyond(3).of == 1


def test_rebased_and_frozen_together():
    """Asked of other packages in vain: each phase frozen at its own first points."""
    first, second = [10, 12] * 8, [30, 31] * 8
    first[-1] = second[-1] = 80
    shown = points(chart(first + second, rebase=[17], baseline=12))

    assert shown["phase"].tolist() == [1] * 16 + [2] * 16
    assert shown["upper"][0] == pytest.approx(xmr([10, 12] * 6)[2])
    assert shown["upper"][31] == pytest.approx(xmr([30, 31] * 6)[2])
    assert marked(chart(first + second, rebase=[17], baseline=12), "Above the upper limit") == [15, 31]


def test_each_stratum_may_be_rebased_at_its_own_time():
    data = pd.DataFrame({"area": ["N"] * 8 + ["S"] * 8, "month": [*range(1, 9)] * 2, "x": [1, 2, 1, 2, 9, 8, 9, 8] * 2})
    shown = points(control_chart(data, time="month", value="x", by="area", rebase={"S": [5]}))

    assert shown[shown["area"] == "N"]["phase"].tolist() == [1] * 8
    assert shown[shown["area"] == "S"]["phase"].tolist() == [1] * 4 + [2] * 4
    assert shown[shown["area"] == "S"]["upper"].iloc[7] == pytest.approx(8.5 + 2.66)


def test_frozen_between_two_dates():
    values = [10, 12] * 6 + [20, 22] * 6
    shown = points(chart(values, baseline=(1, 12)))

    np.testing.assert_allclose(shown["upper"], xmr(values[:12])[2])


def test_a_point_left_out_is_shown_and_changes_nothing():
    values = [10, 12] * 8
    with_ghost = points(chart([*values[:5], 99, *values[5:]], exclude=[6]))
    without = points(chart(values))

    assert with_ghost["estimate"][5] == 99
    assert with_ghost["direction"][5] == ""
    assert "Left out of the limits and the rules." in with_ghost["note"][5]
    np.testing.assert_allclose(with_ghost["upper"].drop(5), without["upper"])


def test_months_without_data_stay_visible():
    data = pa.table({"month": ["2020-01", "2020-02", "2020-04"], "x": [1.0, 2.0, 3.0]})
    shown = points(control_chart(data, time="month", value="x"))

    assert shown["month"].tolist() == ["2020-01", "2020-02", "2020-03", "2020-04"]
    assert np.isnan(shown["estimate"][2])
    assert shown["note"][2].startswith("No figure for this time.")
    assert not np.isnan(shown["upper"][2])


@pytest.mark.parametrize(("many", "warned"), [(12, True), (13, False)])
def test_under_thirteen_points_limits_are_provisional(many, warned):
    assert ("provisional" in points(chart(([1, 2, 3] * 5)[:many]))["note"][0]) is warned


def test_one_point_has_no_limits_and_says_so():
    only = points(chart([5]))

    assert only["estimate"][0] == 5
    assert np.isnan(only["upper"][0])
    assert "Limits need at least two points" in only["note"][0]


COUNTS = pd.DataFrame({"month": range(1, 7), "x": [5, 8, 3, 6, 0, 4], "n": [50, 100, 40, 60, 0, 50]})


def test_p_limits_follow_the_numbers_and_stay_within_0_and_1():
    shown = points(control_chart(COUNTS, time="month", chart="p", count="x", population="n"))
    pooled = 26 / 300
    upper = [pooled + 3 * np.sqrt(pooled * (1 - pooled) / n) for n in (50, 100, 40, 60)]

    np.testing.assert_allclose(shown["upper"][:4], upper)
    assert (shown["lower"][:4] >= 0).all()
    assert np.isnan(shown["estimate"][4])
    assert "Nobody was counted" in shown["note"][4]


def test_u_and_c_limits_are_poisson():
    rates = points(control_chart(COUNTS, time="month", chart="u", count="x", population="n", per=100))
    counts = points(control_chart(COUNTS, time="month", chart="c", count="x"))

    assert rates["upper"][0] == pytest.approx(100 * (26 / 300 + 3 * np.sqrt(26 / 300 / 50)))
    assert counts["upper"][0] == pytest.approx(26 / 6 + 3 * np.sqrt(26 / 6))
    assert counts["lower"][0] == 0


@pytest.mark.parametrize(("plain", "prime"), [("p", "p'"), ("u", "u′")])
def test_laney_widens_by_the_variation_between_neighbours(plain, prime):
    rng = np.random.default_rng(2)
    n = rng.integers(9_000, 11_000, 24)
    x = rng.binomial(n, np.clip(0.1 + rng.normal(0, 0.02, 24), 0, 1))
    data = pd.DataFrame({"month": range(24), "x": x, "n": n})
    one, two = (
        points(control_chart(data, time="month", chart=c, count="x", population="n", rules="mdc"))
        for c in (plain, prime)
    )
    centre = x.sum() / n.sum()
    sigma = np.sqrt(centre * (1 - centre) / n) if plain == "p" else np.sqrt(centre / n)
    stretch = np.abs(np.diff((x / n - centre) / sigma)).mean() / 1.128

    np.testing.assert_allclose((two["upper"] - centre) / (one["upper"] - centre), stretch)
    assert stretch > 3


def test_g_is_geometric_around_its_median():
    cases = [3, 9, 14, 2, 22, 7]
    shown = control_chart(pd.DataFrame({"event": range(6), "x": cases}), time="event", chart="g", value="x")
    mean = np.mean(cases)

    assert points(shown)["upper"][0] == pytest.approx(mean + 3 * np.sqrt(mean * (mean + 1)))
    assert points(shown)["lower"][0] == 0
    assert points(shown, "centre line")["estimate"][0] == pytest.approx(0.693 * mean)


def test_t_is_an_xmr_chart_of_the_root():
    times = [3.0, 9.0, 14.0, 2.0, 22.0, 7.0]
    shown = control_chart(pd.DataFrame({"event": range(6), "x": times}), time="event", chart="t", value="x")
    centre, lower, upper = (max(limit, 0) ** 3.6 for limit in xmr([x ** (1 / 3.6) for x in times]))

    assert points(shown)["upper"][0] == pytest.approx(upper)
    assert points(shown)["lower"][0] == pytest.approx(lower)
    assert points(shown, "centre line")["estimate"][0] == pytest.approx(centre)


def test_all_zeros():
    data = pd.DataFrame({"month": range(14), "x": [0] * 14, "n": [10] * 14})
    for kind in ("p", "p'", "u", "u'", "c"):
        shown = points(control_chart(data, time="month", chart=kind, count="x", population="n"))
        assert set(shown["estimate"]) == set(shown["upper"]) == set(shown["lower"]) == {0}, kind
        assert set(shown["direction"]) == {"Common cause."}


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"chart": "z", "value": "x"}, UnknownChoice, "“z” is not a choice for chart"),
        ({"chart": "p", "count": "x"}, UnknownChoice, "population= of a chart of kind “p”"),
        ({"value": "x", "rules": "mine"}, UnknownChoice, "“mine” is not a choice for rules"),
        ({"value": "x", "improvement": "high"}, UnknownChoice, "improvement"),
        ({"chart": "p", "count": "n", "population": "x"}, BadNumbers, "more than the population"),
    ],
)
def test_bad_options_and_data_get_one_sentence(options, error, says):
    with pytest.raises(error, match=says):
        control_chart(COUNTS, time="month", **options)


@pytest.mark.parametrize("make", [pa.Table.from_pandas, pl.from_pandas, duckdb.from_df, lambda data: data])
def test_any_frame_in_the_same_kind_out(make):
    data = make(pd.DataFrame({"month": [1, 2, 3, 4], "x": [1.0, 3.0, 2.0, 5.0]}))
    result = control_chart(data, time="month", value="x")

    assert type(result) is type(data)
    shown = result.df() if isinstance(result, duckdb.DuckDBPyRelation) else frame(result)
    assert shown["estimate"].tolist() == [1, 3, 2, 5, 2.75, 2.75, 2.75, 2.75]


@settings(max_examples=40)
@given(st.lists(st.integers(-50, 50), min_size=2, max_size=30), st.integers(-99, 99), st.integers(1, 9), st.randoms())
def test_limits_move_and_stretch_with_the_figures(values, shift, scale, random):
    plain = points(chart(values))
    moved = points(chart([scale * v + shift for v in values]))
    rows = list(enumerate(values, start=1))
    random.shuffle(rows)
    mixed = points(control_chart(pd.DataFrame(rows, columns=["month", "x"]), time="month", value="x"))

    np.testing.assert_allclose(moved["upper"], scale * plain["upper"] + shift, atol=1e-6)
    np.testing.assert_allclose(moved["lower"], scale * plain["lower"] + shift, atol=1e-6)
    pd.testing.assert_frame_equal(mixed, plain)


def test_assurance_by_series():
    data = pd.DataFrame({"area": ["N"] * 4 + ["S"] * 4, "month": [1, 2, 3, 4] * 2, "x": [10, 12, 10, 12] * 2})
    made = control_chart(data, time="month", value="x", by="area")
    low = 11 - 2.66 * 2

    result = assurance(made, time="month", target={"N": low - 1}, improvement="up")
    assert result["direction"].tolist() == ["consistently meets the target", ""]
    assert result["note"][1] == "There is no target for this series."
    result = assurance(made, time="month", target=low + 1, improvement="up")
    assert result["direction"].tolist() == ["hit and miss"] * 2
    result = assurance(made, time="month", target=99, improvement="up")
    assert result["direction"].tolist() == ["consistently fails the target"] * 2


def test_real_attendances(real):
    months = pd.read_csv(real("ae_attendances_monthly.csv.gz"), parse_dates=["period"])
    series = months[months["type"] == "1"]
    result = points(
        control_chart(series, time="period", chart="p'", count="breaches", population="attendances", by="org_code")
    )
    one = series[series["org_code"] == "RF4"].sort_values("period")

    assert len(result) == series["org_code"].nunique() * series["period"].nunique()
    shown = result[result["org_code"] == "RF4"].dropna(subset="estimate")
    share = one["breaches"] / one["attendances"]
    np.testing.assert_allclose(shown["estimate"].to_numpy(), share.to_numpy())
    assert shown["lower"].between(0, 1).all()
