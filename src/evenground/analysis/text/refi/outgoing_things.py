"""Writing users, codes, variables, cases, links, sets, themes and graphs."""

from __future__ import annotations

from collections.abc import Iterator

from evenground.analysis.text.refi.codes import Described, described, homeless, in_tree, parts_of, understood
from evenground.analysis.text.refi.ids import proper
from evenground.analysis.text.refi.kept import THEME
from evenground.analysis.text.refi.outgoing import Outgoing
from evenground.analysis.text.refi.standard import DIRECTIONS, LINES, SHAPES
from evenground.analysis.text.refi.xml import Element, legal
from evenground.analysis.text.study.model import Code, Edge, Gathering, Id, Theme, Vertex


def users(outgoing: Outgoing) -> Iterator[Element]:
    """People under their names, or as “Coder 1”, “Coder 2” in the order of the study."""
    for number, user in enumerate(outgoing.study.users, start=1):
        if outgoing.choices.users == "names":
            yield outgoing.add(None, "User", guid=proper(user.id), name=user.name or None, id=user.short or None)
        else:
            yield outgoing.add(None, "User", guid=proper(user.id), name=f"Coder {number}")


def codes(outgoing: Outgoing) -> Iterator[Element]:
    """``Codes`` with the whole tree; nothing where there is no code, for the standard has no empty codebook."""
    if not outgoing.study.codes:
        return
    for code in homeless(outgoing.study.codes):
        outgoing.notes.mended(
            f"Code “{code.name}”", "the code above it is not in the study, or below it; put at the top."
        )
    top = outgoing.add(None, "Codes")
    path = [top]
    for depth, code in in_tree(outgoing.study.codes):
        del path[depth + 1 :]
        path.append(_code(outgoing, path[depth], code))
    yield top


def _code(outgoing: Outgoing, parent: Element, code: Code) -> Element:
    tint = outgoing.colour(code.colour, f"Code “{code.name}”")
    codable = "true" if code.codable else "false"
    element = outgoing.add(parent, "Code", guid=proper(code.id), name=code.name, isCodable=codable, color=tint)
    parts = Described(*(legal(part) for part in parts_of(code)))
    outgoing.say(element, "Description", described(parts_of(code)))
    if understood(described(parts)) != parts:
        outgoing.kept.keep(proper(code.id), **parts._asdict())
    outgoing.refer(element, "NoteRef", code.notes)
    return element


def variables(outgoing: Outgoing) -> Iterator[Element]:
    for variable in outgoing.study.variables:
        element = outgoing.add(
            None, "Variable", guid=proper(variable.id), name=variable.name, typeOfVariable=variable.kind
        )
        outgoing.say(element, "Description", variable.description)
        yield element


def cases(outgoing: Outgoing) -> Iterator[Element]:
    for case in outgoing.study.cases:
        element = outgoing.add(None, "Case", guid=proper(case.id), name=case.name or None)
        outgoing.say(element, "Description", case.description)
        outgoing.refer(element, "CodeRef", case.codes)
        outgoing.values(element, case.values)
        outgoing.refer(element, "SourceRef", case.sources)
        outgoing.refer(element, "SelectionRef", case.selections)
        yield element


def links(outgoing: Outgoing) -> Iterator[Element]:
    for link in outgoing.study.links:
        where = f"Link “{link.name}”"
        element = outgoing.add(
            None, "Link", guid=proper(link.id), name=link.name or None,
            direction=outgoing.one_of(link.direction, DIRECTIONS, where), color=outgoing.colour(link.colour, where),
            originGUID=_maybe(link.origin), targetGUID=_maybe(link.target),
        )  # fmt: skip
        outgoing.refer(element, "NoteRef", link.notes)
        yield element


def _maybe(its: Id | None) -> Id | None:
    return proper(its) if its is not None else None


def sets(outgoing: Outgoing) -> Iterator[Element]:
    """Sets, then themes as sets with their name marked; what a set cannot say of a theme is kept beside."""
    for gathering in outgoing.study.sets:
        yield _set(outgoing, gathering, gathering.name, gathering.description, gathering.sources)
    for theme in outgoing.study.themes:
        outgoing.kept.keep(
            proper(theme.id), theme=True, parent=_maybe(theme.parent), codings=[proper(one) for one in theme.codings]
        )
        yield _set(outgoing, theme, THEME + theme.name, theme.concept, ())


def _set(outgoing: Outgoing, of: Gathering | Theme, name: str, said: str, sources: tuple[Id, ...]) -> Element:
    element = outgoing.add(None, "Set", guid=proper(of.id), name=name)
    outgoing.say(element, "Description", said)
    outgoing.refer(element, "MemberCode", of.codes)
    outgoing.refer(element, "MemberSource", sources)
    outgoing.refer(element, "MemberNote", of.notes)
    return element


def graphs(outgoing: Outgoing) -> Iterator[Element]:
    for graph in outgoing.study.graphs:
        element = outgoing.add(None, "Graph", guid=proper(graph.id), name=graph.name or None)
        for vertex in graph.vertices:
            _vertex(outgoing, element, vertex)
        for edge in graph.edges:
            _edge(outgoing, element, edge)
        yield element


def _vertex(outgoing: Outgoing, parent: Element, vertex: Vertex) -> None:
    where = f"Vertex “{vertex.name}”"
    outgoing.add(
        parent, "Vertex", guid=proper(vertex.id), representedGUID=_maybe(vertex.of), name=vertex.name or None,
        firstX=vertex.x, firstY=vertex.y, secondX=vertex.x2, secondY=vertex.y2,
        shape=outgoing.one_of(vertex.shape, SHAPES, where), color=outgoing.colour(vertex.colour, where),
    )  # fmt: skip


def _edge(outgoing: Outgoing, parent: Element, edge: Edge) -> None:
    where = f"Edge “{edge.name}”"
    outgoing.add(
        parent, "Edge", guid=proper(edge.id), representedGUID=_maybe(edge.of), name=edge.name or None,
        sourceVertex=proper(edge.start), targetVertex=proper(edge.end), color=outgoing.colour(edge.colour, where),
        direction=outgoing.one_of(edge.direction, DIRECTIONS, where), lineStyle=outgoing.one_of(edge.line, LINES, where),
    )  # fmt: skip
