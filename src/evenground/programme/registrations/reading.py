"""A registration file becomes entries: one a row, cleaned, each with what is wrong with it in words."""

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from rapidfuzz import fuzz, process, utils

from evenground.programme.cohorts.enums import Appointed
from evenground.programme.people.models import Organisation, Person
from evenground.programme.registrations.enums import Field, Weight
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Team

LARGEST = 10 * 1024 * 1024  # bytes; ten thousand registrations take about one megabyte
MOST_ROWS = 2_000  # a cohort has about a hundred people
FIRST_YEAR, YEARS_AHEAD = 2000, 5  # a day outside is a slip of the finger: 0026, 9999
_INSTEAD = "The first day of the cohort is used."

# Words found at the head of such columns, in the order in which they are tried.
_HEADINGS: Mapping[Field, Sequence[str]] = {
    Field.FIRST_NAME: ("first name", "forename", "given name"),
    Field.LAST_NAME: ("last name", "surname", "family name"),
    Field.EMAIL: ("e-mail", "email", "email address", "e-mail address", "contact email"),
    Field.PHONE: ("phone", "telephone", "tel", "mobile", "contact number"),
    Field.ORGANISATION: ("organisation", "organization", "employer", "trust", "org", "your organisation"),
    Field.ROLE: ("role", "role in team", "role in the team", "team role", "stakeholder group", "i am a"),
    Field.PROJECT: ("project", "project title", "initiative", "service being evaluated", "project being evaluated"),
    Field.TEAM: ("team", "team name", "project team"),
    Field.SINCE: ("date joined", "start date", "joined", "date registered", "registration date", "date"),
    Field.SERVICE: ("service", "kind of service", "type of service", "service type"),
    Field.CONDITION: ("condition", "condition or group", "client group", "population"),
    Field.STAGE: ("stage", "stage of service", "project stage"),
    Field.AREA: ("area", "place", "area served", "locality"),
    Field.NAME: ("name", "full name", "participant", "participant name", "your name", "delegate"),
}

_ROLES: Mapping[TeamRole | Appointed, Sequence[str]] = {
    TeamRole.LEAD: ("lead", "project lead", "team lead", "partner lead", "evaluation lead", "project manager"),
    TeamRole.PUBLIC_ADVISER: (
        "public adviser",
        "public advisor",
        "pa",
        "lay member",
        "patient representative",
        "public contributor",
        "expert by experience",
        "service user",
        "carer",
        "ppi",
        "ppi representative",
        "member of the public",
    ),
    TeamRole.INTERN: ("intern", "internship", "research intern"),
    TeamRole.COMMISSIONER: ("commissioner", "commissioning manager", "commissioning", "commissioning lead"),
    TeamRole.ANALYST: ("analyst", "data analyst", "information analyst", "business intelligence", "bi analyst"),
    TeamRole.MANAGER: ("manager", "service manager", "operational manager", "general manager"),
    TeamRole.RESEARCHER: ("researcher", "academic", "research fellow", "university partner"),
    TeamRole.DECISION_MAKER: ("decision maker", "decision-maker", "sponsor", "executive sponsor"),
    TeamRole.PRACTITIONER: (
        "practitioner",
        "clinician",
        "nurse",
        "gp",
        "doctor",
        "consultant",
        "therapist",
        "physiotherapist",
        "occupational therapist",
        "social worker",
        "pharmacist",
        "health visitor",
        "team member",
        "member",
    ),
    Appointed.FACILITATOR: ("facilitator", "academic facilitator", "cig facilitator"),
    Appointed.EXPERT: ("expert", "methodological expert", "topic expert", "statistician"),
    Appointed.ORGANISATIONAL_LEAD: ("r&d manager", "r&d", "line manager", "research manager"),
    Appointed.DESIGN_TEAM: ("design team", "programme team"),
    Appointed.STEERING_BOARD: ("steering board", "board member", "steering group"),
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words}

