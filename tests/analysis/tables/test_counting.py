"""Events counted where they are, with nobody's group left out."""

import ibis
import pandas as pd
import pyarrow as pa
import pytest

from evenground.analysis.errors import BadLabels, ColumnTwice, MissingColumn
from evenground.analysis.tables import count_events

EVENTS = pa.table({"area": ["N", "N", "S", "X"], "sex": ["f", "m", "f", "f"]})
PEOPLE = pa.table(
    {"area": ["N", "N", "S", "S", "S"], "sex": ["f", "m", "f", "m", "m"], "people": [10, 11, 12, 13, 0.5]}
)


@pytest.mark.parametrize("place", [lambda table: table, ibis.memtable, lambda table: table.to_pandas()])
def test_groups_without_events_have_a_nought_and_groups_without_people_stay(place):
    counted = count_events(place(EVENTS), by=["area", "sex"], populations=PEOPLE, population="people")

    assert counted.to_pydict() == {
        "area": ["N", "N", "S", "S", "X"],
        "sex": ["f", "m", "f", "m", "f"],
        "count": [1, 1, 1, 0, 1],
        "people": [10, 11, 12, 13.5, None],
    }


def test_the_frame_is_of_the_kind_of_the_populations():
    assert isinstance(
        count_events(EVENTS, by=["area"], populations=PEOPLE.to_pandas(), population="people"), pd.DataFrame
    )


def test_columns_must_be_there_once():
    with pytest.raises(MissingColumn, match="no column called “ward”"):
        count_events(EVENTS, by=["ward"], populations=PEOPLE, population="people")
    with pytest.raises(ColumnTwice):
        count_events(EVENTS, by=["area"], populations=PEOPLE, population="people", count="people")


@pytest.mark.parametrize("place", [lambda table: table, ibis.memtable])
def test_groups_written_in_two_ways_are_refused(place):
    people = pa.table({"fifth": [1, 2], "people": [10, 11]})

    with pytest.raises(BadLabels, match="“fifth” holds numbers in one of the two tables"):
        count_events(place(pa.table({"fifth": ["1", "2"]})), by=["fifth"], populations=people, population="people")
