"""Gradients of all areas at once: equal to those one by one, and the published ones."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from tests.analysis.equity.made_up import KINDS, only, rows

from evenground.analysis import equity
from evenground.analysis.equity.gradient import Neighbourhoods, gradient_of
from evenground.analysis.errors import BadNumbers, NotEnoughGiven

NAMES = {"population": "people", "rank": "rank", "rate": "rate"}
REAL = {"count": "admissions", "expected": "expectedadmissions", "population": "population", "rank": "imdscaled"}


def made_up(areas=4, places=30, seed=2):
    chance = np.random.default_rng(seed)
    rank = chance.random(areas * places)
    slope = np.repeat(np.linspace(-200, 1200, areas), places)
    return pa.table(
        {
            "area": np.repeat([f"A{i}" for i in range(areas)], places),
            "rank": rank,
            "people": chance.uniform(500, 3000, areas * places),
            "rate": 500 + slope * rank + chance.normal(0, 60, areas * places),
        }
    )


@pytest.mark.parametrize("errors", ["model", "hc1"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_area_is_as_it_is_alone(kind, errors):
    data = made_up()
    made = equity.gradients(KINDS[kind](data), area="area", errors=errors, **NAMES)

    for area in ("A0", "A3"):
        mine = data.filter(np.array(data["area"]) == area)
        people, rank, rate = (np.array(mine[name]) for name in ("people", "rank", "rate"))
        alone = gradient_of(Neighbourhoods(np.zeros(30), people, rank, rate), errors=errors)
        for name, one in (
            ("absolute gradient", alone.absolute),
            ("relative gradient", alone.relative),
            ("excess events", alone.excess),
        ):
            row = only(made, area=area, measure=name)
            assert (row["estimate"], row["lower"], row["upper"]) == pytest.approx(
                (one.value, one.lower, one.upper), rel=1e-9
            )
            assert row["method"].startswith("weighted least squares")


@pytest.fixture(scope="module")
def admissions(real):
    return pd.read_csv(real("emergency_admissions_lsoa_2015_16.csv.gz"))


def test_the_published_national_gradient(admissions):
    row = only(equity.gradients(admissions, **REAL), measure="absolute gradient")

    assert round(row["estimate"]) == 928
    assert (row["lower"], row["upper"]) == pytest.approx((909.7, 945.7), abs=0.1)
    assert row["direction"] == "worse for the most deprived"


def test_all_209_areas_of_the_real_file_are_as_they_are_alone(admissions):
    made = {(row["CCG"], row["measure"]): row for row in rows(equity.gradients(admissions, area="CCG", **REAL))}
    national = admissions["admissions"].sum() / admissions["population"].sum() * 100_000
    rate = admissions["admissions"] / admissions["expectedadmissions"] * national

    assert len(made) == 3 * 209
    assert round(made["01R", "absolute gradient"]["estimate"]) == 1315  # published as 1,316
    for area in admissions["CCG"].unique():
        here = admissions["CCG"] == area
        places = (admissions.loc[here, name].to_numpy(float) for name in ("admissions", "population", "imdscaled"))
        alone = gradient_of(Neighbourhoods(*places, rate[here].to_numpy()))
        row = made[area, "absolute gradient"]
        assert (row["estimate"], row["lower"]) == pytest.approx((alone.absolute.value, alone.absolute.lower), rel=1e-9)
        assert made[area, "relative gradient"]["upper"] == pytest.approx(alone.relative.upper, rel=1e-9)


def test_an_area_beside_the_nation_and_its_ten_similar_areas(admissions, real):
    alike = pd.read_csv(real("ccg_similar_areas.csv"))
    columns = [f"similar_ccg_{i}" for i in range(1, 11)]
    similar = {code: list(row) for code, row in zip(alike["CCG16CDH"], alike[columns].to_numpy(), strict=True)}
    made = equity.compare_gradients(admissions, area="CCG", similar=similar, nation="England", **REAL)
    nation, ten = (row for row in rows(made) if row["CCG"] == "99A")

    assert (nation["beside"], nation["verdict"]) == ("England", "worse")
    assert nation["estimate"] == pytest.approx(1523.4 - 927.7, abs=0.1)
    assert (ten["beside"], ten["verdict"]) == ("10 similar areas together", "worse")
    assert round(1523.4 - ten["estimate"]) == 1137


def test_verdicts_turn_with_what_is_worse():
    data = made_up(areas=3)
    higher = {row["area"]: row["verdict"] for row in rows(equity.compare_gradients(data, area="area", **NAMES))}
    lower = rows(equity.compare_gradients(data, area="area", worse="lower", **NAMES))

    assert (higher["A0"], higher["A2"]) == ("better", "worse")
    assert {row["area"]: row["verdict"] for row in lower}["A0"] == "worse"


def test_the_area_itself_is_never_among_those_it_is_compared_with():
    data = made_up(areas=2)
    asked = {"area": "area", **NAMES}
    made = rows(equity.compare_gradients(data, similar={"A0": ["A0", "A1", "not there"], "A1": ["A1"]}, **asked))

    assert [(row["area"], row["beside"]) for row in made] == [
        ("A0", "the nation"),
        ("A0", "1 similar area together"),
        ("A1", "the nation"),
    ]


@pytest.mark.parametrize(("places", "rank"), [(2, [0.1, 0.9]), (4, [0.3] * 4)])
def test_too_few_places_or_one_rank_have_a_reason_and_no_figure(places, rank):
    data = pa.table(
        {"area": ["X"] * places, "rank": rank, "people": [1000.0] * places, "rate": [500.0 + i for i in range(places)]}
    )
    made = equity.gradients(pa.concat_tables([made_up(1), data]), area="area", **NAMES)

    assert only(made, area="X", measure="absolute gradient")["estimate"] is None
    assert "three neighbourhoods" in only(made, area="X", measure="absolute gradient")["note"]
    assert only(made, area="A0", measure="absolute gradient")["estimate"] is not None


def test_ranks_that_are_not_shares_are_refused():
    data = pa.table({"rank": [1.0, 32_844.0], "people": [1.0, 1.0], "rate": [1.0, 1.0]})

    with pytest.raises(BadNumbers, match=r"“rank” .* not between 0 and 1 \(row 2\). Divide the rank"):
        equity.gradients(data, **NAMES)
    with pytest.raises(NotEnoughGiven, match="one of the two"):
        equity.gradients(data, population="people", rank="rank")


def test_few_neighbourhoods_are_warned_of():
    for many, warned in ((29, True), (30, False)):
        ranks = np.linspace(0, 1, many)
        data = pa.table({"rank": ranks, "rate": 300 + 900 * ranks + np.cos(np.arange(many)), "people": [1000] * many})
        made = equity.gradients(data, population="people", rank="rank", rate="rate").to_pylist()
        assert all(("may be too narrow" in row["note"]) == warned for row in made)
