"""Form groups: check, search, certify, put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from evenground.analysis.groups.anneal import Grouping, annealing, total
from evenground.analysis.groups.certificate import Certificate, certify, cut_short
from evenground.analysis.groups.child import Limits, last_of
from evenground.analysis.groups.clash import any_grouping, check_numbers, no_grouping
from evenground.analysis.groups.hard import problem_rules
from evenground.analysis.groups.problem import (
    Bounds,
    Facilitator,
    GroupsInputWrong,
    Pair,
    Problem,
    Team,
    Weights,
    checked,
    listed,
)
from evenground.analysis.groups.proposal import Proposal, proposal_of


def form_groups(
    teams: Sequence[Team],
    facilitators: Sequence[Facilitator] = (),
    *,
    bounds: Bounds | None = None,
    groups: int | None = None,
    pinned: Mapping[str, str] | None = None,
    together: Iterable[Iterable[str]] = (),
    apart: Iterable[Iterable[str]] = (),
    previous: Mapping[str, str] | None = None,
    never_one_of: Iterable[str] = ("public adviser",),
    weights: Weights | None = None,
    deputies: bool = False,
    seed: int = 1,
    certificate_seconds: float = 20.0,
    limits: Limits | None = None,
    on_better: Callable[[Grouping], None] | None = None,
) -> Proposal:
    """Propose Collaborative Implementation Groups in which nobody is stranded.

    The first answer depends on the input and the seed only. What follows looks for a better one until it is proved
    that there is none, or ``certificate_seconds`` have passed.

    Parameters
    ----------
    teams, facilitators
        Facilitators may be left out while the programme has none; groups then have no leader.
    bounds
        Smallest and largest group; 3 to 5 teams unless said otherwise.
    groups
        How many groups; left out, as many as make the average group lie in the middle of ``bounds``.
    pinned
        Team key to group label: these teams are together, and apart from teams pinned to another label.
    together, apart
        Pairs of team keys.
    previous
        Team key to its group last time; not every team need be there.
    never_one_of
        Roles of which no group has exactly one person. A group without any is accepted only when unavoidable.
    deputies
        Whether to name a second facilitator for each group.
    certificate_seconds
        Wall-clock limit of the proof; 0 leaves it out.
    limits
        Time and memory that no search may exceed; when they end it early, the best found so far is given.
    on_better
        Told every grouping on the way that is better than those before. Ctrl-C keeps the last.

    Raises
    ------
    GroupsInputWrong
        If the input names somebody who is not there or contradicts itself.
    NoGrouping
        If no grouping keeps every hard rule; the sentence names the rules that clash.
    """
    problem = make_problem(
        teams,
        facilitators,
        bounds=bounds,
        groups=groups,
        pinned=pinned,
        together=together,
        apart=apart,
        previous=previous,
        never_one_of=never_one_of,
        weights=weights,
        deputies=deputies,
    )
    return formed(problem, seed=seed, certificate_seconds=certificate_seconds, limits=limits, on_better=on_better)


def formed(
    problem: Problem,
    *,
    seed: int = 1,
    certificate_seconds: float = 20.0,
    limits: Limits | None = None,
    on_better: Callable[[Grouping], None] | None = None,
) -> Proposal:
    """As `form_groups`, of a problem already made."""
    check_numbers(problem)
    rules = problem_rules(problem)
    found = last_of(first_answers, problem, seed, limits=limits, on_better=on_better)
    if found.ending != "done":
        return proposal_of(rules, found.answer, cut_short(rules, found.answer))
    return proposal_of(rules, *certify(rules, found.answer, seconds=certificate_seconds, limits=limits))


def first_answers(problem: Problem, seed: int) -> Iterator[Grouping]:
    """Groupings that keep every rule, each better than those before."""
    rules = problem_rules(problem)
    kept = False
    for grouping in annealing(rules, seed=seed):
        if not grouping.broken:
            kept = True
            yield grouping
    if not kept:
        start = any_grouping(rules)
        if start is None:
            raise no_grouping(problem)
        yield start


def make_problem(
    teams: Sequence[Team],
    facilitators: Sequence[Facilitator] = (),
    *,
    bounds: Bounds | None = None,
    groups: int | None = None,
    pinned: Mapping[str, str] | None = None,
    together: Iterable[Iterable[str]] = (),
    apart: Iterable[Iterable[str]] = (),
    previous: Mapping[str, str] | None = None,
    never_one_of: Iterable[str] = ("public adviser",),
    weights: Weights | None = None,
    deputies: bool = False,
) -> Problem:
    """What `form_groups` is asked, checked and in one piece."""
    limits = bounds or Bounds()
    problem = Problem(
        teams=tuple(teams),
        facilitators=tuple(facilitators),
        bounds=limits,
        groups=usual_number(len(teams), limits) if groups is None else groups,
        pinned=dict(pinned or {}),
        together=_pairs(together),
        apart=_pairs(apart),
        previous=dict(previous or {}),
        never_one_of=tuple(never_one_of),
        weights=weights or Weights(),
        deputies=deputies,
    )
    return checked(problem)


def as_arranged(problem: Problem, groups: Sequence[tuple[Iterable[str], str | None]]) -> Proposal:
    """A grouping made by hand in the words of a proposal: each group's team keys and the key of its facilitator.

    Hard rules are not enforced here: the people decide. `move_cost` and ``Rules.broken`` say what is broken.
    """
    rules = problem_rules(problem)
    number = {t.key: i for i, t in enumerate(problem.teams)}
    leaders = [f.key for f in problem.facilitators]
    groups = [(tuple(keys), who) for keys, who in groups]
    placed = sorted(key for keys, _ in groups for key in keys)
    if placed != sorted(t.key for t in problem.teams):
        raise GroupsInputWrong(f"Each team must be in one group, once. Placed were {listed(placed) or 'none'}.")
    sets = tuple((sum(1 << number[key] for key in keys), leaders.index(who) if who else 0) for keys, who in groups)
    return proposal_of(rules, Grouping(sets, total(rules, sets)), Certificate(False, None, "Arranged by hand."))


def usual_number(teams: int, bounds: Bounds) -> int:
    """As many groups as make the average one lie in the middle of the bounds, within what is possible."""
    fewest, most = -(-teams // bounds.largest), teams // bounds.smallest
    middle = round(2 * teams / (bounds.smallest + bounds.largest))
    return max(1, min(max(middle, fewest), max(most, 1)))


def _pairs(wishes: Iterable[Iterable[str]]) -> tuple[Pair, ...]:
    return tuple(frozenset(pair) for pair in wishes)
