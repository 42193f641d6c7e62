"""People at tables, or in rooms, for every session of a year, so that they meet new peers and nobody sits alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from evenground.analysis.groups.child import Limits, last_of
from evenground.analysis.groups.problem import GroupsInputWrong
from evenground.analysis.groups.seating.history import History
from evenground.analysis.groups.seating.plan import SeatingPlan, Seats
from evenground.analysis.groups.seating.problem import (
    AS_LAST_TIME,
    HOME,
    MIX,
    Person,
    SeatingProblem,
    Session,
    Wishes,
    checked,
)
from evenground.analysis.groups.seating.rounds import Round, home_start, mixed_starts, rounds_of
from evenground.analysis.groups.seating.search import HOT, WARM, Search, Tables
from evenground.analysis.groups.seating.weights import STRONG, Kinds, Matrix, count_meetings, pair_weights


def seat(
    people: Sequence[Person],
    sessions: Sequence[Session],
    *,
    wishes: Wishes | None = None,
    history: History | None = None,
    seed: int = 1,
    limits: Limits | None = None,
    on_better: Callable[[SeatingPlan], None] | None = None,
) -> SeatingPlan:
    """Seat everybody present in every session.

    A meeting again costs more each time; meetings of earlier years count by how often and how long ago, and members
    of one team count as having met. Where the shape allows a construction without meetings again, the search starts
    from it.

    Parameters
    ----------
    people
        Everybody who comes to any session.
    sessions
        In the order of their dates, each with its tables, who is absent and who is online.
    wishes
        Who sits together and apart, what is spread over the tables, and of which people no table has only one.
    history
        Who met whom before.
    seed
        The same input and seed give the same seats.
    limits
        Time and memory that the search may not exceed; when they end it early, the best found so far is given.
    on_better
        Told every plan on the way that is better than those before. Ctrl-C keeps the last.

    Raises
    ------
    GroupsInputWrong
        If somebody is unknown or there twice, wishes contradict one another, or seats are too few.

    Examples
    --------
    Fifteen schoolgirls walk out seven days in threes, and no two walk together twice (Kirkman 1850):

    >>> from evenground.analysis.groups.seating.problem import Table
    >>> girls = [Person(f"girl {n}", f"Girl {n}") for n in range(15)]
    >>> rows = tuple(Table(f"Row {n}", 3) for n in range(5))
    >>> plan = seat(girls, [Session(f"Day {n}", rows) for n in range(7)])
    >>> plan.repeated_pairs, plan.others_met
    (0, 14.0)
    """
    problem = checked(SeatingProblem(tuple(people), tuple(sessions), wishes or Wishes(), history or History()))
    found = last_of(seatings, problem, seed, limits=limits, on_better=on_better)
    return replace(found.answer, ended_early=found.ending != "done")


def seatings(problem: SeatingProblem, seed: int) -> Iterator[SeatingPlan]:
    """Plans each better than those before."""
    seats: list[dict[str, tuple[str, ...]]] = [{} for _ in problem.sessions]
    mixing = _weights(problem)
    kinds = Kinds(problem)
    for asked in _rounds(problem, HOME):
        weights = pair_weights(problem, on=problem.sessions[asked.session].on, home=True)
        [tables] = Search([home_start(problem, asked)], weights, kinds, seed=seed).run(hot=HOT)
        count_meetings(mixing, tables)
        _note(problem, seats, asked, tables)
    rounds = list(_rounds(problem, MIX))
    starts, built = mixed_starts(problem, rounds, seed=seed)
    for better in Search(starts, mixing, kinds, seed=seed).cooling(hot=WARM if built else HOT):
        yield _planned(problem, seats, list(zip(rounds, better, strict=True)))


def _planned(
    problem: SeatingProblem, home: list[dict[str, tuple[str, ...]]], mixed: list[tuple[Round, Tables]]
) -> SeatingPlan:
    """All sessions, those that sit as last time after the others."""
    seats = [dict(tables) for tables in home]
    for asked, tables in mixed:
        _note(problem, seats, asked, tables)
    for place, session in enumerate(problem.sessions):
        if session.way == AS_LAST_TIME:
            seats[place] = _again(problem, seats[place - 1], session)
    ordered = tuple(
        {table.name: found.get(table.name, ()) for table in session.tables}
        for session, found in zip(problem.sessions, seats, strict=True)
    )
    return SeatingPlan(ordered, problem)


def reseat(
    plan: SeatingPlan,
    *,
    session: str,
    left: Iterable[str] = (),
    arrived: Iterable[str] = (),
    online: Iterable[str] = (),
) -> SeatingPlan:
    """The plan after some left and others came; those who sit stay where they are.

    Each who arrives takes, in the order given, the free seat with fewest meetings again and no broken wish.

    Parameters
    ----------
    session
        Name of the session; the others stay as they are.
    left, arrived
        Keys of people.
    online
        Those of ``arrived`` who take part online.
    """
    problem, asked = plan.problem, plan.problem.session(session)
    gone, new = frozenset(left), tuple(dict.fromkeys(arrived))
    place, tables = problem.sessions.index(asked), dict(plan.tables(session))
    _check_moves(asked, tables, gone, new)
    absent, mode = (asked.absent | gone) - set(new), (asked.online - set(new) - gone) | (set(online) & set(new))
    changed = replace(asked, absent=absent, online=frozenset(mode))
    sessions = tuple(changed if n == place else each for n, each in enumerate(problem.sessions))
    problem = checked(replace(problem, sessions=sessions))
    tables = {name: tuple(key for key in keys if key not in gone) for name, keys in tables.items()}
    others = [seats for n, seats in enumerate(plan.seats) if n != place]
    tables = _placed(problem, changed, tables, new, others)
    return SeatingPlan((*plan.seats[:place], tables, *plan.seats[place + 1 :]), problem)


def _check_moves(session: Session, tables: Seats, gone: frozenset[str], new: Sequence[str]) -> None:
    seated = {key for keys in tables.values() for key in keys}
    if both := sorted(gone & set(new)):
        raise GroupsInputWrong(f"“{both[0]}” is named both as having left and as having arrived. Keep one.")
    if unknown := sorted(gone - seated):
        raise GroupsInputWrong(f"“{unknown[0]}” has no seat in {session.name}, so cannot leave it. Mend the name.")
    if again := sorted(set(new) & seated):
        raise GroupsInputWrong(f"“{again[0]}” already sits in {session.name}. Leave the name out.")
    if strange := sorted(set(new) - session.absent):
        raise GroupsInputWrong(f"“{strange[0]}” is not among the people of this plan. Add the person and seat anew.")


def _rounds(problem: SeatingProblem, way: str) -> Iterable[Round]:
    for place, session in enumerate(problem.sessions):
        if session.way == way:
            yield from rounds_of(problem, place)


def _weights(problem: SeatingProblem) -> Matrix:
    """Earlier years are as long ago as they are at the first session."""
    return pair_weights(problem, on=next((s.on for s in problem.sessions if s.on), None))


def _note(problem: SeatingProblem, seats: list[dict[str, tuple[str, ...]]], asked: Round, tables: Tables) -> None:
    for name, table in zip(asked.names, tables, strict=True):
        seats[asked.session][name] = tuple(problem.people[n].key for n in sorted(table))


def _again(problem: SeatingProblem, before: Seats, session: Session) -> dict[str, tuple[str, ...]]:
    """Everybody where they sat, as far as they are there in the same way; the others on free seats."""
    kept: dict[str, tuple[str, ...]] = {}
    for table in session.tables:
        stays = [k for k in before.get(table.name, ()) if k not in session.absent]
        kept[table.name] = tuple([k for k in stays if (k in session.online) == table.online][: table.seats])
    seated = {key for keys in kept.values() for key in keys}
    new = [p.key for p in problem.people if p.key not in seated | session.absent]
    return _placed(problem, session, kept, new, [before])


def _placed(
    problem: SeatingProblem, session: Session, tables: Seats, new: Iterable[str], others: Iterable[Seats]
) -> dict[str, tuple[str, ...]]:
    """Each newcomer in turn on the free seat that costs least; nobody else moves."""
    number = {person.key: n for n, person in enumerate(problem.people)}
    weights, kinds = pair_weights(problem, on=session.on, home=session.way == HOME), Kinds(problem)
    for seats in others:
        count_meetings(weights, [[number[key] for key in keys] for keys in seats.values()])
    at = {table.name: [number[key] for key in tables[table.name]] for table in session.tables}
    for person in (number[key] for key in new):
        online = problem.people[person].key in session.online
        free = [t.name for t in session.tables if t.online == online and len(at[t.name]) < t.seats]
        at[_cheapest(weights, kinds, {name: at[name] for name in free}, person)].append(person)
    return {name: tuple(problem.people[n].key for n in sorted(table)) for name, table in at.items()}


def _cheapest(weights: Matrix, kinds: Kinds, tables: dict[str, list[int]], person: int) -> str:
    return min(tables, key=lambda name: _joining(weights, kinds, tables[name], person))


def _joining(weights: Matrix, kinds: Kinds, table: list[int], person: int) -> tuple[float, int]:
    """What it costs to join a table; one with nobody at it only when there is no other, save for a broken wish."""
    if not table:
        return STRONG / 2, 0
    mix = kinds.total(kinds.count([*table, person])) - kinds.total(kinds.count(table))
    # A lone person is worth joining as much as an empty table is worth leaving.
    return sum(weights[person][other] for other in table) + mix - (STRONG / 2) * (len(table) == 1), len(table)
