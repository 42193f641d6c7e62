"""Standardised rates: held against the formula written out, and the ways peers go wrong."""

from math import inf, sqrt

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.equity.made_up import AGES, KINDS, by_age, only, rows

from evenground.analysis import equity
from evenground.analysis.equity.standards import Band, band_of, european_2013
from evenground.analysis.errors import BadNumbers, NotEnoughGiven, UnknownBand, UnknownChoice
from evenground.analysis.stats.limits import byar_throughout

NAMES = {"count": "deaths", "population": "people", "age": "age"}
EUROPEAN = [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500]
EUROPEAN += [1000]


def plainly(table, weights=EUROPEAN):
    """One area, straight from Dobson's formula."""
    x, n = table["deaths"].to_pylist(), table["people"].to_pylist()
    rate = sum(w * a / b for w, a, b in zip(weights, x, n, strict=True)) / sum(weights)
    variance = sum((w / b) ** 2 * a for w, a, b in zip(weights, x, n, strict=True)) / sum(weights) ** 2
    low, high = byar_throughout(sum(x))
    stretch = sqrt(variance / sum(x))
    return [100_000 * part for part in (rate, rate + stretch * (low - sum(x)), rate + stretch * (high - sum(x)))]


def test_the_european_standard_is_as_published():
    assert list(european_2013().values()) == EUROPEAN
    assert sum(EUROPEAN) == 100_000
    assert list(european_2013()) == [*AGES]


@pytest.mark.parametrize("kind", KINDS)
def test_every_area_agrees_with_the_formula_written_out(kind):
    data = by_age(3)
    made = equity.directly_standardised_rate(KINDS[kind](data), by="area", **NAMES)

    for area in ("E0000", "E0001", "E0002"):
        row = only(made, area=area)
        expected = plainly(data.filter(pc.equal(data["area"], area)))
        assert [row[name] for name in ("estimate", "lower", "upper")] == pytest.approx(expected)


@given(st.integers(0, 1000), st.permutations(range(57)))
def test_the_order_of_rows_does_not_matter(seed, order):
    data = by_age(3, seed=seed)
    straight = equity.directly_standardised_rate(data, by="area", **NAMES)
    mixed = equity.directly_standardised_rate(data.take(order), by="area", **NAMES)

    for row in rows(straight):
        assert only(mixed, area=row["area"])["upper"] == pytest.approx(row["upper"])


@pytest.mark.parametrize(
    ("label", "band"),
    [
        ("0-4", Band(0, 5)),
        ("00–04", Band(0, 5)),
        ("85-89 years", Band(85, 90)),
        ("5 to 9", Band(5, 10)),
        ("90+", Band(90, inf)),
        ("90 and over", Band(90, inf)),
        ("Under 1", Band(0, 1)),
        ("<1", Band(0, 1)),
        ("7", Band(7, 8)),
        ("not known", None),
    ],
)
def test_age_bands_are_read_however_they_are_written(label, band):
    assert band_of(label) == band


@pytest.mark.parametrize(
    "ages",
    [
        [age.replace("–", "-") for age in AGES],
        [f"{5 * i:02}-{5 * i + 4:02} years" for i in range(18)] + ["90 plus"],
        [5 * i for i in range(19)],
    ],
)
def test_labels_of_the_same_bands_give_the_same_rate(ages):
    data = by_age(1)
    other = data.set_column(1, "age", pa.array(ages))

    assert rows(equity.directly_standardised_rate(other, **NAMES)) == rows(
        equity.directly_standardised_rate(data, **NAMES)
    )


def test_a_wider_last_band_takes_the_sum_of_the_weights():
    ages = [*AGES[:17], "85+"]
    data = pa.table({"age": ages, "deaths": [10] * 18, "people": [1000] * 17 + [500]})
    rate = rows(equity.directly_standardised_rate(data, **NAMES))[0]["estimate"]

    assert rate == pytest.approx(1000 * 0.975 + 2000 * 0.025)


