"""Disclosure control: seconds to hide the fewest further numbers with proof and attack, beside hiding the small ones only.

Made-up tables with row and column totals, a tenth of the cells (large tables) or three in ten (small ones) below the
threshold. "Plain" is what a spreadsheet does: hide the small cells and keep every total; how many of its tables leak is
counted with the same attack. Every figure comes from a process of its own, with its peak memory. Run from the project
root:

    PYTHONPATH=src:. python benchmarks/bench_disclosure.py [--sizes 1 3 10]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from math import nan
from random import Random
from time import perf_counter

from evenground.analysis.disclosure import Number, Published, attack, profile_called, release
from evenground.analysis.results import Count, MeasuredTable
from evenground.analysis.results.tables import all_margins

BY = ("row", "column")
RULES = ("threshold10", "local-5", "local-5-zero", "local-12-nearest-10", "hes", "opensafely", "midpoint6")
LARGE_SEEDS = range(10)


def made_up(rows: int, columns: int, *, seed: int, small: float, people: float = nan) -> MeasuredTable:
    random = Random(seed)
    cells = {
        (f"r{i:03}", f"c{j:02}"): Count(float(_count(random, small)), people)
        for i in range(rows)
        for j in range(columns)
    }
    return MeasuredTable(BY, cells, all_margins(BY))


def _count(random: Random, small: float) -> int:
    return random.randint(1, 9) if random.random() < small else random.choice([0, *range(10, 200)])


def large(size: int, rule: str) -> list[MeasuredTable]:
    return [made_up(20 * size, 10, seed=seed, small=0.1) for seed in LARGE_SEEDS]


def small(size: int, rule: str) -> list[MeasuredTable]:
    return [made_up(5, 2, seed=seed, small=0.3, people=5000.0) for seed in range(1000 * size)]


def small_cells_only(table: MeasuredTable, rule: str) -> Published:
    """What a spreadsheet shows: the small numbers hidden, everything else as the rule has it."""
    profile = profile_called(rule)
    numbers = []
    for key, count in table.counts().items():
        hides = profile.hides(count.count)
        low, high = profile.hidden if hides else profile.behind(profile.rounded(count.count))
        numbers.append(Number(key, low, high, str(key), guarded=hides))
    return Published(BY, tuple(numbers), complete=frozenset(BY), small=profile.small)


def measure(kind: str, size: int, rule: str) -> dict[str, float]:
    """Run in a process of its own."""
    tables = {"large": large, "small": small}[kind](size, rule)
    import scipy.optimize  # noqa: F401  # loading the solver is not counted

    seconds, further, over = [], 0, 0
    for table in tables:
        begun = perf_counter()
        released = release(table, rule)
        seconds.append(perf_counter() - begun)
        further += released.further
        over += released.over > 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = perf_counter()
    plain = [small_cells_only(table, rule) for table in tables]
    hiding = perf_counter() - begun
    checked = plain[:1000]
    leaking = sum(bool(attack(table)) for table in checked)
    numbers = sum(number.guarded for table in plain for number in table.numbers)
    return {
        "total": sum(seconds), "median": sorted(seconds)[len(seconds) // 2], "worst": max(seconds), "tables": len(tables),
        "small": numbers, "further": further, "unproved": over, "peak": peak, "plain": hiding, "leaking": leaking,
        "checked": len(checked),
    }  # fmt: skip


def row(kind: str, size: int, rule: str) -> str:
    done = subprocess.run(
        [sys.executable, __file__, "--one", kind, str(size), rule], capture_output=True, text=True, check=True
    )
    m = json.loads(done.stdout)
    what = f"{20 * size}×10" if kind == "large" else "5×2"
    return (
        f"| {m['tables']:,} of {what} | {rule} | {m['small']:,} | {m['further']:,} | {m['unproved']} | {m['median']:.3f} "
        f"| {m['worst']:.2f} | {m['total']:.1f} | {m['peak']:.0f} | {m['plain']:.2f} | {m['leaking']:,} of {m['checked']:,} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", nargs="+", type=int, default=[1, 3])
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        kind, size, rule = asked.one
        print(json.dumps(measure(kind, int(size), rule)))
        return
    print(
        "| tables | rule | small | hidden further | not proved fewest | s, median | s, worst | s, all | MB "
        "| plain, s | plain tables that leak |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for kind, rules in (("large", RULES), ("small", ("threshold10", "hes"))):
        for rule in rules:
            for size in asked.sizes:
                print(row(kind, size, rule), flush=True)


if __name__ == "__main__":
    main()
