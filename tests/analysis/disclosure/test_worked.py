"""Measures from a release see nothing but what is shown; models are released when enough stands behind them."""

import json

import pyarrow as pa
import pytest
from tests.analysis.disclosure.made_up_tables import two_way

from evenground.analysis import equity
from evenground.analysis.disclosure import InternalPolicy, measured_table, release, released_estimates, worked_out
from evenground.analysis.errors import BrokenRelease, MissingColumn, ReleaseRefused
from evenground.analysis.results import ReleasedFigures, State

TABLE = two_way([(1003, 870), (952, 3), (41, 38)], population=4000)


def difference(frame, *, by=()):
    """First column less the second, in each group, as any measure gives it back."""
    rows = frame.to_pylist()
    groups = sorted({tuple(row[name] for name in by) for row in rows})
    made = []
    for group in groups:
        mine = {row["column"]: row["count"] for row in rows if tuple(row[name] for name in by) == group}
        gap = mine["x"] - mine["y"]
        made.append(dict(zip(by, group, strict=True)) | {"measure": "difference", "estimate": gap, "lower": gap - 9.5,
                    "upper": gap + 9.5, "se": 4.8, "level": 0.95, "method": "made up", "n": None, "note": ""})  # fmt: skip
    return pa.Table.from_pylist(made)


def share(frame):
    rows = [{k: row[k] for k in ("row", "column")} | {"measure": "share", "lower": None, "upper": None,
             "estimate": None if row["count"] is None else row["count"] / row["population"]}
            for row in frame.to_pylist()]  # fmt: skip
    return pa.Table.from_pylist(rows)


def test_a_measure_is_made_from_the_rounded_counts():
    figures = worked_out(release(TABLE, "hes"), difference, by=["row"])

    assert {row.groups["row"]: row.cell.value for row in figures.rows} == {"a": 1005 - 870, "b": None, "c": 0}


def test_where_a_number_it_needs_is_hidden_the_figure_is_hidden_with_the_reason():
    figures = worked_out(release(TABLE, "hes"), difference, by=["row"])
    cell = next(row.cell for row in figures.rows if row.groups["row"] == "b")

    assert (cell.state, cell.value, cell.text) == (State.HIDDEN, None, "*")
    assert cell.why == "Withheld: it needs the number for b, y, which is hidden in the table."
    assert figures.withheld == (("b", "difference", cell.why),)


def test_a_figure_over_the_whole_table_goes_with_any_hidden_number():
    figures = worked_out(release(TABLE, "hes"), lambda frame: difference(frame.slice(0, 2)))

    assert [row.cell.state for row in figures.rows] == [State.HIDDEN]


def test_a_figure_for_each_row_stands_where_the_row_does():
    figures = worked_out(release(TABLE, "hes"), share)
    states = {tuple(row.groups.values()): row.cell.state for row in figures.rows}

    assert states[("b", "y")] is State.HIDDEN
    assert sum(state is State.SHOWN for state in states.values()) == 5


def test_figures_carry_their_table_and_its_mark():
    table = release(TABLE, "internal", policy=InternalPolicy("Checking the source file."))
    figures = worked_out(table, difference, by=["row"])

    assert (figures.internal, figures.reason, figures.table_digest) == (True, table.reason, table.digest)
    assert figures.table == table


def test_figures_are_stored_and_show_when_they_were_changed():
    figures = worked_out(release(TABLE, "hes"), difference, by=["row"])

    assert ReleasedFigures.from_json(figures.to_json()) == figures
    with pytest.raises(BrokenRelease, match="was changed"):
        ReleasedFigures.from_json(figures.to_json().replace("made up", "made-up"))
    assert figures.frame().to_pydict()["state"] == ["shown", "hidden", "shown"]
    assert "952.0" not in json.dumps(json.loads(figures.to_json()))


MODELS = pa.Table.from_pylist(
    [
        {"area": "many", "measure": "slope", "estimate": 12.3456, "lower": 1.04, "upper": 20.96, "se": 4.4444, "places": 12, "events": 90, "note": "7 events were left out"},
        {"area": "few places", "measure": "slope", "estimate": 12.3, "lower": 1.0, "upper": 20.9, "se": 4.4, "places": 11, "events": 90, "note": ""},
        {"area": "few events", "measure": "slope", "estimate": 12.3, "lower": 1.0, "upper": 20.9, "se": 4.4, "places": 40, "events": 7, "note": ""},
        {"area": "none", "measure": "slope", "estimate": None, "lower": None, "upper": None, "se": None, "places": 40, "events": 90, "note": "no spread"},
    ]
)  # fmt: skip


def test_a_model_is_released_rounded_when_enough_stands_behind_it():
    figures = released_estimates(MODELS, "hes", units="places", events="events", by="area", decimals=1)
    cells = {row.groups["area"]: row.cell for row in figures.rows}

    assert (cells["many"].text, cells["many"].value, cells["many"].lower) == ("12.3", 12.3, 1.0)
    assert "at least 12 units" in cells["few places"].why
    assert "fewer than 8 events" in cells["few events"].why
    assert (cells["none"].state, cells["none"].why) == (State.NONE, "no spread")
    assert figures.rows[0].note == ""  # a note with a number in it may tell a true count


def test_a_model_asks_for_its_columns_by_name():
    with pytest.raises(MissingColumn, match="“spots”"):
        released_estimates(MODELS, "hes", units="spots")
    with pytest.raises(ReleaseRefused, match="need a policy"):
        released_estimates(MODELS, "internal", units=40)


def test_the_next_group_never_passes_for_one_that_is_hidden():
    """With the least deprived hidden, no gap to it can be shown; the second least must not take its place."""
    counts = {"1": 1003, "2": 950, "3": 700, "4": 400, "5": 3}
    data = pa.table({"fifth": list(counts), "n": list(counts.values()), "people": [20_000] * 5})
    table = release(measured_table(data, by="fifth", count="n", population="people"), "hes")
    figures = worked_out(table, equity.gaps, group="fifth", count="count", population="population")

    assert {row.groups["fifth (reference)"] for row in figures.rows if row.groups["fifth"] == "1"} <= {"5", ""}
    assert {row.cell.state for row in figures.rows} == {State.HIDDEN}
    assert any("that of the numbers shown" in said for said in figures.how)


def test_a_note_keeps_its_sentences_without_figures():
    frame = pa.table({"measure": ["a"], "estimate": [5.0], "note": ["Left out of the limits. There are 7 points."]})
    (row,) = released_estimates(frame, units=40).rows

    assert row.note == "Left out of the limits."
