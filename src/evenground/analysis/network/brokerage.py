"""Who stands between whom: the five brokerage roles of Gould and Fernandez."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from evenground.analysis.frames import Floats
from evenground.analysis.network.ties import Network

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ROLES: Final = ("coordinator", "gatekeeper", "representative", "itinerant", "liaison")


def brokerage_counts(network: Network, column: str) -> dict[str, Floats]:
    """Count for each person how often they stand between two others who have no tie from the first to the third.

    From a over the broker to c, by group: *coordinator* when all three are of one, *gatekeeper* when only a is of another,
    *representative* when only c is, *itinerant* when only the broker is, *liaison* when all three differ. Ties that go
    both ways count each two people once, and then gatekeeper and representative are the same number. Ties with somebody
    whose group is blank are left out.

    Raises
    ------
    MissingColumn

    References
    ----------
    Gould RV, Fernandez RM. Structures of mediation: a formal approach to brokerage in transaction networks.
    Sociological Methodology 1989;19:89-126.
    """
    codes, values = network.codes(column)
    within, across = _parted(network.arcs if network.is_directed else network.links, codes)
    got = _through(within, across, codes, len(values))
    if network.is_directed:
        return got
    return {role: many if role in ("gatekeeper", "representative") else many / 2 for role, many in got.items()}


def _parted(arcs: csr_array, codes: np.ndarray) -> tuple[csr_array, csr_array]:
    """Ties within a group, and across."""
    from scipy.sparse import csr_array

    made = arcs.tocoo()
    known = (codes[made.row] >= 0) & (codes[made.col] >= 0)
    same = known & (codes[made.row] == codes[made.col])
    return tuple(
        csr_array((made.data[keep], (made.row[keep], made.col[keep])), shape=made.shape)
        for keep in (same, known & ~same)
    )


def _through(w: csr_array, x: csr_array, codes: np.ndarray, groups: int) -> dict[str, Floats]:
    """All ways a → broker → c, less those where a is c or has a tie to c.

    Whether a and c are of one group decides in which matrix a tie from a to c would be.
    """
    into_w, into_x, out_w, out_x = (np.asarray(m.sum(axis=axis)).ravel() for axis in (0, 1) for m in (w, x))
    one_group = _same_ends(x, codes, groups)
    return {
        "coordinator": into_w * out_w - _both_ways(w) - _closed(w, w, w),
        "gatekeeper": into_x * out_w - _closed(x, w, x),
        "representative": into_w * out_x - _closed(w, x, x),
        "itinerant": one_group - _both_ways(x) - _closed(x, x, w),
        "liaison": into_x * out_x - one_group - _closed(x, x, x),
    }


def _closed(first: csr_array, second: csr_array, past: csr_array) -> Floats:
    """By broker: pairs joined by first and second through the broker who have a tie past them too."""
    joined = (first.T @ past).multiply(second)
    return np.asarray(joined.sum(axis=1), dtype=np.float64).ravel()


def _both_ways(m: csr_array) -> Floats:
    return np.asarray(m.multiply(m.T).sum(axis=1), dtype=np.float64).ravel()


def _same_ends(x: csr_array, codes: np.ndarray, groups: int) -> Floats:
    """By broker: ways in and out across whose two ends are of one group."""
    from scipy.sparse import csr_array

    known = np.flatnonzero(codes >= 0)
    of = csr_array((np.ones(len(known)), (known, codes[known])), shape=(len(codes), max(groups, 1)))
    return np.asarray((x.T @ of).multiply(x @ of).sum(axis=1), dtype=np.float64).ravel()
