"""Secondary suppression: the fewest further numbers to hide, so that the attack finds nothing.

Tables by one or two names that show exact numbers are networks, where flows tell everything and branch and cut proves the
fewest (`in_network`). For all others a master problem chooses the numbers to hide (0 or 1 each); the attack then looks for
what can be worked out. Each leak comes with a certificate, the shown numbers that prove it by linear duality; one of them
must be hidden, and that is a new condition for the master. When nothing leaks, the choice is proved the fewest.

Among choices equally few it leans to cells before totals (totals are what people read most) and to small counts before
large ones. The same table gives the same choice, in whatever order its cells came. Zeros that the rule shows are never
hidden for the sake of others, so a hidden number that is not small is known to be at least the smallest shown.

References
----------
Fischetti M, Salazar JJ. Solving the cell suppression problem on tabular data with linear constraints.
Management Science 2001;47:1008-1027.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from evenground.analysis.disclosure.attack import implied, small_of, targets
from evenground.analysis.disclosure.choosing import Choice, Hidden, from_lines, preferences, unprotected
from evenground.analysis.disclosure.duality import Proof, certificate
from evenground.analysis.disclosure.in_network import fewest_in_network
from evenground.analysis.disclosure.master import Master, one_of
from evenground.analysis.disclosure.one_way import LEAST_LEFT
from evenground.analysis.disclosure.possible import Possible
from evenground.analysis.disclosure.solving import NothingFits
from evenground.analysis.disclosure.system import Ints, System, system_of
from evenground.analysis.errors import ReleaseRefused

_TURNS: Final = 150
_LEAKS_A_TURN: Final = 40
_TRIED: Final = 40


@dataclass
class _Search:
    choice: Choice
    system: System
    guarded: list[int]
    small: tuple[int, int]
    master: Master
    last: frozenset[int] = frozenset()  # what the leak learnt last asks to choose from
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
        self.last = places
        self.master.add(one_of(places, by=row if row in hidden else None))
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
    if (found := fewest_in_network(choice)) is not None:
        return found
    system = system_of([choice.table, *choice.others])
    guarded = sorted({*targets(system), *implied(system)})
    master = Master(preferences(choice))
    search = _Search(choice, system, guarded, small_of([choice.table, *choice.others]), master)
    if not search.guarded:
        return Hidden(())
    for condition in from_lines(choice):
        master.add(condition)
    hidden, least = frozenset[int](), 0
    for _ in range(_TURNS):
        if master.conditions:
            found_here = master.whole(len(hidden))
            if found_here is None:
                break
            hidden, least = found_here
        if not (leaks := search.leaks(hidden)):
            return Hidden(tuple(sorted(hidden)), len(hidden) - least, tuple(search.fits))
        _learn(search, leaks, hidden)
    return _greedy(search, hidden, least)


def _learn(search: _Search, leaks: list[int], hidden: frozenset[int]) -> None:
    for row in leaks[:_LEAKS_A_TURN]:
        if not search.add(row, hidden):
            raise unprotected(search.system.numbers[row][1])


def _greedy(search: _Search, hidden: frozenset[int], least: int) -> Hidden:
    """At the limit: hide the cheapest number of each proof until nothing leaks."""
    while leaks := search.leaks(hidden):
        _learn(search, leaks[:1], hidden)
        some = search.last or frozenset(search.choice.if_hidden) - hidden
        if not some:
            raise ReleaseRefused("This table cannot be released: a hidden number could be worked out in any case.")
        hidden |= {min(some, key=lambda place: (None in search.choice.table.numbers[place].key, place))}
    return Hidden(tuple(sorted(hidden)), max(0, len(hidden) - least), tuple(search.fits))
