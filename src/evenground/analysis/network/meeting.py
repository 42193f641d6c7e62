"""Who should meet whom: suggestions for somebody who brokers, each with its reasons. Nothing is ever arranged by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from evenground.analysis.errors import MissingColumn
from evenground.analysis.network.checking import YES
from evenground.analysis.network.ties import Flags, Network
from evenground.analysis.stats.options import check_whole

_PER_THEME: Final = 2.0
_AHEAD: Final = 1.0
_OTHER_ROLE: Final = 1.0
_MOST_THEMES: Final = 3  # more shared themes than these add nothing
_ROWS: Final = 256


@dataclass(frozen=True)
class Suggestion:
    """Two people who might gain from meeting, and why. A person decides and asks them both."""

    a: str
    b: str
    score: float
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.a} and {self.b}: {'; '.join(self.reasons)}."


def who_should_meet(
    network: Network,
    *,
    themes: str = "themes",
    role: str = "role",
    ahead: str | None = None,
    consent: str = "consent",
    most: int = 20,
    per_person: int = 3,
) -> list[Suggestion]:
    """Suggest pairs without a tie who share a theme, or of whom one is ahead of the other.

    Both must have consented to be introduced: whoever has not, or has not said, is never named. Suggestions are for a
    broker to look at; nothing is sent.

    Parameters
    ----------
    network
        People with the columns below. A pair who have any tie is not suggested.
    themes
        Column of themes, several parted by “;”.
    role
        Column of roles: another role is a reason besides. Left out of the reasons where it is not there.
    ahead
        Column of numbers that says how far somebody is (years, stage); left out, nobody is ahead.
    consent
        Column that says yes.
    most, per_person
        How many suggestions there are at most, and how many name one person.

    Returns
    -------
    The strongest first; among equals those who have the fewest ties.

    Raises
    ------
    MissingColumn
        When there is no column of consent or of themes.
    OutOfRange
    """
    check_whole("most", most, least=1)
    check_whole("per_person", per_person, least=1)
    for column in (consent, themes, *((ahead,) if ahead else ())):
        if column not in network.attributes:
            raise MissingColumn([column], list(network.attributes), of="table of people")
    may = np.array([(text or "").casefold() in YES - {"directed"} for text in network.attributes[consent]], dtype=bool)
    who = np.flatnonzero(may)
    facts = _Facts(network, who, themes, role, ahead)
    return _chosen(facts, facts.candidates(per_person * 4), most, per_person)


class _Facts:
    """What is known of those who consented, ready to be compared many at a time."""

    def __init__(self, network: Network, who: Any, themes: str, role: str, ahead: str | None) -> None:
        self.network, self.who = network, who
        self.themes = [_several(network.attributes[themes][i]) for i in who]
        self.theme_names = sorted({theme for own in self.themes for theme in own})
        place = {theme: i for i, theme in enumerate(self.theme_names)}
        self.has = np.zeros((len(who), len(place)), dtype=np.float32)
        for i, own in enumerate(self.themes):
            self.has[i, [place[theme] for theme in own]] = 1
        there = role in network.attributes
        self.roles = network.codes(role)[0][who] if there else np.full(len(who), -1)
        self.role_of = [network.attributes[role][i] if there else None for i in who]
        self.stage = _numbers(network, ahead, who)
        self.ties: Any = network.links[who][:, who].tocsr() if len(who) else None

    def candidates(self, each: int) -> list[tuple[float, int, int]]:
        """The best few for each person, in blocks so that ten thousand people fit in memory."""
        found: set[tuple[float, int, int]] = set()
        for start in range(0, len(self.who), _ROWS):
            rows = np.arange(start, min(start + _ROWS, len(self.who)))
            scores = self._scores(rows)
            best = np.argsort(-scores, axis=1, kind="stable")[:, :each]
            for row, others in zip(rows, best, strict=True):
                for other in others:
                    if (score := float(scores[row - start, other])) > 0:
                        found.add((score, min(int(row), int(other)), max(int(row), int(other))))
        return list(found)

    def _scores(self, rows: Any) -> Any:
        shared = np.minimum(self.has[rows] @ self.has.T, _MOST_THEMES)
        with np.errstate(invalid="ignore"):
            ahead = np.abs(self.stage[rows, None] - self.stage[None, :]) >= 1
        worth = (shared > 0) | ahead
        other: Flags = (self.roles[rows, None] != self.roles) & (self.roles[rows, None] >= 0) & (self.roles >= 0)
        scores = _PER_THEME * shared + _AHEAD * ahead + _OTHER_ROLE * other
        tied = self.ties[rows].toarray() > 0
        tied[np.arange(len(rows)), rows] = True
        return np.where(worth & ~tied, scores, 0.0)

    def reasons(self, i: int, j: int) -> tuple[str, ...]:
        names, said = [self.network.people[self.who[k]] for k in (i, j)], []
        if both := [theme for theme in self.themes[i] if theme in self.themes[j]]:
            said.append(f"both work on {_and(both)}")
        gap = self.stage[i] - self.stage[j]
        if abs(gap) >= 1:
            first, last = names if gap > 0 else names[::-1]
            said.append(f"{first} is {abs(gap):g} ahead of {last}")
        roles = self.role_of[i], self.role_of[j]
        if roles[0] and roles[1] and roles[0] != roles[1]:
            said.append(f"one is {_a(roles[0])}, the other {_a(roles[1])}")
        return (*said, "they have no tie yet", "both agreed to be introduced")


def _chosen(facts: _Facts, found: list[tuple[float, int, int]], most: int, per_person: int) -> list[Suggestion]:
    degree, people = facts.network.degree, facts.network.people
    who = facts.who

    def strongest(one: tuple[float, int, int]) -> Any:
        score, i, j = one
        return -score, int(degree[who[i]] + degree[who[j]]), people[who[i]], people[who[j]]

    named: dict[int, int] = {}
    chosen: list[Suggestion] = []
    for score, i, j in sorted(found, key=strongest):
        if len(chosen) == most:
            break
        if max(named.get(i, 0), named.get(j, 0)) < per_person:
            chosen.append(Suggestion(people[who[i]], people[who[j]], score, facts.reasons(i, j)))
            named[i], named[j] = named.get(i, 0) + 1, named.get(j, 0) + 1
    return chosen


def _several(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip().casefold() for part in (text or "").split(";") if part.strip()))


def _numbers(network: Network, column: str | None, who: Any) -> Any:
    if column is None:
        return np.full(len(who), np.nan)
    return np.array([_number(network.attributes[column][i]) for i in who], dtype=float)


def _number(text: str | None) -> float:
    try:
        return float(text) if text else np.nan
    except ValueError:
        return np.nan


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _a(role: str) -> str:
    return f"{'an' if role[:1].casefold() in 'aeiou' else 'a'} {role}"
