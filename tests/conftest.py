"""What every test may use: a fixed cast, a cohort with two teams, and the real figures where they are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

# No test of ours is timed: a busy machine is not a fault of the program.
hypothesis.settings.register_profile("evenground", deadline=None)
hypothesis.settings.load_profile("evenground")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"


def real_file(name: str) -> Path:
    """A real public file; the test is left out, saying so, where the file is not at hand."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the public file {name} is not at hand (looked beside the project, in shared/data)")
    return path


@pytest.fixture(scope="session")
def real() -> Callable[[str], Path]:
    return real_file


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may reach beyond this machine."""
    import socket

    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"the program tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _mail_in_memory(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@dataclass
class Cast:
    """The people every permission is tried with."""

    lead: object  # leads the programme
    facilitator: object  # appointed to the cohort
    team_lead: object  # leads the first team
    member: object  # practitioner in the first team
    adviser: object  # public adviser in the first team
    analyst: object  # analyst in the first team
    decision_maker: object  # receives the first team's report
    other: object  # member of another team of the cohort
    board: object  # sits on the steering board
    stranger: object  # signed in, in nothing
    anonymous: None = None  # not signed in


@dataclass
class Scene:
    """A programme with one cohort and two teams."""

    programme: object
    cohort: object
    team: object
    other_team: object


@pytest.fixture
def scene_and_cast(db) -> tuple[Scene, Cast]:
    from evenground.programme.cohorts import actions as cohorts
    from evenground.programme.cohorts.enums import Appointed
    from evenground.programme.people import actions as people
    from evenground.programme.teams import actions as teams
    from evenground.programme.teams.enums import TeamRole

    def person(name: str, **rest):
        email = name.lower().replace(" ", ".") + "@example.org"
        return people.add_person(name=name, email=email, by=None, made_up=True, **rest)

    lead = person("Lena Lead", may_start_programmes=True)
    programme = cohorts.start_programme(name="Fair Start", contact_name="Lena Lead", by=lead)
    cohort = cohorts.add_cohort(programme=programme, name="Cohort 1", starts_on=date.today(), by=lead)
    trust = people.add_organisation(name="Northbank NHS Trust", by=lead)
    charity = people.add_organisation(name="Harbour Charity", by=lead)
    team = teams.add_team(
        cohort=cohort, name="Community Care", project="Care closer to home", organisation=trust, by=lead
    )
    other_team = teams.add_team(
        cohort=cohort, name="Memory Matters", project="Memory clinic", organisation=charity, by=lead
    )
    since = date.today() - timedelta(days=1)

    def seat(name: str, role: TeamRole, place=team):
        somebody = person(name)
        teams.join(team=place, person=somebody, role=role, since=since, by=lead)
        return somebody

    def appointed(name: str, role: Appointed):
        somebody = person(name)
        cohorts.appoint(person=somebody, programme=programme, cohort=cohort, role=role, by=lead)
        return somebody

    cast = Cast(
        lead=lead,
        facilitator=appointed("Fay Facilitator", Appointed.FACILITATOR),
        team_lead=seat("Tariq Teamlead", TeamRole.LEAD),
        member=seat("Mo Member", TeamRole.PRACTITIONER),
        adviser=seat("Ada Adviser", TeamRole.PUBLIC_ADVISER),
        analyst=seat("Anna Analyst", TeamRole.ANALYST),
        decision_maker=seat("Dee Decider", TeamRole.DECISION_MAKER),
        other=seat("Olu Other", TeamRole.PRACTITIONER, other_team),
        board=appointed("Bo Board", Appointed.STEERING_BOARD),
        stranger=person("Sam Stranger"),
    )
    return Scene(programme, cohort, team, other_team), cast


@pytest.fixture
def scene(scene_and_cast) -> Scene:
    return scene_and_cast[0]


@pytest.fixture
def cast(scene_and_cast) -> Cast:
    return scene_and_cast[1]


@pytest.fixture
def client_of(cast) -> Iterator[Callable]:
    """A browser signed in as one of the cast, by name."""
    from django.test import Client

    def client(name: str) -> Client:
        browser = Client()
        if somebody := getattr(cast, name):
            browser.force_login(somebody, backend=settings.AUTHENTICATION_BACKENDS[0])
        return browser

    yield client