_DATES = (
    "%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%y",
    "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%b-%y", "%d-%b-%Y",
)  # fmt: skip


# How many characters can be kept of each cell.
_LONGEST: Mapping[str, int] = {
    **{what: Person._meta.get_field(what).max_length for what in ("name", "phone")},
    "organisation": Organisation._meta.get_field("name").max_length,
    "team": Team._meta.get_field("name").max_length,
    **{what: Team._meta.get_field(what).max_length for what in ("project", "service", "condition", "stage", "area")},
}
_LONGEST_EMAIL: int = Person._meta.get_field("email").max_length

# No white space, which parts words: control characters (a database refuses some), zero-width and direction marks.
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")

# What a spreadsheet shows for a formula that went wrong.
_BROKEN = {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}


@dataclass(frozen=True)
class Trouble:
    """Something about one row, and whether the row can be used all the same."""

    weight: Weight
    says: str


@dataclass(frozen=True)
class Entry:
    """One row of the file, cleaned."""

    row: int
    name: str = ""
    email: str = ""
    phone: str = ""
    organisation: str = ""
    role: TeamRole | Appointed = TeamRole.PRACTITIONER
    team: str = ""
    project: str = ""
    since: date | None = None
    service: str = ""
    condition: str = ""
    stage: str = ""
    area: str = ""
    troubles: tuple[Trouble, ...] = field(default=())

    @property
    def left_out(self) -> bool:
        return any(trouble.weight == Weight.LEFT_OUT for trouble in self.troubles)


