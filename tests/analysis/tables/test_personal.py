"""What should not be in a table of figures is found, counted, and never shown. All people and numbers are made up."""

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.tables import read, scan
from evenground.analysis.tables.personal import What


def found(**columns):
    return {(one.column, one.what): one.cells for one in scan(ibis.memtable(pa.table(columns)))}


# 943 476 5919 is the NHS Data Dictionary's own example of a valid number, given to nobody.
@pytest.mark.parametrize("cell", ["9434765919", "943 476 5919", "943-476-5919", "seen today, NHS no 943 476 5919."])
def test_an_nhs_number_is_known_by_its_check_digit(cell):
    assert found(x=[cell, "9434765918", "1111111111", ""]) == {("x", What.NHS_NUMBER): 1}


@pytest.mark.parametrize("cell", ["0.9434765919", "9434765919.25", "1,9434765919", "19434765919"])
def test_digits_of_a_longer_number_are_none(cell):
    assert found(x=[cell]) == {}


def test_an_nhs_number_kept_as_a_number_is_found():
    assert found(id=pa.array([9434765919, 12], pa.int64())) == {("id", What.NHS_NUMBER): 1}


@given(st.integers(0, 999_999_999))
def test_one_check_digit_in_ten_at_most_fits(nine):
    """For nine digits at most one tenth digit makes a number; none where the check would be 10."""
    digits = f"{nine:09d}"
    check = (11 - sum(int(d) * (10 - i) for i, d in enumerate(digits)) % 11) % 11
    cells = [digits + str(last) for last in range(10)]
    expected = 0 if check == 10 or len(set(digits + str(check))) == 1 else 1

    assert found(x=cells).get(("x", What.NHS_NUMBER), 0) == expected


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("QQ 12 34 56 C", None),  # Q never begins one
        ("AB 12 34 56 C", What.NATIONAL_INSURANCE),
        ("L69 3BX", What.POSTCODE),
        ("lives at sw1a1aa", What.POSTCODE),
        ("L69", None),
        ("joan@example.org", What.EMAIL),
        ("0151 496 0123", What.PHONE),
        ("+44 151 496 0123", What.PHONE),
        ("ring 07700900123", What.PHONE),
        ("Mrs Whittle said so", What.NAME),
        ("born 3/5/1941", What.BIRTH),
        ("E01006512", None),
        ("E38000091", None),
        ("NHS LIVERPOOL CCG", None),
        ("0.7700900123", None),
        ("Most deprived fifth", None),
        ("2016-04-01", None),
    ],
)
def test_what_a_cell_looks_like(cell, what):
    assert found(x=[cell, "nothing"]) == ({("x", what): 1} if what else {})


def test_headings_give_names_and_births_away():
    people = found(Surname=["A", "B"], DOB=["1", None], name=["Northport", "Southport"])

    assert people == {("Surname", What.NAME): 2, ("DOB", What.BIRTH): 1}


@pytest.mark.parametrize("heading", ["Date of birth", "date_of_birth", "birthdate", "Year of birth", "DOB", "Born"])
def test_a_heading_of_births_is_known_however_it_is_written(heading):
    assert found(**{heading: ["x"]}) == {(heading, What.BIRTH): 1}


@pytest.mark.parametrize("heading", ["Live births", "births", "birth rate", "stillbirths", "patients"])
def test_a_column_that_counts_births_is_no_list_of_them(heading):
    assert found(**{heading: ["12"]}) == {}


def test_dates_that_spread_over_a_lifetime_are_births():
    spread = pa.array(["1931-01-01", "2001-01-01"]).cast(pa.date32())
    near = pa.array(["2016-01-01", "2017-01-01"]).cast(pa.date32())

    assert found(a=spread, b=near) == {("a", What.BIRTH): 2}


def test_the_report_counts_and_never_shows(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("n,note\n1,ring 0151 496 0123\n2,Mr Made-Up\n", encoding="utf-8")
    with read(file) as data:
        report = data.report()

    assert "Column “note”: 1 cell looks like phone numbers, of 2 filled." in report
    assert "0151" not in report
    assert "Made" not in report


def test_ten_digits_may_fit_by_chance_and_the_report_says_so():
    # Consecutive numbers: about one in eleven has the check digit.
    cells = [str(4_000_000_000 + i) for i in range(0, 2000, 7)]
    (one,) = (one for one in scan(ibis.memtable(pa.table({"id": cells}))) if one.what is What.NHS_NUMBER)

    assert 0 < one.cells < len(cells) / 5
    assert one.by_chance
    assert "by chance" in str(one)
