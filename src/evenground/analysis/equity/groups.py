"""Fifths of neighbourhoods by national deprivation rank."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

QUINTILES: Final = (
    "Most deprived fifth",
    "Second most deprived fifth",
    "Middle fifth",
    "Second least deprived fifth",
    "Least deprived fifth",
)
MOST, LEAST = QUINTILES[0], QUINTILES[-1]
# Lower edge of each fifth on the rank scaled from 0 (least) to 1 (most deprived); a rank on an edge is the fifth below.
EDGES: Final = (0.8, 0.6, 0.4, 0.2)


def quintile_of(rank: float) -> int:
    """Give the national fifth, 1 the most deprived.

    >>> [quintile_of(rank) for rank in (1, 0.81, 0.8, 0.2, 0)]
    [1, 1, 2, 5, 5]
    """
    return 1 + sum(rank <= edge for edge in EDGES)


def quintiles_of(ranks: NDArray[np.float64]) -> NDArray[np.int_]:
    """`quintile_of` for many neighbourhoods at once."""
    fifths: NDArray[np.int_] = 1 + (ranks[:, None] <= np.array(EDGES)).sum(axis=1)
    return fifths
