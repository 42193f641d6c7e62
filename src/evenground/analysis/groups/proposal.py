"""A proposed grouping as a person reads it; the programme decides and signs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from statistics import harmonic_mean
from textwrap import wrap

from evenground.analysis.groups import words
from evenground.analysis.groups.anneal import Grouping
from evenground.analysis.groups.certificate import Certificate
from evenground.analysis.groups.hard import Rules
from evenground.analysis.groups.leaders import deputies
from evenground.analysis.groups.problem import GroupsInputWrong, Problem, Team, listed
from evenground.analysis.groups.scoring import POINT, members


@dataclass(frozen=True)
class Part:
    """One part of a group's score: points, the most there are, and what they rest on."""

    name: str
    points: float
    most: int
    words: str


@dataclass(frozen=True)
class Group:
    """One proposed CIG. ``facilitator`` is None only when the programme has named no facilitators yet.

    ``deputy`` is None where none was asked for or nobody is free.
    """

    label: str
    teams: tuple[str, ...]
    facilitator: str | None
    parts: tuple[Part, ...]
    warnings: tuple[str, ...] = ()
    deputy: str | None = None

    @property
    def score(self) -> float:
        """Points of the group, of about 100."""
        return round(sum(part.points for part in self.parts), 1)


@dataclass(frozen=True)
class Proposal:
    """Groups, why each team is where it is, and how good the whole is against the best possible."""

    groups: tuple[Group, ...]
    why: Mapping[str, str]
    certificate: Certificate
    problem: Problem = field(repr=False)

    @property
    def worst(self) -> float:
        """Score of the weakest group."""
        return min(group.score for group in self.groups)

    @property
    def harmonic_mean(self) -> float:
        """Harmonic mean of the groups' scores: one weak group pulls it down; 0 when a group has no points."""
        return round(harmonic_mean([max(0.0, group.score) for group in self.groups]), 1)

    @property
    def average(self) -> float:
        """Score of the average team's group."""
        scores = [(group.score, len(group.teams)) for group in self.groups]
        return round(sum(score * size for score, size in scores) / sum(size for _, size in scores), 1)

    def group(self, label: str) -> Group:
        """The group with this label."""
        for group in self.groups:
            if group.label == label:
                return group
        raise GroupsInputWrong(f"There is no group “{label}”. The groups are {listed(g.label for g in self.groups)}.")

    def group_of(self, team: str) -> Group:
        """The group a team is in."""
        self.problem.team(team)
        return next(group for group in self.groups if team in group.teams)

    def renamed(self, names: Mapping[str, str]) -> Proposal:
        """The same with the groups under the names people know them by."""
        groups = tuple(replace(group, label=names.get(group.label, group.label)) for group in self.groups)
        return replace(self, groups=groups)

    def to_json(self) -> str:
        """Everything but the input, as JSON."""
        content = {
            "groups": [{**asdict(group), "score": group.score} for group in self.groups],
            "why": dict(self.why),
            "certificate": asdict(self.certificate),
            "worst": self.worst,
            "harmonic_mean": self.harmonic_mean,
            "average": self.average,
        }
        return json.dumps(content, ensure_ascii=False, indent=1)

    def __str__(self) -> str:
        head = [
            f"{words.number(len(self.problem.teams), 'team')} in {words.number(len(self.groups), 'group')}. "
            f"Weakest group {self.worst:g} points, harmonic mean {self.harmonic_mean:g}.",
            self.certificate.sentence,
        ]
        return "\n".join(head + [line for group in self.groups for line in self._printed(group)])

    def _printed(self, group: Group) -> Iterable[str]:
        led = f", led by {self.problem.facilitator(group.facilitator).name}" if group.facilitator else ""
        yield from ("", f"{group.label} ({group.score:g} points){led}")
        if group.deputy:
            teams = [self.problem.team(key) for key in group.teams]
            yield f"  Deputy: {words.deputy_said(self.problem.facilitator(group.deputy), teams)}"
        for key in group.teams:
            yield from wrap(
                f"{self.problem.team(key).name}: {self.why[key]}", 100, initial_indent="  - ", subsequent_indent="    "
            )
        yield from (f"  {part.name}: {part.points:g} of {part.most}. {part.words}" for part in group.parts)
        yield from (f"  Note: {warning}" for warning in group.warnings)


