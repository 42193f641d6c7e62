"""How many people each table takes, and a first seating to improve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from evenground.analysis.groups.seating.designs import design
from evenground.analysis.groups.seating.problem import SeatingProblem, tied
from evenground.analysis.groups.seating.search import Tables


@dataclass(frozen=True)
class Round:
    """The people of one session who can sit with one another: all in the room, or all online."""

    session: int
    names: tuple[str, ...]
    seats: tuple[int, ...]
    people: tuple[int, ...]


def rounds_of(problem: SeatingProblem, session: int) -> list[Round]:
    """One round in the room, one online, where there is anybody."""
    asked = problem.sessions[session]
    made = []
    for online in (False, True):
        tables = [table for table in asked.tables if table.online == online]
        people = tuple(problem.present(asked, online=online))
        names, seats = tuple(t.name for t in tables), tuple(t.seats for t in tables)
        made += [Round(session, names, seats, people)] if people else []
    return made


def sizes(seats: Sequence[int], people: int, *, knot: int = 1) -> list[int]:
    """People for each table: as even as the seats allow, nobody alone where that can be helped.

    ``knot`` people must fit at one table together.

    >>> sizes([8, 8, 8], 20), sizes([8, 8, 8], 5), sizes([4, 10], 12)
    ([7, 7, 6], [3, 2, 0], [4, 8])
    """
    order = sorted(range(len(seats)), key=lambda table: -seats[table])
    used = min(len(seats), max(1, people // 2))
    while sum(seats[table] for table in order[:used]) < people:
        used += 1
    taken = [0] * len(seats)
    taken[order[0]] = min(seats[order[0]], knot, people)
    while sum(taken) < people:
        free = [table for table in sorted(order[:used]) if taken[table] < seats[table]]
        taken[min(free, key=lambda table: taken[table])] += 1
    return taken


def largest_knot(problem: SeatingProblem, people: Sequence[int]) -> int:
    """Of those present, the most who must sit together."""
    there = {problem.people[n].key for n in people}
    return max((len(knot & there) for knot in tied(problem.wishes.together)), default=1)


def home_start(problem: SeatingProblem, asked: Round) -> Tables:
    """Home groups one after another; each at a table of its own when they fit."""
    groups: dict[str, list[int]] = defaultdict(list)
    for person in asked.people:
        groups[problem.people[person].home].append(person)
    alone = groups.pop("", [])
    homes = sorted(groups.values(), key=lambda group: (-len(group), group))
    order = sorted(range(len(asked.seats)), key=lambda table: -asked.seats[table])
    fits = len(homes) <= len(order) and all(
        len(group) <= asked.seats[table] for group, table in zip(homes, order, strict=False)
    )
    if not fits or not homes:
        return dealt([n for group in homes for n in group] + alone, _even(problem, asked))
    tables: Tables = [[] for _ in asked.seats]
    for group, table in zip(homes, order, strict=False):
        tables[table] = list(group)
    for person in alone:
        free = [table for table in order if len(tables[table]) < asked.seats[table]]
        # With others before an empty table, and where there are fewest.
        tables[min(free, key=lambda table: (not tables[table], len(tables[table])))].append(person)
    return tables


def _even(problem: SeatingProblem, asked: Round) -> list[int]:
    return sizes(asked.seats, len(asked.people), knot=largest_knot(problem, asked.people))


def dealt(people: Sequence[int], taken: Sequence[int]) -> Tables:
    """People in this order, table after table."""
    left = list(people)
    return [[left.pop(0) for _ in range(size)] for size in taken]


def mixed_starts(problem: SeatingProblem, rounds: Sequence[Round], *, seed: int) -> tuple[list[Tables], bool]:
    """A seating for every round to begin with, and whether it comes from a construction without meetings again."""
    built = _built(problem, rounds)
    if built is not None:
        return built, True
    random = Random(seed)  # noqa: S311  a repeatable search, no secret
    return [dealt(random.sample(asked.people, len(asked.people)), _even(problem, asked)) for asked in rounds], False


def _built(problem: SeatingProblem, rounds: Sequence[Round]) -> list[Tables] | None:
    """Members of one team stand next to one another, because a construction keeps neighbours apart longest."""
    counts = {len(asked.seats) for asked in rounds}
    everybody = sorted({n for asked in rounds for n in asked.people}, key=lambda n: (problem.people[n].team, n))
    if len(counts) != 1:
        return None
    plan = design(len(everybody), counts.pop(), len(rounds))
    if plan is None:
        return None
    named = [[[everybody[place] for place in table] for table in tables] for tables in plan]
    return [_fitted(problem, tables, asked) for tables, asked in zip(named, rounds, strict=True)]


def _fitted(problem: SeatingProblem, tables: Tables, asked: Round) -> Tables:
    """Without those absent, and levelled so that nobody is over the seats or left with too few."""
    there, taken = set(asked.people), _even(problem, asked)
    kept = [[n for n in table if n in there] for table in tables]
    # The fullest tables of the construction go where most people are to sit.
    fullest = sorted(kept, key=lambda table: -len(table))
    placed: Tables = [[] for _ in taken]
    for table, place in zip(fullest, sorted(range(len(taken)), key=lambda n: -taken[n]), strict=True):
        placed[place] = table
    over: list[int] = []
    for n, most in enumerate(taken):
        over += placed[n][most:]
        placed[n] = placed[n][:most]
    for n, most in enumerate(taken):
        while len(placed[n]) < most:
            placed[n].append(over.pop())
    return placed
