"""Figures of structure equal those of NetworkX, an independent program, on any graph and on a published one."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.network.made_up import graphs, karate, of, of_graph, rows_of, spread

from evenground.analysis.network import betweenness, brokers, indicators, people_figures
from evenground.analysis.network.brokerage import ROLES, brokerage_counts
from evenground.analysis.network.structure import holding


def test_zacharys_karate_club():
    """34 people, 78 ties; the instructor (1) has betweenness 231.07, the president (34) 160.55."""
    network = karate()
    found, between = rows_of(indicators(network)), betweenness(network)

    assert (len(network.people), len(network.pairs)) == (34, 78)
    assert found["density"]["estimate"] == pytest.approx(0.139, abs=5e-4)
    assert between.exact
    assert between.values[[0, 33]] * 33 * 32 / 2 == pytest.approx([231.0714, 160.5516], abs=1e-4)
    # One member (12) has a tie with the instructor alone.
    assert brokers(network).to_pylist() == [{"person": "0", "pieces": 3, "parted": 167, "bridges": 1}]


@given(graph=graphs())
def test_equal_to_networkx(graph):
    network = of_graph(graph)
    found, plain = rows_of(indicators(network)), nx.Graph(graph)
    n = len(graph)

    assert found["separate parts"]["estimate"] == nx.number_connected_components(plain)
    assert found["density"]["estimate"] == (pytest.approx(nx.density(graph)) if n > 1 else None)
    assert network.degree.tolist() == [degree for _, degree in plain.degree]
    assert betweenness(network).values == pytest.approx([*nx.betweenness_centrality(graph).values()])
    assert np.flatnonzero(holding(network).holds).tolist() == sorted(nx.articulation_points(plain))
    ours = {tuple(sorted(ends)) for ends in zip(*(end.tolist() for end in holding(network).bridges), strict=True)}
    assert ours == {tuple(sorted(ends)) for ends in nx.bridges(plain)}
    if graph.is_directed() and graph.number_of_edges():
        assert found["named ties that are named back"]["estimate"] == pytest.approx(nx.overall_reciprocity(graph))


@given(graph=graphs(directed=False))
def test_pairs_that_hang_on_one_person_are_those_parted_when_they_leave(graph):
    parted = holding(of_graph(graph)).parted
    reach = {frozenset((a, b)) for part in nx.connected_components(graph) for a in part for b in part if a != b}
    for person in graph:
        left = graph.subgraph(set(graph) - {person})
        still = {frozenset((a, b)) for part in nx.connected_components(left) for a in part for b in part if a != b}
        assert parted[person] == len({pair for pair in reach if person not in pair} - still)


def test_a_chain_of_ten_thousand_people_is_walked_without_recursion():
    found = holding(of_graph(nx.path_graph(10_000)))

    assert (len(found.bridges[0]), int(found.holds.sum()), int(found.parted.max())) == (9_999, 9_998, 4_999 * 5_000)


def between_by_hand(graph: nx.Graph, group: list[str]) -> dict[str, list[float]]:
    """Gould and Fernandez, triple by triple."""
    made = {role: [0.0] * len(graph) for role in ROLES}
    arcs = set(nx.DiGraph(graph).edges)
    for a, b in arcs:
        for c in graph:
            if c in (a, b) or (b, c) not in arcs or (a, c) in arcs:
                continue
            x, y, z = group[a], group[b], group[c]
            if x == y == z:
                role = "coordinator"
            elif y == z:
                role = "gatekeeper"
            elif x == y:
                role = "representative"
            else:
                role = "itinerant" if x == z else "liaison"
            half = not graph.is_directed() and role in ("coordinator", "itinerant", "liaison")
            made[role][b] += 0.5 if half else 1.0
    return made


@given(graph=graphs(), seed=st.integers(0, 1000))
def test_brokerage_roles_are_those_counted_triple_by_triple(graph, seed):
    group = spread("xyz", len(graph), seed)
    counts = brokerage_counts(of_graph(graph, role=group), "role")

    assert {role: many.tolist() for role, many in counts.items()} == between_by_hand(graph, group)


def test_a_broker_of_each_kind():
    """A → B → C, the groups of the three written together."""
    for groups, role in (("xxx", "coordinator"), ("yxx", "gatekeeper"), ("xxy", "representative"), ("yxy", "itinerant"),
                         ("yxz", "liaison")):  # fmt: skip
        counts = brokerage_counts(of("AB", "BC", directed=True, role=groups), "role")
        assert {name: many.tolist() for name, many in counts.items() if many.any()} == {role: [0, 1, 0]}


@settings(max_examples=25)
@given(graph=graphs(), seed=st.integers(0, 1000))
def test_calling_people_otherwise_changes_nothing(graph, seed):
    group = spread("xyz", len(graph), seed)
    order = np.random.default_rng(seed).permutation(len(graph))
    moved = nx.relabel_nodes(graph, {i: int(order[i]) for i in graph})
    again = nx.DiGraph() if graph.is_directed() else nx.Graph()
    again.add_nodes_from(range(len(graph)))
    again.add_edges_from(moved.edges)
    ours, theirs = of_graph(graph, role=group), of_graph(again, role=[group[i] for i in np.argsort(order)])

    for name, row in rows_of(indicators(ours)).items():
        assert rows_of(indicators(theirs))[name]["estimate"] == pytest.approx(row["estimate"])
    assert betweenness(theirs).values[order] == pytest.approx(betweenness(ours).values)


class Impatient:
    """Presses Ctrl-C once so much is done."""

    def __init__(self, share):
        self.share = share

    def __call__(self, done, says):
        if done >= self.share:
            raise KeyboardInterrupt


def test_ctrl_c_gives_an_estimate_from_the_people_followed_so_far():
    network = of_graph(nx.gnm_random_graph(400, 1600, seed=1))

    stopped = betweenness(network, seed=2, progress=Impatient(0.4))

    assert not stopped.exact and 100 <= stopped.pivots < 400
    assert np.array_equal(stopped.values, betweenness(network, pivots=stopped.pivots, seed=2).values)
    assert f"from {stopped.pivots} people drawn at random" in stopped.method


def test_ctrl_c_before_there_is_a_sample_ends_it():
    with pytest.raises(KeyboardInterrupt):
        betweenness(of_graph(nx.gnm_random_graph(400, 1600, seed=1)), progress=Impatient(0))


def test_betweenness_of_some_is_near_and_says_how_far_it_may_be_off():
    network = of_graph(nx.gnm_random_graph(600, 3000, seed=1))
    exact, some = betweenness(network), betweenness(network, pivots=300, seed=2)
    off = np.abs(some.values - exact.values) / some.se
    most = np.argsort(-exact.values)[:60]

    assert (some.exact, some.pivots) == (False, 300)
    assert "estimated from the ways from 300 people" in some.method
    assert (off[most] < 2).mean() > 0.9
    assert np.array_equal(some.values, betweenness(network, pivots=300, seed=2).values)


def test_figures_of_a_person_are_in_the_one_shape():
    rows = people_figures(of("AB", "CB", directed=True, role="xxy"), by="role").to_pylist()
    of_b = {row["measure"]: row["estimate"] for row in rows if row["person"] == "B"}

    assert of_b | {} == {"ties": 2, "named by others": 2, "names others": 0, "betweenness": 0,
                         "pairs of others who would lose each other": 1,
                         **{f"brokerage: {role}": 0 for role in ROLES}}  # fmt: skip
