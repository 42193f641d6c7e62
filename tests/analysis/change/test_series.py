"""Times as people write them, on one grid."""

from datetime import date

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from evenground.analysis.change.series import read_series
from evenground.analysis.errors import BadNumbers, OutOfRange, PointTwice, UnknownGroup, UnreadableTimes


def read(times, by=None, **columns):
    data = pa.table({"t": times, "x": [float(i) for i in range(len(times))], **columns})
    return read_series(data, time="t", by=by, numbers={"value": "x"})


@pytest.mark.parametrize(
    ("times", "grid"),
    [
        (["2016-06", "2016-04"], ["2016-04", "2016-06"]),
        (["2016-04", "2016-05", "2016-07"], ["2016-04", "2016-05", "2016-06", "2016-07"]),
        (["2016-04-01", "2016-05-01", "2016-07-01"], ["2016-04-01", "2016-05-01", "2016-06-01", "2016-07-01"]),
        ([201611, 201612, 201702], [201611, 201612, 201701, 201702]),
        (["1", "10", "2", "3", "4", "6", "7"], [str(n) for n in range(1, 11)]),
        ([2010, 2012, 2016], [2010, 2012, 2014, 2016]),
        (
            [date(2016, 1, 31), date(2016, 2, 29), date(2016, 4, 30)],
            [date(2016, 1, 31), date(2016, 2, 29), date(2016, 3, 31), date(2016, 4, 30)],
        ),
        (
            [date(2016, 1, 4), date(2016, 1, 11), date(2016, 1, 25)],
            [date(2016, 1, 4), date(2016, 1, 11), date(2016, 1, 18), date(2016, 1, 25)],
        ),
        (["2016-01-04", "2016-03-09", "2016-03-10"], ["2016-01-04", "2016-03-09", "2016-03-10"]),
    ],
)
def test_a_missing_time_is_a_point_of_a_regular_series(times, grid):
    assert list(read(times).times) == grid


def test_rows_in_any_order_give_the_same_series():
    laid = read(["2016-05", "2016-07", "2016-04"]).matrix("value")

    np.testing.assert_array_equal(laid, [[2, 0, np.nan, 1]])


@pytest.mark.parametrize("make", [pa.table, pd.DataFrame, pl.DataFrame])
def test_dates_of_every_kind_of_frame(make):
    data = make({"t": [date(2020, 3, 1), date(2020, 1, 1), date(2020, 2, 1)], "x": [3.0, 1.0, 2.0]})

    assert read_series(data, time="t", numbers={"value": "x"}).matrix("value").tolist() == [[1, 2, 3]]


@pytest.mark.parametrize("times", [["Jan", "Feb"], ["2016-04", "2016-05-01"], ["2016-13", "2016-12"], [1.5, 2.0]])
def test_times_that_say_no_order_are_refused(times):
    with pytest.raises(UnreadableTimes, match="times in “t” cannot be read"):
        read(times)


def test_an_ordered_category_says_its_own_order():
    months = pd.Categorical(["Feb", "Jan"], categories=["Jan", "Feb"], ordered=True)
    data = pd.DataFrame({"t": months, "x": [2.0, 1.0]})

    assert read_series(data, time="t", numbers={"value": "x"}).matrix("value").tolist() == [[1, 2]]


def test_a_blank_time_is_named():
    with pytest.raises(BadNumbers, match=r"“t” has values that are blank \(row 2\)"):
        read(["2016-04", None])


def test_a_month_twice_in_one_group_is_named():
    with pytest.raises(PointTwice, match="series of South has more than one row for 2016-04"):
        read(["2016-04", "2016-04", "2016-04"], by="area", area=["North", "South", "South"])


def test_a_time_may_be_given_otherwise_than_it_is_written():
    one = read(["2016-04", "2016-05", "2016-07"])

    assert [one.point(when, "rebase") for when in ("2016-05", date(2016, 5, 20), "2016-06-01", 201607)] == [1, 1, 2, 3]
    with pytest.raises(OutOfRange, match=r"rebase is 2017-01; it must be within the series \(2016-04 to 2016-07\)"):
        one.point("2017-01", "rebase")


def test_an_unknown_series_is_named():
    with pytest.raises(UnknownGroup, match="no group called “West”"):
        read(["2016-04", "2016-04"], by="area", area=["North", "South"]).marks({"West": ["2016-04"]}, "rebase")
