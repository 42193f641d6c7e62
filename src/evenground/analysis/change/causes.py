"""Special causes in words: improvement or concern, and the rules that say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from evenground.analysis.change.phases import Phases
from evenground.analysis.change.process import Process
from evenground.analysis.change.rules import Rule
from evenground.analysis.change.series import Truths
from evenground.analysis.frames import Words

Way = Literal["up", "down"] | None


def causes(made: Process, phases: Phases, rules: Sequence[Rule], improvement: Way) -> Words:
    """Name the special causes of every point, the kind first."""
    found = [rule.find(made, phases) for rule in rules]
    nothing = np.zeros_like(phases.there)
    up, down, other = nothing.copy(), nothing.copy(), nothing.copy()
    for signals in found:
        up, down = up | signals.up, down | signals.down
        other |= nothing if signals.other is None else signals.other
    names = {"up": ("improvement", "concern"), "down": ("concern", "improvement"), None: ("higher", "lower")}
    higher, lower = names[improvement]
    words = Words(phases.there.size)

    def say(where: Truths, sentence: str) -> None:
        words.say(phases.unpack(where).ravel(), sentence)

    say(up & ~down, f"Special cause: {higher}.")
    say(down & ~up, f"Special cause: {lower}.")
    say(up & down, f"Special cause: both {higher} and {lower}.")
    say(other & ~up & ~down, "Special cause: neither way.")
    for signals in found:
        say(signals.up, f"{_way(signals.says, 'up')}.")
        say(signals.down, f"{_way(signals.says, 'down')}.")
        if signals.other is not None:
            say(signals.other, f"{signals.says}.")
    say(phases.there & ~(up | down | other), "Common cause.")
    return words


def _way(says: str, way: str) -> str:
    """Put a rule in words for one side or one way."""
    if says == "outside the limits":
        return "Above the upper limit" if way == "up" else "Below the lower limit"
    if says.endswith("one side of the centre line"):
        return says.replace("on one side of", "above" if way == "up" else "below")
    if says.endswith("going one way"):
        return says.replace("one way", way)
    return says.replace("a limit", "the upper limit" if way == "up" else "the lower limit")
