"""Gaps between groups: published examples, symmetry, and what happens at zero."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.equity.gaps import absolute_gap, rate_difference, rate_ratio
from evenground.analysis.equity.rates import rate_of, standardised_rate_of
from evenground.analysis.errors import TooFewToEstimate, UnknownGroup
from evenground.analysis.results import Count, Measured


def test_difference_in_proportions_is_newcombes_method_10():
    """Newcombe 1998, table II: 56/70 - 48/80, and 9/10 - 3/10."""
    one = absolute_gap(Measured({"a": Count(56, 70), "b": Count(48, 80)}), group="a", reference="b")
    two = absolute_gap(Measured({"a": Count(9, 10), "b": Count(3, 10)}), group="a", reference="b")

    assert (one.lower, one.upper) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert (two.lower, two.upper) == pytest.approx((0.1705, 0.8090), abs=5e-5)


def test_an_unknown_group_is_told_which_there_are():
    with pytest.raises(UnknownGroup, match=r"no group called “new”. The groups are: a, b"):
        absolute_gap(Measured({"a": Count(1, 2), "b": Count(1, 2)}), group="new", reference="a")


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_a_gap_turned_round_is_the_same_gap(x, y):
    a, b = rate_of(Count(x, 50_000)), rate_of(Count(y, 60_000))
    there, back = rate_difference(a, b), rate_difference(b, a)

    assert (there.value, there.lower, there.upper) == pytest.approx((-back.value, -back.upper, -back.lower))
    assert there.lower <= there.value <= there.upper


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_a_ratio_turned_round_is_its_inverse(x, y):
    a, b = rate_of(Count(x, 50_000)), rate_of(Count(y, 60_000))
    there, back = rate_ratio(a, b), rate_ratio(b, a)

    assert (there.value, there.lower, there.upper) == pytest.approx((1 / back.value, 1 / back.upper, 1 / back.lower))


def test_a_zero_never_stops_the_ratio():
    none, some = rate_of(Count(0, 1000)), rate_of(Count(40, 1000))

    assert rate_ratio(some, none) is None
    assert rate_ratio(none, some).value == rate_ratio(none, some).lower == 0


def test_standardised_rate_is_observed_over_expected_times_the_national_rate():
    rate = standardised_rate_of(Count(150, 9000, expected=100), national_rate=800)

    assert rate.value == pytest.approx(1200)
    with pytest.raises(TooFewToEstimate, match="no expected count"):
        standardised_rate_of(Count(150, 9000), national_rate=800)


def test_nobody_there_means_no_rate():
    with pytest.raises(TooFewToEstimate, match="nobody in this group"):
        rate_of(Count(0, 0))
