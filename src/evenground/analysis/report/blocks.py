"""What a report is made of: one content, written as a PDF, a Word file or a web page.

Text is given plain (``"12 of 40"``) or as spans (``(Span("12", strong=True), Span(" of 40"))``); nothing in it is ever
read as markup. `spans` gives the second form of either.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from evenground.analysis.errors import AnalysisError

LINKS = ("https://", "http://", "mailto:", "#", "/")


class ReportInputWrong(AnalysisError):
    """A report that no writer could write as meant; the sentence says what and where."""


@dataclass(frozen=True)
class Span:
    """A piece of text, perhaps strong, perhaps a link to an address or to ``#anchor`` of a heading."""

    text: str
    strong: bool = False
    link: str = ""

    def __post_init__(self) -> None:
        if self.link and not self.link.lower().startswith(LINKS):
            raise ReportInputWrong(f"“{self.text}” links to “{self.link}”. Use an address that starts with https://.")


Text = str | tuple[Span, ...]


def spans(text: Text) -> tuple[Span, ...]:
    """The text as spans, without characters that no document may hold."""
    given = (Span(text),) if isinstance(text, str) else text
    return tuple(Span(readable(span.text), span.strong, span.link) for span in given)


def plain(text: Text) -> str:
    """The text without emphasis and links."""
    return "".join(span.text for span in spans(text))


def readable(text: str) -> str:
    """The same text with line ends and tabs made simple, and control characters left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs", "Cn"})


def visible(text: str) -> bool:
    """Whether there is anything to see: not only spaces and signs without a shape."""
    return any(unicodedata.category(c)[0] not in "ZC" for c in text)


@dataclass(frozen=True)
class Heading:
    """A heading; sections start at level 1. ``anchor`` is what links may point to."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    text: Text


@dataclass(frozen=True)
class Bullets:
    items: tuple[Text, ...]


@dataclass(frozen=True)
class Table:
    """Headings, and rows with as many cells as there are headings."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.headings):
                raise ReportInputWrong(
                    f"Row {number} of the table “{self.caption}” has {len(row)} cells"
                    f" for {len(self.headings)} headings."
                )


@dataclass(frozen=True)
class Figure:
    """A picture in both forms, what it shows for those who cannot see it, and the same figures as a table."""

    title: str
    description: str
    svg: bytes
    png: bytes
    table: Table | None = None

    def __post_init__(self) -> None:
        if not self.description.strip():
            raise ReportInputWrong(f"The picture “{self.title}” has no description. Say in words what it shows.")


@dataclass(frozen=True)
class Quote:
    """Somebody's words, attributed by role (``"public adviser"``), not by name."""

    text: str
    by: str


@dataclass(frozen=True)
class Callout:
    """Something to stand out, such as a recommendation."""

    title: str
    text: Text


@dataclass(frozen=True)
class Fact:
    """One number with what it counts and the release it comes from."""

    value: str
    label: str
    link: str = ""


Block = Heading | Paragraph | Bullets | Table | Figure | Quote | Callout | Fact


@dataclass(frozen=True)
class Section:
    """A heading of level 1 and what follows it."""

    heading: str
    blocks: tuple[Block, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Document:
    """A whole report.

    Parameters
    ----------
    date
        Printed under the title and kept in the file, so that the same content makes the same bytes.
    summary
        In plain language, on a page of its own: the first.
    mark
        Printed at the top and on every page, such as ``"Made-up data"``.
    """

    title: str
    date: date
    sections: tuple[Section, ...]
    summary: Section | None = None
    subtitle: str = ""
    language: str = "en-GB"
    authors: tuple[str, ...] = field(default_factory=tuple)
    mark: str = ""

    def __post_init__(self) -> None:
        if not visible(self.title):
            raise ReportInputWrong("The report has no title. Give it one: readers and screen readers start there.")
        self._check_headings()
        self._check_links()

    @property
    def dated(self) -> str:
        """The date as people write it."""
        return f"{self.date.day} {self.date:%B %Y}"

    @property
    def byline(self) -> str:
        """Who wrote it, and when."""
        return ", ".join([*(readable(author) for author in self.authors), self.dated])

    def blocks(self, section: Section) -> tuple[Block, ...]:
        """The section with its heading."""
        return (Heading(1, section.heading, section.anchor), *section.blocks)

    def all_blocks(self) -> Iterator[Block]:
        """Every block in reading order."""
        for section in (*([self.summary] if self.summary else []), *self.sections):
            yield from self.blocks(section)

    def _check_headings(self) -> None:
        above = 0
        for block in self.all_blocks():
            if isinstance(block, Heading):
                if not visible(block.text):
                    raise ReportInputWrong("A heading has no text. Readers and screen readers find their way by it.")
                if not 1 <= block.level <= above + 1:
                    raise ReportInputWrong(
                        f"The heading “{block.text}” has level {block.level} after level {above}."
                        " Levels may not be left out."
                    )
                above = block.level

    def _check_links(self) -> None:
        anchors = [b.anchor for b in self.all_blocks() if isinstance(b, Heading) and b.anchor]
        for anchor in anchors:
            if anchors.count(anchor) > 1:
                raise ReportInputWrong(f"Two headings have the anchor “{anchor}”. Give each its own.")
        for link in _links(self.all_blocks()):
            if link.startswith("#") and link[1:] not in anchors:
                raise ReportInputWrong(f"A link points to “{link}”, but no heading has that anchor.")


def texts(block: Block) -> Iterator[Text]:
    """Every text of a block in reading order."""
    match block:
        case Heading(text=text) | Paragraph(text=text):
            yield text
        case Bullets(items=items):
            yield from items
        case Table():
            yield from (block.caption, *block.headings, *(cell for row in block.rows for cell in row), block.note)
        case Figure():
            yield block.title
            yield from texts(block.table) if block.table else ()
        case Quote():
            yield from (block.text, block.by)
        case Callout():
            yield from (block.title, block.text)
        case Fact():
            yield from ((Span(block.value, link=block.link),), block.label)


def _links(blocks: Iterator[Block]) -> Iterator[str]:
    for block in blocks:
        yield from (span.link for text in texts(block) for span in spans(text) if span.link)
