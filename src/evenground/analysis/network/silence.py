"""What people who did not answer leave open.

One rule throughout: of two people who have no tie in the data, nothing is known when either of them did not answer. A
tie that somebody named is there. So every indicator has a least and a most, over all answers that could still come.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenground.analysis.frames import Positions
from evenground.analysis.network.ties import Flags, Network


@dataclass(frozen=True)
class Parted:
    """Pairs of people by whether their values are the same: ``unclear`` where one's is blank."""

    same: int
    different: int
    unclear: int

    @property
    def all(self) -> int:
        return self.same + self.different + self.unclear


def two_of(many: int) -> int:
    """How many pairs there are of so many people."""
    return many * (many - 1) // 2


def tied(network: Network, codes: Positions) -> Parted:
    """The pairs who have a tie, by whether their values are the same."""
    return _parted(codes, network.pairs.low, network.pairs.high)


def open_pairs(network: Network, codes: Positions) -> Parted:
    """The pairs without a tie of whom one did not answer, by whether their values are the same."""
    pairs, silent = network.pairs, ~network.answered
    there = silent[pairs.low] | silent[pairs.high]
    known = _parted(codes, pairs.low[there], pairs.high[there])
    everybody, answered = possible(codes), possible(codes[network.answered])
    return Parted(
        everybody.same - answered.same - known.same,
        everybody.different - answered.different - known.different,
        everybody.unclear - answered.unclear - known.unclear,
    )


def possible(codes: Positions) -> Parted:
    """Every pair of these people, by whether their values are the same."""
    told = codes[codes >= 0]
    same = sum(two_of(int(many)) for many in np.bincount(told)) if len(told) else 0
    return Parted(same, two_of(len(told)) - same, two_of(len(codes)) - two_of(len(told)))


def open_for(network: Network) -> Positions:
    """With how many others, of whom they have no tie with, each person's tie is unknown."""
    n, silent = len(network.people), ~network.answered
    tied_silent = np.asarray(network.links @ silent.astype(float)).astype(np.int64)
    beside = np.where(silent, n - 1 - network.degree, silent.sum() - tied_silent)
    return np.asarray(beside, dtype=np.int64)


def any_silent(network: Network) -> bool:
    return bool((~network.answered).any()) and len(network.people) > 1


def _parted(codes: Positions, low: Positions, high: Positions) -> Parted:
    unclear: Flags = (codes[low] < 0) | (codes[high] < 0)
    same = int(((codes[low] == codes[high]) & ~unclear).sum())
    return Parted(same, len(low) - same - int(unclear.sum()), int(unclear.sum()))
