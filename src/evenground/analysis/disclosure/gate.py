"""The gate: the only place where measured figures become a release.

What the gate does not promise. The attack knows the table and the rule, not this programme. A reader who runs the gate on
every table that fits, and keeps those that come out the same, learns also which cheaper choices were not safe. By
``opensafely`` and ``midpoint6``, whose totals add up what is shown, that tells nothing. By rules that show exact numbers
with exact totals it can tell a hidden number, and choosing the fewest cannot prevent it: which choice is the fewest is
itself a message. It bites where numbers hardly exceed the threshold. Whoever fears such a reader takes ``opensafely`` or
``midpoint6``, or leaves totals out.

Measured by running the gate on every table, of all hidden numbers such a reader knew exactly (or had fewer than three
values left for): threshold 4, no count above 7, three groups or two by two, 6 to 11 in 100 (26 to 51); ``threshold10``,
three groups, no count above 14, 1 in 100 (6); ``hes``, three groups, no count above 13, 0.6 in 100 (2). Of the small
numbers in a sample of tables with counts up to 200 and one or two small ones (five groups, three by three; at most five
numbers hidden): ``threshold10`` 0 of 265 (14), ``local-5`` 2 of 261 (29).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar, overload

from evenground.analysis.disclosure.attack import Leak, attack, families, leaks_of
from evenground.analysis.disclosure.before import Step, earlier_tables
from evenground.analysis.disclosure.cells import row_of
from evenground.analysis.disclosure.control import Controlled, control
from evenground.analysis.disclosure.figures import figures_of
from evenground.analysis.disclosure.profiles import InternalPolicy, Profile, profile_named
from evenground.analysis.disclosure.system import can_be_laid_over
from evenground.analysis.disclosure.tabulating import count_layer, people_layer
from evenground.analysis.disclosure.telling import HELD_BY_TOTALS, columns_of, how_of, rows_of
from evenground.analysis.disclosure.wording import Words, column_titles
from evenground.analysis.errors import ReleaseRefused
from evenground.analysis.results import Measured, MeasuredTable, Provenance, Released, ReleasedTable, Row
from evenground.analysis.results.sealed import _GATE

LEAST_AREAS = 10  # with fewer areas in a file, England less one area is nearly the other


Earlier = Sequence[Released | ReleasedTable]
_R = TypeVar("_R", Released, ReleasedTable)


@overload
def release(
    measured: Measured,
    profile: str | Profile = "hes",
    *,
    policy: InternalPolicy | None = None,
    earlier: Earlier = (),
) -> Released: ...


@overload
def release(
    measured: MeasuredTable,
    profile: str | Profile = "hes",
    *,
    policy: InternalPolicy | None = None,
    earlier: Earlier = (),
    total: str = "Total",
) -> ReleasedTable: ...


def release(
    measured: Measured | MeasuredTable,
    profile: str | Profile = "hes",
    *,
    policy: InternalPolicy | None = None,
    earlier: Earlier = (),
    total: str = "Total",
) -> Released | ReleasedTable:
    """Put measured figures through disclosure control.

    Counts, populations and totals go through the profile first. Where a hidden number could still be worked out, the
    fewest further numbers are hidden. Rates, their intervals and the gaps are then made from the controlled counts, so
    nothing shown multiplies back to a true count. Gradients are models over many neighbourhoods: released when there
    are enough of them, withheld with the reason otherwise. The release is attacked before it is given out.

    Parameters
    ----------
    measured
        True counts: of one area by group, most deprived first, or of a table by any categories.
    profile
        The rule for small numbers: ``hes``, ``opensafely``, ``midpoint6``, ``threshold10``, ``local-N``, ``internal``,
        or one made by `local`.
    policy
        Needed for ``internal``, refused otherwise. The release is marked internal for ever.
    earlier
        What was released before. Releases of the same data are attacked together with this one; it hides more where
        that is needed.
    total
        What totals are called in a table by any categories; a category may have the same name.

    Raises
    ------
    UnknownProfile, ReleaseRefused
        Refused also when a hidden number could be worked out whatever else is hidden.
    """
    rule = profile_named(profile, policy)
    if isinstance(measured, MeasuredTable):
        return _table(measured, rule, policy, earlier, total)
    step: Step | None = Step()
    while step is not None:
        released = _pages(measured, rule, policy, step)
        leaks = attack([released, *earlier]) if earlier and rule.controls else []
        if not leaks:
            return _told(released, earlier)
        step = step.further(measured, (leak.row for leak in leaks))
    raise _refused(leaks[0])


def _table(
    measured: MeasuredTable, rule: Profile, policy: InternalPolicy | None, earlier: Earlier, total: str
) -> ReleasedTable:
    about = replace(measured.provenance, profile=rule.name)
    counts_before, people_before = earlier_tables(measured, earlier)
    people = people_layer(measured, rule, people_before)
    counts = count_layer(measured, rule, people, counts_before)
    columns = columns_of(measured, people)
    layers = [counts] + ([people] if people else [])
    released = ReleasedTable(
        by=measured.by,
        columns=columns,
        rows=rows_of(measured, rule, counts, people, columns, total),
        rule=rule.says,
        how=how_of(rule, layers, measured, len(counts_before)),
        provenance=about,
        margins=measured.margins,
        within=measured.within,
        data=measured.data,
        total=total,
        further=sum(layer.further for layer in layers),
        over=sum(layer.over for layer in layers),
        earlier=tuple(one.digest for one in earlier),
        internal=policy is not None,
        reason=policy.reason if policy else "",
        _gate=_GATE,
    )
    fits = [table for layer in layers for table in layer.fits]
    if rule.controls and (leaks := leaks_of([released, *earlier], tried=fits)):
        raise _refused(leaks[0])
    return _told(released, earlier)


def _told(released: _R, earlier: Earlier) -> _R:
    """Say where earlier releases could be checked against this one only roughly."""
    together = [tables for _, tables in families([released, *earlier])] if earlier else []
    if all(can_be_laid_over(tables) for tables in together):
        return released
    return replace(released, how=(*released.how, HELD_BY_TOTALS), _gate=_GATE)


def _refused(leak: Leak) -> ReleaseRefused:
    return ReleaseRefused(f"This table cannot be released: {leak.row} could be worked out, because {leak.how}.")


def _pages(measured: Measured, rule: Profile, policy: InternalPolicy | None, step: Step) -> Released:
    """The pages of one area, with whatever an earlier release makes it necessary to withhold."""
    if step.without_nation:
        measured = replace(measured, national=None)
    provenance = replace(measured.provenance, profile=rule.name)
    _check_national(measured, rule)
    national, reference = _national_rows(measured, rule, provenance)
    standardised = reference is not None and measured.whole.expected is not None
    rows, total = _rows(measured, rule, provenance, reference if standardised else None, standardised, step)
    headline = "standardised" if standardised else "rate"
    figures = figures_of(rows, national, measured.gradients, provenance, headline=headline, controlled=rule.controls)
    words = Words(rows, total, national, figures, provenance, headline)
    released = Released(
        columns=column_titles(provenance, rows),
        rows=rows,
        total=total,
        national=national,
        figures=figures,
        finding=words.finding(),
        how=words.how(rule),
        rule=rule.says,
        provenance=provenance,
        headline=headline,
        internal=policy is not None,
        reason=policy.reason if policy else "",
        _gate=_GATE,
    )
    if leaks := attack(released):  # a last check that the rules above did what they promise
        raise _refused(leaks[0])
    return released


def _check_national(measured: Measured, rule: Profile) -> None:
    areas = measured.provenance.areas
    if measured.national and rule.controls and areas < LEAST_AREAS:
        raise ReleaseRefused(
            f"National figures from {areas} areas would give away the areas left over. Use a file with at least"
            f" {LEAST_AREAS} areas, or leave the national figures out."
        )


def _national_rows(measured: Measured, rule: Profile, about: Provenance) -> tuple[tuple[Row, ...], float | None]:
    """Rows of the whole file, the total last, and its crude rate as shown."""
    if measured.national is None:
        return (), None
    groups, whole = control(measured.national, rule, about.unit)
    plain = row_of(about.national_name, whole, multiplier=about.multiplier, reference=None, standardised=False)
    reference = plain.cells["rate"].value
    standardised = reference is not None and measured.whole.expected is not None
    return _made({**groups, about.national_name: whole}, {}, about, reference, standardised), reference


def _rows(
    measured: Measured, rule: Profile, about: Provenance, reference: float | None, standardised: bool, step: Step
) -> tuple[tuple[Row, ...], Row]:
    groups, whole = step.applied(*control(measured, rule, about.unit), rule)
    name = about.area_name or about.area_code or "Total"
    notes = {group: count.note for group, count in measured.groups.items()}
    made = _made({**groups, name: whole}, notes, about, reference, standardised)
    return made[:-1], made[-1]


def _made(
    groups: Mapping[str, Controlled],
    notes: Mapping[str, str],
    about: Provenance,
    reference: float | None,
    standardised: bool,
) -> tuple[Row, ...]:
    return tuple(
        row_of(
            name,
            group,
            multiplier=about.multiplier,
            reference=reference,
            standardised=standardised,
            note=notes.get(name, ""),
        )
        for name, group in groups.items()
    )
