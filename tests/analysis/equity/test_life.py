"""Life expectancy: a life table written out by hand, and every reason to give none."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.equity.made_up import KINDS, only, rows

from evenground.analysis import equity
from evenground.analysis.errors import OutOfRange, UnknownBand

STARTS = [0, 1, *range(5, 95, 5)]
PEOPLE = [3600, 14_800, *[20_000 - 300 * i for i in range(16)], 6000, 2500]
DEATHS = [12, 4, 2, 2, 6, 9, 10, 12, 17, 25, 40, 60, 95, 140, 210, 330, 500, 700, 800, 620]
NAMES = {"deaths": "deaths", "population": "people", "age": "age"}


def table(deaths=DEATHS, people=PEOPLE, ages=STARTS):
    return pa.table({"age": ages, "deaths": deaths, "people": people})


def by_hand(starts, deaths, people):
    """Chiang's life table, age by age, with Silcocks' last term."""
    alive, years, terms, last = 1.0, [], [], len(starts) - 1
    for i, (d, p) in enumerate(zip(deaths, people, strict=True)):
        m, a = d / p, 0.1 if starts[i] == 0 else 0.5
        if i == last:
            years.append(alive / m)
            terms.append((alive, 0, 0, alive**2 / (d * m**2)))
            break
        n = starts[i + 1] - starts[i]
        q = min(n * m / (1 + n * (1 - a) * m), 1)
        years.append(n * alive * (1 - q) + n * a * alive * q)
        terms.append((alive, (1 - a) * n, q**2 * (1 - q) / d if d else 0, 0))
        alive *= 1 - q
    expected = [sum(years[i:]) / terms[i][0] for i in range(len(starts))] + [0]
    spread = [s**2 * (left + expected[i + 1]) ** 2 * v + end for i, (s, left, v, end) in enumerate(terms)]
    return expected[:-1], [np.sqrt(sum(spread[i:])) / terms[i][0] for i in range(len(starts))]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_the_life_table_written_out(kind):
    expected, se = by_hand(STARTS, DEATHS, PEOPLE)
    made = equity.life_expectancy(KINDS[kind](table()), at=[0, 65], **NAMES)
    birth, later = only(made, measure="life expectancy at birth"), only(made, measure="life expectancy at 65")

    assert (birth["estimate"], birth["se"]) == pytest.approx((expected[0], se[0]))
    assert (later["estimate"], later["se"]) == pytest.approx((expected[14], se[14]))
    assert (birth["n"], later["n"]) == (sum(PEOPLE), sum(PEOPLE[14:]))


@pytest.mark.parametrize(
    "ages",
    [
        ["<1", "1-4", *[f"{a}-{a + 4}" for a in range(5, 90, 5)], "90+"],
        ["0", "1–4", *[f"{a:02} to {a + 4:02} years" for a in range(5, 90, 5)], "90 and over"],
    ],
)
def test_bands_may_be_written_in_any_way_and_come_in_any_order(ages):
    straight = rows(equity.life_expectancy(table(), **NAMES))[0]
    mixed = table(ages=ages).take(np.random.default_rng(1).permutation(20))

    assert rows(equity.life_expectancy(mixed, **NAMES))[0]["estimate"] == pytest.approx(straight["estimate"])


def test_an_open_band_at_85_will_do():
    """PHE's takes twenty bands and no fewer."""
    short = table([*DEATHS[:18], 1420], [*PEOPLE[:18], 8500], STARTS[:19])
    expected, _ = by_hand(STARTS[:19], [*DEATHS[:18], 1420], [*PEOPLE[:18], 8500])

    assert rows(equity.life_expectancy(short, **NAMES))[0]["estimate"] == pytest.approx(expected[0])


@given(st.floats(0.004, 0.05))
def test_one_death_rate_at_all_ages_gives_its_inverse(rate):
    data = pa.table({"age": ["0+"], "deaths": [rate * 1e7], "people": [10_000_000]})

    assert rows(equity.life_expectancy(data, **NAMES))[0]["estimate"] == pytest.approx(1 / rate)


def changed(at, deaths=None, people=None):
    d, p = list(DEATHS), list(PEOPLE)
    if deaths is not None:
        d[at] = deaths
    if people is not None:
        p[at] = people
    return table(d, p)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (table([d // 70 for d in DEATHS], [n // 70 for n in PEOPLE]), "5,000 people or fewer"),
        (changed(3, people=0, deaths=0), "Nobody lives in an age band"),
        (changed(3, deaths=30_000), "more deaths than people"),
        (changed(19, deaths=0), "no deaths in the last age band"),
        (changed(3, deaths=None).set_column(1, "deaths", pa.array([None, *DEATHS[1:]])), "is blank"),
        (table([0] * 19 + [1], [2000] * 20), "wider than 20 years"),
    ],
)
def test_an_area_that_cannot_have_one_is_told_why_and_the_others_have_theirs(data, says):
    both = pa.concat_tables(
        [
            table().append_column("area", pa.array(["fine"] * 20)),
            data.append_column("area", pa.array(["odd"] * 20)).cast(
                table().append_column("area", pa.array(["fine"] * 20)).schema
            ),
        ]
    )
    fine, odd = rows(equity.life_expectancy(both, by="area", **NAMES))

    assert (odd["estimate"], odd["lower"]) == (None, None)
    assert says in odd["note"]
    assert fine["estimate"] == pytest.approx(by_hand(STARTS, DEATHS, PEOPLE)[0][0])
    assert fine["note"] == ""


def test_a_missing_band_of_one_area_is_said():
    data = pa.concat_tables(
        [
            table().append_column("area", pa.array(["fine"] * 20)),
            table().append_column("area", pa.array(["odd"] * 20)).slice(1),
        ]
    )

    assert "band is missing" in only(equity.life_expectancy(data, by="area", **NAMES), area="odd")["note"]


@pytest.mark.parametrize(
    ("data", "at", "error", "says"),
    [
        (table().slice(1), 0, UnknownBand, "from 0 to an open last one"),
        (table(ages=[*STARTS[:-1], 87]), 0, UnknownBand, "from 0 to an open last one|begins|followed"),
        (table(), 67, OutOfRange, "where an age band begins: 0, 1, 5"),
    ],
)
def test_bands_that_make_no_life_table_are_refused(data, at, error, says):
    if error is UnknownBand and len(data) == 20:
        data = data.set_column(0, "age", pa.array([*[f"{a}-{a + 3}" for a in range(0, 95, 5)], "95+"]))
    with pytest.raises(error, match=says):
        equity.life_expectancy(data, at=at, **NAMES)
