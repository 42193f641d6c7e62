"""People who must share a group, joined into blocks that move as one; and a first placing that fits the sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd
from random import Random

from evenground.analysis.groups.teaming.problem import NoTeams, TeamsProblem, some

MOST_TRIES = 20_000  # placings tried before the search for one that fits gives up


@dataclass(frozen=True)
class Block:
    """Numbers of people that never part, and what ties them."""

    people: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many people."""
        return len(self.people)


def blocks_of(problem: TeamsProblem) -> list[Block]:
    """One block for each unit, each person on their own, or several tied by wishes to be together."""
    number = {member.key: n for n, member in enumerate(problem.members)}
    head = list(range(len(number)))

    def find(n: int) -> int:
        while head[n] != n:
            n = head[n] = head[head[n]]
        return n

    first: dict[str, int] = {}
    for n, member in enumerate(problem.members):
        if member.unit:
            head[find(n)] = find(first.setdefault(member.unit, n))
    for pair in problem.together:
        a, b = sorted(number[key] for key in pair)
        head[find(b)] = find(a)
    joined: dict[int, list[int]] = {}
    for n in range(len(head)):
        joined.setdefault(find(n), []).append(n)
    return [Block(tuple(people)) for people in sorted(joined.values())]


def first_places(problem: TeamsProblem, blocks: Sequence[Block], random: Random) -> list[int]:
    """A group for every block, the largest blocks first, so that every group is within its bounds.

    Raises
    ------
    NoTeams
        If a block is larger than every group, or no placing fits.
    """
    _check_fits(problem, blocks)
    order = sorted(range(len(blocks)), key=lambda b: (-blocks[b].size, random.random()))
    places = _Packing([blocks[b].size for b in order], problem).run()
    found = [0] * len(blocks)
    for block, place in zip(order, places, strict=True):
        found[block] = place
    return found


def _check_fits(problem: TeamsProblem, blocks: Sequence[Block]) -> None:
    largest = max(size.largest for size in problem.sizes)
    for block in blocks:
        if block.size > largest:
            names = some([problem.members[n].where for n in block.people])
            raise NoTeams(
                f"{block.size} people must stay together ({names}), but the largest group has room for {largest}. Make"
                " the groups larger, or split them.",
                clashing=("units and wishes to be together", "the sizes of the groups"),
            )
    step = gcd(*(block.size for block in blocks))
    room = sum(size.largest // step * step for size in problem.sizes)
    if room < len(problem.members):
        raise NoTeams(
            f"People stay together in {step}s, so that the {problem.groups} groups have room for {room:,} of the"
            f" {len(problem.members):,} only. Make the groups larger by whole {step}s, or make more of them.",
            clashing=("units and wishes to be together", "the sizes of the groups"),
        )


class _Packing:
    """Depth first, into the group with most room; equal rooms are tried once."""

    def __init__(self, sizes: Sequence[int], problem: TeamsProblem) -> None:
        self.sizes, self.problem, self.tries = sizes, problem, 0
        self.room = [size.largest for size in problem.sizes]
        self.lacking = [size.smallest for size in problem.sizes]
        self.places: list[int] = []
        self.most = MOST_TRIES + len(sizes)

    def run(self) -> list[int]:
        """The groups, in the order of the sizes."""
        fits = self._search()
        if fits:
            return self.places
        proved = self.tries <= self.most
        tried = "cannot be" if proved else f"were not, in {self.most:,} tries,"
        raise NoTeams(
            f"The people who must stay together {tried} fitted into {self.problem.groups} groups of these sizes. Let the"
            " sizes differ more, or split a unit.",
            clashing=("units and wishes to be together", "the sizes of the groups"),
            proved=proved,
        )

    def _search(self) -> bool:
        """An explicit stack: a thousand people are deeper than Python's calls may go."""
        waiting = [iter(self._choices())]
        left = sum(self.sizes)
        while waiting:
            if len(self.places) == len(self.sizes):
                return True
            group = next(waiting[-1], None)
            if group is None or self.tries > self.most:
                waiting.pop()
                if self.places:
                    left += self._take_back()
                continue
            self.tries += 1
            left -= self._put(group)
            if left < sum(n for n in self.lacking if n > 0):
                left += self._take_back()
                continue
            waiting.append(iter(self._choices()))
        return False

    def _choices(self) -> list[int]:
        if len(self.places) == len(self.sizes):
            return []
        size, seen, chosen = self.sizes[len(self.places)], set(), []
        for group in sorted(range(len(self.room)), key=lambda g: (-self.lacking[g], -self.room[g])):
            state = self.room[group], self.lacking[group]
            if self.room[group] >= size and state not in seen:
                seen.add(state)
                chosen.append(group)
        return chosen

    def _put(self, group: int) -> int:
        size = self.sizes[len(self.places)]
        self.places.append(group)
        self.room[group] -= size
        self.lacking[group] -= size
        return size

    def _take_back(self) -> int:
        group = self.places.pop()
        size = self.sizes[len(self.places)]
        self.room[group] += size
        self.lacking[group] += size
        return size
