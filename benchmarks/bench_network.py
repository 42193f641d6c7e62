"""Networks: seconds and peak memory of the indicators, beside NetworkX where it has them.

    PYTHONPATH=src python benchmarks/bench_network.py [--sizes 1 3 10] [--jobs indicators betweenness]

Made-up networks of 10,000 people and 100,000 ties at 1× (3×: 30,000 and 300,000, and so on), in four roles, 50
organisations and teams of 12. Each job runs in a process of its own; making the data and importing are not counted, and
memory is the most the process ever held, imports and data among it. NetworkX is only a tool of development: where it is
not installed its column is left out. It runs at 1× only, and its betweenness from 20 people, times what the rest would be.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
import pyarrow as pa

PEOPLE, TIES = 10_000, 100_000
FEW = 20
ROLES = ("practitioner", "public adviser", "analyst", "commissioner")


def tables(times: int) -> tuple[pa.Table, pa.Table]:
    """Half of the ties within twenty people of each other, half anywhere."""
    n, many, chance = PEOPLE * times, TIES * times, np.random.default_rng(1)
    a = chance.integers(0, n, many)
    near, far = chance.integers(1, 20, many), chance.integers(1, n, many)
    b = (a + np.where(chance.random(many) < 0.5, near, far)) % n
    days = np.datetime64("2026-01-01") + chance.integers(0, 365, many)
    ids = np.array([f"P{i}" for i in range(n)])
    ties = pa.table({"from": ids[a], "to": ids[b], "date": pa.array(days)})
    columns = {"role": [ROLES[i % 4] for i in range(n)], "organisation": [f"O{i % 50}" for i in range(n)]}
    answered = np.where(chance.random(n) < 0.76, "yes", "no")
    return ties, pa.table({"id": ids, **columns, "team": [f"T{i // 12}" for i in range(n)], "answered": answered})


def network(times: int) -> Any:
    from evenground.analysis.network import read_network

    ties, people = tables(times)
    return read_network(ties, people=people)


def reading(times: int) -> tuple[Callable, Callable | None]:
    import networkx as nx

    from evenground.analysis.network import read_network

    ties, people = tables(times)
    ends = list(zip(ties["from"].to_pylist(), ties["to"].to_pylist(), strict=True))
    return lambda: read_network(ties, people=people), lambda: nx.Graph(ends)


def indicators(times: int) -> tuple[Callable, Callable | None]:
    from evenground.analysis import network as ours

    def fresh() -> Callable:
        made = network(times)
        return lambda: ours.indicators(made, since="2026-07-01")

    def plain(graph: Any) -> None:
        import networkx as nx

        nx.density(graph), nx.number_connected_components(graph)
        list(nx.bridges(graph)), list(nx.articulation_points(graph))
        nx.attribute_mixing_dict(graph, "role")

    return fresh(), _on_graph(times, plain)


def betweenness(times: int) -> tuple[Callable, Callable | None]:
    from evenground.analysis import network as ours

    made = network(times)

    def plain(graph: Any) -> float:
        import networkx as nx

        start = perf_counter()
        nx.betweenness_centrality(graph, k=FEW, seed=1)
        return (perf_counter() - start) * len(graph) / FEW

    return lambda: ours.betweenness(made), _on_graph(times, plain)


def brokerage(times: int) -> tuple[Callable, Callable | None]:
    from evenground.analysis.network.brokerage import brokerage_counts

    made = network(times)
    return lambda: brokerage_counts(made, "role"), None


def change(times: int) -> tuple[Callable, Callable | None]:
    from evenground.analysis.network import change_between

    made = network(times)
    first, second = ("2026-01-01", "2026-07-01"), ("2026-07-01", "2027-01-01")
    return lambda: change_between(made, first=first, second=second, of="E–I index", permutations=199), None


def meeting(times: int) -> tuple[Callable, Callable | None]:
    from evenground.analysis.network import read_network, who_should_meet

    ties, people = tables(times)
    themes = [f"theme {i % 7};theme {i % 11}" for i in range(people.num_rows)]
    people = people.append_column("themes", pa.array(themes)).append_column("consent", pa.array(["yes"] * len(themes)))
    made = read_network(ties, people=people)
    return lambda: who_should_meet(made), None


def exporting(times: int) -> tuple[Callable, Callable | None]:
    from evenground.analysis.network import export

    made = network(times)

    def plain(graph: Any) -> None:
        import networkx as nx

        "\n".join(nx.generate_graphml(graph))

    return lambda: export(made, "graphml"), _on_graph(times, plain)


def _on_graph(times: int, work: Callable) -> Callable:
    import networkx as nx

    ties, people = tables(times)
    graph = nx.Graph(zip(ties["from"].to_pylist(), ties["to"].to_pylist(), strict=True))
    nx.set_node_attributes(graph, dict(zip(people["id"].to_pylist(), people["role"].to_pylist(), strict=True)), "role")
    return lambda: work(graph)


JOBS = {
    "reading": reading,
    "indicators": indicators,
    "betweenness": betweenness,
    "brokerage": brokerage,
    "change, 199 exchanges": change,
    "who should meet": meeting,
    "graphml out": exporting,
}
MOST = {"who should meet": 3, "graphml out": 3}  # these grow with the square of the people, or only with the file


def one(job: str, times: int, which: str) -> dict[str, float | str]:
    ours, plain = _made(job, times, which)
    work = ours if which == "ours" else plain
    if work is None:
        return {}
    start = perf_counter()
    found = work()
    took = found if isinstance(found, float) else perf_counter() - start
    how = getattr(found, "method", "")
    return {"seconds": took, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "how": how}


def _made(job: str, times: int, which: str) -> tuple[Callable, Callable | None]:
    if which == "ours":
        # The graphs of NetworkX take memory of their own; ours is measured without them.
        globals()["_on_graph"] = lambda *_: None
        sys.modules.setdefault("networkx", type(sys)("networkx"))
    return JOBS[job](times)


def run(job: str, times: int, which: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, "--one", job, str(times), which], capture_output=True, text=True)
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"ended {done.returncode}"}
    return json.loads(done.stdout.strip().splitlines()[-1])


def shown(found: dict[str, Any]) -> str:
    if "failed" in found:
        return found["failed"][:40]
    return f"{found['seconds']:8.2f} s {found['megabytes']:6.0f} MB" if found else "-"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs="+", default=[1, 3, 10])
    asked.add_argument("--jobs", nargs="+", default=list(JOBS))
    asked.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        print(json.dumps(one(given.one[0], int(given.one[1]), given.one[2])))
        return
    beside = importlib.util.find_spec("networkx") is not None
    print(f"1× is {PEOPLE:,} people and {TIES:,} ties." + ("" if beside else " NetworkX is not installed: left out."))
    for job in given.jobs:
        for times in (size for size in given.sizes if size <= MOST.get(job, size)):
            ours = run(job, times, "ours")
            theirs = run(job, times, "networkx") if beside and times == 1 else {}
            print(f"{job:24}{times:3}× {shown(ours):24} NetworkX {shown(theirs):24} {ours.get('how', '')}", flush=True)


if __name__ == "__main__":
    main()
