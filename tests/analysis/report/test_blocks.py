"""A report that no writer could write as meant is refused with a sentence."""

from datetime import date

import pytest

from evenground.analysis.report import (
    Document,
    Figure,
    Heading,
    Paragraph,
    ReportInputWrong,
    Section,
    Span,
    Table,
    plain,
)


def document(*blocks, title="Title"):
    return Document(title=title, date=date(2024, 5, 7), sections=(Section("First", blocks, anchor="first"),))


@pytest.mark.parametrize(
    "make, sentence",
    [
        (lambda: document(title=" "), "has no title"),
        (lambda: document(Heading(2, "\x1f ")), "A heading has no text"),
        (lambda: document(Heading(3, "Deep")), "“Deep” has level 3 after level 1"),
        (lambda: document(Heading(2, "Twice", "first")), "Two headings have the anchor “first”"),
        (lambda: document(Paragraph((Span("there", link="#nowhere"),))), "“#nowhere”, but no heading"),
        (lambda: Span("press", link="javascript:alert(1)"), "Use an address that starts with https://"),
        (lambda: Table("Ages", ("A", "B"), (("1", "2"), ("1",))), "Row 2 of the table “Ages” has 1 cells for 2"),
        (lambda: Figure("Chart", "  ", b"", b""), "“Chart” has no description"),
    ],
)
def test_refused_with_a_sentence(make, sentence):
    with pytest.raises(ReportInputWrong, match=sentence):
        make()


def test_text_is_cleaned_of_what_no_file_may_hold():
    assert plain("a\x00b\r\nc\td\ud800\ufffe") == "ab\nc d"


def test_a_link_to_a_heading_is_fine():
    assert document(Paragraph((Span("up", link="#first"),))).byline == "7 May 2024"
