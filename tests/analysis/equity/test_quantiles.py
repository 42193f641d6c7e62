"""Areas in fifths and tenths: the published rule, ties, blanks, and the frame given back."""

from math import ceil, floor

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.equity.made_up import KINDS, arrow, rows

from evenground.analysis import equity
from evenground.analysis.errors import BadNumbers, ColumnTwice, OutOfRange

DATA = pa.table(
    {"area": list("ABCDEFGHIJ"), "region": ["N"] * 7 + ["S"] * 3, "imd": [9.0, 8, 7, 7, 3, 2, 1, 5, None, 4]}
)


@given(st.lists(st.integers(0, 30), min_size=10, max_size=80), st.sampled_from([2, 4, 5, 10]))
def test_the_rule_is_that_of_public_health_england(scores, k):
    n = len(scores)
    ranks = [1 + sum(other > score for other in scores) for score in scores]
    # Rounded, as N / k is not exact in floating point.
    wanted = [floor((k + 1) - ceil(round((n + 1 - rank) / (n / k), 9))) or 1 for rank in ranks]
    made = equity.quantiles(pa.table({"s": scores}), score="s", groups=k)

    assert made["quantile"].to_pylist() == wanted


@given(st.integers(1, 40), st.sampled_from([5, 10]))
def test_distinct_scores_fill_the_groups_evenly(times, k):
    made = equity.quantiles(pa.table({"s": list(range(times * k))}), score="s", groups=k)

    assert made["quantile"].value_counts().field("counts").to_pylist() == [times] * k


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_rows_come_back_with_two_columns_more(kind):
    data = KINDS[kind](DATA)
    made = equity.quantiles(data, score="imd", groups=3, by="region", name="third", note="why")
    found = {row["area"]: row["third"] for row in rows(made)}

    assert type(made) is type(data)
    assert arrow(made).column_names == ["area", "region", "imd", "third", "why"]
    assert [found[area] for area in "ABCDEFG"] == [1, 1, 1, 1, 2, 3, 3]
    assert all(found[area] is None or found[area] != found[area] for area in "HIJ")


def test_why_there_is_none_is_said():
    notes = {
        row["area"]: row["quantile note"] for row in rows(equity.quantiles(DATA, score="imd", groups=3, by="region"))
    }

    assert notes["A"] == ""
    assert notes["H"] == "There are fewer than 3 areas to put into 3 groups."
    assert notes["I"] == "There is no score."


def test_a_frame_keeps_its_index():
    data = pd.DataFrame({"s": [1.0, 2, 3, 4, 5]}, index=list("vwxyz"))

    assert equity.quantiles(data, score="s").loc["z", "quantile"] == 1


def test_lowest_first_is_the_other_way_round():
    data = pa.table({"s": list(range(10))})
    down = equity.quantiles(data, score="s")["quantile"].to_pylist()
    up = equity.quantiles(data, score="s", highest_first=False)["quantile"].to_pylist()

    assert up == down[::-1]


def test_a_column_of_the_user_is_never_written_over():
    with pytest.raises(ColumnTwice, match="“region”"):
        equity.quantiles(DATA, score="imd", name="region")
    with pytest.raises(OutOfRange, match="a whole number, at least 2"):
        equity.quantiles(DATA, score="imd", groups=1)
    with pytest.raises(BadNumbers, match="not numbers"):
        equity.quantiles(DATA, score="area")
