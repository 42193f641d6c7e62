"""How good a grouping is against the best possible, proved in a child process that is stopped when its time is up."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from math import comb

from evenground.analysis.groups.anneal import Grouping, total
from evenground.analysis.groups.child import Child, Limits
from evenground.analysis.groups.hard import Rules
from evenground.analysis.groups.problem import Problem
from evenground.analysis.groups.scoring import Scorer, members

MOST_SETS = 1_000_000
LOOSE = 0.5  # a bound twice as high as the answer tells nobody anything


@dataclass(frozen=True)
class Certificate:
    """What is known about better groupings.

    ``proved`` says that none exists; otherwise ``gap`` is the share of the best possible that might still be gained,
    or None when no useful bound is known.
    """

    proved: bool
    gap: float | None
    sentence: str


def certify(
    rules: Rules, grouping: Grouping, *, seconds: float, limits: Limits | None = None
) -> tuple[Grouping, Certificate]:
    """The grouping, or a better one found on the way, with its certificate.

    The time limit is the wall clock's: on a slow machine a proof may be missing that a fast one finds.
    """
    problem, limits = rules.problem, limits or Limits()
    bound, proved = rules.scorer.ceiling(), False
    if seconds > 0 and sets_to_weigh(problem) <= MOST_SETS:
        from evenground.analysis.groups import partition  # with SciPy, half a second to load

        limits = replace(limits, seconds=min(seconds, limits.seconds))
        child = Child(partition.search, problem, list(grouping.sets), grouping.value, limits=limits)
        with child, suppress(KeyboardInterrupt):  # who waits no longer gets what is known so far
            for line in child:
                bound = min(bound, line.get("bound", bound))
                proved = proved or bool(line.get("done"))
                grouping = _better(rules, grouping, line.get("found", []))
    return grouping, _worded(rules.scorer, grouping, bound, proved=proved)


def cut_short(rules: Rules, grouping: Grouping) -> Certificate:
    """For a grouping whose search was ended early."""
    known = _worded(rules.scorer, grouping, rules.scorer.ceiling(), proved=False)
    return replace(known, sentence=f"The search was ended early; this is the best found so far. {known.sentence}")


def sets_to_weigh(problem: Problem) -> int:
    """How many sets of teams have an allowed size."""
    return sum(comb(len(problem.teams), n) for n in range(problem.bounds.smallest, problem.bounds.largest + 1))


def _better(rules: Rules, grouping: Grouping, found: Iterable[Iterable[int]]) -> Grouping:
    """The grouping found, when it is whole, keeps the rules and is worth more."""
    sets = tuple(sorted(((mask, who) for mask, who in found), key=lambda s: s[0] & -s[0]))
    covered = sum(mask for mask, _ in sets)
    broken = sum(rules.count(mask) + (rules.scorer.fit(mask, who) is None) for mask, who in sets)
    if covered != (1 << rules.scorer.size) - 1 or broken or total(rules, sets) <= grouping.value:
        return grouping
    return Grouping(sets, total(rules, sets))


def _worded(scorer: Scorer, grouping: Grouping, bound: int, *, proved: bool) -> Certificate:
    if proved:
        return Certificate(True, 0.0, "No better grouping exists: every group the rules allow was weighed.")
    forgiven = scorer.lacking * sum(scorer.missing(list(members(mask))) for mask, _ in grouping.sets)
    value, best = grouping.value + forgiven, bound + forgiven
    gap = (best - value) / best if best > 0 else 1.0
    if gap > LOOSE:
        return Certificate(False, None, "This is the best grouping found; it is not proved to be the best possible.")
    percent = max(0.1, round(100 * gap + 0.05, 1))
    return Certificate(False, gap, f"This grouping is within {percent:g} % of the best possible.")
