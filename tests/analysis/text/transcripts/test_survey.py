"""Open answers: one row a respondent, each answer a turn."""

import io

import openpyxl
import pytest

from evenground.analysis.errors import MissingColumn
from evenground.analysis.text.transcripts import UnreadableTranscript, from_bytes, read_survey

ROWS = [
    ("ID", "Age", "What helped you most?", "What would you change?"),
    ("R7", "40", "The nurse who came every day.", "Tell us what is going on, please."),
    ("R8", "51", "My neighbour brought food\nand stayed.", ""),
]


def turns_of(read):
    return [(turn.speaker, turn.label.of(read.text), turn.speech.of(read.text)) for turn in read.turns]


EXPECTED = [
    ("R7", "R7 – What helped you most?", "The nurse who came every day."),
    ("R7", "R7 – What would you change?", "Tell us what is going on, please."),
    ("R8", "R8 – What helped you most?", "My neighbour brought food\nand stayed."),
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(tmp_path, delimiter):
    path = tmp_path / "survey.csv"
    lines = (delimiter.join(f'"{cell}"' for cell in row) for row in ROWS)
    path.write_bytes("\r\n".join(lines).encode("utf-8-sig"))
    read = read_survey(path)
    assert turns_of(read) == EXPECTED
    assert "1 column without open answers: Age" in str(read.report)


def test_excel_and_named_columns(tmp_path):
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    assert turns_of(from_bytes(buffer.getvalue(), "survey.xlsx")) == EXPECTED
    path = tmp_path / "survey.xlsx"
    path.write_bytes(buffer.getvalue())
    read = read_survey(path, answers=["What would you change?"], respondent="Age")
    assert turns_of(read) == [("40", "40 – What would you change?", "Tell us what is going on, please.")]
    with pytest.raises(MissingColumn, match="What helped"):
        read_survey(path, answers=["What helped"])


def test_a_survey_without_open_answers_says_which_columns_there_are(tmp_path):
    path = tmp_path / "ticks.csv"
    path.write_text("ID,Agree\n1,yes\n2,no\n")
    with pytest.raises(UnreadableTranscript, match=r"No column holds open answers.*ID, Agree"):
        read_survey(path)
    path.write_text("ID,Agree\n")
    with pytest.raises(UnreadableTranscript, match="no answers"):
        read_survey(path)


LONG = "I think that it was a good thing"


def workbook(*cells):
    book = openpyxl.Workbook()
    for row, column, value in cells:
        book.active.cell(row, column, value)
    book.create_sheet("Second").append(["more"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_rows_are_numbered_as_the_spreadsheet_numbers_them():
    read = from_bytes(f"Sex,Answer\nm,{LONG}\n\nf,{LONG} too\n".encode(), "survey.csv")
    assert [turn.speaker for turn in read.turns] == ["Row 2", "Row 4"]


def test_an_answer_cut_by_a_comma_is_told():
    read = from_bytes(f"ID,Answer\n1,{LONG}, but not all of it\n2,{LONG} too\n".encode(), "survey.csv")
    assert "in 1 row (the first: row 2)" in read.report.dropped[0]


def test_the_letters_pk_do_not_make_an_archive():
    assert from_bytes(f"PK,Answer\n1,{LONG}\n2,{LONG} too\n".encode(), "survey.csv").turns
    assert [turn.speaker for turn in from_bytes(b"PK: Hello\nP2: Hi\nPK: So", "talk.txt").turns] == ["PK", "P2", "PK"]


def test_further_sheets_are_told():
    read = from_bytes(workbook((1, 1, "Answer"), (2, 1, LONG)), "survey.xlsx")
    assert read.report.dropped == ("1 further sheet of the workbook: only the first was read.",)


def test_a_workbook_that_claims_a_huge_size_is_read_as_what_it_holds():
    read = from_bytes(workbook((1, 1, "Answer"), (2, 1, LONG), (1_000_000, 16_384, "x")), "survey.xlsx")
    assert [turn.speaker for turn in read.turns] == ["Row 2"]


def test_a_workbook_of_far_too_many_cells_is_refused():
    far = ((row, 16_384, "x") for row in range(3, 1_300))
    with pytest.raises(UnreadableTranscript, match="more than 20,000,000 cells"):
        from_bytes(workbook((1, 1, "Answer"), (2, 1, LONG), *far), "survey.xlsx")
