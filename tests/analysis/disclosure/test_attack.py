"""The attack finds what careless tables give away, and nothing in a release that went through the gate."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.made_up import by_fifth

from evenground.analysis.disclosure import PROFILES, InternalPolicy, attack, release
from evenground.analysis.disclosure.attack import LEAST_LEFT, narrowed
from evenground.analysis.results import Count, Measured

# Mostly around the edges of the rule, where rounding and hiding are weakest.
EDGE = st.one_of(st.integers(0, 13), st.integers(0, 13), st.integers(0, 5000))


def as_if(counts, rule="hes"):
    """An uncontrolled release, attacked as if somebody had called it controlled."""
    inside = release(by_fifth(counts), "internal", policy=InternalPolicy("To be attacked in a test."))
    return attack(inside, rule=rule)


@settings(max_examples=300)
@given(st.lists(EDGE, min_size=2, max_size=9), st.sampled_from(["hes", "opensafely"]), st.floats(8, 90_000))
def test_nothing_hidden_can_be_found_in_any_release(counts, rule, population):
    groups = {f"group {i}": Count(n, population + i, n * 1.1 + 1) for i, n in enumerate(counts)}
    released = release(Measured(groups), rule)

    assert attack(released, least=LEAST_LEFT) == []
    for row in (*released.rows, released.total):
        if not row.cells["count"].shown:
            assert not any(row.cells[key].shown for key in row.cells if key not in ("population", "neighbourhoods"))


@settings(max_examples=100)
@given(st.lists(st.integers(0, 13), min_size=2, max_size=3))
def test_brute_force_agrees_that_no_count_is_pinned(counts):
    """Every combination of counts that would be released with the same numbers, tried one by one."""
    shown = what_is_seen(counts)
    fitting = [other for other in product(range(15), repeat=len(counts)) if what_is_seen(other) == shown]
    for i, (text, count) in enumerate(zip(shown[:-1], counts, strict=True)):
        if text == "*":
            assert len({other[i] for other in fitting}) > 1, f"{counts}: {count} is the only value left"


CACHE = {}


def what_is_seen(counts):
    key = tuple(counts)
    if key not in CACHE:
        released = release(Measured({str(i): Count(n, 5000) for i, n in enumerate(key)}))
        CACHE[key] = tuple(row.cells["count"].text for row in (*released.rows, released.total))
    return CACHE[key]


def test_a_true_count_beside_its_rate_is_found():
    leaks = as_if([1003, 52, 48, 33, 4])

    assert any(leak.exact and leak.possible == (4,) for leak in leaks)
    assert any("true count is shown" in leak.how for leak in leaks)


def test_the_rule_by_itself_can_be_undone_and_the_attack_sees_it():
    hes = PROFILES["hes"]
    four_sevens = narrowed([hes.hidden] * 4, hes.behind(30))
    three_twelves_and_a_seven = narrowed([hes.behind(10)] * 3 + [hes.hidden], hes.behind(45))

    assert four_sevens == [(7, 7)] * 4
    assert three_twelves_and_a_seven[-1] == (7, 7)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4)), min_size=1, max_size=4), st.integers(0, 30))
def test_narrowing_is_exact(spans, total):
    ranges = [(low, low + width) for low, width in spans]
    fits = [c for c in product(*(range(a, b + 1) for a, b in ranges)) if total - 2 <= sum(c) <= total + 2]
    if fits:
        expected = [(min(c[i] for c in fits), max(c[i] for c in fits)) for i in range(len(ranges))]
        assert narrowed(ranges, (total - 2, total + 2)) == expected


@pytest.mark.parametrize("shown, behind", [(0, (0, 0)), (10, (8, 12)), (15, (13, 17)), (3910, (3908, 3912))])
def test_what_a_shown_count_can_hide(shown, behind):
    assert PROFILES["hes"].behind(shown) == behind
