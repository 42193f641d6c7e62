"""The series of workshops, and who may change it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from evenground.programme.cohorts import rules as cohort_rules
from evenground.programme.cohorts.models import Cohort
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person
from evenground.programme.workshops.enums import Mode
from evenground.programme.workshops.models import Session


@dataclass(frozen=True)
class Planned:
    """A workshop of the default series: its number, title and what it covers."""

    number: int
    title: str
    content: str


# Our own series. The published programme held eight one-day workshops of which the first four led to the
# evaluation plan; no public page lists the topics of all eight, so every field can be changed.
DEFAULT_SERIES = (
    Planned(1, "Getting together", "Each other's projects, their context, a first logic model, why inequalities."),
    Planned(2, "Problem and causes", "Who has the problem more, and why; evidence and local data; outcomes."),
    Planned(3, "Questions and design", "Kinds of evaluation, designing for equity, public involvement."),
    Planned(4, "Methods and plan", "Measures by group, data, approval, wider effects; the plan is signed."),
    Planned(5, "Putting the plan to work", "Roles, timetable, starting to collect, risks."),
    Planned(6, "Analysis clinic", "Numbers by group, voices, and what they mean, with public advisers."),
    Planned(7, "Review", "Findings, the decisions wanted, how to tell people and act."),
    Planned(8, "Dissemination event", "Sharing what was learned with a wider audience."),
)
WEEKS_BETWEEN = 4  # time for local work between workshops
OPENS, CLOSES = time(9, 30), time(16, 0)


def lay_out(starts_on: date) -> list[tuple[Planned, datetime, datetime]]:
    """The default workshops with their first and last hour, about four weeks apart."""
    days = [starts_on + timedelta(weeks=WEEKS_BETWEEN * place) for place in range(len(DEFAULT_SERIES))]
    return [
        (planned, timezone.make_aware(datetime.combine(day, OPENS)), timezone.make_aware(datetime.combine(day, CLOSES)))
        for planned, day in zip(DEFAULT_SERIES, days, strict=True)
    ]


def check_can_change_series(person: Person, cohort: Cohort) -> None:
    """Only a lead of the cohort changes its workshops."""
    cohort_rules.check_leads(person, cohort)


def check_can_lay_out(person: Person, cohort: Cohort) -> None:
    """The default series is laid out once."""
    cohort_rules.check_leads(person, cohort)
    if cohort.sessions.exists():
        raise RuleBroken(f"{cohort} already has workshops. Change them one by one.")


def check_not_there_already(session: Session) -> None:
    """A page gone back to adds nothing."""
    same = Session.objects.filter(cohort=session.cohort, title=session.title, starts_at=session.starts_at)
    if same.filter(cancelled=False).exists():
        raise RuleBroken(f"“{session.title}” is there already, at the same time. Change that one, or its title.")


def check_can_be_held(session: Session) -> None:
    """How it is held and how people join must agree. A place or a link may follow later: the page says so."""
    if session.mode == Mode.IN_PERSON and session.joining_link:
        raise RuleBroken("A face-to-face session has no joining link. Choose “Mixed” if some people join online.")


def check_can_note_attendance(person: Person, session: Session) -> None:
    """Whoever helps to run the cohort notes who came."""
    if not cohort_rules.runs(person, session.cohort):
        raise RuleBroken("Only facilitators and leads note who came.")
    if session.cancelled:
        raise RuleBroken("This session was cancelled.")
