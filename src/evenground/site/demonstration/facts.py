"""The made-up teams and what they write, read from the two files beside this one."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class TeamFacts:
    """One made-up team, in phrases that fit into sentences."""

    cohort: int
    name: str
    project: str
    organisation: str
    area: str
    service: str
    condition: str
    stage: str
    whom: str
    what: str
    problem: str
    worse: str
    cause: str
    barrier: str
    removed: str
    voices: str
    owner: str

    def slots(self) -> dict[str, str]:
        """Every phrase by name, with the few that stand at the head of a sentence."""
        phrases = {name: str(value) for name, value in asdict(self).items()}
        return phrases | {
            "owner_cap": self.owner[0].upper() + self.owner[1:],
            "worse_cap": self.worse[0].upper() + self.worse[1:],
            "service_low": self.service.lower(),
            "cause_first": self.cause.split(",")[0],
        }


@dataclass(frozen=True)
class Draft:
    """A text for one question and the role that writes it."""

    role: str
    text: str


@cache
def all_teams() -> tuple[TeamFacts, ...]:
    """The twenty-five teams, the first cohort's first."""
    with (_HERE / "teams.toml").open("rb") as file:
        return tuple(TeamFacts(**each) for each in tomllib.load(file)["teams"])


def teams_of_cohort(cohort: int) -> tuple[TeamFacts, ...]:
    return tuple(team for team in all_teams() if team.cohort == cohort)


@cache
def answers() -> Mapping[str, tuple[Draft, ...]]:
    """The drafts for each question, with slots for a team's facts."""
    with (_HERE / "answers.toml").open("rb") as file:
        return {key: tuple(Draft(*each) for each in drafts) for key, drafts in tomllib.load(file).items()}
