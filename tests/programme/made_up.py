"""Steps of a made-up team's journey, so that a test can begin where it wants to."""

import csv
import io
from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.analysis.made_up import HEADINGS, country

from evenground.programme.approvals import actions as approvals
from evenground.programme.approvals.enums import ProjectKind, RegistrationState
from evenground.programme.approvals.rules import PLAN_SECTIONS
from evenground.programme.cigs import actions as cigs
from evenground.programme.datasets import actions as datasets
from evenground.programme.equity import actions as equity
from evenground.programme.outputs import actions as outputs
from evenground.programme.outputs.enums import DecisionKind
from evenground.programme.people import actions as people
from evenground.programme.registrations import actions as registrations
from evenground.programme.teams import actions as teams
from evenground.programme.teams.enums import TeamRole
from evenground.programme.workbook import actions as workbook
from evenground.programme.workbook import queries as workbook_queries
from evenground.programme.workbook.reading import pack

MEANS = {"area": "area", "outcome": "events", "population": "people", "rank": "rank", "expected": "expected"}


def csv_of(rows: list[tuple[Any, ...]], headings: tuple[str, ...] = HEADINGS) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()


def neighbourhoods() -> list[tuple[Any, ...]]:
    """A country of twelve areas. In the first, the least deprived fifth has three events: too few to show."""
    rows = country()
    for place in range(6):
        rows[place] = (rows[place][0], 3 if place == 0 else 0, *rows[place][2:])
    return rows


def person(name: str, *, by: Any) -> Any:
    return people.add_person(name=name, email=name.lower().replace(" ", ".") + "@example.org", made_up=True, by=by)


def seat(team: Any, name: str, role: TeamRole, *, by: Any, days: int = 1) -> Any:
    somebody = person(name, by=by)
    since = timezone.localdate() - timedelta(days=days)
    return teams.join(team=team, person=somebody, role=role, since=since, by=by)


def answer(team: Any, question: str, text: str, *, by: Any, **rest: Any) -> workbook.Saved:
    """Answer a question as somebody who has just opened the page."""
    base = rest.pop("base", None)
    if base is None:
        base = workbook_queries.answers_of(team)[question].number
    return workbook.save_answer(team=team, question=question, text=text, base=base, by=by, **rest)


def answer_needed(team: Any, *sections: str, by: Any) -> None:
    for section in pack().sections:
        for question in section.questions:
            if section.id in sections and question.needed:
                answer(team, question.id, f"Our answer to {question.id}.", by=by)


def register(team: Any, *, by: Any, state: RegistrationState = RegistrationState.ASKED) -> Any:
    return approvals.register(
        team=team, kind=ProjectKind.SERVICE_EVALUATION, reason="To improve this service.", state=state, by=by
    )


def sign_plan(scene: Any, cast: Any) -> Any:
    answer_needed(scene.team, *PLAN_SECTIONS, by=cast.member)
    register(scene.team, by=cast.member)
    return approvals.sign_plan(team=scene.team, by=cast.team_lead)


def load(team: Any, content: bytes, *, by: Any, name: str = "admissions.csv", **rest: Any) -> Any:
    return datasets.load(team=team, name=name, content=io.BytesIO(content), by=by, **rest)


def describe(dataset: Any, *, by: Any) -> Any:
    return datasets.describe(
        dataset=dataset, columns=MEANS, period="2024/25", unit="emergency admissions", attribution="Made up", by=by
    )


def data(scene: Any, cast: Any) -> Any:
    return describe(load(scene.team, csv_of(neighbourhoods()), by=cast.analyst), by=cast.analyst)


def result(scene: Any, cast: Any, dataset: Any = None, **rest: Any) -> Any:
    dataset = dataset or data(scene, cast)
    return equity.analyse(dataset=dataset, area="A01", **rest, by=cast.analyst)


def shared(scene: Any, cast: Any) -> Any:
    return equity.share(release=result(scene, cast), by=cast.analyst)


def write_report(scene: Any, cast: Any) -> Any:
    """Everything a report needs, short of the signature. Gives back the shared result."""
    sign_plan(scene, cast)
    release = shared(scene, cast)
    equity.interpret(release=release, text="People on our estate wait longest.", by=cast.adviser)
    answer_needed(scene.team, "findings", by=cast.member)
    return release


def sign_report(scene: Any, cast: Any) -> Any:
    write_report(scene, cast)
    return outputs.sign_report(team=scene.team, by=cast.team_lead)


def decide(report: Any, *, by: Any, kind: DecisionKind = DecisionKind.NO_CHANGE, **rest: Any) -> Any:
    said = {"text": "We keep the evening visits as they are.", "owner": "Dee Decider"}
    return outputs.record_decision(report=report, kind=kind, decided_on=timezone.localdate(), **(said | rest), by=by)


def propose(scene: Any, cast: Any, **rest: Any) -> Any:
    """A second public adviser comes first: nobody is left as the only one in a group."""
    seat(scene.other_team, "Abi Adviser", TeamRole.PUBLIC_ADVISER, by=cast.lead)
    asked = {"groups_wanted": 1, "smallest": 2, "largest": 3} | rest
    return cigs.propose(cohort=scene.cohort, **asked, by=cast.lead)


def registration_file(scene: Any, cast: Any) -> Any:
    rows = [("Ann Lee", "ann@example.org", "Northbank NHS Trsut", "Home First", "Nurse")]
    content = csv_of(rows, ("Name", "E-mail", "Organisation", "Team", "Role"))
    return registrations.bring(cohort=scene.cohort, name="people.csv", content=content, by=cast.lead)