def test_a_missing_age_row_is_never_passed_over():
    """PHE's calculate_dsr renormalises in silence."""
    data = by_age(2).slice(0, 37)  # the second area has no 90+
    whole, lacking = rows(equity.directly_standardised_rate(data, by="area", **NAMES))
    told = rows(equity.directly_standardised_rate(data, by="area", missing_ages="renormalise", **NAMES))[1]

    assert whole["note"] == ""
    assert (lacking["estimate"], lacking["note"]) == (None, "An age band of the standard is missing.")
    assert told["estimate"] > 0
    assert told["note"] == "An age band of the standard is missing: the other ages stand for it."


def test_an_age_band_no_area_has_is_missing_too():
    data = by_age(2)
    data = data.filter(pc.not_equal(data["age"], "90+"))

    assert {row["estimate"] for row in rows(equity.directly_standardised_rate(data, by="area", **NAMES))} == {None}
    under = equity.directly_standardised_rate(data, by="area", standard=european_2013(under=90), **NAMES)
    assert all(row["note"] == "" for row in rows(under))


def test_no_rate_on_fewer_than_ten_events():
    data = pa.table({"age": ["0-64", "65+"] * 2, "area": ["A"] * 2 + ["B"] * 2})
    data = data.append_column("deaths", pa.array([4, 5, 4, 6])).append_column("people", pa.array([1000] * 4))
    nine, ten = rows(equity.directly_standardised_rate(data, by="area", standard={"0-64": 80.5, "65+": 19.5}, **NAMES))

    assert (nine["estimate"], nine["note"][:32], nine["n"]) == (None, "There are fewer than ten events,", 9)
    assert ten["estimate"] is not None


def test_blank_counts_are_refused_or_said_to_be_none():
    data = pa.table({"age": ["0-64", "65+"], "deaths": [20, None], "people": [1000, 1000]})
    asked = {"standard": {"0-64": 1, "65+": 1}, **NAMES}
    refused = rows(equity.directly_standardised_rate(data, **asked))[0]
    none = rows(equity.directly_standardised_rate(data, blank_counts="zero", **asked))[0]

    assert (refused["estimate"], refused["note"]) == (None, "A count or population is blank in an age band.")
    assert none["estimate"] == pytest.approx(1000)


def test_an_age_band_nobody_lives_in_is_said():
    data = pa.table({"age": ["0-64", "65+"], "deaths": [20, 0], "people": [1000, 0]})
    asked = {"standard": {"0-64": 1, "65+": 1}, **NAMES}

    assert "Nobody lives" in rows(equity.directly_standardised_rate(data, **asked))[0]["note"]
    told = rows(equity.directly_standardised_rate(data, missing_ages="renormalise", **asked))[0]
    assert told["estimate"] == pytest.approx(2000)


def test_people_who_come_back_widen_the_interval_and_not_the_rate():
    """Var = Σ f² var_f: 20 people once and 10 people twice are 40 events with the variance of 20 + 4 × 10."""
    once = pa.table({"age": ["0+"], "deaths": [40], "people": [1000]})
    often = pa.table({"age": ["0+", "0+"], "times": [1, 2], "deaths": [20, 10], "people": [1000, 1000]})
    asked = {"standard": {"0+": 1}, **NAMES}
    plain = rows(equity.directly_standardised_rate(once, **asked))[0]
    wide = rows(equity.directly_standardised_rate(often, frequency="times", **asked))[0]

    assert wide["estimate"] == pytest.approx(plain["estimate"])
    assert wide["n"] == 40
    assert wide["se"] / plain["se"] == pytest.approx(sqrt(60 / 40))
    assert (wide["upper"] - wide["estimate"]) / (plain["upper"] - plain["estimate"]) == pytest.approx(sqrt(1.5))


