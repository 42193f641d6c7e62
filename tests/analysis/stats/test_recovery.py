"""Limits recovered from those of the parts: the linear form beside the difference, and blanks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.stats.recovery import Interval, combination, difference, ratio


@given(st.lists(st.floats(0.1, 50), min_size=6, max_size=6))
def test_a_difference_is_a_sum_with_one_and_minus_one(parts):
    a, b = np.cumsum(parts[:3]), np.cumsum(parts[3:])
    one, other = (Interval(x[1:2], x[:1], x[2:]) for x in (a, b))
    both = Interval(*(np.array([x[0], y[0]]) for x, y in zip(one, other, strict=True)))

    assert [float(part) for part in combination(both, np.array([1.0, -1.0]))] == pytest.approx(
        [float(part[0]) for part in difference(one, other)]
    )


def test_normal_parts_give_the_normal_interval_of_their_sum():
    values, se, c = np.array([3.0, 5.0, 2.0]), np.array([0.2, 0.3, 0.1]), np.array([0.5, -1.0, 2.0])
    made = combination(Interval(values, values - se, values + se), c)

    assert made.upper - made.value == pytest.approx(np.sqrt((c**2 * se**2).sum()))


def test_a_ratio_of_figures_without_limits_has_none():
    blank = np.array([np.nan])
    made = ratio(Interval(np.array([3.0]), blank, blank), Interval(np.array([2.0]), np.array([1.0]), np.array([3.0])))

    assert made.value[0] == pytest.approx(1.5)
    assert np.isnan([made.lower[0], made.upper[0]]).all()
