"""Run charts by the Anhøj rules."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom
from tests.analysis.change.plain import points, run

from evenground.analysis.change import run_chart


def test_the_printed_limits():
    """Table 1 of Anhøj and Olesen (2014) follows from the two formulas; a few of them, and R's qbinom, here."""
    for n in (10, 15, 20, 24, 30, 60):
        result = run_chart(pd.DataFrame({"t": range(n), "x": [1, 2] * (n // 2) + [1] * (n % 2)}), time="t", value="x")
        useful = int(points(result, "median")["n"][0])
        assert points(result, "longest run")["upper"][0] == round(np.log2(useful)) + 3
        assert points(result, "crossings")["lower"][0] == binom.ppf(0.05, useful - 1, 0.5)


@pytest.mark.parametrize("seed", range(6))
def test_many_series_at_once_are_those_of_a_plain_loop(seed):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 40, 12)
    rows = [(g, t, int(x)) for g, n in enumerate(sizes) for t, x in enumerate(rng.integers(0, 8, n))]
    data = pd.DataFrame(rows, columns=["g", "t", "x"]).sample(frac=1, random_state=seed)
    result = run_chart(data, time="t", value="x", by="g")

    for g in range(len(sizes)):
        mine = result[result["g"] == g].set_index("measure")
        longest, crossings, useful = run([x for i, _, x in rows if i == g])
        assert mine.loc["median", "n"] == useful
        if useful:
            assert (mine.loc["longest run", "estimate"], mine.loc["crossings", "estimate"]) == (longest, crossings)


def test_points_on_the_median_are_not_useful():
    result = run_chart(pd.DataFrame({"t": range(7), "x": [1, 5, 5, 5, 9, 1, 9]}), time="t", value="x")

    assert points(result, "longest run")[["estimate", "n"]].values.tolist() == [[1, 4]]


def test_a_constant_series_has_nothing_to_test_and_says_so():
    result = run_chart(pd.DataFrame({"t": range(7), "x": [5] * 7}), time="t", value="x")

    assert points(result, "median")["estimate"][0] == 5
    assert np.isnan(points(result, "longest run")["estimate"][0])
    assert points(result, "longest run")["note"][0] == "No point lies off the median, so there is nothing to test."


def test_a_frozen_median_shows_the_shift_after_it():
    data = pd.DataFrame({"t": range(24), "x": [3, 5] * 6 + [5, 6] * 6})

    assert points(run_chart(data, time="t", value="x", baseline=12), "median")["estimate"][0] == 4
    assert points(run_chart(data, time="t", value="x", baseline=12), "longest run")["direction"][0].startswith("signal")


def test_limits_are_those_published():
    """Anhøj (2015): the longest run is round(log2 n) + 3, the fewest crossings the fifth centile of a fair coin."""
    longest = {range(10, 12): 6, range(12, 23): 7, range(23, 46): 8, range(46, 61): 9}
    for many in range(10, 61):
        figures = pd.DataFrame({"week": range(many), "x": [0.0, 1.0] * (many // 2) + [2.0] * (many % 2)})
        _, run, crossings = run_chart(figures, time="week", value="x").to_dict("records")
        useful = int(run["n"])
        if useful >= 10:
            assert run["upper"] == next(limit for span, limit in longest.items() if useful in span)
            assert crossings["lower"] == binom.ppf(0.05, useful - 1, 0.5)
