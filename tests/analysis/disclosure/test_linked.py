"""Tables of the same data are safe together: cut two ways, a part beside its whole, one release after another."""

from dataclasses import replace
from itertools import product
from math import nan, prod

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.analysis.disclosure.made_up_tables import counts, one_way, two_way
from tests.analysis.made_up import by_fifth

from evenground.analysis.disclosure import attack, local, measured_table, release
from evenground.analysis.disclosure.system import system_of
from evenground.analysis.equity.groups import QUINTILES
from evenground.analysis.errors import ReleaseRefused
from evenground.analysis.results import Because, Count, MeasuredTable, Provenance


def carers(numbers, answer="yes"):
    return one_way(numbers, data="survey", within={"carer": {answer}})


def test_a_part_beside_its_whole_gives_away_the_others_unless_more_is_hidden():
    everybody = release(one_way([40, 30, 25, 20], data="survey"), "local-5")
    alone = release(carers([36, 12, 20, 15]), "local-5")
    together = release(carers([36, 12, 20, 15]), "local-5", earlier=[everybody])

    assert [leak.possible for leak in attack([everybody, alone])] == [(4,)]
    assert attack([everybody, together]) == []
    assert together.rows[0].because is Because.EARLIER
    assert "earlier release" in together.rows[0].cells["count"].why
    assert together.earlier == (everybody.digest,)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=3))
def test_every_way_a_part_and_its_whole_fit_leaves_three_values(pairs):
    """All pairs of tables that would have been published like this are counted one by one."""
    rule = local(4)
    whole = release(one_way([yes + no for yes, no in pairs], data="d"), rule)
    part = release(replace(carers([yes for yes, _ in pairs]), data="d"), rule, earlier=[whole])

    assert attack([whole, part]) == []
    top = 22
    fits = []
    for row, (a, b) in enumerate(zip(whole.rows, part.rows, strict=True)):
        if row < len(pairs):
            fits.append(
                [(y, n) for y, n in product(range(top), repeat=2) if could_be(y + n, a, rule) and could_be(y, b, rule)]
            )
    assume(prod(len(some) for some in fits) <= 3_000_000)  # the reader's patience
    grid = np.stack([g.ravel() for g in np.meshgrid(*(np.arange(len(f)) for f in fits), indexing="ij")])
    yes = np.stack([np.array([y for y, _ in f])[g] for f, g in zip(fits, grid, strict=True)])
    no = np.stack([np.array([n for _, n in f])[g] for f, g in zip(fits, grid, strict=True)])
    kept = all_could_be(yes.sum(axis=0) + no.sum(axis=0), whole.rows[-1], rule)
    kept &= all_could_be(yes.sum(axis=0), part.rows[-1], rule)
    for i in range(len(pairs)):
        for row, values in ((whole.rows[i], yes[i] + no[i]), (part.rows[i], yes[i]), (None, no[i])):
            left = set(values[kept].tolist())
            if row is None:  # nobody published the others, but a small number of them is theirs
                assert len(left) >= 3 or not any(rule.hides(n) for n in left), pairs
            elif row.because:
                assert len(left) >= 3, pairs


def could_be(n, row, rule):
    if row.because is Because.SMALL:
        return rule.hides(n)
    if row.because is Because.PROTECTS:
        return n >= rule.least_shown
    if row.because is Because.EITHER:
        return n >= rule.hidden[0]
    return True if row.because is Because.EARLIER else n == row.cells["count"].value


def all_could_be(values, row, rule):
    return np.array([could_be(n, row, rule) for n in range(int(values.max(initial=0)) + 1)], dtype=bool)[values]


def test_the_same_data_cut_two_ways():
    by_carer = {("1", "y"): 3, ("1", "n"): 30, ("2", "y"): 20, ("2", "n"): 25, ("3", "y"): 14, ("3", "n"): 22}
    cells = {key: Count(float(n), nan) for key, n in by_carer.items()}
    first = release(MeasuredTable(("fifth", "carer"), cells, (("fifth",),), data="d"), "threshold10")
    other = MeasuredTable(("carer",), {("y",): Count(37.0, nan), ("n",): Count(77.0, nan)}, ((),), data="d")

    assert first.row("1", "y").because is Because.SMALL
    assert attack([first, release(other, "threshold10", earlier=[first])]) == []


def quarter(numbers, *periods):
    return one_way(numbers, data="series", within={"period": set(periods)})


def test_this_quarter_beside_last_and_both_together():
    first = release(quarter([40, 30, 22], "Q1"), "threshold10")
    both = quarter([44, 60, 51], "Q1", "Q2")  # four more in the first group

    assert attack([first, release(both, "threshold10")])[0].possible == (4,)
    assert attack([first, release(both, "threshold10", earlier=[first])]) == []


@pytest.mark.parametrize("rule", ["hes", "opensafely", "midpoint6", "threshold10", "local-5"])
def test_the_same_table_released_again_is_the_same(rule):
    table = two_way([(3, 20, 14), (25, 6, 33)], data="d", population=4000)
    first = release(table, rule)

    assert counts(release(table, rule, earlier=[first])) == counts(first)


