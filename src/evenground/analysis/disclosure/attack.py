"""Try to find hidden numbers, with nothing but what is published and the rules it was published by.

Unknown are the true counts of every combination of categories, whole numbers and never below 0. Known are every number
shown (exactly, or to within its rounding), what the legend says of every hidden one, and that totals add up, also across
tables of the same data. For each hidden number the attack asks which values are left: bounds first, then a
mixed-integer solver. Fewer than `LEAST_LEFT` is a leak. So is a rate, percentage or interval from which a count can
be worked back. It does not suppose that the reader knows a true count of their own, or runs the gate again over every table that
fits to see which would have been hidden the same way (`gate` says what that would tell).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evenground.analysis.disclosure.derived import leaks_by_rates
from evenground.analysis.disclosure.one_way import FAR, LEAST_LEFT, Leak, attack_one, narrowed
from evenground.analysis.disclosure.possible import Possible
from evenground.analysis.disclosure.profiles import NOTHING
from evenground.analysis.disclosure.published import Published, published
from evenground.analysis.disclosure.solving import NothingFits
from evenground.analysis.disclosure.system import Ints, System, system_of
from evenground.analysis.results import Released, ReleasedTable

__all__ = ["LEAST_LEFT", "Attackable", "Leak", "Left", "attack", "families", "left_over", "narrowed", "targets"]

Attackable = Released | ReleasedTable | Published


@dataclass(frozen=True)
class Left:
    """What is left to one hidden number. ``high`` None: there is no largest."""

    table: int
    label: str
    low: int
    high: int | None
    leak: Leak | None = None


def attack(
    released: Attackable | Sequence[Attackable], *, rule: str | None = None, least: int = LEAST_LEFT
) -> list[Leak]:
    """List what can be found out.

    Parameters
    ----------
    released
        A release of either kind, any table as `Published`, or several to be set against each other. Only those of
        the same data are.
    rule
        Attack as if the release had claimed this rule.
    least
        How many values a hidden number must keep; 2 asks only that no number is pinned exactly.

    Raises
    ------
    UnknownProfile
    """
    return leaks_of(_listed(released), rule, least)


def leaks_of(
    every: Sequence[Attackable], rule: str | None = None, least: int = LEAST_LEFT, *, tried: Sequence[Ints] = ()
) -> list[Leak]:
    """Attack. ``tried`` are tables that may fit: whoever knows one is spared looking for it; each is checked."""
    leaks: list[Leak] = []
    for one in every:
        if isinstance(one, Released):
            leaks += attack_one(one, rule=rule, least=least)
        elif isinstance(one, ReleasedTable):
            leaks += leaks_by_rates(one, rule)
    if len(every) == 1 and isinstance(every[0], Released):
        return leaks
    for _, tables in families(every, rule):
        leaks += _leaks(tables, least, tried)
    return list(dict.fromkeys(leaks))


def left_over(
    released: Attackable | Sequence[Attackable], *, rule: str | None = None, leaks: Iterable[Leak] | None = None
) -> list[Left]:
    """For every hidden number, the smallest and largest it could be, and the leak where there is one.

    ``leaks`` are what `attack` found in the same; left out, it attacks.
    """
    every = _listed(released)
    by_label = {leak.row: leak for leak in (attack(every, rule=rule) if leaks is None else leaks)}
    found: list[Left] = []
    for places, tables in families(every, rule):
        system = system_of(tables)
        try:
            possible = Possible(system)
            for row in targets(system):
                low, high = possible.extremes(row)
                table, number = system.numbers[row]
                top = None if high >= FAR else high
                found.append(Left(places[table], number.label, low, top, by_label.get(number.label)))
        except NothingFits:
            continue
    return found


def families(every: Sequence[Attackable], rule: str | None = None) -> Iterator[tuple[list[int], list[Published]]]:
    """Tables of the same data together, each with the place of the release it comes from."""
    by_data: dict[str, tuple[list[int], list[Published]]] = {}
    for place, one in enumerate(every):
        for number, table in enumerate(published(one, rule)):
            name = table.data or f"{place}.{number}"
            places, tables = by_data.setdefault(name, ([], []))
            places.append(place)
            tables.append(table)
    yield from by_data.values()


def targets(system: System) -> list[int]:
    """Numbers that must keep several values: the hidden ones, and those rounded in two ways."""
    guarded = [row for row, (_, number) in enumerate(system.numbers) if number.guarded]
    seen: dict[bytes, set[tuple[int, int]]] = {}
    rounded = [row for row, (_, number) in enumerate(system.numbers) if number.rounded or number.low == number.high]
    if len({table for table, _ in system.numbers}) < 2:
        return guarded
    members = {row: system.columns[system.rows == row].tobytes() for row in rounded}
    for row in rounded:
        seen.setdefault(members[row], set()).add((system.numbers[row][1].low, system.numbers[row][1].high))
    twice = [r for r in rounded if len(seen[members[r]]) > 1 and system.numbers[r][1].rounded]
    return sorted({*guarded, *twice})


def implied(system: System) -> list[int]:
    """Numbers nobody published that the tables together may give away."""
    return [row for row, (_, number) in enumerate(system.numbers) if number.implied]


def small_of(tables: Sequence[Published]) -> tuple[int, int]:
    """The counts that none of the rules lets anybody know."""
    ruled = [table.small for table in tables if table.small != NOTHING]
    return (min(low for low, _ in ruled), max(high for _, high in ruled)) if ruled else NOTHING


def _leaks(tables: Sequence[Published], least: int, tried: Sequence[Ints]) -> Iterator[Leak]:
    system = system_of(tables)
    rows = targets(system)
    if not rows and not implied(system):
        return
    try:
        possible = Possible(system)
        for table in tried:
            possible.witness(table)
        found = possible.leaking([*rows, *implied(system)], least, small=small_of(tables))
    except NothingFits:
        label = system.numbers[[*rows, 0][0]][1].label
        yield Leak(label, (), "the numbers shown contradict each other, so at least one is not what the rule says")
        return
    together = (
        "this and the other tables of the same data are set together" if len(tables) > 1 else "the numbers add up"
    )
    for row, values in found.items():
        yield Leak(system.numbers[row][1].label, values, together)


def _listed(released: Attackable | Sequence[Attackable]) -> list[Attackable]:
    return [released] if isinstance(released, Attackable) else list(released)
