"""What every part of a file being read shares: its ids, its report, and the small elements found everywhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from evenground.analysis.text.refi.archive import Archive
from evenground.analysis.text.refi.ids import Ids, made
from evenground.analysis.text.refi.report import Recorder
from evenground.analysis.text.refi.standard import PROJECT, RULES
from evenground.analysis.text.refi.xml import Element, answer, local, moment, whole
from evenground.analysis.text.study.model import (
    Case,
    Code,
    Coding,
    Gathering,
    Graph,
    Id,
    Link,
    Selection,
    Source,
    Stamp,
    SyncPoint,
    User,
    Value,
    Variable,
)  # fmt: skip

# Other names that programs give to the attributes of the standard.
_ALSO = {
    "creatingUser": ("creatingUser", "creatingUserGUID"),
    "modifyingUser": ("modifyingUser", "modifyingUserGUID"),
    "targetGUID": ("targetGUID", "guid"),
}
# The standard gives transcripts none of these; they are read all the same.
_ALSO_READ = {("Transcript", name) for name in ("Coding", "PlainTextSelection", "VariableValue")}
_KNOWN = {name for names in _ALSO.values() for name in names}
_RULES = RULES[PROJECT]


@dataclass
class Incoming:
    """The file being read, and all that has been found so far."""

    archive: Archive | None
    notes: Recorder = field(default_factory=Recorder)
    origin: str = ""
    users: list[User] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    variables: list[Variable] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    sync_points: list[SyncPoint] = field(default_factory=list)
    selections: list[Selection] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    sets: list[Gathering] = field(default_factory=list)
    graphs: list[Graph] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    hidden: int = 0  # paths of somebody's machine, never kept
    ids: Ids = field(init=False)

    def __post_init__(self) -> None:
        self.ids = Ids(self.notes)

    @property
    def ours(self) -> bool:
        return self.origin.startswith("Evenground")

    def stamp(self, element: Element) -> Stamp:
        """Who and when; a time that cannot be read is left out and reported."""
        return Stamp(
            self.ids.find(attribute(element, "creatingUser"), "user"),
            self.time(element, "creationDateTime"),
            self.ids.find(attribute(element, "modifyingUser"), "user"),
            self.time(element, "modifiedDateTime"),
        )

    def time(self, element: Element, name: str) -> datetime | None:
        text = element.get(name)
        found = moment(text)
        if text and found is None:
            self.notes.left_out(called(element), f"the time “{text[:40]}” cannot be read.")
        return found

    def number(self, element: Element, name: str) -> int:
        """A whole number that must be there; 0 and a sentence where it is not."""
        text = element.get(name)
        found = whole(text)
        if found is None:
            says = "is missing" if text is None else f"is “{text[:40]}”, not a whole number"
            self.notes.mended(called(element), f"{name} {says}; taken as 0.")
        return found or 0

    def optional(self, element: Element, name: str) -> int | None:
        """A whole number that may be missing; a sentence where it is there and cannot be read."""
        text = element.get(name)
        found = whole(text)
        if text and found is None:
            self.notes.left_out(called(element), f"{name} is “{text[:40]}”, not a whole number.")
        return found

    def references(self, elements: list[Element], kind: str) -> tuple[Id, ...]:
        found: dict[Id, None] = {}
        for element in elements:
            target = self.ids.find(attribute(element, "targetGUID"), kind)
            if target is None:
                self.notes.left_out(f"{local(element)}", "names nothing that it refers to.")
            else:
                found[target] = None
        return tuple(found)

    def values(self, elements: list[Element]) -> tuple[Value, ...]:
        found = []
        for element in elements:
            refs = self.references([child for child in children(element) if local(child) == "VariableRef"], "variable")
            said = [child for child in children(element) if local(child) != "VariableRef"]
            if refs:
                found.append(Value(refs[0], answer(said[0]) if said else None))
                if more := len(refs) + len(said[1:]) - 1:
                    self.notes.left_out("VariableValue", f"{more:,} more variables or values in it than one of each.")
            else:
                self.notes.left_out("VariableValue", "names no variable, so nobody can tell what it is a value of.")
        return tuple(found)

    def code_on(self, elements: list[Element], source: Id, selection: Id | None = None) -> None:
        """Take the codings of a selection, or of a whole source."""
        for element in elements:
            parts = parted(element)
            codes = self.references(parts.get("CodeRef", []), "code")
            first = self.ids.claim(element.get("guid"), "coding")
            if not codes:
                self.notes.mended("Coding", f"{first} names no code; it has the code “(no code named)”.")
                codes = (made("no code named"),)
            for number, code in enumerate(codes):
                # The standard has one code a coding; a program that puts several means as many codings.
                its = first if not number else self.ids.claim(made("also", first, code), "coding")
                coder = self.ids.find(attribute(element, "creatingUser"), "user")
                at = self.time(element, "creationDateTime")
                notes = self.references(parts.get("NoteRef", []), "note")
                self.codings.append(Coding(its, code, source, selection, coder, at, notes=notes))

    def look_for_unknown(self, piece: Element) -> None:
        """Count what the standard does not have, so that the report can say what was left out."""
        todo = [piece]
        while todo:
            element = todo.pop()
            name = local(element)
            rule = _RULES.get(name)
            if rule is None:
                self.unknown[f"the element “{name}”"] += 1
                continue
            for key in element.attrib:
                if key in ("currentPath", "basePath"):
                    self.hidden += 1
                elif key not in rule.attributes and key not in _KNOWN and not key.startswith("{"):
                    self.unknown[f"the attribute “{key}” of {name}"] += 1
            allowed = {child for step in rule.children for child in step.names}
            for child in children(element):
                if (inner := local(child)) in _RULES and inner not in allowed and (name, inner) not in _ALSO_READ:
                    self.misplaced(name, inner)
                todo.append(child)

    def misplaced(self, parent: str, name: str) -> None:
        """Count an element of the standard where nobody looks for it."""
        if name in _RULES:
            self.unknown[f"“{name}” inside “{parent}”"] += 1


def children(element: Element) -> list[Element]:
    return [child for child in element if isinstance(child.tag, str)]


def parted(element: Element) -> dict[str, list[Element]]:
    """The children by name."""
    found: dict[str, list[Element]] = {}
    for child in children(element):
        found.setdefault(local(child), []).append(child)
    return found


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its name in the standard, or by another that programs use."""
    for known in _ALSO.get(name, (name,)):
        if (value := element.get(known)) is not None:
            return str(value)
    return None


def description(parts: dict[str, list[Element]]) -> str:
    return "\n".join(element.text or "" for element in parts.get("Description", []))


def called(element: Element) -> str:
    name = element.get("name") or element.get("guid") or ""
    return f"{local(element)} “{name[:60]}”" if name else local(element)
