"""The registration files of the two made-up cohorts."""

import csv
import io
from datetime import date, timedelta

from evenground.site.demonstration.people import Seat, programme, telephone

HEADINGS = (
    "Full name", "E-mail", "Telephone", "Organisation", "Role", "Team", "Project", "Date joined",
    "Kind of service", "Condition or group", "Stage", "Area served",
)  # fmt: skip


def registration_file(cohort: int, *, starts_on: date, registered_on: date) -> bytes:
    """The registrations of one cohort as a clean CSV file."""
    text = io.StringIO()
    rows = [_row(seat, starts_on, registered_on) for seat in programme().seats[cohort - 1]]
    csv.writer(text, lineterminator="\n").writerows([HEADINGS, *rows])
    return text.getvalue().encode()


def _row(seat: Seat, starts_on: date, registered_on: date) -> list[str]:
    team = seat.team
    # Those who run the cohort begin when it is registered, so that groups can be formed before the first workshop.
    since = starts_on + timedelta(weeks=seat.weeks_late) if team else registered_on
    about = [team.service, team.condition, team.stage, team.area] if team else [""] * 4
    return [
        seat.person.name,
        seat.person.email,
        telephone(seat.person.name),
        seat.person.organisation,
        seat.role,
        team.name if team else "",
        team.project if team else "",
        since.strftime("%d/%m/%Y"),
        *about,
    ]
