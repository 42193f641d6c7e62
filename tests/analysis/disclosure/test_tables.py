"""Tables by any categories: what is hidden beyond the small numbers, and that nothing can be worked out."""

import re
from dataclasses import replace
from itertools import combinations, product
from math import nan
from types import SimpleNamespace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.analysis.disclosure.made_up_tables import counts, one_way, two_way, values_left

from evenground.analysis.disclosure import InternalPolicy, attack, profile_called, release
from evenground.analysis.equity.rates import rate_of
from evenground.analysis.errors import BrokenRelease, ReleaseRefused
from evenground.analysis.results import Because, Count, MeasuredTable, ReleasedTable, State
from evenground.analysis.results.tables import all_margins

SMALL = st.integers(0, 11)
RULES = ["hes", "opensafely", "midpoint6", "threshold10", "local-5"]


@pytest.mark.parametrize("rule", ["local-4", "local-4-zero", "hes", "opensafely", "midpoint6"])
@settings(max_examples=60)
@given(data=st.data())
def test_no_hidden_number_keeps_fewer_than_three_values(rule, data):
    """Every table that fits is counted one by one, without the solver."""
    rows = data.draw(st.lists(st.tuples(SMALL, SMALL), min_size=1, max_size=2))
    profile = profile_called(rule)
    released = release(two_way(rows), rule)

    left = values_left(released, profile, most=28)
    assert all(n >= 3 for n in left.values()), (rows, counts(released), left)
    for row in released.rows:
        shown = row.cells["count"].value
        if shown is not None and not (row.is_total and profile.totals == "shown"):
            assert not profile.hides(shown)
            assert profile.rounded(shown) == shown
    assert attack(released) == []
    assert released.over == 0


@settings(max_examples=40)
@given(st.lists(st.tuples(SMALL, SMALL), min_size=2, max_size=3))
def test_no_smaller_choice_would_be_safe(rows):
    """Every choice of one number fewer is tried, and leaks."""
    released = release(two_way(rows), "local-4")
    assume(0 < released.further <= 3)
    assume(not any(row.because is Because.EITHER for row in released.rows))
    true = two_way(rows).counts()
    could = [row.key for row in released.rows if row.because is not Because.SMALL and true[row.key].count]
    for some in combinations(could, released.further - 1):
        left = values_left(as_if_hidden(released, true, some), profile_called("local-4"), most=20)
        assert any(n < 3 for n in left.values()), f"{rows}: hiding only {some} would do"


@settings(max_examples=30)
@given(
    st.lists(st.tuples(SMALL, SMALL, SMALL), min_size=2, max_size=4), st.sampled_from(["hes", "local-5"]), st.randoms()
)
def test_the_order_of_the_cells_changes_nothing(rows, rule, random):
    table = two_way(rows, population=900)
    shuffled = list(table.cells.items())
    random.shuffle(shuffled)
    again = MeasuredTable(table.by, dict(shuffled), table.margins)

    assert release(again, rule).to_json() == release(table, rule).to_json()


@settings(max_examples=40)
@given(st.lists(st.integers(0, 40), min_size=3, max_size=5), st.sampled_from(["hes", "local-5", "midpoint6"]))
def test_everything_about_a_hidden_count_goes_with_it_and_the_rest_is_made_from_what_is_shown(numbers, rule):
    released = release(one_way(numbers, population=60.0, shares=True), rule)

    assert attack(released) == []
    for row in released.rows:
        count, people = row.cells["count"], row.cells["population"]
        for column in ("rate", "percentage"):
            cell = row.cells[column]
            assert cell.shown == (count.shown and people.shown)
            assert cell.shown or (cell.value is None and cell.why)
        if count.shown and people.shown:
            assert row.cells["rate"].value == round(rate_of(Count(count.value, people.value)).value, 1)


def test_one_small_cell_in_a_table_with_totals_costs_three_more():
    """The classical square: the cell, another in its row, one in its column, and the corner."""
    released = release(two_way([(3, 20, 31), (25, 26, 27), (41, 18, 29)]), "threshold10")

    assert [row.key for row in released.rows if row.because is Because.PROTECTS] == [("a", "y"), ("b", "x"), ("b", "y")]
    assert (released.further, released.over) == (3, 0)
    cell = released.row("b", "y").cells["count"]
    assert (cell.text, cell.state) == ("*", State.HIDDEN)
    assert cell.why == "Hidden so that a, x cannot be worked out from the totals."
    assert any("the fewest that will do" in said for said in released.how)


def test_cells_go_before_totals_and_small_counts_before_large():
    released = release(one_way([3, 500, 20, 40]), "threshold10")

    assert [row.key for row in released.rows if row.because is Because.PROTECTS] == [("2",)]


def test_three_ones_in_a_row_are_protected_although_their_total_gives_each():
    released = release(two_way([(1, 1, 1), (5, 6, 7)]), "local-4")

    assert attack(released) == []
    assert min(values_left(released, profile_called("local-4"), most=10).values()) >= 3


def test_a_zero_stays_where_the_rule_shows_it_and_goes_where_it_does_not():
    assert counts(release(two_way([(0, 30), (3, 20)]), "local-5"))[("a", "x")] == "0"
    assert counts(release(two_way([(0, 30), (3, 20)]), "local-5-zero"))[("a", "x")] == "*"


