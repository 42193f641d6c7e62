"""Rules for teams, in the words of teaching: distribute, cluster, aggregate, balance; and differences within a group.

Their order is their priority: an earlier rule is never sacrificed for a later one. A value may be one value, or a tuple
of values that count as one: ``("B", "H")``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evenground.analysis.groups.problem import GroupsInputWrong, listed

Value = str | tuple[str, ...]


@dataclass(frozen=True)
class Distribute:
    """Every group has the same number of people with each value, or one more.

    Parameters
    ----------
    attribute
        What people have a value of.
    values
        Those to spread; empty means every value there is.
    hard
        Whether no answer is better than one that breaks this rule.
    """

    attribute: str
    values: tuple[Value, ...] = ()
    hard: bool = False

    def __str__(self) -> str:
        return f"spread {_of(self.attribute, self.values)} over the groups"


@dataclass(frozen=True)
class Cluster:
    """Nobody with one of the values is the only one in a group: there are none of them, or two or more.

    Parameters
    ----------
    attribute, values, hard
        As in `Distribute`.
    by_unit
        Count units instead of people, so that no unit is the only one of its kind in a group.
    """

    attribute: str
    values: tuple[Value, ...] = ()
    hard: bool = False
    by_unit: bool = False

    def __str__(self) -> str:
        return f"leave no{' unit' if self.by_unit else 'body'} with {_of(self.attribute, self.values)} alone"


@dataclass(frozen=True)
class Aggregate:
    """People with the same value share groups: as few groups as possible are mixed. A blank value mixes with any."""

    attribute: str
    hard: bool = False

    def __str__(self) -> str:
        return f"keep people with the same {self.attribute} together"


@dataclass(frozen=True)
class Balance:
    """The mean of every group is near that of all, within ``tolerance`` standard deviations (dividing by n) of all."""

    attribute: str
    tolerance: float = 1.0
    hard: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.tolerance < 1e6:
            raise GroupsInputWrong(
                f"The tolerance of the rule that balances “{self.attribute}” is {self.tolerance:g}. Give the standard"
                " deviations a group may be off the mean of all: 0.5, or 1."
            )

    def __str__(self) -> str:
        return f"balance {self.attribute}"


@dataclass(frozen=True)
class Diverse:
    """People of one group differ as much as possible: the sum of differences over all pairs in a group is greatest.

    A pair differs in a text by 1 or 0, in a number by the share of the whole range (Gower 1971). With one number for
    each attribute this is the maximally diverse grouping problem.
    """

    attributes: tuple[str, ...]

    def __str__(self) -> str:
        return f"mix {listed(self.attributes)} within groups"


@dataclass(frozen=True)
class Alike:
    """People of one group differ as little as possible, counted as in `Diverse`."""

    attributes: tuple[str, ...]

    def __str__(self) -> str:
        return f"put people alike in {listed(self.attributes)} together"


Counting = Distribute | Cluster
Pairing = Diverse | Alike
Rule = Distribute | Cluster | Aggregate | Balance | Diverse | Alike


def rule_of(text: str) -> Rule:
    """A rule written on one line; ``must`` before it makes it hard.

    >>> str(rule_of("cluster gender=woman, non-binary"))
    'leave nobody with gender “woman” and “non-binary” alone'
    >>> rule_of("must balance score=0.5")
    Balance(attribute='score', tolerance=0.5, hard=True)
    """
    must, rest = ("must", text.strip()[5:]) if text.strip().casefold().startswith("must ") else ("", text.strip())
    kind, _, about = rest.strip().partition(" ")
    attribute, equals, given = (part.strip() for part in about.partition("="))
    values = tuple(value.strip() for value in given.split(",") if value.strip())
    if not attribute or kind.casefold() not in WRITTEN or (equals and not values):
        raise GroupsInputWrong(f"“{text}” is not a rule. Write one of: {'; '.join(WRITTEN.values())}.")
    return _rule(kind.casefold(), attribute, values, bool(must), text)


WRITTEN = {
    "distribute": "distribute COLUMN, or distribute COLUMN=VALUE, VALUE",
    "cluster": "cluster COLUMN=VALUE, VALUE",
    "aggregate": "aggregate COLUMN",
    "balance": "balance COLUMN, or balance COLUMN=TOLERANCE",
    "diverse": "diverse COLUMN, COLUMN",
    "alike": "alike COLUMN, COLUMN",
}


def _rule(kind: str, attribute: str, values: tuple[str, ...], hard: bool, text: str) -> Rule:
    if kind in ("diverse", "alike"):
        names = tuple(name.strip() for name in attribute.split(",") if name.strip())
        return Diverse(names) if kind == "diverse" else Alike(names)
    if kind == "balance":
        try:
            return Balance(attribute, float(values[0]) if values else 1.0, hard)
        except ValueError:
            raise GroupsInputWrong(
                f"“{text}”: “{values[0]}” is not a number of standard deviations. Write 0.5, or 1."
            ) from None
    if kind == "aggregate":
        return Aggregate(attribute, hard)
    return Distribute(attribute, values, hard) if kind == "distribute" else Cluster(attribute, values, hard)


def is_hard(rule: Rule) -> bool:
    """Whether a grouping that breaks the rule is no answer; wishes about pairs have no end at which they are kept."""
    return not isinstance(rule, Diverse | Alike) and rule.hard


def attributes(rule: Rule) -> tuple[str, ...]:
    """The attributes a rule looks at."""
    return rule.attributes if isinstance(rule, Diverse | Alike) else (rule.attribute,)


def as_set(value: Value) -> frozenset[str]:
    """The values that count as one."""
    return frozenset({value}) if isinstance(value, str) else frozenset(value)


def value_said(value: Value) -> str:
    """``“B”`` or ``“B” or “H”``."""
    return f"“{value}”" if isinstance(value, str) else " or ".join(f"“{each}”" for each in value)


def _of(attribute: str, values: Iterable[Value]) -> str:
    return f"{attribute} {listed(map(value_said, values))}".strip()
