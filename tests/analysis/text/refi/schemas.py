"""The published schemas, read from beside the project: they are not ours to keep."""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path

from lxml import etree

SCHEMAS = Path(__file__).resolve().parents[5] / "shared" / "refi"


@cache
def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMAS / f"{name}.xsd")))


def breaches_of(path: Path) -> list[str]:
    """What the schema says of a project."""
    with zipfile.ZipFile(path) as archive:
        tree = etree.fromstring(archive.read("project.qde"))
    project = schema("Project")
    project.validate(tree)
    return [str(error) for error in project.error_log]
