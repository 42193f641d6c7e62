"""What a qualitative study is made of: frozen, flat, and each thing with an id of its own.

It holds everything that REFI-QDA 1.5 can carry, and what that cannot (definitions with examples, themes, a journal).
References are ids; `Study` finds what they mean. An id is a GUID in lower case without braces.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from evenground.analysis.text.positions.segments import Segment

Id = str
Direction = Literal["Associative", "OneWay", "Bidirectional"]
VariableKind = Literal["Text", "Boolean", "Integer", "Float", "Date", "DateTime"]
Answer = str | bool | int | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who made a thing and who changed it last, and when; times carry their zone where it is known."""

    by: Id | None = None
    at: datetime | None = None
    changed_by: Id | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A coder or researcher; exported under a pseudonym when asked."""

    id: Id
    name: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A label for meaning in the material. ``framework`` names the codebook it came from; blank: the study's own."""

    id: Id
    name: str
    parent: Id | None = None
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    colour: str | None = None  # "#rrggbb"
    codable: bool = True
    framework: str = ""
    notes: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """An attribute that cases and sources can have."""

    id: Id
    name: str
    kind: VariableKind = "Text"
    description: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """The value of one variable; None where the file names the variable and gives none."""

    variable: Id
    value: Answer = None


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive, read when it is needed."""

    archive: Path
    name: str


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of a picture, PDF, recording or formatted text; ``name`` never has a folder in it."""

    name: str
    content: bytes | Path | Member = field(repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """Something to be read, seen or heard.

    ``role`` says what for: a source of its own; the text of a PDF (or of one selection of it), the description of a
    picture or a transcript of a recording, which all belong to ``part_of``; a note (memo); a journal entry.

    ``text`` is LF only and, once coded, never changes. ``rich`` is its formatted twin, ``file`` what is not text.
    """

    id: Id
    name: str = ""
    kind: Literal["text", "pdf", "picture", "audio", "video"] = "text"
    role: Literal["source", "representation", "description", "transcript", "note", "journal"] = "source"
    part_of: Id | None = None
    text: str | None = field(default=None, repr=False)
    rich: File | None = None
    file: File | None = None
    description: str = ""
    stamp: Stamp = Stamp()
    notes: tuple[Id, ...] = ()
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncPoint:
    """A moment of a recording and the place in its transcript. Milliseconds and code points."""

    id: Id
    transcript: Id
    time: int | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle: pixels from the top left of a picture; points from the bottom left of a PDF's page (from 0 as filed)."""

    first_x: int
    first_y: int
    second_x: int
    second_y: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A stretch of a recording, in milliseconds."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class SyncSpan:
    """A stretch of a transcript between two sync points; None is its beginning or its end."""

    start: Id | None = None
    end: Id | None = None


Place = Segment | Area | TimeSpan | SyncSpan


@dataclass(frozen=True, slots=True)
class Selection:
    """A marked place in a source. Without codings it is an annotation."""

    id: Id
    source: Id
    place: Place
    name: str = ""
    description: str = ""
    stamp: Stamp = Stamp()
    notes: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """One code on one selection (None: on the whole source) by one coder."""

    id: Id
    code: Id
    source: Id
    selection: Id | None = None
    coder: Id | None = None
    at: datetime | None = None
    origin: Literal["person", "import", "suggestion"] = "person"
    notes: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody or something the study is about, with what is known of it and where it speaks."""

    id: Id
    name: str = ""
    description: str = ""
    codes: tuple[Id, ...] = ()
    values: tuple[Value, ...] = ()
    sources: tuple[Id, ...] = ()
    selections: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A connection between any two things."""

    id: Id
    origin: Id | None = None
    target: Id | None = None
    name: str = ""
    direction: Direction | None = None
    colour: str | None = None
    notes: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathering:
    """A set of codes, sources and notes (REFI-QDA calls it ``Set``)."""

    id: Id
    name: str
    description: str = ""
    codes: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()
    notes: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A pattern of shared meaning. ``concept`` is the one idea that holds it together."""

    id: Id
    name: str
    concept: str = ""
    parent: Id | None = None
    codes: tuple[Id, ...] = ()
    codings: tuple[Id, ...] = ()  # the extracts that show it best
    notes: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Vertex:
    """A thing on a drawn map, or a mark of its own."""

    id: Id
    x: int
    y: int
    x2: int | None = None
    y2: int | None = None
    of: Id | None = None
    name: str = ""
    shape: str | None = None
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two vertices."""

    id: Id
    start: Id
    end: Id
    of: Id | None = None
    name: str = ""
    colour: str | None = None
    direction: Direction | None = None
    line: Literal["dotted", "dashed", "solid"] | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """A drawn map."""

    id: Id
    name: str = ""
    vertices: tuple[Vertex, ...] = ()
    edges: tuple[Edge, ...] = ()


Thing = (
    User | Code | Variable | Case | Source | SyncPoint | Selection | Coding | Link | Gathering | Theme | Graph
)  # fmt: skip


@dataclass(frozen=True)
class Study:
    """The whole. Collections keep the order in which things were made."""

    name: str
    description: str = ""
    origin: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    sync_points: tuple[SyncPoint, ...] = ()
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    links: tuple[Link, ...] = ()
    sets: tuple[Gathering, ...] = ()
    themes: tuple[Theme, ...] = ()
    graphs: tuple[Graph, ...] = ()
    stamp: Stamp = Stamp()
    notes: tuple[Id, ...] = ()

    @cached_property
    def things(self) -> Mapping[Id, Thing]:
        """Everything that has an id, by it."""
        every = (
            self.users, self.codes, self.variables, self.cases, self.sources, self.sync_points, self.selections,
            self.codings, self.links, self.sets, self.themes, self.graphs,
        )  # fmt: skip
        return MappingProxyType({thing.id: thing for group in every for thing in group})

    @cached_property
    def path_of(self) -> Mapping[Id, tuple[str, ...]]:
        """The names from the top of the tree down to each code."""
        by_id = {code.id: code for code in self.codes}
        found: dict[Id, tuple[str, ...]] = {}
        for code in self.codes:
            names, seen, at = [code.name], {code.id}, code.parent
            while at in by_id and at not in seen:
                seen.add(at)
                names.append(by_id[at].name)
                at = by_id[at].parent
            found[code.id] = tuple(reversed(names))
        return MappingProxyType(found)
