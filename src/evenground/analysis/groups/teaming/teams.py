"""Teams as a person reads them: who is where, which rules hold, and how alike the groups are."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from statistics import fmean, pstdev
from textwrap import wrap

from evenground.analysis.groups.problem import GroupsInputWrong
from evenground.analysis.groups.teaming import words
from evenground.analysis.groups.teaming.costs import SCALE, Costs
from evenground.analysis.groups.teaming.problem import TeamsProblem
from evenground.analysis.groups.teaming.rules import Alike, Diverse, attributes, is_hard
from evenground.analysis.groups.teaming.search import grouped
from evenground.analysis.groups.teaming.tallies import BROKEN
from evenground.analysis.results.spreadsheet import defused


@dataclass(frozen=True)
class Verdict:
    """What became of one rule.

    Parameters
    ----------
    rule
        In words.
    amount
        Zero when it is kept. People too many or too few for distribute, lone people for cluster, groups mixed for
        aggregate, groups off for balance; for wishes about pairs the mean difference of two people of one group.
    groups
        Names of the groups that break it.
    best
        Whether it is proved that no grouping does better, were this the only rule.
    says
        All of it in a sentence.
    """

    rule: str
    amount: float
    groups: tuple[str, ...]
    best: bool
    says: str

    @property
    def kept(self) -> bool:
        """Whether no group breaks it."""
        return not self.groups


@dataclass(frozen=True)
class Team:
    """One group: keys and names of its people, and what they bring in a sentence."""

    name: str
    keys: tuple[str, ...]
    people: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class Spread:
    """How different people are within groups, and groups from one another, in one attribute.

    ``within``: for a text the mean number of different values in a group, for a number the mean standard deviation.
    ``between``: for a text the mean share of a group that would have to change for it to be like the whole, for a
    number the standard deviation of the groups' means. Diverse groups that are alike have a great one and a small one.
    """

    attribute: str
    numeric: bool
    within: float
    between: float

    def __str__(self) -> str:
        if self.numeric:
            return (
                f"{self.attribute}: standard deviation {self.within:.2f} within a group on average,"
                f" {self.between:.2f} between the groups’ means."
            )
        return (
            f"{self.attribute}: {self.within:.1f} different values in a group on average;"
            f" {self.between:.0%} of a group would have to change for it to be like the whole."
        )


@dataclass(frozen=True)
class Teams:
    """Groups, every rule with what became of it, and how diverse and how alike the groups are.

    ``stopped`` says that the search was ended early, by Ctrl-C or by a cap in seconds: the best so far.
    """

    groups: tuple[Team, ...]
    rules: tuple[Verdict, ...]
    spread: tuple[Spread, ...]
    stopped: bool
    problem: TeamsProblem = field(repr=False)

    @property
    def broken(self) -> tuple[Verdict, ...]:
        """The rules that are not kept in every group."""
        return tuple(verdict for verdict in self.rules if not verdict.kept)

    def group_of(self, key: str) -> Team:
        """The group somebody is in."""
        for group in self.groups:
            if key in group.keys:
                return group
        raise GroupsInputWrong(f"“{key}” is not among the people of these groups. Mend the name.")

    def to_csv(self) -> str:
        """A row for each person: group, key, name, unit and everything known."""
        names = list(dict.fromkeys(name for member in self.problem.members for name in member.attributes))
        members = {member.key: member for member in self.problem.members}
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([defused(name) for name in ["group", "person", "name", "unit", *names]])
        for group in self.groups:
            for key in group.keys:
                member = members[key]
                row = [group.name, key, str(member), member.unit, *(member.value(name) for name in names)]
                writer.writerow([defused(cell) for cell in row])
        return out.getvalue()

    def to_json(self) -> str:
        """Everything but the input."""
        content = {
            "groups": [asdict(group) for group in self.groups],
            "rules": [{**asdict(verdict), "kept": verdict.kept} for verdict in self.rules],
            "spread": [asdict(spread) for spread in self.spread],
            "stopped": self.stopped,
        }
        return json.dumps(content, ensure_ascii=False, indent=1)

    def __str__(self) -> str:
        people = len(self.problem.members)
        lines = [f"{people} people in {len(self.groups)} {'group' if len(self.groups) == 1 else 'groups'}."]
        lines += ["Stopped early: these are the best groups so far."] if self.stopped else []
        lines += [f"{number}. {verdict.says}" for number, verdict in enumerate(self.rules, 1)]
        lines += [str(spread) for spread in self.spread]
        for group in self.groups:
            lines += ["", f"{group.name} ({len(group.keys)})"]
            lines += wrap(", ".join(group.people), 100, initial_indent="  ", subsequent_indent="  ")
            lines += wrap(group.says, 100, initial_indent="  ", subsequent_indent="  ")
        return "\n".join(lines)


def teams_of(costs: Costs, place: Sequence[int], *, stopped: bool) -> Teams:
    """Put a grouping into words."""
    problem = costs.problem
    groups = grouped(costs, place)
    if len(set(problem.sizes)) == 1:
        groups.sort()  # groups with sizes of their own keep the places those were given for
    columns = [(name, costs.column(name)) for name in dict.fromkeys(a for r in problem.rules for a in attributes(r))]
    names = [f"Group {number}" for number in range(1, len(groups) + 1)]
    made = tuple(_team(problem, name, people, columns) for name, people in zip(names, groups, strict=True))
    verdicts = {rule: _verdict(costs, level, groups, names) for level, rule in enumerate(costs.levels)}
    spread = tuple(_spread(name, column, groups) for name, column in columns)
    return Teams(made, tuple(verdicts[rule] for rule in problem.rules), spread, stopped, problem)


def _team(problem: TeamsProblem, name: str, people: Sequence[int], columns: Sequence[tuple[str, list[str]]]) -> Team:
    members = [problem.members[n] for n in people]
    said = words.inside_said(columns, people)
    return Team(name, tuple(m.key for m in members), tuple(str(m) for m in members), said)


def _verdict(costs: Costs, level: int, groups: Sequence[Sequence[int]], names: Sequence[str]) -> Verdict:
    rule, found = costs.levels[level], [costs.group_cost(level, people) for people in groups]
    total, least = sum(cost.amount for cost in found), costs.least()[level + 1]
    if isinstance(rule, Diverse | Alike):
        return _paired(costs, rule, total, groups)
    broken = tuple(name for name, cost in zip(names, found, strict=True) if cost.broken)
    amount, bound = (each if each < BROKEN else each // BROKEN for each in (total, least or 0))
    best = amount == bound
    if not broken:
        return Verdict(str(rule), 0, (), True, f"Kept: {rule}; {words.kept_said(rule)}.")
    known = words.bound_said(best, bound)
    hard = "Broken, though it must be kept" if is_hard(rule) else "Broken"
    return Verdict(
        str(rule), amount, broken, best, f"{hard}: {rule}; {words.broken_said(rule, broken, amount)}. {known}"
    )


def _paired(costs: Costs, rule: Diverse | Alike, total: int, groups: Sequence[Sequence[int]]) -> Verdict:
    pairs = sum(len(people) * (len(people) - 1) // 2 for people in groups) or 1
    everybody = len(costs.problem.members)
    overall = int(costs.pairwise[rule].sum()) / (everybody * (everybody - 1)) / SCALE
    mean = abs(total) / pairs / SCALE
    return Verdict(str(rule), mean, (), False, f"As far as found: {rule}; {words.pairs_said(rule, mean, overall)}.")


def _spread(name: str, column: list[str], groups: Sequence[Sequence[int]]) -> Spread:
    inside = [[column[n] for n in people if column[n]] for people in groups]
    inside = [values for values in inside if values]
    if words.is_measured(column):
        numbers = [[float(value) for value in values] for values in inside]
        return Spread(name, True, fmean(map(pstdev, numbers)), pstdev(map(fmean, numbers)))
    whole = _shares(value for value in column if value)
    shares = map(_shares, inside)
    between = fmean(sum(abs(each.get(value, 0) - whole[value]) for value in whole) / 2 for each in shares)
    return Spread(name, False, fmean(len(set(values)) for values in inside), between)


def _shares(values: Iterable[str]) -> dict[str, float]:
    counts = Counter(values)
    return {value: count / counts.total() for value, count in counts.items()}