def proposal_of(rules: Rules, grouping: Grouping, certificate: Certificate) -> Proposal:
    """Put a grouping into words."""
    problem = rules.problem
    inside = [[problem.teams[i] for i in members(mask)] for mask, _ in grouping.sets]
    names = words.labels(problem, inside)
    groups: list[Group] = []
    why: dict[str, str] = {}
    seconds = deputies(rules.scorer, grouping.sets) if problem.deputies else [None] * len(grouping.sets)
    for (mask, leader), teams, label, second in zip(grouping.sets, inside, names, seconds, strict=True):
        facilitator = problem.facilitators[leader].key if problem.facilitators else None
        deputy = None if second is None else problem.facilitators[second].key
        keys = tuple(t.key for t in teams)
        scored = parts(rules, mask, facilitator)
        groups.append(Group(label, keys, facilitator, scored, _warnings(rules, mask, deputy), deputy))
        why |= {t.key: words.reason(t, teams, label, problem) for t in teams}
    return Proposal(tuple(groups), {t.key: why[t.key] for t in problem.teams}, certificate, problem)


def parts(rules: Rules, mask: int, facilitator: str | None) -> tuple[Part, ...]:
    """Every part of a group's score."""
    scorer, problem, weights = rules.scorer, rules.problem, rules.problem.weights
    inside = list(members(mask))
    teams = [problem.teams[i] for i in inside]
    size = len(inside) * POINT
    most_roles = len(weights.roles) * (weights.present + weights.again)
    mixed = [words.mixed_said((t.organisation for t in teams), "organisation", "organisations")]
    mixed += [words.mixed_said((t.area for t in teams), "area", "areas")]
    found = [
        Part(
            "Themes",
            _shown(scorer.themes(inside), size),
            _most_themes(problem),
            words.themes_said(teams, weights),
        ),
        Part("Roles", _shown(scorer.roles(inside), POINT), most_roles, words.roles_said(teams, weights)),
        Part("Organisations", _shown(scorer.organisations(inside), size), weights.organisations, mixed[0]),
        Part("Areas", _shown(scorer.areas(inside), size), weights.areas, mixed[1]),
    ]
    if facilitator is not None:
        leader = [f.key for f in problem.facilitators].index(facilitator)
        known = words.facilitator_said(problem.facilitators[leader], teams)
        found.append(Part("Facilitator", _shown(scorer.fit(mask, leader) or 0, size), weights.facilitator, known))
    for name in problem.further:
        points = _shown(scorer.further(name, mask, inside), size)
        found.append(Part(name.capitalize(), points, getattr(weights, name), _further_said(name, teams, problem)))
    return tuple(found)


def _further_said(name: str, teams: Sequence[Team], problem: Problem) -> str:
    if name == "stability":
        return words.stability_said(teams, problem)
    return {"wishes": words.wishes_said, "days": words.days_said, "mode": words.mode_said}[name](teams)


def _shown(thousandths: int, divisor: int) -> float:
    return round(thousandths / divisor, 1)


def _most_themes(problem: Problem) -> int:
    """What a pair alike in every kind would get; kinds beyond the usual count where any team has them."""
    kinds, weights = {words.kind_of(theme) for team in problem.teams for theme in team.themes}, problem.weights
    return sum(weights.themes.values()) + weights.other_theme * len(kinds - set(weights.themes))


def _warnings(rules: Rules, mask: int, deputy: str | None) -> tuple[str, ...]:
    watched: Sequence[tuple[str, list[int]]] = list(zip(rules.problem.never_one_of, rules.scorer.watched, strict=True))
    lacking = [role for role, people in watched if not any(people[i] for i in members(mask))]
    said = [f"No {role} in this group: there are not enough to go round." for role in lacking]
    return (*said, *(["Nobody is free to deputise here."] if rules.problem.deputies and deputy is None else []))
