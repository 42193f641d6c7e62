"""Prompt packs: the workbook's questions, read from versioned files."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

PACKS = Path(__file__).parent / "packs"
DEFAULT = "evenground-1"


@dataclass(frozen=True)
class Question:
    """One question. Its ``id`` never changes; answers are kept under it."""

    id: str
    ask: str
    hint: str = ""
    needed: bool = False  # a plan or a report cannot be signed without it
    plan: bool = False  # part of the evaluation plan
    public: bool = False  # about the public's part in the work

    @property
    def anchor(self) -> str:
        return self.id.replace(".", "-")


@dataclass(frozen=True)
class Section:
    """A part of the workbook: its purpose, a worked example, where to read more, and its questions."""

    id: str
    title: str
    due_by: int  # the workshop by which it should be filled in
    purpose: str
    example: str
    resources: tuple[dict[str, str], ...] = ()
    questions: tuple[Question, ...] = field(default=())


@dataclass(frozen=True)
class Pack:
    """A whole workbook."""

    id: str
    title: str
    sections: tuple[Section, ...]

    @property
    def questions(self) -> dict[str, Question]:
        return {question.id: question for section in self.sections for question in section.questions}

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.id == key), None)

    def section_of(self, question: str) -> Section:
        return next(section for section in self.sections if any(q.id == question for q in section.questions))


@cache
def pack(key: str = DEFAULT) -> Pack:
    """The pack of that name."""
    with (PACKS / f"{key}.toml").open("rb") as file:
        read = tomllib.load(file)
    return Pack(id=read["id"], title=read["title"], sections=tuple(_section(each) for each in read["sections"]))


def _section(read: dict[str, Any]) -> Section:
    questions = tuple(Question(**each) for each in read.pop("questions"))
    resources = tuple(read.pop("resources"))
    return Section(**read, resources=resources, questions=questions)
