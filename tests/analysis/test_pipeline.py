"""From file to released table: the real one for Liverpool, and made-up ones for the edges."""

import csv
from dataclasses import replace

import pytest
from tests.analysis.made_up import COLUMNS, HEADINGS, country, write_table

from evenground.analysis.disclosure import InternalPolicy, attack
from evenground.analysis.equity.groups import LEAST, MOST
from evenground.analysis.errors import BadTable, BrokenRelease, ReleaseRefused, UnknownArea
from evenground.analysis.pipeline import analyse, write_csv
from evenground.analysis.results import Released

SAID = {"period": "2024/25", "unit": "admissions"}


def test_liverpool_by_fifth(liverpool):
    released = liverpool.released
    shown = {row.label: (row.cells["count"].text, row.cells["standardised"].text) for row in released.rows}

    assert shown[MOST] == ("3,910", "1,466")
    assert shown[LEAST] == ("70", "541")
    assert released.total.cells["count"].text == "5,445"  # the true total rounded; the rows add to 5,450
    assert released.figure("gap.absolute").cell.text == "925"
    assert attack(released) == []


def test_liverpool_beside_england_and_its_similar_areas(liverpool):
    released = liverpool.released
    mine = released.figure("gradient.absolute").cell

    assert (mine.value, mine.lower, mine.upper) == (1523.4, 1341.0, 1705.8)
    assert released.figure("gradient.national.absolute").cell.text == "928"
    assert released.figure("gradient.pooled.absolute").cell.text == "1,137"
    assert sum(f.key.startswith("gradient.similar.") and f.key.endswith(".absolute") for f in released.figures) == 10


def test_the_finding_claims_no_more_than_the_intervals(liverpool):
    finding = liverpool.released.finding

    assert "about 1,466 emergency admissions per 100,000 people in 2015/16 (adjusted for age and sex)" in finding
    assert "about 925 more than in the least deprived fifth of neighbourhoods (95% interval 775 to 1,053)" in finding
    # 775 to 1,053 overlaps England's 764 to 780; the gradients do not overlap.
    assert "similar to the gap across England (772)" in finding
    assert "steeper than England (928) and its similar areas (1,137)" in finding


def test_how_names_source_method_and_rule(liverpool):
    how = " ".join(liverpool.released.how)

    assert "98,437 rows were read" in how
    assert "counts emergency admissions, not people" in how
    assert "indirect standardisation" in how
    assert "1 to 7 are hidden" in how


def test_a_release_is_stored_and_opened_again_exactly(liverpool):
    stored = liverpool.released.to_json()
    again = Released.from_json(stored)

    assert again == liverpool.released
    assert again.to_json() == stored
    assert again.digest == liverpool.released.digest


def test_a_changed_release_does_not_open(liverpool):
    stored = liverpool.released.to_json()

    with pytest.raises(BrokenRelease, match="was changed"):
        Released.from_json(stored.replace("3910.0", "3908.0"))
    with pytest.raises(BrokenRelease, match="cannot be read"):
        Released.from_json(stored[:-10])


def test_the_same_file_gives_the_same_release(tmp_path):
    path = write_table(tmp_path / "places.csv", country())
    one, two = (analyse(path, area="A03", columns=COLUMNS, **SAID).released for _ in range(2))

    assert one.to_json() == two.to_json()


def test_true_counts_stay_inside_without_a_policy(tmp_path):
    path = write_table(tmp_path / "places.csv", country())

    assert analyse(path, area="A03", columns=COLUMNS, **SAID).measured is None
    with pytest.raises(ReleaseRefused, match="need a policy"):
        analyse(path, area="A03", columns=COLUMNS, profile="internal", **SAID)
    inside = analyse(
        path,
        area="A03",
        columns=COLUMNS,
        profile="internal",
        policy=InternalPolicy("Checking the source file."),
        **SAID,
    )
    assert inside.measured.of(MOST).count == inside.released.rows[0].cells["count"].value
    assert Released.from_json(inside.released.to_json()).internal


