"""A registration file as people send them: about a hundred rows for a third cohort, with the usual mess."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from evenground.site.demonstration.figures import areas
from evenground.site.demonstration.names import FIRST_NAMES, SURNAMES
from evenground.site.demonstration.people import telephone

SEED = 3
HEADINGS = (
    "Full Name", "E-mail address", "Contact number", "Organisation", "Role in the team", "Team", "Project title",
    "Date registered", "Type of service", "Condition", "Stage", "Area", "Anything else we should know?",
)  # fmt: skip
_SERVICES = (
    "Community nursing", "Enhanced primary care", "Social prescribing", "Rehabilitation", "Crisis response",
    "Enhanced primary care", "Community nursing", "Social prescribing", "Crisis response", "Rehabilitation",
    "Social prescribing", "Community nursing", "Enhanced primary care", "Crisis response",
)  # fmt: skip
_CONDITIONS = ("Frailty", "Diabetes", "Dementia", "Breathing problems", "Mental health", "Heart disease", "Cancer")
_STAGES = ("Planned", "Just started", "Running")
# Each organisation as several people write it; the first is right.
_ORGANISATIONS = (
    ("Stonebeck Community NHS Foundation Trust", "Stonebeck Community NHS FT", "Stonebeck Community Trust"),
    ("Cobblewick Borough Council", "Cobblewick Boro Council", "COBBLEWICK BOROUGH COUNCIL"),
    ("Windlesea Hospitals NHS Trust", "Windlesea Hospitals", "Windlesea Hospitals NHS Trust "),
    ("Oldmarsh Primary Care Network", "Oldmarsh Primary Care Netwrok", "Oldmarsh  Primary Care Network"),
    ("University of Northshire", "Northshire University", "Uni of Northshire"),
    ("Northshire Integrated Care Board", "Northshire ICB", "Northshire Intergrated Care Board"),
    ("Sallowfield Age & Care", "Sallowfield Age and Care", "Sallowfield Age & Care"),
    ("Netherpool Street Charity", "Netherpool St. Charity", "netherpool street charity"),
)
_ROLES = (
    ("Project lead", "Evaluation lead", "Project Lead"),
    ("Public adviser", "Public advisor", "Expert by experience"),
    ("Intern", "intern", "Research intern"),
    ("Practitioner", "Senior community nurse", "Physiotherapist"),
    ("Analyst", "BI analyst", "data analyst"),
    ("Commissioner", "Commissioning manager", "Commissioner"),
    ("Public adviser", "Carer", "Public contributor"),
)
_DATES = ("%d/%m/%Y", "%-d %B %Y", "%Y-%m-%d")


def write_sample_registrations(path: Path | str) -> Path:
    """Write the sample as CSV or, when the name ends in ``.xlsx``, as an Excel file."""
    path = Path(path)
    rows = _rows()
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path, rows)
    else:
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            csv.writer(file).writerows(rows)
    return path


def _write_workbook(path: Path, rows: list[list[str]]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    sheet = book.create_sheet("Registrations")
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(number, place, text)
            cell.data_type = "s"  # text, also where it begins with “=”
    # The same file, byte for byte as far as its content goes, whenever it is written.
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    book.save(path)


def _rows() -> list[list[str]]:
    rng = Random(SEED)  # noqa: S311
    rows = [list(HEADINGS), *(_person(rng, place) for place in range(98))]
    _make_a_mess(rows)
    return rows


def _person(rng: Random, place: int) -> list[str]:
    """Seven people a team, fourteen teams; the first of each is the lead."""
    team, seat = divmod(place, 7)
    surname = SURNAMES[(place * 5 + 3) % len(SURNAMES)]
    first = FIRST_NAMES[(place * 7 + 11) % len(FIRST_NAMES)]
    name, role = f"{first} {surname}", rng.choice(_ROLES[seat])
    public = "ublic" in role or role in {"Carer", "Expert by experience"}
    spellings = _ORGANISATIONS[(team + seat // 3) % len(_ORGANISATIONS)]
    organisation = "" if public else rng.choices(spellings, weights=(6, 1, 1))[0]
    area = areas()[-1 - team % 6].name
    service, condition = _SERVICES[team], _CONDITIONS[team % len(_CONDITIONS)]
    registered = date(2026, 9, 1) + timedelta(days=place % 23)
    return [
        name,
        f"{first}.{surname}3@example.org".lower().replace("’", ""),
        telephone(name),
        organisation,
        role,
        f"{area} {condition}",
        f"{service} for {condition.lower()} in {area}" if seat == 0 else "",
        registered.strftime(_DATES[place % 3]),
        service if seat == 0 else "",
        condition if seat == 0 else "",
        _STAGES[team % 3] if seat == 0 else "",
        area if seat == 0 else "",
        "",
    ]


def _make_a_mess(rows: list[list[str]]) -> None:
    """What the people who fill in such files do. Rows are numbered as a spreadsheet shows them, from 1."""

    def row(number: int) -> list[str]:
        return rows[number - 1]

    row(4)[0] = f"  {row(4)[0].replace(' ', '   ')} "  # stray spaces
    row(6)[0] = ", ".join(reversed(row(6)[0].upper().rsplit(" ", 1)))  # SURNAME, FIRST NAME
    row(8)[1] = f"{row(8)[1]}; {row(8)[1].replace('@', '.home@')}"  # two addresses
    row(12)[1] = row(12)[1].replace("@", " at ")  # no address
    row(15)[5] = ""  # no team
    row(17)[7] = "31/02/2026"  # impossible
    row(20)[12] = '=HYPERLINK("http://example.org","click me")'  # a formula in free text
    row(23)[1] = row(24)[1]  # one address, two names
    row(27)[4] = ""  # no role
    row(30)[4] = "Wizard"  # no role that anybody knows
    row(33)[1] = row(33)[1].upper()
    row(36)[12] = "<script>alert('hello')</script>"
    row(40)[12] = "I use a wheelchair. Please tell me about parking."
    second_role = [*row(45)[:4], "Practitioner", *row(45)[5:]]
    rows.insert(45, second_role)  # the same person again, with a second role
    rows.insert(60, list(HEADINGS))  # the headings again, where two files were put together
    rows.insert(80, [""] * len(HEADINGS))  # an empty row
