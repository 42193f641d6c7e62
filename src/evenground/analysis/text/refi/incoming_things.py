"""Reading users, codes, variables, cases, links, sets and graphs."""

from __future__ import annotations

from typing import cast

from evenground.analysis.text.refi.codes import understood
from evenground.analysis.text.refi.incoming import Incoming, attribute, called, children, description, parted
from evenground.analysis.text.refi.standard import DIRECTIONS, KINDS, LINES, SHAPES
from evenground.analysis.text.refi.xml import Element, colour, local
from evenground.analysis.text.study.model import (
    Case,
    Code,
    Direction,
    Edge,
    Gathering,
    Graph,
    Id,
    Link,
    User,
    Variable,
    VariableKind,
    Vertex,
)  # fmt: skip


def read_user(incoming: Incoming, element: Element) -> None:
    name = element.get("name") or ""
    its = incoming.ids.claim(element.get("guid"), "user", name)
    incoming.users.append(User(its, name, element.get("id") or ""))


def read_codes(incoming: Incoming, element: Element) -> None:
    """Take ``Codes``, or one ``Code``, with all below."""
    above: Id | None = None
    todo: list[tuple[Element, Id | None]] = [(element, above)]
    while todo:
        one, parent = todo.pop()
        parent = _code(incoming, one, parent) if local(one) == "Code" else parent
        todo += [(child, parent) for child in reversed(children(one)) if local(child) == "Code"]


def _code(incoming: Incoming, element: Element, parent: Id | None) -> Id:
    parts, name = parted(element), element.get("name") or ""
    its = incoming.ids.claim(element.get("guid"), "code", name)
    codable = (element.get("isCodable") or "true").strip().lower() not in ("false", "0")
    notes = incoming.references(parts.get("NoteRef", []), "note")
    said = understood(description(parts))
    tint = _colour(incoming, element)
    incoming.codes.append(
        Code(its, name, parent, said.definition, said.include, said.exclude, said.example, tint, codable, said.framework, notes)
    )  # fmt: skip
    return its


def _colour(incoming: Incoming, element: Element) -> str | None:
    text = element.get("color")
    found = colour(text)
    if text and found is None:
        incoming.notes.left_out(called(element), f"“{text[:30]}” is not a colour of the form #rrggbb.")
    return found


def read_variable(incoming: Incoming, element: Element) -> None:
    name, kind = element.get("name") or "", (element.get("typeOfVariable") or "").strip()
    if kind not in KINDS:
        incoming.notes.mended(called(element), f"its kind “{kind[:30]}” is not known; taken as Text.")
        kind = "Text"
    its = incoming.ids.claim(element.get("guid"), "variable", name)
    incoming.variables.append(Variable(its, name, cast(VariableKind, kind), description(parted(element))))


def read_case(incoming: Incoming, element: Element) -> None:
    parts, name = parted(element), element.get("name") or ""
    incoming.cases.append(
        Case(
            incoming.ids.claim(element.get("guid"), "case", name),
            name,
            description(parts),
            incoming.references(parts.get("CodeRef", []), "code"),
            incoming.values(parts.get("VariableValue", [])),
            incoming.references(parts.get("SourceRef", []), "source"),
            incoming.references(parts.get("SelectionRef", []), "selection"),
        )
    )


def read_set(incoming: Incoming, element: Element) -> None:
    parts, name = parted(element), element.get("name") or ""
    incoming.sets.append(
        Gathering(
            incoming.ids.claim(element.get("guid"), "set", name),
            name,
            description(parts),
            incoming.references(parts.get("MemberCode", []), "code"),
            incoming.references(parts.get("MemberSource", []), "source"),
            incoming.references(parts.get("MemberNote", []), "note"),
        )
    )


def read_sets(incoming: Incoming, element: Element) -> None:
    for one in parted(element).get("Set", []):
        read_set(incoming, one)


def read_link(incoming: Incoming, element: Element) -> None:
    name = element.get("name") or ""
    incoming.links.append(
        Link(
            incoming.ids.claim(element.get("guid"), "link", name),
            incoming.ids.find(element.get("originGUID"), ""),
            incoming.ids.find(element.get("targetGUID"), ""),
            name,
            _direction(incoming, element),
            _colour(incoming, element),
            incoming.references(parted(element).get("NoteRef", []), "note"),
        )
    )


def _direction(incoming: Incoming, element: Element) -> Direction | None:
    return cast("Direction | None", _one_of(incoming, element, "direction", DIRECTIONS))


def _one_of(incoming: Incoming, element: Element, name: str, choices: frozenset[str]) -> str | None:
    text = (element.get(name) or "").strip()
    if text and text not in choices:
        incoming.notes.left_out(called(element), f"the {name} “{text[:30]}” is not one of the standard.")
    return text if text in choices else None


def read_graph(incoming: Incoming, element: Element) -> None:
    parts, name = parted(element), element.get("name") or ""
    its = incoming.ids.claim(element.get("guid"), "graph", name)
    vertices = tuple(_vertex(incoming, one) for one in parts.get("Vertex", []))
    edges = tuple(edge for one in parts.get("Edge", []) if (edge := _edge(incoming, one)))
    incoming.graphs.append(Graph(its, name, vertices, edges))


def _vertex(incoming: Incoming, element: Element) -> Vertex:
    return Vertex(
        incoming.ids.claim(element.get("guid"), "vertex", element.get("name") or ""),
        incoming.number(element, "firstX"),
        incoming.number(element, "firstY"),
        incoming.optional(element, "secondX"),
        incoming.optional(element, "secondY"),
        incoming.ids.find(element.get("representedGUID"), ""),
        element.get("name") or "",
        _one_of(incoming, element, "shape", SHAPES),
        _colour(incoming, element),
    )


def _edge(incoming: Incoming, element: Element) -> Edge | None:
    start, end = (incoming.ids.find(attribute(element, name), "vertex") for name in ("sourceVertex", "targetVertex"))
    if start is None or end is None:
        incoming.notes.left_out(called(element), "a line of a graph that does not say where it begins and ends.")
        return None
    line = _one_of(incoming, element, "lineStyle", LINES)
    return Edge(
        incoming.ids.claim(element.get("guid"), "edge", element.get("name") or ""),
        start,
        end,
        incoming.ids.find(element.get("representedGUID"), ""),
        element.get("name") or "",
        _colour(incoming, element),
        _direction(incoming, element),
        line,  # type: ignore[arg-type]
    )
