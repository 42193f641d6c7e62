"""Who leads which group, once the groups stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from evenground.analysis.groups.scoring import Scorer

BANNED = -(10**12)


def assign(scorer: Scorer, masks: Sequence[int]) -> list[int] | None:
    """The facilitator number of each set, best for all together; None when conflicts leave a group without one.

    Each facilitator is there as many times as they can lead; the second time costs the load of a second group.
    """
    if not scorer.problem.facilitators:
        return [0] * len(masks)
    seats = [(who, n) for who in scorer.leaders for n in range(min(scorer.capacity(who), len(masks)))]
    if len(seats) < len(masks):
        return None
    points = np.array([[_points(scorer, mask, who, led) for who, led in seats] for mask in masks])
    rows, columns = linear_sum_assignment(points, maximize=True)
    if points[rows, columns].min() <= BANNED:
        return None
    return [seats[column][0] for column in columns]


def deputies(scorer: Scorer, sets: Sequence[tuple[int, int]]) -> list[int | None]:
    """A second facilitator for each set: who knows most of its teams, best for all together.

    Nobody deputises for themselves or against a conflict of interest, and each only as often as they can lead; None
    where nobody is left. Leading several groups counts against deputising: most hands first.
    """
    led = Counter(who for _, who in sets)
    seats = [(who, n) for who in scorer.leaders for n in range(scorer.capacity(who))]
    if not scorer.problem.facilitators or not seats:
        return [None] * len(sets)
    points = np.array([[_deputising(scorer, chosen, who, led[who] + n) for who, n in seats] for chosen in sets])
    rows, columns = linear_sum_assignment(points, maximize=True)
    found: list[int | None] = [None] * len(sets)
    for row, column in zip(rows, columns, strict=True):
        if points[row, column] > BANNED:
            found[row] = seats[column][0]
    return found


def _deputising(scorer: Scorer, chosen: tuple[int, int], who: int, busy: int) -> int:
    mask, lead = chosen
    fit = scorer.fit(mask, who)
    return BANNED if fit is None or who == lead else fit - (scorer.load(busy + 1) - scorer.load(busy))


def _points(scorer: Scorer, mask: int, who: int, led: int) -> int:
    fit = scorer.fit(mask, who)
    return BANNED if fit is None else fit - (scorer.load(led + 1) - scorer.load(led))