def test_an_area_with_no_neighbourhood_in_a_fifth(tmp_path):
    rows = [row for row in country() if not (row[0] == "A03" and row[3] < 0.2)]
    released = analyse(write_table(tmp_path / "p.csv", rows), area="A03", columns=COLUMNS, **SAID).released

    least = released.rows[-1]
    assert {least.cells[key].text for key in ("count", "rate", "standardised")} == {"none"}
    assert least.note == "A03 has no neighbourhood in this fifth of England."
    assert "no gap to show" in released.figure("gap.absolute").cell.why
    assert "cannot be shown" in released.finding


def test_a_file_of_few_areas_is_not_called_the_country(tmp_path):
    path = write_table(tmp_path / "p.csv", country(areas=3))
    found = analyse(path, area="A01", columns=COLUMNS, **SAID)

    assert found.released.national == ()
    assert found.released.headline == "rate"
    assert "too few to stand for the country" in found.noticed[0].says


def test_an_unknown_area_is_told_the_nearest(tmp_path):
    path = write_table(tmp_path / "p.csv", country(areas=3))

    with pytest.raises(UnknownArea, match=r"“A1”.*A01"):
        analyse(path, area="A1", columns=COLUMNS, **SAID)


def test_bad_cells_stop_the_analysis_with_the_row(tmp_path):
    path = write_table(tmp_path / "p.csv", [*country(), ("A01", -4, 1000, 0.5, 9)])

    with pytest.raises(BadTable, match=r"Row 362, column “events”: -4 is below zero"):
        analyse(path, area="A01", columns=COLUMNS, **SAID)


def test_progress_is_told_in_words(tmp_path):
    told = []
    path = write_table(tmp_path / "p.csv", country())
    analyse(path, area="A01", columns=COLUMNS, progress=lambda share, what: told.append((share, what)), **SAID)

    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert told[0] == (0.0, "Reading the file")
    assert told[-1][0] == 1.0


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1+cmd", "-2+3", "@SUM(A1)"])
def test_csv_cells_cannot_run_as_formulas(tmp_path, name):
    rows = [(name if row[0] == "A03" else row[0], *row[1:]) for row in country()]
    found = analyse(write_table(tmp_path / "p.csv", rows, HEADINGS), area=name, columns=COLUMNS, **SAID)
    written = write_csv(found.released, tmp_path / "out.csv")

    with written.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert f"'{name}" in cells
    assert not any(cell[:1] in tuple("=+-@") and not cell.lstrip("-").replace(".", "").isdigit() for cell in cells)


def test_csv_says_why_a_number_is_hidden(tmp_path):
    rows = [(*row[:1], 0 if row[0] == "A03" and row[3] < 0.2 else row[1], *row[2:]) for row in country()]
    rows = [(r[0], 2, *r[2:]) if r[0] == "A03" and r[3] < 0.02 else r for r in rows]
    found = analyse(write_table(tmp_path / "p.csv", rows), area="A03", columns=COLUMNS, **SAID)
    text = write_csv(found.released, tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    line = next(line for line in text.splitlines() if line.startswith("Least deprived fifth"))

    assert line.split(",")[3] == "*"
    assert "1 to 7 admissions" in line


def test_without_expected_counts_rates_are_plain_and_said_to_be(tmp_path):
    path = write_table(tmp_path / "p.csv", country())
    plain = replace(COLUMNS, expected=None)
    released = analyse(path, area="A03", columns=plain, **SAID).released

    assert released.headline == "rate"
    assert "not adjusted for age and sex" in " ".join(released.how)
    assert "adjusted" not in released.finding
    assert "standardised" not in released.columns
    assert released.figure("gradient.absolute").cell.shown


def test_a_published_rate_is_modelled_when_there_is_no_expected_count(tmp_path):
    rows = [(*row[:4], f"{1000 + 500 * row[3]:,.2f}") for row in country()]
    path = write_table(tmp_path / "p.csv", rows)
    published = replace(COLUMNS, expected=None, standardised_rate="expected")
    released = analyse(path, area="A03", columns=published, **SAID).released

    assert released.figure("gradient.absolute").cell.value == pytest.approx(500, abs=0.1)


def test_a_gap_the_other_way_is_said_as_fewer(tmp_path):
    rows = [(area, round(20 - 12 * rank), people, rank, 9.0) for area, _, people, rank, _ in country()]
    finding = analyse(write_table(tmp_path / "p.csv", rows), area="A03", columns=COLUMNS, **SAID).released.finding

    assert " fewer than in the least deprived fifth" in finding
    assert "the rate falls by about" in finding
