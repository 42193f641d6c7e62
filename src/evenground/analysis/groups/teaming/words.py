"""Rules kept and broken, and what is in a group, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from evenground.analysis.groups.teaming.checking import number_of
from evenground.analysis.groups.teaming.problem import some
from evenground.analysis.groups.teaming.rules import Aggregate, Balance, Cluster, Diverse, Rule

MOST_VALUES = 5  # of one attribute, in the sentence about a group


def kept_said(rule: Rule) -> str:
    """The sentence for a rule that holds in every group."""
    if isinstance(rule, Cluster):
        return "nobody is alone" if not rule.by_unit else "no unit is alone"
    if isinstance(rule, Aggregate):
        return "no group is mixed"
    if isinstance(rule, Balance):
        return f"the mean of every group is within {rule.tolerance:g} standard deviations of the mean of all"
    return "no two groups differ by more than one"


def broken_said(rule: Rule, groups: Sequence[str], amount: int) -> str:
    """The sentence for a rule that does not."""
    where = some(groups, 8)
    if isinstance(rule, Cluster):
        who = "unit" if rule.by_unit else "person"
        return f"{amount} {who if amount == 1 else {'unit': 'units', 'person': 'people'}[who]} alone, in {where}"
    if isinstance(rule, Aggregate):
        return f"{_groups(len(groups))} mixed: {where}"
    if isinstance(rule, Balance):
        off = f"more than {rule.tolerance:g} standard deviations from the mean of all"
        return f"{_groups(len(groups))} {'is' if len(groups) == 1 else 'are'} {off}: {where}"
    people = "1 person" if amount == 1 else f"{amount} people"
    return f"{people} too many or too few, in {where}"


def pairs_said(rule: Rule, mean: float, overall: float) -> str:
    """How different two people of one group are, against any two."""
    more = "more" if isinstance(rule, Diverse) else "less"
    return f"two people of one group differ by {mean:.3f} on average, any two by {overall:.3f} ({more} is wished)"


def bound_said(best: bool, least: int | None) -> str:
    """What is known about other groupings; ``least`` counts broken groups, people too many, or people alone."""
    if best:
        return "No grouping does better."
    if not least:
        return "It is not known whether another grouping does better."
    return f"No grouping has fewer than {least}."


def inside_said(columns: Sequence[tuple[str, list[str]]], people: Sequence[int]) -> str:
    """One sentence: how many of each value, and means of numbers."""
    parts = [_column_said(name, [column[n] for n in people], column) for name, column in columns]
    return "; ".join(parts) + "." if parts else ""


def _column_said(name: str, values: Sequence[str], column: Sequence[str]) -> str:
    if is_measured(column):
        known = [float(value) for value in values if value]
        return f"{name} {fmean(known):.2f} on average" if known else f"{name} unknown"
    counts = sorted(Counter(filter(None, values)).items(), key=lambda each: (-each[1], each[0]))
    texts = [f"{count} {value}" for value, count in counts]
    return f"{name}: {some(texts, MOST_VALUES) if texts else 'unknown'}"


def is_measured(column: Sequence[str]) -> bool:
    """Whether a column holds numbers of which a mean makes sense: all numbers, and more than two of them."""
    known = {value for value in column if value}
    return len(known) > 2 and all(number_of(value) is not None for value in known)


def _groups(count: int) -> str:
    return "1 group" if count == 1 else f"{count} groups"
