"""Seating: pairs that meet again, others met and seconds, beside a random seating in the same run.

The social golfers (8-4-9), Kirkman's schoolgirls (5-3-7), and a year of 64 people at 8 tables in 8 sessions, at full
and at partial attendance; then mending a grouping after a withdrawal. Run from the project root:

    PYTHONPATH=src:. python benchmarks/bench_seating.py
"""

import resource
from collections import Counter
from itertools import combinations
from random import Random
from time import perf_counter

from tests.analysis.groups.made_up import cohort

from evenground.analysis.groups import Person, Session, Table, form_groups, repair, reseat, seat

SHAPES = [(32, 8, 4, 9, 1.0), (15, 5, 3, 7, 1.0), (64, 8, 8, 8, 1.0), (64, 8, 8, 8, 0.9), (64, 8, 8, 8, 0.75)]
SHAPES += [(40, 6, 8, 6, 1.0), (128, 16, 8, 8, 0.75)]


def year(people: int, tables: int, seats: int, sessions: int, attendance: float) -> tuple[list[Person], list[Session]]:
    """Everybody, and sessions from each of which as many are away."""
    random = Random(0)
    everybody = [Person(f"p{n}", f"Person {n}") for n in range(people)]
    there = tuple(Table(f"Table {n}", seats) for n in range(tables))
    away = round(people * (1 - attendance))
    keys = [person.key for person in everybody]
    return everybody, [Session(f"S{n}", there, absent=frozenset(random.sample(keys, away))) for n in range(sessions)]


def at_random(people: list[Person], sessions: list[Session]) -> tuple[int, float]:
    """Pairs that meet again and others met when everybody draws a table."""
    random, met = Random(1), Counter()
    for session in sessions:
        keys = [person.key for person in people if person.key not in session.absent]
        random.shuffle(keys)
        for n in range(len(session.tables)):
            met.update(frozenset(pair) for pair in combinations(keys[n :: len(session.tables)], 2))
    return sum(times > 1 for times in met.values()), 2 * len(met) / len(people)


def measure(shape: tuple[int, int, int, int, float]) -> str:
    """One row of the first table."""
    people, sessions = year(*shape)
    start = perf_counter()
    plan = seat(people, sessions)
    done = perf_counter() - start
    again, others = at_random(people, sessions)
    last = sessions[-1]
    gone = [key for keys in plan.tables(last.name).values() for key in keys][:5]
    start = perf_counter()
    reseat(plan, session=last.name, left=gone[:2], arrived=sorted(last.absent)[:2])
    late = perf_counter() - start
    return (
        f"| {shape[0]} | {shape[1]} × {shape[2]} | {shape[3]} | {shape[4]:.0%} | {plan.repeated_pairs} | {again} "
        f"| {plan.others_met:.1f} | {others:.1f} | {done:.2f} | {late:.3f} |"
    )


def mend(size: int, groups: int, extra: int) -> str:
    """One row of the second table: each of the first eight teams withdraws in turn."""
    teams, facilitators = cohort(size)
    before = form_groups(teams, facilitators, groups=groups, certificate_seconds=0)
    start = perf_counter()
    mended = [repair(before, gone=[f"t{n}"], extra_moves=extra) for n in range(min(8, size))]
    done = (perf_counter() - start) / len(mended)
    moves = [len(each.moved) for each in mended]
    after = sum(each.after.average for each in mended) / len(mended)
    return f"| {size} / {groups} | {extra} | {moves} | {before.average:g} | {after:.1f} | {done:.3f} |"


def main() -> None:
    print("| people | tables | sessions | there | again | random | others met | random | seconds | two late |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for shape in SHAPES:
        print(measure(shape), flush=True)
    print("\n| teams / groups | extra moves | teams moved | average before | after | seconds each |")
    print("|---|---|---|---|---|---|")
    for size, groups, extra in [(9, 3, 0), (16, 4, 0), (16, 4, 1), (40, 10, 0), (40, 10, 1)]:
        print(mend(size, groups, extra), flush=True)
    print(f"\nMost memory of a search: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
