"""What a cohort brings to the forming of its groups: teams, facilitators, sizes and wishes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from evenground.analysis.errors import AnalysisError

Pair = frozenset[str]


class GroupsInputWrong(AnalysisError):
    """What was given contradicts itself or names somebody who is not there; the sentence says what and where."""


class NoGrouping(AnalysisError):
    """No grouping keeps every hard rule; ``clashing`` lists the rules that cannot all be kept.

    ``proved`` is false when the search gave up before it had looked at every possibility.
    """

    def __init__(self, sentence: str, *, clashing: Sequence[str] = (), proved: bool = True) -> None:
        super().__init__(sentence)
        self.clashing = tuple(clashing)
        self.proved = proved


@dataclass(frozen=True)
class Team:
    """One project team, which always stays whole.

    Parameters
    ----------
    key, name
        How the program and how people call it.
    themes
        Tags of the form ``"kind:tag"``, for example ``"service:community care"``, ``"condition:dementia"``.
    roles
        How many people of each role, for example ``{"practitioner": 3, "public adviser": 2}``.
    wishes
        Keys of teams it would like to share a group with.
    days
        When it can meet, in any words as long as all use the same; none: whenever the others can.
    mode
        How it wants to meet, for example ``"online"``; blank: either way.
    """

    key: str
    name: str
    organisation: str = ""
    area: str = ""
    themes: frozenset[str] = frozenset()
    roles: Mapping[str, int] = field(default_factory=dict)
    wishes: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    mode: str = ""

    def __post_init__(self) -> None:
        for theme in sorted(self.themes):
            if not all(theme.partition(":")):
                raise GroupsInputWrong(
                    f"The theme “{theme}” of {self.name} has no kind. Write it as “condition:{theme or 'dementia'}”."
                )
        for role, people in self.roles.items():
            if people < 0:
                raise GroupsInputWrong(f"{self.name} has {people} of the role “{role}”. Give a number from 0 upwards.")


@dataclass(frozen=True)
class Facilitator:
    """Somebody who can lead a group.

    Parameters
    ----------
    skills
        Themes this person knows: ``"condition:dementia"``, or only ``"dementia"``.
    capacity
        The largest number of groups this person can lead.
    conflicts
        Organisations or team keys this person must not lead.
    """

    key: str
    name: str
    skills: frozenset[str] = frozenset()
    capacity: int = 1
    organisation: str = ""
    conflicts: frozenset[str] = frozenset()

    def may_lead(self, team: Team) -> bool:
        """Whether there is no conflict of interest with this team."""
        return team.key not in self.conflicts and (not team.organisation or team.organisation not in self.conflicts)

    def knows(self, team: Team) -> list[str]:
        """The team's themes that this person is skilled in, in alphabetical order."""
        return sorted(t for t in team.themes if t in self.skills or t.partition(":")[2] in self.skills)


@dataclass(frozen=True)
class Bounds:
    """The smallest and the largest number of teams a group may have."""

    smallest: int = 3
    largest: int = 5

    def __post_init__(self) -> None:
        if self.smallest < 2:
            raise GroupsInputWrong("A group needs at least 2 teams: a team alone has nobody to learn from.")
        if self.largest < self.smallest:
            raise GroupsInputWrong(f"The largest group ({self.largest}) is below the smallest ({self.smallest}).")


@dataclass(frozen=True)
class Weights:
    """How many points each wish is worth; with these numbers a group can reach 100.

    What only some cohorts have adds to that: 10 each for a previous grouping, wishes, days and mode.

    Parameters
    ----------
    themes, other_theme
        Points for a pair of teams that share a theme of this kind, and of any kind not listed.
    present, again
        Points for a role of ``roles`` that is in the group, and for a second person of it.
    organisations, areas
        Points when no two teams of the group come from the same one.
    facilitator
        Points when the facilitator knows a theme of every team.
    own_organisation
        Points lost when the facilitator works where one of the teams works.
    stability
        Points when every team keeps all the companions it had.
    wishes
        Points when every team has all the companions it asked for.
    days, mode
        Points when there is a day on which all can meet, and when all want to meet the same way.
    load
        Points lost, for the whole grouping, with the second group of one facilitator; twice that with the third.
    """

    themes: Mapping[str, int] = field(default_factory=lambda: {"service": 16, "condition": 16, "stage": 8})
    other_theme: int = 4
    roles: tuple[str, ...] = ("practitioner", "commissioner", "public adviser", "analyst", "researcher")
    present: int = 3
    again: int = 1
    organisations: int = 10
    areas: int = 10
    facilitator: int = 20
    own_organisation: int = 5
    stability: int = 10
    wishes: int = 10
    days: int = 10
    mode: int = 10
    load: int = 20


