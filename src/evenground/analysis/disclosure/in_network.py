"""The fewest further numbers to hide where the numbers of a table make a network."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from evenground.analysis.disclosure.branching import Found, branched
from evenground.analysis.disclosure.choosing import Choice, Hidden, from_lines, preferences, unprotected
from evenground.analysis.disclosure.mending import Task, Unprotected
from evenground.analysis.disclosure.network import HAIR, Flows, Network, network_of
from evenground.analysis.disclosure.one_way import LEAST_LEFT
from evenground.analysis.disclosure.standing_in import kept_of
from evenground.analysis.disclosure.system import Ints


def fewest_in_network(choice: Choice) -> Hidden | None:
    """Choose what else to hide; None when the numbers make no network.

    Raises
    ------
    ReleaseRefused
        If a number can be worked out even with everything hidden that may be.
    """
    if choice.others or not choice.lines:
        return None
    network = network_of(choice.lines, _rooms(choice), LEAST_LEFT - 1, choice.always)
    if network is None:
        return None
    try:
        found = _found(choice, network)
    except Unprotected as reason:
        raise unprotected(choice.table.numbers[reason.place]) from reason
    fits = tuple(_fitting(choice, network, found.places))
    return Hidden(tuple(sorted(found.places)), len(found.places) - found.least, fits)


def _found(choice: Choice, network: Network) -> Found:
    costs = preferences(choice)
    kept = kept_of(network, costs)
    if kept is None:
        return _in_all(choice, network, costs)
    conditions = [c for c in from_lines(choice) if c.by is None or c.by in kept.places - kept.free]
    try:
        found = branched(Task(network, {p: costs[p] for p in kept.places}, kept.free), conditions)
    except Unprotected:
        return _in_all(choice, network, costs)
    if _safe(network, found.places):
        return found
    return _in_all(choice, network, costs, found.least)


def _in_all(choice: Choice, network: Network, costs: Mapping[int, float], least: int = 0) -> Found:
    """Choose from all numbers but those that could be worked out themselves whatever else is hidden."""
    flows = Flows(network, dict.fromkeys(costs, 1.0))
    while useless := [place for place in flows.hidden if _spread(flows, place) < network.wanted - HAIR]:
        for place in useless:
            if place in network.always:
                raise Unprotected(place)
            flows.show(place)
    task = Task(network, {place: cost for place, cost in costs.items() if place in flows.hidden})
    return branched(task, from_lines(choice), least=least)


def _safe(network: Network, places: Collection[int]) -> bool:
    flows = Flows(network, dict.fromkeys(places, 1.0))
    return all(_spread(flows, place) >= network.wanted - HAIR for place in flows.hidden)


def _spread(flows: Flows, place: int) -> float:
    room, wanted = flows.network.room[place], flows.network.wanted
    up = flows.moved(place, 1, room[1])[0]
    return up if up >= wanted else up + flows.moved(place, -1, min(room[0], wanted - up))[0]


def _rooms(choice: Choice) -> list[tuple[int, int]]:
    rooms = []
    for place, number in enumerate(choice.table.numbers):
        low, high = choice.if_hidden.get(place, (number.low, number.high))
        rooms.append((choice.true[place] - low, high - choice.true[place]))
    return rooms


def _fitting(choice: Choice, network: Network, places: Collection[int]) -> list[Ints]:
    """Tables that fit what is shown, enough to give every hidden number its values: what the proof stands on."""
    cells = [place for place, number in enumerate(choice.table.numbers) if None not in number.key]
    true = np.array(choice.true, dtype=np.int64)
    flows = Flows(network, dict.fromkeys(places, 1.0))
    values = {place: {choice.true[place]} for place in flows.hidden}
    fits = [true[cells]]
    for place in flows.hidden:
        for way in (1, -1):
            for far in range(1, network.wanted + 1):
                if len(values[place]) > network.wanted or network.room[place][way > 0] < far:
                    break
                moved, _, flow = flows.moved(place, way, far)
                if moved < far - HAIR:
                    break
                table = true.copy()
                table[place] += way * far
                for other, by in flow.items():
                    table[other] += round(by)
                    values.setdefault(other, set()).add(int(table[other]))
                values[place].add(int(table[place]))
                fits.append(table[cells])
    return fits
