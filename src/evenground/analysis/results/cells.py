"""One number as it may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from evenground.analysis.results.counts import Estimate

HIDDEN: Final = "*"


class State(StrEnum):
    """Why a cell reads as it does."""

    SHOWN = "shown"
    HIDDEN = "hidden"  # the number exists and is withheld
    NONE = "none"  # there is no such number, for instance no neighbourhood in the group


@dataclass(frozen=True)
class Cell:
    """One number as it may be shown: ``text`` for display, ``value`` for arithmetic, ``why`` when there is none."""

    text: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    why: str = ""
    state: State = State.SHOWN

    @property
    def shown(self) -> bool:
        return self.state is State.SHOWN

    @property
    def estimate(self) -> Estimate | None:
        """The figure with its interval, when all three are shown."""
        if self.value is None or self.lower is None or self.upper is None:
            return None
        return Estimate(self.value, self.lower, self.upper)


def cell_from(stored: Mapping[str, Any]) -> Cell:
    """Open a stored cell."""
    return Cell(**{**stored, "state": State(stored["state"])})


def cells_from(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, Cell]:
    """Open the stored cells of one row."""
    return {column: cell_from(cell) for column, cell in stored.items()}
