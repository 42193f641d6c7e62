"""Reading a Taguette project: documents, tags as a tree of codes, highlights put right to the character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from typing import Any

from evenground.analysis.text.refi.errors import UnreadableStudy
from evenground.analysis.text.refi.ids import made
from evenground.analysis.text.refi.order import arranged
from evenground.analysis.text.refi.reading import Read
from evenground.analysis.text.refi.report import Recorder
from evenground.analysis.text.refi.settling import counts
from evenground.analysis.text.study.model import Coding, Id, Selection, Source, Stamp, Study, User
from evenground.analysis.text.taguette.highlights import Placing
from evenground.analysis.text.taguette.page import page_of
from evenground.analysis.text.taguette.tables import Row, Tables, payload_of, read_tables, text_of
from evenground.analysis.text.taguette.tags import codes_of


def read_taguette(path: str | PathLike[str], *, project: str | None = None, separator: str = ".") -> Read:
    """Read a project that Taguette 1.x exported (“Export project”), or one project of a whole Taguette database.

    Documents become texts with a line for each paragraph. Taguette counts UTF-8 bytes of the text between tags; every
    highlight is turned into code points of our text and compared with the snippet kept beside it. Where they differ, the
    snippet decides if its words stand in the document exactly once; the report says each case.

    Parameters
    ----------
    path
        The `.sqlite3` file. It is opened read-only; nothing in it is run.
    project
        The name of the project, where the file has several.
    separator
        What parts the levels of a tag's name; blank: tags are taken as they are.

    Returns
    -------
    Read
        The study and the report. Ids follow from the project's name and Taguette's own numbers.

    Raises
    ------
    UnreadableStudy
        If it is no Taguette project, is damaged, or has several projects and none was chosen.
    HostileArchive
        If it is beyond the limits stated in `tables`, or has something else where a table should be.
    """
    path = Path(path)
    tables = read_tables(path)
    return _Reading(tables, _chosen(tables, project, path.name), separator).read()


def _chosen(tables: Tables, name: str | None, called: str) -> Row:
    names = [str(row["name"]) for row in tables.projects]
    if not names:
        raise UnreadableStudy(f"“{called}” holds no project. In Taguette choose “Export project” and take that file.")
    if name is None and len(names) > 1:
        raise UnreadableStudy(
            f"“{called}” holds {len(names):,} projects. Choose one by name: {', '.join(f'“{one}”' for one in names[:20])}."
        )
    found = [row for row in tables.projects if name is None or row["name"] == name]
    if len(found) != 1:
        many = "two projects" if found else "no project"
        raise UnreadableStudy(
            f"“{called}” holds {many} called “{name}”; it has {', '.join(f'“{one}”' for one in names[:20])}."
        )
    return found[0]


@dataclass
class _Reading:
    """One project on its way to a study."""

    tables: Tables
    project: Row
    separator: str
    notes: Recorder = field(default_factory=Recorder)
    sources: list[Source] = field(default_factory=list)
    selections: list[Selection] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)

    def read(self) -> Read:
        name = text_of(self.project["name"])
        codes, code_of = codes_of(
            list(self._mine(self.tables.tags)), id_of=self._id, separator=self.separator, notes=self.notes
        )
        self._documents(code_of)
        study = Study(
            name,
            text_of(self.project["description"]),
            "Taguette",
            tuple(self.users.values()),
            tuple(codes),
            sources=tuple(self.sources),
            selections=tuple(self.selections),
            codings=tuple(self.codings),
            stamp=Stamp(at=_moment(self.project["created"])),
        )
        study = arranged(study)
        if [user.name for user in study.users] == ["admin"]:
            self.notes.warn("Coders", "the file names only “admin”: Taguette's export does not keep who coded what.")
        self.notes.counts.update(counts(study))
        return Read(study, self.notes.report())

    def _id(self, *parts: object) -> Id:
        return made("taguette", text_of(self.project["name"]), *map(str, parts))

    def _mine(self, rows: list[Row]) -> Iterator[Row]:
        return (row for row in rows if row["project_id"] == self.project["id"])

    def _documents(self, code_of: dict[int, Id]) -> None:
        tagged: dict[int, list[int]] = {}
        for row in self.tables.highlight_tags:
            tagged.setdefault(row["highlight_id"], []).append(row["tag_id"])
        marked: dict[int, list[Row]] = {}
        for row in self.tables.highlights:
            marked.setdefault(row["document_id"], []).append(row)
        self._say_strays(tagged)
        said = self._said()
        for row in self._mine(self.tables.documents):
            self._document(row, marked.get(row["id"], []), tagged, code_of, said)

    def _say_strays(self, tagged: dict[int, list[int]]) -> None:
        documents = {row["id"] for row in self.tables.documents}
        highlights = {row["id"] for row in self.tables.highlights}
        lost = sum(row["document_id"] not in documents for row in self.tables.highlights)
        if lost:
            self.notes.left_out("Highlights", f"{lost:,} stand in documents that the file does not hold.")
        if bare := sum(len(tags) for number, tags in tagged.items() if number not in highlights):
            self.notes.left_out("Tags", f"{bare:,} are put on highlights that the file does not hold.")

    def _said(self) -> dict[int, list[Row]]:
        """Which commands made or changed a highlight."""
        found: dict[int, list[Row]] = {}
        for row in self._mine(self.tables.commands):
            payload = payload_of(row)
            number = payload.get("highlight_id")
            if payload.get("type") == "highlight_add" and isinstance(number, int):
                found.setdefault(number, []).append(row)
        return found

    def _document(
        self,
        row: Row,
        highlights: list[Row],
        tagged: dict[int, list[int]],
        code_of: dict[int, Id],
        said: dict[int, list[Row]],
    ) -> None:
        name, page = text_of(row["name"]), page_of(text_of(row["contents"]))
        source = Source(
            self._id("document", row["id"]),
            name,
            text=page.text,
            description=text_of(row["description"]),
            stamp=Stamp(at=_moment(row["created"])),
        )
        self.sources.append(source)
        placing = Placing(name, page, highlights, self.notes)
        for highlight in highlights:
            place = placing.of(highlight)
            if place is not None:
                stamp = self._stamp(said.get(highlight["id"], []))
                its = self._id("highlight", highlight["id"])
                self.selections.append(Selection(its, source.id, place, stamp=stamp))
                self._coded(source.id, its, stamp, highlight, tagged, code_of, name)

    def _coded(
        self,
        source: Id,
        its: Id,
        stamp: Stamp,
        highlight: Row,
        tagged: dict[int, list[int]],
        code_of: dict[int, Id],
        name: str,
    ) -> None:
        for tag in dict.fromkeys(tagged.get(highlight["id"], [])):
            if tag not in code_of:
                self.notes.left_out(name, f"highlight {highlight['id']} has a tag that the file does not describe.")
                continue
            coding = self._id("coding", highlight["id"], tag)
            who, when = stamp.changed_by or stamp.by, stamp.changed_at or stamp.at
            self.codings.append(Coding(coding, code_of[tag], source, its, who, when))

    def _stamp(self, commands: list[Row]) -> Stamp:
        if not commands:
            return Stamp()
        first, last = commands[0], commands[-1]
        made_by, made_at = self._user(first["user_login"]), _moment(first["date"])
        if len(commands) == 1:
            return Stamp(made_by, made_at)
        return Stamp(made_by, made_at, self._user(last["user_login"]), _moment(last["date"]))

    def _user(self, login: Any) -> Id | None:
        name = text_of(login)
        if not name:
            return None
        return self.users.setdefault(name, User(self._id("user", name), name)).id


def _moment(value: Any) -> datetime | None:
    """Taguette writes UTC without saying so."""
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return None
