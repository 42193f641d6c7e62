"""The made-up teams fill in their workbooks: several hands, first drafts and second thoughts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from evenground.programme.people.models import Person
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Membership, Team
from evenground.programme.workbook import actions
from evenground.programme.workbook.reading import Section, pack
from evenground.site.demonstration.clock import Calendar, moment
from evenground.site.demonstration.courses import Course
from evenground.site.demonstration.facts import Draft, TeamFacts, answers

SetClock = Callable[[datetime], None]


@dataclass(frozen=True)
class Members:
    """Who is in a team, by role, from which day."""

    team: Team
    seats: tuple[Membership, ...]

    @classmethod
    def of(cls, team: Team) -> "Members":
        return cls(team, tuple(team.memberships.select_related("person").order_by("pk")))

    def as_role(self, role: str, day: date) -> Person | None:
        """Somebody who has this role by that day; a lead where a member of staff is missing, but never an adviser."""
        here = [seat for seat in self.seats if seat.since <= day]
        found = [seat.person for seat in here if seat.role == role]
        if not found and role != TeamRole.PUBLIC_ADVISER:
            found = [seat.person for seat in here if seat.role == TeamRole.LEAD]
        # The two advisers or leads of a team take turns.
        return found[day.toordinal() % len(found)] if found else None

    @property
    def lead(self) -> Person:
        return next(seat.person for seat in self.seats if seat.role == TeamRole.LEAD)

    @property
    def analyst(self) -> Person:
        return next(seat.person for seat in self.seats if seat.role == TeamRole.ANALYST)

    @property
    def decision_maker(self) -> Person:
        return next(seat.person for seat in self.seats if seat.role == TeamRole.DECISION_MAKER)


def write_workbook(
    members: Members, facts: TeamFacts, course: Course, calendar: Calendar, set_clock: SetClock, rng: Random
) -> int:
    """Answer the questions a team has come to. Gives back how many texts were saved."""
    saved = 0
    for section in _sections(course):
        for question in section.questions:
            if question.needed or rng.random() < course.thorough:
                day = calendar.after(facts.cohort, section.due_by, rng.randint(0, 6))
                saved += _answer(members, facts, question.id, day, calendar, set_clock, rng)
    return saved


def _sections(course: Course) -> Iterator[Section]:
    return (section for section in pack().sections if section.id in course.sections)


def _answer(
    members: Members,
    facts: TeamFacts,
    question: str,
    day: date,
    calendar: Calendar,
    set_clock: SetClock,
    rng: Random,
) -> int:
    """A first text and, days later, what somebody else made of it."""
    saved = 0
    for draft in answers()[question]:
        writer = members.as_role(draft.role, day)
        if writer is None:
            continue
        set_clock(moment(day, rng.randint(9, 20), rng.randint(0, 59)))
        _save(members, question, draft, facts, base=saved, writer=writer)
        saved += 1
        day = min(day + timedelta(days=rng.randint(2, 9)), calendar.today - timedelta(days=1))
    return saved


def _save(members: Members, question: str, draft: Draft, facts: TeamFacts, *, base: int, writer: Person) -> None:
    text = draft.text.format(**facts.slots())
    # Somebody without an address says it on paper or by telephone, and the lead types it in.
    on_paper = not writer.email
    actions.save_answer(
        team=members.team,
        question=question,
        text=text,
        base=base,
        on_behalf_of=writer if on_paper else None,
        by=members.lead if on_paper else writer,
    )


CLASH = "hiat2.removed"
CLASHING = (
    (
        TeamRole.INTERN,
        19,
        "So we now have five places on the flat and two evenings a week, with a text message before.",
    ),
    (
        TeamRole.PUBLIC_ADVISER,
        20,
        "So we now have four places on the flat. One evening a week is not enough for people on late shifts.",
    ),
)


def leave_a_clash(members: Members, calendar: Calendar, set_clock: SetClock) -> None:
    """Two people change the same words of one answer on the same evening; both texts wait for somebody to choose."""
    base = members.team.revisions.filter(question=CLASH).count()
    day = calendar.today - timedelta(days=1)
    for role, hour, text in CLASHING:
        if writer := members.as_role(role, day):
            set_clock(moment(day, hour, 12))
            actions.save_answer(team=members.team, question=CLASH, text=text, base=base, by=writer)
