"""How the network holds together: density, reciprocity, separate parts, and what hangs on one tie or one person."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np

from evenground.analysis.frames import Positions
from evenground.analysis.network.silence import any_silent, open_for, open_pairs, two_of
from evenground.analysis.network.tidy import Indicator, share
from evenground.analysis.network.ties import Flags, Network


def answering(network: Network) -> Indicator:
    """Share of people who answered."""
    return share("people who answered", int(network.answered.sum()), len(network.people), of="people")


def amount(network: Network) -> list[Indicator]:
    """Ties per person, density, and people with no tie at all."""
    n, ties = len(network.people), len(network.pairs)
    may = int(open_pairs(network, np.zeros(n, dtype=np.int64)).all)
    degree = share("ties per person", 2 * ties, n, of="people", upper=2 * (ties + may) / n if n else nan)
    return [degree, _density(network, may), _alone(network)]


def _density(network: Network, may: int) -> Indicator:
    n, one_way = len(network.people), network.is_directed
    whole = n * (n - 1) if one_way else two_of(n)
    part = network.arcs.nnz if one_way else len(network.pairs)
    more = _open_arcs(network) if one_way else may
    of = "pairs of people, each way" if one_way else "pairs of people"
    return share("density", part, whole, of=of, upper=(part + more) / whole if whole else nan)


def _open_arcs(network: Network) -> int:
    """Directions that a person who did not answer may still name."""
    silent, n = ~network.answered, len(network.people)
    named = np.diff(network.arcs.indptr)[silent]
    return int((n - 1 - named).sum())


def _alone(network: Network) -> Indicator:
    nobody = network.degree == 0
    may = int((nobody & (open_for(network) > 0)).sum())
    many, alone = len(network.people), int(nobody.sum())
    return share("people with no tie", alone, many, of="people", lower=(alone - may) / many if many else nan)


def reciprocity(network: Network) -> Indicator:
    """Share of the directions named that are named back; what missing answers leave is exact."""
    arcs = network.arcs
    back = int((arcs * arcs.T).sum())
    named, measure = arcs.nnz, "named ties that are named back"
    if not network.is_directed:
        return Indicator(
            measure, nan, n=named, of="named ties", note="Ties here go both ways, so there is none to return."
        )
    answer, both, alone = _may_answer(network)
    upper, lower = (back + 2 * answer + 2 * both, named + answer + 2 * both), (back, named + alone + both)
    limits = [part / whole if whole else nan for part, whole in (lower, upper)]
    return share(measure, back, named, of="named ties", lower=limits[0], upper=limits[1])


def _may_answer(network: Network) -> tuple[int, int, int]:
    """Ties a silent person may return; pairs of two silent people with none; and of one silent person with none."""
    one_way = (network.arcs - network.arcs.T).tocoo()
    answer = int((~network.answered[one_way.col[one_way.data > 0]]).sum())
    pairs, silent = network.pairs, ~network.answered
    both_tied = int((silent[pairs.low] & silent[pairs.high]).sum())
    both = two_of(int(silent.sum())) - both_tied
    either = int(open_pairs(network, np.zeros(len(network.people), dtype=np.int64)).all)
    return answer, both, either - both


def parts(network: Network) -> list[Indicator]:
    """Separate parts of the network, and the share of people in the largest."""
    n = len(network.people)
    many, part = components(network)
    largest = int(np.bincount(part).max(initial=0)) if n else 0
    open_ = any_silent(network)
    separate = Indicator("separate parts", many, min(1, many) if open_ else many, many, n, "people")
    return [separate, share("people in the largest part", largest, n, of="people", upper=1.0 if open_ else nan)]


def components(network: Network) -> tuple[int, Positions]:
    """How many separate parts there are, and that of each person, whichever way ties go."""
    from scipy.sparse.csgraph import connected_components

    if not network.people:
        return 0, np.zeros(0, dtype=np.int64)
    many, part = connected_components(network.links, directed=False)
    return int(many), part.astype(np.int64)


@dataclass(frozen=True, eq=False)
class Holding:
    """What hangs on one tie or person.

    Parameters
    ----------
    bridges
        Positions of the two people of each tie whose end would part people.
    holds
        Whether each person's leaving would part others.
    parted
        How many pairs of others would no longer reach each other if the person left.
    pieces
        Into how many the person's part of the network would fall.
    """

    bridges: tuple[Positions, Positions]
    holds: Flags
    parted: Positions
    pieces: Positions


def holding(network: Network) -> Holding:
    """Find bridges and cut vertices in one walk (Tarjan 1972), and how many pairs each person alone connects."""
    n = len(network.people)
    size = np.bincount(components(network)[1])[components(network)[1]] if n else np.zeros(0, dtype=np.int64)
    walk = _Walk(network)
    for start in range(n):
        walk.from_(start)
    bridges = np.array(walk.bridges, dtype=np.int64).reshape(-1, 2)
    parted, pieces = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    for person, cut in walk.cut.items():
        rest = int(size[person]) - 1 - sum(cut)
        every = [*cut, rest] if rest else cut
        pieces[person] = len(every)
        parted[person] = (sum(every) ** 2 - sum(many**2 for many in every)) // 2
    return Holding((bridges[:, 0], bridges[:, 1]), pieces > 1, parted, np.maximum(pieces, (size > 1).astype(np.int64)))


class _Walk:
    """Depth first without recursion, so that a chain of ten thousand people is no trouble."""

    def __init__(self, network: Network) -> None:
        n = len(network.people)
        self.after = network.links.indptr.tolist()
        self.to = network.links.indices.tolist()
        self.seen, self.low, self.below = [0] * n, [0] * n, [1] * n
        self.clock = 0
        self.bridges: list[tuple[int, int]] = []
        self.cut: dict[int, list[int]] = {}  # how many people hang on each person, branch by branch

    def from_(self, root: int) -> None:
        if self.seen[root]:
            return
        at, parent = [self.after[root]], [-1]
        path = [root]
        self._arrive(root)
        while path:
            person = path[-1]
            if at[-1] < self.after[person + 1]:
                other = self.to[at[-1]]
                at[-1] += 1
                if not self.seen[other]:
                    self._arrive(other)
                    path.append(other)
                    at.append(self.after[other])
                    parent.append(person)
                elif other != parent[-1]:
                    self.low[person] = min(self.low[person], self.seen[other])
                continue
            path.pop(), at.pop()
            if (above := parent.pop()) >= 0:
                self._leave(person, above)

    def _arrive(self, person: int) -> None:
        self.clock += 1
        self.seen[person] = self.low[person] = self.clock

    def _leave(self, person: int, above: int) -> None:
        self.low[above] = min(self.low[above], self.low[person])
        self.below[above] += self.below[person]
        if self.low[person] > self.seen[above]:
            self.bridges.append((above, person) if above < person else (person, above))
        if self.low[person] >= self.seen[above]:
            self.cut.setdefault(above, []).append(self.below[person])


def dependence(network: Network, found: Holding | None = None) -> list[Indicator]:
    """Ties that nothing replaces, people who hold others together, and people who hang on one person."""
    found = found or holding(network)
    n, ties, open_ = len(network.people), len(network.pairs), any_silent(network)
    bridges, holders = len(found.bridges[0]), int(found.holds.sum())
    note = "More answers could only add ties, so the limits are wide." if open_ else ""
    lines = Indicator(
        "ties that nothing replaces (bridges)", bridges, 0 if open_ else bridges, max(n - 1, 0) if open_ else bridges,
        ties, "ties", note, count=bridges,
    )  # fmt: skip
    people = Indicator(
        "people whose leaving would part others (cut vertices)", holders, 0 if open_ else holders,
        max(n - 2, 0) if open_ else holders, n, "people", note, count=holders,
    )  # fmt: skip
    return [lines, people]
