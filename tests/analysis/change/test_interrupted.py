"""Interrupted time series, held against statsmodels."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.linalg import toeplitz
from scipy.optimize import minimize_scalar
from tests.analysis.change.plain import frame

from evenground.analysis.change import contrast, interrupted
from evenground.analysis.errors import OutOfRange, UnknownChoice, UnknownGroup

FIRST = 20
POINTS = 36


def monthly(seed, areas=("N",)):
    """Made-up months: a level, a slope, a drop, a season and errors that remember."""
    rng = np.random.default_rng(seed)
    rows = []
    for area in areas:
        t, error = np.arange(POINTS), 0.0
        for i in t:
            error = 0.5 * error + rng.normal(0, 1)
            x = 20 + 0.2 * i - 3 * (i >= FIRST) - 0.1 * max(i - FIRST, 0) + np.sin(i * np.pi / 6) + error
            n = 900 + 5 * i
            rows.append((area, i, x, rng.poisson(n * x / 500), n))
    return pd.DataFrame(rows, columns=["area", "t", "x", "events", "people"])


def design(data, season=None):
    t = data["t"].to_numpy() - FIRST
    columns = [np.ones(len(t)), t, t >= 0, t * (t >= 0)]
    if season == "fourier":
        angles = [2 * np.pi * k * data["t"] / 12 for k in (1, 2)]
        columns += [np.sin(angle) for angle in angles] + [np.cos(angle) for angle in angles]
    if season == "month":
        columns += [data["t"] % 12 == month for month in range(1, 12)]
    return np.column_stack(columns).astype(float)


def row(result, measure):
    return frame(result).set_index("measure").loc[measure]


COEFFICIENTS = {"slope before": 1, "level change": 2, "slope change": 3}


def same(result, beta, se, counts=False):
    for name, place in COEFFICIENTS.items():
        mine = row(result, f"{name} (ratio)" if counts else name)
        estimate = np.log(mine["estimate"]) if counts else mine["estimate"]
        half = (np.log(mine["upper"] / mine["lower"]) if counts else mine["upper"] - mine["lower"]) / 2
        assert estimate == pytest.approx(beta[place], rel=1e-6, abs=1e-9), name
        assert half == pytest.approx(se[place] * mine["t"], rel=1e-5), name


def with_t(result, freedom):
    from scipy.stats import t

    return frame(result).assign(t=t.ppf(0.975, freedom))


@pytest.mark.parametrize("season", [None, "fourier", "month"])
def test_newey_west_is_statsmodels_hac(season):
    data = monthly(1)
    x = design(data, season)
    theirs = sm.OLS(data["x"].to_numpy(), x).fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True})
    mine = interrupted(data, time="t", at=FIRST, value="x", season=season, cycle=12, errors="newey-west")

    assert "bandwidth 3" in mine["method"][0]  # 4 (36 / 100)^(2/9) = 3.19
    same(with_t(mine, POINTS - x.shape[1]), theirs.params, theirs.bse)


def test_cochrane_orcutt_is_statsmodels_glsar():
    data = monthly(2)
    model = sm.GLSAR(data["x"].to_numpy(), design(data), 1)
    theirs = model.iterative_fit(maxiter=200, rtol=1e-12)
    mine = interrupted(data, time="t", at=FIRST, value="x", errors="cochrane-orcutt")

    assert row(mine, "autocorrelation")["estimate"] == pytest.approx(float(model.rho[0]), rel=1e-6)
    same(with_t(mine, POINTS - 1 - 4), theirs.params, theirs.bse)


@pytest.mark.parametrize("gaps", [[], [3, 7, 8, 30]])
def test_restricted_likelihood_is_that_of_the_whole_covariance_matrix(gaps):
    kept = monthly(3).drop(index=gaps)
    x, y = design(kept), kept["x"].to_numpy()

    def deviance(rho):
        v = toeplitz(rho ** np.arange(POINTS))[np.ix_(kept["t"], kept["t"])]
        inner = x.T @ np.linalg.solve(v, x)
        left = y - x @ np.linalg.solve(inner, x.T @ np.linalg.solve(v, y))
        rest = np.log(left @ np.linalg.solve(v, left)) * (len(y) - 4)
        return rest + np.linalg.slogdet(inner)[1] + np.linalg.slogdet(v)[1]

    mine = interrupted(kept, time="t", at=FIRST, value="x")
    rho = minimize_scalar(deviance, bounds=(-0.9, 0.99), method="bounded", options={"xatol": 1e-10}).x
    sigma = toeplitz(rho ** np.arange(POINTS))[np.ix_(kept["t"], kept["t"])]

    assert row(mine, "autocorrelation")["estimate"] == pytest.approx(rho, abs=1e-6)
    theirs = sm.GLS(y, x, sigma=sigma).fit()
    assert row(mine, "level change")["se"] == pytest.approx(theirs.bse[2], rel=1e-5)


def test_limits_hold_the_truth_about_as_often_as_they_say():
    """1,000 made-up series of 48 points without any change, autocorrelation 0.2."""
    rng = np.random.default_rng(12)
    errors = rng.normal(size=(1000, 60))
    for t in range(1, 60):
        errors[:, t] += 0.2 * errors[:, t - 1]
    data = pd.DataFrame({"g": np.repeat(np.arange(1000), 48), "t": np.tile(np.arange(48), 1000)})
    result = interrupted(data.assign(x=errors[:, 12:].ravel()), time="t", at=24, value="x", by="g")
    level = result[result["measure"] == "level change"]

    assert ((level["lower"] <= 0) & (level["upper"] >= 0)).mean() == pytest.approx(0.95, abs=0.025)


@pytest.mark.parametrize("gaps", [[], [3, 7, 8, 30]])
def test_prais_winsten_is_generalised_least_squares_with_that_correlation(gaps):
    """Also over gaps, where the correlation is the power of the distance."""
    data = monthly(3)
    kept = data.drop(index=gaps)
    mine = interrupted(kept, time="t", at=FIRST, value="x", errors="prais-winsten")
    rho = row(mine, "autocorrelation")["estimate"]
    sigma = toeplitz(rho ** np.arange(POINTS))[np.ix_(kept["t"], kept["t"])]
    theirs = sm.GLS(kept["x"].to_numpy(), design(kept), sigma=sigma).fit()

    same(with_t(mine, len(kept) - 4), theirs.params, theirs.bse)


@pytest.mark.parametrize("errors", ["quasi-poisson", "poisson", "newey-west"])
def test_counts_are_statsmodels_glm(errors):
    data = monthly(4)
    model = sm.GLM(data["events"], design(data), family=sm.families.Poisson(), offset=np.log(data["people"]))
    if errors == "newey-west":
        theirs = model.fit(cov_type="HAC", cov_kwds={"maxlags": 2, "use_correction": True}, tol=1e-12)
    else:
        theirs = model.fit(scale="X2" if errors == "quasi-poisson" else 1.0, tol=1e-12)
    mine = interrupted(data, time="t", at=FIRST, count="events", population="people", errors=errors, bandwidth=2)

    same(with_t(mine, POINTS - 4), np.asarray(theirs.params), np.asarray(theirs.bse), counts=True)
    assert row(mine, "dispersion")["estimate"] == pytest.approx(theirs.pearson_chi2 / (POINTS - 4))


def test_the_effect_and_the_counterfactual_at_the_horizon():
    data = monthly(5)
    theirs = sm.OLS(data["x"].to_numpy(), design(data)).fit(
        cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True}
    )
    mine = interrupted(data, time="t", at=FIRST, value="x", horizon=6, errors="newey-west")
    along = np.array([0, 0, 1, 6.0])

    assert row(mine, "effect at the horizon")["estimate"] == pytest.approx(along @ theirs.params)
    assert row(mine, "effect at the horizon")["se"] == pytest.approx(np.sqrt(along @ theirs.cov_params() @ along))
    without, with_it = row(mine, "without the change")["estimate"], row(mine, "with the change")["estimate"]
    assert without == pytest.approx(np.array([1, 6.0, 0, 0]) @ theirs.params)
    assert with_it - without == pytest.approx(along @ theirs.params)


def test_many_series_at_once_are_each_alone():
    data = monthly(6, areas=[f"a{i}" for i in range(5)]).drop(index=[3, 50, 77])
    options = {"time": "t", "at": FIRST, "errors": "prais-winsten", "value": "x"}
    together = interrupted(data.sample(frac=1, random_state=1), by="area", **options).set_index(["area", "measure"])

    for area, own in data.groupby("area"):
        alone = interrupted(own, **options).set_index("measure")
        np.testing.assert_allclose(together.loc[area]["estimate"], alone["estimate"], rtol=1e-9)
        np.testing.assert_allclose(together.loc[area]["upper"], alone["upper"], rtol=1e-9)


def test_washed_out_points_change_nothing_and_the_clock_starts_after_them():
    data = monthly(7)
    wild = data.assign(x=data["x"] + 1000 * data["t"].between(FIRST, FIRST + 2))
    one, other = (interrupted(d, time="t", at=FIRST, value="x", washout=3) for d in (data, wild))

    np.testing.assert_allclose(one["estimate"], other["estimate"])
    lagged = interrupted(data, time="t", at=FIRST, value="x", lag=3)
    pd.testing.assert_frame_equal(lagged, interrupted(data, time="t", at=FIRST + 3, value="x"))


def test_the_contrast_between_strata_comes_first():
    data = monthly(8, areas=("1", "5"))
    result = interrupted(data, time="t", at=FIRST, value="x", stratum="area", of=1, against=5)
    each = result.set_index(["area", "measure"])
    headline = result.iloc[0]

    assert headline["measure"] == "level change: 1 less 5"
    assert headline["area"] is None or pd.isna(headline["area"])
    one, other = each.loc[("1", "level change")], each.loc[("5", "level change")]
    assert headline["estimate"] == pytest.approx(one["estimate"] - other["estimate"])
    assert headline["se"] == pytest.approx(np.hypot(one["se"], other["se"]))
    recovered = contrast(result.dropna(subset="area"), stratum="area", of="1", against="5").set_index("measure")
    assert recovered.loc["level change: 1 less 5", "upper"] == pytest.approx(headline["upper"], rel=0.02)


def test_equal_strata_have_no_contrast():
    one = monthly(9)
    data = pd.concat([one.assign(area="1"), one.assign(area="5")])
    for kind in ({"value": "x"}, {"count": "events", "population": "people"}):
        result = interrupted(data, time="t", at=FIRST, stratum="area", of="1", against="5", **kind)
        assert result["estimate"][0] == pytest.approx(0 if "value" in kind else 1)
        assert result["direction"][0] == "no clear change"


def test_a_series_may_have_its_own_time():
    data = pd.concat([monthly(1).assign(area="N"), monthly(1).assign(area="S")])
    result = interrupted(data, time="t", at={"N": FIRST, "S": FIRST + 2}, value="x", by="area")

    alone = interrupted(monthly(1), time="t", at=FIRST + 2, value="x")
    np.testing.assert_allclose(result[result["area"] == "S"]["estimate"], alone["estimate"])
    with pytest.raises(UnknownChoice, match="“S” is not a choice for at"):
        interrupted(data, time="t", at={"N": FIRST}, value="x", by="area")


def test_one_series_that_cannot_be_fitted_stops_nobody():
    good = monthly(1)
    short = good[good["t"].between(FIRST - 1, FIRST + 1)].assign(area="short")
    zero = good.assign(area="zero", events=good["events"].where(good["t"] < FIRST, 0))
    nobody = good.assign(area="nobody", people=0)
    result = interrupted(
        pd.concat([short, zero, nobody, good]), time="t", at=FIRST, count="events", population="people", by="area"
    )
    level = result[result["measure"] == "level change (ratio)"].set_index("area")

    assert level["estimate"].notna().tolist() == [False, False, False, True]
    assert level["note"].tolist() == [
        "There are too few points before or after the change for this model.",
        "Nothing was counted before the change, or nothing after it.",
        "There are too few points before or after the change for this model.",
        "",
    ]


def test_a_constant_series_has_no_effect():
    result = interrupted(pd.DataFrame({"t": range(20), "x": [7.0] * 20}), time="t", at=10, value="x")

    assert row(result, "level change")["estimate"] == pytest.approx(0, abs=1e-9)
    assert row(result, "without the change")["estimate"] == pytest.approx(7)


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({}, UnknownChoice, "what to fit"),
        ({"value": "x", "errors": "poisson"}, UnknownChoice, "Choose one of: reml, newey-west, prais-winsten"),
        ({"value": "x", "season": "fourier"}, OutOfRange, "cycle is left out; it must be the number of points a year"),
        ({"value": "x", "lag": -1}, OutOfRange, "lag is -1"),
        ({"value": "x", "at": 99}, OutOfRange, r"at is 99; it must be within the series \(0 to 35\)"),
        ({"value": "x", "stratum": "area", "of": "N", "against": "W"}, UnknownGroup, "no group called “W”"),
    ],
)
def test_bad_options_get_one_sentence(options, error, says):
    with pytest.raises(error, match=says):
        interrupted(monthly(1), **{"time": "t", "at": FIRST} | options)


def test_months_know_their_cycle():
    data = monthly(1).assign(month=pd.date_range("2020-01-01", periods=POINTS, freq="MS").astype(str).str[:7])
    named = interrupted(data, time="month", at="2021-09", value="x", season="month")
    counted = interrupted(data, time="t", at=FIRST, value="x", season="month", cycle=12)

    np.testing.assert_allclose(named["estimate"], counted["estimate"])
