"""Registration files, and what confirming one would do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from rapidfuzz import fuzz, process

from evenground.programme.cohorts import queries as cohort_queries
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.cohorts.models import Appointment, Cohort
from evenground.programme.people.models import Organisation, OrganisationSpelling, Person
from evenground.programme.registrations.enums import Weight
from evenground.programme.registrations.models import RegistrationFile
from evenground.programme.registrations.reading import Entry, Trouble, read_entries, read_sheet, same_name
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Membership

ALIKE = 88  # of 100: near enough to ask whether two spellings mean one organisation


def files_seen_by(person: Person) -> QuerySet[RegistrationFile]:
    """Registration files of the cohorts this person leads."""
    led = cohort_queries.cohorts_run_by(person, Appointed.PROGRAMME_LEAD)
    return RegistrationFile.objects.filter(cohort__in=led).select_related("cohort__programme")


def not_invited(cohort: Cohort) -> QuerySet[Person]:
    """People of a cohort who could sign in and have not been told so."""
    seats = Membership.objects.current().filter(team__cohort=cohort)
    appointed = cohort_queries.appointments_to(cohort)
    return Person.objects.filter(
        Q(pk__in=seats.values("person")) | Q(pk__in=appointed.values("person")),
        email__isnull=False,
        invitations=None,
        last_login=None,
    )


@dataclass(frozen=True)
class Spelling:
    """An organisation's name as the file has it, and what it is taken for."""

    written: str
    means: str  # the name used; the same as written when it is a new organisation
    new: bool
    guessed: bool = False  # a near spelling: somebody should look
    choices: tuple[str, ...] = ()  # other names it is close to


@dataclass
class Plan:
    """What confirming a file would do. Nothing has been done yet."""

    entries: list[Entry]
    spellings: list[Spelling]
    new_teams: list[str] = field(default_factory=list)
    known_teams: list[str] = field(default_factory=list)
    new_people: list[str] = field(default_factory=list)
    known_people: list[str] = field(default_factory=list)
    new_seats: int = 0
    known_seats: int = 0

    @property
    def left_out(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.left_out]

    @property
    def to_look_at(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.troubles]

    @property
    def changes_nothing(self) -> bool:
        return not (self.new_teams or self.new_people or self.new_seats)


def plan_of(file: RegistrationFile) -> Plan:
    """What confirming the file would create, what it would join with what exists, and each problem by row."""
    entries = read_entries(read_sheet(bytes(file.content), file.name), file.columns)
    return plan_for(file.cohort, entries, file.joins)


def plan_for(cohort: Cohort, entries: list[Entry], joins: Mapping[str, str]) -> Plan:
    """The same for entries already read. A handful of questions to the database, however many rows there are."""
    people = KnownPeople(cohort, [entry for entry in entries if not entry.left_out])
    entries = [_held_against(people, entry) for entry in entries]
    usable = [entry for entry in entries if not entry.left_out]
    plan = Plan(entries=entries, spellings=spellings_in(usable, joins))
    _plan_teams(plan, cohort, usable)
    _plan_people(plan, people, usable)
    _plan_seats(plan, cohort, people, usable)
    return plan


def _held_against(people: "KnownPeople", entry: Entry) -> Entry:
    """The entry, with a word about it when somebody of another name has its address already."""
    known = people.find(entry) if entry.email and not entry.left_out else None
    if known is None or same_name(known.name, entry.name):
        return entry
    says = (
        f"{known} is here already with this e-mail address: taken as {known}. If {entry.name} is somebody else,"
        " give them an address of their own."
    )
    return replace(entry, troubles=(*entry.troubles, Trouble(Weight.LOOK, says)))


def _plan_teams(plan: Plan, cohort: Cohort, entries: Iterable[Entry]) -> None:
    known = {name.lower() for name in cohort.teams.values_list("name", flat=True)}
    names = {entry.team.lower(): entry.team for entry in reversed(list(entries)) if entry.team}
    for key in sorted(names):
        (plan.known_teams if key in known else plan.new_teams).append(names[key])


def _plan_people(plan: Plan, people: "KnownPeople", entries: Iterable[Entry]) -> None:
    seen: set[object] = set()
    for entry in entries:
        key = identity(entry)
        if key not in seen:
            seen.add(key)
            (plan.known_people if people.find(entry) else plan.new_people).append(entry.name)


