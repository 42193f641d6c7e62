"""Reading people and ties: every kind of source, and a sentence for every row that must be mended."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from evenground.analysis.errors import BadTable, MissingColumn, OutOfRange, UnknownGroup, UnreadableFile
from evenground.analysis.network import export, read_network, ties_from_events

PEOPLE = {"id": ["Ann", "Bea", "Cem"], "role": ["analyst", None, "nurse"], "answered": ["yes", "no", "yes"]}
TIES = {"from": ["Ann", "Bea"], "to": ["Bea", "Cem"], "date": ["2026-03-01", "01/04/2026"], "weight": [2, None]}


@pytest.mark.parametrize("kind", [pa.table, pd.DataFrame, pl.DataFrame], ids=["pyarrow", "pandas", "polars"])
def test_any_data_frame(kind):
    network = read_network(kind(TIES), people=kind(PEOPLE))

    assert network.people == ("Ann", "Bea", "Cem")
    assert dict(network.attributes) == {"role": ("analyst", None, "nurse")}
    assert network.dates.astype(str).tolist() == ["2026-03-01", "2026-04-01"]
    assert network.weights.tolist() == [2, 1]
    assert network.answered.tolist() == [True, False, True]
    assert not network.is_directed


def test_a_csv_with_its_own_headings(tmp_path):
    (tmp_path / "ties.csv").write_text("who,whom,type\nAnn,Bea,same table\n", encoding="utf-8")
    network = read_network(tmp_path / "ties.csv", a="who", b="whom", kind="type", directed=True)

    assert (network.people, network.kinds, network.is_directed) == (("Ann", "Bea"), ("same table",), True)


def test_ids_that_are_numbers_are_the_same_people_in_both_tables():
    network = read_network(pa.table({"a": [1, 2], "b": [2, 3]}), people=pd.DataFrame({"id": [1.0, 2.0, 3.0]}))

    assert network.people == ("1", "2", "3")


@pytest.mark.parametrize(
    ("ties", "says"),
    [
        ({"from": ["Ann"], "to": ["Been"]}, "Row 1, column “to”: “Been” is not among the people"),
        ({"from": ["Ann"], "to": ["Ann"]}, "Row 1, column “to”: the tie goes from a person to the same person"),
        ({"from": ["Ann", None], "to": ["Bea", "Bea"]}, "Row 2, column “from”: nobody is named"),
        ({"from": ["Ann"], "to": ["Bea"], "date": ["soon"]}, "column “date”: “soon” is not a date. Write it like"),
        ({"from": ["Ann"], "to": ["Bea"], "date": ["2026-02-30"]}, "“2026-02-30” is not a date"),
        ({"from": ["Ann"], "to": ["Bea"], "weight": ["-1"]}, "“-1” is not a weight. Write a number above zero"),
        ({"from": ["Ann"], "to": ["Bea"], "directed": ["perhaps"]}, "“perhaps” is neither yes nor no"),
        ({"from": ["Ann"], "to": ["Bea"], "known_before": ["?"]}, "“?” is neither yes nor no"),
    ],
)
def test_a_row_to_mend_is_named(ties, says):
    with pytest.raises(BadTable) as refused:
        read_network(pa.table(ties), people=pa.table(PEOPLE))
    assert says in str(refused.value)


def test_a_near_name_is_offered_and_every_row_is_counted():
    ties = pa.table({"from": ["Anne", "Bea", "Dee"], "to": ["Bea", "Bea", "Bea"]})
    with pytest.raises(BadTable, match="There are 2 more to mend") as refused:
        read_network(ties, people=pa.table({"id": ["Anna", "Bea"]}))
    assert "Did you mean “Anna”?" in str(refused.value)
    assert [problem.row for problem in refused.value.problems] == [1, 2, 3]


def test_a_name_that_is_not_there_is_one_problem_and_not_two():
    with pytest.raises(BadTable) as refused:
        read_network(pa.table({"from": ["Ann"], "to": ["Zoe"]}), people=pa.table({"id": ["Ann"]}))
    assert len(refused.value.problems) == 1


def test_rows_of_a_file_are_counted_as_a_spreadsheet_does(tmp_path):
    (tmp_path / "ties.csv").write_text("from,to\nAnn,Bea\nBea,Bea\n", encoding="utf-8")
    with pytest.raises(BadTable, match="Row 3, column “to”"):
        read_network(tmp_path / "ties.csv")


@pytest.mark.parametrize(
    ("ids", "says"), [(["Ann", "Ann"], "Row 2, column “id”: “Ann” is in row 1 as well"), (["Ann", ""], "has no id")]
)
def test_people_have_an_id_of_their_own(ids, says):
    with pytest.raises(BadTable, match=says):
        read_network(pa.table({"from": ["Ann"], "to": ["Ann"]}), people=pa.table({"id": ids}))


def test_a_table_without_ends_says_what_it_has():
    with pytest.raises(MissingColumn, match=r"no column called “from”.*It has: x, y"):
        read_network(pa.table({"x": ["a"], "y": ["b"]}))


def test_no_ties_and_nobody():
    empty = pa.table({"from": pa.array([], pa.string()), "to": pa.array([], pa.string())})

    assert read_network(empty).people == ()
    assert len(read_network(empty, people=pa.table({"id": ["Ann"]})).pairs) == 0


def test_several_ties_of_two_people_are_one_pair():
    ties = {
        "from": ["B", "A", "A"],
        "to": ["A", "B", "C"],
        "date": ["2026-03-01", "2026-02-01", None],
        "weight": [2, 3, 1],
    }
    pairs = read_network(pa.table(ties), people=pa.table({"id": ["A", "B", "C"]})).pairs

    assert (pairs.low.tolist(), pairs.high.tolist(), pairs.weight.tolist()) == ([0, 0], [1, 2], [5, 1])
    assert pairs.first.astype(str).tolist() == ["2026-02-01", "NaT"]
    assert pairs.undated.tolist() == [False, True]


def test_a_part_of_the_ties_by_time_and_kind():
    ties = {"from": ["A", "B"], "to": ["B", "C"], "date": ["2026-03-01", "2026-04-01"], "kind": ["table", "answer"]}
    network = read_network(pa.table(ties))

    assert network.between("2026-04-01").kinds == ("answer",)
    assert network.between(end="2026-04-01", kinds=["table"]).people == ("A", "B", "C")
    with pytest.raises(UnknownGroup, match="answer, table"):
        network.between(kinds=["tabel"])


def test_without_somebody_their_ties_go_too():
    left = read_network(pa.table({"from": ["A", "B"], "to": ["B", "C"]})).without(["A"])

    assert (left.people, left.a.tolist(), left.b.tolist()) == (("B", "C"), [0], [1])


def test_people_at_one_table_have_ties():
    seats = pa.table(
        {"person": ["Ann", "Bea", "Cem", "Ann", "Ann"], "table": [1, 1, 2, 2, 2], "on": ["2026-03-01"] * 5}
    )
    ties = ties_from_events(seats, person="person", event="table", date="on")

    assert [(row["from"], row["to"], row["event"], row["date"]) for row in ties.to_pylist()] == [
        ("Ann", "Bea", "1", "2026-03-01"),
        ("Cem", "Ann", "2", "2026-03-01"),
    ]
    assert len(read_network(ties).pairs) == 2


def test_a_large_event_can_be_left_out():
    seats = pa.table({"person": list("ABCAB"), "event": ["all"] * 3 + ["one"] * 2})

    assert ties_from_events(seats, person="person", event="event", most=2).num_rows == 1
    with pytest.raises(OutOfRange, match="at most 5,000,000"):
        many = [str(i) for i in range(4000)]
        ties_from_events(pa.table({"person": many, "event": ["x"] * 4000}), person="person", event="event")


def test_an_event_without_a_name_is_a_row_to_mend():
    with pytest.raises(BadTable, match="Row 2, column “event”: no event is named"):
        ties_from_events(pa.table({"who": ["A", "B"], "event": ["x", None]}), person="who", event="event")


@pytest.mark.parametrize("directed", [False, True])
def test_our_graphml_comes_back_the_same(tmp_path, directed):
    network = read_network(pa.table(TIES), people=pa.table(PEOPLE), directed=directed)
    (path,) = export(network, "graphml", attributes=["role"], names=True).write(tmp_path / "net")
    again = read_network(path)

    assert sorted(again.people) == sorted(network.people)
    assert again.is_directed == directed
    assert sorted(again.dates.astype(str)) == sorted(network.dates.astype(str))
    assert np.array_equal(np.sort(again.weights), np.sort(network.weights))


HOSTILE = """<!DOCTYPE graphml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<graphml><graph edgedefault="undirected"><node id="&b;"/></graph></graphml>"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HOSTILE, "document type or entities"),
        ('<!DOCTYPE g SYSTEM "file:///etc/passwd"><graphml/>', "document type or entities"),
        ("<graphml><graph>", "not well-formed XML"),
        ("<html><body/></html>", "it has no graph"),
        ('<graphml><graph edgedefault="directed"><hyperedge/></graph></graphml>', "more than two people"),
    ],
)
def test_xml_that_is_hostile_or_no_graph_is_refused(tmp_path, text, says):
    (tmp_path / "net.graphml").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=says):
        read_network(tmp_path / "net.graphml")
