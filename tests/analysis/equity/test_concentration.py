"""Concentration indices: identities, a jackknife, bounds and the curve."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.equity.made_up import KINDS, by_fifth, only, rows, together

from evenground.analysis import equity
from evenground.analysis.errors import OutOfRange

NAMES = {"quantile": "fifth", "count": "cases", "population": "people"}
INDICES = {
    "absolute": "absolute concentration index",
    "relative": "relative concentration index",
    "wagstaff": "concentration index, Wagstaff",
    "erreygers": "concentration index, Erreygers",
}


def found(data, **asked):
    made = equity.concentration_index(data, **{**NAMES, "kind": "proportion", **asked})
    return {name: only(made, measure=measure) for name, measure in INDICES.items()}


@given(st.lists(st.integers(1, 900), min_size=5, max_size=5), st.lists(st.integers(1000, 9000), min_size=5, max_size=5))
def test_the_indices_are_twice_a_covariance_and_its_corrections(counts, people):
    """From the least deprived up: A = 2 cov(y, rank), C = A/μ, W = C/(1 − μ), E = 4 A for shares."""
    p = np.array(people[::-1]) / sum(people)
    y = np.array(counts[::-1]) / np.array(people[::-1])
    rank = np.cumsum(p) - p / 2
    mean = p @ y
    absolute = 2 * (p @ (y * rank) - mean * (p @ rank))
    made = found(by_fifth(counts, people))

    assert made["absolute"]["estimate"] == pytest.approx(absolute, abs=1e-12)
    assert made["relative"]["estimate"] == pytest.approx(absolute / mean, abs=1e-12)
    assert made["wagstaff"]["estimate"] == pytest.approx(absolute / mean / (1 - mean), abs=1e-12)
    assert made["erreygers"]["estimate"] == pytest.approx(4 * absolute, abs=1e-12)


def test_the_curve_and_the_index_say_the_same():
    """Twice the area between the curve and the diagonal is the relative index."""
    data = by_fifth([60, 45, 40, 31, 20], [4000, 5000, 5500, 6000, 4500])
    points = rows(equity.concentration_curve(data, **NAMES))
    x, y = ([row[name] for row in points] for name in ("share of people", "estimate"))

    assert (x[0], y[0], x[-1], y[-1]) == pytest.approx((0, 0, 1, 1))
    assert 2 * np.trapezoid(y, x) - 1 == pytest.approx(found(data)["relative"]["estimate"])


def test_standard_errors_of_strata_are_those_of_many_draws():
    counts, people = np.array([600, 450, 400, 310, 200]), 5000
    chance = np.random.default_rng(2)
    drawn = chance.binomial(people, counts / people, (100_000, 5))[:, ::-1] / people
    place = 2 * (np.arange(5) + 0.5) / 5 - 1
    absolute, mean = (drawn * place).mean(axis=1), drawn.mean(axis=1)
    made = found(by_fifth(counts.tolist(), people))

    for name, values in {
        "absolute": absolute,
        "relative": absolute / mean,
        "wagstaff": absolute / mean / (1 - mean),
        "erreygers": 4 * absolute,
    }.items():
        assert made[name]["se"] == pytest.approx(values.std(), rel=0.02)


def people(n=300, seed=0, weights=False):
    chance = np.random.default_rng(seed)
    rank = chance.normal(size=n).round(1)
    visits = np.minimum(chance.poisson(3, n) + (rank < 0) * chance.poisson(2, n), 14)
    weight = chance.integers(1, 4, n) if weights else np.ones(n, int)
    return pa.table({"rank": rank, "visits": visits, "w": weight})


PERSONS = {"value": "visits", "rank": "rank", "bounds": (0, 14)}


def test_standard_errors_of_people_are_those_of_a_jackknife():
    data = people()
    left_out = [data.take([j for j in range(300) if j != i]) for i in range(300)]
    without = np.array(
        [[row["estimate"] for row in rows(equity.individual_concentration(d, **PERSONS))] for d in left_out]
    )
    jackknife = np.sqrt(299 / 300 * ((without - without.mean(axis=0)) ** 2).sum(axis=0))

    made = rows(equity.individual_concentration(data, **PERSONS))
    assert [row["se"] for row in made] == pytest.approx(jackknife, rel=0.01)


@given(st.integers(0, 1000))
def test_a_weight_of_three_is_three_people_alike(seed):
    data = people(60, seed, weights=True)
    times = np.repeat(np.arange(60), data["w"].to_numpy())
    weighted = rows(equity.individual_concentration(data, weight="w", **PERSONS))
    repeated = rows(equity.individual_concentration(data.take(times), **PERSONS))

    assert [row["estimate"] for row in weighted] == pytest.approx([row["estimate"] for row in repeated])


@given(st.lists(st.integers(0, 20), min_size=20, max_size=20))
def test_people_and_their_strata_have_one_index(visits):
    fifth = np.repeat([1, 2, 3, 4, 5], 4)
    persons = pa.table({"rank": fifth, "visits": visits})
    strata = pa.table(
        {"fifth": [1, 2, 3, 4, 5], "visits": np.add.reduceat(visits, range(0, 20, 4)) / 4, "people": [4] * 5}
    )
    one = rows(equity.individual_concentration(persons, value="visits", rank="rank"))
    other = rows(
        equity.concentration_index(strata, quantile="fifth", estimate="visits", population="people", kind="mean")
    )

    for a, b in zip(one, other, strict=True):
        if a["estimate"] is not None:
            assert a["estimate"] == pytest.approx(b["estimate"], abs=1e-12)


@given(st.integers(1, 300))
def test_equal_rates_are_not_concentrated(count):
    made = found(by_fifth([count] * 5))

    assert [row["estimate"] for row in made.values()] == pytest.approx([0] * 4, abs=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_groups_of_any_frame_keep_apart(kind):
    data = KINDS[kind](together(by_fifth([60, 45, 40, 31, 20], area="A"), by_fifth([0] * 5, area="B")))
    made = equity.concentration_index(data, by="area", **NAMES)

    assert only(made, area="A", measure=INDICES["relative"])["direction"] == "worse for the most deprived"
    none = only(made, area="B", measure=INDICES["relative"])
    assert (none["estimate"], none["note"]) == (
        None,
        "The average is zero, or at the end of what is possible, so there is nothing to share out.",
    )
    curve = rows(equity.concentration_curve(data, by="area", **NAMES))
    assert {row["estimate"] for row in curve if row["area"] == "B"} == {None}


def test_bounds_must_hold_every_figure():
    with pytest.raises(OutOfRange, match="around every figure"):
        found(by_fifth([60, 45, 40, 31, 20]), bounds=(0, 0.005))
    with pytest.raises(OutOfRange, match="the least and then the most"):
        found(by_fifth([60, 45, 40, 31, 20]), bounds=(1, 0))
