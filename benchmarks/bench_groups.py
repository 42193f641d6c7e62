"""Forming groups: seconds to a first answer, seconds to its certificate, and the gap, beside a greedy grouping.

Made-up cohorts of 9 and 16 teams (the paper's two), and from 24 to 400. Run from the project root:

    PYTHONPATH=src:. python benchmarks/bench_groups.py
"""

import resource
from time import perf_counter

from tests.analysis.groups.made_up import cohort

from evenground.analysis.groups import make_problem
from evenground.analysis.groups.anneal import Grouping, anneal, total
from evenground.analysis.groups.certificate import certify, sets_to_weigh
from evenground.analysis.groups.hard import Rules, problem_rules
from evenground.analysis.groups.leaders import assign

SIZES = [(9, 3), (16, 4), (24, 6), (40, 10), (100, 25), (400, 100)]
LIMIT = 60.0


def greedy(rules: Rules) -> Grouping:
    """Each team in turn goes where it adds most now, into a group that has room; what it breaks is counted."""
    groups, size, problem = [0] * rules.problem.groups, rules.scorer.size, rules.problem
    room = [size // problem.groups + (n < size % problem.groups) for n in range(problem.groups)]
    for team in range(size):
        free = [g for g in range(len(groups)) if groups[g].bit_count() < room[g]]
        gain = {g: rules.scorer.worth(groups[g] | 1 << team) - rules.scorer.worth(groups[g]) for g in free}
        groups[max(free, key=gain.__getitem__)] |= 1 << team
    leaders = assign(rules.scorer, groups)
    broken = sum(rules.count(mask) for mask in groups) + (leaders is None)
    sets = tuple(zip(groups, leaders or [0] * len(groups), strict=True))
    return Grouping(sets, total(rules, sets), broken)


def measure(size: int, groups: int, seed: int) -> str:
    """One row of the table."""
    teams, facilitators = cohort(size, seed=seed)
    rules = problem_rules(make_problem(teams, facilitators, groups=groups))
    simple = greedy(rules)
    start = perf_counter()
    first = anneal(rules, seed=1)
    answered = perf_counter() - start
    best, certificate = certify(rules, first, seconds=LIMIT)
    done = perf_counter() - start
    value = [f"{g.value / size / 1000:.2f}" for g in (simple, first, best)]
    gap = "proved" if certificate.proved else "none" if certificate.gap is None else f"{certificate.gap:.1%}"
    sets = sets_to_weigh(rules.problem)
    return (
        f"| {size} / {groups} | {seed} | {sets:,} | {value[0]} ({simple.broken} broken) "
        f"| {value[1]} ({first.broken} broken) | {answered:.2f} | {value[2]} | {done:.2f} | {gap} |"
    )


def main() -> None:
    print("Points are those of the average team's group.")
    print("| teams / groups | cohort | sets | greedy | first answer | seconds | with certificate | seconds | gap |")
    print("|---|---|---|---|---|---|---|---|---|")
    for size, groups in SIZES:
        for seed in (0, 1):
            print(measure(size, groups, seed), flush=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nMost memory of a search for a proof: {peak:.0f} MB")


if __name__ == "__main__":
    main()
