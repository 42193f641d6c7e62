"""How often an interval of 95% holds the truth: many made-up data sets, each a group of one call."""

import numpy as np
import pyarrow as pa
import pytest
from tests.analysis.equity.made_up import rows

from evenground.analysis import equity
from evenground.analysis.equity.spreads import MEASURES, Given

MANY = 3000
FIFTHS = list("12345")
PEOPLE = np.array([900.0, 1000, 1000, 1100, 1200])
SHARE = PEOPLE / PEOPLE.sum()
RANK = np.cumsum(SHARE[::-1])[::-1] - SHARE / 2  # 1 the most deprived, who are in the first fifth


def drawn(rates, *, seed=1):
    counts = np.random.default_rng(seed).poisson(np.tile(rates * PEOPLE, MANY))
    sets = np.repeat(np.arange(MANY), 5)
    return pa.table({"set": sets, "fifth": FIFTHS * MANY, "cases": counts, "people": np.tile(PEOPLE, MANY)})


def held(made, measure, truth):
    """Share of the intervals of a measure that hold the truth."""
    known = [
        (row["lower"], row["upper"]) for row in rows(made) if row["measure"] == measure and row["lower"] is not None
    ]
    return np.mean([lower <= truth <= upper for lower, upper in known])


COUNTS = {"count": "cases", "population": "people", "by": "set", "multiplier": 1}


@pytest.mark.parametrize("events", [5, 100])
def test_slope_concentration_and_attributable_intervals_hold(events):
    rates = events * 5 * (1 + RANK) / ((1 + RANK) * PEOPLE).sum()
    data, least, mean = drawn(rates), rates[0] / (1 + RANK[0]), (SHARE * rates).sum()
    slopes = equity.slope_index(data, quantile="fifth", **COUNTS)
    index = equity.concentration_index(data, quantile="fifth", **COUNTS)
    share = equity.attributable(data, group="fifth", reference="5", **COUNTS)

    assert 0.94 < held(slopes, "slope index of inequality", least) <= 0.99
    assert 0.94 < held(slopes, "relative index of inequality", 2) <= 1
    assert 0.94 < held(index, "relative concentration index", (SHARE * (2 * RANK - 1) * rates).sum() / mean) <= 0.99
    assert 0.94 < held(share, "population attributable fraction", 1 - rates[4] / mean) <= 0.995


def test_dispersion_intervals_hold_where_figures_differ_and_the_note_says_where_they_may_not():
    measures = ["between-group standard deviation", "Theil index", "index of disparity (%), weighted"]
    for apart, least in ((np.array([2.5, 0.6, 1.4, 0.8, 1.1]), 0.94), (np.array([1.1, 0.95, 1.03, 0.97, 1.0]), None)):
        rates = apart / 10
        made = equity.dispersion(drawn(rates), group="fifth", measures=measures, **COUNTS)
        there, none = np.ones((1, 5)), np.zeros((1, 5))
        truth = Given(rates[None], SHARE[None], there, none, none, rates[None])
        told = np.mean(["no more than chance" in row["note"] for row in rows(made)])
        if least:
            assert all(held(made, name, MEASURES[name](truth)[0][0]) > least for name in measures)
            assert told == 0
        else:
            assert held(made, measures[0], MEASURES[measures[0]](truth)[0][0]) < 0.95
            assert told > 0.5


def test_repeat_events_need_the_interval_that_knows_them():
    chance, bands = np.random.default_rng(2), ["0-64", "65+"]
    people, standard = np.array([8000.0, 2000.0]), {"0-64": 80_500, "65+": 19_500}
    persons = chance.poisson(np.tile([40.0, 30.0, 6.0, 5.0], MANY))  # those of one event, then those of five
    sets, ages, times = np.repeat(np.arange(MANY), 4), bands * 2 * MANY, np.tile([1, 1, 5, 5], MANY)
    data = pa.table({"set": sets, "age": ages, "times": times, "cases": persons, "people": np.tile(people, 2 * MANY)})
    events = (persons * times).reshape(MANY, 2, 2).sum(axis=1).ravel()
    plain = pa.table(
        {"set": np.repeat(np.arange(MANY), 2), "age": bands * MANY, "cases": events, "people": np.tile(people, MANY)}
    )
    truth = 0.805 * 70 / 8000 + 0.195 * 55 / 2000
    asked = {"age": "age", "standard": standard, **COUNTS}
    known, unknown = (
        held(equity.directly_standardised_rate(table, **asked, **more), "directly standardised rate", truth)
        for table, more in ((data, {"frequency": "times"}), (plain, {}))
    )

    assert 0.93 < known < 0.97
    assert unknown < 0.85
