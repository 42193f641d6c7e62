"""Put labels of ordered groups (fifths, tenths, months) in their order, whatever they are written as."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenground.analysis.errors import OutOfRange, UnknownOrder
from evenground.analysis.frames.coding import written


def order_of(values: Sequence[Any], *, column: str, order: Sequence[Any] | None = None) -> NDArray[np.int_]:
    """Give the position of each label, 0 for the first.

    Numbers go by size and dates by time. Text that is a number, or that differs only in one number
    (“Q1”, “Decile 10”), goes by that number: “2” comes before “10”, which sorting as text gets wrong.

    Parameters
    ----------
    values
        The labels, each once.
    column
        Name of their column, for the error.
    order
        The labels in order, where they do not say it themselves (“low”, “middle”, “high”).

    Raises
    ------
    UnknownOrder
        When the order cannot be told from the labels, or ``order`` leaves one out.

    Examples
    --------
    >>> order_of(["1", "10", "2"], column="decile").tolist()
    [0, 2, 1]
    >>> order_of(["high", "low"], column="need", order=["low", "middle", "high"]).tolist()
    [1, 0]
    """
    if order is not None:
        return _as_told(values, column, order)
    keys = _numbers_in(values)
    if keys is None:
        raise UnknownOrder(column, [written(value) for value in values])
    places = {key: place for place, key in enumerate(sorted(set(keys)))}
    return np.array([places[key] for key in keys], dtype=int)


def _as_told(values: Sequence[Any], column: str, order: Sequence[Any]) -> NDArray[np.int_]:
    if isinstance(order, str) or not isinstance(order, Iterable):
        raise OutOfRange("order", order, "a list of the labels, the most deprived first")
    places = {written(label): place for place, label in enumerate(order)}
    names = [written(value) for value in values]
    left_out = [name for name in names if name not in places]
    if left_out:
        raise UnknownOrder(column, left_out, told=[written(label) for label in order])
    ranked = sorted({places[name] for name in names})
    return np.array([ranked.index(places[name]) for name in names], dtype=int)


def _numbers_in(values: Sequence[Any]) -> list[Any] | None:
    """The value each label is ordered by; None when the labels do not say."""
    if not any(isinstance(value, str) or value is None for value in values):
        return list(values)
    parts = [re.findall(r"\d+(?:\.\d+)?", str(value)) for value in values]
    stems = {re.sub(r"\d+(?:\.\d+)?", "#", str(value)) for value in values}
    if len(stems) > 1 or any(len(part) != 1 for part in parts):
        return None
    return [float(part[0]) for part in parts]
