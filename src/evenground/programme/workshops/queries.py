"""Sessions, as the person looking may see them."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from evenground.programme.cohorts import queries as cohort_queries
from evenground.programme.cohorts.models import Cohort
from evenground.programme.people.models import Person
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Membership
from evenground.programme.workshops.enums import Came
from evenground.programme.workshops.models import Attendance, Session


def sessions_seen_by(person: Person) -> QuerySet[Session]:
    """Sessions of the cohorts this person has a team in or is appointed to."""
    seats = Membership.objects.current().filter(person=person).exclude(role=TeamRole.DECISION_MAKER)
    runs = cohort_queries.cohorts_run_by(person)
    return Session.objects.filter(Q(cohort__in=seats.values("team__cohort")) | Q(cohort__in=runs)).select_related(
        "cohort__programme"
    )


def expected_at(session: Session) -> QuerySet[Membership]:
    """The seats expected at a session: who was in a team of the cohort that day."""
    return (
        Membership.objects.current(on=session.starts_at.date())
        .filter(team__cohort=session.cohort)
        .exclude(role=TeamRole.DECISION_MAKER)
        .select_related("person__organisation", "team")
        .order_by("team__name", "person__name")
    )


def attendance_at(session: Session) -> Mapping[int, str]:
    """How each person took part, by the person's key."""
    return dict(session.attendances.values_list("person_id", "came"))


def teams_present_at(sessions: QuerySet[Session]) -> Mapping[int, set[int]]:
    """The teams of which somebody came, by session."""
    present: dict[int, set[int]] = {}
    came = Attendance.objects.filter(session__in=sessions, came__in=[Came.IN_PERSON, Came.ONLINE, Came.PHONE])
    for session, team in came.exclude(team=None).values_list("session_id", "team_id"):
        present.setdefault(session, set()).add(int(team or 0))
    return present


def next_session(cohort: Cohort, after: object) -> Session | None:
    """The first session that has not ended yet."""
    return cohort.sessions.filter(ends_at__gte=after, cancelled=False).first()
