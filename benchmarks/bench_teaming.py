"""Teams by rules in order: seconds, people alone, groups mixed and spread, beside a plain swap climber.

The class is made up in the shape of GroupEng's published sample (105 people, eight rules), once, 3 and 10 times as large,
written and read in its format. The plain climber swaps two people whenever no earlier rule gets worse, for as long as
we take. Then maximally diverse groups beside swaps from random starts, for as long. Run from the project root:

    PYTHONPATH=src:. python benchmarks/bench_teaming.py
"""

import resource
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import fmean
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.analysis.groups.teaming.made_up import write_groupeng

from evenground.analysis.groups.teaming import Diverse, Member, TeamsProblem, assemble, even_sizes, read_groupeng
from evenground.analysis.groups.teaming.blocks import blocks_of
from evenground.analysis.groups.teaming.costs import Costs

SEEDS = 3
Groups = list[list[int]]


def scattered(problem: TeamsProblem, random: Random) -> Groups:
    """People drawn into groups of the sizes asked for."""
    numbers = list(range(len(problem.members)))
    random.shuffle(numbers)
    return [numbers[n :: problem.groups] for n in range(problem.groups)]


def climbed(costs: Costs, seconds: float, *, seed: int, again: bool) -> list[int]:
    """The best costs of a plain swap climber in so many seconds; ``again`` starts anew when it is stuck."""
    random, end = Random(seed), perf_counter() + seconds
    levels = range(len(costs.levels))

    def cost(group: list[int]) -> list[int]:
        return [costs.group_cost(level, group).amount for level in levels]

    best: list[int] = []
    while perf_counter() < end:
        groups = scattered(costs.problem, random)
        each = [cost(group) for group in groups]
        idle, patience = 0, 20 * len(costs.problem.members)
        while perf_counter() < end and (idle < patience or not again):
            idle = 0 if improved(groups, each, cost, random) else idle + 1
        total = [sum(parts) for parts in zip(*each, strict=True)]
        best = min(best or total, total)
    return best


def improved(groups: Groups, each: list[list[int]], cost: Callable[[list[int]], list[int]], random: Random) -> bool:
    """Try one swap; keep it unless it is worse, and say whether it was better."""
    g, h = random.sample(range(len(groups)), 2)
    i, j = random.randrange(len(groups[g])), random.randrange(len(groups[h]))
    before = [a + b for a, b in zip(each[g], each[h], strict=True)]
    groups[g][i], groups[h][j] = groups[h][j], groups[g][i]
    new = cost(groups[g]), cost(groups[h])
    after = [a + b for a, b in zip(*new, strict=True)]
    if after > before:
        groups[g][i], groups[h][j] = groups[h][j], groups[g][i]
        return False
    each[g], each[h] = new
    return after < before


def by_rules(times: int, *, seeds: int) -> None:
    """The rows of one size: ours and the plain climber's, for each seed."""
    with TemporaryDirectory() as folder:
        problem = read_groupeng(write_groupeng(Path(folder), times=times))
    costs = Costs(problem, blocks_of(problem))
    for seed in range(1, seeds + 1):
        start = perf_counter()
        teams = assemble(problem, seed=seed)
        seconds = perf_counter() - start
        amounts = [round(verdict.amount) for verdict in teams.rules]
        proved = "yes" if teams.rules[2].best else "no"
        row(len(problem.members), "ours", seconds, amounts, proved)
        plain = [
            amount if amount < 10**6 else amount // 10**6 for amount in climbed(costs, seconds, seed=seed, again=False)
        ]
        row(len(problem.members), "plain swaps", seconds, plain, "")


def row(people: int, who: str, seconds: float, amounts: list[int], proved: str) -> None:
    """People alone, groups mixed, people too many or few of majors and of each skill, groups off balance."""
    print(
        f"| {people:,} | {who} | {seconds:.1f} | {sum(amounts[:2])} | {amounts[2]} | {proved} | {amounts[3]} |"
        f" {' + '.join(map(str, amounts[4:7]))} | {amounts[7]} | {memory():.0f} |",
        flush=True,
    )


def diverse(people: int, groups: int) -> None:
    """One row of the second table: the mean difference of two people of one group, in five numbers."""
    random = Random(people)
    names = tuple(f"x{n}" for n in range(5))
    members = tuple(Member(str(n), attributes={name: random.random() for name in names}) for n in range(people))
    problem = TeamsProblem(members, even_sizes(people, groups=groups), (Diverse(names),))
    costs = Costs(problem, blocks_of(problem))
    ours, plain, spent = [], [], []
    for seed in range(1, SEEDS + 1):
        start = perf_counter()
        teams = assemble(problem, seed=seed)
        spent.append(perf_counter() - start)
        keys = [[int(key) for key in group.keys] for group in teams.groups]
        ours.append(-sum(costs.group_cost(0, group).amount for group in keys) / 1_000)
        plain.append(-climbed(costs, spent[-1], seed=seed, again=True)[0] / 1_000)
    print(
        f"| {people} / {groups} | {fmean(spent):.1f} | {fmean(ours):.1f} | {max(ours):.1f} | {fmean(plain):.1f} |"
        f" {max(plain):.1f} | {(fmean(ours) / fmean(plain) - 1):+.2%} |",
        flush=True,
    )


def memory() -> float:
    """The most memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    print("| people | who | seconds | alone | mixed | proved best | majors off | skills off | unbalanced | MB |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for times, seeds in ((1, SEEDS), (3, SEEDS), (10, 1)):
        by_rules(times, seeds=seeds)
    print("\n| people / groups | seconds | ours | best of 3 | restarts | best of 3 | ours more by |")
    print("|---|---|---|---|---|---|---|")
    for shape in ((60, 12), (120, 10), (240, 12)):
        diverse(*shape)


if __name__ == "__main__":
    main()