def test_two_roundings_of_one_number_do_not_narrow_it():
    table = one_way([48, 90, 13], data="d")  # 48 is shown as 50 (48 to 52), and as 45 (43 to 48)
    first, again = release(table, "hes"), release(table, "midpoint6")

    assert any(leak.possible == (48,) for leak in attack([first, again]))
    assert release(table, "midpoint6", earlier=[first]).rows[0].because is Because.EARLIER


def test_what_was_released_already_cannot_be_taken_back():
    rule = local(5)
    whole = release(one_way([40, 30], data="d"), rule)
    part = release(replace(carers([36, 12]), data="d"), rule)  # released without looking at the whole

    with pytest.raises(ReleaseRefused, match="could be worked out whatever else is hidden"):
        release(replace(carers([4, 18], "no"), data="d"), rule, earlier=[whole, part])


def test_tables_of_other_data_are_not_set_against_each_other():
    a, b = release(one_way([40, 30], data="one"), "local-5"), release(one_way([36, 30], data="two"), "local-5")

    assert attack([a, b]) == []


def test_pages_released_again_by_another_rule():
    fifths = by_fifth([1003, 52, 48, 33, 4])
    measured = replace(fifths, provenance=replace(fifths.provenance, sha256="f" * 64))
    first = release(measured)

    assert release(measured, earlier=[first]) == first
    again = release(measured, "midpoint6", earlier=[first])
    assert attack([first, again]) == []
    assert [row.cells["count"].text for row in again.rows] == ["1,005", "51", "*", "33", "3"]
    assert "earlier release" in again.rows[2].cells["count"].why
    assert again.total.cells["count"].text == "*"


def test_too_many_combinations_are_held_together_by_the_totals_they_share():
    def wide(name):
        rows = [{"area": f"{i}", name: f"{j}", "n": 30 + i + j} for i in range(3) for j in range(100)]
        import pyarrow as pa

        return measured_table(pa.Table.from_pylist(rows), by=["area", name], count="n", margins=[("area",)], data="d")

    tables = [release(wide(name), "threshold10") for name in ("first", "second")]
    from evenground.analysis.disclosure.published import published

    assert system_of([t for one in tables for t in published(one)]).linked is False
    assert attack(tables) == []
    third = release(wide("third"), "threshold10", earlier=tables)
    assert third.how[-1].endswith("they were checked only through the totals they share.")
    assert not any("only through the totals" in said for one in tables for said in one.how)


def test_counts_that_contradict_an_earlier_release_are_refused():
    earlier = release(one_way([40, 30], data="d"), "threshold10")

    with pytest.raises(ReleaseRefused, match="contradict what was released earlier"):
        release(one_way([3, 300], data="d"), "threshold10", earlier=[earlier])


ABOUT = Provenance(
    sha256="f" * 64, period="2024/25", unit="admissions", area_code="A01", area_name="Northport",
    columns={"area": "place", "outcome": "admissions", "rank": "imd"},
)  # fmt: skip


def area_by_fifth(name, **more):
    """Two areas by fifth under any name; the first is that of the pages, whose last fifth has 7."""
    rows = {"A01": [1003, 52, 48, 33, 7], "A02": [800, 61, 45, 29, 31]}
    cells = {
        (area, fifth): Count(float(n), nan) for area, ns in rows.items() for fifth, n in zip(QUINTILES, ns, strict=True)
    }
    return MeasuredTable(("place", name), cells, (("place",), (name,), ()), **more)


@pytest.mark.parametrize("data", ["", "f" * 64], ids=["by provenance", "by fingerprint"])
def test_the_pages_of_an_area_and_a_table_of_the_same_file_are_set_together(data):
    pages = release(replace(by_fifth([1003, 52, 48, 33, 7]), provenance=ABOUT))  # 1 to 7
    table = area_by_fifth("which fifth", data=data, provenance=replace(ABOUT, area_code="", area_name=""))
    alone = release(table, "midpoint6")  # shown as 9: 7 to 12

    assert (QUINTILES[-1], (7,)) in [(leak.row, leak.possible) for leak in attack([pages, alone])]
    together = release(table, "midpoint6", earlier=[pages])
    assert together.row("A01", QUINTILES[-1]).because is Because.EARLIER
    assert attack([pages, together]) == []
    assert attack([release(replace(by_fifth([1003, 52, 48, 33, 7]), provenance=ABOUT), earlier=[alone]), alone]) == []


def test_a_table_of_one_area_by_fifth_is_set_beside_its_pages():
    pages = release(replace(by_fifth([1003, 52, 48, 33, 7]), provenance=ABOUT))
    cells = {(fifth,): Count(float(n), nan) for fifth, n in zip(QUINTILES, [1003, 52, 48, 33, 7], strict=True)}
    table = MeasuredTable(("fifth",), cells, within={"place": {"A01"}}, provenance=ABOUT)

    assert [leak.possible for leak in attack([pages, release(table, "midpoint6")]) if 7 in leak.possible] == [(7,)]
    assert attack([pages, release(table, "midpoint6", earlier=[pages])]) == []


def test_other_outcomes_of_the_same_file_are_not_set_together():
    pages = release(replace(by_fifth([1003, 52, 48, 33, 7]), provenance=ABOUT))
    other = replace(ABOUT, columns={**ABOUT.columns, "outcome": "deaths"})

    assert attack([pages, release(area_by_fifth("fifth", provenance=other), "midpoint6")]) == []
