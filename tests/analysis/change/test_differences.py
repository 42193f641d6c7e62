"""Difference in differences: counts, panels and placebos, held against statsmodels and SciPy."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from tests.analysis.change.plain import points

from evenground.analysis.change import difference_in_differences, panel_differences, trends_before
from evenground.analysis.errors import BadNumbers, PointTwice, StaggeredStart, UnknownGroup

START = 4
COLUMNS = {"value": "x", "unit": "gp", "time": "t", "treated": "on"}


def panel(seed=0, units=12, times=8, strata=("1",)):
    rng = np.random.default_rng(seed)
    rows = []
    for stratum in strata:
        for u in range(units):
            own, changed = rng.normal(0, 3), u < units // 2
            for t in range(times):
                on = int(changed and t >= START)
                rows.append((stratum, f"gp{u}", t, on, 50 + own + 0.4 * t - 2 * on + rng.normal()))
    return pd.DataFrame(rows, columns=["fifth", "gp", "t", "on", "x"])


def dummies(data):
    fixed = pd.get_dummies(data[["gp", "t"]].astype(str), drop_first=True).astype(float)
    x = np.column_stack([data["on"], np.ones(len(data)), fixed])
    codes = data["gp"].astype("category").cat.codes
    return sm.OLS(data["x"].to_numpy(), x).fit(cov_type="cluster", cov_kwds={"groups": codes}, use_t=True)


@pytest.mark.parametrize("drop", [0, 9])
def test_two_way_fixed_effects_are_statsmodels_with_dummies(drop):
    data = panel(1).sample(frac=1, random_state=2).iloc[drop:]
    theirs, mine = dummies(data), panel_differences(data, **COLUMNS).iloc[0]

    assert mine["estimate"] == pytest.approx(theirs.params[0], rel=1e-8)
    assert mine["se"] == pytest.approx(theirs.bse[0], rel=1e-8)
    assert (mine["lower"], mine["upper"]) == pytest.approx(tuple(theirs.conf_int()[0]), rel=1e-7)


def test_with_two_periods_it_is_the_difference_of_four_means():
    data = panel(3, times=8).query("t in (3, 4)")
    means = data.assign(arm=data["gp"].isin([f"gp{u}" for u in range(6)])).groupby(["arm", "t"])["x"].mean()
    four = (means[True, 4] - means[True, 3]) - (means[False, 4] - means[False, 3])

    assert panel_differences(data, **COLUMNS)["estimate"][0] == pytest.approx(four)


def test_every_stratum_alone_and_their_contrast_first():
    data = panel(4, strata=("1", "5"))
    result = panel_differences(data, stratum="fifth", of="1", against="5", **COLUMNS)
    headline, one, other = (result.iloc[i] for i in range(3))

    assert headline["measure"] == "difference in differences: 1 less 5"
    assert pd.isna(headline["fifth"])
    for mine, fifth in ((one, "1"), (other, "5")):
        theirs = dummies(data[data["fifth"] == fifth])
        assert (mine["estimate"], mine["se"]) == pytest.approx((theirs.params[0], theirs.bse[0]))
    assert headline["estimate"] == pytest.approx(one["estimate"] - other["estimate"])
    assert headline["se"] == pytest.approx(np.hypot(one["se"], other["se"]))


def test_equal_strata_have_no_contrast():
    one = panel(5)
    data = pd.concat([one.assign(fifth="1"), one.assign(fifth="5")])

    assert panel_differences(data, stratum="fifth", of=1, against=5, **COLUMNS)["estimate"][0] == pytest.approx(0)


def test_a_staggered_start_is_refused_with_its_dates():
    data = panel(6)
    data.loc[(data["gp"] == "gp0") & (data["t"] == START), "on"] = 0
    with pytest.raises(StaggeredStart, match="began at 2 different times: 4, 5") as caught:
        panel_differences(data, **COLUMNS)

    assert caught.value.starts == (4, 5)
    assert "Make one comparison for each start" in str(caught.value)


def test_a_blank_month_at_the_start_is_not_another_start():
    data = panel(6)
    data = data[~((data["gp"] == "gp0") & (data["t"] == START))]

    assert panel_differences(data, **COLUMNS)["n"][0] == 12


def test_groups_may_start_at_their_own_times():
    early, late = panel(7).assign(fifth="N"), panel(7).assign(fifth="S")
    late["on"] = (late["on"] * (late["t"] > START)).astype(int)

    assert panel_differences(pd.concat([early, late]), by="fifth", **COLUMNS)["estimate"].notna().all()


@pytest.mark.parametrize(
    ("mend", "error", "says"),
    [
        (lambda d: d.assign(on=d["on"] * 2), BadNumbers, "“on” has values that are not 0 or 1"),
        (lambda d: d.assign(on=d["on"] * (d["t"] < 6)), BadNumbers, "0 again after 1"),
        (lambda d: pd.concat([d, d.iloc[:1]]), PointTwice, "series of gp0 has more than one row for 0"),
    ],
)
def test_bad_data_get_one_sentence(mend, error, says):
    with pytest.raises(error, match=says):
        panel_differences(mend(panel(8)), **COLUMNS)


def test_what_cannot_be_compared_says_why():
    data = pd.concat(
        [
            panel(9).assign(fifth="good"),
            panel(9).assign(fifth="none", on=0),
            panel(9).query("gp in ('gp0', 'gp1')").assign(fifth="all"),
        ]
    )
    result = panel_differences(data, by="fifth", **COLUMNS)

    assert result["estimate"].notna().tolist() == [True, False, False]
    assert result["note"].tolist() == [
        "Fewer than 30 units: the interval may be too narrow.",
        "No unit was changed here.",
        "No unit was left unchanged here to compare with.",
    ]


def test_effects_by_time_are_an_event_study_with_welch_errors():
    data = panel(10)
    effect = points(trends_before(data, **COLUMNS), "effect").set_index("t")
    wide = data.pivot(index="gp", columns="t", values="x")
    changed = wide.index.isin([f"gp{u}" for u in range(6)])
    for t in (0, 2, 5, 7):
        gone = wide[t] - wide[START - 1]
        theirs = stats.ttest_ind(gone[changed], gone[~changed], equal_var=False)
        interval = theirs.confidence_interval()
        assert effect.loc[t, "estimate"] == pytest.approx(gone[changed].mean() - gone[~changed].mean())
        assert (effect.loc[t, "lower"], effect.loc[t, "upper"]) == pytest.approx((interval.low, interval.high))
    assert effect.loc[START - 1, "estimate"] == 0
    assert effect.loc[0, "direction"].startswith("before the change")


def test_a_trend_before_the_change_is_found():
    data = panel(11)
    drifting = data.assign(x=data["x"] + 5 * data["t"] * data["gp"].isin([f"gp{u}" for u in range(6)]))
    even, apart = (trends_before(d, **COLUMNS).iloc[0] for d in (data, drifting))

    assert even["direction"] == "no clear difference before"
    assert apart["direction"] == "the two were going different ways before"
    assert apart["estimate"] - even["estimate"] == pytest.approx(5)


CASES = pd.DataFrame(
    {
        "fifth": ["1"] * 4 + ["5"] * 4,
        "arm": ["new", "new", "old", "old"] * 2,
        "year": [1, 2] * 4,
        "events": [120, 80, 110, 108, 60, 55, 61, 58],
        "people": [1000, 1100, 900, 950, 1000, 1000, 1000, 1000],
    }
)
COUNTED = {
    "count": "events",
    "population": "people",
    "arm": "arm",
    "treated": "new",
    "control": "old",
    "period": "year",
    "before": 1,
    "after": 2,
}


def test_two_by_two_of_counts():
    result = difference_in_differences(CASES, stratum="fifth", of="1", against="5", per=1000, **COUNTED)
    headline, one, other = (result.iloc[i] for i in range(3))
    by_hand = 1000 * ((80 / 1100 - 120 / 1000) - (108 / 950 - 110 / 900))

    assert one["estimate"] == pytest.approx(by_hand)
    assert headline["estimate"] == pytest.approx(one["estimate"] - other["estimate"])
    assert headline["measure"] == "difference in differences: 1 less 5"
    large = CASES.assign(events=CASES["events"] * 400, people=CASES["people"] * 400)
    wald = 1000 * 1.959964 * np.sqrt(sum(e / n**2 for e, n in large[["events", "people"]].values[:4]))
    many = difference_in_differences(large, by="fifth", per=1000, **COUNTED).iloc[0]
    assert many["upper"] - many["lower"] == pytest.approx(2 * wald, rel=0.01)


def test_ratio_of_ratios_of_large_counts_is_the_interaction_of_a_poisson_regression():
    large = CASES[CASES["fifth"] == "1"].assign(events=lambda d: d["events"] * 50)
    mine = difference_in_differences(large, kind="ratio", **COUNTED).iloc[0]
    rate = (large["events"] / large["people"]).to_numpy()
    interaction = (rate[1] / rate[0]) / (rate[3] / rate[2])
    half = 1.959964 * np.sqrt((1 / large["events"]).sum())  # the regression is saturated: its variance is this

    assert mine["estimate"] == pytest.approx(interaction)
    assert (mine["lower"], mine["upper"]) == pytest.approx(tuple(interaction * np.exp([-half, half])), rel=2e-3)


def test_noughts_and_nobody():
    data = CASES.assign(events=[0, 0, 3, 2, 1, 0, 1, 1], people=[10] * 4 + [10, 0, 10, 10])
    result = difference_in_differences(data, by="fifth", figure="proportion", **COUNTED)

    assert result["estimate"][0] == pytest.approx(0.1)
    assert result["lower"][0] < 0.1 < result["upper"][0]
    assert result["note"][1] == "The population is zero in one of the four."
    ratio = difference_in_differences(data, by="fifth", kind="ratio", **COUNTED)
    assert ratio["note"][0] == "The figure to divide by is zero, so no ratio can be given."
    with pytest.raises(UnknownGroup, match="no group called “newer”"):
        difference_in_differences(data, **COUNTED | {"treated": "newer"})
    with pytest.raises(BadNumbers, match="more than the population"):
        difference_in_differences(data.assign(events=99), figure="proportion", **COUNTED)
