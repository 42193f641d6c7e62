"""A drawing, with the same in words and as a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape


@dataclass(frozen=True)
class Chart:
    """A drawing with what a person needs who cannot see it: title, description and the same figures as a table."""

    title: str
    description: str
    svg: str = field(repr=False)
    table: tuple[tuple[str, ...], ...] = field(repr=False)  # the first row holds the headings
    png: bytes | None = field(default=None, repr=False)

    def _repr_html_(self) -> str:
        """Show in a notebook: the picture, and the same figures as a table that opens."""
        headings, *rows = [[escape(cell) for cell in row] for row in self.table]
        top = "".join(f'<th scope="col">{cell}</th>' for cell in headings)
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        table = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
        return f"<figure>{self.svg}</figure><details><summary>The figures as a table</summary>{table}</details>"
