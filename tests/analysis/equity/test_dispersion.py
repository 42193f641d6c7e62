"""Dispersion: each measure from its definition, and its interval on the scale of its estimate."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.equity.made_up import KINDS, only, rows

from evenground.analysis import equity
from evenground.analysis.equity.spreads import MEASURES
from evenground.analysis.errors import OutOfRange, UnknownChoice

Y, PEOPLE, SE = np.array([12.0, 18.0, 25.0, 40.0]), np.array([4000, 3000, 2000, 1000]), np.array([0.8, 1.0, 1.5, 2.5])
P = PEOPLE / PEOPLE.sum()
NAMES = {"group": "ward", "population": "people", "estimate": "rate", "se": "se"}


def table(y=Y, people=PEOPLE, se=SE):
    return pa.table({"ward": list("abcd")[: len(y)], "rate": y, "people": people, "se": se})


def written_out(y, p=P):
    """From the definitions, one figure after the other."""
    mean, even = p @ y, np.full(len(y), 1 / len(y))
    r = y / mean
    best, reference = y.min(), y[2]
    return {
        "between-group variance": p @ (y - mean) ** 2,
        "between-group standard deviation": np.sqrt(p @ (y - mean) ** 2),
        "coefficient of variation (%)": 100 * np.sqrt(p @ (y - mean) ** 2) / mean,
        "mean difference from the best, weighted": p @ np.abs(y - best),
        "mean difference from the best, unweighted": even @ np.abs(y - best),
        "mean difference from the mean, weighted": p @ np.abs(y - mean),
        "mean difference from the mean, unweighted": even @ np.abs(y - mean),
        "mean difference from the reference, weighted": p @ np.abs(y - reference),
        "mean difference from the reference, unweighted": even @ np.abs(y - reference),
        "index of disparity (%), weighted": 100 * (p @ np.abs(y - mean)) / mean,
        "index of disparity (%), unweighted": 100 * (even @ np.abs(y - mean)) / mean,
        "Theil index": p @ (r * np.log(r)),
        "mean log deviation": p @ -np.log(r),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_measure_is_its_definition(kind):
    made = rows(equity.dispersion(KINDS[kind](table()), reference="c", **NAMES))

    assert {row["measure"]: row["estimate"] for row in made} == pytest.approx(written_out(Y))
    assert {row["n"] for row in made} == {4}


@pytest.mark.parametrize("measure", [name for name in MEASURES if name != "between-group variance"])
def test_every_standard_error_is_that_of_small_changes(measure):
    """Delta method by differences: healthequal's TI and MLD had it a thousand times too small (defect 5)."""
    steps = np.eye(4) * 1e-6
    slopes = np.array([(written_out(Y + step)[measure] - written_out(Y - step)[measure]) / 2e-6 for step in steps])
    row = only(equity.dispersion(table(), reference="c", **NAMES), measure=measure)

    assert row["se"] == pytest.approx(np.sqrt((slopes**2 * SE**2).sum()), rel=1e-4)
    assert (row["upper"] - row["lower"]) / 2 == pytest.approx(1.959964 * row["se"], rel=1e-5)


def test_the_error_of_the_variance_is_that_of_many_draws():
    drawn = np.random.default_rng(3).normal(Y, SE, (400_000, 4))
    spread = (P * (drawn - (drawn @ P)[:, None]) ** 2).sum(axis=1)
    row = only(equity.dispersion(table(), **NAMES), measure="between-group variance")

    assert row["se"] == pytest.approx(spread.std(), rel=0.01)


@pytest.mark.parametrize("measure", ["index of disparity (%), weighted", "mean difference from the best, weighted"])
def test_drawn_limits_work_the_mean_and_the_best_out_anew(measure):
    """healthequal's idisw draws around the mean it started with (defect 9)."""
    drawn = np.random.default_rng(9).normal(Y, SE, (100_000, 4))
    figures = [written_out(y)[measure] for y in drawn[:20_000]]
    row = only(equity.dispersion(table(), draws=100_000, seed=4, **NAMES), measure=measure)

    assert (row["lower"], row["upper"]) == pytest.approx(tuple(np.percentile(figures, [2.5, 97.5])), rel=0.02)
    assert row == only(equity.dispersion(table(), draws=100_000, seed=4, **NAMES), measure=measure)


def test_without_standard_errors_there_is_an_estimate_and_no_interval():
    """healthequal's mdbu and others fail (defect 8)."""
    for row in rows(equity.dispersion(table(), group="ward", population="people", estimate="rate")):
        assert row["estimate"] == pytest.approx(written_out(Y)[row["measure"]])
        assert (row["se"], row["lower"], row["upper"]) == (None, None, None)
        assert "without an interval" in row["note"]


def test_a_missing_stratum_is_left_out_and_said():
    """Any missing estimate stops healthequal's ti, mld and mdbu (defect 8)."""
    data = table(np.array([12.0, 18.0, 25.0, np.nan])).to_pandas()
    three = PEOPLE[:3] / PEOPLE[:3].sum()
    row = only(equity.dispersion(data, **NAMES), measure="Theil index")

    assert row["estimate"] == pytest.approx(written_out(Y[:3], three)["Theil index"])
    assert row["note"] == "Groups without a figure are left out."


def test_a_zero_has_no_logarithm_and_stops_nothing_else():
    data = pa.table({"ward": list("ab"), "cases": [0, 20], "people": [1000, 1000]})
    made = equity.dispersion(data, group="ward", count="cases", population="people")

    assert only(made, measure="mean log deviation")["estimate"] is None
    assert "above zero" in only(made, measure="mean log deviation")["note"]
    assert only(made, measure="Theil index")["estimate"] == pytest.approx(np.log(2))
    assert only(made, measure="Theil index")["se"] > 0


@given(st.integers(1, 500))
def test_equal_rates_have_no_dispersion(count):
    data = pa.table({"ward": list("abc"), "cases": [count] * 3, "people": [1000] * 3})
    made = rows(equity.dispersion(data, group="ward", count="cases", population="people"))

    assert [row["estimate"] for row in made] == pytest.approx([0] * len(made), abs=1e-6)


@given(st.lists(st.integers(1, 400), min_size=3, max_size=6), st.integers(0, 5))
def test_limits_hold_the_estimate_and_order_does_not_matter(counts, turn):
    data = pa.table({"ward": list("abcdef")[: len(counts)], "cases": counts, "people": [3000] * len(counts)})
    asked = {"group": "ward", "count": "cases", "population": "people"}
    made = rows(equity.dispersion(data, **asked))
    turned = data.take([(i + turn) % len(counts) for i in range(len(counts))])

    assert [row["estimate"] for row in rows(equity.dispersion(turned, **asked))] == pytest.approx(
        [row["estimate"] for row in made], rel=1e-9, abs=1e-9
    )
    for row in made:
        if row["lower"] is not None:
            assert row["lower"] <= row["estimate"] <= row["upper"]


def test_one_stratum_has_no_dispersion_to_speak_of():
    made = rows(equity.dispersion(table(Y[:1], PEOPLE[:1], SE[:1]), **NAMES))

    assert {row["estimate"] for row in made} == {None}
    assert "fewer than two groups" in made[0]["note"]


def test_unknown_measures_and_too_few_draws_are_refused():
    with pytest.raises(UnknownChoice, match="Theil index"):
        equity.dispersion(table(), measures=["gini"], **NAMES)
    with pytest.raises(OutOfRange, match="at least 1,000"):
        equity.dispersion(table(), draws=100, **NAMES)
