"""What it would cost to put one team elsewhere, and what a team may be told about its place."""

from __future__ import annotations

from dataclasses import dataclass

from evenground.analysis.groups.hard import Rules, problem_rules
from evenground.analysis.groups.problem import GroupsInputWrong
from evenground.analysis.groups.proposal import Group, Part, Proposal, parts
from evenground.analysis.groups.scoring import POINT


@dataclass(frozen=True)
class MoveCost:
    """The change of the average score (negative: worse) and every hard rule the move would break.

    ``changes`` says which part of which group would change. ``str(cost)`` is the whole in words.
    """

    team: str
    to: str
    points: float
    changes: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        """Whether every hard rule still holds."""
        return not self.broken

    def __str__(self) -> str:
        direction = "falls" if self.points < 0 else "rises"
        score = f"the average score {direction} by {abs(self.points):g}" if self.points else "the score stays the same"
        changed = f" ({'; '.join(self.changes)})" if self.changes else ""
        forbidden = f" This would break a rule. {' '.join(self.broken)}" if self.broken else ""
        return f"If {self.team} moves to {self.to}, {score}{changed}.{forbidden}"


def move_cost(proposal: Proposal, team: str, to: str) -> MoveCost:
    """What moving a team to the group labelled ``to`` would cost; facilitators stay where they are."""
    rules = problem_rules(proposal.problem)
    home, goal = proposal.group_of(team), proposal.group(to)
    name = proposal.problem.team(team).name
    if home.label == goal.label:
        raise GroupsInputWrong(f"{name} is already in {to}. Name another group.")
    bit = _mask(rules, (team,))
    leaves, enters = (
        _Changed(rules, home, _mask(rules, home.teams) ^ bit),
        _Changed(rules, goal, _mask(rules, goal.teams) | bit),
    )
    broken = [f"{name} is pinned to {home.label}."] if team in proposal.problem.pinned else []
    broken += [sentence for side in (leaves, enters) for sentence in side.broken()]
    points = round((leaves.gain() + enters.gain()) / POINT / len(proposal.problem.teams), 1)
    return MoveCost(name, to, points, (*leaves.said(), *enters.said()), tuple(dict.fromkeys(broken)))


def explain(proposal: Proposal, team: str) -> str:
    """Why a team is where it is, and what the nearest other place would cost."""
    home = proposal.group_of(team)
    costs = [move_cost(proposal, team, group.label) for group in proposal.groups if group.label != home.label]
    why = f"{proposal.problem.team(team).name} is in {home.label}. {proposal.why[team]}"
    if not costs:
        return why
    return f"{why} {min(costs, key=lambda cost: (len(cost.broken), -cost.points))}"


def _mask(rules: Rules, teams: tuple[str, ...]) -> int:
    return rules.scorer.mask(lambda team: team.key in teams)


@dataclass(frozen=True)
class _Changed:
    """One of the two groups, with the teams it would have after the move."""

    rules: Rules
    group: Group
    mask: int

    def _parts(self) -> tuple[Part, ...]:
        return parts(self.rules, self.mask, self.group.facilitator) if self.mask else ()

    def gain(self) -> int:
        """Thousandths of a point won, over all teams of the group."""
        return self._value(self.mask) - self._value(_mask(self.rules, self.group.teams))

    def _value(self, mask: int) -> int:
        scorer = self.rules.scorer
        leaders = [f.key for f in self.rules.problem.facilitators]
        leader = leaders.index(self.group.facilitator) if self.group.facilitator else 0
        return scorer.worth(mask) + (scorer.fit(mask, leader) or 0)

    def said(self) -> list[str]:
        """Parts that change, with the points before and after."""
        pairs = zip(self.group.parts, self._parts(), strict=False)
        return [
            f"{old.name.lower()} of {self.group.label} {old.points:g} to {new.points:g}"
            for old, new in pairs
            if old.points != new.points
        ]

    def broken(self) -> tuple[str, ...]:
        sentences = self.rules.broken(self.mask, self.group.facilitator)
        return tuple(f"{self.group.label}: {sentence}" for sentence in sentences)
