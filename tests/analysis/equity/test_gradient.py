"""The gradient, on lines we know and on the published national and local values."""

import numpy as np
import pytest

from evenground.analysis.equity.gradient import Neighbourhoods, gradient, gradient_of
from evenground.analysis.equity.groups import quintile_of, quintiles_of
from evenground.analysis.results import Role


def on_a_line(n=50, intercept=300.0, slope=900.0):
    rank = np.linspace(0, 1, n)
    people = np.linspace(500, 3000, n)
    return Neighbourhoods(np.full(n, 5.0), people, rank, intercept + slope * rank)


def test_a_perfect_line_is_found_in_all_three_forms():
    places = on_a_line()
    slope = gradient_of(places)

    assert slope.absolute.value == pytest.approx(900)
    assert slope.relative.value == pytest.approx(900 / 750)
    assert slope.excess.value == pytest.approx((places.population * 900 * places.rank).sum() / 100_000)


def test_the_relative_interval_is_that_of_many_draws_of_the_line():
    chance = np.random.default_rng(4)
    places = on_a_line(400)
    noisy = Neighbourhoods(places.counts, places.population, places.rank, places.rate + chance.normal(0, 200, 400))
    slope = gradient_of(noisy)
    line = slope.line
    spread = [[line.var_intercept, line.covariance], [line.covariance, line.var_slope]]
    a, b = chance.multivariate_normal([line.intercept, line.slope], spread, 200_000).T

    drawn = np.percentile(b / (a + b / 2), [2.5, 97.5])

    assert (slope.relative.lower, slope.relative.upper) == pytest.approx(tuple(drawn), abs=0.02)


def test_tiny_places_can_be_left_out():
    places = on_a_line()
    spoiled = Neighbourhoods(
        np.append(places.counts, 1),
        np.append(places.population, 1),
        np.append(places.rank, 0.0),
        np.append(places.rate, 9e6),
    )

    assert gradient_of(spoiled, minimum_population=2).absolute.value == pytest.approx(900)
    assert gradient_of(spoiled).absolute.value != pytest.approx(900)


def test_too_few_places_give_a_reason_and_no_figure():
    found = gradient(on_a_line(2), code="A01", name="Northport", role=Role.AREA)

    assert found.absolute is None
    assert "three points" in found.note


def test_fifths_at_their_edges():
    ranks = [0.0, 0.2, 0.2000001, 0.4, 0.6, 0.8, 0.8000001, 1.0]

    assert [quintile_of(rank) for rank in ranks] == [5, 5, 4, 4, 3, 2, 1, 1]
    assert quintiles_of(np.array(ranks)).tolist() == [quintile_of(rank) for rank in ranks]
