"""What a seating promises: everybody present has one seat, wishes hold or are said to be broken, new peers are met."""

from collections import Counter
from datetime import date
from itertools import combinations, islice
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenground.analysis.groups import GroupsInputWrong, Person, Session, Table, Wishes, reseat, seat
from evenground.analysis.groups.seating.designs import design
from evenground.analysis.groups.seating.history import History
from evenground.analysis.groups.seating.plan import SeatingPlan
from evenground.analysis.groups.seating.problem import SeatingProblem
from evenground.analysis.groups.seating.search import Search
from evenground.analysis.groups.seating.weights import Kinds, pair_weights


def people(count: int, **fields) -> list[Person]:
    return [Person(f"p{n}", f"Person {n}", **fields) for n in range(count)]


def tables(count: int, seats: int, *, online: bool = False) -> tuple[Table, ...]:
    return tuple(Table(f"{'Room' if online else 'Table'} {n + 1}", seats, online) for n in range(count))


def year(sessions: int, *, of: tuple[Table, ...], **fields) -> list[Session]:
    return [Session(f"Workshop {n + 1}", of, **fields) for n in range(sessions)]


def pairs(round_) -> list[frozenset[int]]:
    return [frozenset(pair) for table in round_ for pair in combinations(table, 2)]


@pytest.mark.parametrize(
    "count, tables_, sessions",
    [
        (32, 8, 9),
        (15, 5, 7),
        (64, 8, 9),
        (16, 4, 5),
        (25, 5, 6),
        (81, 9, 10),
        (9, 3, 4),
        (20, 5, 5),
        (49, 7, 8),
        (256, 16, 17),
    ],
)
def test_published_shapes_in_which_nobody_meets_twice(count, tables_, sessions):
    rounds = design(count, tables_, sessions)

    assert len(rounds) == sessions
    assert all(sorted(n for table in tables for n in table) == list(range(count)) for tables in rounds)
    assert {len(table) for tables in rounds for table in tables} == {count // tables_}
    assert max(Counter(pair for tables in rounds for pair in pairs(tables)).values()) == 1


def test_kirkmans_schoolgirls_each_walk_with_every_other_once():
    met = Counter(pair for day in design(15, 5, 7) for pair in pairs(day))

    assert len(met) == 15 * 14 / 2 and set(met.values()) == {1}


def test_the_social_golfers_of_1998_never_meet_twice():
    plan = seat(people(32), year(9, of=tables(8, 4)))

    assert plan.repeated_pairs == 0 and plan.others_met == 27


def test_a_year_of_64_people_with_a_quarter_away_each_time_meets_hardly_anybody_twice():
    random = Random(0)
    everybody = people(64)
    sessions = [
        Session(f"S{n}", tables(8, 8), absent=frozenset(random.sample([p.key for p in everybody], 16)))
        for n in range(8)
    ]

    plan = seat(everybody, sessions)

    assert plan.repeated_pairs <= 2  # 159 when seated at random
    assert plan.others_met > 29


@st.composite
def years(draw):
    count = draw(st.integers(4, 18))
    everybody = [
        Person(
            f"p{n}",
            f"Person {n}",
            team=draw(st.sampled_from(["", "A", "B"])),
            home=draw(st.sampled_from(["", "Red", "Blue"])),
            attributes={"role": draw(st.sampled_from(["adviser", "nurse"]))},
        )
        for n in range(count)
    ]
    keys = [p.key for p in everybody]
    ways = ["always different", "home group"]
    sessions = []
    for number in range(draw(st.integers(1, 4))):
        absent = frozenset(draw(st.lists(st.sampled_from(keys), max_size=count // 2)))
        online = frozenset(draw(st.lists(st.sampled_from(keys), max_size=3)))
        rooms = tables(draw(st.integers(-(-count // 5), count)), 5) + tables(1, 3, online=True)
        way = draw(st.sampled_from([*ways, "as last time"] if number else ways))
        sessions.append(Session(f"Workshop {number}", rooms, absent, online, way))
    couples = draw(st.lists(st.sampled_from(list(combinations(keys, 2))), max_size=3, unique=True))
    half = len(couples) // 2
    wishes = Wishes(
        together=tuple(map(frozenset, couples[:half])), apart=tuple(map(frozenset, couples[half:])), spread=("role",)
    )
    return everybody, sessions, wishes


def seated_rightly(plan) -> None:
    for session, seats in zip(plan.problem.sessions, plan.seats, strict=True):
        there = {p.key for p in plan.problem.people} - session.absent
        assert sorted(key for keys in seats.values() for key in keys) == sorted(there)
        assert list(seats) == [table.name for table in session.tables]
        for table in session.tables:
            assert len(seats[table.name]) <= table.seats
            assert all((key in session.online) == table.online for key in seats[table.name])


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(years())
def test_everybody_present_is_seated_once_and_wishes_hold_or_are_said_to_be_broken(case):
    everybody, sessions, wishes = case
    try:
        plan = seat(everybody, sessions, wishes=wishes)
    except GroupsInputWrong as refusal:
        assert "are kept together and kept apart" in str(refusal)
        return
    seated_rightly(plan)
    for session, seats in zip(sessions, plan.seats, strict=True):
        at = {key: table for table, keys in seats.items() for key in keys}
        for pair in wishes.together:
            a, b = sorted(pair)
            parted = a in at and b in at and at[a] != at[b]
            names = f"{plan.problem.name(a)} and {plan.problem.name(b)}"
            assert parted == (f"{session.name}: {names} should sit together but do not." in plan.broken)
        for pair in wishes.apart:
            a, b = sorted(pair)
            names = f"{plan.problem.name(a)} and {plan.problem.name(b)}"
            shared = a in at and at[a] == at.get(b)
            assert shared == any(f"{session.name}: {names} should sit apart" in line for line in plan.broken)
    assert seat(everybody, sessions, wishes=wishes).seats == plan.seats


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(years(), st.data())
def test_who_sits_is_not_moved_by_who_leaves_or_comes(case, data):
    everybody, sessions, _ = case
    before = seat(everybody, sessions)
    session = data.draw(st.sampled_from(sessions))
    there = [p.key for p in everybody if p.key not in session.absent]
    left = data.draw(st.lists(st.sampled_from(there), max_size=3, unique=True)) if there else []
    arrived = data.draw(st.lists(st.sampled_from(sorted(session.absent)), unique=True)) if session.absent else []
    if len(there) - len(session.online & set(there)) + len(arrived) > sum(t.seats for t in session.tables[:-1]):
        return

    after = reseat(before, session=session.name, left=left, arrived=arrived)

    seated_rightly(after)
    stay = set(there) - set(left)
    at = [{k: before.table_of(k, session=session.name) for k in stay}]
    at += [{k: after.table_of(k, session=session.name) for k in stay}]
    assert at[0] == at[1]


def test_late_arrivals_join_those_they_have_not_met():
    everybody = people(6)
    first = Session("First", tables(2, 3))
    before = seat(everybody, [first, Session("Second", tables(2, 3), absent=frozenset({"p0"}))])
    friends = set(before.tables("First")[before.table_of("p0", session="First")]) - {"p0"}

    after = reseat(before, session="Second", arrived=["p0"])

    joined = set(after.tables("Second")[after.table_of("p0", session="Second")])
    free = [set(keys) for keys in before.tables("Second").values() if len(keys) < 3]
    assert len(joined & friends) == min(len(keys & friends) for keys in free)


def test_home_groups_sit_together_where_asked_and_mix_elsewhere():
    everybody = [Person(f"p{n}", f"Person {n}", home="ABC"[n % 3]) for n in range(9)]
    home, mix = Session("Home", tables(3, 4), way="home group"), Session("Mix", tables(3, 4))

    plan = seat(everybody, [home, mix])

    by_key = {p.key: p.home for p in everybody}
    assert all(len({by_key[key] for key in keys}) == 1 for keys in plan.tables("Home").values())
    assert all(len({by_key[key] for key in keys}) == 3 for keys in plan.tables("Mix").values())


def test_as_last_time_keeps_everybody_at_their_table():
    everybody = people(9)
    plan = seat(
        everybody, [Session("A", tables(3, 3)), Session("B", tables(3, 3), frozenset({"p4"}), way="as last time")]
    )

    assert all(
        plan.table_of(p.key, session="A") == plan.table_of(p.key, session="B") for p in everybody if p.key != "p4"
    )


def test_team_mates_are_kept_for_other_days():
    everybody = [Person(f"p{n}", f"Person {n}", team="ABCD"[n // 4]) for n in range(16)]

    plan = seat(everybody, year(4, of=tables(4, 4)))

    team = {p.key: p.team for p in everybody}
    assert all(len({team[key] for key in pair}) == 2 for pair in plan.met)


def test_roles_are_spread_and_nobody_is_the_only_one():
    advisers = {0, 1, 2, 3}
    everybody = [
        Person(f"p{n}", f"Person {n}", attributes={"role": "adviser" if n in advisers else "nurse"}) for n in range(16)
    ]

    plan = seat(everybody, year(3, of=tables(4, 4)), wishes=Wishes(never_one_of=(("role", "adviser"),)))
    spread = seat(everybody, year(3, of=tables(4, 4)), wishes=Wishes(spread=("role",)))

    counts = [
        [sum(int(k[1:]) in advisers for k in keys) for seats in p.seats for keys in seats.values()]
        for p in (plan, spread)
    ]
    assert 1 not in counts[0] and plan.broken == ()
    assert set(counts[1]) == {1}


def test_a_wish_that_no_table_allows_is_reported_as_broken():
    wishes = Wishes(together=(frozenset({"p0", "p1"}), frozenset({"p1", "p2"})))

    plan = seat(people(4), year(1, of=tables(2, 2)), wishes=wishes)

    assert len(plan.broken) == 1 and "should sit together but do not" in plan.broken[0]


def test_who_met_last_year_is_avoided_more_than_who_met_long_ago():
    rows = [
        {"person": f"p{a}", "other": f"p{b}", "last": day}
        for a, b, day in [
            (0, 1, "2026-01-01"),
            (2, 3, "2026-01-01"),
            (0, 2, "2016-01-01"),
            (1, 3, "2016-01-01"),
            (0, 3, "2026-01-01"),
            (1, 2, "2026-01-01"),
        ]
    ]

    plan = seat(people(4), year(1, of=tables(2, 2), on=date(2026, 6, 1)), history=History.of(rows))

    assert set(plan.met) == {frozenset({"p0", "p2"}), frozenset({"p1", "p3"})}


def test_someone_left_alone_is_said():
    before = seat(people(4), year(1, of=tables(2, 2)))
    other = next(k for k in before.tables("Workshop 1")["Table 1"])

    assert "sits alone at Table 1" in " ".join(reseat(before, session="Workshop 1", left=[other]).broken)


def test_on_its_way_it_tells_of_plans_each_better_and_with_everybody_in_it():
    everybody = people(20)
    start = [[list(range(n, n + 4)) for n in range(0, 20, 4)] for _ in range(4)]
    problem = SeatingProblem(tuple(everybody), (), Wishes(), History())
    search = Search(start, pair_weights(problem, on=None), Kinds(problem), seed=1)

    told = list(search.cooling(hot=1.0))

    costs = [Search(rounds, pair_weights(problem, on=None), Kinds(problem), seed=1).cost for rounds in told]
    assert len(costs) > 2 and costs == sorted(costs, reverse=True)
    assert told[0] == start
    assert all(sorted(n for t in tables for n in t) == list(range(20)) for rounds in told for tables in rounds)


def test_ctrl_c_gives_the_best_so_far():
    def impatient(plan):
        raise KeyboardInterrupt

    plan = seat(people(20), year(6, of=tables(5, 4)), on_better=impatient)

    assert plan.ended_early and "ended early" in str(plan)
    assert all(len([k for keys in plan.tables(s.name).values() for k in keys]) == 20 for s in plan.problem.sessions)


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_the_cost_kept_while_searching_is_the_cost_counted_anew(seed):
    random = Random(seed)
    everybody = [
        Person(f"p{n}", f"Person {n}", team=random.choice("ABC"), attributes={"role": random.choice("xyz")})
        for n in range(14)
    ]
    wishes = Wishes(apart=(frozenset({"p0", "p1"}),), spread=("role",), never_one_of=(("role", "x"),))
    problem = SeatingProblem(tuple(everybody), (), wishes, History())
    start = [[[*range(5)], [*range(5, 10)], [*range(10, 14)]] for _ in range(3)]
    search = Search(start, pair_weights(problem, on=None), Kinds(problem), seed=seed)

    for _ in islice(search.cooling(hot=20.0), 3):
        pass

    assert Search(search.rounds, pair_weights(problem, on=None), Kinds(problem), seed=0).cost == search.cost


def test_a_plan_reads_as_a_plan():
    text = str(seat(people(4), year(1, of=tables(2, 2))))

    assert text.startswith("4 people in 1 session. Each meets 1 others on average; 0 pairs meet more than once.")
    assert "Table 1: Person" in text


@pytest.mark.parametrize(
    "given_, sentence",
    [
        ({"people": []}, "Nobody is named"),
        ({"people": people(2) + people(1)}, "The person “p0” is there more than once"),
        ({"sessions": []}, "No session is named"),
        ({"sessions": year(1, of=tables(1, 0))}, "Table 1 of Workshop 1 has 0 seats"),
        ({"sessions": year(1, of=tables(1, 3))}, "Workshop 1 has 4 people in the room and 3 seats. Add a table"),
        ({"sessions": year(1, of=tables(1, 4), online=frozenset({"p1"}))}, "1 person online and 0 seats. Add a table online"),
        ({"sessions": year(1, of=tables(1, 4) * 2)}, "“Table 1” is there more than once"),
        ({"sessions": year(1, of=tables(1, 4), way="as last time")}, "cannot be as last time"),
        ({"sessions": year(1, of=tables(1, 4), way="new")}, "asks for “new”"),
        ({"sessions": year(1, of=tables(1, 4), absent=frozenset({"zoe"}))}, "names “zoe”, who is not among the people"),
        ({"wishes": Wishes(together=(frozenset({"p0", "p1"}),), apart=(frozenset({"p0", "p1"}),))}, "kept together and kept apart"),
        ({"wishes": Wishes(apart=(frozenset({"p0"}),))}, "needs two different people"),
        ({"wishes": Wishes(spread=("role",))}, "Nobody has the attribute “role”"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_gets_one_sentence(given_, sentence):
    asked = {"people": people(4), "sessions": year(1, of=tables(1, 4)), **given_}

    with pytest.raises(GroupsInputWrong, match=sentence):
        seat(asked.pop("people"), asked.pop("sessions"), **asked)


@pytest.mark.parametrize(
    "moves, sentence",
    [
        ({"left": ["zoe"]}, "“zoe” has no seat"),
        ({"arrived": ["p0"]}, "“p0” already sits"),
        ({"arrived": ["zoe"]}, "“zoe” is not among the people"),
        ({"left": ["p0"], "arrived": ["p0"]}, "both as having left and as having arrived"),
        ({"session": "Nine"}, "There is no session “Nine”"),
    ],
)
def test_moves_that_cannot_be_meant_get_one_sentence(moves, sentence):
    with pytest.raises(GroupsInputWrong, match=sentence):
        reseat(seat(people(4), year(1, of=tables(2, 2))), **{"session": "Workshop 1", **moves})


def test_the_schoolgirls_walk_is_known_to_be_the_best_there_is():
    plan = seat(people(15), year(7, of=tables(5, 3)))

    assert (plan.meetings_again, plan.fewest_again) == (0, 0)
    assert "with tables of these sizes no seating has fewer" in str(plan)


def test_an_eighth_walk_must_repeat_and_how_often_is_known():
    """Each of 15 walks with 2 others 8 times, of only 14 there are: 2 again each, and each again is for two."""
    plan = seat(people(15), year(8, of=tables(5, 3)))

    assert plan.fewest_again == 15 <= plan.meetings_again


def test_four_people_at_one_table_meet_again_every_time():
    plan = seat(people(4), year(3, of=tables(1, 4)))

    assert plan.meetings_again == plan.fewest_again == 12


@settings(max_examples=20)
@given(st.integers(4, 9), st.integers(1, 4), st.integers(0, 1000))
def test_no_seating_falls_below_the_bound(size, sessions, seed):
    random = Random(seed)
    absences = [frozenset(f"p{n}" for n in range(size) if random.random() < 0.3) for _ in range(sessions)]
    asked = [Session(f"Day {n}", tables(3, 4), absent=absent) for n, absent in enumerate(absences)]
    wishes = Wishes(together=(frozenset({"p0", "p1"}),) if seed % 2 else ())

    rounds = [
        random.sample([f"p{n}" for n in range(size) if f"p{n}" not in absent], k=size - len(absent))
        for absent in absences
    ]
    seats = tuple({f"Table {t + 1}": tuple(there[t::3]) for t in range(3)} for there in rounds)
    plan = SeatingPlan(seats, SeatingProblem(tuple(people(size)), tuple(asked), wishes, History()))

    assert plan.fewest_again <= plan.meetings_again
