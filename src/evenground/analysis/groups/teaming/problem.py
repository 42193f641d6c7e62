"""Who is to be put into teams, how large the groups are, and the rules in order of priority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evenground.analysis.groups.problem import GroupsInputWrong, NoGrouping, Pair, listed
from evenground.analysis.groups.teaming.rules import Rule

LARGER, SMALLER = "larger", "smaller"


class NoTeams(NoGrouping):
    """No groups keep every hard rule; ``clashing`` lists the smallest set of rules found that cannot all be kept."""


@dataclass(frozen=True)
class Member:
    """One person.

    Parameters
    ----------
    key, name
        How the program and how people call them.
    unit
        People of one unit always share a group; blank means on their own.
    attributes
        What is known: texts or numbers. A blank text is no value.
    row
        Where the person stands in the file they were read from, so that a refusal can say so; 0 means in none.
    """

    key: str
    name: str = ""
    unit: str = ""
    attributes: Mapping[str, str | float | None] = field(default_factory=dict)
    row: int = field(default=0, compare=False)

    def value(self, attribute: str) -> str:
        """The value as a text: ``"1"`` for both 1 and 1.0, ``""`` for none."""
        value = self.attributes.get(attribute)
        if value is None:
            return ""
        return value.strip() if isinstance(value, str) else f"{value:.15g}"

    def __str__(self) -> str:
        return self.name or self.key

    @property
    def where(self) -> str:
        """The person, with the row of the file where there is one."""
        return f"row {self.row} ({self})" if self.row else str(self)


@dataclass(frozen=True)
class Size:
    """The fewest and the most people of one group."""

    smallest: int
    largest: int


@dataclass(frozen=True)
class TeamsProblem:
    """Everything teams are made from; `checking.checked` says whether it can be meant.

    Parameters
    ----------
    members
        Everybody to place.
    sizes
        One for each group.
    rules
        In order of priority.
    together, apart
        Pairs of member keys that must, and must not, share a group.
    """

    members: tuple[Member, ...]
    sizes: tuple[Size, ...]
    rules: tuple[Rule, ...] = ()
    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len(self.sizes)


def even_sizes(
    people: int, *, size: int | None = None, groups: int | None = None, leftover: str = LARGER
) -> tuple[Size, ...]:
    """Sizes that differ by one at most.

    Parameters
    ----------
    size, groups
        People in each group, or how many groups: one of the two.
    leftover
        When people are not a multiple of ``size``: whether some groups are ``"larger"`` or some ``"smaller"``.

    Examples
    --------
    >>> even_sizes(10, size=4), len(even_sizes(10, size=4, leftover="smaller"))
    ((Size(smallest=5, largest=5), Size(smallest=5, largest=5)), 3)
    """
    if (size is None) == (groups is None):
        raise GroupsInputWrong("Say either the size of a group or the number of groups.")
    if leftover not in (LARGER, SMALLER):
        raise GroupsInputWrong(f"“{leftover}” is not a choice for leftover. Choose {LARGER} or {SMALLER}.")
    if size is not None:
        _check_size(size, people)
        groups = people // size if leftover == LARGER else -(-people // size)
    assert groups is not None  # noqa: S101  one of the two was given
    if groups < 1 or groups > people:
        raise GroupsInputWrong(f"{_people(people)} cannot make {groups} groups. Choose from 1 to {people}.")
    return (Size(people // groups, -(-people // groups)),) * groups


def _check_size(size: int, people: int) -> None:
    if size < 1:
        raise GroupsInputWrong(f"The size of a group is {size}. Give 1 or more.")
    if size > people:
        raise GroupsInputWrong(f"A group of {size} needs more than {_people(people)}. Choose a size up to {people}.")


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def some(texts: Sequence[str], most: int = 5) -> str:
    """A few of the texts, and how many more there are."""
    extra = len(texts) - most
    return listed([*texts[:most], f"{extra} more"]) if extra > 0 else listed(texts)
