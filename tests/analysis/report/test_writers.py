"""The PDF and the Word file hold the same words, for everybody: tagged, described, and never taken for markup."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.analysis.report.made_up import RELEASE, report

from evenground.analysis.report import Document, Paragraph, Section, plain, summary_pages, to_docx, to_pdf
from evenground.analysis.report.blocks import texts

DANGEROUS = [
    '#import "@preview/evil:1.0.0": *',
    '#panic() #read("/etc/passwd") #sys.inputs',
    "*bold* _under_ $x^2$ `code` = heading <label> @cite ~ -- // comment /* */",
    "<script>alert(1)</script> &amp; <w:p/> ]]>",
    "back\\slash \\u{41} \\n \"double\" 'single' “curly” {{ jinja }} {% if %}",
    "[link](https://x.example) https://bare.example | cell | =SUM(A1)",
    "£5 – 10 % ≥ é ñ ß Ω → office ﬁnance",
]


def squeezed(text: str) -> str:
    """Without spaces, since a page breaks lines where it likes."""
    return re.sub(r"\s", "", text)


def words_in_pdf(made: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages))


def words_in_word(made: bytes) -> str:
    opened = docx.Document(BytesIO(made))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return squeezed("".join([p.text for p in opened.paragraphs] + cells))


def words_of(document: Document) -> list[str]:
    inside = [plain(text) for block in document.all_blocks() for text in texts(block)]
    return [document.title, document.subtitle, document.byline, document.mark, *inside]


@pytest.mark.parametrize("words", ["Plain words.", *DANGEROUS])
def test_both_files_hold_every_word_literally(words):
    document = report(words=words)
    in_pdf, in_word = words_in_pdf(to_pdf(document)), words_in_word(to_docx(document))

    for text in words_of(document):
        assert squeezed(text) in in_word
        assert squeezed(text).replace("ﬁ", "fi") in in_pdf.replace("ﬁ", "fi")


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_any_text_at_all_makes_both_files(words):
    document = Document(title="Title", date=date(2024, 5, 7), sections=(Section("Words", (Paragraph(words),)),))

    assert len(PdfReader(BytesIO(to_pdf(document))).pages) >= 1
    assert squeezed(plain(words)) in words_in_word(to_docx(document))


def test_a_sign_without_a_shape_becomes_its_code_and_a_note_says_so():
    document = Document(
        title="Title", date=date(2024, 5, 7), sections=(Section("A", (Paragraph("Hello \U00012345"),)),)
    )

    assert "Hello[U+12345]" in words_in_pdf(to_pdf(document))
    assert "standhereascodes" in words_in_pdf(to_pdf(document))
    assert "Hello\U00012345" in words_in_word(to_docx(document))


@pytest.mark.parametrize("words", ["👍🏻", "a🏻", "0🏻 b🏾", "x\u20e3", "é\U0001f3fb", "👩\u200d🔬"])
def test_a_mark_without_a_shape_is_coded_and_its_letter_stays(words):
    """The compiler blames the letter a skin tone or another mark stands on."""
    document = Document(title="Title", date=date(2024, 5, 7), sections=(Section("A", (Paragraph(words),)),))
    written = words_in_pdf(to_pdf(document))

    assert all(letter in written for letter in words if letter.isascii() and letter != " ")
    assert squeezed(words) in words_in_word(to_docx(document))


def test_the_pdf_is_tagged_and_says_what_it_is():
    reader = PdfReader(BytesIO(to_pdf(report())))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert reader.metadata.title == "Community rehabilitation in Riverside"


def tags(node, found):
    """Every tag of the structure tree with its node."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            tags(child, found)
    elif hasattr(node, "get"):
        found.append((node.get("/S"), node))
        tags(node.get("/K", []), found)
    return found


def test_the_pdf_tags_headings_table_headings_and_describes_pictures():
    tree = tags(PdfReader(BytesIO(to_pdf(report()))).trailer["/Root"]["/StructTreeRoot"], [])
    names = [name for name, _ in tree]
    alternatives = [node["/Alt"] for name, node in tree if name == "/Figure"]

    assert {"/H1", "/H2", "/TH", "/TD", "/L", "/LI", "/Link"} <= set(names)
    assert alternatives == ["Three bars, falling from 41.2 to 22.0."]


def test_the_pdf_links_to_the_release():
    pages = PdfReader(BytesIO(to_pdf(report()))).pages
    links = {a.get_object().get("/A", {}).get("/URI") for page in pages for a in page.get("/Annots", [])}

    assert RELEASE in links


def test_the_summary_is_the_first_page_alone():
    document = report()
    first, second = (page.extract_text() for page in PdfReader(BytesIO(to_pdf(document))).pages[:2])

    assert summary_pages(document) == 1
    assert "Open a second site" in first and "What people told us" not in first
    assert "What people told us" in second


def test_a_summary_that_is_too_long_is_known():
    document = report()
    long = replace(document, summary=Section("Summary", (Paragraph("Word " * 900),)))

    assert summary_pages(long) == 2
    assert summary_pages(replace(document, summary=None)) == 0


def test_table_headings_come_again_on_every_page_of_a_long_table():
    pages = [page.extract_text() for page in PdfReader(BytesIO(to_pdf(report(long_table=90)))).pages]

    assert sum("Remark" in text for text in pages) >= 3
    assert all("Made-up data" in text for text in pages)


@pytest.fixture(scope="module")
def opened():
    return docx.Document(BytesIO(to_docx(report())))


def test_word_has_real_headings(opened):
    headings = [(p.style.name, p.text) for p in opened.paragraphs if p.style.name.startswith(("Title", "Heading"))]

    assert headings == [
        ("Title", "Community rehabilitation in Riverside"),
        ("Heading 1", "Summary"),
        ("Heading 1", "What people told us"),
        ("Heading 1", "The figures"),
        ("Heading 2", "Every practice"),
    ]


def test_word_repeats_table_headings_and_names_tables(opened):
    for table in opened.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_word_describes_pictures_and_speaks_british(opened):
    (picture,) = opened.inline_shapes
    languages = {lang.get(qn("w:val")) for lang in opened.styles.element.iter(qn("w:lang"))}

    assert picture._inline.docPr.get("descr") == "Three bars, falling from 41.2 to 22.0."
    assert languages == {"en-GB"}


def test_word_knows_its_title_and_authors_and_no_path_or_tool(opened):
    properties = opened.core_properties
    with ZipFile(BytesIO(to_docx(report()))) as packed:
        whole = b"".join(packed.read(name) for name in packed.namelist())

    assert (properties.title, properties.author) == ("Community rehabilitation in Riverside", "Riverside team")
    assert properties.comments == "" and properties.created.date() == date(2024, 5, 7)
    assert b"/home/" not in whole and b"/work/" not in whole and b"python" not in whole.lower()


def test_word_links_inside_and_out(opened):
    links = [link for p in opened.paragraphs for link in p.hyperlinks]
    anchors = {mark.get(qn("w:name")) for mark in opened.element.iter(qn("w:bookmarkStart"))}

    assert RELEASE in {link.address for link in links}
    assert {link.fragment for link in links if link.fragment and not link.address} <= anchors


@pytest.mark.parametrize("write", [to_pdf, to_docx])
def test_the_same_content_makes_the_same_bytes(write):
    assert write(report()) == write(report())
