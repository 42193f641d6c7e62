"""The gate: the only place where measured figures become a release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evenground.analysis.disclosure.attack import attack
from evenground.analysis.disclosure.cells import row_of
from evenground.analysis.disclosure.control import Controlled, control
from evenground.analysis.disclosure.figures import figures_of
from evenground.analysis.disclosure.profiles import InternalPolicy, Profile, profile_named
from evenground.analysis.disclosure.wording import Words, column_titles
from evenground.analysis.errors import ReleaseRefused
from evenground.analysis.results import _GATE, Measured, Provenance, Released, Row

LEAST_AREAS = 10  # with fewer areas in a file, England less one area is nearly the other


def release(measured: Measured, profile: str = "hes", *, policy: InternalPolicy | None = None) -> Released:
    """Put measured figures through disclosure control.

    Counts, populations and totals go through the profile first. Rates, their intervals and the gaps are then made
    from the controlled counts, so nothing shown multiplies back to a true count. Gradients are models over many
    neighbourhoods: released when there are enough of them, withheld with the reason otherwise.

    Parameters
    ----------
    measured
        True counts by group, most deprived first.
    profile
        Name of the rule for small numbers: ``hes``, ``opensafely`` or ``internal``.
    policy
        Needed for ``internal``, refused otherwise. The release is marked internal for ever.

    Raises
    ------
    UnknownProfile, ReleaseRefused
    """
    rule = profile_named(profile, policy)
    provenance = replace(measured.provenance, profile=rule.name)
    _check_national(measured, rule)
    national, reference = _national_rows(measured, rule, provenance)
    standardised = reference is not None and measured.whole.expected is not None
    rows, total = _rows(measured, rule, provenance, reference if standardised else None, standardised)
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
        raise ReleaseRefused(
            f"This table cannot be released: {leaks[0].row} could be worked out, because {leaks[0].how}."
        )
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
    measured: Measured, rule: Profile, about: Provenance, reference: float | None, standardised: bool
) -> tuple[tuple[Row, ...], Row]:
    groups, whole = control(measured, rule, about.unit)
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
