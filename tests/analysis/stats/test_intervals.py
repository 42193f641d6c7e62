"""Intervals for one count or proportion, held against published and independent values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from evenground.analysis.results import Count
from evenground.analysis.stats.intervals import byar, wilson


def test_no_events_gives_the_published_upper_limit():
    none = byar(0)

    assert none.lower == 0
    assert none.upper == pytest.approx(3.689, abs=0.0005)


@pytest.mark.parametrize("count", range(10))
def test_below_ten_the_interval_is_exact(count):
    interval = byar(count)

    # The limits are the means under which a count this large, or this small, has a chance of 2.5%.
    assert stats.poisson.cdf(count, interval.upper) == pytest.approx(0.025)
    if count:
        assert stats.poisson.sf(count - 1, interval.lower) == pytest.approx(0.025)


@given(st.integers(10, 10**6))
def test_from_ten_on_byar_is_within_a_hundredth_of_exact(count):
    interval = byar(count)

    assert interval.lower == pytest.approx(stats.gamma.ppf(0.025, count), rel=0.01)
    assert interval.upper == pytest.approx(stats.gamma.ppf(0.975, count + 1), rel=0.01)


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_limits_solve_its_equation(x, n):
    x = min(x, n)
    share = wilson(Count(x, n))

    assert 0 <= share.lower <= share.value <= share.upper <= 1
    for limit in (share.lower, share.upper):
        assert (share.value - limit) ** 2 == pytest.approx(1.959964**2 * limit * (1 - limit) / n, rel=1e-4, abs=1e-9)
