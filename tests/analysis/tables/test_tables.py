"""What a person meets who brings a file: read when it can be, and otherwise told what, where and how to mend it."""

import gzip

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.analysis.made_up import COLUMNS, HEADINGS, country, write_table

from evenground.analysis.errors import MissingColumn, UnknownArea, UnreadableFile
from evenground.analysis.tables import Columns, check_table, guess_columns, headings, kinds, read_similar_areas

GOOD = [("A01", 3, 1500.5, 0.9, 2.5), ("A02", "1,234", "12,500", 0.1, "1,000.5")]


def table_of(tmp_path, *rows, **columns):
    return check_table(write_table(tmp_path / "places.csv", rows), columns=COLUMNS)


def said(table):
    return [str(problem) for problem in table.problems]


def test_csv_gz_xlsx_and_parquet_read_alike(tmp_path):
    plain = write_table(tmp_path / "places.csv", GOOD)
    packed = tmp_path / "upload"  # the name of an upload need not say what it is
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    book = openpyxl.Workbook()
    for row in (HEADINGS, *GOOD):
        book.active.append(row)
    book.save(tmp_path / "places.xlsx")
    arrow = {name: [str(row[i]) for row in GOOD] for i, name in enumerate(HEADINGS)}
    pq.write_table(pa.table(arrow), tmp_path / "places.parquet")

    for path in (plain, packed, tmp_path / "places.xlsx", tmp_path / "places.parquet"):
        table = check_table(path, columns=COLUMNS)
        assert said(table) == []
        assert table.cells["outcome"].tolist() == [3, 1234], path.name
        assert table.cells["population"].tolist() == [1500.5, 12_500]
        assert table.cells["row"].tolist() == [2, 3]
        assert headings(path) == list(HEADINGS)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_save(tmp_path, encoding, delimiter):
    lines = [HEADINGS, ("Môn", 3, 1500, 0.9, 2.5)]
    text = "\r\n".join(delimiter.join(map(str, line)) for line in lines)
    path = tmp_path / "data[1].csv"  # as a browser saves a second copy
    path.write_bytes(text.encode(encoding))

    assert check_table(path, columns=COLUMNS).areas == ("Môn",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n\n ,,\n", "nothing in it but blanks"),
        (b"%PDF-1.7 ...", "is a PDF document, not a table. Save it as CSV"),
        (b"\x89PNG\r\n\x1a\n....", "is a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1....", "old Excel"),
        (b"<!DOCTYPE html><html></html>", "is a web page"),
        (b"PK\x03\x04 broken", "is damaged"),
        (b"\x1f\x8b broken", "damaged compressed file"),
        (b"PAR1 broken", "damaged Parquet file"),
        (b"area,events,people,rank,expected\n", "headings but no rows"),
        (
            b"Admissions by area,,,,\n,,,,\narea,events,people,rank,expected\nA01,1,2,0.5,1\n",
            "headings seem to be in row 3",
        ),
        (b'area,events,people,rank,expected\nA01,1,2,0.5,1\n"A02,1,2,0.5,1\n', "quotation mark that is not closed"),
    ],
)
def test_a_file_that_is_no_table_says_what_it_is(tmp_path, content, sentence):
    path = tmp_path / "places.csv"
    path.write_bytes(content)

    with pytest.raises(UnreadableFile, match=sentence):
        check_table(path, columns=COLUMNS)


def test_a_file_too_large_says_the_limit(tmp_path):
    path = tmp_path / "places.csv"
    with path.open("wb") as file:
        file.truncate(kinds.MAX_BYTES + 1)

    with pytest.raises(UnreadableFile, match="The most that can be read is 200 MB"):
        check_table(path, columns=COLUMNS)


def test_a_missing_column_names_the_nearest(tmp_path):
    path = write_table(tmp_path / "places.csv", GOOD, ("Area", "events", "people", "rank", "expected"))

    with pytest.raises(MissingColumn, match=r"no column called “area”\. Did you mean “Area”\? It has: Area, events"):
        check_table(path, columns=COLUMNS)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("A03", -1, 10, 0.5, 1), "Row 4, column “events”: -1 is below zero. A number here cannot be below zero."),
        (
            ("A03", 1.5, 10, 0.5, 1),
            "Row 4, column “events”: 1.5 is not a whole number. Use the number of events, not a rate.",
        ),
        (
            ("A03", "many", 10, 0.5, 1),
            "Row 4, column “events”: “many” is not a number. Put a number there, or leave the cell blank.",
        ),
        (
            ("A03", 1, "12,5", 0.5, 1),
            "Row 4, column “people”: “12,5” is not a number. Put a number there, or leave the cell blank.",
        ),
        (
            ("A03", "inf", 10, 0.5, 1),
            "Row 4, column “events”: “inf” is not a number. Put a number there, or leave the cell blank.",
        ),
        (
            ("A03", 1, 10, 1.2, 1),
            "Row 4, column “rank”: 1.2 is not between 0 and 1. Scale ranks from 0 (least deprived) to 1 (most).",
        ),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(tmp_path, row, sentence):
    assert said(table_of(tmp_path, *GOOD, row)) == [sentence]


