"""Lines of many groups at once, held against the one-group line."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.errors import UnknownChoice
from evenground.analysis.stats.line import fit
from evenground.analysis.stats.lines import fit_all


@given(st.integers(0, 10_000), st.integers(1, 6), st.sampled_from(["model", "hc1"]))
def test_every_group_has_the_line_it_has_alone(seed, groups, errors):
    chance = np.random.default_rng(seed)
    of = np.concatenate([np.arange(groups).repeat(4), chance.integers(0, groups, 30)])
    x, y, w = chance.random(len(of)), chance.normal(500, 100, len(of)), chance.uniform(1, 2000, len(of))
    made = fit_all(of, groups, x, y, w, errors=errors)

    for group in range(groups):
        mine = of == group
        alone = fit(x[mine], y[mine], w[mine], errors=errors)
        for name in ("intercept", "slope", "var_intercept", "var_slope", "covariance"):
            assert getattr(made, name)[group] == pytest.approx(getattr(alone, name), rel=1e-7)
        assert made.points[group] == alone.points


def test_a_group_without_a_line_has_none_and_the_others_theirs():
    of = np.array([0, 0, 1, 1, 1, 2, 2, 2])
    x = np.array([0.1, 0.9, 0.3, 0.3, 0.3, 0.0, 0.5, 1.0])
    made = fit_all(of, 4, x, 100 + 50 * x, np.ones(8))

    assert np.isnan(made.slope).tolist() == [True, True, False, True]
    assert made.slope[2] == pytest.approx(50)
    assert made.at(0.5)[2] == pytest.approx(125)
    with pytest.raises(UnknownChoice, match="model, hc1"):
        fit_all(of, 4, x, x, x, errors="hc3")
