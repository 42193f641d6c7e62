"""How few meetings again there can be at all, from counting alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from evenground.analysis.groups.problem import Pair
from evenground.analysis.groups.seating.problem import MIX, SeatingProblem


def fewest_again(problem: SeatingProblem, seats: Sequence[Sequence[Sequence[str]]]) -> int:
    """A number of meetings again that no seating with tables of these sizes can fall below.

    Who sits with more fellows over the year than there are different people to meet must meet some again, and a
    meeting again is one for both. Pairs kept together by wish are left out. ``seats`` has the keys at each table of
    each session; only sessions that mix people count.
    """
    wanted = frozenset(problem.wishes.together)
    fellows: Counter[str] = Counter()
    for session, tables in zip(problem.sessions, seats, strict=True):
        if session.way == MIX:
            for keys in tables:
                fellows.update({key: len(keys) - 1 for key in keys})
                fellows.subtract(key for pair in combinations(keys, 2) if frozenset(pair) in wanted for key in pair)
    others = Counter(key for pair in _able_to_meet(problem) - wanted for key in pair)
    too_many = sum(max(0, met - others[key]) for key, met in fellows.items())
    return -(-too_many // 2)


def _able_to_meet(problem: SeatingProblem) -> frozenset[Pair]:
    """Pairs that are there at once, in the room or online, in a session that mixes people, and may share a table."""
    groups = {
        tuple(problem.present(session, online=online))
        for session in problem.sessions
        if session.way == MIX
        for online in (False, True)
    }
    keys = [person.key for person in problem.people]
    able = {frozenset((keys[a], keys[b])) for there in groups for a, b in combinations(there, 2)}
    return frozenset(able) - frozenset(problem.wishes.apart)