def _plan_seats(plan: Plan, cohort: Cohort, people: "KnownPeople", entries: Iterable[Entry]) -> None:
    seats = {
        (person, team.lower(), role)
        for person, team, role in Membership.objects.current()
        .filter(team__cohort=cohort)
        .values_list("person", "team__name", "role")
    }
    appointed = set(Appointment.objects.current().filter(cohort=cohort).values_list("person", "role"))
    counted: set[object] = set()
    for entry in entries:
        key = (identity(entry), entry.team.lower(), entry.role)
        if key in counted:
            continue
        counted.add(key)
        person = people.find(entry)
        is_team = isinstance(entry.role, TeamRole)
        known = person is not None and (
            (person.pk, entry.team.lower(), entry.role) in seats if is_team else (person.pk, entry.role) in appointed
        )
        plan.known_seats += known
        plan.new_seats += not known


def identity(entry: Entry) -> tuple[str, ...]:
    """What tells one person from another in a file: the address, or the name and the organisation."""
    return (entry.email,) if entry.email else (entry.name.lower(), entry.organisation.lower())


class KnownPeople:
    """The people a file may mean, asked for once."""

    def __init__(self, cohort: Cohort, entries: Iterable[Entry]) -> None:
        addresses = {entry.email for entry in entries if entry.email}
        self.by_email = {
            person.email: person
            for person in Person.objects.annotate(address=Lower("email")).filter(address__in=addresses)
        }
        # Without an address only somebody already in this cohort can be meant: names alone are not enough elsewhere.
        here = Person.objects.filter(email=None, memberships__team__cohort=cohort).distinct()
        self.by_name = {person.name.lower(): person for person in here}

    def find(self, entry: Entry) -> Person | None:
        if entry.email:
            return self.by_email.get(entry.email)
        return self.by_name.get(entry.name.lower())


def spellings_in(entries: Iterable[Entry], joins: Mapping[str, str]) -> list[Spelling]:
    """Every way an organisation is written in the file, and what each is taken for."""
    known = {name.lower(): name for name in Organisation.objects.values_list("name", flat=True)}
    for spelling, name in OrganisationSpelling.objects.values_list("spelling", "organisation__name"):
        known[spelling.lower()] = name
    counts: dict[str, int] = {}
    for entry in entries:
        if entry.organisation:
            counts[entry.organisation] = counts.get(entry.organisation, 0) + 1
    # The commonest spelling comes first, and the fullest of those, so that the others are held against it.
    names: dict[str, str] = {}
    spellings = []
    for written in sorted(counts, key=lambda text: (-counts[text], -len(text), text)):
        meant = _meaning(written, joins, known, names)
        names.setdefault(plain_name(meant.means), meant.means)
        spellings.append(meant)
    return sorted(spellings, key=lambda spelling: (spelling.means.lower(), spelling.written.lower()))


def _meaning(written: str, joins: Mapping[str, str], known: Mapping[str, str], names: Mapping[str, str]) -> Spelling:
    candidates = {plain_name(name): name for name in [*known.values(), *names.values()]}
    close = process.extract(plain_name(written), list(candidates), scorer=fuzz.WRatio, limit=4, score_cutoff=70)
    choices = tuple(dict.fromkeys(candidates[match] for match, _, _ in close if candidates[match] != written))
    in_database = {name.lower() for name in known.values()}
    if written in joins:
        means = joins[written] or written
        return Spelling(written, means, new=means.lower() not in in_database, choices=choices)
    if name := known.get(written.lower()):
        return Spelling(written, name, new=False, choices=choices)
    if name := candidates.get(plain_name(written)):
        return Spelling(written, name, new=name.lower() not in in_database, choices=choices)
    best = process.extractOne(plain_name(written), list(candidates), scorer=fuzz.ratio, score_cutoff=ALIKE)
    if best:
        name = candidates[best[0]]
        return Spelling(written, name, new=name.lower() not in in_database, guessed=True, choices=choices)
    return Spelling(written, written, new=True, choices=choices)


_SHORT = {
    "&": "and",
    "ft": "foundation trust",
    "trust": "",
    "nhs": "",
    "the": "",
    "ltd": "",
    "uni": "university",
    "univ": "university",
}


def plain_name(name: str) -> str:
    """A name without what people write now one way, now another: capitals, “NHS”, “Trust”, “&”, full stops."""
    words = (
        name.lower().replace("&", " and ").replace(".", "").replace(",", " ").replace("'", "").replace("’", "").split()
    )
    spelt = " ".join(_SHORT.get(word, word) for word in words)
    return " ".join(word for word in spelt.split() if word not in {"foundation", "trust"}) or name.lower()
