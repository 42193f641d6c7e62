"""Fewer numbers to choose from: one row in which nothing is hidden by the rule can stand in for all such rows.

Such rows serve only to lead from one column to another, and whatever leads through several of them can lead through one
of them, as long as every number of it may be hidden and has room. Hence the fewest numbers among what is kept here, with
nothing asked for the numbers of the stand-ins themselves, are no more than the fewest in the whole table. Columns alike.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from evenground.analysis.disclosure.network import Network


@dataclass(frozen=True)
class Kept:
    """The numbers to choose from, and those among them for which nothing is asked."""

    places: frozenset[int]
    free: frozenset[int]


def kept_of(network: Network, costs: Mapping[int, float]) -> Kept | None:
    """Choose the stand-ins, the cheapest first; None where there are none."""
    sides = _sides(network, [*costs, *network.always])
    if sides is None:
        return None
    busy = {node for place in network.always for node in network.ends[place]}
    roomy = {frozenset(network.ends[place]) for place in costs if min(network.room[place]) >= network.wanted}
    average = _average_costs(network, costs)
    idle = [sorted(side - busy, key=average.__getitem__) for side in sides]
    for a in (*idle[0], None):
        mine = sides[0] & busy | ({a} if a is not None else set(idle[0]))
        for b in (*idle[1], None):
            theirs = sides[1] & busy | ({b} if b is not None else set(idle[1]))
            stands = (a is None or _reaches(a, theirs, roomy)) and (b is None or _reaches(b, mine, roomy))
            if stands and (a is not None or b is not None):
                places = [place for place in costs if set(network.ends[place]) <= mine | theirs]
                free = [place for place in places if {a, b} & set(network.ends[place])]
                return Kept(frozenset(places), frozenset(free))
    return None


def _reaches(node: int, others: Collection[int], roomy: Collection[frozenset[int]]) -> bool:
    return all(frozenset((node, other)) in roomy for other in others)


def _average_costs(network: Network, costs: Mapping[int, float]) -> dict[int, tuple[float, int]]:
    """What the numbers of a sum cost on average: totals are dear, and so are large counts."""
    found: dict[int, list[float]] = {}
    for place, cost in costs.items():
        for node in set(network.ends[place]):
            found.setdefault(node, []).append(cost)
    return {node: (sum(mine) / len(mine), node) for node, mine in found.items()}


def _sides(network: Network, places: Collection[int]) -> tuple[set[int], set[int]] | None:
    """Sums on two sides, so that every number stands between the two; None when there are no such sides."""
    beside: dict[int, set[int]] = {}
    for place in places:
        a, b = network.ends[place]
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    side: dict[int, int] = {}
    for first in sorted(beside):
        waiting = [] if first in side else [first]
        side.setdefault(first, 0)
        while waiting:
            a = waiting.pop()
            for b in sorted(beside[a]):
                if b not in side:
                    side[b] = 1 - side[a]
                    waiting.append(b)
                elif side[b] == side[a]:
                    return None
    return {node for node, s in side.items() if s == 0}, {node for node, s in side.items() if s}
