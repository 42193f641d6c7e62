"""What every part of a file being written shares: the study by its parts, the choices, the report."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree  # type: ignore[import-untyped]

from evenground.analysis.text.refi.ids import guid, proper
from evenground.analysis.text.refi.kept import Kept
from evenground.analysis.text.refi.order import grouped, nested
from evenground.analysis.text.refi.report import Recorder
from evenground.analysis.text.refi.standard import PROJECT
from evenground.analysis.text.refi.xml import Element, colour, legal, written_answer, written_moment
from evenground.analysis.text.study.model import Coding, File, Id, Stamp, Study, Value

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")


@dataclass(frozen=True)
class Choices:
    """What may be told to whoever gets the file."""

    users: Literal["pseudonyms", "names"] = "pseudonyms"
    names: Literal["pseudonymous", "kept"] = "pseudonymous"
    rich: bool = False
    origin: str = "Evenground"


@dataclass
class Outgoing:
    """The study being written, already in the order of a file."""

    study: Study
    choices: Choices
    notes: Recorder = field(default_factory=Recorder)
    kept: Kept = field(default_factory=Kept)
    files: dict[str, File] = field(default_factory=dict)
    written: set[Id] = field(default_factory=set)
    stripped: int = 0

    def __post_init__(self) -> None:
        study = self.study
        self.nested = nested(study)
        self.marked = grouped(study.selections, [one.source for one in study.selections])
        self.coded = grouped(
            [c for c in study.codings if c.selection], [c.selection for c in study.codings if c.selection]
        )
        whole = [coding for coding in study.codings if coding.selection is None]
        self.whole = grouped(whole, [coding.source for coding in whole])
        self.points = grouped(study.sync_points, [point.transcript for point in study.sync_points])
        self.numbers = {source.id: number for number, source in enumerate(study.sources, start=1)}

    def clean(self, text: str) -> str:
        """The text without what XML cannot hold; counted for the report."""
        found = legal(text)
        self.stripped += len(text) - len(found)
        return found

    def add(self, parent: Element | None, tag: str, /, **attributes: str | int | None) -> Element:
        """A new element; attributes that are None are not written."""
        tag = f"{{{PROJECT}}}{tag}"
        said = {key: self.clean(str(value)) for key, value in attributes.items() if value is not None}
        if parent is None:
            return etree.Element(tag, said, nsmap={None: PROJECT})
        return etree.SubElement(parent, tag, said)

    def say(self, parent: Element, name: str, text: str) -> None:
        """A child with text, where there is any."""
        if text:
            self.add(parent, name).text = self.clean(text)

    def refer(self, parent: Element, name: str, ids: tuple[Id, ...]) -> None:
        for one in ids:
            self.add(parent, name, targetGUID=proper(one))

    def stamp(self, stamp: Stamp) -> dict[str, str | None]:
        return {
            "creatingUser": proper(stamp.by) if stamp.by else None,
            "creationDateTime": written_moment(stamp.at) if stamp.at else None,
            "modifyingUser": proper(stamp.changed_by) if stamp.changed_by else None,
            "modifiedDateTime": written_moment(stamp.changed_at) if stamp.changed_at else None,
        }

    def values(self, parent: Element, values: tuple[Value, ...]) -> None:
        for value in values:
            element = self.add(parent, "VariableValue")
            self.add(element, "VariableRef", targetGUID=proper(value.variable))
            if said := written_answer(value.value):
                self.add(element, said[0]).text = self.clean(said[1])

    def codings(self, parent: Element, codings: list[Coding]) -> None:
        for coding in codings:
            at = written_moment(coding.at) if coding.at else None
            who = proper(coding.coder) if coding.coder else None
            element = self.add(parent, "Coding", guid=proper(coding.id), creatingUser=who, creationDateTime=at)
            self.add(element, "CodeRef", targetGUID=proper(coding.code))
            self.refer(element, "NoteRef", coding.notes)
            self.written.add(coding.id)
            if coding.origin != "person":
                self.kept.keep(proper(coding.id), origin=coding.origin)

    def colour(self, text: str | None, where: str) -> str | None:
        found = colour(text)
        if text and not found:
            self.notes.left_out(where, f"“{text}” is not a colour of the form #rrggbb.")
        return found

    def one_of(self, text: str | None, choices: frozenset[str], where: str) -> str | None:
        if text and text not in choices:
            self.notes.left_out(where, f"“{text}” is not one of the standard.")
        return text if text in choices else None

    def file(self, its: Id, file: File, usual: str) -> str:
        """Put a file into the archive under the id of its source; what it was called does not go with it."""
        ending = _ENDING.search(file.name)
        name = proper(its) + (ending[0].lower() if ending else usual)
        self.files[f"sources/{name}"] = file
        return f"internal://{name}"

    def mend_ids(self) -> None:
        """Say which ids are not GUIDs; all of them are written as GUIDs made from them."""
        for its in self.study.things:
            if guid(its) is None:
                self.notes.mended(its, "is not a GUID; written as one made from it.")
