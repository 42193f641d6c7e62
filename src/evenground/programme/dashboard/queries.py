"""Everything a lead should see at a glance, and what is mine. The number of questions to the database does not grow with the teams."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet
from django.utils import timezone

from evenground.programme.approvals import queries as approval_queries
from evenground.programme.approvals.models import Registration
from evenground.programme.audit import queries as audit_queries
from evenground.programme.audit.models import Event
from evenground.programme.cigs import queries as cig_queries
from evenground.programme.cigs.models import Cig
from evenground.programme.cohorts import queries as cohort_queries
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.cohorts.models import Appointment, Cohort, Programme
from evenground.programme.equity.models import Release
from evenground.programme.outputs.models import Decision, Report
from evenground.programme.people.models import Organisation, Person
from evenground.programme.teams import queries as team_queries
from evenground.programme.teams.enums import TeamRole, TeamState
from evenground.programme.teams.models import Membership, Team
from evenground.programme.workbook import queries as workbook_queries
from evenground.programme.workbook.queries import Progress
from evenground.programme.workshops import queries as workshop_queries
from evenground.programme.workshops.enums import SessionKind
from evenground.programme.workshops.models import Session

# In the order in which a team passes through them.
STAGES = (
    "Registered",
    "In a group",
    "Writing the plan",
    "Plan signed",
    "Results shared",
    "Report signed",
    "Decision recorded",
)
GOVERNANCE_DUE = 2  # approvals found late made teams alter their plans: ask from the second workshop on


@dataclass(frozen=True)
class TeamRow:
    """One team on the dashboard."""

    team: Team
    stage: str
    cig: Cig | None
    people: int
    advisers: int
    progress: Progress
    late: tuple[str, ...]  # what should have been there by now, in words
    warnings: tuple[str, ...]  # the three early warnings of the published programme

    @property
    def step(self) -> int:
        """How far along the stages, from 1; 0 for a team that has stopped."""
        return STAGES.index(self.stage) + 1 if self.stage in STAGES else 0

    @property
    def well(self) -> bool:
        return not (self.late or self.warnings)


@dataclass(frozen=True)
class Counted:
    """A headline number with what it counts."""

    value: int
    unit: str
    means: str


@dataclass(frozen=True)
class Overview:
    """A cohort at a glance."""

    cohort: Cohort
    rows: tuple[TeamRow, ...]
    counts: tuple[Counted, ...]
    next_session: Session | None

    @property
    def in_trouble(self) -> list[TeamRow]:
        return [row for row in self.rows if not row.well]


def cohorts_overseen_by(person: Person) -> QuerySet[Cohort]:
    """Cohorts whose dashboard this person sees: those they lead, design or facilitate."""
    return cohort_queries.cohorts_run_by(person, *team_queries.RUNNERS)


def overview_of(cohort: Cohort) -> Overview:
    """The whole dashboard of a cohort."""
    teams = list(cohort.teams.select_related("organisation"))
    known = _Known(cohort, [team.pk for team in teams])
    rows = tuple(_row(team, known) for team in teams)
    return Overview(cohort, rows, _counts(cohort, teams), workshop_queries.next_session(cohort, timezone.now()))


def cohorts_approved_by(person: Person) -> QuerySet[Cohort]:
    """Cohorts whose plans and reports come before this person: as steering board, or as lead."""
    return cohort_queries.cohorts_run_by(person, Appointed.STEERING_BOARD, Appointed.PROGRAMME_LEAD)


@dataclass(frozen=True)
class BoardRow:
    """A team as the steering board meets it."""

    team: Team
    registration: Registration | None
    plan_signed: bool
    report: Report | None  # the newest signed one


def board_rows(cohort: Cohort) -> list[BoardRow]:
    """Every team of a cohort with its plan and report. Four questions to the database, however many teams."""
    teams = list(cohort.teams.all())
    keys = [team.pk for team in teams]
    registrations = approval_queries.registrations_of(keys)
    signed = approval_queries.signed_plans(keys)
    reports = {report.team_id: report for report in Report.objects.filter(team__in=keys).order_by("version")}
    return [BoardRow(team, registrations.get(team.pk), team.pk in signed, reports.get(team.pk)) for team in teams]


class _Known:
    """Everything the rows are made from, each asked for once for all teams."""

    def __init__(self, cohort: Cohort, teams: list[int]) -> None:
        self.progress = workbook_queries.progress_of(teams)
        self.registrations: Mapping[int, Registration] = approval_queries.registrations_of(teams)
        self.signed = approval_queries.signed_plans(teams)
        self.cigs = cig_queries.cig_of_team(teams)
        self.shared = _teams_in(Release.objects.filter(team__in=teams).exclude(shared_at=None))
        self.reported = _teams_in(Report.objects.filter(team__in=teams))
        self.decided = set(Decision.objects.filter(report__team__in=teams).values_list("report__team", flat=True))
        seats = Membership.objects.current().filter(team__in=teams).exclude(role=TeamRole.DECISION_MAKER)
        self.roles: dict[int, Counter[str]] = {}
        self.people: dict[int, set[int]] = {}
        for team, person, role in seats.values_list("team_id", "person_id", "role"):
            self.roles.setdefault(team, Counter())[role] += 1
            self.people.setdefault(team, set()).add(person)
        held = cohort.sessions.filter(ends_at__lt=timezone.now(), cancelled=False, kind=SessionKind.WORKSHOP)
        self.held = list(held.order_by("starts_at"))
        self.present = workshop_queries.teams_present_at(held)

    @property
    def workshop(self) -> int:
        """The number of the last workshop held."""
        return max((session.number or 0 for session in self.held), default=0)

    @property
    def last_noted(self) -> Session | None:
        """The last workshop for which somebody noted who came."""
        return next((session for session in reversed(self.held) if session.pk in self.present), None)


def _teams_in(rows: "QuerySet[Release] | QuerySet[Report]") -> set[int]:
    return set(rows.values_list("team_id", flat=True))


def _row(team: Team, known: _Known) -> TeamRow:
    roles = known.roles.get(team.pk, Counter())
    return TeamRow(
        team=team,
        stage=_stage(team, known),
        cig=known.cigs.get(team.pk),
        people=len(known.people.get(team.pk, ())),
        advisers=roles[TeamRole.PUBLIC_ADVISER],
        progress=known.progress[team.pk],
        late=_late(team, known) if team.state == TeamState.ACTIVE else (),
        warnings=_warnings(team, known) if team.state == TeamState.ACTIVE else (),
    )


def _stage(team: Team, known: _Known) -> str:
    if team.state not in {TeamState.ACTIVE, TeamState.COMPLETE}:
        return TeamState(team.state).label
    reached = (
        (team.pk in known.decided, "Decision recorded"),
        (team.pk in known.reported, "Report signed"),
        (team.pk in known.shared, "Results shared"),
        (team.pk in known.signed, "Plan signed"),
        (known.progress[team.pk].count > 0, "Writing the plan"),
        (team.pk in known.cigs, "In a group"),
    )
    return next((stage for yes, stage in reached if yes), "Registered")


def _late(team: Team, known: _Known) -> tuple[str, ...]:
    late = [
        f"“{section.title}” is empty; it was due by workshop {section.due_by}"
        for section in known.progress[team.pk].late(known.workshop)
    ]
    if known.workshop >= 4 and team.pk not in known.signed:
        late.append("The evaluation plan is not signed; it was due by workshop 4")
    return tuple(late)


def _warnings(team: Team, known: _Known) -> tuple[str, ...]:
    """No public adviser yet, governance not started, alone at the group's table."""
    warnings = []
    if not known.roles.get(team.pk, Counter())[TeamRole.PUBLIC_ADVISER]:
        warnings.append("No public adviser yet")
    registration = known.registrations.get(team.pk)
    if known.workshop >= GOVERNANCE_DUE and (registration is None or not registration.started):
        warnings.append("Approval not started")
    if _alone(team, known):
        warnings.append("The only team of its group at the last workshop")
    return tuple(warnings)


