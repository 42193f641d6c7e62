"""Whatever is put in, there comes out the right shape with every gap explained, or one sentence: for all measures."""

import inspect
import warnings

import duckdb
import ibis
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.analysis.ugly_cases import CASES
from tests.analysis.ugly_values import LABELS, NAMES, NUMBERS, OPTIONS

from evenground.analysis import change, equity
from evenground.analysis.errors import AnalysisError, BadLabels, BadNumbers, NotATable, SameName
from evenground.analysis.frames import SHAPE

KINDS = {
    "pandas": lambda data: data,
    "polars": pl.from_pandas,
    "polars lazy": lambda data: pl.from_pandas(data).lazy(),
    "pyarrow": lambda data: pa.Table.from_pandas(data, preserve_index=False),
    "duckdb": lambda data: duckdb.from_arrow(pa.Table.from_pandas(data, preserve_index=False)),
    "ibis": ibis.memtable,
}
WITHOUT_DATA = {"people_needed", "smallest_change", "european_2013", "absolute_gap", "rate_difference", "rate_ratio"}
NO_INTERVAL = {"autocorrelation", "dispersion"}


def arrow(made):
    if isinstance(made, pl.LazyFrame):
        made = made.collect()
    if isinstance(made, pd.DataFrame):
        return pa.Table.from_pandas(made, preserve_index=False)
    if isinstance(made, pl.DataFrame):
        return made.to_arrow()
    if isinstance(made, duckdb.DuckDBPyRelation):
        return made.to_arrow_table()
    return made if isinstance(made, pa.Table) else made.to_pyarrow()


def known(value):
    return value is not None and value == value


def wrong_with(row, limits):
    """What a row says that it may not, or nothing."""
    estimate, lower, upper, se = (row[name] for name in ("estimate", "lower", "upper", "se"))
    if not known(estimate):
        return "no estimate and no note" if not row["note"] else "limits of nothing" if limits and known(lower) else ""
    if np.isinf(estimate) or (known(se) and not 0 <= se < np.inf):
        return "an endless figure"
    if not limits:
        return ""
    if not (known(lower) and known(upper)):
        return "" if row["note"] or row["measure"].split(":")[0] in NO_INTERVAL else "no interval and no note"
    hair = 1e-9 * abs(estimate)
    return "" if lower - hair <= estimate <= upper + hair else "limits on one side"


def wrong_from(case, data, **options):
    """What one call does that it may not, or nothing. Options it has not are passed over."""
    if not set(options) <= set(inspect.signature(case.measure).parameters):
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            made = arrow(case(data, **options))
    except AnalysisError as sentence:
        said = str(sentence)
        return "" if said.endswith(".") and "\n" not in said and len(said) < 700 else f"not one sentence: {said}"
    except Exception as error:  # whatever else comes is what this looks for
        return f"{type(error).__name__}: {error}"
    if not case.shape:
        return ""
    if tuple(made.column_names[-len(SHAPE) :]) != SHAPE:
        return f"columns {made.column_names}"
    return next((said for row in made.to_pylist() if (said := wrong_with(row, case.limits))), "")


def put(case, columns, ugly):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return case.data.assign(**{column: ugly(case.data[column]) for column in columns})


