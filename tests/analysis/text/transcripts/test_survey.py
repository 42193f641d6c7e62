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
