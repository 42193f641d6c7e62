"""Who met whom before: read from a file or rows, weighed by how often and how long ago, and written out again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from pathlib import Path

from evenground.analysis.groups.problem import GroupsInputWrong, Pair

COLUMNS = ("person", "other", "times", "last")
DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Met:
    """How often two people shared a table, and when last, if that is known."""

    times: int
    last: date | None = None


@dataclass(frozen=True)
class History:
    """Every pair that met.

    >>> before = History.of([{"person": "ada", "other": "mo", "times": 2, "last": "2025-01-01"}])
    >>> round(before.weight(frozenset({"mo", "ada"}), on=date(2026, 1, 1)), 2)
    1.0
    """

    pairs: Mapping[Pair, Met] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, object]]) -> History:
        """Rows with ``person``, ``other`` and, where known, ``times`` and ``last`` (a date); a pair may come twice.

        A data frame gives its rows with ``frame.to_dict("records")``.
        """
        pairs: dict[Pair, Met] = {}
        for number, row in enumerate(rows, 2):
            pair, met = _read(row, number)
            pairs[pair] = _added(pairs.get(pair), met)
        return cls(pairs)

    def weight(self, pair: Pair, *, on: date | None) -> float:
        """Times met, halved for every year since; a meeting without a date counts in full."""
        met = self.pairs.get(pair)
        if met is None:
            return 0.0
        years = max(0.0, (on - met.last).days / DAYS_A_YEAR) if on and met.last else 0.0
        return met.times * float(0.5**years)

    def after(self, tables: Iterable[Iterable[str]], *, on: date | None) -> History:
        """The same with every pair at these tables having met once more."""
        pairs = dict(self.pairs)
        for table in tables:
            keys = sorted(table)
            for place, key in enumerate(keys):
                for other in keys[place + 1 :]:
                    pair = frozenset({key, other})
                    pairs[pair] = _added(pairs.get(pair), Met(1, on))
        return History(pairs)

    def rows(self) -> list[dict[str, str]]:
        """One row a pair, in alphabetical order, for a file or a data frame."""
        return [
            {"person": a, "other": b, "times": str(met.times), "last": met.last.isoformat() if met.last else ""}
            for (a, b), met in sorted(((_ordered(pair), met) for pair, met in self.pairs.items()), key=itemgetter(0))
        ]

    def to_csv(self) -> str:
        """The rows as a file that `read_history` reads."""
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows())
        return out.getvalue()


def read_history(path: Path) -> History:
    """A CSV file with the columns person, other, times, last."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in COLUMNS[:2] if name not in (reader.fieldnames or [])]
        if missing:
            raise GroupsInputWrong(f"{path.name} has no column “{missing[0]}”. It needs person and other.")
        return History.of(reader)


def _ordered(pair: Pair) -> tuple[str, str]:
    return min(pair), max(pair)


def _added(known: Met | None, met: Met) -> Met:
    if known is None:
        return met
    dates = [day for day in (known.last, met.last) if day]
    return Met(known.times + met.times, max(dates, default=None))


def _read(row: Mapping[str, object], number: int) -> tuple[Pair, Met]:
    pair = frozenset(str(row.get(name) or "").strip() for name in COLUMNS[:2])
    if len(pair) != 2 or "" in pair:
        raise GroupsInputWrong(f"Row {number} of who met whom needs two different people. Mend or delete the row.")
    times = str(row.get("times") or "1").strip()
    if not times.isdecimal():
        raise GroupsInputWrong(f"Row {number} of who met whom says they met “{times}” times. Write a whole number.")
    return pair, Met(int(times), _date(row.get("last"), number))


def _date(given: object, number: int) -> date | None:
    text = str(given).strip()[:10] if given else ""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise GroupsInputWrong(f"Row {number} of who met whom has the date “{text}”. Write it as 2026-03-01.") from None
