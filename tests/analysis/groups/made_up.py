"""Made-up cohorts in the shape the paper describes: projects about services and conditions, in a few organisations."""

from random import Random

from evenground.analysis.groups import Facilitator, Team

SERVICES = ["community care", "urgent care", "mental health", "primary care", "social prescribing"]
CONDITIONS = ["dementia", "frailty", "diabetes", "lung disease", "heart failure", "alcohol"]
STAGES = ["planning", "running", "ended"]


def cohort(size: int, *, seed: int = 0) -> tuple[list[Team], list[Facilitator]]:
    """Teams and facilitators with skills, room for one or two groups, and a conflict of interest each."""
    random = Random(seed)
    trusts = [f"Trust {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWX"[: max(2, 3 * size // 5)]]
    teams = [_team(n, trusts, random) for n in range(size)]
    return teams, [_facilitator(n, trusts, random) for n in range(max(min(12, max(4, size // 2)), size // 4))]


def _team(number: int, trusts: list[str], random: Random) -> Team:
    themes = [f"service:{random.choice(SERVICES)}", f"condition:{random.choice(CONDITIONS)}"]
    return Team(
        f"t{number}",
        f"Project {number}",
        organisation=random.choice(trusts),
        area=f"Area {random.randrange(6)}",
        themes=frozenset([*themes, f"stage:{random.choice(STAGES)}"]),
        roles={
            "practitioner": random.randrange(1, 4),
            "commissioner": int(random.random() < 0.4),
            "public adviser": random.choice([0, 1, 1, 2, 2, 3]),
            "analyst": int(random.random() < 0.3),
            "researcher": int(random.random() < 0.3),
        },
    )


def _facilitator(number: int, trusts: list[str], random: Random) -> Facilitator:
    return Facilitator(
        f"f{number}",
        f"Dr {'ABCDEFGHIJKL'[number % 12]}{number // 12 or ''}",
        skills=frozenset(random.sample(SERVICES + CONDITIONS, 3)),
        capacity=random.choice([1, 1, 2]),
        organisation="University",
        conflicts=frozenset([random.choice(trusts)]),
    )