def _alone(team: Team, known: _Known) -> bool:
    session, cig = known.last_noted, known.cigs.get(team.pk)
    if session is None or cig is None:
        return False
    at_table = {other for other in known.present[session.pk] if other in known.cigs and known.cigs[other] == cig}
    return at_table == {team.pk}


def _counts(cohort: Cohort, teams: list[Team]) -> tuple[Counted, ...]:
    seats = Membership.objects.filter(team__cohort=cohort).exclude(role=TeamRole.DECISION_MAKER)
    people = team_queries.participants_in(cohort)
    organisations = Organisation.objects.filter(pk__in=people.values("organisation"))
    by_role = dict(seats.values_list("role").annotate(n=Count("person", distinct=True)).order_by())
    stopped = sum(not team.taking_part for team in teams)
    return (
        Counted(len(teams), "teams", f"Every team that registered, {stopped} of them stopped since."),
        Counted(people.count(), "people", "Different people who are or were in a team, however many seats they have."),
        Counted(seats.count(), "seats", "A person in a team in a role. Somebody with two roles has two seats."),
        Counted(organisations.count(), "organisations", "Different organisations that those people come from."),
        Counted(by_role.get(TeamRole.PUBLIC_ADVISER, 0), "public advisers", "Different people, now or before."),
        Counted(by_role.get(TeamRole.INTERN, 0), "interns", "Different people, now or before."),
    )


