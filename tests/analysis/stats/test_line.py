"""A weighted line, held against normal equations written out another way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.errors import TooFewToEstimate
from evenground.analysis.stats.line import fit


def by_matrices(x, y, w):
    design = np.column_stack([np.ones_like(x), x])
    bread = np.linalg.inv(design.T @ (design * w[:, None]))
    coefficients = bread @ (design.T @ (w * y))
    residual = y - design @ coefficients
    model = bread * (w @ residual**2) / (len(x) - 2)
    meat = design.T @ (design * (w * residual)[:, None] ** 2)
    return coefficients, model, bread @ meat @ bread * len(x) / (len(x) - 2)


@given(st.integers(0, 10_000), st.integers(4, 60))
def test_closed_form_agrees_with_matrices(seed, n):
    chance = np.random.default_rng(seed)
    x, y, w = chance.random(n), chance.normal(500, 100, n), chance.uniform(0.5, 2000, n)
    coefficients, model, robust = by_matrices(x, y, w)

    for errors, expected in (("model", model), ("hc1", robust)):
        line = fit(x, y, w, errors=errors)
        assert (line.intercept, line.slope) == pytest.approx(tuple(coefficients), rel=1e-6)
        found = (line.var_intercept, line.covariance, line.var_slope)
        assert found == pytest.approx((expected[0, 0], expected[0, 1], expected[1, 1]), rel=1e-5)


@pytest.mark.parametrize("x", [[0.1, 0.9], [0.4, 0.4, 0.4, 0.4]])
def test_no_line_through_two_points_or_one_rank(x):
    with pytest.raises(TooFewToEstimate, match="three points that differ"):
        fit(np.array(x), np.ones(len(x)), np.ones(len(x)))
