"""Bringing a registration file, saying what its columns mean, and confirming it."""

import hashlib
from collections import Counter
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from evenground.design.words import plural
from evenground.programme.audit.actions import record
from evenground.programme.cohorts import actions as cohort_actions
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.cohorts.models import Cohort
from evenground.programme.people import actions as people_actions
from evenground.programme.people.enums import OrganisationKind
from evenground.programme.people.models import Organisation, Person
from evenground.programme.registrations import queries, rules
from evenground.programme.registrations.models import RegistrationFile
from evenground.programme.registrations.reading import Entry, guess_columns, read_sheet
from evenground.programme.teams import actions as team_actions
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Team


@transaction.atomic
def bring(*, cohort: Cohort, name: str, content: bytes, by: Person) -> RegistrationFile:
    """Keep a file for looking over. Its columns are guessed; nothing in it counts yet."""
    rules.check_can_bring(by, cohort)
    sheet = read_sheet(content, name)
    file = RegistrationFile.objects.create(
        cohort=cohort,
        name=name[:200],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        columns=guess_columns(sheet.headings),
        uploaded_by=by,
    )
    record("registrations.brought", about=file, by=by, saying=f"brought a file of {len(sheet.rows)} registrations")
    return file


@transaction.atomic
def match_columns(*, file: RegistrationFile, columns: Mapping[str, str], by: Person) -> RegistrationFile:
    """Say what each column holds."""
    rules.check_can_bring(by, file.cohort)
    chosen = {what: heading for what, heading in columns.items() if heading}
    rules.check_columns(chosen)
    file.columns = chosen
    file.save(update_fields=["columns"])
    record("registrations.columns_matched", about=file, by=by, saying="said what the columns of a file hold")
    return file


@transaction.atomic
def join_spellings(*, file: RegistrationFile, joins: Mapping[str, str], by: Person) -> RegistrationFile:
    """Say which spellings mean which organisation; an empty name keeps it an organisation of its own."""
    rules.check_can_bring(by, file.cohort)
    file.joins = dict(joins)
    file.save(update_fields=["joins"])
    record("registrations.spellings_joined", about=file, by=by, saying="said which spellings mean one organisation")
    return file


@transaction.atomic
def confirm(*, file: RegistrationFile, by: Person) -> RegistrationFile:
    """Make the people, organisations, teams and seats of a file. What exists already is joined, never doubled."""
    file = RegistrationFile.objects.select_for_update().get(pk=file.pk)  # two clicks make one import
    rules.check_can_confirm(by, file)
    plan = queries.plan_of(file)
    usable = [entry for entry in plan.entries if not entry.left_out]
    organisations = _organisations(plan.spellings, by)
    teams = _teams(file.cohort, usable, organisations, by)
    people = _people(file.cohort, usable, organisations, by)
    made: Counter[str] = Counter()
    for entry in usable:
        _seat(file.cohort, entry, people[queries.identity(entry)], teams, by)
    made.update(
        teams=len(plan.new_teams), people=len(plan.new_people), seats=plan.new_seats, left_out=len(plan.left_out)
    )
    file.confirmed_by, file.confirmed_at, file.outcome = by, timezone.now(), dict(made)
    file.save(update_fields=["confirmed_by", "confirmed_at", "outcome"])
    record("registrations.confirmed", about=file, by=by, saying=f"confirmed a file: {outcome_in_words(made)}")
    return file


def outcome_in_words(made: Mapping[str, int]) -> str:
    """How many were made and left out, for a sentence."""
    people = plural(made["people"], "new person", "new people")
    return f"{people}, {plural(made['teams'], 'new team')}, {plural(made['left_out'], 'row')} left out"


@transaction.atomic
def invite_everybody(*, cohort: Cohort, by: Person) -> int:
    """Invite everybody of the cohort who has not been; gives back how many."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)  # two clicks send one invitation
    rules.check_can_bring(by, cohort)
    people = list(queries.not_invited(cohort))
    for person in people:
        people_actions.invite(person=person, about=f"{cohort.programme}, {cohort}", by=by)
    return len(people)


def _organisations(spellings: list[queries.Spelling], by: Person) -> dict[str, Organisation]:
    """The organisation behind each spelling, made when it is new; spellings are remembered for the next file."""
    found: dict[str, Organisation] = {}
    for spelling in spellings:
        kind = _kind_of(spelling.means)
        found[spelling.written] = people_actions.add_organisation(name=spelling.means, kind=kind, by=by)
        if spelling.written.lower() != spelling.means.lower():
            people_actions.join_spelling(organisation=found[spelling.written], spelling=spelling.written, by=by)
    return found


# Words in a name that give its kind away; a lead can change it.
_KINDS = (
    (("university", "college"), OrganisationKind.UNIVERSITY),
    (("council", "borough", "local authority"), OrganisationKind.LOCAL_AUTHORITY),
    (("ccg", "commissioning", "icb", "integrated care board"), OrganisationKind.COMMISSIONER),
    (("nhs", "hospital", "surgery", "medical centre", "practice", "trust"), OrganisationKind.NHS_PROVIDER),
    (("charity", "society", "voluntary", "community", "cic", "mind", "age uk", "hospice"), OrganisationKind.VOLUNTARY),
    (("public", "resident", "carer"), OrganisationKind.PUBLIC),
)


def _kind_of(name: str) -> OrganisationKind:
    lower = name.lower()
    return next((kind for words, kind in _KINDS if any(word in lower for word in words)), OrganisationKind.OTHER)


def _teams(
    cohort: Cohort, entries: list[Entry], organisations: Mapping[str, Organisation], by: Person
) -> dict[str, Team]:
    """The cohort's teams by name, with those the file adds. A team is described by the first row that does."""
    teams = {team.name.lower(): team for team in cohort.teams.all()}
    for name in {entry.team.lower(): entry.team for entry in entries if entry.team}.values():
        if name.lower() in teams:
            continue
        rows = [entry for entry in entries if entry.team.lower() == name.lower()]
        # The lead's own organisation is the team's.
        rows.sort(key=lambda entry: entry.role != TeamRole.LEAD)
        teams[name.lower()] = team_actions.add_team(
            cohort=cohort,
            name=rows[0].team,
            project=_first(rows, "project") or rows[0].team,
            organisation=organisations.get(_first(rows, "organisation")),
            service=_first(rows, "service"),
            condition=_first(rows, "condition"),
            stage=_first(rows, "stage"),
            area=_first(rows, "area"),
            by=by,
        )
    return teams


def _first(rows: list[Entry], name: str) -> str:
    return next((str(getattr(row, name)) for row in rows if getattr(row, name)), "")


def _people(
    cohort: Cohort, entries: list[Entry], organisations: Mapping[str, Organisation], by: Person
) -> dict[tuple[str, ...], Person]:
    known = queries.KnownPeople(cohort, entries)
    people: dict[tuple[str, ...], Person] = {}
    for entry in entries:
        key = queries.identity(entry)
        if key not in people:
            people[key] = known.find(entry) or people_actions.add_person(
                name=entry.name,
                email=entry.email or None,
                phone=entry.phone[:40],
                organisation=organisations.get(entry.organisation),
                by=by,
            )
    return people


def _seat(cohort: Cohort, entry: Entry, person: Person, teams: Mapping[str, Team], by: Person) -> None:
    since = entry.since or cohort.starts_on
    if isinstance(entry.role, Appointed):
        cohort_actions.appoint(
            person=person, programme=cohort.programme, cohort=cohort, role=entry.role, since=since, by=by
        )
    else:
        team_actions.join(team=teams[entry.team.lower()], person=person, role=entry.role, since=since, by=by)
