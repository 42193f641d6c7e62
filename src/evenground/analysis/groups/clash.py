"""When no grouping can keep every rule: which rules clash, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from evenground.analysis.groups.anneal import Grouping, blocks, total
from evenground.analysis.groups.hard import Rules, problem_rules
from evenground.analysis.groups.leaders import assign
from evenground.analysis.groups.problem import Facilitator, NoGrouping, Pair, Problem, listed
from evenground.analysis.groups.words import number

MOST_STEPS = (
    60_000  # of the search for any grouping at all; a number, not a time, so that the answer is always the same
)


def check_numbers(problem: Problem) -> None:
    """What plain counting shows to be impossible."""
    for sentence in _impossible_numbers(problem):
        raise NoGrouping(sentence, clashing=[sentence])


def _impossible_numbers(problem: Problem) -> Iterator[str]:
    teams, groups, bounds = len(problem.teams), problem.groups, problem.bounds
    if groups < 1 or teams < groups * bounds.smallest:
        yield f"{number(teams, 'team')} cannot make {number(groups, 'group')} of at least {bounds.smallest}."
    if teams > groups * bounds.largest:
        yield f"{number(teams, 'team')} do not fit into {number(groups, 'group')} of at most {bounds.largest}."
    labels = sorted(set(problem.pinned.values()))
    if len(labels) > groups:
        yield f"Teams are pinned to {len(labels)} groups ({listed(labels)}), but only {groups} are to be made."
    for role in problem.never_one_of:
        if sum(t.roles.get(role, 0) for t in problem.teams) == 1:
            yield f"There is only one {role} in all, who would be the only one in any group: invite another."
    yield from _too_few_leaders(problem)


def _too_few_leaders(problem: Problem) -> Iterator[str]:
    facilitators = problem.facilitators
    seats = sum(max(0, f.capacity) for f in facilitators)
    if facilitators and seats < problem.groups:
        yield f"{problem.groups} groups need a facilitator each, but those there are can lead only {seats}."
    for team in problem.teams:
        if facilitators and not any(f.may_lead(team) for f in facilitators):
            yield f"No facilitator may lead {team.name}: each has a conflict of interest with it."


def no_grouping(problem: Problem) -> NoGrouping:
    """The error for a problem in which the search found nothing: the smallest set of clashing rules it can find."""
    if possible(problem) is not False:
        return NoGrouping(
            "No grouping that keeps every rule was found, though there may be one: drop a wish and try again.",
            proved=False,
        )
    kept: list[_Rule] = list(_rules(problem))
    for rule in list(kept):
        fewer = [r for r in kept if r is not rule]
        if possible(_only(problem, fewer)) is False:
            kept = fewer
    bounds = problem.bounds
    sizes = f"{bounds.smallest} to {bounds.largest}" if bounds.smallest < bounds.largest else f"{bounds.smallest}"
    setting = f"{number(len(problem.teams), 'team')} in {number(problem.groups, 'group')} of {sizes}"
    words = [rule.words for rule in kept]
    return NoGrouping(f"{setting} cannot keep all of these rules: {'; '.join(words)}.", clashing=words)


@dataclass(frozen=True)
class _Rule:
    words: str
    drop: Callable[[Problem], Problem]


def _rules(problem: Problem) -> Iterator[_Rule]:
    """Every rule that could be dropped, those a programme would drop first at the front."""
    rules = problem_rules(problem)
    for facilitator in problem.facilitators:
        if facilitator.conflicts:
            yield _conflict(facilitator)
    for pair in problem.apart:
        yield _Rule(f"{rules.named(pair)} are kept apart", _without_apart(pair))
    for key, label in problem.pinned.items():
        yield _Rule(f"{problem.team(key).name} is pinned to {label}", _without_pin(key))
    for pair in problem.together:
        yield _Rule(f"{rules.named(pair)} share a group", _without_together(pair))
    for role in problem.never_one_of:
        yield _Rule(f"no group has exactly one {role}", _without_role(role))


def _conflict(facilitator: Facilitator) -> _Rule:
    free = replace(facilitator, conflicts=frozenset())

    def drop(problem: Problem) -> Problem:
        return replace(
            problem, facilitators=tuple(free if f.key == facilitator.key else f for f in problem.facilitators)
        )

    return _Rule(f"{facilitator.name} does not lead {listed(sorted(facilitator.conflicts))}", drop)


def _without_apart(pair: Pair) -> Callable[[Problem], Problem]:
    return lambda problem: replace(problem, apart=tuple(p for p in problem.apart if p != pair))


def _without_together(pair: Pair) -> Callable[[Problem], Problem]:
    return lambda problem: replace(problem, together=tuple(p for p in problem.together if p != pair))


def _without_pin(key: str) -> Callable[[Problem], Problem]:
    return lambda problem: replace(problem, pinned={k: v for k, v in problem.pinned.items() if k != key})


def _without_role(role: str) -> Callable[[Problem], Problem]:
    return lambda problem: replace(problem, never_one_of=tuple(r for r in problem.never_one_of if r != role))


def _only(problem: Problem, kept: list[_Rule]) -> Problem:
    """The problem with these rules and no others."""
    words = {rule.words for rule in kept}
    for rule in list(_rules(problem)):
        if rule.words not in words:
            problem = rule.drop(problem)
    return problem


def possible(problem: Problem) -> bool | None:
    """Whether any grouping keeps every rule; None when the search gave up."""
    return _Search(problem_rules(problem)).run()


def any_grouping(rules: Rules) -> Grouping | None:
    """The first grouping met that keeps every rule, good or not; None when there is none or the search gave up."""
    search = _Search(rules)
    if not search.run():
        return None
    leaders = assign(rules.scorer, search.found) or []
    sets = tuple(zip(search.found, leaders, strict=True))
    return Grouping(sets, total(rules, sets))


class _GaveUpError(Exception):
    pass


class _Search:
    """Depth first: the first team left over gets a group, then the next, until all have one."""

    def __init__(self, rules: Rules) -> None:
        self.rules, self.problem = rules, rules.problem
        self.blocks = blocks(rules)
        self.dead: set[int] = set()
        self.steps = self.wholes = 0
        self.found: list[int] = []

    def run(self) -> bool | None:
        if any(self.rules.clashing(block) for block in self.blocks):
            return False
        try:
            return self._place((1 << len(self.problem.teams)) - 1, [])
        except _GaveUpError:
            return None

    def _place(self, left: int, made: list[int]) -> bool:
        groups = self.problem.groups - len(made)
        if not left or not groups:
            whole = not left and not groups
            self.wholes += whole
            self.found = made
            return whole and assign(self.rules.scorer, made) is not None
        if left in self.dead:
            return False
        first, *free = [block for block in self.blocks if block & left]
        wholes = self.wholes
        for group in self._grown(first, free, left, groups):
            if self._place(left ^ group, [*made, group]):
                return True
        if wholes == self.wholes:  # a dead end whoever leads: no need to come here again
            self.dead.add(left)
        return False

    def _grown(self, group: int, free: list[int], left: int, groups: int) -> Iterator[int]:
        """Every allowed group that holds this one and leaves the others a possible size."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise _GaveUpError
        bounds, rest = self.problem.bounds, (left ^ group).bit_count()
        if group.bit_count() > bounds.largest or self.rules.clashing(group):
            return
        fits = (groups - 1) * bounds.smallest <= rest <= (groups - 1) * bounds.largest
        if fits and not self.rules.count(group):
            yield group
        for n, block in enumerate(free):
            yield from self._grown(group | block, free[n + 1 :], left, groups)
