"""Which shown numbers prove that another has fewer than three values, by linear duality."""

from __future__ import annotations

from typing import Any

import numpy as np

from evenground.analysis.disclosure.one_way import FAR
from evenground.analysis.disclosure.system import Ints, System

Proof = tuple[set[int], set[int]]  # numbers used for what they leave out below, and above


def certificate(system: System, row: int, low: Ints, high: Ints) -> Proof | None:
    """The numbers that prove by linear duality that one has fewer than three values: from below, and from above.

    None where only whole numbers prove it.
    """
    from_below: set[int] = set()
    from_above: set[int] = set()
    ends = []
    for direction in (1, -1):
        solved = _linear(system, row, direction, low, high)
        if solved is None:
            return None
        value, below, above = solved
        ends.append(direction * value)
        from_below |= below
        from_above |= above
    if np.floor(ends[1] + 1e-6) - np.ceil(ends[0] - 1e-6) >= 2:
        return None
    return from_below, from_above


def _linear(system: System, row: int, direction: int, low: Ints, high: Ints) -> tuple[float, set[int], set[int]] | None:
    from scipy.optimize import linprog
    from scipy.sparse import vstack

    matrix = system.matrix
    same, above, below = _kinds(low, high)
    done = linprog(
        direction * matrix[[row]].toarray()[0],
        A_eq=matrix[same],
        b_eq=low[same],
        A_ub=vstack([matrix[above], -matrix[below]]) if len(above) + len(below) else None,
        b_ub=np.concatenate([high[above], -low[below]]) if len(above) + len(below) else None,
        bounds=(0, None),
        method="highs",
    )
    if done.status != 0:
        return None
    equal = [(p, m) for p, m in zip(same, done.eqlin.marginals, strict=True) if abs(m) > 1e-9]
    cut = done.ineqlin.marginals if len(above) + len(below) else []
    from_above = _used(above, cut[: len(above)]) | {int(p) for p, m in equal if m < 0}
    from_below = _used(below, cut[len(above) :]) | {int(p) for p, m in equal if m > 0}
    return float(done.fun), from_below, from_above


def _used(places: Any, marginals: Any) -> set[int]:
    return {int(place) for place, marginal in zip(places, marginals, strict=True) if abs(marginal) > 1e-9}


def _kinds(low: Ints, high: Ints) -> tuple[Any, Any, Any]:
    """Numbers known exactly, those with a largest value, and those with a smallest."""
    same = np.flatnonzero(low == high)
    above = np.flatnonzero((low < high) & (high < FAR))
    below = np.flatnonzero((low < high) & (low > 0))
    return same, above, below
