"""Funnel limits: how far an area may lie from the target by chance, by its size, with allowance for overdispersion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from evenground.analysis.equity.direction import check_choices
from evenground.analysis.equity.funnel_limits import LEVELS, read_funnels
from evenground.analysis.equity.naming import spare
from evenground.analysis.frames import Figures, Floats, Frame, Named, Positions, Words, write
from evenground.analysis.stats.options import check_whole


def funnel(
    data: Frame,
    *,
    area: str,
    count: str,
    population: str | None = None,
    expected: str | None = None,
    kind: str = "proportion",
    target: float | None = None,
    overdispersion: str = "none",
    worse: str = "higher",
    by: Named = None,
    multiplier: float | None = None,
    level: float = 0.95,
) -> Frame:
    """Every area beside its funnel limits at 95% and 99.8%.

    Parameters
    ----------
    data
        Any data frame, rows by area; rows of one area are added up.
    area
        Column of areas.
    count, population, expected
        Columns of events, and of people (for ``kind`` proportion or rate) or events expected (ratio).
    kind
        ``"proportion"`` (limits from Wilson’s interval turned round), ``"rate"`` or ``"ratio"`` (from the exact Poisson
        interval turned round). An area is outside when its own exact or score interval leaves out the target: labels
        and lines never disagree.
    target
        In the unit of the figures; left out, the figure of all areas of the funnel together (1 for a ratio).
    overdispersion
        ``"none"``; ``"multiplicative"`` (limits wider by √φ) or ``"additive"`` (areas truly differ, with variance τ²),
        both after winsorising a tenth at either end, with normal limits, and only where φ is above 1.
    worse
        Whether a ``"higher"`` or a ``"lower"`` figure is bad for people.
    by
        Column or columns that name separate funnels.
    multiplier
        Rates are per this many people (100,000 when left out), proportions and ratios per 1.
    level
        Of each area’s own interval, ``lower`` to ``upper``.

    Returns
    -------
    A row an area with, besides the one shape, ``target``, the four limits and ``funnel``: “within”, or which limits the
    area is above or below. ``n`` is the number of events (people, for a proportion).

    Raises
    ------
    MissingColumn, BadNumbers, NotEnoughGiven, UnknownChoice, OutOfRange

    Examples
    --------
    >>> import pyarrow as pa
    >>> data = pa.table({"trust": ["A", "B"], "deaths": [10, 30], "expected": [10.0, 10.0]})
    >>> made = funnel(data, area="trust", count="deaths", expected="expected", kind="ratio")
    >>> for row in made.to_pylist():
    ...     print("{trust}: {estimate:.1f}, {lower 95%:.3f} to {upper 95%:.3f}, {funnel}".format(**row))
    A: 1.0, 0.383 to 1.713, within
    B: 3.0, 0.383 to 1.713, above the 99.8% limits

    References
    ----------
    Spiegelhalter DJ. Funnel plots for comparing institutional performance. Stat Med 2005;24:1185-1202.
    """
    check_choices(worse=worse)
    made = read_funnels(data, area, count, population, expected, kind, target, overdispersion, by, multiplier)
    value, lower, upper = made.figures(level)
    nameless = made.grouped.labels["area"].codes < 0
    value, lower, upper = (np.where(nameless, np.nan, part) for part in (value, lower, upper))
    bounds, note = made.limits(made.of, made.size), made.note()
    places = _places(value, bounds)
    grouped = made.grouped
    method = f"{made.interval}; funnel limits {made.how(overdispersion)}"
    names = grouped.labels["area"]
    ours = {"target": made.target[made.of] * made.times, **bounds, "funnel": _words(places)}
    n = made.size if kind == "proportion" else made.count
    figures = Figures(
        kind,
        value,
        lower,
        upper,
        n=n,
        method=method,
        note=note,
        direction=_direction(places, worse),
        of=made.of,
        at={area: _named(names)} | {spare(name, [*grouped.keys, area]): values for name, values in ours.items()},
    )
    return write(grouped, figures, level=level)


def funnel_lines(
    data: Frame,
    *,
    area: str,
    count: str,
    population: str | None = None,
    expected: str | None = None,
    kind: str = "proportion",
    target: float | None = None,
    overdispersion: str = "none",
    by: Named = None,
    multiplier: float | None = None,
    points: int = 200,
) -> Frame:
    """Limits of every funnel over the range of sizes, to be drawn as lines.

    Parameters
    ----------
    data, area, count, population, expected, kind, target, overdispersion, by, multiplier
        As in `funnel`.
    points
        How many sizes, evenly spread from the smallest area to the largest.

    Returns
    -------
    A row a funnel and ``size`` (people, or events expected): the target as the estimate, and the four limits.

    Raises
    ------
    MissingColumn, BadNumbers, NotEnoughGiven, UnknownChoice, OutOfRange

    Examples
    --------
    >>> import pyarrow as pa
    >>> data = pa.table({"trust": ["A", "B"], "deaths": [10, 110], "expected": [10.0, 100.0]})
    >>> made = funnel_lines(data, area="trust", count="deaths", expected="expected", kind="ratio", points=2)
    >>> ["{size:g}: {lower 95%:.3f} to {upper 95%:.3f}".format(**row) for row in made.to_pylist()]
    ['10: 0.383 to 1.713', '100: 0.804 to 1.206']

    References
    ----------
    Spiegelhalter DJ. Funnel plots for comparing institutional performance. Stat Med 2005;24:1185-1202.
    """
    check_whole("points", points, least=2)
    made = read_funnels(data, area, count, population, expected, kind, target, overdispersion, by, multiplier)
    grouped, fine = made.grouped, made.size > 0
    least, most = np.full(grouped.groups, np.inf), np.full(grouped.groups, -np.inf)
    np.minimum.at(least, made.of[fine], made.size[fine])
    np.maximum.at(most, made.of[fine], made.size[fine])
    known = np.flatnonzero(np.isfinite(least))
    of = np.repeat(known, points)
    size = np.linspace(least[known], most[known], points).T.ravel()
    at = {"size": size, **made.limits(of, size)}
    columns = {spare(name, grouped.keys): values for name, values in at.items()}
    figures = Figures(
        f"{kind} target", made.target[of] * made.times, method=made.how(overdispersion), of=of, at=columns
    )
    return write(grouped, figures, level=LEVELS[0])


PLACES: Final = (
    "within",
    "above the 95% limits",
    "above the 99.8% limits",
    "below the 95% limits",
    "below the 99.8% limits",
)


def _places(value: Floats, bounds: Mapping[str, Floats]) -> Positions:
    """Which of `PLACES` each area is in; -1 where it has no figure."""
    place = np.zeros(len(value), dtype=np.int64)
    for i, name in ((1, "95%"), (2, "99.8%")):
        place[value > bounds[f"upper {name}"]] = i
        place[value < bounds[f"lower {name}"]] = i + 2
    place[np.isnan(value) | np.isnan(bounds["upper 95%"])] = -1
    return place


def _words(places: Positions) -> Any:
    import pyarrow as pa

    return pa.array(PLACES).take(pa.array(places, mask=places < 0))


def _direction(places: Positions, worse: str) -> Words:
    words = Words(len(places))
    up, down = ("worse", "better") if worse == "higher" else ("better", "worse")
    words.say((places == 1) | (places == 2), f"{up} than the target")
    words.say(places >= 3, f"{down} than the target")
    words.say(places == 0, "no different from the target by more than chance")
    return words


def _named(labels: Any) -> Any:
    import pyarrow as pa

    return pa.array(labels.values).take(pa.array(labels.codes, mask=labels.codes < 0))
