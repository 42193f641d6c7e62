"""The made-up workshops: where they were held, and who came, and how."""

from datetime import timedelta
from random import Random

from evenground.programme.cigs.models import Place
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.cohorts.models import Cohort
from evenground.programme.cohorts.queries import appointments_to
from evenground.programme.people.models import Person
from evenground.programme.teams.models import Team
from evenground.programme.workshops import actions, queries
from evenground.programme.workshops.enums import Came, Mode
from evenground.programme.workshops.models import Session
from evenground.site.demonstration.clock import Calendar
from evenground.site.demonstration.courses import COURSES
from evenground.site.demonstration.people import RICH_TEAM
from evenground.site.demonstration.writing import SetClock

_MODES = {
    1: (Mode.IN_PERSON,) * 5 + (Mode.MIXED, Mode.IN_PERSON, Mode.MIXED),
    2: (Mode.IN_PERSON, Mode.ONLINE, Mode.MIXED, Mode.ONLINE, Mode.MIXED, Mode.ONLINE, Mode.MIXED, Mode.MIXED),
}
_PLACES = ("The Boathouse, Saltmere", "Old Corn Exchange, Ravensholt", "Guildhall, Tidehaven")
_HELD = 5  # workshops of the second cohort so far


def lay_out(cohort: Cohort, number: int, by: Person) -> None:
    """The eight workshops, some in a room, some online, some both."""
    for session in actions.lay_out_series(cohort=cohort, by=by):
        mode = _MODES[number][(session.number or 1) - 1]
        online = mode != Mode.IN_PERSON
        changes = {
            "mode": mode,
            "place": "" if mode == Mode.ONLINE else _PLACES[(session.number or 0) % len(_PLACES)],
            "joining_link": f"https://meet.example.org/{cohort.pk}-{session.number}" if online else "",
        }
        actions.change_session(session=Session.objects.get(pk=session.pk), changes=changes, by=by)


def note_everybody(cohort: Cohort, number: int, calendar: Calendar, set_clock: SetClock, rng: Random) -> None:
    """Note who came to every workshop held. At the last one of the second cohort one team sat alone at its table."""
    held = [session for session in cohort.sessions.all() if session.ends_at.date() < calendar.today]
    for session in held:
        set_clock(session.ends_at + timedelta(minutes=30))
        stayed_away = _companions_of_the_one_alone(cohort) if number == 2 and session.number == _HELD else set()
        came = {}
        for person, team in _first_seats(session).items():
            if not _stopped_by(team, session):
                came[person] = Came.ABSENT if team.pk in stayed_away else _how(Mode(session.mode), rng)
        facilitator = appointments_to(cohort, Appointed.FACILITATOR)[0].person  # as of that day
        actions.note_attendance(session=session, came=came, by=facilitator)


def _first_seats(session: Session) -> dict[int, Team]:
    """The team each person is expected for, as attendance is noted."""
    seats: dict[int, Team] = {}
    for seat in queries.expected_at(session):
        seats.setdefault(seat.person_id, seat.team)
    return seats


def _companions_of_the_one_alone(cohort: Cohort) -> set[int]:
    """The other teams of the smallest group without the team that is signed in as."""
    groups: dict[int, list[int]] = {}
    for place in Place.objects.filter(cig__cohort=cohort).select_related("team").order_by("team__name"):
        groups.setdefault(place.cig_id, []).append(place.team_id)
    rich = Team.objects.get(cohort=cohort, name=RICH_TEAM).pk
    active = set(cohort.teams.filter(state="active").values_list("pk", flat=True))
    chosen = min((g for g in groups.values() if rich not in g and active & set(g)), key=lambda g: (len(g), g))
    alone = next(team for team in chosen if team in active)
    return set(chosen) - {alone}


def _stopped_by(team: Team, session: Session) -> bool:
    return COURSES[team.name].stopped is not None and bool(
        team.state_since and team.state_since <= session.starts_at.date()
    )


def _how(mode: Mode, rng: Random) -> Came:
    """Most come; a few catch up later."""
    if rng.random() < 0.14:
        return rng.choice((Came.ABSENT, Came.ABSENT, Came.LATER))
    if mode == Mode.IN_PERSON:
        return Came.IN_PERSON
    if mode == Mode.ONLINE:
        return Came.PHONE if rng.random() < 0.05 else Came.ONLINE
    return rng.choice((Came.IN_PERSON, Came.IN_PERSON, Came.ONLINE))
