"""Loading the demonstration through the same actions that the pages use."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from evenground.programme.approvals import actions as approvals
from evenground.programme.approvals.enums import ProjectKind, RegistrationState
from evenground.programme.cigs import actions as cigs
from evenground.programme.cohorts import actions as cohorts
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.cohorts.models import Cohort, Programme
from evenground.programme.datasets import actions as datasets
from evenground.programme.datasets.enums import DatasetKind
from evenground.programme.equity import actions as equity
from evenground.programme.errors import RuleBroken
from evenground.programme.outputs import actions as outputs
from evenground.programme.people import actions as people
from evenground.programme.people import queries as people_queries
from evenground.programme.people.models import Person
from evenground.programme.registrations import actions as registrations
from evenground.programme.teams import actions as teams
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Team
from evenground.site.demonstration import attending
from evenground.site.demonstration import people as cast
from evenground.site.demonstration.clock import Calendar, as_if_then, moment, without_mail
from evenground.site.demonstration.courses import COURSES, Course, Stop
from evenground.site.demonstration.facts import TeamFacts, all_teams, teams_of_cohort
from evenground.site.demonstration.figures import (
    ATTRIBUTION,
    COLUMNS,
    PERIOD,
    UNIT,
    code_of,
    write_sample_data,
    write_sample_similar,
)
from evenground.site.demonstration.registering import registration_file
from evenground.site.demonstration.writing import Members, SetClock, leave_a_clash, write_workbook

Progress = Callable[[float, str], None]

NAME = "Northshire Partners Programme"
GROUPS = {1: 3, 2: 5}  # how many groups each cohort is put into
SMALLEST, LARGEST = 2, 4


def is_loaded() -> bool:
    """Whether the demonstration is in the database already."""
    return people_queries.person_with_email(cast.LEAD.email) is not None


def load(*, progress: Progress | None = None) -> Programme:
    """Make the whole demonstration, in one transaction, in an empty database.

    Raises
    ------
    RuleBroken
        When there are people in the database: made-up people never stand beside real ones.
    """
    if Person.objects.exists():
        raise RuleBroken("There are people in this home already. The demonstration needs a home of its own.")
    with tempfile.TemporaryDirectory(prefix="evenground-") as folder, as_if_then() as set_clock, without_mail():
        data = write_sample_data(Path(folder) / "northshire_admissions.csv")
        similar = write_sample_similar(Path(folder) / "northshire_similar_areas.csv")
        calendar = Calendar(timezone.localdate())
        with transaction.atomic():
            return _Loading(calendar, set_clock, progress or _silent, (data, similar)).run()


def _silent(share: float, says: str) -> None:
    """Tell nobody."""


@dataclass
class _Loading:
    """One loading from beginning to end."""

    calendar: Calendar
    set_clock: SetClock
    progress: Progress
    files: tuple[Path, Path]
    rng: Random = field(default_factory=lambda: Random(cast.SEED))  # noqa: S311
    lead: Person = field(init=False)
    programme: Programme = field(init=False)

    def run(self) -> Programme:
        self._begin()
        made = {cohort: self._cohort(cohort) for cohort in (1, 2)}
        for place, facts in enumerate(all_teams()):
            self.progress(0.3 + 0.65 * place / len(all_teams()), f"{facts.name} fills in its workbook")
            self._team(facts, made[facts.cohort].teams.get(name=facts.name))
        self.progress(0.97, "Noting who came to the workshops")
        for number, cohort in made.items():
            attending.note_everybody(cohort, number, self.calendar, self.set_clock, self.rng)
        # Everybody may be tried out. One hash for all: made-up people have no secrets.
        Person.objects.update(made_up=True)
        Person.objects.exclude(email=None).update(password=make_password(cast.PASSWORD))
        self.progress(1.0, "Done")
        return self.programme

    def _begin(self) -> None:
        """The programme, its lead, and those who help to run all of it."""
        everybody = cast.programme()
        self.set_clock(moment(self.calendar.registered(1) - timedelta(weeks=8)))
        self.lead = self._person(everybody.lead, may_start_programmes=True)
        self.programme = cohorts.start_programme(
            name=NAME,
            purpose="Find out together which local services reduce emergency admissions, and for whom.",
            contact_name=everybody.lead.name,
            contact_details=cast.telephone(everybody.lead.name),
            by=self.lead,
        )
        appointed = (
            (Appointed.DESIGN_TEAM, everybody.design_team),
            (Appointed.STEERING_BOARD, everybody.board),
            (Appointed.ORGANISATIONAL_LEAD, everybody.research_managers),
            (Appointed.RESEARCHER, (everybody.researcher,)),
        )
        for role, group in appointed:
            for made_up in group:
                cohorts.appoint(person=self._person(made_up), programme=self.programme, role=role, by=self.lead)

    def _person(self, made_up: cast.MadeUp, *, may_start_programmes: bool = False) -> Person:
        where = made_up.organisation
        return people.add_person(
            name=made_up.name,
            email=made_up.email,
            phone=cast.telephone(made_up.name),
            organisation=people.add_organisation(name=where, by=None) if where else None,
            may_start_programmes=may_start_programmes,
            made_up=True,
            by=None,
        )

    def _cohort(self, number: int) -> Cohort:
        """A cohort with its people from a registration file, its workshops and its groups."""
        registered, start = self.calendar.registered(number), self.calendar.start(number)
        self.progress(0.15 * (number - 1), f"Registering cohort {number}")
        self.set_clock(moment(registered))
        cohort = cohorts.add_cohort(programme=self.programme, name=f"Cohort {number}", starts_on=start, by=self.lead)
        content = registration_file(number, starts_on=start, registered_on=registered)
        name = f"registrations-cohort-{number}.csv"
        file = registrations.bring(cohort=cohort, name=name, content=content, by=self.lead)
        registrations.confirm(file=file, by=self.lead)
        attending.lay_out(cohort, number, self.lead)
        self.progress(0.15 * number - 0.1, f"Putting the teams of cohort {number} into groups")
        self.set_clock(moment(self.calendar.grouped(number)))
        self._skills(cohort, number)
        forming = cigs.propose(
            cohort=cohort, groups_wanted=GROUPS[number], smallest=SMALLEST, largest=LARGEST, by=self.lead
        )
        cigs.confirm(forming=forming, by=self.lead)
        return cohort

    def _skills(self, cohort: Cohort, number: int) -> None:
        """Each facilitator knows three themes; between them they know all."""
        known = teams_of_cohort(number)
        themes = cycle(dict.fromkeys(theme for team in known for theme in (team.condition, team.service)))
        for seat in cast.programme().seats[number - 1]:
            if seat.team is None:
                person = Person.objects.get(email=seat.person.email)
                skills = ", ".join(next(themes) for _ in range(3))
                cigs.say_what_facilitator_offers(cohort=cohort, person=person, skills=skills, capacity=1, by=self.lead)

    def _team(self, facts: TeamFacts, team: Team) -> None:
        """Everything one team did after its groups were formed."""
        course, members = COURSES[facts.name], Members.of(team)
        self._register(facts, course, members)
        write_workbook(members, facts, course, self.calendar, self.set_clock, self.rng)
        if facts.name == cast.RICH_TEAM:
            leave_a_clash(members, self.calendar, self.set_clock)
        if course.plan_signed:
            self.set_clock(moment(self.calendar.after(facts.cohort, 4, 20)))
            approvals.sign_plan(team=team, by=members.lead)
        if course.result_shared and course.plan_signed:
            self._result(facts, members)
        if course.report_signed:
            self._report(facts, course, members)
        if course.stopped:
            self._stop(facts, course.stopped, members)

    def _register(self, facts: TeamFacts, course: Course, members: Members) -> None:
        state = course.registration
        if state is None:
            return
        asked = self.calendar.after(facts.cohort, 2, 5)
        self.set_clock(moment(asked))
        approvals.register(
            team=members.team,
            kind=ProjectKind.SERVICE_EVALUATION,
            reason="It asks how well this service does, for those who run and pay for it.",
            body=f"Research office, {facts.organisation}",
            reference=f"SE-{members.team.pk:03}",
            state=state,
            asked_on=asked,
            decided_on=None if state == RegistrationState.ASKED else asked + timedelta(weeks=3),
            by=members.lead,
        )

    def _result(self, facts: TeamFacts, members: Members) -> None:
        """The analyst loads the figures and shares the result; a public adviser and the lead say what it means."""
        day = self.calendar.after(facts.cohort, 5, 1 if facts.cohort == 2 else 20)
        self.set_clock(moment(day, 11))
        loaded = []
        for path, kind in zip(self.files, (DatasetKind.OUTCOME, DatasetKind.SIMILAR_AREAS), strict=True):
            with path.open("rb") as content:
                loaded.append(
                    datasets.load(team=members.team, name=path.name, content=content, kind=kind, by=members.analyst)
                )
        datasets.describe(
            dataset=loaded[0],
            columns=COLUMNS,
            period=PERIOD,
            unit=UNIT,
            covers="Northshire",
            attribution=ATTRIBUTION,
            by=members.analyst,
        )
        release = equity.analyse(dataset=loaded[0], similar=loaded[1], area=code_of(facts.area), by=members.analyst)
        release = equity.share(release=release, by=members.analyst)
        said = (
            (TeamRole.PUBLIC_ADVISER, "I am not surprised, but it is good to see it written down. Around here that is"
             f" {facts.cause}, not people who do not look after themselves."),
            (TeamRole.LEAD, "We cannot say from this that our service changed anything. It tells us where to begin."),
        )  # fmt: skip
        for hour, (role, text) in enumerate(said, start=15):
            if writer := members.as_role(role, day):
                self.set_clock(moment(day, hour))
                equity.interpret(release=release, text=text, by=writer)

    def _report(self, facts: TeamFacts, course: Course, members: Members) -> None:
        day = self.calendar.after(facts.cohort, 8, 30 + 2 * (members.team.pk % 7))
        self.set_clock(moment(day, 12))
        report = outputs.sign_report(team=members.team, by=members.lead)
        if course.decided:
            decided_on = min(day + timedelta(weeks=4), self.calendar.today - timedelta(days=1))
            self.set_clock(moment(decided_on, 16))
            outputs.record_decision(
                report=report,
                kind=course.decided.kind,
                text=course.decided.text,
                owner=members.decision_maker.name,
                decided_on=decided_on,
                follow_up_on=decided_on + timedelta(weeks=26),
                by=members.decision_maker,
            )

    def _stop(self, facts: TeamFacts, stop: Stop, members: Members) -> None:
        day = self.calendar.after(facts.cohort, stop.after, 7)
        self.set_clock(moment(day))
        if "lead" in stop.reason:
            seat = next(seat for seat in members.seats if seat.role == TeamRole.LEAD)
            teams.leave(membership=seat, until=day, reason="Changed jobs", by=self.lead)
        teams.change_state(team=members.team, state=stop.state, reason=stop.reason, on=day, by=self.lead)
