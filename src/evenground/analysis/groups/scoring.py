"""How good a group is as a whole, in whole thousandths of a point so that two searches agree to the last digit.

A set of teams is a bit mask: team number i is in the set when bit i is 1. The *worth* of a set is its score times its
number of teams, so that every team counts the same however large its group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import combinations

from evenground.analysis.groups.problem import Facilitator, Problem, Team

POINT = 1000


def members(mask: int) -> Iterator[int]:
    """The team numbers in a set, rising."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Scorer:
    """The points of any set of teams of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.weights = problem.weights
        self.size = len(problem.teams)
        self._similar = [[self._similarity(a, b) for b in problem.teams] for a in problem.teams]
        self._worth: dict[int, int] = {}

    def similar(self, team: int) -> list[int]:
        """The likeness of a team, by its number, to every team."""
        return self._similar[team]

    def worth(self, mask: int) -> int:
        """Score times number of teams, without the facilitator."""
        known = self._worth.get(mask)
        if known is None:
            known = self._worth[mask] = self.weigh(mask)
        return known

    def weigh(self, mask: int) -> int:
        """The same, not remembered: for going through a million sets once."""
        inside = list(members(mask))
        points = self.themes(inside) + self.organisations(inside) + self.areas(inside)
        points += sum(self.further(name, mask, inside) for name in self._further)
        return points + len(inside) * self.roles(inside)

    def counted(self, mask: int) -> int:
        """Worth as a grouping adds it up: minus ``lacking`` for every watched role that nobody brings."""
        return self.weigh(mask) - self.lacking * self.missing(list(members(mask)))

    def themes(self, inside: list[int]) -> int:
        """Likeness of the average pair, times the number of teams."""
        if len(inside) < 2:
            return 0
        total = sum(self._similar[a][b] for a, b in combinations(inside, 2))
        return 2 * total // (len(inside) - 1)

    def roles(self, inside: list[int]) -> int:
        """Points for each role present, and a little for a second person of it."""
        points = 0
        for per_team in self._people:
            people = sum(per_team[i] for i in inside)
            points += self._role_points[min(people, 2)]
        return points

    def organisations(self, inside: list[int]) -> int:
        """Points for mixing organisations, times the number of teams; a team that names none counts as its own."""
        return _mixed(self._organisation, inside, self.weights.organisations)

    def areas(self, inside: list[int]) -> int:
        """Points for mixing areas, times the number of teams."""
        return _mixed(self._area, inside, self.weights.areas)

    def further(self, name: str, mask: int, inside: list[int]) -> int:
        """Points of a part that only some cohorts have, times the number of teams."""
        if name == "stability":
            return self.stability(mask, inside)
        if name == "wishes":
            return self.wishes(mask, inside)
        if name == "days":
            return _agreed(self._days, inside, self.weights.days)
        return _agreed(self._modes, inside, self.weights.mode)

    def wishes(self, mask: int, inside: list[int]) -> int:
        """For each team, the share of the companions it asked for that are here; who asked for nobody has all."""
        points = self.weights.wishes * POINT
        asked = [(wish.bit_count(), (wish & mask).bit_count()) for wish in (self._wished[i] for i in inside)]
        return sum(points * here // many if many else points for many, here in asked)

    def stability(self, mask: int, inside: list[int]) -> int:
        """For each team, the share of its former companions that are here again."""
        points = self.weights.stability * POINT
        shares = ((former, (former & mask).bit_count()) for former in (self.companions[i] for i in inside) if former)
        return sum(points * kept // former.bit_count() for former, kept in shares)

    def missing(self, inside: list[int]) -> int:
        """How many of the roles that must not be alone are not there at all."""
        return sum(not any(per_team[i] for i in inside) for per_team in self.watched)

    def fit(self, mask: int, leader: int) -> int | None:
        """Points of this facilitator with these teams, times their number; None when a conflict bans it."""
        if not self.problem.facilitators:
            return 0
        if mask & self._banned[leader]:
            return None
        points = self.weights.facilitator * POINT * (mask & self._known[leader]).bit_count()
        if mask & self._own[leader]:
            points -= self.weights.own_organisation * POINT * mask.bit_count()
        return points

    def load(self, led: int) -> int:
        """Points lost when one facilitator leads this many groups."""
        return self.weights.load * POINT * (led * (led - 1) // 2)

    @property
    def leaders(self) -> range:
        """Facilitator numbers; one stand-in when the programme has named none yet."""
        return range(max(1, len(self.problem.facilitators)))

    def capacity(self, leader: int) -> int:
        """How many groups this facilitator can lead."""
        facilitators = self.problem.facilitators
        return facilitators[leader].capacity if facilitators else self.problem.groups

    def ceiling(self) -> int:
        """A value no grouping exceeds, from the points each team could get with its likest companions."""
        fellows = self.problem.bounds.smallest - 1
        whole = self.weights.organisations + self.weights.areas + self.weights.facilitator
        whole += len(self.weights.roles) * (self.weights.present + self.weights.again)
        whole += sum(int(getattr(self.weights, name)) for name in self._further)
        likest = [sorted(row[:i] + row[i + 1 :], reverse=True)[:fellows] for i, row in enumerate(self._similar)]
        return self.size * whole * POINT + sum(-(-sum(best) // fellows) for best in likest)

    @cached_property
    def lacking(self) -> int:
        """More than every other point together: a group without a watched role is accepted only if unavoidable."""
        weights = self.weights
        most = weights.organisations + weights.areas + weights.facilitator + weights.own_organisation
        most += len(weights.roles) * (weights.present + weights.again)
        most += weights.stability + weights.wishes + weights.days + weights.mode
        led = self.problem.groups
        alike = max((max(row) for row in self._similar), default=0)
        return (alike + most * POINT) * self.size + self.load(led)

    @cached_property
    def watched(self) -> list[list[int]]:
        """People per team of each role that must not be alone."""
        return [[t.roles.get(role, 0) for t in self.problem.teams] for role in self.problem.never_one_of]

    @cached_property
    def companions(self) -> list[int]:
        """For each team, the set of teams that were in its group last time."""
        previous, teams = self.problem.previous, self.problem.teams
        label = [previous.get(t.key) for t in teams]
        return [
            sum(1 << j for j in range(self.size) if j != i and label[i] is not None and label[j] == label[i])
            for i in range(self.size)
        ]

    def mask(self, belongs: Callable[[Team], object]) -> int:
        """The set of teams of which something is true."""
        return sum(1 << i for i, team in enumerate(self.problem.teams) if belongs(team))

    def _similarity(self, a: Team, b: Team) -> int:
        kinds = {theme.partition(":")[0] for theme in a.themes & b.themes}
        return POINT * sum(self.weights.themes.get(kind, self.weights.other_theme) for kind in kinds)

    @cached_property
    def _further(self) -> tuple[str, ...]:
        return self.problem.further

    @cached_property
    def _wished(self) -> list[int]:
        number = {team.key: i for i, team in enumerate(self.problem.teams)}
        return [sum(1 << number[key] for key in team.wishes if key in number) for team in self.problem.teams]

    @cached_property
    def _days(self) -> list[frozenset[str]]:
        every = frozenset(day for team in self.problem.teams for day in team.days)
        return [team.days or every for team in self.problem.teams]

    @cached_property
    def _modes(self) -> list[frozenset[str]]:
        every = frozenset(team.mode for team in self.problem.teams if team.mode)
        return [frozenset({team.mode}) if team.mode else every for team in self.problem.teams]

    @cached_property
    def _role_points(self) -> tuple[int, int, int]:
        one = self.weights.present * POINT
        return 0, one, one + self.weights.again * POINT

    @cached_property
    def _people(self) -> list[list[int]]:
        return [[t.roles.get(role, 0) for t in self.problem.teams] for role in self.weights.roles]

    @cached_property
    def _organisation(self) -> list[str]:
        return [t.organisation or f"\0{t.key}" for t in self.problem.teams]

    @cached_property
    def _area(self) -> list[str]:
        return [t.area or f"\0{t.key}" for t in self.problem.teams]

    @cached_property
    def _banned(self) -> list[int]:
        return [self._banned_by(f) for f in self.problem.facilitators]

    @cached_property
    def _known(self) -> list[int]:
        return [self.mask(f.knows) for f in self.problem.facilitators]

    @cached_property
    def _own(self) -> list[int]:
        return [self._at(f.organisation) if f.organisation else 0 for f in self.problem.facilitators]

    def _banned_by(self, facilitator: Facilitator) -> int:
        return self.mask(lambda team: not facilitator.may_lead(team))

    def _at(self, organisation: str) -> int:
        return self.mask(lambda team: team.organisation == organisation)


def _mixed(names: list[str], inside: list[int], points: int) -> int:
    if len(inside) < 2:
        return 0
    different = len({names[i] for i in inside})
    return points * POINT * len(inside) * (different - 1) // (len(inside) - 1)


def _agreed(choices: list[frozenset[str]], inside: list[int], points: int) -> int:
    """All points when one choice suits every team; else by how many of the others the best choice suits."""
    if len(inside) < 2:
        return 0
    suits = Counter(choice for i in inside for choice in choices[i])
    most = max(suits.values(), default=1)
    return points * POINT * len(inside) * (most - 1) // (len(inside) - 1)
