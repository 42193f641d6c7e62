"""PDF files that hold text. A scan holds only pictures of text: it is said, and what to do."""

from __future__ import annotations

import io
import logging

from evenground.analysis.text.transcripts.model import Draft, Line, UnreadableTranscript, counted

# Fewer visible characters than this on the average page: a scan, with perhaps a page number or a stamp.
SCANNED = 8
PAGES = 5_000


def read_pdf(content: bytes) -> Draft:
    """The text of a PDF, page after page.

    Raises
    ------
    UnreadableTranscript
        If it is protected, damaged, too long, or a scan without text.
    """
    pages = _pages(content)
    visible = sum(len("".join(page.split())) for page in pages)
    if visible < SCANNED * len(pages):
        raise UnreadableTranscript(
            f"The PDF has {counted(len(pages), 'page')} and no text: it is probably a scan. Have its text recognised (OCR)"
            " and export it as text or Word, or type it in."
        )
    draft = Draft([Line(line) for page in pages for line in page.split("\n")], encoding="PDF")
    empty = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if empty:
        draft.warnings.append(
            f"{counted(len(empty), 'page')} of {len(pages):,} had no text (the first: page {empty[0]:,}); a picture or scan"
            " there is not in the text."
        )
    draft.warnings.append(
        f"The text of {counted(len(pages), 'PDF page')} was taken line by line: look for headers, page numbers and hyphens"
        " at line ends."
    )
    return draft


def _pages(content: bytes) -> list[str]:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it writes about every flaw; we say once what matters
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [page.extract_text().strip("\n") for page in reader.pages[:PAGES]]
        many = 0 if locked else len(reader.pages)
    except Exception as reason:  # a damaged PDF fails in any of the ways its reader has
        raise UnreadableTranscript(
            "The PDF is damaged: it cannot be read. Open it in a PDF program and print it to a new PDF."
        ) from reason
    if locked:
        raise UnreadableTranscript("The PDF is protected with a password. Save it again without one.")
    if not many or many > PAGES:
        raise UnreadableTranscript(f"The PDF has {many:,} pages; from 1 to {PAGES:,} can be read. Split it.")
    return pages
