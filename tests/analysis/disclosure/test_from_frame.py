"""Any data frame becomes the same table of counts."""

import duckdb
import ibis
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from evenground.analysis.disclosure import measured_table
from evenground.analysis.errors import BadTable, ColumnTwice, MissingColumn

ROWS = {
    "fifth": ["1", "2", "1", None],
    "carer": ["y", "y", "n", "n"],
    "events": [3, 4, 5, 6],
    "people": [30, 40, 50, 60],
}


def as_polars(table):
    return pl.from_arrow(table)


def as_duckdb(table):
    return duckdb.from_arrow(table)


@pytest.mark.parametrize(
    "kind", [lambda t: t, lambda t: t.to_pandas(), as_polars, as_duckdb, ibis.memtable], ids=["arrow", "pandas", "polars", "duckdb", "ibis"]
)  # fmt: skip
def test_any_kind_of_frame_gives_the_same_table(kind):
    table = measured_table(kind(pa.table(ROWS)), by=["fifth", "carer"], count="events", population="people")

    assert {key: (c.count, c.population) for key, c in table.cells.items()} == {
        ("(missing)", "n"): (6, 60),
        ("1", "n"): (5, 50),
        ("1", "y"): (3, 30),
        ("2", "y"): (4, 40),
    }
    assert table.margins == (("fifth",), ("carer",), ())
    assert table.counts()[(None, "y")].count == 7


def test_rows_are_counted_where_no_column_is_named():
    table = measured_table(pd.DataFrame(ROWS), by="carer", count=None, margins="none")

    assert {key: c.count for key, c in table.counts().items()} == {("n",): 2, ("y",): 2}


def test_margins_are_those_asked_for():
    table = measured_table(pd.DataFrame(ROWS), by=["fifth", "carer"], count="events", margins=[["carer"]])

    assert [key for key in table.counts() if None in key] == [(None, "n"), (None, "y")]


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ({"by": "fith", "count": "events"}, MissingColumn, "Did you mean “fifth”"),
        ({"by": ["fifth", "fifth"], "count": "events"}, ColumnTwice, "“fifth” is chosen twice"),
        ({"by": "fifth", "count": "gap"}, BadTable, "1 of the numbers in column “gap” are missing"),
        ({"by": "fifth", "count": "events", "margins": [["sex"]]}, MissingColumn, "“sex”"),
    ],
)
def test_bad_input_is_told_in_a_sentence(asked, error, says):
    with pytest.raises(error, match=says):
        measured_table(pd.DataFrame(ROWS | {"gap": [1, None, 2, 3]}), **asked)


def test_an_empty_frame_has_nothing_to_count():
    with pytest.raises(BadTable, match="no rows"):
        measured_table(pd.DataFrame({"fifth": [], "events": []}), by="fifth", count="events")