def test_when_nearly_everybody_counts_the_others_are_protected():
    released = release(one_way([58, 30, 29], population=60, shares=True), "threshold10")

    assert released.rows[0].because is Because.REST_SMALL
    assert not released.rows[0].cells["percentage"].shown
    assert release(one_way([58, 30, 29], population=60), "threshold10").rows[0].because is Because.SHOWN


def test_a_group_of_a_handful_of_people_loses_its_population_too():
    cells = {("a",): Count(40, 900), ("b",): Count(3, 4), ("c",): Count(30, 800), ("d",): Count(25, 700)}
    released = release(MeasuredTable(("group",), cells, ((),)), "threshold10")

    assert released.row("b").people_because is Because.FEW_PEOPLE
    assert sum(not row.cells["population"].shown for row in released.rows) == 2
    assert attack(released) == []


@settings(max_examples=25)
@given(st.lists(st.tuples(SMALL, st.sampled_from([0, 3, 9, 50, 400])), min_size=8, max_size=8), st.sampled_from(RULES))
def test_three_ways_with_few_people_in_some_groups(cells, rule):
    keys = list(product("pq", "st", "vw"))
    by = ("a", "b", "c")
    table = {key: Count(float(n if people else 0), float(people)) for key, (n, people) in zip(keys, cells, strict=True)}
    released = release(MeasuredTable(by, table, all_margins(by)), rule)

    assert attack(released) == []
    assert released.over == 0


def test_a_category_may_have_the_name_of_a_total():
    cells = {("Total", "x"): Count(30.0, nan), ("Other", "x"): Count(3.0, nan), ("Third", "x"): Count(40.0, nan)}
    released = release(MeasuredTable(("kind", "state"), cells, ((), ("kind",))), "local-5", total="All")

    assert released.row("Total", "x").cells["count"].text == "30"
    assert released.row(None, None).label(released.total) == "All, All"
    assert set(released.frame().column_names) == {"kind", "state", "count", "state_"}


def test_opensafely_and_midpoint_totals_add_up_what_is_shown():
    midpoint = release(one_way([1, 2, 6, 13]), "midpoint6")

    assert counts(midpoint) == {("0",): "3", ("1",): "3", ("2",): "3", ("3",): "15", (None,): "24"}
    assert release(one_way([1, 20]), "opensafely").row(None).because is Because.ADDS_HIDDEN


def test_what_is_stored_opens_again_and_shows_when_it_was_changed():
    released = release(two_way([(3, 20), (25, 26)], population=400, within={"carer": {"yes"}}, data="d"), "hes")
    stored = released.to_json()

    assert ReleasedTable.from_json(stored) == released
    assert ReleasedTable.from_json(stored).digest == released.digest
    with pytest.raises(BrokenRelease, match="was changed"):
        ReleasedTable.from_json(stored.replace('"25"', '"26"'))
    with pytest.raises(BrokenRelease, match="cannot be read"):
        ReleasedTable.from_json("[1]")


def test_no_true_small_count_is_in_anything_that_is_written(tmp_path):
    released = release(two_way([(937, 3871), (4099, 3)]), "hes")
    written = released.to_csv(tmp_path / "table.csv").read_text(encoding="utf-8-sig")

    assert not {"937", "3871", "4099"} & set(re.findall(r"[0-9]+", written + released.to_json()))
    assert "b,y,*" in written


def test_a_hidden_number_never_looks_like_zero_or_missing():
    cells = {("none",): Count(0, 50), ("few",): Count(3, 60), ("nobody",): Count(0, 0), ("many",): Count(20, 90)}
    frame = release(MeasuredTable(("group",), cells), "hes").frame().to_pydict()

    assert dict(zip(frame["group"], zip(frame["count"], frame["state"], strict=True), strict=True)) == {
        "none": (0.0, "shown"),
        "few": (None, "hidden"),
        "nobody": (0.0, "shown"),
        "many": (20.0, "shown"),
    }


def test_a_name_that_a_spreadsheet_would_run_is_written_as_text(tmp_path):
    cells = {("=1+1",): Count(30.0, nan), ("@home",): Count(40.0, nan)}
    written = release(MeasuredTable(("=group",), cells), "hes").to_csv(tmp_path / "t.csv").read_text("utf-8-sig")

    assert "'=1+1," in written
    assert "'@home," in written
    assert written.startswith("'=group,")


def test_uncontrolled_tables_need_a_reason_and_are_marked():
    with pytest.raises(ReleaseRefused, match="need a policy"):
        release(one_way([3, 4]), "internal")
    inside = release(one_way([3, 4]), "internal", policy=InternalPolicy("Checking the source file."))

    assert counts(inside) == {("0",): "3", ("1",): "4", (None,): "7"}
    assert (inside.internal, inside.reason) == (True, "Checking the source file.")


def test_counts_that_are_not_whole_numbers_are_refused_by_name():
    with pytest.raises(ReleaseRefused, match=r"The count of b is 2\.5\. Counts must be whole numbers"):
        release(MeasuredTable(("group",), {("a",): Count(3, 9), ("b",): Count(2.5, 9)}), "hes")


def as_if_hidden(released, true, keys):
    rows = []
    for row in released.rows:
        small = row.because is Because.SMALL
        because = Because.SMALL if small else Because.PROTECTS if row.key in keys else Because.SHOWN
        cell = replace(row.cells["count"], value=None if because else true[row.key].count)
        rows.append(SimpleNamespace(key=row.key, because=because, is_total=row.is_total, cells={"count": cell}))
    return SimpleNamespace(rows=rows)
