"""Ten tables as they are published by mistake, and what the attack finds in each."""

import pytest

from evenground.analysis.disclosure import PROFILES, Number, Published, attack, left_over, local
from evenground.analysis.disclosure.evidence import Shown, number_from
from evenground.analysis.equity.rates import rate_of
from evenground.analysis.results import Count
from evenground.analysis.stats.intervals import wilson

HES, TEN, FIVE = PROFILES["hes"], PROFILES["threshold10"], local(5)


def table(rows, rule=TEN, *, by=("row", "column"), **more):
    """Rows of numbers, None where one is hidden because it is small; the last row and column are totals."""
    names, heads = [*"abcdefg"[: len(rows) - 1], None], [*"uvwxyz"[: len(rows[0]) - 1], None]
    numbers = [
        number_from((name, head), n if isinstance(n, Shown) else Shown(count=n), rule)
        for name, row in zip(names, rows, strict=True)
        for head, n in zip(heads, row, strict=True)
    ]
    return Published(by, tuple(numbers), complete=frozenset(by), small=rule.small, **more)


def column(numbers, rule=TEN, **more):
    """One number a group; the last is the total."""
    names = [*"abcdefg"[: len(numbers) - 1], None]
    shown = [n if isinstance(n, Shown) else Shown(count=n) for n in numbers]
    made = tuple(number_from((name,), n, rule) for name, n in zip(names, shown, strict=True))
    return Published(("group",), made, complete=frozenset({"group"}), small=rule.small, **more)


def found(*tables):
    return {leak.row: leak.possible for leak in attack(list(tables))}


def test_1_one_hidden_cell_beside_its_total():
    assert found(column([None, 40, 25, 69])) == {"a": (4,)}


def test_2_two_hidden_cells_of_one_sum_with_little_room():
    assert found(column([None, None, 40, 42])) == {"a": (1,), "b": (1,)}
    assert found(column([None, None, 40, 43])) == {"a": (1, 2), "b": (1, 2)}
    assert found(column([None, None, 40, 50])) == {}


def test_3_a_row_solved_first_solves_its_column():
    small_only = table([[None, None, 30, 37], [20, None, 25, 49], [40, 40, 40, 120], [64, 47, 95, 206]])

    assert found(small_only) == {"a, u": (4,), "a, v": (3,), "b, v": (4,)}


def test_4_three_ones_in_a_row():
    assert found(column([None, None, None, 40, 43])) == {"a": (1,), "b": (1,), "c": (1,)}


def test_5_rounding_to_five_does_not_hide_four_sevens():
    assert found(column([None, None, None, None, 0, 30], HES)) == dict.fromkeys("abcd", (7,))


def test_6_a_part_beside_its_whole():
    whole = column([40, 30, 70], FIVE, data="d")
    part = column([36, 12, 48], FIVE, data="d", within={"carer": frozenset({"yes"})})

    assert found(whole) == found(part) == {}
    assert found(whole, part) == {"carer: the others, group: a": (4,)}


def test_7_the_same_people_cut_two_ways():
    by_both = Published(
        ("fifth", "sex"),
        (
            Number(("1", "f"), 1, 9, "1, f", guarded=True),
            Number(("2", "f"), 20, 20, "2, f"),
            Number(("1", "m"), 14, 14, "1, m"),
            Number(("2", "m"), 31, 31, "2, m"),
        ),
        data="d",
        complete=frozenset({"fifth", "sex"}),
        small=TEN.small,
    )
    by_sex = Published(("sex",), (Number(("f",), 26, 26, "f"),), data="d", small=TEN.small)

    assert found(by_both) == {}
    assert found(by_both, by_sex) == {"1, f": (6,)}


def test_8_one_release_after_another():
    before = column([31, 25, 56], data="d", within={"month": frozenset({"April"})})
    after = column([33, 40, 73], data="d", within={"month": frozenset({"April", "May"})})

    assert found(before, after) == {"group: a, month: May": (2,)}


@pytest.mark.parametrize("true", [1, 3, 7])
def test_9_a_rate_interval_or_percentage_beside_a_hidden_count(true):
    rate, share = rate_of(Count(true, 8_400)), wilson(Count(true, 60))
    beside_rate = Shown(population=8_400, rate=round(rate.value, 1))
    beside_limit = Shown(population=8_400, upper=round(rate.upper, 1))
    beside_percentage = Shown(population=60, percentage=round(100 * share.value, 1))
    beside_wilson = Shown(population=60, lower=round(100 * share.lower, 1), interval="wilson")

    for shown in (beside_rate, beside_limit, beside_percentage, beside_wilson):
        assert found(column([shown, 400, Shown(further=True)], HES))["a"] == (true,)


def test_10_nobody_and_everybody():
    hides_zero = local(5, hide_zero=True)

    assert found(column([None, 40, 40], hides_zero)) == {"a": (0,)}
    everybody = Shown(population=40, percentage=100.0)
    assert number_from(("a",), Shown(population=40, percentage=100.0, further=True), TEN).low == 40
    assert found(column([everybody, 40, 80], local(50))) == {"a": (40,)}


def test_numbers_that_contradict_the_rule_are_told_as_such():
    (leak,) = attack(column([None, 40, 90]))

    assert "contradict each other" in leak.how


def test_what_is_left_to_each_hidden_number_is_told():
    left = left_over(column([None, None, 40, 50]))

    assert [(one.label, one.low, one.high, one.leak) for one in left] == [("a", 1, 9, None), ("b", 1, 9, None)]
