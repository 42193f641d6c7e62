"""The ugliest things that can be put in place of a column, an option or a name."""

from datetime import date, time, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd


def _objects(values):
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return pd.Series(made)


def _first(column, value):
    made = column.astype(object)
    made.iloc[0] = value
    return made


def _where(column, row, value):
    return column.astype(float).where(np.arange(len(column)) != row, value)


NUMBERS = {
    "text": lambda x: x.astype(str),
    "text with a blank": lambda x: _first(x.astype(str), ""),
    "not-a-number": lambda x: _where(x, 1, np.nan),
    "nothing but not-a-number": lambda x: x * np.nan,
    "None among numbers": lambda x: _first(x, None),
    "nothing but None": lambda x: _objects([None] * len(x)),
    "all zero": lambda x: x * 0,
    "half of it zero": lambda x: x.where(np.arange(len(x)) >= len(x) // 2, 0),
    "first zero": lambda x: _where(x, 0, 0),
    "last zero": lambda x: _where(x, len(x) - 1, 0),
    "all the same": lambda x: x * 0 + x.iloc[0],
    "fractions": lambda x: x + 0.25,
    "small fractions": lambda x: x * 0.01,
    "tiny": lambda x: x * 1e-12,
    "far too near zero": lambda x: x * 1e-200,
    "huge": lambda x: x.astype(float) * 1e12,
    "far too large": lambda x: x.astype(float) * 1e300,
    "Decimal": lambda x: _objects([Decimal(str(round(float(v), 3))) for v in x]),
    "true and false": lambda x: x > x.median(),
    "Int64 with NA": lambda x: x.round().astype("Int64").mask(np.arange(len(x)) == 2),
    "boolean with NA": lambda x: (x > x.median()).astype("boolean").mask(np.arange(len(x)) == 2),
    "below zero": lambda x: -x - 1,
    "one below zero": lambda x: _where(x, 3, -1),
    "endless": lambda x: _where(x, 3, np.inf),
    "dates": lambda x: pd.Series(pd.date_range("2020-01-01", periods=len(x))),
    "spans of time": lambda x: pd.Series(pd.to_timedelta(range(len(x)), unit="D")),
    "lists": lambda x: _objects([[1, 2]] * len(x)),
    "records": lambda x: _objects([{"a": 1}] * len(x)),
    "text among numbers": lambda x: _first(x, "x"),
    "whole numbers beyond any machine": lambda x: _first(x, 10**30),
    "complex": lambda x: x * 1j,
    "categories": lambda x: x.astype("category"),
    "float32": lambda x: x.astype("float32"),
}


def _codes(column):
    return pd.factorize(column)[0]


def _days(column, *, unit="D", every=1):
    return pd.Series(pd.Timestamp("2020-03-28") + pd.to_timedelta(_codes(column) * every, unit=unit))


def _categories(column, *extra, ordered=False):
    return pd.Series(pd.Categorical(column, categories=[*extra, *dict.fromkeys(column)], ordered=ordered))


LABELS = {
    "unused category": lambda x: _categories(x, "unused" if isinstance(x.iloc[0], str) else 99),
    "ordered categories": lambda x: _categories(x, "unused" if isinstance(x.iloc[0], str) else 99, ordered=True),
    "category with a blank": lambda x: pd.Series(pd.Categorical(x.mask(np.arange(len(x)) == 1))),
    "None": lambda x: _first(x, None),
    "not-a-number in text": lambda x: _first(x, np.nan),
    "NA": lambda x: _first(x.astype("string"), pd.NA),
    "nothing but None": lambda x: _objects([None] * len(x)),
    "nothing but not-a-number": lambda x: pd.Series([np.nan] * len(x)),
    "whole numbers with a blank": lambda x: pd.Series(np.where(np.arange(len(x)) == 0, np.nan, _codes(x) + 1.0)),
    "whole numbers": lambda x: pd.Series(_codes(x) + 1),
    "fractions": lambda x: pd.Series(_codes(x) + 0.5),
    "endless": lambda x: pd.Series(np.where(_codes(x) == 0, np.inf, _codes(x))),
    "numerals": lambda x: pd.Series((_codes(x) * 4 + 2).astype(str)),
    "numbers among text": lambda x: _first(x, 7),
    "true and false": lambda x: pd.Series(_codes(x) % 2 == 0),
    "words": lambda x: pd.Series(np.array(["low", "high", "middle", "none"])[_codes(x) % 4]),
    "names of months": lambda x: pd.Series(np.array(["Jan", "Feb", "Mar", "Apr"])[_codes(x) % 4]),
    "dates": lambda x: _objects([date(2020, 1, 1) + timedelta(days=int(i)) for i in _codes(x)]),
    "days with a time zone": lambda x: _days(x).dt.tz_localize("Europe/London"),
    "hours over the change of clocks": lambda x: (
        _days(x, unit="h", every=6).dt.tz_localize("UTC").dt.tz_convert("Europe/London")
    ),
    "a missing date": lambda x: _days(x).mask(np.arange(len(x)) == 1),
    "periods": lambda x: pd.Series(pd.period_range("2020-01", periods=x.nunique(), freq="M")[_codes(x)]),
    "cuts": lambda x: pd.Series(pd.cut(_codes(x), 3)),
    "times of day": lambda x: _objects([time(int(i) % 24) for i in _codes(x)]),
    "lists": lambda x: _objects([[1]] * len(x)),
    "records": lambda x: _objects([{"a": 1}] * len(x)),
    "Decimal": lambda x: _objects([Decimal(int(i) + 1) for i in _codes(x)]),
    "bytes": lambda x: _objects([str(v).encode() for v in x]),
    "numbers beyond a float": lambda x: pd.Series(_codes(x).astype("int64") + 2**60),
    "an empty text": lambda x: _first(x, ""),
    "spaces around": lambda x: pd.Series([f" {v} " for v in x]),
    "one label": lambda x: pd.Series([x.iloc[0]] * len(x)),
}
OPTIONS = [
    *({"level": level} for level in (95, 0, 1, -1, 0.5, 0.999999, 1e-9, float("nan"), "0.95", None, True)),
    *({"multiplier": times} for times in (1, 0, -1, 1e12, float("nan"), float("inf"), "x", None)),
    *({"per": times} for times in (100, 0, -1, float("nan"), "x", None)),
    *({"draws": draws} for draws in (10, 1000.5, "x")),
    *(
        {option: "nonsense"}
        for option in ("worse", "view", "kind", "order", "reference", "rules", "baseline", "at", "errors")
    ),
]
NAMES = [
    "estimate",
    "n",
    "count",
    "level",
    "measure",
    "note",
    "__x",
    "",
    " ",
    "phase",
    "target",
    "funnel",
    "beside",
    "a.b",
]
