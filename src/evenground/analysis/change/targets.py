"""Whether a process can be relied on to meet its target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from numbers import Real
from typing import Any, Literal

import numpy as np

from evenground.analysis.change.series import Series, read_series
from evenground.analysis.change.tidy import as_written, group_columns
from evenground.analysis.errors import OutOfRange, UnknownChoice
from evenground.analysis.frames import Figures, Floats, Frame, Named, Words, write
from evenground.analysis.frames.collecting import frame_of


def assurance(
    chart: Frame,
    *,
    time: str,
    target: float | Mapping[Any, float],
    improvement: Literal["up", "down"],
    by: Named = None,
) -> Frame:
    """Say whether a process consistently meets its target, as it runs now.

    Parameters
    ----------
    chart
        What `control_chart` gave back.
    time
        Its column of times. The limits of the last point are those that hold now.
    target
        One for all series, or one a series: ``{"North": 95}``; a series without one has no assurance.
    improvement
        ``"up"`` when figures should be at the target or above it, ``"down"`` at it or below.
    by
        Group columns of the chart; left out, all it has.

    Returns
    -------
    One row a series: the target as ``estimate``, the limits that hold now as ``lower`` and ``upper``, and “consistently
    meets the target”, “hit and miss” or “consistently fails the target” as ``direction``.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from evenground.analysis.change import control_chart
    >>> waits = pa.table({"month": ["2024-01", "2024-02", "2024-03", "2024-04"], "days": [10, 12, 10, 12]})
    >>> chart = control_chart(waits, time="month", value="days", improvement="down")
    >>> [assurance(chart, time="month", target=target, improvement="down")["direction"][0].as_py() for target in (5, 11, 18)]
    ['consistently fails the target', 'hit and miss', 'consistently meets the target']

    References
    ----------
    NHS England. Making data count: strengthening your decisions (assurance icons).
    """
    if improvement not in ("up", "down"):
        raise UnknownChoice("improvement", improvement, ["up", "down"])
    names = frame_of(chart).collect_schema().names()
    time = as_written(time, names)
    keys = group_columns(names, by=by, used=[time])
    series = read_series(chart, time=time, by=["measure", *keys], numbers={"lower": "lower", "upper": "upper"})
    lower, upper = (_last(series.matrix(role)) for role in ("lower", "upper"))
    shown = np.flatnonzero([name == "value" for name in series.grouped.keys["measure"].to_pylist()])
    grouped = replace(series.grouped, keys={name: series.grouped.keys[name] for name in keys})
    aim = _targets(replace(series, grouped=grouped), target, shown)
    low, high = lower[shown], upper[shown]
    sure, never = (low >= aim, high < aim) if improvement == "up" else (high <= aim, low > aim)
    words, note = Words(len(shown)), Words(len(shown))
    words.say(sure, "consistently meets the target")
    words.say(never, "consistently fails the target")
    words.say(~sure & ~never & ~np.isnan(high) & ~np.isnan(aim), "hit and miss")
    note.say(np.isnan(aim), "There is no target for this series.")
    note.say(np.isnan(high), "There are no limits to compare the target with.")
    figures = Figures(
        "target", aim, low, high, method="target against the limits that hold now", note=note, direction=words, of=shown
    )
    return write(grouped, figures, level=0.9973, like=chart)


def _last(values: Floats) -> Floats:
    """The last number of each row."""
    if not values.shape[1]:
        return np.full(len(values), np.nan)
    known = ~np.isnan(values)
    last = values.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    return np.asarray(values[np.arange(len(values)), last])


def _number(target: Any) -> float:
    if not isinstance(target, Real) or not isfinite(target):
        raise OutOfRange("target", target, "a number, or a number for each series")
    return float(target)


def _targets(series: Series, target: float | Mapping[Any, float], shown: Any) -> Floats:
    if not isinstance(target, Mapping):
        return np.full(len(shown), _number(target))
    labels = series.labels()
    aims = {labels[series.group(label)]: _number(aim) for label, aim in target.items()}
    return np.array([aims.get(labels[row], np.nan) for row in shown])
