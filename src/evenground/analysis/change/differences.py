"""Difference in differences of units followed over time, by stratum, with the contrast between strata."""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple

import numpy as np

from evenground.analysis.change.panel import Panel, read_panel
from evenground.analysis.change.series import Truths
from evenground.analysis.change.strata import Strata, contrasted, keys_with, strata_of
from evenground.analysis.change.ways import ways
from evenground.analysis.errors import UnknownChoice
from evenground.analysis.frames import Figures, Floats, Frame, Named, Positions, Words, write
from evenground.analysis.stats.limits import student
from evenground.analysis.stats.recovery import Interval

FEW_UNITS: Final = 30  # clusters under which cluster-robust errors are known to be too small
_METHOD: Final = "two-way fixed effects, errors clustered by unit (CR1)"


def panel_differences(
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
    """Effect of a change on the units that had it, against units that never did.

    ``value = unit + time + effect × treated``, least squares; errors clustered by unit, times
    (units / (units - 1)) (n - 1) / (n - coefficients); limits from Student's t on units - 1.

    Parameters
    ----------
    data
        One row a unit and time, in any order; blanks are left out.
    value, unit, time
        Columns of figures, of units (practices, areas) and of times.
    treated
        Column of 0 and 1: whether the row is under the change. In every group all units that change do so at one time.
    by
        Column or columns of groups, each compared within itself.
    stratum, of, against
        Contrast two strata: the column, the disadvantaged one, and the other. This triple difference comes first, with the
        stratum blank; the units of the two are taken as independent.
    worse
        Whether ``"higher"`` or ``"lower"`` figures are worse.
    level
        Confidence level.

    Returns
    -------
    One row a group, in the unit of the figures; ``n`` counts units.

    Raises
    ------
    StaggeredStart
        When units began at different times: this estimate would use units already changed as a comparison.
    AnalysisError
        Its other kinds say which column or stratum cannot be used.

    Examples
    --------
    New Jersey raised its minimum wage, Pennsylvania did not. Mean full-time staff of a restaurant went from 20.44 to 21.03
    and from 23.33 to 21.17 (Card and Krueger 1994, table 3, where 2.76 comes from
    the unrounded means); here as two units each, one of staff apart:

    >>> import pyarrow as pa
    >>> staff = [19.94, 20.94, 20.53, 21.53, 22.83, 23.83, 20.67, 21.67]
    >>> table = pa.table({"shop": ["a", "b", "a", "b", "c", "d", "c", "d"], "wave": [1, 1, 2, 2] * 2,
    ...     "raised": [0, 0, 1, 1, 0, 0, 0, 0], "staff": staff})
    >>> effect = panel_differences(table, value="staff", unit="shop", time="wave", treated="raised").to_pylist()[0]
    >>> f"{effect['estimate']:.2f}"
    '2.75'

    References
    ----------
    Bertrand M, Duflo E, Mullainathan S. How much should we trust differences-in-differences estimates? Q J Econ
    2004;119:249-275. Cameron AC, Miller DL. A practitioner's guide to cluster-robust inference. J Hum Resour
    2015;50:317-372. Goodman-Bacon A. Difference-in-differences with variation in treatment timing. J Econom
    2021;225:254-277 (why a staggered start is refused).
    """
    if worse not in ("higher", "lower"):
        raise UnknownChoice("worse", worse, ["higher", "lower"])
    panel = read_panel(data, value=value, unit=unit, time=time, treated=treated, keys=keys_with(by, stratum))
    strata = strata_of(panel.grouped, stratum, of, against)
    estimate, se, free, note = _two_way(panel)
    figures = effects("difference in differences", estimate, se, free, strata, (of, against), worse, level)
    units = panel.units()
    joint, notes = units[strata.one] + units[strata.other], (Words(strata.pairs), note)
    made = [
        Figures(one.name, *one.interval, one.se, n, _METHOD, words, one.direction, one.of)
        for one, n, words in zip(figures, (joint, units), notes, strict=True)
    ]
    return write(strata.grouped, *made, level=level)


class Effect(NamedTuple):
    """Effects of one kind with their limits and words, and the groups they belong to."""

    name: str
    interval: Interval
    se: Floats
    direction: Words
    of: Positions


def effects(
    name: str,
    estimate: Floats,
    se: Floats,
    free: Floats,
    strata: Strata,
    wanted: tuple[Any, Any],
    worse: str,
    level: float,
) -> tuple[Effect, Effect]:
    """The contrasts between strata, and the effects in each, with their limits and words."""

    def one(title: str, values: tuple[Floats, Floats, Floats], about: str, where: Positions) -> Effect:
        interval = Interval(values[0], *student(*values, level))
        return Effect(title, interval, values[1], ways(interval, about=about, worse=worse), where)

    gap = contrasted(estimate, se, free, strata)
    return (
        one(f"{name}: {wanted[0]} less {wanted[1]}", gap, "gap", np.arange(strata.pairs)),
        one(name, (estimate, se, free), "level", strata.groups()),
    )


def _two_way(panel: Panel) -> tuple[Floats, Floats, Floats, Words]:
    d = _within(np.where(panel.after, 1.0, 0.0), panel)
    y = _within(np.where(panel.seen, panel.y, 0.0), panel)
    information = panel.sum((d * d).sum(axis=1))
    units, changed = panel.units(), panel.units(panel.changed)
    rows = panel.sum(panel.seen.sum(axis=1).astype(float))
    coefficients = units + _times_seen(panel)
    able = (information > 1e-9) & (rows > coefficients) & (units > 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        effect = np.where(able, panel.sum((d * y).sum(axis=1)) / information, np.nan)
        residual = y - effect[panel.of][:, None] * d
        scores = np.where(able[panel.of], (d * residual).sum(axis=1), 0.0)
        small = units / (units - 1) * (rows - 1) / (rows - coefficients)
        se = np.where(able, np.sqrt(small * panel.sum(scores**2)) / information, np.nan)
    return effect, se, np.maximum(units - 1, 1), _notes(units, changed, able)


def _notes(units: Floats, changed: Floats, able: Truths) -> Words:
    note = Words(len(units))
    none, all_of_them = changed == 0, changed == units
    note.say(none, "No unit was changed here.")
    note.say(all_of_them & ~none, "No unit was left unchanged here to compare with.")
    note.say(~able & ~none & ~all_of_them, "There are too few units, or no figures before or after the change.")
    few = able & (units < FEW_UNITS)
    note.say(few, f"Fewer than {FEW_UNITS} units: the interval may be too narrow.")
    lone = able & (np.minimum(changed, units - changed) == 1)
    note.say(lone, "One unit alone stands on one side: its own ups and downs cannot be told from the effect.")
    return note


def _times_seen(panel: Panel) -> Floats:
    """How many points each group has."""
    points = panel.y.shape[1]
    cell = panel.of[:, None] * points + np.arange(points)
    there = np.bincount(cell[panel.seen], minlength=panel.grouped.groups * points) > 0
    return there.reshape(panel.grouped.groups, points).sum(axis=1).astype(float)


def _within(values: Floats, panel: Panel) -> Floats:
    """Take out units and times of each group by turns: at once without blanks, until nothing moves with them."""
    seen, points = panel.seen, panel.y.shape[1]
    cell = panel.of[:, None] * points + np.arange(points)
    many = panel.grouped.groups * points
    in_cell = np.maximum(np.bincount(cell[seen], minlength=many), 1)
    in_row = np.maximum(seen.sum(axis=1), 1)
    made = np.where(seen, values, 0.0)
    enough = 1e-13 * max(float(np.abs(made).max(initial=0)), 1e-300)
    for _ in range(2000):
        was = made
        made = made - np.where(seen, (made.sum(axis=1) / in_row)[:, None], 0)
        means = np.bincount(cell[seen], weights=made[seen], minlength=many) / in_cell
        made = made - np.where(seen, means[cell], 0)
        if np.abs(made - was).max(initial=0) <= enough:
            break
    return made
