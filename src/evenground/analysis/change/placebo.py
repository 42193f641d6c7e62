"""Were the two going the same way before? Effects at every point, those before the change being placebos."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from evenground.analysis.change.differences import Effect, effects
from evenground.analysis.change.panel import Panel, read_panel
from evenground.analysis.change.series import Truths
from evenground.analysis.change.strata import keys_with, strata_of
from evenground.analysis.errors import UnknownChoice
from evenground.analysis.frames import Figures, Floats, Frame, Named, Words, write
from evenground.analysis.stats.limits import student


def trends_before(
    data: Frame,
    *,
    value: str,
    unit: str,
    time: str,
    treated: str,
    by: Named = None,
    stratum: str | None = None,
    of: Any = None,
    against: Any = None,
    worse: Literal["higher", "lower"] = "higher",
    level: float = 0.95,
) -> Frame:
    """Hold the trends before a change against each other, and show the effect at every point.

    A difference in differences takes for granted that, without the change, both sides would have gone the same way. That
    cannot be proved; a difference in trend before the change speaks against it.

    Parameters
    ----------
    data, value, unit, time, treated, by, stratum, of, against, worse, level
        As for `panel_differences`.

    Returns
    -------
    First “difference in trend before” by group (mean slope per step of the changed units less that of the others, Welch's
    t), then “effect” at each point: the mean change since the last point before of the changed units less that of the
    others, over units seen at both. Before the change it should be about nought.

    Raises
    ------
    AnalysisError
        As for `panel_differences`.

    Examples
    --------
    >>> import pyarrow as pa
    >>> table = pa.table({"area": ["a", "b", "c", "d"] * 4, "year": [1] * 4 + [2] * 4 + [3] * 4 + [4] * 4,
    ...     "changed": [0] * 12 + [1, 1, 0, 0], "x": [5, 6, 1, 2, 6, 8, 2, 4, 7, 9, 3, 5, 9, 12, 4, 6]})
    >>> result = trends_before(table, value="x", unit="area", time="year", treated="changed").to_pylist()
    >>> [f"{row['estimate']:.1f}" for row in result]
    ['0.0', '0.0', '0.0', '0.0', '1.5']

    References
    ----------
    Angrist JD, Pischke JS. Mostly harmless econometrics. Princeton 2009, section 5.2. Welch BL. Biometrika 1947;34:28-35.
    """
    if worse not in ("higher", "lower"):
        raise UnknownChoice("worse", worse, ["higher", "lower"])
    panel = read_panel(data, value=value, unit=unit, time=time, treated=treated, keys=keys_with(by, stratum))
    strata = strata_of(panel.grouped, stratum, of, against)
    slopes = _slopes(panel)
    estimate, se, free, n = _welch(panel, slopes[:, None])
    first = estimate[:, 0], se[:, 0], free[:, 0]
    trend = effects("difference in trend before", *first, strata, (of, against), worse, level)
    joint = n[strata.one, 0] + n[strata.other, 0]
    made = [_trend(one, many, panel) for one, many in zip(trend, (joint, n[:, 0]), strict=True)]
    return write(strata.grouped, *made, _by_time(panel, level, strata.pairs), level=level)


def _trend(one: Effect, many: Floats, panel: Panel) -> Figures:
    interval = one.interval
    words, note = Words(len(many)), Words(len(many))
    apart = (interval.lower > 0) | (interval.upper < 0)
    words.say(apart, "the two were going different ways before")
    words.say(~apart & ~np.isnan(interval.lower), "no clear difference before")
    blank = np.isnan(interval.value)
    note.say(blank, "Trends need two points before the change, in changed and in unchanged units.")
    return Figures(
        one.name,
        *interval,
        one.se,
        many,
        "mean slope of changed units less that of the others, Welch’s t",
        note,
        words,
        of=one.of,
        at=_at(panel, np.full(len(many), -1)),
    )


def _by_time(panel: Panel, level: float, pairs: int) -> Figures:
    """Effect at every point since the last one before the change."""
    reference = np.maximum(panel.start - 1, 0)[panel.of]
    base = np.take_along_axis(panel.y, reference[:, None], axis=1)
    estimate, se, free, n = _welch(panel, panel.y - base)
    # At the point of reference every unit is its own base: nought, without an error.
    lower, upper = student(estimate, se, free, level)
    points, groups = panel.y.shape[1], panel.grouped.groups
    before = (np.arange(points) < panel.start[:, None]).ravel()
    words, note = Words(points * groups), Words(points * groups)
    words.say(before, "before the change: should be about nought")
    note.say((panel.start[:, None] < 1).repeat(points), "No point lies before the change, or no unit was changed.")
    estimate = np.where(panel.start[:, None] < 1, np.nan, estimate)
    no_figure = np.isnan(estimate).ravel() & note.silent
    note.say(no_figure, "No changed unit, or no other, has a figure both here and just before the change.")
    alone = np.isnan(lower).ravel() & ~np.isnan(estimate).ravel()
    note.say(alone, "One unit alone stands on one side, so there is no interval.")
    return Figures(
        "effect",
        estimate.ravel(),
        lower.ravel(),
        upper.ravel(),
        se.ravel(),
        n.ravel(),
        "mean change of changed units less that of the others, Welch’s t",
        note,
        words,
        of=np.repeat(np.arange(groups) + pairs, points),
        at=_at(panel, np.tile(np.arange(points), groups)),
    )


def _at(panel: Panel, points: Any) -> dict[str, Any]:
    import pyarrow as pa

    # A figure over the whole time before has no point of its own.
    return {
        panel.series.column: pa.array([*panel.series.times, None]).take(
            pa.array(points % (len(panel.series.times) + 1))
        )
    }


def _slopes(panel: Panel) -> Floats:
    """Slope of each unit over the points before the change, not-a-number with fewer than two."""
    points = np.arange(panel.y.shape[1], dtype=float)
    before = panel.seen & (points < panel.start[panel.of][:, None])
    n = before.sum(axis=1)
    some = np.maximum(n, 1)
    y = np.where(before, panel.y, 0)
    away = np.where(before, points - (np.where(before, points, 0).sum(axis=1) / some)[:, None], 0)
    spread = (away**2).sum(axis=1)
    return np.where(n > 1, (away * y).sum(axis=1) / np.where(spread > 0, spread, 1), np.nan)


def _welch(panel: Panel, values: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Mean of changed units less that of the others, groups × columns: estimate, error, degrees of freedom, units."""
    one, other = (_moments(panel, values, side) for side in (panel.changed, ~panel.changed))
    variance = one[1] + other[1]
    with np.errstate(invalid="ignore", divide="ignore"):
        free = variance**2 / (one[1] ** 2 / (one[2] - 1) + other[1] ** 2 / (other[2] - 1))
    free = np.where(variance > 0, free, one[2] + other[2] - 2)
    return one[0] - other[0], np.sqrt(variance), free, one[2] + other[2]


def _moments(panel: Panel, values: Floats, side: Truths) -> tuple[Floats, Floats, Floats]:
    """Mean, its variance, and how many, of one side of each group."""
    known = ~np.isnan(values) & side[:, None]

    def add(each: Floats) -> Floats:
        made = np.zeros((panel.grouped.groups, values.shape[1]))
        np.add.at(made, panel.of, np.where(known, each, 0.0))
        return made

    n = add(np.ones_like(values))
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = add(values) / n
        variance = add((values - mean[panel.of]) ** 2) / (n - 1) / n
    return mean, np.where(n > 1, variance, np.nan), n