def test_the_population_beside_frequencies_is_the_whole_band():
    often = pa.table({"age": ["0+", "0+"], "times": [1, 2], "deaths": [20, 10], "people": [1000, 900]})

    with pytest.raises(BadNumbers, match=r"“people” .* not the same in every row of one age band"):
        equity.directly_standardised_rate(often, frequency="times", standard={"0+": 1}, **NAMES)


def test_weights_may_be_a_column():
    data = by_age(2).append_column("w", pa.array([float(w) for w in EUROPEAN] * 2))

    own = equity.directly_standardised_rate(data, by="area", standard="w", **NAMES)
    assert [row["estimate"] for row in rows(own)] == pytest.approx(
        [row["estimate"] for row in rows(equity.directly_standardised_rate(data, by="area", **NAMES))]
    )
    spoiled = data.set_column(4, "w", pa.array([float(w) for w in EUROPEAN] + [1.0] * 19))
    with pytest.raises(BadNumbers, match="differ within one age band"):
        equity.directly_standardised_rate(spoiled, by="area", standard="w", **NAMES)


def test_columns_may_be_called_x_or_n():
    """A spare column called x stops PHE's calculate_dsr, a population called n its phe_sii (defect 4)."""
    data = by_age(1).rename_columns(["x", "age", "estimate", "n"])
    made = rows(equity.directly_standardised_rate(data, count="estimate", population="n", age="age", by="x"))

    assert made[0]["x"] == "E0000"
    assert made[0]["estimate"] == pytest.approx(plainly(by_age(1))[0])


@pytest.mark.parametrize(
    ("ages", "says"),
    [
        (["0-17", "18+"], r"The age band 0–17 cannot be made of whole bands of the standard"),
        (["young", "old"], r"“age” has labels that are not ages: young, old"),
        (["0-4", "0-9"], r"age bands 0–4 and 0–9 in “age” share ages"),
    ],
)
def test_ages_that_do_not_fit_are_said_in_a_sentence(ages, says):
    with pytest.raises(UnknownBand, match=says):
        equity.directly_standardised_rate(pa.table({"age": ages, "deaths": [20, 20], "people": [1000, 1000]}), **NAMES)


def test_a_word_that_is_no_choice_is_told_the_choices():
    with pytest.raises(UnknownChoice, match="refuse, renormalise"):
        equity.directly_standardised_rate(by_age(1), missing_ages="ignore", **NAMES)


def test_the_indirect_ratio_is_the_same_from_expected_or_from_rates():
    reference = {age: (10.0 * (i + 1), 5000.0) for i, age in enumerate(AGES)}
    data = by_age(2)
    rate = [events / people for events, people in reference.values()]
    expected = pa.array([n * rate[i % 19] for i, n in enumerate(data["people"].to_pylist())])
    worked_out = equity.indirectly_standardised_ratio(data, reference=reference, by="area", **NAMES)
    given_it = equity.indirectly_standardised_ratio(
        data.append_column("expected", expected), count="deaths", expected="expected", by="area"
    )

    for one, other in zip(rows(worked_out), rows(given_it), strict=True):
        assert (one["estimate"], one["lower"]) == pytest.approx((other["estimate"], other["lower"]))


def test_the_indirect_rate_of_the_reference_itself_is_its_crude_rate():
    data = by_age(1)
    reference = dict(zip(AGES, zip(data["deaths"].to_pylist(), data["people"].to_pylist(), strict=True), strict=True))
    rate = rows(equity.indirectly_standardised_rate(data, reference=reference, **NAMES))[0]["estimate"]

    assert rate == pytest.approx(100_000 * sum(data["deaths"].to_pylist()) / sum(data["people"].to_pylist()))


def test_an_indirect_ratio_without_anything_expected_asks_for_it():
    with pytest.raises(NotEnoughGiven, match="Give expected="):
        equity.indirectly_standardised_ratio(by_age(1), count="deaths")
    nothing = pa.table({"x": [3], "e": [0.0]})
    assert (
        "nothing to compare" in rows(equity.indirectly_standardised_ratio(nothing, count="x", expected="e"))[0]["note"]
    )
