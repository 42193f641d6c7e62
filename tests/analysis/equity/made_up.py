"""Made-up figures, and results of any kind of frame as rows."""

import duckdb
import ibis
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

KINDS = {
    "pandas": lambda table: table.to_pandas(),
    "polars": pl.from_arrow,
    "polars lazy": lambda table: pl.from_arrow(table).lazy(),
    "pyarrow": lambda table: table,
    "duckdb": duckdb.from_arrow,
    "ibis": ibis.memtable,
}
AGES = [f"{5 * i}–{5 * i + 4}" for i in range(18)] + ["90+"]


def arrow(frame):
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pl.DataFrame):
        return frame.to_arrow()
    if isinstance(frame, pd.DataFrame):
        return pa.Table.from_pandas(frame, preserve_index=False)
    if isinstance(frame, pa.Table):
        return frame
    return frame.to_arrow_table() if isinstance(frame, duckdb.DuckDBPyRelation) else frame.to_pyarrow()


def rows(frame):
    return arrow(frame).to_pylist()


def only(frame, **wanted):
    """The one row that has these values."""
    found = [row for row in rows(frame) if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1, found
    return found[0]


def by_fifth(counts, people=5000, *, labels=("1", "2", "3", "4", "5"), area="A"):
    people = people if isinstance(people, list) else [people] * len(counts)
    return pa.table({"area": [area] * len(counts), "fifth": list(labels), "cases": counts, "people": people})


def together(*tables):
    return pa.concat_tables(tables, promote_options="default")


def by_age(areas=3, *, seed=1, scale=1.0):
    """Areas × 19 age bands, deaths rising with age."""
    chance = np.random.default_rng(seed)
    people = chance.integers(400, 4000, areas * 19)
    risk = np.tile(0.0005 * 1.6 ** np.arange(19), areas) * scale
    return pa.table(
        {
            "area": np.repeat([f"E{i:04}" for i in range(areas)], 19),
            "age": AGES * areas,
            "deaths": chance.poisson(people * np.minimum(risk, 0.5)),
            "people": people,
        }
    )
