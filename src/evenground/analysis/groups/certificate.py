"""How good a grouping is against the best possible, proved in a child process that is stopped when its time is up."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Any

import evenground
from evenground.analysis.groups.anneal import Grouping, total
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


def certify(rules: Rules, grouping: Grouping, *, seconds: float) -> tuple[Grouping, Certificate]:
    """The grouping, or a better one found on the way, with its certificate.

    The time limit is the wall clock's: on a slow machine a proof may be missing that a fast one finds.
    """
    problem = rules.problem
    bound, proved = rules.scorer.ceiling(), False
    if seconds > 0 and sets_to_weigh(problem) <= MOST_SETS:
        for line in _lines(problem, grouping, seconds):
            bound = min(bound, line.get("bound", bound))
            proved = proved or bool(line.get("done"))
            grouping = _better(rules, grouping, line.get("found", []))
    return grouping, _worded(rules.scorer, grouping, bound, proved=proved)


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


def _lines(problem: Problem, grouping: Grouping, seconds: float) -> list[dict[str, Any]]:
    """Every whole line the child wrote before it ended or was killed."""
    source = str(Path(evenground.__file__).resolve().parents[1])
    paths = [source, os.environ.get("PYTHONPATH", "")]
    child = subprocess.Popen(  # our own module; nothing of the user's on the command line
        [sys.executable, "-m", "evenground.analysis.groups.partition"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
    )
    task = pickle.dumps((problem, list(grouping.sets), grouping.value))
    try:
        written, _ = child.communicate(task, timeout=seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        written, _ = child.communicate()
    whole = written.decode().split("\n")[:-1]
    return [json.loads(line) for line in whole]


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
