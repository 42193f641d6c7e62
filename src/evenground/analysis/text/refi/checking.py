"""Whether a file follows the standard, and whether its positions are what it quotes. No schema file is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import IO

from lxml import etree  # type: ignore[import-untyped]

from evenground.analysis.text.refi.archive import Archive
from evenground.analysis.text.refi.codebook import checked, read_qdc
from evenground.analysis.text.refi.reading import read_qdpx
from evenground.analysis.text.refi.report import Recorder, Report
from evenground.analysis.text.refi.standard import (
    CODEBOOK,
    DIRECTIONS,
    KINDS,
    LINES,
    PROJECT,
    ROOTS,
    RULES,
    SHAPES,
    TEXTS,
    Rule,
)
from evenground.analysis.text.refi.xml import Element, answer_fits, local, space

_GUID = r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
_PATTERNS = {
    "guid": rf"{_GUID}|\{{{_GUID}\}}",
    "integer": r"[+-]?[0-9]+",
    "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    "boolean": "true|false|1|0",
    "colour": "#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})",
    "direction": "|".join(sorted(DIRECTIONS)),
    "line": "|".join(sorted(LINES)),
    "shape": "|".join(sorted(SHAPES)),
    "kind": "|".join(sorted(KINDS)),
}
_FITS = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}
_SAYS = {
    "guid": "a GUID", "integer": "a whole number", "decimal": "a number", "boolean": "true or false",
    "colour": "a colour of the form #rrggbb", "datetime": "a date and time", "date": "a date",
    "direction": "a direction of the standard", "line": "a kind of line of the standard",
    "shape": "a shape of the standard", "kind": "a kind of variable of the standard",
}  # fmt: skip


def check(path: str | PathLike[str]) -> Report:
    """Say whether a `.qdpx` or `.qdc` file follows REFI-QDA 1.5, and whether its positions hold.

    Returns
    -------
    Report
        ``breaches`` (and ``valid``) say what the schema of the standard would; the rest is what `read_qdpx` or
        `read_qdc` says of the same file.

    Raises
    ------
    UnreadableStudy, HostileArchive
        As when reading it.
    """
    path, notes = Path(path), Recorder()
    codebook = path.suffix.lower() == ".qdc"
    notes.take((read_qdc(path) if codebook else read_qdpx(path)).report)
    with _opened(path, codebook) as stream:
        _check_structure(stream, CODEBOOK if codebook else PROJECT, notes)
    return notes.report()


@contextmanager
def _opened(path: Path, codebook: bool) -> Iterator[IO[bytes]]:
    if codebook:
        with checked(path).open("rb") as stream:
            yield stream
    else:
        with Archive(path) as archive, archive.open_project() as stream:
            yield stream


@dataclass
class _Level:
    """An open element: its rule, and how far along its children it is."""

    name: str
    rule: Rule | None
    step: int = 0
    counts: dict[int, int] = field(default_factory=dict)


def _check_structure(stream: IO[bytes], namespace: str, notes: Recorder) -> None:
    events = etree.iterparse(
        stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    checker = _Checker(namespace, notes)
    try:
        for event, element in events:
            if event == "start":
                checker.start(element)
            else:
                checker.end(element)
    except etree.XMLSyntaxError as reason:
        notes.breach("", f"is not well-formed XML (line {reason.lineno}).")


class _Checker:
    """Walks through a file and compares each element with its rule."""

    def __init__(self, namespace: str, notes: Recorder) -> None:
        self.namespace, self.notes = namespace, notes
        self.rules: Mapping[str, Rule] = RULES[namespace]
        self.open: list[_Level] = []

    def start(self, element: Element) -> None:
        name = local(element)
        rule = self.rules.get(name) if space(element) == self.namespace else None
        if not self.open and name != ROOTS[self.namespace]:
            rule = None
        if self.open and self.open[-1].rule is not None:
            self._step(self.open[-1], name, rule)
        elif not self.open and rule is None:
            self._breach(element, f"the first element must be {ROOTS[self.namespace]} of {self.namespace}.")
        self.open.append(_Level(name, rule))
        if rule is not None:
            self._attributes(element, rule)

    def _step(self, level: _Level, name: str, rule: Rule | None) -> None:
        steps = level.rule.children if level.rule else ()
        for number in range(level.step, len(steps)):
            if rule is not None and name in steps[number].names:
                level.step = number
                level.counts[number] = level.counts.get(number, 0) + 1
                if steps[number].most is not None and level.counts[number] > (steps[number].most or 0):
                    self.notes.breach(level.name, f"holds more than one {name}.")
                return
        later = any(name in step.names for step in steps)
        says = f"{name} stands out of order." if later else f"{name} does not belong in it."
        self.notes.breach(level.name, says)

    def _attributes(self, element: Element, rule: Rule) -> None:
        for name in rule.needed:
            if element.get(name) is None:
                self._breach(element, f"{name} is missing.")
        for name, value in element.attrib.items():
            kind = rule.attributes.get(name)
            if kind is None:
                if not name.startswith("{http://www.w3.org/2001/XMLSchema-instance}"):
                    self._breach(element, f"the attribute {name} does not belong there.")
            elif not fits(kind, value):
                self._breach(element, f"{name} is “{value[:40]}”, not {_SAYS[kind]}.")

    def end(self, element: Element) -> None:
        level = self.open.pop()
        if level.rule is not None:
            for number, step in enumerate(level.rule.children):
                if level.counts.get(number, 0) < step.least:
                    self._breach(element, f"{' or '.join(sorted(step.names))} is missing.")
            self._text(element, level)
        element.clear()
        if (before := element.getprevious()) is not None:
            if (before.tail or "").strip():
                self._breach(element, "stands after text where the standard has none.")
            element.getparent().remove(before)

    def _text(self, element: Element, level: _Level) -> None:
        kind = TEXTS.get(level.name)
        text = element.text or ""
        if kind is None:
            if text.strip() or any((child.tail or "").strip() for child in element):
                self._breach(element, "holds text where the standard has none.")
        elif not fits(kind, text):
            self._breach(element, f"is “{text[:40]}”, not {_SAYS[kind]}.")

    def _breach(self, element: Element, says: str) -> None:
        self.notes.breach(f"{local(element)}, line {element.sourceline}", says)


def fits(kind: str, value: str) -> bool:
    """Whether a value is of a kind of the standard."""
    if kind == "string":
        return True
    bare = value.strip(" \t\r\n")
    if kind in ("date", "datetime"):
        return answer_fits(kind, bare)
    return _FITS[kind].fullmatch(bare) is not None
