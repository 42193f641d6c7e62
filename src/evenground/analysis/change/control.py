"""Control charts of many series at once: limits, phases and special causes, one row a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from evenground.analysis.change import process as charts
from evenground.analysis.change.causes import Way, causes
from evenground.analysis.change.phases import Baseline, Phases, phases_of
from evenground.analysis.change.process import Process
from evenground.analysis.change.rules import Rule, rules_named
from evenground.analysis.change.series import NO_FIGURE, Series, Truths, When, read_series
from evenground.analysis.errors import UnknownChoice
from evenground.analysis.frames import Figures, Floats, Frame, Named, Words, write
from evenground.analysis.stats.options import check_above_zero

LEVEL: Final = 0.9973  # three sigma, of a normal process
FEW: Final = 13  # points under which limits are provisional
_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "xmr": ("value",),
    "g": ("value",),
    "t": ("value",),
    "c": ("count",),
    "p": ("count", "population"),
    "p′": ("count", "population"),
    "u": ("count", "population"),
    "u′": ("count", "population"),
}
_METHODS: Final[Mapping[str, str]] = {
    "xmr": "XmR chart: mean, and limits at 2.66 mean moving ranges",
    "p": "p chart: pooled proportion, and three-sigma binomial limits",
    "p′": "p′ chart: pooled proportion, and binomial limits widened by Laney’s sigma",
    "u": "u chart: pooled rate, and three-sigma Poisson limits",
    "u′": "u′ chart: pooled rate, and Poisson limits widened by Laney’s sigma",
    "c": "c chart: mean count, and three-sigma Poisson limits",
    "g": "g chart: median (0.693 means), and three-sigma geometric limits",
    "t": "t chart: XmR limits of the 3.6th root of the time",
}


def control_chart(
    data: Frame,
    *,
    time: str,
    chart: str = "xmr",
    value: str | None = None,
    count: str | None = None,
    population: str | None = None,
    by: Named = None,
    improvement: Way = None,
    rules: str | Sequence[Rule] = "mdc",
    baseline: Baseline = None,
    rebase: When = None,
    exclude: When = None,
    screen: bool = True,
    per: float = 1,
) -> Frame:
    """Chart every series with its centre line, its limits and its special causes.

    Parameters
    ----------
    data
        One row a point, in any order.
    time
        Column of dates, of text such as “2016-04”, or of whole numbers. Points that are missing from a regular series
        come back without a figure, so that they can be seen; moving ranges and rules pass over them.
    chart
        ``"xmr"`` (one figure a point, in ``value``), ``"g"`` (cases between events, in ``value``), ``"t"`` (time between
        events, in ``value``), ``"c"`` (``count``), ``"p"``, ``"p'"``, ``"u"``, ``"u'"`` (``count`` of ``population``;
        with the prime the limits are Laney's, for large populations, where plain ones are too narrow).
    by
        Column or columns that tell series apart. Every series has its own limits.
    improvement
        The way figures should go, ``"up"`` or ``"down"``, so that a special cause can be called improvement or concern.
    rules
        A named set or rules of one's own. ``"mdc"``: NHS Making Data Count with runs and trends of 7 points: a point
        outside the limits; 7 points each above the last or each below it; 2 of 3 points beyond two sigma with all three
        on one side of the mean; 7 on one side of it. ``"mdc 6"``: the same with 6 points, the other setting of its tool.
        ``"western electric"``: beyond three sigma, 2 of 3 beyond two, 4 of 5 beyond one, 8 on one side. ``"nelson"``: his
        eight. Equal neighbours break a trend.
    baseline
        Freeze the limits: from so many first points (of every phase), or from a first to a last time.
    rebase
        Times at which new limits begin: the same for all series, or ``{series: [times]}``.
    exclude
        Times left out of limits and rules but still shown, given in the same two ways.
    screen
        For XmR and t: put aside moving ranges above 3.267 times their mean, once, as Nelson (1982) and NHSRplotthedots do;
        the NHS Excel tool does not.
    per
        Show proportions and rates per so many: 100 or 1,000.

    Returns
    -------
    Two rows a point, with the time and its ``phase``: “value” with the limits at that point as ``lower`` and ``upper``,
    and “centre line”. ``direction`` names the special causes.

    Raises
    ------
    AnalysisError
        Its kinds say which column, time or option cannot be used.

    Examples
    --------
    Viscosity of fifteen batches of primer paint (Montgomery 2009, section 6.4, which prints 33.52, 32.24 and 34.80):

    >>> import pyarrow as pa
    >>> paint = pa.table({"batch": [*range(1, 16)], "viscosity": [33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27,
    ...     33.49, 33.20, 33.62, 33.00, 33.54, 33.12, 33.84]})
    >>> chart = control_chart(paint, time="batch", value="viscosity").to_pylist()
    >>> f"{chart[-1]['estimate']:.2f} ({chart[0]['lower']:.2f} to {chart[0]['upper']:.2f}): {chart[0]['direction']}"
    '33.52 (32.24 to 34.80): Common cause.'

    References
    ----------
    Those of `evenground.analysis.change.process` and `evenground.analysis.change.rules`.
    """
    check_above_zero("per", per, such_as="1000")
    kind, wanted = _chart(chart, {"value": value, "count": count, "population": population})
    chosen = rules_named(rules)
    if improvement not in ("up", "down", None):
        raise UnknownChoice("improvement", improvement, ["up", "down"])
    # An XmR chart may hold gaps or changes, which can be below zero; counts, people and times cannot.
    never = () if kind == "xmr" else tuple(wanted)
    series = read_series(data, time=time, by=by, numbers=wanted, not_negative=never)
    known, notes = _known(series, kind)
    left_out = series.marks(exclude, "exclude")
    phases = phases_of(series, known, rebase=rebase, baseline=baseline, left_out=left_out)
    made = _process(series, kind, phases, screen=screen)
    _say_notes(notes, phases, known, left_out)
    directions = causes(made, phases, chosen, improvement)
    return _written(series, phases, made, kind, notes, directions, per if kind[0] in "pu" else 1)


def _chart(chart: str, columns: Mapping[str, str | None]) -> tuple[str, dict[str, str]]:
    kind = str(chart).casefold().replace("'", "′")
    if kind not in _NEEDS:
        raise UnknownChoice("chart", chart, list(_NEEDS))
    wanted = {role: columns[role] for role in _NEEDS[kind]}
    missing = [role for role, column in wanted.items() if column is None]
    if missing:
        raise UnknownChoice(f"{missing[0]}= of a chart of kind “{kind}”", "nothing", ["a column of the data"])
    return kind, {role: column for role, column in wanted.items() if column is not None}


def _known(series: Series, kind: str) -> tuple[Truths, Words]:
    """Which points have a figure, and why the others have none."""
    notes = Words(series.shape[0] * series.shape[1])
    known = np.ones(series.shape, dtype=bool)
    for role in _NEEDS[kind]:
        known &= ~np.isnan(series.matrix(role))
    notes.say(~known.ravel(), NO_FIGURE)
    if "population" in _NEEDS[kind]:
        nobody = series.matrix("population") == 0
        notes.say((known & nobody).ravel(), "Nobody was counted at this time, so there is no share or rate.")
        known &= ~nobody
        if kind[0] == "p":
            more = series.grouped["count"] > series.grouped["population"]
            mend = (
                f"Mend these rows, or use a u chart if one person can count twice in “{series.grouped.names['count']}”."
            )
            series.grouped.check("count", more, "more than the population", mend)
    return known, notes


def _process(series: Series, kind: str, phases: Phases, *, screen: bool) -> Process:
    packed = {role: phases.pack(series.matrix(role)) for role in _NEEDS[kind]}
    first = packed[_NEEDS[kind][0]]
    people = packed.get("population", first)
    if kind == "xmr":
        return charts.individuals(first, phases, screen=screen)
    if kind == "t":
        return charts.time_between(first, phases, screen=screen)
    if kind == "g":
        return charts.between_events(first, phases)
    if kind == "c":
        return charts.counts(first, phases)
    share = charts.proportions if kind[0] == "p" else charts.rates
    return share(first, np.where(people > 0, people, np.nan), phases, prime=kind.endswith("′"))


def _say_notes(notes: Words, phases: Phases, known: Truths, left_out: Truths) -> None:
    many = phases.unpack(phases.many()[phases.of])
    notes.say((known & left_out).ravel(), "Left out of the limits and the rules.")
    notes.say((many < FEW).ravel(), f"The limits rest on fewer than {FEW} points: take them as provisional.")


def _written(
    series: Series, phases: Phases, made: Process, kind: str, notes: Words, directions: Words, per: float
) -> Any:
    of, at = series.spread()
    at = at | {_free("phase", at, series): phases.number.ravel()}

    def flat(packed: Floats) -> Floats:
        return per * phases.unpack(packed).ravel()

    value, lower, upper = flat(made.value), flat(made.lower), flat(made.upper)
    notes.say(~np.isnan(value) & np.isnan(upper), "Limits need at least two points of the phase.")
    many = phases.unpack(phases.many()[phases.of]).ravel()
    said: dict[str, Any] = {"method": _METHODS[kind], "of": of, "at": at, "n": many}
    points = Figures("value", value, lower, upper, note=notes, direction=directions, **said)
    centre = Figures("centre line", flat(made.centre), **said)
    return write(series.grouped, points, centre, level=LEVEL)


def _free(name: str, at: Mapping[str, object], series: Series) -> str:
    """A column name of ours that is not one of theirs."""
    return name if name not in at and name not in series.grouped.keys else f"{name} (chart)"
