"""Results of any measure read back, one group a measure, so that they can be compared along one of their columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from evenground.analysis.change.series import labels_of
from evenground.analysis.change.ways import Said, words
from evenground.analysis.errors import BadNumbers, PointTwice, UnknownGroup
from evenground.analysis.frames import SHAPE, Figures, Floats, Grouped, Named, Positions, named, read, write, written
from evenground.analysis.frames.collecting import check_columns, frame_of
from evenground.analysis.stats.recovery import Interval

ROLES = {"value": "estimate", "lower": "lower", "upper": "upper", "se": "se", "level": "level", "n": "n"}


@dataclass(frozen=True)
class Tidy:
    """Results by group and measure: ``grouped`` has no column for the measure, ``measures`` says which each group is of."""

    grouped: Grouped
    measures: tuple[str, ...]
    level: float

    def names(self) -> list[str]:
        """The measures, in the order they first appear."""
        return list(dict.fromkeys(self.measures))

    def of(self, measure: str) -> Positions:
        return np.flatnonzero([one == measure for one in self.measures])


def read_tidy(
    results: Any, *, within: Mapping[str, str], by: Named = None, more: Mapping[str, str | None] | None = None
) -> Tidy:
    """Read results in our shape.

    Parameters
    ----------
    results
        What any measure gave back.
    within
        Columns of labels to compare along, by role.
    by
        Group columns; left out, all others that the results have.

    Raises
    ------
    MissingColumn
        Where it is not a result of a measure.
    BadNumbers
        Where the results have intervals of different levels.
    """
    frame = frame_of(results)
    there = frame.collect_schema().names()
    within = {role: as_written(column, there) for role, column in within.items()}
    check_columns(frame, ["measure", "estimate", *within.values()])
    keys = group_columns(there, by=by, used=list(within.values()))
    roles = {role: column for role, column in ROLES.items() if column in there}
    read_back = read(
        results, by=[*keys, "measure"], within=within, numbers=roles | dict(more or {}), endless=["lower", "upper"]
    )
    measures = tuple(str(name) for name in read_back.keys["measure"].to_pylist())
    grouped = replace(read_back, keys={name: key for name, key in read_back.keys.items() if name != "measure"})
    return Tidy(grouped, measures, _level(read_back))


def as_written(column: str, there: Sequence[str]) -> str:
    """The name a group column has in a result: one that is called like one of ours got another."""
    return f"{column} (group)" if f"{column} (group)" in there else column


def group_columns(there: Sequence[str], *, by: Named, used: Sequence[str]) -> list[str]:
    """The group columns of a result: those named, or all; which phase of a chart a point lies in is not a group."""
    if by is not None:
        return [as_written(column, there) for column in named(by)]
    phase = "phase (chart)" if "phase (chart)" in there else "phase"
    return [name for name in there if name not in (*SHAPE, *used, phase)]


def _level(grouped: Grouped) -> float:
    if "level" not in grouped.numbers or not len(grouped["level"]):
        return 0.95
    levels = np.unique(grouped["level"][~np.isnan(grouped["level"])])
    if len(levels) > 1:
        raise BadNumbers("level", [], None, "different levels of confidence", "Compare results of one level.")
    return float(levels[0]) if len(levels) else 0.95


def sides(tidy: Tidy, role: str, wanted: tuple[Any, Any]) -> Callable[[str, int], Floats]:
    """Give a reader of numbers by side: one value a group, for the first label wanted (0) or the second (1).

    Raises
    ------
    UnknownGroup, PointTwice
    """
    grouped, labels = tidy.grouped, tidy.grouped.labels[role]
    names = [written(value) for value in labels.values]
    for label in wanted:
        if written(label) not in names:
            raise UnknownGroup(written(label), names)
    codes = [names.index(written(label)) for label in wanted]
    rows = [_row_of(grouped, labels.codes == code, label) for code, label in zip(codes, wanted, strict=True)]

    def side(number: str, which: int) -> Floats:
        values = grouped.numbers.get(number)
        if values is None:
            return np.full(grouped.groups, np.nan)
        return np.where(rows[which] >= 0, values[np.maximum(rows[which], 0)], np.nan)

    return side


def _row_of(grouped: Grouped, chosen: Any, label: Any) -> Positions:
    """The row each group has with a label, -1 for none."""
    row = np.full(grouped.groups, -1, dtype=np.int64)
    found = np.flatnonzero(chosen)
    row[grouped.of[found]] = found
    if len(np.unique(grouped.of[found])) < len(found):
        twice = int(np.argmax(np.bincount(grouped.of[found]) > 1))
        raise PointTwice(", ".join(labels_of(grouped)[twice]), label)
    return row


def write_tidy(
    tidy: Tidy,
    results: Any,
    *,
    named: Callable[[str], str],
    interval: Interval,
    se: Floats,
    n: Floats,
    method: str,
    note: Said,
    direction: Said,
) -> Any:
    """Write one figure a group and measure, each measure under its new name."""
    parts = []
    for measure in tidy.names():
        of = tidy.of(measure)
        value, lower, upper = (part[of] for part in interval)
        told: dict[str, Any] = {
            "note": words(len(of), _for(note, of)),
            "direction": words(len(of), _for(direction, of)),
        }
        parts.append(Figures(named(measure), value, lower, upper, se[of], n[of], method, of=of, **told))
    empty = Figures("", np.zeros(0), of=np.zeros(0, dtype=np.int64))
    return write(tidy.grouped, *(parts or [empty]), level=tidy.level, like=results)


def _for(said: Said, of: Positions) -> Said:
    """The sentences as they hold for some of the groups."""
    return [(where[of], sentence) for where, sentence in said]
