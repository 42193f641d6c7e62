"""Any data frame in, one shape out."""

import duckdb
import ibis
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from evenground.analysis.errors import BadNumbers, ColumnTwice, MissingColumn, NotATable, UnknownOrder
from evenground.analysis.frames import SHAPE, Figures, Words, order_of, read, write

COLUMNS = {
    "area": ["North", "South", "North", None],
    "age": ["1", "10", "2", "1"],
    "deaths": [3, 5, 4, 1],
    "people": [10.0, 20.5, 30, 8],
}
ARROW = pa.table(COLUMNS)
KINDS = {
    "pandas": lambda table: table.to_pandas(),
    "polars": pl.from_arrow,
    "polars lazy": lambda table: pl.from_arrow(table).lazy(),
    "pyarrow": lambda table: table,
    "duckdb": duckdb.from_arrow,
    "ibis": ibis.memtable,
}


def arrow(frame):
    """Any of them as one kind, to compare."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pl.DataFrame):
        return frame.to_arrow()
    if isinstance(frame, pd.DataFrame):
        return pa.Table.from_pandas(frame, preserve_index=False)
    if isinstance(frame, pa.Table):
        return frame
    return frame.to_arrow_table() if isinstance(frame, duckdb.DuckDBPyRelation) else frame.to_pyarrow()


def sums(data, **asked):
    grouped = read(data, by="area", numbers={"count": "deaths", "population": "people"}, **asked)
    return write(grouped, Figures("deaths", grouped.total("count"), n=grouped.total("population")), level=0.95)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("add_up", [False, True])
def test_a_frame_of_the_same_kind_comes_back_in_one_shape(kind, add_up):
    data = KINDS[kind](ARROW)
    result = sums(data, add_up=add_up)
    rows = {row["area"]: (row["estimate"], row["n"]) for row in arrow(result).to_pylist()}

    assert type(result) is type(data)
    assert tuple(arrow(result).column_names) == ("area", *SHAPE)
    assert rows == {"North": (7, 40), "South": (5, 20.5), None: (1, 8)}


def test_groups_come_in_the_order_they_first_appear():
    grouped = read(pa.table({"a": ["z", "b", "z"], "b": [2, 1, 2], "x": [1, 2, 3]}), by=["a", "b"], numbers={"x": "x"})

    assert grouped.keys["a"].to_pylist() == ["z", "b"]
    assert grouped.of.tolist() == [0, 1, 0]
    assert grouped.rows.tolist() == [2, 1]
    assert grouped.place.tolist() == [0, 0, 1]
    np.testing.assert_array_equal(grouped.matrix(grouped["x"]), [[1, 3], [2, np.nan]])


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_one_group_and_label_are_added_up(kind):
    data = KINDS[kind](pa.table({"area": ["N", "N", "N"], "age": ["10", "10", "2"], "deaths": [1, 2, 4]}))
    grouped = read(data, by="area", within={"age": "age"}, numbers={"count": "deaths"}, add_up=True)
    age = grouped.labels["age"]

    assert {age.values[code]: count for code, count in zip(age.codes, grouped["count"], strict=True)} == {
        "10": 3,
        "2": 4,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_leaves_a_group_without_a_total_and_says_so(kind):
    data = KINDS[kind](pa.table({"area": ["N", "N", "S"], "deaths": [1, None, 4], "people": [5, 5, 5]}))
    for add_up in (False, True):
        rows = {row["area"]: row for row in arrow(sums(data, add_up=add_up)).to_pylist()}

        assert rows["N"]["estimate"] is None
        assert rows["N"]["note"] == "It cannot be worked out from these figures."
        assert (rows["S"]["estimate"], rows["S"]["note"]) == (4, "")


def test_the_users_column_names_never_meet_ours():
    data = pd.DataFrame({"n": ["a", "b"], "estimate": [1, 2], "x": [3, 4]})
    grouped = read(data, by=["n", "estimate"], numbers={"count": "x"})
    result = write(grouped, Figures("count", grouped.total("count")), level=0.9)

    assert list(result.columns) == ["n (group)", "estimate (group)", *SHAPE]
    assert result["estimate"].tolist() == [3, 4]


def test_several_measures_of_a_group_stand_together():
    grouped = read(ARROW, by="area", numbers={"count": "deaths"})
    total = grouped.total("count")
    result = write(grouped, Figures("one", total), Figures("two", 2 * total), level=0.95)

    assert result["measure"].to_pylist() == ["one", "two"] * 3
    assert result["estimate"].to_pylist() == [7, 14, 5, 10, 1, 2]


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        ([1, 2], NotATable, "are a “list”, not a table"),
        (pa.table({"area": ["a"], "Deaths": [1], "people": [1]}), MissingColumn, "Did you mean “Deaths”"),
        (
            pa.table({"area": ["a"], "deaths": ["1,200"], "people": [1]}),
            BadNumbers,
            "“deaths” has values that are not numbers",
        ),
        (pa.table({"area": ["a", "b"], "deaths": [1, -1], "people": [1, 1]}), BadNumbers, r"below zero \(row 2\)"),
        (pd.DataFrame({"area": ["a"], "deaths": [np.inf], "people": [1]}), BadNumbers, "infinite"),
    ],
)
def test_bad_data_get_one_clear_sentence(data, error, says):
    with pytest.raises(error, match=says):
        sums(data, not_negative=["count"])


@pytest.mark.parametrize("kind", ["duckdb", "ibis", "polars lazy"])
def test_bad_data_are_seen_where_they_live(kind):
    below = KINDS[kind](pa.table({"area": ["a", "a"], "deaths": [3, -1], "people": [1, 1]}))
    text = KINDS[kind](pa.table({"area": ["a"], "deaths": ["3"], "people": [1]}))

    with pytest.raises(BadNumbers, match="below zero"):
        sums(below, not_negative=["count"], add_up=True)
    with pytest.raises(BadNumbers, match="not numbers"):
        sums(text, add_up=True)


def test_many_bad_rows_are_counted_and_five_are_named():
    data = pa.table({"area": ["a"] * 9, "deaths": [-1] * 9, "people": [1] * 9})

    with pytest.raises(BadNumbers, match=r"rows 1, 2, 3, 4 and 5 and 4 more") as caught:
        sums(data, not_negative=["count"])
    assert caught.value.rows == (1, 2, 3, 4, 5)


def test_one_column_is_not_two_groups():
    with pytest.raises(ColumnTwice):
        read(ARROW, by=["area", "area"], numbers={"x": "deaths"})


@pytest.mark.parametrize(
    ("labels", "places"),
    [
        (["1", "10", "2"], [0, 2, 1]),
        (["Q3", "Q1", "Q2"], [2, 0, 1]),
        (["Decile 10", "Decile 9"], [1, 0]),
        ([3, 1, 2], [2, 0, 1]),
        ([2.5, 1.5], [1, 0]),
    ],
)
def test_labels_are_ordered_by_what_they_mean(labels, places):
    assert order_of(labels, column="fifth").tolist() == places


def test_labels_without_an_order_ask_for_one():
    with pytest.raises(UnknownOrder, match=r"order of “need” cannot be told from its labels: high, low"):
        order_of(["high", "low"], column="need")
    with pytest.raises(UnknownOrder, match="leaves out high"):
        order_of(["high", "low"], column="need", order=["low"])
    assert order_of(["high", "low"], column="need", order=["low", "middle", "high"]).tolist() == [1, 0]


@pytest.mark.parametrize("make", [lambda frame: frame, pl.from_pandas])
def test_a_categorical_keeps_the_order_it_was_given(make):
    need = pd.Categorical(["high", "low", "low", None], categories=["low", "middle", "high"], ordered=True)
    if make is pl.from_pandas:
        data = pl.DataFrame({"need": pl.Series(["high", "low", "low", None], dtype=pl.Enum(["low", "middle", "high"]))})
        data = data.with_columns(x=1)
    else:
        data = pd.DataFrame({"need": need, "x": 1})
    labels = read(data, within={"need": "need"}, numbers={"x": "x"}).labels["need"]

    assert [labels.values[code] if code >= 0 else None for code in labels.codes] == ["high", "low", "low", None]
    order = labels.order(["low", "middle", "high"])
    assert [labels.values[i] for i in np.argsort(order)] == ["low", "high"]
    if make is not pl.from_pandas:
        assert labels.ordered


def test_words_join_by_group():
    words = Words(2, everywhere="Always.")
    words.say(np.array([True, False]), "Once.")

    assert words.texts() == ["Always. Once.", "Always."]
    assert words.silent.tolist() == [False, False]


def test_nothing_in_gives_nothing_out():
    result = sums(
        pa.table(
            {"area": pa.array([], pa.string()), "deaths": pa.array([], pa.int64()), "people": pa.array([], pa.int64())}
        )
    )

    assert result.num_rows == 0
