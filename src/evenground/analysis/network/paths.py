"""Betweenness: how many shortest ways between others lead over each person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from evenground.analysis.frames import Floats, Positions
from evenground.analysis.network.ties import Network

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WORK: Final = 30_000_000_000  # steps a computation may take before it is sampled: some ten seconds
LEAST_PIVOTS: Final = 100
_AT_ONCE: Final = 64  # starting people in one go: their arrays stay near the processor

Progress = Callable[[float, str], None]


@dataclass(frozen=True, eq=False)
class Betweenness:
    """Share of the shortest ways between two others that lead over each person, 0 to 1.

    Parameters
    ----------
    values
        By person.
    se
        Standard error by person where it is estimated from ``pivots`` people; 0 where it is exact. It is too small for
        people over whom few ways lead, since those ways may not have been drawn: trust it for the largest figures.
    pivots
        From how many people the ways were followed.
    exact
        Whether that was everybody.
    """

    values: Floats
    se: Floats
    pivots: int
    exact: bool

    @property
    def method(self) -> str:
        if self.exact:
            return "betweenness, exact (Brandes 2001)"
        return f"betweenness, estimated from the ways from {self.pivots:,} people drawn at random"


def betweenness(
    network: Network, *, pivots: int | None = None, seed: int = 0, progress: Progress | None = None
) -> Betweenness:
    """Follow the shortest ways from everybody, or in a large network from people drawn at random.

    Parameters
    ----------
    network
        Followed the way ties go, where any goes one way only.
    pivots
        From how many people; the number of people or more makes it exact. Left out, from everybody while that takes
        some seconds, decided by counts and never by a clock: otherwise from as many as that allows.
    seed
        For the draw. Same network and seed, same answer.
    progress
        Told the share done and what is being done. Ctrl-C ends it with an estimate from the people followed so far.

    References
    ----------
    Brandes U. A faster algorithm for betweenness centrality. Journal of Mathematical Sociology 2001;25:163-177.
    Brandes U, Pich C. Centrality estimation in large networks. Int J Bifurcation and Chaos 2007;17:2303-2318.
    """
    n = len(network.people)
    arcs = network.arcs if network.is_directed else network.links
    if n < 3 or not arcs.nnz:
        return Betweenness(np.zeros(n), np.zeros(n), n, True)
    order = np.random.default_rng(seed).permutation(n)
    back, forward = arcs.T.tocsr(), arcs
    first, levels = _dependence(back, forward, order[:_AT_ONCE])
    many = min(n, max(pivots, 2) if pivots is not None else _afforded(n, arcs.nnz, levels))
    so_far = 0, np.zeros(n), np.zeros(n)  # in one piece, so that an interruption never leaves half a step
    try:
        for start in range(0, many, _AT_ONCE):
            sources = order[start : min(start + _AT_ONCE, many)]
            found = first[:, : len(sources)] if start == 0 else _dependence(back, forward, sources)[0]
            so_far = start + len(sources), so_far[1] + found.sum(axis=1), so_far[2] + (found**2).sum(axis=1)
            if progress:
                progress(so_far[0] / many, "Following the ways between people (Ctrl-C takes an estimate)")
    except KeyboardInterrupt:  # those followed were drawn at random: they are a sample
        if so_far[0] < min(LEAST_PIVOTS, many):
            raise
    return _scaled(n, *so_far)


def _scaled(n: int, many: int, total: Floats, squares: Floats) -> Betweenness:
    """Share of ordered pairs of others. The error is that of a mean drawn without putting back."""
    whole = (n - 1) * (n - 2)
    if many == n:
        return Betweenness(total / whole, np.zeros(n), n, True)
    spread = np.maximum(squares - total**2 / many, 0) / (many - 1)
    se = n * np.sqrt(spread / many * (1 - many / n))
    return Betweenness(total * n / many / whole, se / whole, many, False)


def _afforded(n: int, ties: int, levels: int) -> int:
    return max(LEAST_PIVOTS, int(WORK / (2 * levels * (ties + 8 * n))))


def _dependence(back: csr_array, forward: csr_array, sources: Positions) -> tuple[Floats, int]:
    """Brandes' dependence of each source on every person, many sources side by side, and how many steps it took."""
    n, many = back.shape[0], len(sources)
    ways: Any = np.zeros((n, many))
    step = np.full((n, many), -1, dtype=np.int32)
    columns = np.arange(many)
    ways[sources, columns] = 1.0
    step[sources, columns] = 0
    edge, level = back[:, sources].toarray(), 0
    while (new := (edge > 0) & (step < 0)).any():
        level += 1
        step[new] = level
        edge *= new
        ways += edge
        if (step >= 0).all():
            break
        edge = back @ edge
    depend: Any = np.zeros((n, many))
    for at in range(level, 1, -1):  # the first step leads over nobody but the source
        share = np.divide(1.0 + depend, ways, out=np.zeros((n, many)), where=step == at)
        depend += (forward @ share) * ways * (step == at - 1)
    return depend, max(level, 1)
