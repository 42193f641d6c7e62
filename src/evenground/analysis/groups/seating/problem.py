"""Who is to sit where, when, and under which wishes: what `seat` and `reseat` are asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from evenground.analysis.groups.problem import GroupsInputWrong, Pair, listed
from evenground.analysis.groups.seating.history import History

MIX, HOME, AS_LAST_TIME = "always different", "home group", "as last time"
WAYS = (MIX, HOME, AS_LAST_TIME)


@dataclass(frozen=True)
class Person:
    """One person.

    Parameters
    ----------
    team
        Members of one team know each other: seating them together counts as meeting again.
    home
        The home CIG, kept together in sessions that ask for it.
    attributes
        For example ``{"role": "public adviser", "organisation": "Northbank"}``.
    address
        E-mail address of the Zoom account, for its file only.
    """

    key: str
    name: str
    team: str = ""
    home: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    address: str = ""


@dataclass(frozen=True)
class Table:
    """A table, or a room; ``online`` says that only people who are online can sit there."""

    name: str
    seats: int
    online: bool = False


@dataclass(frozen=True)
class Session:
    """One session with its tables.

    Parameters
    ----------
    absent, online
        Keys of the people who do not come, and of those who take part online.
    way
        ``"always different"``, ``"home group"`` or ``"as last time"``.
    """

    name: str
    tables: tuple[Table, ...]
    absent: frozenset[str] = frozenset()
    online: frozenset[str] = frozenset()
    way: str = MIX
    on: date | None = None


@dataclass(frozen=True)
class Wishes:
    """What a seating should keep.

    Parameters
    ----------
    together, apart
        Pairs of keys that always, and never, share a table. Reported as broken where that is impossible.
    spread
        Names of attributes of which each table should have its share.
    never_one_of
        (attribute, value): no table has exactly one such person, for example ``("role", "public adviser")``.
    """

    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()
    spread: tuple[str, ...] = ()
    never_one_of: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SeatingProblem:
    """Everything a year's seating is made from, checked."""

    people: tuple[Person, ...]
    sessions: tuple[Session, ...]
    wishes: Wishes
    history: History

    def name(self, key: str) -> str:
        """What people call the person with this key."""
        return next(person.name for person in self.people if person.key == key)

    def session(self, name: str) -> Session:
        """The session with this name."""
        for session in self.sessions:
            if session.name == name:
                return session
        raise GroupsInputWrong(
            f"There is no session “{name}”. The sessions are {listed(s.name for s in self.sessions)}."
        )

    def present(self, session: Session, *, online: bool) -> list[int]:
        """Numbers of the people who are there, in the room or online."""
        there = ((n, p.key) for n, p in enumerate(self.people) if p.key not in session.absent)
        return [n for n, key in there if (key in session.online) == online]


def checked(problem: SeatingProblem) -> SeatingProblem:
    """The same problem, or the first thing in it that cannot be meant."""
    if not problem.people:
        raise GroupsInputWrong("Nobody is named, so there is nobody to seat. Give at least two people.")
    if not problem.sessions:
        raise GroupsInputWrong("No session is named. Give at least one, with its tables.")
    _check_once("person", (person.key for person in problem.people))
    _check_once("session", (session.name for session in problem.sessions))
    _check_wishes(problem)
    for place, session in enumerate(problem.sessions):
        _check_session(problem, session, first=place == 0)
    return problem


def _check_once(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise GroupsInputWrong(f"The {what} “{name}” is there more than once. Keep one, or give each its own name.")
        seen.add(name)


def _check_known(problem: SeatingProblem, keys: Iterable[str], where: str) -> None:
    people = {person.key for person in problem.people}
    unknown = sorted(set(keys) - people)
    if unknown:
        raise GroupsInputWrong(
            f"{where} names {listed(f'“{key}”' for key in unknown[:5])}, who is not among the people."
            " Mend the name, or add the person."
        )


def _check_wishes(problem: SeatingProblem) -> None:
    wishes = problem.wishes
    for what, pairs in (("Keeping together", wishes.together), ("Keeping apart", wishes.apart)):
        _check_known(problem, (key for pair in pairs for key in pair), what)
        for pair in pairs:
            if len(pair) != 2:
                raise GroupsInputWrong(
                    f"{what} needs two different people; it names {listed(sorted(pair)) or 'nobody'}."
                )
    knots = tied(wishes.together)
    for pair in wishes.apart:
        if any(pair <= knot for knot in knots):
            both = listed(problem.name(key) for key in sorted(pair))
            raise GroupsInputWrong(f"{both} are kept together and kept apart. Take one of the two wishes away.")
    names = {name for person in problem.people for name in person.attributes}
    for name in (*wishes.spread, *(attribute for attribute, _ in wishes.never_one_of)):
        if name not in names:
            there = listed(sorted(names)) or "none at all"
            raise GroupsInputWrong(f"Nobody has the attribute “{name}”. The attributes are: {there}.")


def tied(pairs: Iterable[Pair]) -> list[frozenset[str]]:
    """Everybody who must sit with one another, through however many pairs."""
    knots: list[frozenset[str]] = []
    for pair in pairs:
        joined = [knot for knot in knots if knot & pair]
        knots = [knot for knot in knots if not knot & pair] + [pair.union(*joined)]
    return knots


def _check_session(problem: SeatingProblem, session: Session, *, first: bool) -> None:
    if session.way not in WAYS:
        raise GroupsInputWrong(f"{session.name} asks for “{session.way}”. Choose one of: {listed(WAYS)}.")
    if first and session.way == AS_LAST_TIME:
        raise GroupsInputWrong(
            f"{session.name} is the first session, so it cannot be as last time. Choose another way."
        )
    _check_known(problem, session.absent | session.online, session.name)
    _check_once(f"table of {session.name}", (table.name for table in session.tables))
    for table in session.tables:
        if table.seats < 1:
            raise GroupsInputWrong(f"{table.name} of {session.name} has {table.seats} seats. Give it at least 1.")
    for online, where in ((False, "in the room"), (True, "online")):
        people = len(problem.present(session, online=online))
        seats = sum(table.seats for table in session.tables if table.online == online)
        if people > seats:
            raise GroupsInputWrong(
                f"{session.name} has {people} {'person' if people == 1 else 'people'} {where} and {seats} seats. Add a table{' online' if online else ''},"
                " or more seats."
            )
