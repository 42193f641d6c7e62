"""Who leads which group, once the groups stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

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
    points = [[_points(scorer, mask, who, led) for who, led in seats] for mask in masks]
    chosen = _best(points)
    if any(points[row][column] <= BANNED for row, column in chosen):
        return None
    return [seats[column][0] for _, column in chosen]


def deputies(scorer: Scorer, sets: Sequence[tuple[int, int]]) -> list[int | None]:
    """A second facilitator for each set: who knows most of its teams, best for all together.

    Nobody deputises for themselves or against a conflict of interest, and each only as often as they can lead; None
    where nobody is left. Leading several groups counts against deputising: most hands first.
    """
    led = Counter(who for _, who in sets)
    seats = [(who, n) for who in scorer.leaders for n in range(scorer.capacity(who))]
    if not scorer.problem.facilitators or not seats:
        return [None] * len(sets)
    points = [[_deputising(scorer, chosen, who, led[who] + n) for who, n in seats] for chosen in sets]
    found: list[int | None] = [None] * len(sets)
    for row, column in _best(points):
        if points[row][column] > BANNED:
            found[row] = seats[column][0]
    return found


def _best(points: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """A column for each row, best for all together."""
    from scipy.optimize import linear_sum_assignment  # half a second to load, and not every cohort has facilitators

    rows, columns = linear_sum_assignment(points, maximize=True)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def _deputising(scorer: Scorer, chosen: tuple[int, int], who: int, busy: int) -> int:
    mask, lead = chosen
    fit = scorer.fit(mask, who)
    return BANNED if fit is None or who == lead else fit - (scorer.load(busy + 1) - scorer.load(busy))


def _points(scorer: Scorer, mask: int, who: int, led: int) -> int:
    fit = scorer.fit(mask, who)
    return BANNED if fit is None else fit - (scorer.load(led + 1) - scorer.load(led))
