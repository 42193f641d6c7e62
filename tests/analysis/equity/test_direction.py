"""Directions in words, spare names, and what holds for every measure alike."""

import numpy as np
import pyarrow as pa
import pytest
from tests.analysis.equity.made_up import KINDS, arrow, by_age, by_fifth, rows, together

from evenground.analysis import equity
from evenground.analysis.equity.direction import AGAINST, MEASURED, directions, viewed
from evenground.analysis.frames import SHAPE
from evenground.analysis.stats.recovery import Interval

PEOPLE = [4000, 5000, 5500, 6000, 4500]
FIFTHS = together(by_fifth([60, 45, 40, 31, 20], PEOPLE, area="A"), by_fifth([20, 0, 41, 45, 60], PEOPLE, area="B"))
PLACES = pa.table(
    {"area": ["A"] * 6 + ["B"] * 6, "rank": [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] * 2, "people": [1000] * 12}
).append_column("rate", pa.array(np.random.default_rng(1).uniform(300, 900, 12)))
EVENTS = {"count": "cases", "population": "people"}
MEASURES = {
    "crude_rate": (equity.crude_rate, FIFTHS, EVENTS),
    "proportion": (equity.proportion, FIFTHS, EVENTS),
    "mean": (equity.mean, FIFTHS, {"value": "cases"}),
    "standardised": (
        equity.directly_standardised_rate,
        by_age(2),
        {"count": "deaths", "population": "people", "age": "age"},
    ),
    "ratio": (equity.indirectly_standardised_ratio, FIFTHS, {"count": "cases", "expected": "people"}),
    "rate": (
        equity.indirectly_standardised_rate,
        FIFTHS,
        {"count": "cases", "expected": "people", "reference_rate": 0.01},
    ),
    "life": (
        equity.life_expectancy,
        by_age(2, scale=4),
        {"deaths": "deaths", "population": "people", "age": "age"},
    ),
    "gaps": (equity.gaps, FIFTHS, {"group": "fifth", **EVENTS}),
    "attributable": (equity.attributable, FIFTHS, {"group": "fifth", **EVENTS}),
    "slope": (equity.slope_index, FIFTHS, {"quantile": "fifth", **EVENTS}),
    "drawn": (equity.slope_index, FIFTHS, {"quantile": "fifth", "draws": 2000, **EVENTS}),
    "concentration": (equity.concentration_index, FIFTHS, {"quantile": "fifth", **EVENTS}),
    "curve": (equity.concentration_curve, FIFTHS, {"quantile": "fifth", **EVENTS}),
    "dispersion": (equity.dispersion, FIFTHS, {"group": "fifth", **EVENTS}),
    "persons": (equity.individual_concentration, PLACES, {"value": "rate", "rank": "rank"}),
    "funnel": (equity.funnel, FIFTHS, {"area": "fifth", "kind": "rate", **EVENTS}),
    "lines": (equity.funnel_lines, FIFTHS, {"area": "fifth", "kind": "rate", **EVENTS}),
}


@pytest.mark.parametrize("name", MEASURES)
def test_one_shape_whatever_the_frame_and_the_same_figures(name):
    measure, data, asked = MEASURES[name]
    plain = rows(measure(data, by="area", **asked))

    assert set(SHAPE) <= set(plain[0])
    assert any(row["estimate"] is not None for row in plain)
    for kind in ("pandas", "polars lazy", "duckdb"):
        made = measure(KINDS[kind](data), by="area", **asked)
        key = [column for column in plain[0] if column not in SHAPE]
        found = {(row["measure"], *(round_(row[k]) for k in key)): row for row in rows(made)}
        assert type(made) is type(KINDS[kind](data))
        assert len(found) == len(plain)
        for row in plain:
            other = found[(row["measure"], *(round_(row[k]) for k in key))]
            for part in ("estimate", "lower", "upper", "se"):
                assert blank(other[part]) == blank(row[part])
                if not blank(row[part]):
                    assert other[part] == pytest.approx(row[part], rel=1e-9, abs=1e-12)
            assert (other["note"], other["direction"]) == (row["note"], row["direction"])


def round_(value):
    return round(value, 6) if isinstance(value, float) else value


def blank(value):
    return value is None or value != value


@pytest.mark.parametrize("name", MEASURES)
def test_the_same_question_has_the_same_answer(name):
    measure, data, asked = MEASURES[name]

    assert arrow(measure(data, by="area", **asked)).equals(arrow(measure(data, by="area", **asked)))


@pytest.mark.parametrize("name", MEASURES)
def test_every_figure_that_is_missing_says_why(name):
    measure, data, asked = MEASURES[name]
    nulls = data.slice(0, 0)
    some = pa.concat_tables([data, data.slice(0, 1).set_column(0, "area", pa.array(["odd"]))])

    assert len(rows(measure(nulls, by="area", **asked))) == 0
    for row in rows(measure(some, by="area", **asked)):
        assert (row["estimate"] is not None) or row["note"]


def gap(value, lower, upper):
    return Interval(*(np.array([part]) for part in (value, lower, upper)))


@pytest.mark.parametrize(
    ("interval", "worse", "says"),
    [
        (gap(5.0, 1.0, 9.0), "higher", "worse for the most deprived"),
        (gap(5.0, -1.0, 9.0), "higher", "worse for the most deprived, but this could be chance"),
        (gap(-5.0, -9.0, -1.0), "higher", "worse for the least deprived"),
        (gap(5.0, 1.0, 9.0), "lower", "worse for the least deprived"),
        (gap(0.0, -1.0, 1.0), "higher", "no difference"),
        (
            gap(5.0, np.nan, np.nan),
            "higher",
            "worse for the most deprived, but how sure that is cannot be said",
        ),
        (gap(np.nan, np.nan, np.nan), "higher", ""),
    ],
)
def test_a_direction_is_a_sentence(interval, worse, says):
    assert directions(interval, none=0.0, worse=worse, view=MEASURED).texts() == [says]


def test_a_ratio_of_nothing_turned_round_has_no_end():
    turned = viewed(gap(0.5, 0.0, 2.0), worse="lower", view=AGAINST, ratio=True)

    assert [part[0] for part in turned] == [2.0, 0.5, np.inf]


def test_group_columns_called_like_ours_come_back_beside_them():
    data = FIFTHS.rename_columns(["beside", "estimate", "n", "people"])
    made = rows(equity.gaps(data, group="estimate", count="n", population="people", by="beside"))

    assert {row["beside"] for row in made} == {"A", "B"}
    assert made[0]["estimate (group)"] in {"1", "2", "3", "4"}


def test_rows_without_a_stratum_are_left_out_and_that_is_said():
    data = together(FIFTHS, by_fifth([7], labels=[None], area="A"))
    for measure, asked in ((equity.gaps, {"group": "fifth"}), (equity.slope_index, {"quantile": "fifth"})):
        made, plain = (rows(measure(table, by="area", **asked, **EVENTS)) for table in (data, FIFTHS))

        assert [row["estimate"] for row in made] == [row["estimate"] for row in plain]
        assert all(("without a group" in row["note"]) == (row["area"] == "A") for row in made)
