"""Files for other programs, opened again with another reader."""

import csv
import io
import json

import networkx as nx
import pyarrow as pa
import pytest
from tests.analysis.network.made_up import karate, of

from evenground.analysis.errors import MissingColumn, UnknownChoice
from evenground.analysis.network import export, read_network

READERS = {"graphml": (nx.read_graphml, ".graphml"), "gexf": (nx.read_gexf, ".gexf")}


@pytest.mark.parametrize("form", READERS)
def test_networkx_opens_it_and_finds_the_same_network(tmp_path, form):
    made = export(karate(), form, attributes=["role"])
    reader, ending = READERS[form]
    (path,) = made.write(tmp_path / "net")
    graph, truth = reader(path), nx.karate_club_graph()
    called = {str(i): made.key[str(i)] for i in truth}

    assert path.name == f"net{ending}"
    assert {frozenset(ends) for ends in graph.edges} == {
        frozenset((called[str(a)], called[str(b)])) for a, b in truth.edges
    }
    assert {graph.nodes[called[str(i)]]["role"] == truth.nodes[i]["club"] for i in truth} == {True}
    assert not graph.is_directed()


MIXED = pa.table({
    "from": ["A", "B", "A"], "to": ["B", "C", "B"], "directed": ["yes", "no", "yes"], "weight": [2, 1, 3],
    "kind": ["advice", "table", "answer"], "date": ["2026-03-01", None, "2026-02-01"],
})  # fmt: skip


@pytest.mark.parametrize("form", READERS)
def test_ties_that_go_both_ways_are_two_beside_ties_that_go_one_way(tmp_path, form):
    (path,) = export(read_network(MIXED), form, names=True).write(tmp_path / "net")
    graph = READERS[form][0](path)

    assert sorted(graph.edges) == [("A", "B"), ("B", "C"), ("C", "B")]
    assert graph.edges["A", "B"]["weight"] == 5
    assert (graph.edges["A", "B"]["kind"], graph.edges["A", "B"]["date"]) == ("advice;answer", "2026-02-01")


def test_csv_comes_as_nodes_and_edges_and_is_read_by_us_again(tmp_path):
    nodes, edges = export(karate(), "csv", attributes=["role"], names=True).write(tmp_path / "club")
    again = read_network(edges, people=nodes)

    assert (nodes.name, edges.name) == ("club-nodes.csv", "club-edges.csv")
    assert (len(again.people), len(again.pairs)) == (34, 78)
    assert sorted(again.attributes["role"]) == sorted(karate().attributes["role"])


def test_kumu_has_elements_and_connections():
    made = json.loads(export(of("AB", directed=True), "kumu", names=True).files[".json"])

    assert made["elements"] == [{"label": "A"}, {"label": "B"}]
    assert [(one["from"], one["to"], one["direction"]) for one in made["connections"]] == [("A", "B", "directed")]


@pytest.mark.parametrize("form", ["graphml", "gexf", "csv", "kumu"])
def test_no_name_leaves_unless_asked_for_and_no_attribute_either(form):
    network = read_network(pa.table({"from": ["Ann Lee"], "to": ["Bea Roe"]}),
                           people=pa.table({"id": ["Ann Lee", "Bea Roe"], "organisation": ["Trust", "Council"]}))  # fmt: skip
    made = export(network, form)
    text = "".join(made.files.values())

    assert not any(word in text for word in ("Ann", "Bea", "Trust", "Council"))
    assert set(made.key) == {"Ann Lee", "Bea Roe"}
    assert made.files == export(network, form).files
    assert export(network, form, names=True).key == {}


def test_a_spreadsheet_runs_no_name():
    network = read_network(pa.table({"from": ["=cmd()"], "to": ["B"]}))
    rows = list(csv.reader(io.StringIO(export(network, "csv", names=True).files["-nodes.csv"])))

    assert ["'=cmd()"] in rows


@pytest.mark.parametrize("form", READERS)
def test_signs_that_xml_cannot_hold_are_left_out(tmp_path, form):
    network = read_network(pa.table({"from": ['<A> & "b"\x0c'], "to": ["B"]}))
    (path,) = export(network, form, names=True).write(tmp_path / "net")

    assert '<A> & "b"' in READERS[form][0](path).nodes


def test_what_cannot_be_written_is_refused():
    with pytest.raises(UnknownChoice, match="Choose one of: graphml, gexf, csv, kumu"):
        export(karate(), "pajek")
    with pytest.raises(MissingColumn, match="“team”"):
        export(karate(), "csv", attributes=["team"])
