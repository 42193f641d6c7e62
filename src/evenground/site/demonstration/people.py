"""Who is in the made-up programme: 101 people from 42 organisations in 25 teams, and those who run it.

What is counted, because the published figures count in different ways:

- *101 people* are different people who are or were in a team; decision makers and those who run the programme are
  not among them. *42 organisations* are those the 101 come from; a member of the public comes from none.
- *23 interns* are different people, with 11 seats in the first cohort and 14 in the second: two took part in both.
- *Public advisers* are 16 people in the first cohort and 27 in the second. Eleven are in both, which makes 32.
- *Leads* are 11 in the first cohort (two teams have two) and 14 in the second (two people lead two teams each).
- *Facilitators* are 8 and 12 people, four of them in both: 16.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from random import Random

from evenground.site.demonstration.facts import TeamFacts, all_teams, teams_of_cohort
from evenground.site.demonstration.names import FIRST_NAMES, OTHER_ORGANISATIONS, SURNAMES

SEED = 20161108  # the day the published programme began
PASSWORD = "northshire is made up"  # noqa: S105  (for made-up people only, and printed when the demonstration starts)
RICH_TEAM = "Breathing Well Together"
TEAM_WITHOUT_ADVISER = "Neuro Nurse Line"
ICB = "Northshire Integrated Care Board"
UNIVERSITY = "University of Northshire"

ADVISERS_IN_BOTH, INTERNS_IN_BOTH, FACILITATORS_IN_BOTH = 11, 2, 4
# Leads, advisers and interns of each team, in the order of teams.toml.
LEADS = ((2, 2, 1, 1, 1, 1, 1, 1, 1), (1,) * 16)
ADVISERS = ((2, 2, 2, 2, 2, 2, 2, 1, 1), (2, 2, 2, 2, 2, 2, 0, 2, 2, 2, 2, 2, 1, 1, 1, 2))
INTERNS = ((2, 2, 1, 1, 1, 1, 1, 1, 1), (1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0, 1))
SAME_LEAD = {"Calm Corner": "Young Onset Wexmoor", "Bridge to Work": "Moving On Stroke"}


@dataclass(frozen=True)
class MadeUp:
    """A made-up person."""

    name: str
    organisation: str = ""
    on_paper: bool = False  # takes part without an e-mail address

    @property
    def email(self) -> str:
        words = [word.lower().replace("’", "") for word in self.name.split() if word not in {"Dr", "Prof"}]
        return "" if self.on_paper else f"{'.'.join(words)}@example.org"


@dataclass(frozen=True)
class Seat:
    """A row of a registration file: who, as what, in which team (none for those who run the cohort)."""

    person: MadeUp
    role: str
    team: TeamFacts | None = None
    weeks_late: int = 0


@dataclass(frozen=True)
class SignIn:
    """One way to sign in to the demonstration."""

    kind: str
    name: str
    email: str
    password: str = PASSWORD


@dataclass(frozen=True)
class Programme:
    """Everybody in the made-up programme."""

    lead: MadeUp
    researcher: MadeUp
    design_team: tuple[MadeUp, ...]
    board: tuple[MadeUp, ...]
    research_managers: tuple[MadeUp, ...]
    seats: tuple[tuple[Seat, ...], tuple[Seat, ...]]  # of the first cohort, of the second

    def people_in_teams(self) -> set[MadeUp]:
        """The participants: everybody with a seat in a team, decision makers apart."""
        seats = [seat for cohort in self.seats for seat in cohort if seat.team and seat.role != "Decision maker"]
        return {seat.person for seat in seats}


LEAD = MadeUp("Helen Ashworth", UNIVERSITY)
RESEARCHER = MadeUp("Dr Ewa Nowak", UNIVERSITY)
FACILITATOR = MadeUp("Dr Kwame Mensah", UNIVERSITY)
TEAM_LEAD = MadeUp("Priya Nair", "Tidehaven Community Health NHS Trust")
PRACTITIONER = MadeUp("Tom Birchall", "Harbour Street Surgery")
ADVISER = MadeUp("Joan Whittle", "Lungs and Life Society")
INTERN = MadeUp("Yusuf Rahman", "Tidehaven Community Health NHS Trust")
ANALYST = MadeUp("Sara Lindqvist", ICB)
TEAM_RESEARCHER = MadeUp("Ben Okafor", "Ravensholt University")
DECISION_MAKER = MadeUp("Margaret Doyle", ICB)

_KNOWN = {
    "Programme lead": LEAD,
    "Facilitator": FACILITATOR,
    "Team lead": TEAM_LEAD,
    "Practitioner": PRACTITIONER,
    "Public adviser": ADVISER,
    "Intern": INTERN,
    "Analyst": ANALYST,
    "Researcher in a team": TEAM_RESEARCHER,
    "Programme researcher": RESEARCHER,
    "Decision maker": DECISION_MAKER,
}


def sign_ins() -> tuple[SignIn, ...]:
    """One person of each kind, all of one rich team where they are in a team at all."""
    return tuple(SignIn(kind, person.name, person.email) for kind, person in _KNOWN.items())


@cache
def programme() -> Programme:
    """The whole cast, the same each time."""
    rng = Random(SEED)  # noqa: S311  (a fixed seed is the point)
    return _Casting(rng).programme()


class _Casting:
    """Gives everybody a name, an organisation and a seat."""

    def __init__(self, rng: Random) -> None:
        self.names = _names(rng)
        # The organisations that lead no team come first, so that each of the 42 is somebody's.
        self.organisations = cycle([*OTHER_ORGANISATIONS, *dict.fromkeys(team.organisation for team in all_teams())])
        self.seats: tuple[list[Seat], list[Seat]] = ([], [])
        self.interns: list[MadeUp] = []

    def programme(self) -> Programme:
        self._leads()
        self._others()
        self._interns()
        self._advisers()
        self._decision_makers()
        self._facilitators()
        return Programme(
            lead=LEAD,
            researcher=RESEARCHER,
            design_team=tuple(self._new(UNIVERSITY if n % 2 else ICB) for n in range(6)),
            board=tuple(self._new(where) for where in (ICB, UNIVERSITY, "Northshire County Council", ICB, "")),
            research_managers=tuple(self._new(team.organisation) for team in all_teams()[:8:2]),
            seats=(tuple(self.seats[0]), tuple(self.seats[1])),
        )

    def _new(self, organisation: str = "", *, on_paper: bool = False) -> MadeUp:
        return MadeUp(next(self.names), organisation, on_paper)

    def _seat(self, team: TeamFacts, person: MadeUp, role: str, weeks_late: int = 0) -> None:
        self.seats[team.cohort - 1].append(Seat(person, role, team, weeks_late))

    def _leads(self) -> None:
        first: dict[str, MadeUp] = {}
        for cohort in (1, 2):
            for team, leads in zip(teams_of_cohort(cohort), LEADS[cohort - 1], strict=True):
                known = first.get(SAME_LEAD.get(team.name, "")) or (TEAM_LEAD if team.name == RICH_TEAM else None)
                first[team.name] = known or self._new(team.organisation)
                self._seat(team, first[team.name], "Project lead")
                for _ in range(leads - 1):
                    self._seat(team, self._new(next(self.organisations)), "Project lead")

    def _others(self) -> None:
        """Practitioners, commissioners, analysts, a manager and a researcher: 8 in the first cohort, 13 in the second."""
        for cohort, analysts in ((1, 3), (2, 3)):
            teams = [team for team in teams_of_cohort(cohort) if team.name != RICH_TEAM]
            people = [self._new(next(self.organisations)) for _ in range(analysts)]
            for place, team in enumerate(teams):  # analysts are few: each serves several teams
                self._seat(team, people[place % analysts], "Analyst")
            for first in range(2 if cohort == 1 else 1):
                commissioner = self._new(ICB)
                for team in teams[first::4][:3]:
                    self._seat(team, commissioner, "Commissioner")
            for team in teams[:: 3 if cohort == 1 else 4][:4]:
                self._seat(team, self._new(next(self.organisations)), "Practitioner")
        rich = next(team for team in all_teams() if team.name == RICH_TEAM)
        known = (("Practitioner", PRACTITIONER), ("Analyst", ANALYST), ("Researcher", TEAM_RESEARCHER))
        for role, person in known:
            self._seat(rich, person, role)
        self._seat(rich, self._new(ICB), "Commissioner")
        self._seat(rich, self._new(rich.organisation), "Manager")

    def _interns(self) -> None:
        """Staff given released time; every second one is also a practitioner of the team, with two rows in the file."""
        for cohort in (1, 2):
            again = self.interns[-INTERNS_IN_BOTH:] if cohort == 2 else []
            for team, interns in zip(teams_of_cohort(cohort), INTERNS[cohort - 1], strict=True):
                for _ in range(interns):
                    if team.name == RICH_TEAM:
                        person = INTERN
                    else:
                        person = again.pop() if again else self._new(next(self.organisations))
                    self.interns.append(person)
                    self._seat(team, person, "Intern")
                    if len(self.interns) % 2:
                        self._seat(team, person, "Practitioner")

    def _advisers(self) -> None:
        before: list[MadeUp] = []
        for cohort in (1, 2):
            again = before[:ADVISERS_IN_BOTH] if cohort == 2 else []
            joan = ADVISER if cohort == 2 else None
            for team, advisers in zip(teams_of_cohort(cohort), ADVISERS[cohort - 1], strict=True):
                for place in range(advisers):
                    if team.name == RICH_TEAM and place == 0 and joan:
                        person = joan
                    elif again:
                        person = again.pop()
                    else:
                        charity = "Age Well Northshire" if len(before) % 7 == 3 else ""
                        person = self._new(charity, on_paper=len(before) in {13, 15})
                    before.append(person)
                    # In the first cohort half of them joined when the plan was written: the paper's own lesson.
                    self._seat(team, person, "Public adviser", weeks_late=12 if cohort == 1 and place else 0)

    def _decision_makers(self) -> None:
        for cohort in (1, 2):
            teams = teams_of_cohort(cohort)
            for team in teams if cohort == 1 else teams[:6]:
                person = DECISION_MAKER if team.name == RICH_TEAM else self._new(ICB)
                self._seat(team, person, "Decision maker")

    def _facilitators(self) -> None:
        both = [FACILITATOR, *(self._new(UNIVERSITY) for _ in range(FACILITATORS_IN_BOTH - 1))]
        for cohort, number in ((0, 8), (1, 12)):
            alone = [self._new(("Ravensholt University", UNIVERSITY)[n % 2]) for n in range(number - len(both))]
            self.seats[cohort].extend(Seat(person, "Academic facilitator") for person in [*both, *alone])


def _names(rng: Random) -> Iterator[str]:
    taken = {" ".join(person.name.split()[-2:]) for person in _KNOWN.values()}
    surnames = list(SURNAMES)
    rng.shuffle(surnames)
    firsts = list(FIRST_NAMES)
    for surname in cycle(surnames):
        name = f"{rng.choice(firsts)} {surname}"
        if name not in taken:
            taken.add(name)
            yield name


def telephone(name: str) -> str:
    """A number from the range kept for films and plays: nobody has it."""
    return f"01632 960{sum(name.encode()) % 1000:03}"
