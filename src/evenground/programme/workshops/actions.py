"""Laying out the series, changing a session, noting who came."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from evenground.programme.audit.actions import record
from evenground.programme.cohorts.models import Cohort
from evenground.programme.people.models import Person
from evenground.programme.teams.models import Team
from evenground.programme.workshops import queries, rules
from evenground.programme.workshops.enums import Came, Mode, SessionKind
from evenground.programme.workshops.models import Attendance, Session


@transaction.atomic
def lay_out_series(*, cohort: Cohort, by: Person) -> list[Session]:
    """Lay out the default workshops from the cohort's first day, about four weeks apart."""
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)  # two clicks make one series
    rules.check_can_lay_out(by, cohort)
    sessions = Session.objects.bulk_create(
        Session(
            cohort=cohort,
            number=planned.number,
            title=planned.title,
            content=planned.content,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        for planned, starts_at, ends_at in rules.lay_out(cohort.starts_on)
    )
    record("workshops.laid_out", about=cohort, by=by, saying=f"laid out {len(sessions)} workshops for {cohort}")
    return sessions


@transaction.atomic
def add_session(
    *,
    cohort: Cohort,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    kind: SessionKind = SessionKind.WORKSHOP,
    number: int | None = None,
    content: str = "",
    mode: Mode = Mode.IN_PERSON,
    place: str = "",
    joining_link: str = "",
    by: Person,
) -> Session:
    """Add a session to a cohort."""
    rules.check_can_change_series(by, cohort)
    session = Session(
        cohort=cohort,
        kind=kind,
        number=number,
        title=" ".join(title.split()),
        content=content,
        starts_at=starts_at,
        ends_at=ends_at,
        mode=mode,
        place=place,
        joining_link=joining_link,
    )
    rules.check_can_be_held(session)
    rules.check_not_there_already(session)
    session.full_clean()
    session.save()
    record("workshops.added", about=session, by=by, saying=f"added “{session}”")
    return session


@transaction.atomic
def change_session(*, session: Session, changes: Mapping[str, object], by: Person) -> Session:
    """Change a session's number, title, times, mode or place. Calendars are told by a higher sequence."""
    session = Session.objects.select_for_update().get(pk=session.pk)
    rules.check_can_change_series(by, session.cohort)
    changed = [name for name, value in changes.items() if getattr(session, name) != value]
    if not changed:
        return session
    for name in changed:
        setattr(session, name, changes[name])
    session.sequence += 1
    rules.check_can_be_held(session)
    session.full_clean()
    session.save()
    record("workshops.changed", about=session, by=by, saying=f"changed “{session}” ({', '.join(sorted(changed))})")
    return session


@transaction.atomic
def note_attendance(*, session: Session, came: Mapping[int, Came], by: Person) -> int:
    """Note how people took part: a person's key to how. Gives back how many were noted."""
    rules.check_can_note_attendance(by, session)
    seats: dict[int, Team] = {}
    for seat in queries.expected_at(session):
        seats.setdefault(seat.person_id, seat.team)
    for person, how in came.items():
        if person in seats:
            Attendance.objects.update_or_create(
                session=session, person_id=person, defaults={"came": how, "team": seats[person]}
            )
    noted = len(came.keys() & seats.keys())
    record("workshops.attendance_noted", about=session, by=by, saying=f"noted who came to “{session}”")
    return noted
