"""What it costs to put two people, or a mix of people, at one table; in whole numbers, 10 being one meeting again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations

from evenground.analysis.groups.seating.problem import SeatingProblem

AGAIN = 10  # to meet once more; the second time once, the third time twice, and so on
SPREAD = 4  # times the square of how many of one kind are at one table: least when they are spread evenly
HOME_MATE = 100
STRONG = 2000  # a wish: more than any number of meetings

Matrix = list[list[int]]


def pair_weights(problem: SeatingProblem, *, on: date | None, home: bool = False) -> Matrix:
    """For each two people, what their first meeting this year costs; in a home session home mates are wanted."""
    size = len(problem.people)
    weights = [[0] * size for _ in range(size)]
    for a, b in combinations(range(size), 2):
        weights[a][b] = weights[b][a] = _weight(problem, a, b, on, home=home)
    number = {person.key: n for n, person in enumerate(problem.people)}
    wishes = problem.wishes
    for pairs, cost in ((wishes.apart, STRONG), (wishes.together, -STRONG)):
        for pair in pairs:
            a, b = (number[key] for key in pair)
            weights[a][b] = weights[b][a] = cost
    return weights


def _weight(problem: SeatingProblem, a: int, b: int, on: date | None, *, home: bool) -> int:
    one, other = problem.people[a], problem.people[b]
    if home and one.home and one.home == other.home:
        return -HOME_MATE
    met = problem.history.weight(frozenset({one.key, other.key}), on=on)
    return round(AGAIN * (met + bool(one.team and one.team == other.team)))


def count_meetings(weights: Matrix, tables: Iterable[Sequence[int]]) -> None:
    """Make every pair at these tables one meeting dearer."""
    for table in tables:
        for a, b in combinations(table, 2):
            weights[a][b] += AGAIN
            weights[b][a] += AGAIN


class Kinds:
    """What people are (their roles, say), as numbers, with the cost of every count of each kind at a table."""

    def __init__(self, problem: SeatingProblem) -> None:
        people, wishes = problem.people, problem.wishes
        spread = {(name, p.attributes[name]) for p in people for name in wishes.spread if p.attributes.get(name)}
        self.named = sorted(spread | set(wishes.never_one_of))
        longest = range(len(people) + 1)
        self.cost = [
            [
                SPREAD * n * n * ((name, value) in spread) + STRONG * (n == 1 and (name, value) in wishes.never_one_of)
                for n in longest
            ]
            for name, value in self.named
        ]
        self.of = [[k for k, (name, value) in enumerate(self.named) if p.attributes.get(name) == value] for p in people]

    def count(self, table: Iterable[int]) -> list[int]:
        """How many of each kind are at this table."""
        counts = [0] * len(self.named)
        for person in table:
            for kind in self.of[person]:
                counts[kind] += 1
        return counts

    def total(self, counts: list[int]) -> int:
        """What these counts cost."""
        return sum(self.cost[kind][n] for kind, n in enumerate(counts))
