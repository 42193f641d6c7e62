"""Change of the same units from one period to another: each is its own comparison."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from evenground.analysis.change.series import labels_of
from evenground.analysis.change.ways import ways
from evenground.analysis.errors import PointTwice, UnknownChoice, UnknownGroup
from evenground.analysis.frames import Figures, Floats, Frame, Grouped, Named, Words, read, write, written
from evenground.analysis.stats.limits import student
from evenground.analysis.stats.recovery import Interval


def paired_difference(
    data: Frame,
    *,
    unit: str,
    value: str,
    period: str,
    before: Any,
    after: Any,
    by: Named = None,
    kind: Literal["difference", "ratio"] = "difference",
    worse: Literal["higher", "lower"] = "higher",
    level: float = 0.95,
) -> Frame:
    """Mean change of units measured in both periods, with Student's t.

    Parameters
    ----------
    data
        One row a unit (practice, neighbourhood, person) and period.
    unit, value, period, before, after
        Column of units, of values, of periods, and the two periods.
    by
        Column or columns of groups.
    kind
        ``"ratio"`` works on logarithms and gives the geometric mean ratio; units at zero or below are left out, and the
        note says so.
    worse
        Whether ``"higher"`` or ``"lower"`` values are worse.
    level
        Confidence level.

    Returns
    -------
    One row a group; ``n`` counts units that have both periods.

    Raises
    ------
    UnknownGroup, PointTwice
        When a period is not there, or a unit has two rows in one.

    Examples
    --------
    Extra hours of sleep of ten patients under two drugs (Student 1908), the second less the first:

    >>> import pyarrow as pa
    >>> first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    >>> second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    >>> sleep = pa.table({"patient": [*range(10)] * 2, "drug": [1] * 10 + [2] * 10, "hours": first + second})
    >>> more = paired_difference(sleep, unit="patient", value="hours", period="drug", before=1, after=2).to_pylist()[0]
    >>> f"{more['estimate']:.2f} ({more['lower']:.2f} to {more['upper']:.2f})"
    '1.58 (0.70 to 2.46)'

    References
    ----------
    Student. The probable error of a mean. Biometrika 1908;6:1-25.
    """
    if kind not in ("difference", "ratio"):
        raise UnknownChoice("kind", kind, ["difference", "ratio"])
    grouped = read(data, by=by, within={"unit": unit, "period": period}, numbers={"value": value})
    group, change, below = _changes(grouped, before, after, kind)
    n = np.bincount(group, minlength=grouped.groups).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(group, change, grouped.groups) / n
        spread = np.bincount(group, (change - mean[group]) ** 2, grouped.groups) / (n - 1)
        se = np.where(n > 1, np.sqrt(spread / n), np.nan)
    lower, upper = student(mean, se, n - 1, level)
    with np.errstate(over="ignore"):  # two units say next to nothing: a limit may be endless
        made = Interval(*(np.exp(part) if kind == "ratio" else part for part in (mean, lower, upper)))
    note = Words(grouped.groups)
    note.say(below > 0, "Units at zero or below are left out of the ratio.")
    note.say(n == 0, "No unit has a figure in both periods.")
    note.say(n == 1, "One unit alone has no interval.")
    figures = Figures(
        f"paired {kind} in {value}" if kind == "difference" else f"paired ratio of {value}",
        *made,
        se=se if kind == "difference" else None,
        n=n,
        method="paired t interval" + (" on the log scale" if kind == "ratio" else ""),
        note=note,
        direction=ways(made, about="level", worse=worse, ratio=kind == "ratio"),
    )
    return write(grouped, figures, level=level)


def _changes(grouped: Grouped, before: Any, after: Any, kind: str) -> tuple[Any, Floats, Floats]:
    """The group and the change of every unit that has both, and how many of each group cannot be put in ratio."""
    periods, units = grouped.labels["period"], grouped.labels["unit"]
    names = [written(value) for value in periods.values]
    for label in (before, after):
        if written(label) not in names:
            raise UnknownGroup(written(label), names)
    pair, of = np.unique(grouped.of * (len(units.values) + 1) + units.codes, return_inverse=True)
    sides = [
        _side(grouped, of, len(pair), periods.codes == names.index(written(label)), label) for label in (before, after)
    ]
    group = np.zeros(len(pair), dtype=np.int64)
    group[of] = grouped.of
    named = np.zeros(len(pair), dtype=bool)
    named[of] = units.codes >= 0
    both = named & ~np.isnan(sides[0]) & ~np.isnan(sides[1])
    usable = both & (sides[0] > 0) & (sides[1] > 0) if kind == "ratio" else both
    first, second = (np.log(side[usable]) if kind == "ratio" else side[usable] for side in sides)
    return (
        group[usable],
        np.asarray(second - first, dtype=float),
        np.bincount(group[both & ~usable], minlength=grouped.groups).astype(float),
    )


def _side(grouped: Grouped, of: Any, units: int, chosen: Any, label: Any) -> Floats:
    made = np.full(units, np.nan)
    rows = np.flatnonzero(chosen)
    made[of[rows]] = grouped["value"][rows]
    if len(np.unique(of[rows])) < len(rows):
        row = rows[int(np.argmax(np.bincount(of[rows])[of[rows]] > 1))]
        code = grouped.labels["unit"].codes[row]
        name = written(grouped.labels["unit"].values[code]) if code >= 0 else "a unit without a name"
        raise PointTwice(", ".join([*labels_of(grouped)[grouped.of[row]], name]), label)
    return made