def inputs(case):
    """Data and options, each under a name that says what is ugly about it."""
    for i, (name, ugly) in enumerate(NUMBERS.items()):
        for columns in (case.numbers, case.numbers[i % len(case.numbers) :][:1]):
            yield f"{columns}: {name}", lambda c=columns, u=ugly: put(case, c, u), {}
    for name, ugly in LABELS.items():
        for column in case.labels:
            yield f"{column}: {name}", lambda c=column, u=ugly: put(case, [c], u), {}
    for options in OPTIONS:
        yield str(options), lambda: case.data, options
    for by in ([], (), ["area", "area"], "nothing", 5, None, [case.labels[0]], [case.numbers[0]]):
        yield f"{case.by}={by!r}", lambda: case.data, {case.by: by}
    for rows in (0, 1, 2, len(case.data) // 2):
        yield f"{rows} rows", lambda n=rows: case.data.iloc[:n], {}
    yield "no rows, no types", lambda: case.data.iloc[:0].astype(object), {}
    yield "an index like a column", lambda: case.data.set_index(pd.Index(range(len(case.data)), name="area")), {}
    yield "an index that repeats", lambda: case.data.set_index(pd.Index([0] * len(case.data))), {}
    for data in ({"a": [1]}, [{"a": 1}], None, "text", 5, np.zeros((2, 2)), case.data["area"]):
        yield f"a {type(data).__name__}", lambda d=data: d, {}
    yield "a name twice", lambda: pd.concat([case.data, case.data[["area"]]], axis=1), {}


@pytest.mark.parametrize("name", CASES)
def test_ugly_input_gives_an_explained_result_or_one_sentence(name):
    case = CASES[name]
    found = {what: wrong_from(case, data(), **options) for what, data, options in inputs(case)}

    assert {what: wrong for what, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("kind", list(KINDS)[1:])
@pytest.mark.parametrize("ugly", ["not-a-number", "Int64 with NA", "all zero", "text", "None among numbers"])
def test_the_same_in_every_kind_of_frame(kind, ugly):
    wanted = [
        "crude rate",
        "gaps",
        "standardised rate",
        "dispersion",
        "funnel, rate, multiplicative",
        "paired",
        "p chart",
    ]
    for case in (CASES[name] for name in wanted):
        assert wrong_from(case, KINDS[kind](put(case, case.numbers, NUMBERS[ugly]))) == ""
        assert wrong_from(case, KINDS[kind](put(case, case.labels[:1], LABELS["category with a blank"]))) == ""


# The data of the first three are results, with names of ours; quantiles gives the rows back with two columns more.
NAMED_BY_US = (change.between, change.contrast, change.assurance, equity.quantiles)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.measure not in NAMED_BY_US])
def test_columns_may_be_called_anything(name):
    case = CASES[name]
    plain = arrow(case(case.data))
    for column in {*case.labels, case.numbers[0]}:
        for other in NAMES:
            options = {key: other if value == column else value for key, value in case.options.items()}
            options = {case.by: "area", **options} if case.by not in case.options or column != "area" else options
            options |= {case.by: other} if column == "area" and case.options.get(case.by, 1) == 1 else {}
            kind = KINDS["duckdb"] if other == "a.b" else KINDS["pyarrow"]
            made = arrow(case.measure(kind(case.data.rename(columns={column: other})), **options))

            assert len(set(made.column_names)) == len(plain.column_names), (column, other)
            assert sorted(map(str, made["estimate"].to_pylist())) == sorted(map(str, plain["estimate"].to_pylist()))


def test_every_public_measure_is_tried():
    public = {name for room in (equity, change) for name in room.__all__ if inspect.isfunction(getattr(room, name))}

    assert {case.measure.__name__ for case in CASES.values()} == public - WITHOUT_DATA


@pytest.mark.parametrize(
    ("column", "values", "error", "says"),
    [
        (
            "people",
            [1000, "x"],
            BadNumbers,
            "“people” has values that are not numbers (row 2). Turn the column into numbers",
        ),
        ("people", [1000, np.inf], BadNumbers, "“people” has values that are infinite (row 2). Leave them blank"),
        ("people", [1000, 1e200], BadNumbers, "too large or too near to zero to be real (row 2)"),
        ("area", ["A", 7], BadLabels, "“area” holds values of several kinds, such as text beside numbers"),
        ("area", [["A"], ["B"]], BadLabels, "“area” holds lists or records, so rows cannot be put together by it"),
    ],
)
def test_the_sentence_says_what_where_and_how_to_mend_it(column, values, error, says):
    data = pd.DataFrame({"area": ["A", "B"], "cases": [3, 4], "people": [1000, 2000]}).assign(**{column: values})

    with pytest.raises(error) as raised:
        equity.crude_rate(data, count="cases", population="people", by="area")
    assert says in str(raised.value)


def test_two_columns_of_one_name_and_what_is_no_table_are_named():
    data = pd.DataFrame([[1, 2, 3]], columns=["cases", "people", "cases"])
    for given, error, says in (
        (data, SameName, "Two columns of the data are called “cases”"),
        ([1], NotATable, "“list”"),
    ):
        with pytest.raises(error, match=says):
            equity.crude_rate(given, count="cases", population="people")


def test_a_whole_number_that_a_blank_made_a_float_is_the_same_label():
    year = [2023.0, 2024.0, None]
    counts = pd.DataFrame({"year": year, "ward": [1.0, 1.0, 2.0], "cases": [30, 20, 9], "people": [1000] * 3})
    rates = equity.crude_rate(counts, count="cases", population="people", by=["ward", "year"])
    change_of = change.between(rates, period="year", before="2023", after=2024).set_index("ward")["estimate"]
    gap = equity.gaps(counts, group="ward", count="cases", population="people", reference=2)

    assert change_of.loc[1.0] == pytest.approx(-1000)
    assert gap["direction"][0].startswith("worse for “1”")


def test_hours_may_begin_at_midnight():
    hours = pd.date_range("2024-01-01", periods=30, freq="6h", tz="Europe/London")
    chart = change.control_chart(pd.DataFrame({"hour": hours, "x": [1.0, 2.0] * 15}), time="hour", value="x")

    assert len(chart) == 60
