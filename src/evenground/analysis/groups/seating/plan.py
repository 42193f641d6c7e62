"""A seating of a year as a person reads it: who sits where, who meets again, which wishes are broken."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from evenground.analysis.groups.problem import GroupsInputWrong, Pair, listed
from evenground.analysis.groups.seating.bound import fewest_again
from evenground.analysis.groups.seating.history import History
from evenground.analysis.groups.seating.problem import MIX, SeatingProblem, Session
from evenground.analysis.groups.words import number

Seats = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class SeatingPlan:
    """For each session, the keys of the people at each table.

    Counts are of the sessions that mix people: meeting one's home group, or as last time, is meant. ``ended_early`` says
    that the search was cut short, by Ctrl-C or its limits.
    """

    seats: tuple[Seats, ...]
    problem: SeatingProblem = field(repr=False)
    ended_early: bool = False

    def tables(self, session: str) -> Seats:
        """Table name to the keys of those who sit there."""
        place = self.problem.sessions.index(self.problem.session(session))
        return self.seats[place]

    def table_of(self, person: str, *, session: str) -> str:
        """The table of one person."""
        for table, keys in self.tables(session).items():
            if person in keys:
                return table
        raise GroupsInputWrong(f"“{person}” has no seat in {session}. Name somebody who is there.")

    @property
    def met(self) -> Counter[Pair]:
        """How often each pair shares a table in the sessions that mix people."""
        mixing = (seats for s, seats in zip(self.problem.sessions, self.seats, strict=True) if s.way == MIX)
        return Counter(frozenset(pair) for seats in mixing for keys in seats.values() for pair in combinations(keys, 2))

    @property
    def repeated_pairs(self) -> int:
        """Pairs that share a table more than once, those kept together by wish left out."""
        wanted = set(self.problem.wishes.together)
        return sum(times > 1 and pair not in wanted for pair, times in self.met.items())

    @property
    def meetings_again(self) -> int:
        """Meetings beyond the first of each pair, those kept together by wish left out."""
        wanted = set(self.problem.wishes.together)
        return sum(times - 1 for pair, times in self.met.items() if pair not in wanted)

    @property
    def fewest_again(self) -> int:
        """How few meetings again any seating with tables of these sizes must have; see `bound.fewest_again`."""
        return fewest_again(self.problem, [list(seats.values()) for seats in self.seats])

    @property
    def others_met(self) -> float:
        """How many different others a person meets, on average."""
        return round(2 * len(self.met) / len(self.problem.people), 1)

    @property
    def broken(self) -> tuple[str, ...]:
        """Every wish that a table breaks, and everybody who sits alone, as sentences."""
        return tuple(
            sentence
            for session, seats in zip(self.problem.sessions, self.seats, strict=True)
            for sentence in self._broken(session, seats)
        )

    def history(self) -> History:
        """Who met whom, before and in all sessions of this plan."""
        known = self.problem.history
        for session, seats in zip(self.problem.sessions, self.seats, strict=True):
            known = known.after(seats.values(), on=session.on)
        return known

    def to_json(self) -> str:
        """Everything but the input, as JSON."""
        content = {
            "sessions": [
                {"name": session.name, "tables": [{"name": name, "people": list(keys)} for name, keys in seats.items()]}
                for session, seats in zip(self.problem.sessions, self.seats, strict=True)
            ],
            "repeated_pairs": self.repeated_pairs,
            "meetings_again": self.meetings_again,
            "fewest_again": self.fewest_again,
            "others_met": self.others_met,
            "broken": list(self.broken),
        }
        return json.dumps(content, ensure_ascii=False, indent=1)

    def __str__(self) -> str:
        pairs = number(self.repeated_pairs, "pair")
        lines = [
            f"{number(len(self.problem.people), 'person').replace('persons', 'people')} in"
            f" {number(len(self.seats), 'session')}. Each meets {self.others_met:g} others on average;"
            f" {pairs} {'meets' if self.repeated_pairs == 1 else 'meet'} more than once."
        ]
        if any(session.way == MIX for session in self.problem.sessions):
            lines.append(self._best_said())
        if self.ended_early:
            lines.append("The search was ended early; this is the best found so far.")
        for session, seats in zip(self.problem.sessions, self.seats, strict=True):
            lines += ["", f"{session.name} ({session.way})"]
            lines += [f"  {name}: {listed(map(self.problem.name, keys))}" for name, keys in seats.items() if keys]
        return "\n".join([*lines, *(["", *self.broken] if self.broken else [])])

    def _best_said(self) -> str:
        again, fewest = self.meetings_again, self.fewest_again
        if again == fewest:
            return f"{number(again, 'meeting')} again in all, and with tables of these sizes no seating has fewer."
        return (
            f"{number(again, 'meeting')} again in all; with tables of these sizes no seating has fewer than {fewest}."
        )

    def _broken(self, session: Session, seats: Seats) -> Iterator[str]:
        wishes, at = self.problem.wishes, {key: table for table, keys in seats.items() for key in keys}
        for pair in wishes.together:
            a, b = sorted(pair)
            if a in at and b in at and at[a] != at[b]:
                yield f"{session.name}: {self._named(pair)} should sit together but do not."
        for pair in wishes.apart:
            a, b = sorted(pair)
            if a in at and at[a] == at.get(b):
                yield f"{session.name}: {self._named(pair)} should sit apart but share {at[a]}."
        for table, keys in seats.items():
            if len(keys) == 1:
                yield f"{session.name}: {self.problem.name(keys[0])} sits alone at {table}."
            yield from self._stranded(session.name, table, keys)

    def _stranded(self, session: str, table: str, keys: tuple[str, ...]) -> Iterator[str]:
        people = [person for person in self.problem.people if person.key in keys]
        for attribute, value in self.problem.wishes.never_one_of:
            such = [person.name for person in people if person.attributes.get(attribute) == value]
            if len(such) == 1 and len(keys) > 1:
                yield f"{session}: {such[0]} is the only {value} at {table}."

    def _named(self, pair: Pair) -> str:
        return listed(self.problem.name(key) for key in sorted(pair))