@dataclass(frozen=True)
class Sheet:
    """The headings of a file and its rows as text, each with the number a spreadsheet shows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def check_size(size: int, name: str) -> None:
    """Refuse a file that is too large, in bytes, before anybody reads it into memory."""
    from evenground.analysis.errors import UnreadableFile

    if size > LARGEST:
        raise UnreadableFile(
            f"“{name}” has {size / 1024**2:,.0f} MB. A registration file may have {LARGEST / 1024**2:.0f} MB."
            " Save only the sheet with the registrations, without pictures."
        )


def read_sheet(content: bytes, name: str) -> Sheet:
    """Read a CSV or Excel file.

    Raises
    ------
    UnreadableFile
        Empty, too large, not a CSV or Excel file, or with rows above the headings; says which.
    """
    from evenground.analysis.errors import UnreadableFile
    from evenground.analysis.tables import opening

    check_size(len(content), name)
    with tempfile.TemporaryDirectory(prefix="evenground-") as folder:
        # The name a person chose never reaches the file system, its ending apart.
        path = Path(folder) / ("registrations" + "".join(re.findall(r"\.\w{1,8}$", name.lower())))
        path.write_bytes(content)
        try:
            _check_kind(path)
            headings = tuple(opening.headings(path))
            with opening.opened(path) as table:
                rows = table.order_by(opening.ROW).limit(MOST_ROWS + 1).to_pyarrow().to_pylist()
        except UnreadableFile as reason:
            raise UnreadableFile(str(reason).replace(path.name, name)) from reason
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(f"“{name}” has more than {MOST_ROWS:,} rows. Bring one cohort at a time.")
    cells = ((row.pop(opening.ROW), {key: _tidy(value) for key, value in row.items()}) for row in rows)
    return Sheet(headings, tuple((number, row) for number, row in cells if any(row.values())))


def _check_kind(path: Path) -> None:
    """A compressed table has its place among the data, not here: it may hide a thousand times its size."""
    from evenground.analysis.errors import UnreadableFile
    from evenground.analysis.tables.kinds import Kind, kind_of

    if kind_of(path) not in {Kind.CSV, Kind.XLSX}:
        raise UnreadableFile(f"“{path.name}” is not a CSV or Excel file. Save the registrations as one of the two.")


def guess_columns(headings: Sequence[str]) -> dict[str, str]:
    """Which heading holds what, as far as the headings say. Each heading is used once."""
    found: dict[str, str] = {}
    for allowed in (100, 88):  # the same words first, so that a near miss takes no column from a hit
        for what, words in _HEADINGS.items():
            free = [heading for heading in headings if heading not in found.values()]
            if what.value in found or not free:
                continue
            best = max(free, key=lambda heading: _likeness(heading, words))
            if _likeness(best, words) >= allowed:
                found[what.value] = best
    return found


def _likeness(heading: str, words: Sequence[str]) -> float:
    plain = utils.default_process(heading)
    return max(fuzz.ratio(plain, utils.default_process(word)) for word in words)


def read_entries(sheet: Sheet, columns: Mapping[str, str]) -> list[Entry]:
    """The rows as entries, with the troubles of each. Rows that share an address are held against each other."""
    entries = [_entry(number, row, columns, sheet.headings) for number, row in sheet.rows]
    return _without_clashes(entries)


def _entry(number: int, row: Mapping[str, str], columns: Mapping[str, str], headings: Sequence[str]) -> Entry:
    if list(row.values()) == [_tidy(heading) for heading in headings]:
        return Entry(row=number, troubles=(Trouble(Weight.LEFT_OUT, "This row repeats the headings."),))
    broken = [what for what in Field if row.get(columns.get(what.value, ""), "") in _BROKEN]

    def cell(what: Field) -> str:
        return "" if what in broken else row.get(columns.get(what.value, ""), "")

    name = cell(Field.NAME) or " ".join(filter(None, [cell(Field.FIRST_NAME), cell(Field.LAST_NAME)]))
    email, email_trouble = read_email(cell(Field.EMAIL))
    role, role_trouble = read_role(cell(Field.ROLE))
    since, since_trouble = read_date(cell(Field.SINCE))
    entry = Entry(
        row=number,
        name=_name(name),
        email=email,
        phone=cell(Field.PHONE),
        organisation=cell(Field.ORGANISATION),
        role=role,
        team=cell(Field.TEAM),
        project=cell(Field.PROJECT),
        since=since,
        service=cell(Field.SERVICE),
        condition=cell(Field.CONDITION),
        stage=cell(Field.STAGE),
        area=cell(Field.AREA),
    )
    entry, too_long = _fitted(entry)
    mend = "Mend the formula in your file."
    shown = [Trouble(Weight.LOOK, f"“{what.label}” shows {row[columns[what.value]]}. {mend}") for what in broken]
    entry = replace(entry, troubles=(*shown, *too_long, *email_trouble, *role_trouble, *since_trouble))
    return entry if entry.left_out else replace(entry, troubles=(*entry.troubles, *_missing(entry)))


def _fitted(entry: Entry) -> tuple[Entry, list[Trouble]]:
    """The entry without what is too long to be kept, each such cell named."""
    too_long = [what for what, most in _LONGEST.items() if len(getattr(entry, what)) > most]
    troubles = [
        Trouble(
            Weight.LEFT_OUT if what in {"name", "team"} else Weight.LOOK,
            f"“{Field(what).label}” has {len(getattr(entry, what)):,} characters; {_LONGEST[what]} is the most."
            " Shorten it, or it is left out.",
        )
        for what in too_long
    ]
    return replace(entry, **dict.fromkeys(too_long, "")), troubles


def _missing(entry: Entry) -> list[Trouble]:
    if not entry.name:
        return [Trouble(Weight.LEFT_OUT, "There is no name in this row.")]
    if isinstance(entry.role, TeamRole) and not entry.team:
        return [
            Trouble(Weight.LEFT_OUT, f"{entry.name} has no team. Write the team’s name in the file, or add them later.")
        ]
    return []


def read_email(text: str) -> tuple[str, list[Trouble]]:
    """The first address in a cell that may hold several, or words around one."""
    parts = [part.strip("<>().\"' ").lower() for part in re.split(r"[;,/\s]+", text) if "@" in part]
    good = [part for part in parts if _is_email(part)]
    if not text:
        return "", []
    if not good:
        return "", [Trouble(Weight.LOOK, f"“{text[:60]}” is not an e-mail address. The person is added without one.")]
    if len(set(good)) > 1:
        return good[0], [Trouble(Weight.LOOK, f"Two addresses in one cell: {good[0]} is used, {good[1]} is not.")]
    return good[0], []


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= _LONGEST_EMAIL


def read_role(text: str) -> tuple[TeamRole | Appointed, list[Trouble]]:
    """The role meant by a cell; a practitioner when it cannot be told, with a word about it."""
    plain = " ".join(text.lower().replace("–", "-").split()).rstrip(".")
    if not plain:
        return TeamRole.PRACTITIONER, [Trouble(Weight.LOOK, "No role given: taken as a practitioner.")]
    if known := _ROLE_OF.get(plain):
        return known, []
    match = process.extractOne(plain, list(_ROLE_OF), scorer=fuzz.ratio, score_cutoff=85)
    if match is None:  # "Senior community nurse" holds a word that we know
        held = [word for word in _ROLE_OF if re.search(rf"\b{re.escape(word)}\b", plain)]
        match = (max(held, key=len),) if held else None
    if match is None:
        return TeamRole.PRACTITIONER, [
            Trouble(Weight.LOOK, f"“{text[:60]}” is not a role we know: taken as a practitioner.")
        ]
    role = _ROLE_OF[match[0]]
    return role, [Trouble(Weight.LOOK, f"“{text[:60]}” is taken as {role.label.lower()}.")]


def read_date(text: str) -> tuple[date | None, list[Trouble]]:
    """A date in any of the ways people here write it, the day before the month."""
    if not text:
        return None, []
    plain = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text.strip())
    for form in _DATES:
        try:
            day = datetime.strptime(plain, form).date()
        except ValueError:
            continue
        if FIRST_YEAR <= day.year <= timezone.localdate().year + YEARS_AHEAD:
            return day, []
        return None, [Trouble(Weight.LOOK, f"“{text}” is too long ago or too far ahead. {_INSTEAD}")]
    return None, [Trouble(Weight.LOOK, f"“{text[:60]}” is not a date. {_INSTEAD}")]


def _without_clashes(entries: Sequence[Entry]) -> list[Entry]:
    """One address means one person. A different name at the same address is left out, and named."""
    first: dict[str, Entry] = {}
    checked = []
    for entry in entries:
        other = first.setdefault(entry.email, entry) if entry.email and not entry.left_out else entry
        if other is not entry and not same_name(other.name, entry.name):
            says = f"Row {other.row} has the same e-mail address for {other.name}. Give {entry.name} their own."
            entry = replace(entry, troubles=(*entry.troubles, Trouble(Weight.LEFT_OUT, says)))
        checked.append(entry)
    return checked


def same_name(one: str, other: str) -> bool:
    """Whether two spellings may be one person: titles, order and small slips apart."""
    return fuzz.token_set_ratio(_bare(one), _bare(other)) >= 80


def _bare(name: str) -> str:
    return re.sub(r"\b(dr|prof|mr|mrs|ms|miss|mx|sir|dame)\b\.?", "", name.lower()).strip()


def _tidy(value: object) -> str:
    """Text without stray spaces, line ends or the invisible characters that come with copying."""
    return " ".join(_INVISIBLE.sub("", "" if value is None else str(value)).split())


def _name(text: str) -> str:
    """A name as people write it: “SMITH, Jane” and “jane smith” become “Jane Smith”."""
    if text.count(",") == 1:
        last, _, rest = text.partition(",")
        text = f"{rest.strip()} {last.strip()}"
    return text.title() if text and (text.isupper() or text.islower()) else text
