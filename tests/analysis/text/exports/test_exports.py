"""Codings and codebooks in files, opened again by other readers."""

from __future__ import annotations

import csv
import zipfile
from collections import Counter
from dataclasses import replace

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.text.exports.material import TALK, study
from tests.analysis.text.refi.studies import studies

from evenground.analysis.text.exports import UnknownForm, quotations, write_codebook, write_codings
from evenground.analysis.text.exports.differences import differences
from evenground.analysis.text.exports.markdown import escaped, quote
from evenground.analysis.text.exports.sheets import LONGEST_CELL
from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.refi import read_qdpx, write_qdpx
from evenground.analysis.text.study.model import Code, Coding, File, Selection, Source, Study

FORMS = (".csv", ".xlsx", ".docx", ".md")


@pytest.fixture
def rows():
    return {row.id: row for row in quotations(study())}


def read_csv(path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_a_row_says_what_where_who_and_by_whom(rows):
    row = rows["c1"]

    assert (row.text, row.place, TALK[row.start : row.end]) == ("waited all night", "34 to 50", "waited all night")
    assert (row.source, row.cases, row.attributes) == ("Group 1", ("Kirkby", "P1"), ("41", "yes", "north"))
    assert (row.turn, row.speaker) == (2, "P1")
    assert (row.code, row.coder, row.at) == (("Access", "Waiting | queueing"), "Coder 1", "2026-03-04 05:06:00+00:00")
    assert row.memo == "strong\nAsk\nabout nights."


def test_a_quotation_over_turns_names_everybody_who_speaks(rows):
    assert (rows["c7"].turn, rows["c7"].speaker) == (1, "Facilitator; P1")


def test_places_that_are_no_text_are_told_in_words(rows):
    assert (rows["c3"].source, rows["c3"].text, rows["c3"].origin) == ("Home visit", "It was dark.", "suggestion")
    assert (rows["c4"].place, rows["c4"].text) == ("0:01:01 to 1:01:05", "the door")
    assert rows["c5"].place == "page 1, 1, 2 to 30, 40"
    assert (rows["c6"].place, rows["c6"].text, rows["c6"].start) == ("whole source", "", None)


def test_context_never_cuts_a_word():
    row = next(row for row in quotations(study(), context=8) if row.id == "c1")

    assert (row.before, row.after) == ("…P1: We ", ".…")


def test_rows_stand_in_the_order_of_the_text(rows):
    talk = [row.start for row in rows.values() if row.source == "Group 1"]

    assert talk == sorted(talk, key=lambda start: -1 if start is None else start)


def test_csv_holds_every_row_and_runs_no_formula(tmp_path):
    written = write_codings(study(), tmp_path / "q.csv")
    found = read_csv(tmp_path / "q.csv")

    assert written.report.counts == {"codings": 7} and len(found) == 7
    assert next(row for row in found if row["From"] == str(TALK.index("=1+1")))["Text"] == "'=1+1, I say."
    assert found[0]["Case (2)"] == "yes"  # an attribute called like a column of ours is told apart
    assert {row["Coder"] for row in found} == {"Coder 1", "Coder 2", ""}


def test_people_are_named_only_when_asked(tmp_path):
    for form in FORMS:
        write_codings(study(), tmp_path / f"q{form}")
        write_codings(study(), tmp_path / f"named{form}", users="names")
    assert "Ann Quist" in (tmp_path / "named.csv").read_text(encoding="utf-8-sig")
    for path in (tmp_path / f"q{form}" for form in FORMS):
        assert b"Ann Quist" not in unpacked(path)


def unpacked(path) -> bytes:
    if path.suffix in {".csv", ".md"}:
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_excel_holds_numbers_as_numbers_and_text_as_text(tmp_path):
    write_codings(study(), tmp_path / "q.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "q.xlsx").active
    heads = [cell.value for cell in sheet[1]]
    cells = {row[heads.index("From")].value: row for row in sheet.iter_rows(min_row=2)}
    row = cells[TALK.index("=1+1")]

    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref.endswith("8")
    assert row[heads.index("Text")].value == "'=1+1, I say."
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n", "inlineStr"}
    assert cells[34][heads.index("Turn")].value == 2


def test_word_has_a_heading_for_each_code_and_the_words_below_it(tmp_path):
    write_codings(study(), tmp_path / "q.docx", context=30)
    document = docx.Document(tmp_path / "q.docx")
    headings = [(each.style.name, each.text) for each in document.paragraphs if each.style.name.startswith("Heading")]
    quotes = [each.text for each in document.paragraphs if each.style.name == "Quote"]

    assert headings == [("Heading 1", "Access (4)"), ("Heading 2", "Waiting | queueing (3)")]
    assert any("waited all night" in quote for quote in quotes) and len(quotes) == 7
    assert "Group 1; Kirkby, P1; P1; 34 to 50, turn 2; Coder 1" in "\n".join(each.text for each in document.paragraphs)


def test_properties_name_no_person(tmp_path):
    for form in (".docx", ".xlsx"):
        write_codings(study(), tmp_path / f"q{form}", users="names")
    properties = docx.Document(tmp_path / "q.docx").core_properties
    book = openpyxl.load_workbook(tmp_path / "q.xlsx").properties

    assert (properties.title, properties.author, properties.last_modified_by) == (
        "Quotations: Night care",
        "Evenground",
        "",
    )
    assert (book.title, book.creator, book.lastModifiedBy) == ("Codings of Night care", "Evenground", None)
    with zipfile.ZipFile(tmp_path / "q.docx") as archive:
        assert not any("thumbnail" in name for name in archive.namelist())


@pytest.mark.parametrize("form", FORMS)
def test_the_same_study_gives_the_same_bytes(tmp_path, form):
    for write in (write_codings, write_codebook):
        one, other = tmp_path / f"one{form}", tmp_path / f"other{form}"
        write(study(), one)
        write(study(), other)
        assert one.read_bytes() == other.read_bytes()


def test_a_codebook_as_a_table(tmp_path):
    write_codebook(study(), tmp_path / "book.csv")
    book = {row["Name"]: row for row in read_csv(tmp_path / "book.csv")}

    assert book["Waiting | queueing"]["Code"] == "Access > Waiting | queueing"
    assert (book["Access"]["Codings"], book["Access"]["Sources"], book["Access"]["Level"]) == ("4", "3", "1")
    assert book["Access"]["Exclude"] == "Costs" and book["Waiting | queueing"]["Memo"] == "Ask\nabout nights."
    assert book["'=HYPERLINK(1)"]["For coding"] == "no"


def test_a_codebook_as_a_document(tmp_path):
    write_codebook(study(), tmp_path / "book.docx")
    write_codebook(study().codes, tmp_path / "book.md")
    document = docx.Document(tmp_path / "book.docx")

    assert [each.text for each in document.paragraphs if each.style.name == "Heading 2"] == ["Waiting | queueing"]
    assert "Include: Phones" in [each.text for each in document.paragraphs]
    assert "### Waiting \\| queueing\n\nNot used yet." in (tmp_path / "book.md").read_text(encoding="utf-8")


def test_an_ending_that_says_nothing_is_refused(tmp_path):
    for name in ("quotations", "quotations.pdf"):
        with pytest.raises(UnknownForm, match="does not say what to write"):
            write_codings(study(), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_text_too_long_for_a_cell_is_cut_and_said(tmp_path):
    text = "x" * (LONGEST_CELL + 1)
    long = Study(
        "", codes=(Code("c", "C"),), sources=(Source("s", "S", text=text),),
        selections=(Selection("p", "s", Segment(0, len(text))),), codings=(Coding("k", "c", "s", "p"),),
    )  # fmt: skip
    report = write_codings(long, tmp_path / "q.xlsx").report

    assert "Take .csv for it" in str(report)
    assert len(openpyxl.load_workbook(tmp_path / "q.xlsx").active["M2"].value or "") <= LONGEST_CELL
    write_codings(long, tmp_path / "q.csv")
    assert read_csv(tmp_path / "q.csv")[0]["Text"] == text


def test_codings_that_lead_nowhere_are_said(tmp_path):
    broken = replace(
        study(), codings=(*study().codings, Coding("lost", "access", "gone"), Coding("odd", "none", "talk"))
    )
    report = write_codings(broken, tmp_path / "q.csv").report

    assert "1 coding of sources that are not there" in str(report)
    assert "(a code that is not there)" in {row["Code"] for row in read_csv(tmp_path / "q.csv")}


@settings(max_examples=25)
@given(studies)
def test_any_study_can_be_written_and_every_coding_is_there(tmp_path_factory, any_study):
    folder = tmp_path_factory.mktemp("any")
    for form in FORMS:
        assert write_codings(any_study, folder / f"q{form}", context=5).report.counts["codings"] == len(
            any_study.codings
        )
        write_codebook(any_study, folder / f"b{form}")
    names = Counter(" > ".join(any_study.path_of[coding.code]) for coding in any_study.codings)

    assert len(read_csv(folder / "q.csv")) == sum(names.values())
    assert openpyxl.load_workbook(folder / "q.xlsx").active.max_row == len(any_study.codings) + 1
    assert len([p for p in docx.Document(folder / "q.docx").paragraphs if p.style.name == "Quote"]) == sum(
        names.values()
    )


@given(st.text(st.sampled_from("*_`#>-+=1.) \n<&|~[]\\ab")))
def test_markdown_marks_are_made_plain(text):
    assert escaped(text).replace("\\\\", "\0").replace("\\", "").replace("\0", "\\").replace("&#32;", " ") == text


def test_differences_by_kind():
    old = study()
    changed = replace(old.codes[0], name="Reach")
    new = replace(old, name="Nights", codes=(changed, *old.codes[2:], Code("new", "New")), codings=old.codings[::-1])
    found = differences(old, new)

    assert found.study == ("name",) and set(found.kinds) == {"codes"}
    codes = found.kinds["codes"]
    assert [code.id for code in codes.added] == ["new"] and [code.id for code in codes.removed] == ["wait"]
    assert codes.changed == ((old.codes[0], changed, ("name",)),)


def test_the_same_study_read_from_two_files_has_no_differences(tmp_path):
    whole = replace(
        study(), sources=(*study().sources, Source("pic", "Map", kind="picture", file=File("m.png", b"png")))
    )
    for name in ("one", "two"):
        write_qdpx(whole, tmp_path / f"{name}.qdpx")
    one, two = (read_qdpx(tmp_path / f"{name}.qdpx").study for name in ("one", "two"))
    other = replace(two, sources=tuple(replace(s, file=s.file and replace(s.file, content=b"!")) for s in two.sources))

    assert not differences(one, two)
    assert differences(one, other).kinds["sources"].changed[0][2] == ("file",)


@pytest.mark.parametrize("form", ["docx", "md"])
def test_a_coding_without_a_heading_to_stand_under_is_said(tmp_path, form):
    broken = replace(study(), codings=(*study().codings, Coding("odd", "none", "talk")))
    report = write_codings(broken, tmp_path / f"q.{form}").report

    assert "1 coding of codes that are not there" in str(report)
    assert report.counts["codings"] == len(study().codings)


def test_a_codebook_as_a_document_names_the_framework(tmp_path):
    write_codebook(study(), tmp_path / "c.md")

    assert "**Framework:** Ward" in (tmp_path / "c.md").read_text(encoding="utf-8")


def test_a_cell_of_emoji_is_cut_where_excel_counts(tmp_path):
    codes = (Code("c", "C", definition="🙂" * 20_000),)
    report = write_codebook(codes, tmp_path / "c.xlsx").report
    cell = openpyxl.load_workbook(tmp_path / "c.xlsx").active["D2"].value

    assert len(cell.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert "20,000 characters" in str(report)


def test_indented_lines_are_no_code_and_carriage_returns_no_way_out():
    assert escaped("so\n\n    <b>\n\t*x*") == "so\n\n&#32;   \\<b\\>\n&#9;\\*x\\*"
    assert quote("one\r- two") == "> one\\\n> \\- two"
    assert quote("one\n     \ntwo") == "> one\\\n>\n> two"


def test_very_many_blank_lines_are_gone_through_once():
    assert escaped("\n" * 300_000) == "\n" * 300_000
