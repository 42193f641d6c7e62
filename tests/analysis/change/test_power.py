"""How many are needed: closed forms, and simulation with a seed."""

import numpy as np
import pytest

from evenground.analysis.change import people_needed, smallest_change
from evenground.analysis.errors import OutOfRange, UnknownChoice

DRAWS = 20_000


def share_seen(before, after, people, figure, kind, seed):
    """How often the change is seen in made-up studies, written from the test itself."""
    rng = np.random.default_rng(seed)
    figures = np.array([*before, *after])
    size = (DRAWS, 4)
    counts = rng.poisson(figures * people, size) if figure == "rate" else rng.binomial(people, figures, size)
    found = counts / people
    variance = found / people if figure == "rate" else found * (1 - found) / people
    sign = np.array([-1, 1, 1, -1])
    if kind == "ratio":
        found, variance = np.log(found), variance / found**2
    return (np.abs(found @ sign) > 1.959964 * np.sqrt(variance.sum(axis=1))).mean()


@pytest.mark.parametrize("figure", ["rate", "proportion"])
@pytest.mark.parametrize("kind", ["difference", "ratio"])
@pytest.mark.parametrize("power", [0.8, 0.9])
def test_the_power_stated_is_the_power_there_is(figure, kind, power):
    before, after = (0.2, 0.12), (0.16, 0.12)
    people = people_needed(before=before, after=after, figure=figure, kind=kind, power=power).people
    error = np.sqrt(power * (1 - power) / DRAWS)

    assert share_seen(before, after, people, figure, kind, seed=1) == pytest.approx(power, abs=4 * error)


def test_rates_in_closed_form():
    plan = people_needed(before=(0.12, 0.08), after=(0.10, 0.08))
    exact = (1.959964 + 0.841621) ** 2 * (0.12 + 0.08 + 0.10 + 0.08) / 0.02**2

    assert plan.people == np.ceil(exact)
    assert plan.events == pytest.approx(plan.people * 0.38)
    assert plan.change == pytest.approx(-0.02)
    assert plan.width == pytest.approx(2 * 1.959964 * np.sqrt(0.38 / plan.people), rel=1e-6)


@pytest.mark.parametrize("kind", ["difference", "ratio"])
@pytest.mark.parametrize("figure", ["rate", "proportion"])
@pytest.mark.parametrize("after", [0.25, 0.36])
def test_the_smallest_change_is_the_converse(kind, figure, after):
    plan = people_needed(before=(0.3, 0.2), after=(after, 0.2), kind=kind, figure=figure)
    seen = smallest_change(before=(0.3, 0.2), people=plan.people, kind=kind, figure=figure)
    found = seen.narrowing if after < 0.3 else seen.widening

    assert found == pytest.approx(plan.change, rel=0.01)


def test_more_people_see_smaller_changes():
    small, large = (smallest_change(before=(0.3, 0.2), people=n) for n in (1_000, 10_000))

    assert small.narrowing < large.narrowing < 0 < large.widening < small.widening
    assert large.width == pytest.approx(small.width / np.sqrt(10))


def test_unequal_strata():
    even = smallest_change(before=(0.3, 0.2), people=1_000)

    assert smallest_change(before=(0.3, 0.2), people=(1_000, 1_000, 1_000, 1_000)) == even
    assert smallest_change(before=(0.3, 0.2), people=(1_000, 500, 1_000, 500)).widening > even.widening


def test_where_no_change_can_be_seen_it_says_so():
    assert smallest_change(before=(0.02, 0.01), people=20).narrowing == -np.inf
    assert smallest_change(before=(0.5, 0.5), people=2, figure="proportion").widening == np.inf


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"before": (0.1, 0.1), "after": (0.1, 0.1)}, OutOfRange, "a gap that differs from the one before"),
        ({"before": (12, 8), "after": (10, 8), "figure": "proportion"}, OutOfRange, "between 0 and 1"),
        ({"before": (0.1, 0.0), "after": (0.2, 0.1), "kind": "ratio"}, OutOfRange, "two figures above 0"),
        ({"before": (-0.1, 0.1), "after": (0.2, 0.1)}, OutOfRange, "not below 0"),
        ({"before": (0.1, 0.2), "after": (0.2, 0.1), "power": 80}, OutOfRange, "power is 80"),
        ({"before": (0.1, 0.2), "after": (0.2, 0.1), "level": 95}, OutOfRange, "level is 95"),
        ({"before": (0.1, 0.2), "after": (0.2, 0.1), "figure": "mean"}, UnknownChoice, "“mean” is not a choice"),
    ],
)
def test_bad_options_get_one_sentence(options, error, says):
    with pytest.raises(error, match=says):
        people_needed(**options)