@dataclass(frozen=True)
class Line:
    """One line of the record as a sentence."""

    event: Event
    who: str
    what: str


def record_of(cohort: Cohort) -> QuerySet[Event]:
    """What was done in a cohort, the newest first."""
    return audit_queries.events_of_cohort(cohort.pk)


def in_words(events: list[Event]) -> list[Line]:
    """Events with the names looked up now: two questions to the database for a page of them."""
    keys = {key for event in events for key in (event.actor_id, event.subject_id) if key}
    names = dict(Person.objects.filter(pk__in=keys).values_list("pk", "name"))
    somebody = "Somebody no longer here"

    def name(key: int | None) -> str:
        return names.get(key, somebody) if key else "Evenground"

    return [
        Line(event, name(event.actor_id), event.saying.replace("{subject}", name(event.subject_id))) for event in events
    ]


@dataclass(frozen=True)
class Mine:
    """What a person comes back to: their teams, groups, cohorts, sessions and reports."""

    teams: list[Team] = field(default_factory=list)
    cigs: list[Cig] = field(default_factory=list)
    cohorts: list[Cohort] = field(default_factory=list)
    programmes: list[Programme] = field(default_factory=list)
    boards: list[Cohort] = field(default_factory=list)  # cohorts whose plans come before me
    reports: list[Report] = field(default_factory=list)
    waiting: list[Team] = field(default_factory=list)  # teams whose report I shall receive
    roles: dict[int, list[str]] = field(default_factory=dict)
    appointments: dict[int, list[str]] = field(default_factory=dict)
    next_session: Session | None = None


def what_is_mine(person: Person) -> Mine:
    """Everything on a person's home page."""
    seats = Membership.objects.current().filter(person=person).select_related("team__cohort__programme")
    roles: dict[int, list[str]] = {}
    for seat in seats:
        roles.setdefault(seat.team_id, []).append(seat.get_role_display())
    deciding = [seat.team for seat in seats if seat.role == TeamRole.DECISION_MAKER]
    working = {seat.team_id: seat.team for seat in seats if seat.role != TeamRole.DECISION_MAKER}
    places = cig_queries.cig_of_team(working)
    appointments: dict[int, list[str]] = {}
    for each in Appointment.objects.current().filter(person=person):
        appointments.setdefault(each.cohort_id or 0, []).append(each.get_role_display())
    reports = list(Report.objects.filter(team__in=deciding).select_related("team"))
    reported = {report.team_id for report in reports}
    return Mine(
        teams=list(working.values()),
        cigs=list(dict.fromkeys(places.values())),
        cohorts=list(cohort_queries.cohorts_run_by(person).order_by("-starts_on")),
        programmes=list(cohort_queries.programmes_led_by(person)),
        boards=list(cohort_queries.cohorts_run_by(person, Appointed.STEERING_BOARD).order_by("-starts_on")),
        reports=reports,
        waiting=[team for team in deciding if team.pk not in reported],
        roles=roles,
        appointments=appointments,
        next_session=workshop_queries.sessions_seen_by(person)
        .filter(ends_at__gte=timezone.now(), cancelled=False)
        .first(),
    )
