"""Reports: one content, three outputs. Numbers and charts come in only after the disclosure gate.

Build a `Document` from blocks, then call `to_docx` or `to_pdf`. A web page is rendered from the same blocks elsewhere.
"""

from evenground.analysis.report.blocks import (
    Block,
    Bullets,
    Callout,
    Document,
    Fact,
    Figure,
    Heading,
    Paragraph,
    Quote,
    ReportInputWrong,
    Section,
    Span,
    Table,
    Text,
    plain,
    spans,
)
from evenground.analysis.report.from_released import blocks_from_released, figure_from_chart


def to_pdf(document: Document) -> bytes:
    """Write a report as a tagged PDF; see `evenground.analysis.report.pdf`."""
    from evenground.analysis.report import pdf  # heavy, and only when a file is wanted

    return pdf.to_pdf(document)


def to_docx(document: Document) -> bytes:
    """Write a report as a Word file; see `evenground.analysis.report.word`."""
    from evenground.analysis.report import word

    return word.to_docx(document)


def summary_pages(document: Document) -> int:
    """How many pages the summary takes; it should be 1. 0 when there is none."""
    from evenground.analysis.report import pdf

    return pdf.summary_pages(document)


__all__ = [
    "Block",
    "Bullets",
    "Callout",
    "Document",
    "Fact",
    "Figure",
    "Heading",
    "Paragraph",
    "Quote",
    "ReportInputWrong",
    "Section",
    "Span",
    "Table",
    "Text",
    "blocks_from_released",
    "figure_from_chart",
    "plain",
    "spans",
    "summary_pages",
    "to_docx",
    "to_pdf",
]
