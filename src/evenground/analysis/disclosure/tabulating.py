"""The rule for small numbers on a table by any categories: what is shown of each number, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from evenground.analysis.disclosure.choosing import Choice, Hidden
from evenground.analysis.disclosure.identity import identity_of
from evenground.analysis.disclosure.profiles import Profile
from evenground.analysis.disclosure.published import Number, Published, hidden_people, hidden_range
from evenground.analysis.disclosure.suppress import fewest
from evenground.analysis.disclosure.system import Ints
from evenground.analysis.errors import ReleaseRefused
from evenground.analysis.results import Because, Key, MeasuredTable
from evenground.analysis.results.tables import kept_only


@dataclass(frozen=True)
class Layer:
    """One kind of number (counts, or people) over the whole table: true values, and why some are hidden."""

    true: Mapping[Key, int]
    because: Mapping[Key, Because]
    shown: Mapping[Key, float]
    further: int = 0
    over: int = 0
    fits: tuple[Ints, ...] = ()  # true-looking tables that fit what is shown: they prove it safe

    def why(self, key: Key) -> Because:
        return self.because.get(key, Because.SHOWN)


def whole_numbers(measured: MeasuredTable, *, people: bool = False) -> dict[Key, int]:
    """Counts of every cell and total. People are rounded first, so that totals add up."""
    cells = {k: count.population if people else count.count for k, count in measured.cells.items()}
    for key, value in cells.items():
        if not isfinite(value) or value < 0 or (value != int(value) and not people):
            raise ReleaseRefused(
                f"The count of {', '.join(key)} is {value:g}. Counts must be whole numbers, 0 or more; mend it in the"
                " data."
            )
    found: dict[Key, int] = {key: round(value) for key, value in cells.items()}
    for kept in measured.margins:
        sums: dict[Key, int] = {}
        for key, value in cells.items():
            total = kept_only(key, measured.by, kept)
            sums[total] = sums.get(total, 0) + round(value)
        found |= sums
    return found


def people_layer(measured: MeasuredTable, rule: Profile, others: Sequence[Published] = ()) -> Layer | None:
    """Populations under the rule; None where none were given."""
    if not measured.cells or not all(isfinite(count.population) for count in measured.cells.values()):
        return None
    true = whole_numbers(measured, people=True)
    few = {key: Because.FEW_PEOPLE for key, n in true.items() if rule.controls and 0 < n < rule.least_shown}
    return _protected(measured, rule, true, few, people=True, others=others)


def count_layer(
    measured: MeasuredTable, rule: Profile, people: Layer | None, others: Sequence[Published] = ()
) -> Layer:
    """Counts under the rule, and whatever else must go, also because of ``others`` published before."""
    true = whole_numbers(measured)
    primary = {key: because for key, n in true.items() if (because := _primary(key, n, measured, rule, people))}
    return _protected(measured, rule, true, primary, people_of=people, others=others)


def _primary(key: Key, count: int, measured: MeasuredTable, rule: Profile, people: Layer | None) -> Because | None:
    if not rule.controls:
        return None
    told = count == 0 and not rule.hides(0)  # a zero that the rule shows can mostly be told from its totals
    if people and not told and people.why(key) is Because.FEW_PEOPLE:
        return Because.FEW_PEOPLE
    if people and not told and people.why(key) is Because.EITHER:
        return Because.WITH_PEOPLE
    if rule.hides(count):
        return Because.SMALL
    if measured.shares and people and people.true[key] and rule.hides(people.true[key] - count):
        return Because.REST_SMALL
    return None


def _protected(
    measured: MeasuredTable,
    rule: Profile,
    true: dict[Key, int],
    primary: dict[Key, Because],
    *,
    people: bool = False,
    people_of: Layer | None = None,
    others: Sequence[Published] = (),
) -> Layer:
    if rule.totals == "shown":
        because = {key: why for key, why in primary.items() if None not in key}
        return _summed(measured, rule, true, _with_earlier(measured, rule, true, because, people, others))
    measured = replace(measured, within={}) if people else measured
    if not others and not primary and not any(rule.blurs(rule.rounded(n)) for n in true.values()):
        return Layer(true, primary, {key: rule.rounded(n) for key, n in true.items()})
    protects = Because.EARLIER if others else Because.PROTECTS
    try:
        return _chosen(measured, rule, true, primary, protects, others, _ranges(primary, rule, people, people_of))
    except ReleaseRefused:  # so few that even "it is small" says too much of several together
        protects = Because.EARLIER if others else Because.EITHER
        as_before = _VAGUE if people else (*_VAGUE, Because.FEW_PEOPLE)
        vague = {key: why if why in as_before else protects for key, why in primary.items()}
        return _chosen(measured, rule, true, vague, protects, others, _ranges(vague, rule, people, people_of))


_VAGUE = (Because.WITH_PEOPLE, Because.EARLIER)


def _chosen(
    measured: MeasuredTable,
    rule: Profile,
    true: dict[Key, int],
    primary: dict[Key, Because],
    protects: Because,
    others: Sequence[Published],
    ranges: Mapping[Key, tuple[int, int]],
) -> Layer:
    keys = list(true)
    numbers = [_number(key, true[key], rule, ranges.get(key)) for key in keys]
    hidden = fewest(_choice(measured, rule, true, numbers, others, protects))
    return _layer(rule, true, primary | {keys[place]: protects for place in hidden.places}, hidden)


def _ranges(
    primary: Mapping[Key, Because], rule: Profile, people: bool, people_of: Layer | None
) -> dict[Key, tuple[int, int]]:
    return {key: _range(key, because, rule, people, people_of) for key, because in primary.items()}


def _layer(rule: Profile, true: dict[Key, int], because: dict[Key, Because], hidden: Hidden) -> Layer:
    shown = {key: rule.rounded(n) for key, n in true.items() if key not in because}
    return Layer(true, because, shown, len(hidden.places), hidden.over, hidden.fits)


def _range(key: Key, because: Because, rule: Profile, people: bool, people_of: Layer | None) -> tuple[int, int]:
    if people:
        return hidden_people(because, rule)
    known = people_of.shown.get(key) if people_of else None
    return hidden_range(because, rule, people=None if known is None else rule.behind(known))


def _number(key: Key, true: int, rule: Profile, hidden: tuple[int, int] | None) -> Number:
    label = ", ".join("Total" if part is None else part for part in key)
    if hidden:
        return Number(key, *hidden, label, guarded=True)
    low, high = rule.behind(rule.rounded(true))
    return Number(key, low, high, label, rounded=low < high)


def _choice(
    measured: MeasuredTable,
    rule: Profile,
    true: Mapping[Key, int],
    numbers: Sequence[Number],
    others: Sequence[Published],
    protects: Because,
) -> Choice:
    # Together with other tables even a zero may have to go; then nothing must tell it from the rest.
    known = hidden_range(protects, rule)
    if_hidden = {i: known for i, n in enumerate(numbers) if not n.guarded and (n.high > 0 or others)}
    same = identity_of(measured)
    by, within = same.by(measured.by), same.within(measured.within)
    table = Published(by, tuple(numbers), within, same.data, frozenset(() if within else by), rule.small)
    lines = _lines(measured, [number.key for number in numbers]) if rule.exact and not others else ()
    return Choice(table, if_hidden, [true[number.key] for number in numbers], others, lines)


def _lines(measured: MeasuredTable, keys: Sequence[Key]) -> list[list[int]]:
    """Each total with the numbers that add up to it along one name, or with all its cells where there are none such."""
    places = {key: i for i, key in enumerate(keys)}
    found: dict[tuple[Key, int], list[int]] = {}
    for key, place in places.items():
        for i, part in enumerate(key):
            total = (*key[:i], None, *key[i + 1 :])
            if part is not None and total in places:
                found.setdefault((total, i), [places[total]]).append(place)
    split = {total for total, _ in found}
    for kept in measured.margins:
        for key in measured.cells:
            total = kept_only(key, measured.by, kept)
            if total not in split:
                found.setdefault((total, -1), [places[total]]).append(places[key])
    return list(found.values())


def _with_earlier(
    measured: MeasuredTable,
    rule: Profile,
    true: dict[Key, int],
    because: dict[Key, Because],
    people: bool,
    others: Sequence[Published],
) -> Layer:
    """The cells, with what more is hidden because of earlier releases, where totals add up what is shown."""
    cells = {key: n for key, n in true.items() if None not in key}
    if not others:
        return _layer(rule, cells, because, Hidden(()))
    measured = replace(measured, within={}) if people else measured

    def chosen(because: dict[Key, Because]) -> Layer:
        return _chosen(measured, rule, cells, because, Because.EARLIER, others, _ranges(because, rule, people, None))

    try:
        return chosen(because)
    except ReleaseRefused:  # "it is small" and what was said earlier come to too much together
        return chosen(dict.fromkeys(because, Because.EARLIER))


def _summed(measured: MeasuredTable, rule: Profile, true: dict[Key, int], cells: Layer) -> Layer:
    """Totals that add up what is shown: they say nothing more, and go where a part of them is hidden."""
    shown, because = dict(cells.shown), dict(cells.because)
    for kept in measured.margins:
        parts: dict[Key, list[Key]] = {}
        for key in measured.cells:
            parts.setdefault(kept_only(key, measured.by, kept), []).append(key)
        for total, cells_of in parts.items():
            if all(key in shown for key in cells_of):
                shown[total] = sum(shown[key] for key in cells_of)
            else:
                because[total] = Because.ADDS_HIDDEN
    return replace(cells, true=true, because=because, shown=shown, fits=())
