"""People into teams by rules in order of priority. Start with `assemble`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from evenground.analysis.groups.child import Limits, last_of
from evenground.analysis.groups.problem import GroupsInputWrong, Pair
from evenground.analysis.groups.teaming.blocks import Block, blocks_of
from evenground.analysis.groups.teaming.checking import checked
from evenground.analysis.groups.teaming.costs import Costs
from evenground.analysis.groups.teaming.problem import LARGER, Member, NoTeams, Size, TeamsProblem, even_sizes
from evenground.analysis.groups.teaming.rules import Cluster, Rule, is_hard, value_said
from evenground.analysis.groups.teaming.search import costs_of, searching
from evenground.analysis.groups.teaming.teams import Teams, teams_of

APART, WHOLE = "who must be apart", "units and wishes to be together"


def assemble(
    people: TeamsProblem | Iterable[Member],
    *,
    size: int | None = None,
    groups: int | None = None,
    sizes: Sequence[Size] = (),
    leftover: str = LARGER,
    rules: Sequence[Rule] = (),
    together: Iterable[Iterable[str]] = (),
    apart: Iterable[Iterable[str]] = (),
    seed: int = 1,
    limits: Limits | None = None,
    on_better: Callable[[Teams], object] | None = None,
) -> Teams:
    """Put people into groups; units stay whole, and no rule is given up for a later one.

    Parameters
    ----------
    people
        Everybody; or a whole problem, and then nothing else about it.
    size, groups, sizes, leftover
        People in each group, or how many groups (see `even_sizes`), or bounds for each group.
    rules
        In order of priority. A rule with ``hard=True`` goes before those without, and an answer must keep it.
    together, apart
        Pairs of keys that must, and must not, share a group.
    seed
        The same input and seed give the same groups.
    limits
        Time and memory that no search may exceed, ten minutes unless said; when they end it, the best so far is given.
    on_better
        Told every better answer on the way. Ctrl-C there or elsewhere ends the search with the best so far.

    Raises
    ------
    GroupsInputWrong
        If what was given contradicts itself: which rows, and what to change.
    NoTeams
        If units do not fit the sizes, or no groups were found that keep every hard rule: which rules clash.

    Examples
    --------
    >>> from evenground.analysis.groups.teaming import Cluster
    >>> people = [Member(key, attributes={"role": role}) for key, role in zip("abcdef", "pnpnnn")]
    >>> print(assemble(people, size=3, rules=[Cluster("role", ("p",))]).rules[0].says)
    Kept: leave nobody with role “p” alone; nobody is alone.
    """
    if isinstance(people, TeamsProblem):
        if size or groups or sizes or rules or [*together] or [*apart]:
            raise GroupsInputWrong(
                "A whole problem was given, and sizes, rules or wishes besides. Put them into the problem."
            )
        problem = people
    else:
        problem = _problem(tuple(people), size, groups, sizes, leftover)
        problem = replace(problem, rules=tuple(rules), together=_pairs(together), apart=_pairs(apart))
    checked(problem)
    blocks = blocks_of(problem)
    _check_apart(problem, blocks)
    costs = Costs(problem, blocks)
    _check_hard(costs)
    limits = limits or Limits(seconds=600)
    places, stopped = _searched(costs, seed, limits, on_better)
    if costs.level_broken(costs_of(costs, places)):
        raise _clash(problem, seed, limits, stopped)
    return teams_of(costs, places, stopped=stopped)


def _problem(
    members: tuple[Member, ...], size: int | None, groups: int | None, sizes: Sequence[Size], leftover: str
) -> TeamsProblem:
    if sizes and (size or groups):
        raise GroupsInputWrong("Sizes are given twice. Give bounds for each group, or one size, or a number of groups.")
    if not members:
        return TeamsProblem((), (Size(1, 1),))  # the check says that there is nobody
    return TeamsProblem(members, tuple(sizes) or even_sizes(len(members), size=size, groups=groups, leftover=leftover))


def _pairs(pairs: Iterable[Iterable[str]]) -> tuple[Pair, ...]:
    return tuple(frozenset(pair) for pair in pairs)


def _check_apart(problem: TeamsProblem, blocks: Sequence[Block]) -> None:
    place = {problem.members[n].key: b for b, block in enumerate(blocks) for n in block.people}
    for pair in problem.apart:
        a, b = sorted(pair)
        if place[a] == place[b]:
            raise GroupsInputWrong(
                f"“{a}” and “{b}” must be apart, but a unit or a wish to be together ties them. Drop one of the two."
            )


def _check_hard(costs: Costs) -> None:
    """One person of a kind is alone wherever they are."""
    for level, rule in enumerate(costs.levels[: costs.hard]):
        if not isinstance(rule, Cluster):
            continue
        named = rule.values or tuple(dict.fromkeys(filter(None, costs.column(rule.attribute))))
        for value, having in zip(named, costs.shares[level], strict=True):
            if sum(having) == 1:
                who = costs.problem.members[having.index(1)].where
                raise NoTeams(
                    f"Only one {'unit' if rule.by_unit else 'person'} has {value_said(value)} as “{rule.attribute}”"
                    f" ({who}), and so is alone in any group. Make the rule a wish, or put several values together.",
                    clashing=(str(rule),),
                )


def answers(problem: TeamsProblem, seed: int) -> Iterator[list[int]]:
    """Places of the blocks, each better than those before; the first before any search."""
    told: list[int] = []
    for places in searching(Costs(problem, blocks_of(problem)), seed=seed):
        if places != told:
            told = list(places)
            yield told


def _searched(
    costs: Costs, seed: int, limits: Limits, on_better: Callable[[Teams], object] | None
) -> tuple[list[int], bool]:
    """The best places, and whether somebody or a limit ended the search."""

    def tell(places: list[int]) -> None:
        if on_better:
            on_better(teams_of(costs, places, stopped=False))

    found = last_of(answers, costs.problem, seed, limits=limits, on_better=tell)
    return found.answer, found.ending != "done"


def _clash(problem: TeamsProblem, seed: int, limits: Limits, stopped: bool) -> NoTeams:
    """Leave out one hard rule after the other: those without which it still fails are not needed for the clash."""
    if stopped:
        return NoTeams("The search was ended before it found groups that keep every hard rule.", proved=False)
    needed = replace(problem, rules=tuple(rule for rule in problem.rules if is_hard(rule)))
    for rule in needed.rules:
        needed = _without(
            needed, replace(needed, rules=tuple(each for each in needed.rules if each != rule)), seed, limits
        )
    needed = _without(needed, replace(needed, apart=()), seed, limits)
    loose = replace(needed, members=tuple(replace(m, unit="") for m in needed.members), together=())
    needed = _without(needed, loose, seed, limits)
    tied = len(blocks_of(needed)) < len(needed.members)
    named = [*map(str, needed.rules), *([APART] if needed.apart else []), *([WHOLE] if tied else [])]
    return NoTeams(
        f"No groups were found that keep all of this: {'; '.join(named)}. Give up one, or change the sizes.",
        clashing=named,
        proved=False,
    )


def _without(problem: TeamsProblem, fewer: TeamsProblem, seed: int, limits: Limits) -> TeamsProblem:
    """The problem with fewer demands, if that has no answer either."""
    if fewer == problem or not (fewer.rules or fewer.apart):
        return problem
    costs = Costs(fewer, blocks_of(fewer))
    places, _ = _searched(costs, seed, limits, None)
    return fewer if costs.level_broken(costs_of(costs, places)) else problem
