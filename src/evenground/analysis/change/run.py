"""Run charts: a median, and the two rules that tell a shift from chance."""

from __future__ import annotations

import numpy as np

from evenground.analysis.change.phases import Baseline, phases_of
from evenground.analysis.change.process import sides_of
from evenground.analysis.change.series import Truths, read_series
from evenground.analysis.frames import Figures, Floats, Frame, Named, Words, write

_METHOD = "Anhøj rules"


def run_chart(
    data: Frame,
    *,
    time: str,
    value: str,
    by: Named = None,
    baseline: Baseline = None,
) -> Frame:
    """Test every series for a shift with the Anhøj rules: no limits, no assumption about the shape of the data.

    A shift shows as an unusually long run of points on one side of the median, or as unusually few crossings of it.
    Points on the median are not useful: they neither break a run nor count.

    Parameters
    ----------
    data
        One row a point, in any order.
    time, value
        Column of times (dates, text such as “2016-04”, whole numbers) and of values.
    by
        Column or columns that tell series apart.
    baseline
        Take the median from so many first points, or from a first to a last time.

    Returns
    -------
    Three rows a series: “median”; “longest run” with the longest to be expected as ``upper``; “crossings” with the fewest
    to be expected as ``lower``. ``n`` counts useful points; ``direction`` says whether there is a signal.

    Examples
    --------
    Of 24 useful points the longest run to be expected is round(log2 24) + 3 = 8, and the fewest crossings are 8:

    >>> import pyarrow as pa
    >>> shifted = pa.table({"week": [*range(24)], "days": [3, 4] * 6 + [8, 9] * 6})
    >>> _, run, crossings = run_chart(shifted, time="week", value="days").to_pylist()
    >>> f"{run['estimate']:.0f} (at most {run['upper']:.0f}); {crossings['estimate']:.0f} (at least {crossings['lower']:.0f})"
    '12 (at most 8); 1 (at least 8)'

    References
    ----------
    Anhøj J, Olesen AV. Run charts revisited: a simulation study of run chart rules for detection of non-random variation
    in health care processes. PLoS One 2014;9:e113825.
    """
    series = read_series(data, time=time, by=by, numbers={"value": value})
    figures = series.matrix("value")
    known = ~np.isnan(figures)
    phases = phases_of(series, known, rebase=None, baseline=baseline, left_out=np.zeros_like(known))
    median = _medians(np.where(phases.unpack(phases.counts), figures, np.nan))
    side = np.where(known, sides_of(figures, median[:, None]), 0.0)
    longest, crossings, useful = _runs(side)
    most, fewest = _limits(useful)
    blank = useful == 0
    note = Words(len(useful))
    note.say(blank, "No point lies off the median, so there is nothing to test.")
    note.say(~blank & (useful < 10), "Fewer than 10 useful points: the rules hardly find anything.")
    longest, crossings = (np.where(blank, np.nan, each) for each in (longest, crossings))
    return write(
        series.grouped,
        Figures("median", median, n=useful, method="median of the points", note=note),
        Figures(
            "longest run", longest, upper=most, n=useful, method=_METHOD, note=note, direction=_word(longest > most)
        ),
        Figures(
            "crossings", crossings, fewest, n=useful, method=_METHOD, note=note, direction=_word(crossings < fewest)
        ),
        level=0.95,
    )


def _medians(figures: Floats) -> Floats:
    """Median of each row, blanks passed over: without the warning of a row that is all blank."""
    many = (~np.isnan(figures)).sum(axis=1)
    # Blanks sort last; one more column of them, so that an empty row has something to point at.
    ordered = np.pad(np.sort(figures, axis=1), ((0, 0), (0, 1)), constant_values=np.nan)
    rows = np.arange(len(figures))
    low, high = ordered[rows, np.maximum(many - 1, 0) // 2], ordered[rows, many // 2]
    return np.where(many == 0, np.nan, (low + high) / 2)


def _runs(side: Floats) -> tuple[Floats, Floats, Floats]:
    """Longest run, crossings and useful points of each row; sides are -1, 1, and 0 for points that are not useful."""
    useful = side != 0
    many = useful.sum(axis=1).astype(float)
    order = np.argsort(~useful, axis=1, kind="stable")
    packed = np.take_along_axis(side, order, axis=1)
    crossed = packed[:, 1:] * packed[:, :-1] < 0
    run = (packed != 0).astype(float)
    longest = run[:, 0].copy() if run.shape[1] else np.zeros(len(run))
    for point in range(1, run.shape[1]):
        run[:, point] = np.where(packed[:, point] == 0, 0, np.where(crossed[:, point - 1], 1, run[:, point - 1] + 1))
        longest = np.maximum(longest, run[:, point])
    return longest, crossed.sum(axis=1).astype(float), many


def _limits(useful: Floats) -> tuple[Floats, Floats]:
    """Longest run and fewest crossings to be expected of so many useful points."""
    from scipy.special import bdtr

    with np.errstate(divide="ignore"):
        most = np.where(useful > 0, np.round(np.log2(useful)) + 3, np.nan)
    fewest = np.full(len(useful), np.nan)
    for n in np.unique(useful[useful > 0]):
        below = bdtr(np.arange(n), int(n) - 1, 0.5) >= 0.05 - 1e-12
        fewest[useful == n] = np.argmax(below)
    return most, fewest


def _word(signal: Truths) -> Words:
    words = Words(len(signal))
    words.say(signal, "signal: the process has shifted")
    return words