def test_a_number_hidden_before_is_recognised(tmp_path):
    (problem,) = table_of(tmp_path, *GOOD, ("A03", "*", 10, 0.5, 1)).problems

    assert problem.says == "“*” seems to stand for a number that was hidden."


def test_two_rows_of_headings_are_one_problem(tmp_path):
    (problem,) = table_of(tmp_path, ("code", "number", "persons", "0 to 1", "number"), *GOOD).problems

    assert (problem.row, problem.mend) == (2, "Keep one row of headings and delete the other.")


def test_many_wrong_cells_are_named_and_then_counted(tmp_path):
    table = table_of(tmp_path, *[("A01", -1, 10, 0.5, 1)] * 50)

    assert len(table.problems) == 21
    assert table.problems[-1].says == "Column “events” has 30 more cells where the number is below zero."


@pytest.mark.parametrize(
    ("ranks", "sentence", "mend"),
    [
        ((1, 16_000, 32_844), "looks like a rank from 1 to 32,844", "32,844 in the 2015 and 2019 indices"),
        ((1, 5, 10), "looks like tenths", "use (10.5 - tenth) / 10"),
        ((12.5, 50.1, 99.9), "goes up to 99.9", "A percentage is divided by 100"),
    ],
)
def test_another_scale_of_rank_is_recognised(tmp_path, ranks, sentence, mend):
    (problem,) = table_of(tmp_path, *[("A01", 1, 10, rank, 1) for rank in ranks]).problems

    assert sentence in problem.says
    assert mend in problem.mend


def test_blank_cells_and_empty_places_are_left_out_and_counted(tmp_path):
    table = table_of(tmp_path, *GOOD, ("A03", "", 10, 0.5, 1), ("A03", "NA", 10, 0.5, 1), ("A03", 0, 0, 0.5, 0))

    assert said(table) == []
    assert table.left_out == {"a blank cell": 2, "nobody living there": 1}
    assert (table.rows_read, len(table.cells["area"])) == (5, 2)


def test_places_with_one_resident_are_noticed(tmp_path):
    table = table_of(tmp_path, ("A01", 0, 1, 0.5, 0.01), ("A01", 3, 1200.5, 0.6, 4))

    (noticed,) = table.tiny_places("A01")
    assert noticed.says == "1 of the 2 neighbourhoods of area A01 have 1 resident or fewer."
    assert table.tiny_places("A02") == ()


def test_an_unknown_area_names_those_like_it(tmp_path):
    table = check_table(write_table(tmp_path / "p.csv", country(places=2)), columns=COLUMNS)

    with pytest.raises(UnknownArea, match=r"“a1”.*A01.*The file has 12 areas"):
        table.check_area("a1")


def test_columns_are_guessed_from_the_real_headings(real):
    found = guess_columns(headings(real("emergency_admissions_lsoa_2015_16.csv.gz")))

    assert Columns(**found) == Columns(
        area="CCG",
        outcome="admissions",
        population="population",
        rank="imdscaled",
        expected="expectedadmissions",
        standardised_rate="age_stdrate",
    )


def test_the_real_file_is_read_whole(real_table):
    assert real_table.rows_read == 98_437
    assert real_table.cells["outcome"].sum() == 451_006
    assert len(real_table.areas) == 209


def test_similar_areas_as_published(real):
    similar = read_similar_areas(real("ccg_similar_areas.csv"))

    assert similar.names["99A"] == "NHS Liverpool CCG"
    assert similar.of("99A")[:3] == ("01G", "11H", "09D")
    with pytest.raises(UnknownArea):
        similar.of("99Z")


def test_rows_swallowed_by_an_open_quotation_mark_are_not_lost_in_silence(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text('area,events,people,rank,expected\n"A01,3,10,0.9,1\nA02,4,10,0.1,1\nA03",5,10,0.5,1\n')
    (problem,) = check_table(path, columns=COLUMNS).problems

    assert (problem.row, problem.says) == (2, "This cell runs over more than one line.")
