"""Change between two periods, and how often chance alone would make it."""

from math import comb

import pyarrow as pa
import pytest
from tests.analysis.network.made_up import rows_of

from evenground.analysis.errors import OutOfRange, UnknownChoice
from evenground.analysis.network import change_between, read_network

WINTER, SPRING = ("2026-01-01", "2026-03-01"), ("2026-03-01", "2026-05-01")


def tied(first: int, second: int, both: int = 0, *, roles="xy"):
    """So many pairs with a tie in winter only, in spring only, and in both; each pair two people of their own."""
    many = first + second + both
    days = [["2026-02-01"]] * first + [["2026-04-01"]] * second + [["2026-02-01", "2026-04-01"]] * both
    rows = [(f"a{i}", f"b{i}", day) for i, own in enumerate(days) for day in own]
    ids = [f"{side}{i}" for i in range(many) for side in "ab"]
    people = pa.table({"id": ids, "role": [roles[i % len(roles)] for i in range(2 * many)]})
    return read_network(
        pa.table(dict(zip(("from", "to", "date"), zip(*rows, strict=True), strict=True))), people=people
    )


def test_more_ties_in_spring_are_tested_as_the_sign_test_does():
    """2 pairs in winter only and 10 in spring only: exactly 2 P(at most 2 of 12) = 0.0386."""
    found = rows_of(change_between(tied(2, 10, 5), first=WINTER, second=SPRING, permutations=9999, seed=1))
    exact = 2 * sum(comb(12, k) for k in range(3)) / 2**12

    assert found["ties per person, first period"]["estimate"] == pytest.approx(2 * 7 / 34)
    assert found["ties per person, change"]["estimate"] == pytest.approx(2 * 8 / 34)
    p = found["ties per person, probability of such a change by chance"]
    assert p["estimate"] == pytest.approx(exact, abs=0.006)
    assert "9,999 exchanges" in p["method"]


def test_what_chance_never_made_is_still_not_impossible():
    found = rows_of(change_between(tied(0, 40), first=WINTER, second=SPRING, permutations=99))

    assert found["ties per person, probability of such a change by chance"]["estimate"] == 1 / 100


def test_two_alike_periods_are_no_change():
    found = rows_of(change_between(tied(0, 0, 6), first=WINTER, second=SPRING, permutations=99))

    assert found["ties per person, change"]["estimate"] == 0
    assert found["ties per person, probability of such a change by chance"]["estimate"] == 1


def test_the_share_across_can_be_compared_too():
    ties = {"from": ["A", "A", "C", "C"], "to": ["B", "C", "D", "B"], "date": ["2026-02-01"] * 2 + ["2026-04-01"] * 2}
    network = read_network(pa.table(ties), people=pa.table({"id": list("ABCD"), "role": list("xxyy")}))
    found = rows_of(change_between(network, first=WINTER, second=SPRING, of="E–I index", permutations=99))

    assert found["E–I index by role, first period"]["estimate"] == 0  # one inside, one across
    assert found["E–I index by role, change"]["estimate"] == 0


def test_same_seed_same_answer():
    tables = [change_between(tied(4, 7), first=WINTER, second=SPRING, permutations=199, seed=s) for s in (3, 3)]

    assert tables[0].equals(tables[1])


@pytest.mark.parametrize("of", ["ties per person", "ties across", "E–I index", "people with no tie"])
def test_a_period_without_ties_is_said_and_does_not_fail(of):
    rows = change_between(tied(3, 0), first=WINTER, second=SPRING, of=of, permutations=99).to_pylist()

    assert all(row["estimate"] is not None or row["note"] for row in rows)


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ({"first": ("2026-03-01", "2026-01-01")}, OutOfRange, "from a day to a later one"),
        ({"first": ("spring", None)}, OutOfRange, "two dates"),
        ({"of": "love"}, UnknownChoice, "“love” is not a choice for of"),
        ({"permutations": 5}, OutOfRange, "99"),
    ],
)
def test_what_cannot_be_compared_is_refused(asked, error, says):
    with pytest.raises(error, match=says):
        change_between(tied(1, 1), **{"first": WINTER, "second": SPRING, **asked})
