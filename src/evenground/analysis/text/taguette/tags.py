"""Tags as a tree of codes, by the dots in their names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from evenground.analysis.text.refi.report import Recorder
from evenground.analysis.text.study.model import Code, Id
from evenground.analysis.text.taguette.tables import Row, text_of

MOST_LEVELS = 50  # of one tag: every level becomes a code, so a name of dots alone would become millions
_NUMBER = re.compile(r"\d\.\d")
Path = tuple[str, ...]


def codes_of(
    tags: list[Row], *, id_of: Callable[..., Id], separator: str, notes: Recorder
) -> tuple[list[Code], dict[Any, Id]]:
    """The codes, and the code of each tag by its number.

    What stands above a tag by its name alone becomes a code that is only there to sort.
    """
    by_number = {row["id"]: row for row in tags}
    paths = {number: _path(row, by_number, separator) for number, row in by_number.items()}
    said = {paths[number]: text_of(row["description"]) for number, row in by_number.items()}
    if twice := len(paths) - len(said):
        notes.mended(
            "Tags", f"{twice:,} have the name of another; they became one code, described as the last of them."
        )
    every = dict.fromkeys(path[:depth] for path in paths.values() for depth in range(1, len(path) + 1))
    codes = [
        Code(
            id_of("code", *path),
            path[-1],
            id_of("code", *path[:-1]) if path[1:] else None,
            said.get(path, ""),
            codable=path in said,
        )
        for path in every
    ]
    if added := len(every) - len(said):
        notes.mended("Tags", f"{added:,} codes were added that stand above others by the names of tags alone.")
    return codes, {number: id_of("code", *path) for number, path in paths.items()}


def _path(row: Row, tags: dict[Any, Row], separator: str) -> Path:
    """The levels of a tag. Some editions also keep the tag above it."""
    levels, seen, at = _levels(text_of(row["path"]), separator), {row["id"]}, row.get("parent_id")
    while at in tags and at not in seen and len(levels) < MOST_LEVELS:
        seen.add(at)
        levels = (*_levels(text_of(tags[at]["path"]), separator), *levels)
        at = tags[at].get("parent_id")
    return levels


def _levels(name: str, separator: str) -> Path:
    """“pain.back” has two levels; “e.g. pain”, “3.5 hours” and “etc.” have one."""
    parts = tuple(name.split(separator, MOST_LEVELS)) if separator else (name,)
    sound = len(parts) <= MOST_LEVELS and all(part and part == part.strip() for part in parts)
    return parts if sound and not _NUMBER.search(name) else (name,)
