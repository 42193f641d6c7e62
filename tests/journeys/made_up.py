"""What the people of the story bring along: a messy spreadsheet, figures, and answers. All made up."""

import csv
import gzip
import io
import random
from pathlib import Path

HEADINGS = ["Name", "Email address", "Organisation", "Role", "Team", "Project", "Date joined", "Service", "Condition"]

# Each team: its name, project, kind of service, condition, lead organisation.
CARE, MEMORY, BREATHE, FALLS, STEPS, HEARTS = TEAMS = (
    ("Community Care", "Care closer to home", "community care", "older people", "Northbank NHS Foundation Trust"),
    ("Memory Matters", "Memory clinic in the library", "community care", "dementia", "Harbour Charity"),
    ("Breathe Easy", "Breathing classes", "outpatient clinic", "lung disease", "Southside NHS Trust"),
    ("Falls Together", "Strength and balance at home", "community care", "older people", "Dockside Council"),
    ("First Steps", "Visits to new parents", "health visiting", "young families", "Dockside Council"),
    ("Steady Hearts", "Heart failure clinic", "outpatient clinic", "heart disease", "Southside NHS Trust"),
)


def _row(name: str, email: str, organisation: str, role: str, team: tuple[str, ...] | None, since: str) -> list[str]:
    name_of, project, service, condition = team[:4] if team else ("", "", "", "")
    return [name, email, organisation, role, name_of, project, since, service, condition]


def registrations() -> bytes:
    """One row a person, with the mess such files have."""
    rows = [
        _row("Tariq Teale", "tariq@example.org", CARE[4], "Project lead", CARE, "01/09/2025"),
        _row("Ada  Advani ", "ada@example.org; ada.home@example.com", "Public", "Public advisor", CARE, "2025-09-01"),
        _row("Anna Lister", "anna@example.org", "Northbank NHS FT", "data analyst", CARE, "1 September 2025"),
        _row("Dee Sayer", "dee@example.org", "northbank nhs foundation trust", "Decision maker", CARE, "01/09/2025"),
        _row("Mo Benn", "mo@example.org", CARE[4], "Senior community nurse", CARE, "30/02/2026"),
        _row("Cora Comms", "cora@example.org", "Northbank CCG", "Commissioning manager", CARE, "01/09/2025"),
        _row("Ada Advani", "ada@example.org", "Public", "Carer", MEMORY, "01/09/2025"),
        _row("Olu Obi", "olu@example.org", MEMORY[4], "Project lead", MEMORY, "01/09/2025"),
        _row("Peg Pike", "", MEMORY[4], "PA", MEMORY, ""),
        _row("Rae Reed", "rae@example.org", "Harbor Charity", "nurse", MEMORY, "01/09/2025"),
        _row("BAKER, BEN", "ben@example.org", BREATHE[4], "Project lead", BREATHE, "01/09/2025"),
        _row("Una Usman", "una@example.org", "Public", "expert by experience", BREATHE, "01/09/2025"),
        _row("Ivo Iles", "ivo@example.org", "Southside Trust", "Intern", BREATHE, "01/09/2025"),
        _row("Fran Ford", "fran@example.org", FALLS[4], "Project lead", FALLS, "01/09/2025"),
        _row("Gus Gray", "gus@example.org", "Public", "lay member", FALLS, "01/09/2025"),
        _row("Hal Hunt", "hal@example.org", "Dockside  Council ", "physiotherapist", FALLS, "01/09/2025"),
        _row("Sue Stone", "sue@example.org", STEPS[4], "Project lead", STEPS, "01/09/2025"),
        _row("Kit Khan", "kit@example.org", "Public", "service user", STEPS, "01/09/2025"),
        _row("Lou Lane", "lou@example.org", STEPS[4], "health visitor", STEPS, "01/09/2025"),
        _row("Heather Hart", "heather@example.org", HEARTS[4], "Project lead", HEARTS, "01/09/2025"),
        _row("Nia Nash", "nia@example.org", HEARTS[4], "wizard", HEARTS, "01/09/2025"),
        _row("Vic Vale", "vic@example.org", HEARTS[4], "consultant", HEARTS, "01/09/2025"),
        _row("=Will Wray", "will@example.org", "Public", "nurse", None, "01/09/2025"),
        _row("Fay Fox", "fay@example.ac.uk", "University of Northbank", "Academic facilitator", None, "01/09/2025"),
        _row("Rob Rowe", "rob@example.ac.uk", "Northbank University", "facilitator", None, "01/09/2025"),
    ]
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *rows])
    return text.getvalue().encode("utf-8-sig")


def figures(path: Path) -> Path:
    """A small country of the real file's form: neighbourhoods with their people, admissions and rank."""
    chance = random.Random(7)
    lines = ["CCG,population,admissions,expectedadmissions,imdscaled,age_stdrate"]
    for number in range(2400):
        area = f"{number % 12:02}A" if number % 12 else "99A"
        rank, people = (number // 12 + 0.5) / 200, chance.randint(900, 2400)
        rate = (700 + 900 * rank) * chance.uniform(0.85, 1.15)
        lines.append(
            f'{area},"{people:,}",{round(people * rate / 100_000)},{people * 0.0115:.3f},{rank:.6f},{rate:.1f}'
        )
    path.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    return path


def similar_areas(path: Path) -> Path:
    """For one area of that country, the ten like it."""
    heads = ["CCG16CDH", "CCG16NM", *(f"similar_ccg_{number}" for number in range(1, 11))]
    path.write_text(",".join(heads) + "\n99A,Harbour," + ",".join(f"{number:02}A" for number in range(1, 11)) + "\n")
    return path


QUESTION = "What is the service or change?"
PASSWORD = "harbour lantern biscuit"
SUMMARY = "People in the poorest streets were seen at home and went to hospital less often."

# Every needed answer that the story does not write in a browser, saved through the real action.
FILL_NEEDED = f"""
from evenground.programme.people.models import Person
from evenground.programme.teams.models import Team
from evenground.programme.workbook import queries
from evenground.programme.workbook.actions import save_answer
team = Team.objects.get(name="{CARE[0]}")
for answer in queries.answers_of(team).values():
    question = answer.question
    if question.needed and not answer.text and question.id != "findings.recommendation":
        text = "{SUMMARY}" if question.id == "findings.summary" else f"We talked it over. {{question.ask}} We wrote it down."
        save_answer(team=team, question=question.id, text=text, base=0, by=Person.objects.get(email="mo@example.org"))
"""

# A small team of two, who sign in by password.
FOUNDED = f"""
from datetime import date
from evenground.programme.cohorts import actions as cohorts
from evenground.programme.people import actions as people
from evenground.programme.teams import actions as teams
from evenground.programme.teams.enums import TeamRole
lead = people.add_person(name="Kay Keys", email="kay@example.org", may_start_programmes=True, by=None)
lead.set_password("{PASSWORD}"); lead.save()
programme = cohorts.start_programme(name="Small Start", by=lead)
cohort = cohorts.add_cohort(programme=programme, name="Only", starts_on=date.today(), by=lead)
team = teams.add_team(cohort=cohort, name="Keyboard Team", project="A service", by=lead)
teams.join(team=team, person=lead, role=TeamRole.LEAD, by=lead)
other = people.add_person(name="Noel Noscript", email="noel@example.org", by=lead)
other.set_password("{PASSWORD}"); other.save()
teams.join(team=team, person=other, role=TeamRole.PUBLIC_ADVISER, by=lead)
print(team.pk, cohort.pk)
"""
