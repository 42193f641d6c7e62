"""Answers, their history, and how far a team has come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Exists, OuterRef, QuerySet

from evenground.programme.people.models import Person
from evenground.programme.teams import queries as team_queries
from evenground.programme.teams.models import Team
from evenground.programme.workbook.models import Revision
from evenground.programme.workbook.reading import Pack, Question, Section, pack


@dataclass(frozen=True)
class Answer:
    """A question with the team's answer as it stands."""

    question: Question
    current: Revision | None
    voices: tuple[tuple[str, str], ...] = ()  # name and role of everybody who wrote in it, first writer first
    aside: tuple[Revision, ...] = ()  # texts that clashed and still wait for somebody to choose

    @property
    def text(self) -> str:
        return self.current.text if self.current else ""

    @property
    def number(self) -> int:
        return (self.current.number or 0) if self.current else 0


@dataclass(frozen=True)
class Progress:
    """How many questions have an answer, and which needed ones have none."""

    answered: frozenset[str]
    pack: Pack

    @property
    def count(self) -> int:
        return len(self.answered)

    @property
    def asked(self) -> int:
        return len(self.pack.questions)

    def in_section(self, section: Section) -> int:
        return sum(question.id in self.answered for question in section.questions)

    def missing(self, *sections: str) -> list[Question]:
        """Needed questions without an answer, in some sections or in all."""
        wanted = [section for section in self.pack.sections if not sections or section.id in sections]
        questions = [question for section in wanted for question in section.questions]
        return [question for question in questions if question.needed and question.id not in self.answered]

    def late(self, workshop: int) -> list[Section]:
        """Sections due by a workshop in which no question has been answered."""
        due = [section for section in self.pack.sections if section.due_by <= workshop]
        return [section for section in due if self.in_section(section) == 0]


def teams_read_by(person: Person) -> QuerySet[Team]:
    """Teams whose workbook this person may read: their own, and those of a cohort they help to run."""
    return team_queries.teams_seen_by(person)


def asides_of(team: Team) -> list[Revision]:
    """Texts that clashed and still wait for somebody to choose."""
    return [aside for answer in answers_of(team).values() for aside in answer.aside]


def revisions_seen_by(person: Person) -> QuerySet[Revision]:
    """Revisions in the workbooks this person may read."""
    return Revision.objects.filter(team__in=team_queries.teams_seen_by(person)).select_related(
        "team__cohort", "author", "on_behalf_of"
    )


def _current(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    later = Revision.objects.filter(team=OuterRef("team"), question=OuterRef("question"), number__gt=OuterRef("number"))
    return revisions.exclude(number=None).filter(~Exists(later))


def answers_of(team: Team) -> dict[str, Answer]:
    """Every question of the workbook with the team's answer, in the workbook's order. Two questions to the database."""
    revisions = list(
        Revision.objects.filter(team=team).select_related("author", "on_behalf_of").order_by("saved_at", "id")
    )
    settled = {revision.settles_id for revision in revisions if revision.settles_id}
    by_question: dict[str, list[Revision]] = {}
    for revision in revisions:
        by_question.setdefault(revision.question, []).append(revision)
    return {key: _answer(question, by_question.get(key, []), settled) for key, question in pack().questions.items()}


def _answer(question: Question, revisions: list[Revision], settled: set[int]) -> Answer:
    numbered = [revision for revision in revisions if not revision.aside]
    voices = dict.fromkeys((str(revision.voice), revision.role_then) for revision in numbered)
    return Answer(
        question=question,
        current=max(numbered, key=lambda revision: revision.number or 0, default=None),
        voices=tuple(voices),
        aside=tuple(revision for revision in revisions if revision.aside and revision.pk not in settled),
    )


def history_of(team: Team, question: str) -> QuerySet[Revision]:
    """Every text saved for a question, the newest first."""
    return (
        Revision.objects.filter(team=team, question=question)
        .select_related("author", "on_behalf_of")
        .order_by("-saved_at", "-id")
    )


def progress_of(teams: Iterable[int]) -> Mapping[int, Progress]:
    """How far each team has come, by the team's key. One question to the database, however many teams."""
    answered: dict[int, set[str]] = {team: set() for team in teams}
    current = _current(Revision.objects.filter(team__in=list(answered))).exclude(text="")
    for team, question in current.values_list("team_id", "question"):
        answered[team].add(question)
    return {team: Progress(frozenset(questions), pack()) for team, questions in answered.items()}


def plan_digest(team: Team) -> str:
    """A fingerprint of the evaluation plan as it stands: it changes when any answer of the plan changes."""
    answers = answers_of(team)
    plan = [f"{key}\n{answer.text}" for key, answer in answers.items() if answer.question.plan]
    return sha256("\f".join(plan).encode()).hexdigest()
