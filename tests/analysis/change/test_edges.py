"""What holds for every function of change: nothing in, any kind of frame, names that meet ours, any order of rows."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenground.analysis import change
from evenground.analysis.errors import OutOfRange

RNG = np.random.default_rng(5)
DATA = pd.DataFrame(
    {
        "area": ["N"] * 24 + ["S"] * 24,
        "gp": ["a", "b", "c", "d"] * 12,
        "x": RNG.normal(10, 1, 48).round(2),
        "events": RNG.poisson(9, 48),
        "people": [100.0] * 48,
    }
)
DATA["month"] = DATA.groupby("area").cumcount()
PANEL = DATA.assign(month=DATA.groupby(["area", "gp"]).cumcount())
PANEL["on"] = ((PANEL["month"] >= 3) & PANEL["gp"].isin(["a", "b"])).astype(int)
SLOPES = {"value": "x", "unit": "gp", "time": "month", "treated": "on"}

CALLS = {
    "control": lambda data, **o: change.control_chart(data, time="month", value="x", **o),
    "run": lambda data, **o: change.run_chart(data, time="month", value="x", **o),
    "interrupted": lambda data, **o: change.interrupted(data, time="month", at=12, value="x", **o),
    "interrupted counts": lambda data, **o: change.interrupted(
        data, time="month", at=12, count="events", population="people", **o
    ),
    "panel": lambda data, **o: change.panel_differences(data, **SLOPES, **o),
    "placebo": lambda data, **o: change.trends_before(data, **SLOPES, **o),
}
KINDS = {
    "polars": pl.from_pandas,
    "polars lazy": lambda data: pl.from_pandas(data).lazy(),
    "pyarrow": lambda data: pa.Table.from_pandas(data, preserve_index=False),
    "duckdb": duckdb.from_df,
}


def data_for(name):
    return PANEL if name in ("panel", "placebo") else DATA


def pandas(result):
    if isinstance(result, pl.LazyFrame):
        result = result.collect()
    return result.df() if isinstance(result, duckdb.DuckDBPyRelation) else result.to_pandas()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CALLS)
def test_every_kind_of_frame_gives_the_same_figures_in_its_own_kind(name, kind):
    data = KINDS[kind](data_for(name))
    result, plain = CALLS[name](data, by="area"), CALLS[name](data_for(name), by="area")

    assert type(result) is type(data)
    shown = pandas(result)
    np.testing.assert_allclose(shown["estimate"], plain["estimate"])
    np.testing.assert_allclose(shown["upper"].astype(float), plain["upper"].astype(float))
    assert shown["direction"].tolist() == plain["direction"].tolist()


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("by", [None, "area"])
def test_nothing_in_gives_nothing_out(name, by):
    empty = pa.Table.from_pandas(data_for(name).iloc[:0], preserve_index=False)
    empty = empty.set_column(0, "area", empty["area"].cast(pa.string())).set_column(1, "gp", pa.array([], pa.string()))

    assert set(CALLS[name](empty, by=by)["estimate"].to_pylist()) <= {None}


@pytest.mark.parametrize("name", CALLS)
@settings(max_examples=8)
@given(order=st.permutations(range(48)))
def test_the_order_of_rows_does_not_matter(name, order):
    data = data_for(name)
    mixed = CALLS[name](data.iloc[list(order)], by="area")
    keys = [column for column in ("area", "measure", "month") if column in mixed]
    one, other = (frame.set_index(keys).sort_index() for frame in (mixed, CALLS[name](data, by="area")))

    np.testing.assert_allclose(one["estimate"], other["estimate"], atol=1e-9)
    np.testing.assert_allclose(one["upper"].astype(float), other["upper"].astype(float), rtol=1e-7)


@pytest.mark.parametrize("name", ["interrupted", "panel"])
@settings(max_examples=10)
@given(shift=st.integers(-100, 100), scale=st.integers(1, 50))
def test_effects_stretch_with_the_figures_and_stay_when_they_move(name, shift, scale):
    data = data_for(name)
    plain = CALLS[name](data, by="area")
    moved = CALLS[name](data.assign(x=scale * data["x"] + shift), by="area")
    effects = plain["measure"].isin(["level change", "slope change", "difference in differences"])

    np.testing.assert_allclose(moved[effects]["estimate"], scale * plain[effects]["estimate"], rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(moved[effects]["upper"], scale * plain[effects]["upper"], rtol=1e-6, atol=1e-7)


def test_the_users_names_never_meet_ours():
    data = DATA.rename(columns={"area": "n", "month": "estimate", "people": "phase"})
    chart = change.control_chart(data, time="estimate", value="x", by=["n", "phase"])
    assert chart.columns.tolist()[:4] == ["n (group)", "phase", "estimate (group)", "phase (chart)"]
    assert len(change.assurance(chart, time="estimate", target=10, improvement="up")) == 2

    effects = change.interrupted(data, time="estimate", at=12, value="x", by="n")
    headline = change.contrast(effects, stratum="n", of="N", against="S")
    assert headline["measure"][0] == "level change: N less S"


def test_one_time_needs_no_list_around_it():
    one, several = (CALLS["control"](DATA, by="area", rebase=when, exclude={"N": when}) for when in (12, [12]))

    pd.testing.assert_frame_equal(one, several)


@pytest.mark.parametrize("baseline", [(5,), "2020-01", 1])
def test_a_baseline_is_a_number_of_points_or_two_times(baseline):
    with pytest.raises(OutOfRange, match="baseline is"):
        CALLS["control"](DATA, by="area", baseline=baseline)


def test_the_same_data_give_the_same_bytes():
    for name, call in CALLS.items():
        one, other = (pandas_bytes(call(data_for(name), by="area")) for _ in range(2))
        assert one == other, name


def pandas_bytes(frame):
    return frame.to_csv(index=False, float_format="%.17g").encode()


def test_importing_change_loads_no_engine():
    code = "import sys, evenground.analysis.change; print(*{m.split('.')[0] for m in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_home()
    ).stdout

    assert not {"scipy", "pyarrow", "pandas", "narwhals", "duckdb", "ibis"} & set(loaded.split())


def _home():
    return {**os.environ, "PYTHONPATH": str(Path(change.__file__).parents[3])}
