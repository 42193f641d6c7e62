"""The fewest further numbers, in tables whose sums make a network: flows, stand-ins and the proof."""

from dataclasses import replace
from math import nan
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.analysis.disclosure.made_up_tables import two_way

from evenground.analysis.disclosure import attack, profile_called, release
from evenground.analysis.disclosure.choosing import preferences
from evenground.analysis.disclosure.in_network import _in_all, _safe, fewest_in_network
from evenground.analysis.disclosure.network import network_of
from evenground.analysis.disclosure.one_way import LEAST_LEFT
from evenground.analysis.disclosure.standing_in import kept_of
from evenground.analysis.disclosure.tabulating import _choice, _number, whole_numbers
from evenground.analysis.results import Because, Count, MeasuredTable

COUNT = st.one_of(st.integers(0, 9), st.integers(4, 40))
MARGINS = st.sampled_from([(("row",), ("column",), ()), (("row",),), (("column",), ()), ((),)])


def choice_of(measured, rule):
    true = whole_numbers(measured)
    numbers = [_number(key, n, rule, rule.hidden if rule.hides(n) else None) for key, n in true.items()]
    return _choice(measured, rule, true, numbers, (), Because.PROTECTS)


def choice(rows, rule="local-5", margins=(("row",), ("column",), ())):
    return choice_of(replace(two_way(rows), margins=margins), profile_called(rule))


def network(of):
    rooms = [
        (true - low, high - true)
        for i, (n, true) in enumerate(zip(of.table.numbers, of.true, strict=True))
        for low, high in [of.if_hidden.get(i, (n.low, n.high))]
    ]
    return network_of(of.lines, rooms, LEAST_LEFT - 1, of.always)


@settings(max_examples=150)
@given(st.lists(st.tuples(COUNT, COUNT, COUNT), min_size=2, max_size=3), MARGINS, st.randoms(use_true_random=False))
def test_flows_say_the_same_as_the_attack(rows, margins, random):
    of = choice(rows, margins=margins)
    assume(of.always)
    hidden = [place for place in of.if_hidden if random.random() < 0.5]
    numbers = [
        replace(n, low=of.if_hidden[i][0], high=of.if_hidden[i][1], guarded=True) if i in hidden else n
        for i, n in enumerate(of.table.numbers)
    ]

    assert _safe(network(of), hidden) == (attack(replace(of.table, numbers=tuple(numbers))) == [])


@settings(max_examples=60)
@given(st.integers(0, 10_000))
def test_one_row_stands_in_for_all_without_small_numbers(seed):
    """As few are hidden when every row and column may be chosen from."""
    random = Random(seed)
    of = choice(
        [
            [random.randint(1, 4) if random.random() < 0.08 else random.randint(7, 99) for _ in range(5)]
            for _ in range(7)
        ]
    )
    assume(of.always)
    costs = preferences(of)

    kept = kept_of(network(of), costs)
    assert kept is not None
    assert len(kept.places) < len(costs)
    found = fewest_in_network(of)
    assert found is not None
    assert (len(found.places), found.over) == (len(_in_all(of, network(of), costs).places), 0)


def test_what_is_given_as_proof_fits_what_is_shown():
    of = choice([(3, 20, 14), (25, 6, 33), (9, 41, 2)])
    found = fewest_in_network(of)
    cells = [i for i, n in enumerate(of.table.numbers) if None not in n.key]

    assert found is not None
    for table in found.fits:
        for place, value in zip(cells, table.tolist(), strict=True):
            number = of.table.numbers[place]
            low, high = of.if_hidden[place] if place in found.places else (number.low, number.high)
            assert low <= value <= high
    for place in (*found.places, *of.always):
        if place in cells:
            assert len({int(table[cells.index(place)]) for table in found.fits}) >= LEAST_LEFT


@pytest.mark.parametrize("rule", ["threshold10", "local-5", "local-5-zero"])
def test_a_table_of_twenty_by_ten_is_proved_to_hide_the_fewest(rule):
    random = Random(7)
    cells = {
        (f"r{i:02}", f"c{j}"): Count(
            float(random.randint(1, 9) if random.random() < 0.1 else random.randint(10, 199)), nan
        )
        for i in range(20)
        for j in range(10)
    }
    released = release(MeasuredTable(("row", "column"), cells, (("row",), ("column",), ())), rule)

    assert released.over == 0
    assert 0 < released.further < sum(row.because is Because.SMALL for row in released.rows)
    assert attack(released) == []


def test_three_ways_make_no_network():
    cells = {(a, b, c): Count(float(10 + len(a + b + c)), nan) for a in "pq" for b in "st" for c in "vw"}
    three = MeasuredTable(
        ("a", "b", "c"), cells | {("p", "s", "v"): Count(3.0, nan)}, (("a", "b"), ("a", "c"), ("b", "c"))
    )

    assert fewest_in_network(choice_of(three, profile_called("local-5"))) is None
