"""Rules for special causes, by the name of the set, over all series at once.

References
----------
NHS England. Making data count: strengthening your decisions. Two of three beyond two sigma counts points beyond three
sigma too since the end of 2023.
Western Electric Company. Statistical quality control handbook. 1956, pages 25-28.
Nelson LS. The Shewhart control chart: tests for special causes. J Qual Technol 1984;16:237-239.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from evenground.analysis.change.phases import Phases
from evenground.analysis.change.process import Process
from evenground.analysis.change.series import Truths
from evenground.analysis.errors import UnknownChoice
from evenground.analysis.frames import Floats

_HAIR: Final = 1e-9  # a point on a limit is not beyond it, whatever floating point makes of it
_WORDS: Final = (
    *("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"),
    *("Nine", "Ten", "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen"),
)


@dataclass(frozen=True)
class Signals:
    """Where one rule finds something. ``up``, ``down``, or ``other`` when it has no direction; packed, one a place."""

    says: str
    up: Truths
    down: Truths
    other: Truths | None = None


@dataclass(frozen=True)
class Beyond:
    """So many of so many points in a row beyond some sigmas on one side; the points beyond are marked."""

    sigmas: float
    need: int = 1
    of: int = 1
    all_on_side: bool = False

    def find(self, process: Process, phases: Phases) -> Signals:
        up, down = (self._one_way(process, phases, way) for way in (1.0, -1.0))
        if self.of == 1:
            return Signals("outside the limits", up, down)
        return Signals(f"{_word(self.need)} of {_word(self.of).lower()} points near a limit or beyond it", up, down)

    def _one_way(self, process: Process, phases: Phases, way: float) -> Truths:
        far = phases.there & (way * process.score > self.sigmas + _HAIR)
        ends = _windows(far, phases, self.of, self.need)
        if self.all_on_side:
            ends &= _windows(phases.there & (way * process.side > 0), phases, self.of, self.of)
        return far & _back(ends, self.of)


@dataclass(frozen=True)
class OneSide:
    """So many points in a row on one side of the centre line; a point on the line breaks it."""

    points: int

    def find(self, process: Process, phases: Phases) -> Signals:
        up, down = (
            _back(_windows(phases.there & (way * process.side > 0), phases, self.points, self.points), self.points)
            for way in (1.0, -1.0)
        )
        return Signals(f"{_word(self.points)} or more points in a row on one side of the centre line", up, down)


@dataclass(frozen=True)
class Trend:
    """So many points in a row each above the last, or each below it; equal neighbours break it."""

    points: int

    def find(self, process: Process, phases: Phases) -> Signals:
        step, inside = _steps(process.value), phases.steps(phases.there)
        up, down = (
            _back(_windows(inside & (way * step > 0), phases, self.points - 1, self.points - 1), self.points)
            for way in (1.0, -1.0)
        )
        return Signals(f"{_word(self.points)} or more points in a row going one way", up, down)


@dataclass(frozen=True)
class Alternating:
    """So many points in a row going up and down by turns."""

    points: int

    def find(self, process: Process, phases: Phases) -> Signals:
        step, inside = _steps(process.value), phases.steps(phases.there)
        turn = np.zeros_like(inside)
        turn[:, 1:] = inside[:, 1:] & inside[:, :-1] & (step[:, 1:] * step[:, :-1] < 0)
        hit = _back(_windows(turn, phases, self.points - 2, self.points - 2), self.points)
        none = np.zeros_like(hit)
        return Signals(f"{_word(self.points)} points in a row going up and down by turns", none, none, hit)


@dataclass(frozen=True)
class Zone:
    """So many points in a row all within one sigma of the mean, or all beyond it on either side."""

    points: int
    where: Literal["within", "beyond"]

    def find(self, process: Process, phases: Phases) -> Signals:
        far = np.abs(process.score)
        hit = far < 1 - _HAIR if self.where == "within" else far > 1 + _HAIR
        marked = _back(_windows(phases.there & hit, phases, self.points, self.points), self.points)
        none = np.zeros_like(marked)
        return Signals(f"{_word(self.points)} points in a row {self.where} one sigma of the mean", none, none, marked)


Rule = Beyond | OneSide | Trend | Alternating | Zone

RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "mdc": (Beyond(3), Trend(7), Beyond(2, need=2, of=3, all_on_side=True), OneSide(7)),
    "mdc 6": (Beyond(3), Trend(6), Beyond(2, need=2, of=3, all_on_side=True), OneSide(6)),
    "western electric": (Beyond(3), Beyond(2, need=2, of=3), Beyond(1, need=4, of=5), OneSide(8)),
    "nelson": (
        Beyond(3),
        OneSide(9),
        Trend(6),
        Alternating(14),
        Beyond(2, need=2, of=3),
        Beyond(1, need=4, of=5),
        Zone(15, "within"),
        Zone(8, "beyond"),
    ),
}


def rules_named(rules: str | Sequence[Rule]) -> tuple[Rule, ...]:
    """Give a set by its name, or one's own.

    Raises
    ------
    UnknownChoice
    """
    if isinstance(rules, list | tuple) and all(isinstance(rule, Rule) for rule in rules):
        return tuple(rules)
    if not isinstance(rules, str) or rules.casefold() not in RULES:
        raise UnknownChoice("rules", rules, list(RULES))
    return RULES[rules.casefold()]


def _steps(value: Floats) -> Floats:
    step = np.zeros_like(value)
    step[:, 1:] = np.diff(value, axis=1)
    return step


def _windows(hit: Truths, phases: Phases, of: int, need: int) -> Truths:
    """Places where a window of ``of`` places within one phase ends that has at least ``need`` hits."""
    ends = np.zeros_like(hit)
    if hit.shape[1] < of:
        return ends
    sofar = np.cumsum(hit, axis=1, dtype=np.int32)
    within = sofar[:, of - 1 :].copy()
    within[:, 1:] -= sofar[:, :-of]
    first, last = slice(None, hit.shape[1] - of + 1), slice(of - 1, None)
    same = (phases.of[:, first] == phases.of[:, last]) & phases.there[:, last]
    ends[:, of - 1 :] = (within >= need) & same
    return ends


def _back(ends: Truths, of: int) -> Truths:
    """All the places of the windows that end there."""
    marked = ends.copy()
    for earlier in range(1, min(of, ends.shape[1])):
        marked[:, :-earlier] |= ends[:, earlier:]
    return marked


def _word(number: int) -> str:
    """How many, in words: the sets above go no further than fifteen."""
    return _WORDS[number - 1] if number <= len(_WORDS) else str(number)
