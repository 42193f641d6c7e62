"""GraphML in: people and ties as two tables. Files that try to reach beyond themselves are refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from evenground.analysis.errors import UnreadableFile

MAX_BYTES: Final = 200 * 1024 * 1024
_SAVE = "Save it again as GraphML, or give the ties as CSV."


@dataclass(frozen=True)
class GraphTables:
    """One row a person, one row a tie."""

    people: Any
    ties: Any


def graphml_tables(path: Path) -> GraphTables:
    """Read a GraphML file.

    Nodes become people (“id” and their data), edges ties (“from”, “to”, “directed” and their data).

    Raises
    ------
    UnreadableFile
        Not GraphML, larger than 200 MB, with entities or a document type, or with edges of more than two people.
    """
    root = _root(path)
    graphs = [element for element in root if _tag(element) == "graph"]
    if _tag(root) != "graphml" or not graphs:
        raise UnreadableFile(f"“{path.name}” is not a GraphML file: it has no graph. {_SAVE}")
    keys = {key.get("id"): key.get("attr.name") or key.get("id") for key in root if _tag(key) == "key"}
    people: list[dict[str, str]] = []
    ties: list[dict[str, str]] = []
    for graph in graphs:
        one_way = "yes" if graph.get("edgedefault") == "directed" else "no"
        for element in graph:
            if _tag(element) == "hyperedge":
                raise UnreadableFile(f"“{path.name}” has edges between more than two people. Make each a tie of two.")
            if _tag(element) == "node":
                people.append({**_data(element, keys), "id": element.get("id") or ""})
            if _tag(element) == "edge":
                way = {"true": "yes", "false": "no"}.get(element.get("directed") or "", one_way)
                ends = {"from": element.get("source") or "", "to": element.get("target") or ""}
                ties.append({**_data(element, keys), **ends, "directed": way})
    return GraphTables(_frame(people, ("id",)), _frame(ties, ("from", "to", "directed")))


def _root(path: Path) -> Any:
    from xml.etree.ElementTree import ParseError  # the name of the error only

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import parse

    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile(
            f"“{path.name}” is larger than {MAX_BYTES // 1024**2} MB. Leave out data that ties do not need."
        )
    try:
        return parse(path, forbid_dtd=True).getroot()
    except DefusedXmlException:
        raise UnreadableFile(f"“{path.name}” has a document type or entities, which can be misused. {_SAVE}") from None
    except (ParseError, ValueError) as error:
        raise UnreadableFile(f"“{path.name}” is not well-formed XML: {error}. {_SAVE}") from None


def _tag(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _data(element: Any, keys: dict[str | None, str | None]) -> dict[str, str]:
    parts = [part for part in element if _tag(part) == "data" and part.get("key") in keys]
    return {(keys[part.get("key")] or ""): (part.text or "").strip() for part in parts}


def _frame(rows: list[dict[str, str]], always: tuple[str, ...]) -> Any:
    import pyarrow as pa

    names = list(dict.fromkeys([*always, *(name for row in rows for name in row)]))
    return pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in names})
