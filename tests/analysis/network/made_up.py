"""Networks to test with, and figures of them by their names."""

import networkx as nx
import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from evenground.analysis.network import Network, read_network


def of_graph(graph: nx.Graph, **columns) -> Network:
    """The same network as a graph of NetworkX, people called by their numbers; columns of the people by name."""
    people = pa.table({"id": [str(i) for i in graph], **{name: list(values) for name, values in columns.items()}})
    ends = list(graph.edges)
    ties = pa.table({"from": pa.array([str(a) for a, _ in ends], pa.string()),
                     "to": pa.array([str(b) for _, b in ends], pa.string())})  # fmt: skip
    return read_network(ties, people=people, directed=graph.is_directed())


def karate() -> Network:
    """Zachary's karate club (1977), with the club that each chose as their role."""
    graph = nx.karate_club_graph()
    return of_graph(graph, role=[graph.nodes[i]["club"] for i in graph])


def of(*pairs: str, directed: bool = False, **columns) -> Network:
    """A network written in short: ``of("AB", "BC", role="xxy")``; people are in the order of the alphabet."""
    people = sorted(set("".join(pairs)) | set(columns.pop("people", "")))
    table = {"id": people, **{name: [None if v == "?" else v for v in values] for name, values in columns.items()}}
    ties = {"from": pa.array([p[0] for p in pairs], pa.string()), "to": pa.array([p[1] for p in pairs], pa.string())}
    return read_network(pa.table(ties), people=pa.table(table), directed=directed)


def rows_of(table) -> dict:
    return {row["measure"]: row for row in table.to_pylist()}


@st.composite
def graphs(draw, most: int = 12, directed: bool | None = None):
    """Any small graph, its arcs drawn from a seed."""
    n = draw(st.integers(1, most))
    share = draw(st.sampled_from([0.0, 0.1, 0.25, 0.6]))
    one_way = draw(st.booleans()) if directed is None else directed
    return nx.gnp_random_graph(n, share, seed=draw(st.integers(0, 10_000)), directed=one_way)


def spread(values, size: int, seed: int) -> list:
    return [values[i] for i in np.random.default_rng(seed).integers(0, len(values), size)]
