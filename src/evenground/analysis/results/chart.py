"""A drawing, with the same in words and as a table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Chart:
    """A drawing with what a person needs who cannot see it: title, description and the same figures as a table."""

    title: str
    description: str
    svg: str
    table: tuple[tuple[str, ...], ...]  # the first row holds the headings
    png: bytes | None = None
