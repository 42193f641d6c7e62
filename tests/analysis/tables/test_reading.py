"""Any table for analysis, with a report of what was mended; nothing guessed from a few rows."""

import gc
import gzip
from datetime import date

import duckdb
import ibis
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evenground.analysis.errors import BadTable, MissingColumn, UnreadableFile
from evenground.analysis.tables import read
from evenground.analysis.tables.cells import Cells


def written(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def rows(data):
    return data.table.to_pyarrow().to_pylist()


def test_columns_are_what_every_cell_is(tmp_path):
    file = written(
        tmp_path / "a.csv",
        "org,lead,when,visits,rate,notes\n00Q,01,2016-04-01,12,1.5,a\n1E05,2,2016-05-01,,2,b\n",
    )
    with read(file) as data:
        assert list(data.cells.values()) == [Cells.CODE, Cells.CODE, Cells.DATE, Cells.WHOLE, Cells.NUMBER, Cells.TEXT]
        assert rows(data)[0] == {
            "org": "00Q", "lead": "01", "when": date(2016, 4, 1), "visits": 12, "rate": 1.5, "notes": "a",
        }  # fmt: skip
        assert rows(data)[1]["org"] == "1E05"
        assert rows(data)[1]["visits"] is None


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.csv.gz", "a.xlsx", "a.parquet"])
def test_every_kind_of_file_reads_alike(tmp_path, name):
    lines = [("area", "n"), ("A", 3), ("B", 4)]
    path = tmp_path / name
    if name.endswith("xlsx"):
        book = openpyxl.Workbook()
        for line in lines:
            book.active.append(line)
        book.save(path)
    elif name.endswith("parquet"):
        pq.write_table(pa.table({"area": ["A", "B"], "n": [3, 4]}), path)
    else:
        text = "\n".join(("\t" if "tsv" in name else ",").join(map(str, line)) for line in lines).encode()
        path.write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    with read(path) as data:
        assert data.rows == 2
        assert rows(data) == [{"area": "A", "n": 3}, {"area": "B", "n": 4}]
        assert len(data.sha256) == 64


def test_every_repair_is_said(tmp_path):
    file = written(tmp_path / "b.csv", '\ufeffarea;when;n\r\n A ;03/04/2016;"1,204"\r\nB;28/04/2016;NA\r\n', "utf-8")
    with read(file) as data:
        assert [str(one) for one in data.repairs] == [
            "“b.csv” starts with a byte-order mark, which was left out.",
            "Column “area”: blanks around 1 cell were taken off.",
            "Column “when”: 2 dates were written day/month/year.",
            "Column “n”: thousands commas were taken out of 1 cell.",
            "Column “n”: “NA” and the like count as blank, in 1 cell.",
        ]
        assert rows(data)[0] == {"area": "A", "when": date(2016, 4, 3), "n": 1204}


def test_american_dates_are_not_taken_for_british_ones(tmp_path):
    with read(written(tmp_path / "c.csv", "when,n\n04/28/2016,1\n04/03/2016,2\n")) as data:
        assert data.cells["when"] is Cells.TEXT


def test_what_may_surprise_is_said(tmp_path):
    cells = "\n".join(["n,code", *(f"{i},A{i}" for i in range(1, 20)), "*,1.00E+05"])
    with read(written(tmp_path / "d.csv", cells)) as data:
        said = [str(one) for one in data.noticed]

    assert data.cells["n"] is Cells.TEXT
    assert "“n” stays text, because 1 cell is not a number. Marks like * seem to stand for hidden" in said[0]
    assert said[0].startswith("Row 21, column “n”")
    assert "a spreadsheet seems to have turned codes into numbers" in said[1]


def test_a_column_that_must_be_numbers_is_refused_by_row(tmp_path):
    file = written(tmp_path / "e.csv", "area,n,when\nA,1,2016-01-01\nB,two,2016-02-01\nC,3,soon\n")

    with pytest.raises(BadTable, match=r"Row 3, column “n”: This is not a number.* There is 1 more"):
        read(file, numbers=["n"], dates=["when"])
    with pytest.raises(MissingColumn, match="Did you mean “area”"):
        read(file, numbers=["Area"])


def test_codes_can_be_kept_as_text(tmp_path):
    with read(written(tmp_path / "f.csv", "site,n\n12,1\n13,2\n"), codes=["site"]) as data:
        assert rows(data)[0] == {"site": "12", "n": 1}


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_folder_reads_as_one_table(tmp_path, ending):
    folder = tmp_path / "months"
    folder.mkdir()
    for month, n in (("2016-04", 1), ("2016-05", 2)):
        if ending == "csv":
            # The columns of the second file stand the other way round.
            text = f"month,n\n{month},{n}\n" if n == 1 else f"n,month\n{n},{month}\n"
            written(folder / f"{month}.csv", text)
        else:
            pq.write_table(pa.table({"month": [month], "n": [n]}), folder / f"{month}.parquet")
    (folder / ".hidden.csv").write_text("x\n1\n")
    with read(folder) as data:
        assert sorted(map(str, (row["n"] for row in rows(data)))) == ["1", "2"]
        assert data.rows == 2
        if ending == "csv":
            assert "2 files with the same headings" in data.report()


def test_a_folder_must_agree(tmp_path):
    folder = tmp_path / "mixed"
    folder.mkdir()
    with pytest.raises(UnreadableFile, match="has no table in it"):
        read(folder)
    written(folder / "a.csv", "x,y\n1,2\n")
    written(folder / "b.csv", "x,z\n1,2\n")
    with pytest.raises(UnreadableFile, match=r"“a.csv” has a column “y” that “b.csv” does not have"):
        read(folder)
    pq.write_table(pa.table({"x": [1]}), folder / "c.parquet")
    with pytest.raises(UnreadableFile, match="files of several kinds"):
        read(folder)


def test_the_table_lives_when_nobody_keeps_the_rest(tmp_path):
    pq.write_table(pa.table({"n": [3, 4]}), tmp_path / "a.parquet")
    table = read(tmp_path / "a.parquet").table
    gc.collect()

    assert table.n.sum().to_pyarrow().as_py() == 7


def test_a_database_is_read_where_it_is(tmp_path):
    base = duckdb.connect(tmp_path / "base.duckdb")
    base.execute("create table visits as select 'A' as area, 5 as n, date '2016-04-01' as seen")
    base.close()
    connection = ibis.duckdb.connect(tmp_path / "base.duckdb")

    for data in (read(connection, table="visits"), read(connection.table("visits"))):
        assert (data.rows, list(data.cells.values())) == (1, [Cells.TEXT, Cells.WHOLE, Cells.DATE])
        assert rows(data)[0]["n"] == 5
    with pytest.raises(UnreadableFile, match="Say which table"):
        read(connection)
    connection.disconnect()


def test_the_real_file_has_its_commas_taken_out(real):
    with read(real("emergency_admissions_lsoa_2015_16.csv.gz")) as data:
        assert data.rows == 98_437
        assert data.cells["age_stdrate"] is Cells.NUMBER
        assert [str(one) for one in data.repairs] == [
            "Column “age_stdrate”: thousands commas were taken out of 13,497 cells."
        ]
        assert data.noticed == ()
        assert data.personal == ()
    with read(real("imd2019_file1_lsoa.csv.gz")) as data:
        assert "byte-order mark" in data.report()
