"""Secondary suppression: the fewest further numbers to hide, so that the attack finds nothing.

A master problem chooses the numbers to hide (0 or 1 each); the attack then looks for what can be worked out. Each leak
comes with a certificate, the shown numbers that prove it by linear duality; one of them must be hidden, and that is a
new condition for the master. When nothing leaks, the choice is proved the fewest.

Among choices equally few, cells go before totals (totals are what people read most) and small counts before large ones.
The same table gives the same choice, in whatever order its cells came. Zeros that the rule shows are never hidden for
the sake of others, so a hidden number that is not small is known to be at least the smallest shown.

References
----------
Fischetti M, Salazar JJ. Solving the cell suppression problem on tabular data with linear constraints.
Management Science 2001;47:1008-1027.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Final

import numpy as np

from evenground.analysis.disclosure.attack import implied, small_of, targets
from evenground.analysis.disclosure.duality import Proof, certificate
from evenground.analysis.disclosure.one_way import LEAST_LEFT
from evenground.analysis.disclosure.possible import Possible
from evenground.analysis.disclosure.published import Published
from evenground.analysis.disclosure.solving import NothingFits
from evenground.analysis.disclosure.system import Ints, System, system_of
from evenground.analysis.errors import ReleaseRefused

_TURNS: Final = 150
_LEAKS_A_TURN: Final = 40
_TRIED: Final = 40
_NODES: Final = 500  # counted, not timed: the same table gives the same choice on any machine
_ENOUGH: Final = 0.5  # a choice this near to the bound is the fewest: numbers are whole
_TIES: Final = 0.4  # all the preferences together count less than one number

Cut = tuple[frozenset[int], int | None]  # hide one of these; only needed if that one is hidden


@dataclass(frozen=True)
class Choice:
    """What may be hidden: the numbers as shown, and for each that may be hidden what hiding it leaves known."""

    table: Published
    if_hidden: Mapping[int, tuple[int, int]]
    true: Sequence[int]
    others: Sequence[Published] = ()
    lines: Sequence[Sequence[int]] = ()  # numbers of which each is the sum or difference of the others, shown exactly


@dataclass(frozen=True)
class Hidden:
    """The places to hide. ``over``: how many more than the fewest possible they may be."""

    places: tuple[int, ...]
    over: int = 0
    fits: tuple[Ints, ...] = ()  # tables that fit what is then shown: the proof that it is safe


@dataclass
class _Search:
    choice: Choice
    system: System
    guarded: list[int]
    small: tuple[int, int]
    cuts: dict[Cut, None] = field(default_factory=dict)
    fits: list[Ints] = field(default_factory=list)
    proofs: dict[int, Proof | None] = field(default_factory=dict)

    def ranges(self, hidden: Iterable[int]) -> tuple[Ints, Ints]:
        low, high = self.system.low.copy(), self.system.high.copy()
        for place in hidden:
            low[place], high[place] = self.choice.if_hidden[place]
        return low, high

    def leaks(self, hidden: frozenset[int]) -> list[int]:
        low, high = self.ranges(hidden)
        self.proofs = {}
        try:
            possible = Possible(self.system, low, high)
        except NothingFits as reason:
            raise ReleaseRefused(
                "These counts contradict what was released earlier of the same data. Look which is wrong, or give the"
                " data another name if they are others."
            ) from reason
        if not self.choice.others:  # the releaser knows one table that fits: the true one
            possible.witness(np.array([self.choice.true[i] for i in self._cells()], dtype=np.int64))
        for table in self.fits[-_TRIED:]:  # what fitted before may fit again
            possible.witness(table)
        found, unsettled = possible.sorted_out(sorted({*self.guarded, *hidden}), LEAST_LEFT, self.small)
        leaks = list(found)
        for row in unsettled:
            if len(leaks) >= _LEAKS_A_TURN:
                break
            if len(possible.values.get(row, ())) < LEAST_LEFT and self._leaks(possible, row, low, high):
                leaks.append(row)
        self.fits = possible.fits
        return leaks

    def _leaks(self, possible: Possible, row: int, low: Ints, high: Ints) -> bool:
        """By linear duality where that will do: its proof is what the master learns from."""
        if not self.system.numbers[row][1].implied:
            self.proofs[row] = certificate(self.system, row, low, high)
            if self.proofs[row] is not None:
                return True
        return possible.settled(row, LEAST_LEFT, self.small) is not None

    def _cells(self) -> list[int]:
        return [i for i, number in enumerate(self.choice.table.numbers) if None not in number.key]

    def add(self, row: int, hidden: frozenset[int]) -> bool:
        """Learn from a leak; False when nothing that may be hidden has a part in it."""
        low, high = self.ranges(hidden)
        proof = self.proofs.pop(row) if row in self.proofs else certificate(self.system, row, low, high)
        shown = frozenset(self.choice.if_hidden) - hidden
        places = shown if proof is None else frozenset(p for p in shown if self._tells(p, proof))
        self.cuts[places, row if row in hidden else None] = None
        return bool(places) or row in hidden

    def _tells(self, place: int, proof: Proof) -> bool:
        """Whether the proof needs more of a number than would be known if it were hidden."""
        from_below, from_above = proof
        low, high = self.choice.if_hidden[place]
        return (place in from_below and self.system.low[place] > low) or (
            place in from_above and self.system.high[place] < high
        )


def fewest(choice: Choice) -> Hidden:
    """Choose what else to hide.

    Raises
    ------
    ReleaseRefused
        If a number can be worked out even with everything hidden that may be.
    """
    system = system_of([choice.table, *choice.others])
    guarded = sorted({*targets(system), *implied(system)})
    search = _Search(choice, system, guarded, small_of([choice.table, *choice.others]))
    if not search.guarded:
        return Hidden(())
    _start(search)
    hidden, least = frozenset[int](), 0
    for _ in range(_TURNS):
        if search.cuts:
            found = _master(search, hidden)
            if found is None:
                break
            hidden, least = found
        if not (leaks := search.leaks(hidden)):
            return Hidden(tuple(sorted(hidden)), len(hidden) - least, tuple(search.fits))
        _learn(search, leaks, hidden)
    return _greedy(search, hidden, least)


def _learn(search: _Search, leaks: list[int], hidden: frozenset[int]) -> None:
    for row in leaks[:_LEAKS_A_TURN]:
        if not search.add(row, hidden):
            number = search.system.numbers[row][1]
            raise ReleaseRefused(
                f"This table cannot be released: {number.label} could be worked out whatever else is hidden. Leave out"
                " the totals, join groups, or release fewer tables of these data."
            )


def _start(search: _Search) -> None:
    """Conditions that hold wherever numbers add up exactly: a hidden one needs another in each of its sums."""
    choice = search.choice
    always = {i for i, number in enumerate(choice.table.numbers) if number.guarded}
    for line in choice.lines:
        if any(place in always for place in line):
            for place in line:
                if place in always and not any(other in always for other in line if other != place):
                    search.cuts[frozenset(p for p in line if p in choice.if_hidden), None] = None
        else:
            for place in line:
                if place in choice.if_hidden:
                    search.cuts[frozenset(p for p in line if p in choice.if_hidden and p != place), place] = None


def _master(search: _Search, hidden: frozenset[int]) -> tuple[frozenset[int], int] | None:
    """The cheapest choice that meets every condition, and the fewest there can be; None at the limit."""
    from scipy.optimize import LinearConstraint, milp
    from scipy.sparse import csr_array

    places = sorted(search.choice.if_hidden)
    at = {place: i for i, place in enumerate(places)}
    rows, columns, signs = [], [], []
    for row, (some, needed_by) in enumerate(search.cuts):
        for place, sign in [*((p, 1.0) for p in sorted(some)), *([(needed_by, -1.0)] if needed_by in at else [])]:
            rows.append(row)
            columns.append(at[place])
            signs.append(sign)
    matrix = csr_array((signs, (rows, columns)), shape=(len(search.cuts), len(places)))
    need = [0.0 if needed_by in at else 1.0 for _, needed_by in search.cuts]
    done = milp(
        _costs(search.choice, places),
        constraints=LinearConstraint(matrix, need, np.inf),
        bounds=(0, 1),
        integrality=np.ones(len(places)),
        options={"mip_rel_gap": _ENOUGH / (len(hidden) + 3), "node_limit": _NODES},
    )
    if done.x is None:
        return None
    bound = done.fun if done.status == 0 else (done.mip_dual_bound or 0.0)
    chosen = frozenset(place for place, y in zip(places, done.x, strict=True) if y > 0.5)
    return chosen, max(0, ceil(bound - _TIES - 1e-6))


def _costs(choice: Choice, places: Sequence[int]) -> list[float]:
    size = len(places)
    rank = {place: i for i, place in enumerate(sorted(places, key=lambda p: _preferred(choice, p)))}
    part = _TIES / size
    return [1 + part * (0.7 * (None in choice.table.numbers[place].key) + 0.3 * rank[place] / size) for place in places]


def _preferred(choice: Choice, place: int) -> tuple[bool, int, int]:
    """Small counts first, but those with no room below them last: they protect little."""
    true = choice.true[place]
    return true < choice.if_hidden[place][0] + 2, true, place


def _greedy(search: _Search, hidden: frozenset[int], least: int) -> Hidden:
    """At the limit: hide the cheapest number of each proof until nothing leaks."""
    while leaks := search.leaks(hidden):
        _learn(search, leaks[:1], hidden)
        some, _ = next(reversed(search.cuts))
        if not some:
            some = frozenset(search.choice.if_hidden) - hidden
        if not some:
            raise ReleaseRefused("This table cannot be released: a hidden number could be worked out in any case.")
        hidden |= {min(some, key=lambda place: (None in search.choice.table.numbers[place].key, place))}
    return Hidden(tuple(sorted(hidden)), max(0, len(hidden) - least), tuple(search.fits))
