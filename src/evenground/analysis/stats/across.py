"""What holds across the columns of groups × columns."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Truths = NDArray[np.bool_]


def some(holds: NDArray[Any]) -> Truths:
    """Whether it holds in any column of each group."""
    made: Truths = np.logical_or.reduce(holds, axis=1)
    return made


def every(holds: NDArray[Any]) -> Truths:
    """Whether it holds in every column of each group."""
    made: Truths = np.logical_and.reduce(holds, axis=1)
    return made
