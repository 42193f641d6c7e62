"""Read what stands in the cells of ties and people, and name every row that must be mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Final

import numpy as np

from evenground.analysis.errors import BadTable, Problem
from evenground.analysis.frames import Floats, Labels, Positions
from evenground.analysis.frames.coding import written
from evenground.analysis.network.ties import NOT_SAID, Dates, Flags

YES: Final = frozenset({"yes", "y", "true", "1", "directed"})
NO: Final = frozenset({"no", "n", "false", "0", "undirected"})
_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})")
_BRITISH: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


class Checker:
    """Gathers the problems of one table. ``first`` is the number of its first row of data, as a person counts."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.problems: list[Problem] = []

    def say(self, rows: Positions | Sequence[int], column: str, says: str, mend: str) -> None:
        self.problems += [Problem(int(row) + self.first, column, says, mend) for row in rows]

    def stop(self) -> None:
        """Raise `BadTable` with everything found, in the order of the rows."""
        if self.problems:
            raise BadTable(sorted(self.problems, key=lambda problem: problem.row))

    def dates(self, labels: Labels) -> Dates:
        """Dates of a column: dates, times, “2026-03-01”, “2026-03” (its first day) or “01/03/2026” (day first)."""
        found = [_date(value) for value in labels.values]
        for code in (code for code, day in enumerate(found) if day is None):
            says = f"“{written(labels.values[code])}” is not a date."
            self.say(_rows(labels, code), labels.column, says, "Write it like 2026-03-01.")
        lut = np.array([*(day or np.datetime64("NaT") for day in found), np.datetime64("NaT")], dtype="datetime64[D]")
        return lut[labels.codes]

    def choices(self, labels: Labels, blank: int = NOT_SAID) -> Positions:
        """Whether a column says yes (1) or no (0)."""
        read = [written(value).strip().casefold() for value in labels.values]
        for code, text in enumerate(read):
            if text and text not in YES | NO:
                self.say(
                    _rows(labels, code), labels.column, f"“{text}” is neither yes nor no.", "Write yes, no or nothing."
                )
        lut = [1 if text in YES else 0 if text in NO else blank for text in read]
        return np.array([*lut, blank], dtype=np.int64)[labels.codes]

    def weights(self, labels: Labels) -> Floats:
        """Weights above zero; 1 where blank."""
        found = [_weight(value) for value in labels.values]
        for code in (code for code, weight in enumerate(found) if weight is None):
            says = f"“{written(labels.values[code])}” is not a weight."
            self.say(_rows(labels, code), labels.column, says, "Write a number above zero, or leave it blank.")
        return np.array([*(1.0 if weight is None else weight for weight in found), 1.0])[labels.codes]

    def ends(self, labels: Labels, place: dict[str, int], *, told: bool) -> Positions:
        """Position of the person each row names; ``told`` when there is a table of people to be in."""
        ids = [_id(value) for value in labels.values]
        blank = np.array([*(name == "" for name in ids), True])[labels.codes]
        self.say(np.flatnonzero(blank), labels.column, "nobody is named.", "Fill it in or leave the row out.")
        for code in (code for code, name in enumerate(ids) if name and name not in place):
            says, mend = _unknown(ids[code], place, told=told)
            self.say(_rows(labels, code), labels.column, says, mend)
        return np.array([*(place.get(name, 0) for name in ids), 0], dtype=np.int64)[labels.codes]


def ids_of(labels: Labels) -> list[str]:
    """The id in each row; empty where blank."""
    names = [*(_id(value) for value in labels.values), ""]
    return [names[code] for code in labels.codes]


def texts_of(labels: Labels) -> tuple[str | None, ...]:
    """The text in each row; None where blank."""
    texts: list[str | None] = [*(written(value).strip() or None for value in labels.values), None]
    return tuple(texts[code] for code in labels.codes)


def flags(choices: Positions) -> Flags:
    return choices == 1


def _id(value: Any) -> str:
    return written(value).strip()


def _rows(labels: Labels, code: int) -> Positions:
    return np.flatnonzero(labels.codes == code)


def _unknown(name: str, place: dict[str, int], *, told: bool) -> tuple[str, str]:
    near = get_close_matches(name, list(place)[:20_000], n=1, cutoff=0.75) if told else []
    hint = f" Did you mean “{near[0]}”?" if near else ""
    return f"“{name}” is not among the people.{hint}", "Mend the name, or add the person."


def _date(value: Any) -> np.datetime64 | None:
    """The day a value stands for; None when it stands for none; not-a-time for an empty text."""
    if isinstance(value, datetime | date):
        return np.datetime64(value.isoformat()[:10], "D")
    text = written(value).strip()
    if not text:
        return np.datetime64("NaT")
    try:
        if found := _MONTH.fullmatch(text):
            return np.datetime64(date(int(found[1]), int(found[2]), 1), "D")
        if found := _BRITISH.fullmatch(text):
            return np.datetime64(date(int(found[3]), int(found[2]), int(found[1])), "D")
        return np.datetime64(datetime.fromisoformat(text).date(), "D")
    except ValueError:
        return None


def _weight(value: Any) -> float | None:
    text = written(value).strip()
    if not text:
        return 1.0
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 < number < 1e30 else None