@dataclass(frozen=True)
class Problem:
    """Everything a grouping is made from, checked.

    Parameters
    ----------
    groups
        How many groups to make.
    pinned
        Team key to the label of the group it must be in.
    together, apart
        Pairs of team keys that must, and must not, share a group.
    previous
        Team key to the label of its group last time; teams gain points for keeping their companions.
    never_one_of
        Roles of which a group never has exactly one person.
    deputies
        Whether each group gets a second facilitator, chosen when the groups and their leads stand.
    """

    teams: tuple[Team, ...]
    facilitators: tuple[Facilitator, ...]
    bounds: Bounds
    groups: int
    pinned: Mapping[str, str]
    together: tuple[Pair, ...]
    apart: tuple[Pair, ...]
    previous: Mapping[str, str]
    never_one_of: tuple[str, ...]
    weights: Weights
    deputies: bool = False

    @property
    def further(self) -> tuple[str, ...]:
        """The parts of a score that this cohort has beyond those that every cohort has."""
        there = {
            "stability": bool(self.previous),
            "wishes": any(t.wishes for t in self.teams),
            "days": any(t.days for t in self.teams),
            "mode": any(t.mode for t in self.teams),
        }
        return tuple(name for name, given in there.items() if given)

    def team(self, key: str) -> Team:
        """The team with this key."""
        for team in self.teams:
            if team.key == key:
                return team
        near = get_close_matches(key, [t.key for t in self.teams], n=1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        few = [t.key for t in self.teams[:12]]
        more = f" and {len(self.teams) - 12} more" if len(self.teams) > 12 else ""
        raise GroupsInputWrong(
            f"There is no team “{key}”.{hint} The teams are {', '.join(few) + more if more else listed(few)}."
        )

    def facilitator(self, key: str) -> Facilitator:
        """The facilitator with this key."""
        return next(f for f in self.facilitators if f.key == key)

    def stuck_together(self) -> list[Pair]:
        """Pairs that share a group by wish or by a common pin."""
        same_pin = [
            frozenset({a, b}) for a in self.pinned for b in self.pinned if a < b and self.pinned[a] == self.pinned[b]
        ]
        return [*self.together, *same_pin]

    def kept_apart(self) -> list[Pair]:
        """Pairs that must not share a group, by wish or because they are pinned to different groups."""
        other_pin = [
            frozenset({a, b}) for a in self.pinned for b in self.pinned if a < b and self.pinned[a] != self.pinned[b]
        ]
        return [*self.apart, *other_pin]


def checked(problem: Problem) -> Problem:
    """The same problem, or the first thing in it that cannot be meant."""
    _check_unique("team", [t.key for t in problem.teams])
    _check_unique("facilitator", [f.key for f in problem.facilitators])
    wished = [key for pair in (*problem.together, *problem.apart) for key in sorted(pair)]
    for key in [*problem.pinned, *wished]:
        problem.team(key)
    for team in problem.teams:
        for wish in sorted(team.wishes):
            problem.team(wish)
    for pair in (*problem.together, *problem.apart):
        if len(pair) != 2:
            raise GroupsInputWrong(f"A wish names {listed(sorted(pair)) or 'nobody'}: it needs two different teams.")
    return problem


def _check_unique(what: str, keys: list[str]) -> None:
    for key, times in Counter(keys).items():
        if times > 1:
            raise GroupsInputWrong(f"The {what} key “{key}” is there {times} times. Give each {what} its own.")


def listed(words: Iterable[str]) -> str:
    """Words as a person writes them: ``a``, ``a and b``, ``a, b and c``."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last
