"""Charts of many areas: caterpillar and funnel."""

from itertools import combinations, pairwise

import pyarrow as pa
import pytest
from tests.analysis.charts.made_up_figures import funnels, gradients, marks, texts

from evenground.analysis import charts, equity
from evenground.analysis.charts.labels import _room, around
from evenground.analysis.charts.layers import Span
from evenground.analysis.disclosure import released_estimates
from evenground.analysis.errors import UnknownChoice, UnknownGroup
from evenground.analysis.results import Provenance

AREAS = {"A": 900.0, "B": 500.0, "C": 520.0, "D": 100.0, "E": None}
NATION = gradients({"England": 500.0}, half=20.0)


def test_areas_are_drawn_from_the_lowest_to_the_highest_with_a_verdict_each():
    chart = charts.caterpillar(gradients(AREAS), area="area", reference=NATION, mark=["A"])

    assert "of 4 areas 1 are worse than England and 1 better, beyond chance" in chart.title
    assert [(line[0], line[3]) for line in chart.table[1:]] == [
        ("D", "Better"), ("B", "Similar"), ("C", "Similar"), ("A", "Worse"), ("E", ""), ("Line across", "")
    ]  # fmt: skip
    assert {"Better", "Similar", "Worse", "A"} <= set(texts(chart))
    assert "B" not in texts(chart)


def test_what_is_worse_can_be_the_lower_figure():
    chart = charts.caterpillar(gradients(AREAS), area="area", reference=NATION, worse="lower")

    assert chart.table[1][3] == "Worse"


def test_an_area_that_is_withheld_or_has_no_figure_is_not_drawn():
    few = charts.caterpillar(gradients(AREAS, places=5), area="area", reference=NATION)
    most = charts.caterpillar(gradients(AREAS), area="area", reference=NATION)

    assert "no area can be shown" in few.title
    assert (marks(few), marks(most)) == (0, 4)
    assert "Not drawn, of 5 areas: 5 withheld (see the table)." in texts(few)
    assert "Not drawn, of 5 areas: 1 without a figure (see the table)." in texts(most)
    assert [line[1] for line in few.table[1:6]] == ["*"] * 5


def test_without_a_clear_difference_the_title_says_so():
    close = gradients({"A": 510.0, "B": 490.0})

    assert (
        "none of 2 areas is clearly different from England"
        in charts.caterpillar(close, area="area", reference=NATION).title
    )


def test_the_verdicts_of_a_comparison_count_and_one_is_chosen():
    rows = [
        {"area": area, "beside": beside, "verdict": verdict, "measure": "difference in absolute gradient",
         "estimate": 1.0, "lower": 0.5, "upper": 1.5, "level": 0.95}
        for area, beside, verdict in (("A", "England", "worse"), ("A", "9 similar areas", "similar"),
                                      ("B", "England", "worse"), ("B", "10 similar areas", "better"))
    ]  # fmt: skip
    told = released_estimates(pa.Table.from_pylist(rows), units=40, by=["area", "beside", "verdict"])
    two = gradients({"A": 900.0, "B": 500.0})
    nation, similar = (
        charts.caterpillar(two, area="area", verdicts=told, beside=beside) for beside in ("England", "similar")
    )

    assert "of 2 areas 2 are worse than England and 0 better" in nation.title
    assert "of 2 areas 0 are worse than their similar areas and 1 better" in similar.title
    with pytest.raises(UnknownChoice, match="Wales"):
        charts.caterpillar(two, area="area", verdicts=told, beside="Wales")


def test_two_hundred_areas_of_the_real_file_fit_one_picture(real):
    import polars as pl

    places = pl.read_csv(real("emergency_admissions_lsoa_2015_16.csv.gz").read_bytes())
    columns = {"population": "population", "rank": "imdscaled", "count": "admissions", "expected": "expectedadmissions"}
    mine = equity.gradients(places, area="CCG", **columns).filter(pl.col("measure") == "absolute gradient")
    beside = equity.compare_gradients(places, area="CCG", nation="England", **columns)
    about = Provenance(unit="emergency admissions", period="2015/16")
    figures = released_estimates(mine, units="n", by="CCG", provenance=about)
    verdicts = released_estimates(beside, units="n", by=["CCG", "beside", "verdict"], provenance=about)
    chart = charts.caterpillar(figures, area="CCG", verdicts=verdicts, mark=["99A"])

    assert "of 209 areas 36 are worse than England and 58 better" in chart.title
    assert marks(chart) == 209
    assert "99A" in texts(chart)


TOWNS = {f"T{i:02}": (100.0 + i, 10_000.0 + 500 * i) for i in range(20)} | {
    "High": (600.0, 15_000.0), "Small": (4.0, 5_000.0)
}  # fmt: skip


def test_a_funnel_names_who_is_outside_and_leaves_out_who_is_hidden():
    chart = charts.funnel(funnels(TOWNS), area="area")

    assert "of 21 areas 1 above and" in chart.title
    assert marks(chart) == 21
    assert "High" in texts(chart)
    assert "T05" not in texts(chart)
    line = next(line for line in chart.table if line[0] == "Small")
    assert (line[2], "hidden" in line[3]) == ("*", True)


def test_a_funnel_of_areas_alike_finds_nothing():
    alike = {f"T{i}": (100.0 + i, 10_000.0) for i in range(8)}

    assert (
        "none of 8 areas differs from the target by more than chance"
        in charts.funnel(funnels(alike), area="area").title
    )


def test_the_lines_of_a_funnel_can_be_given_over_all_sizes():
    shown = {name: both for name, both in TOWNS.items() if name != "Small"}
    lines = funnels(shown, equity.funnel_lines)
    with_lines, without = (charts.funnel(funnels(shown), area="area", lines=one) for one in (lines, None))

    assert with_lines.table == without.table
    assert with_lines.svg != without.svg
    with pytest.raises(UnknownGroup, match="Nowhere"):
        charts.funnel(funnels(shown), area="area", mark=["Nowhere"])


def test_names_cover_neither_each_other_nor_a_mark():
    x, y = Span(0, 10, 500), Span(0, 10, 300, upwards=True)
    points = [{"name": f"Area number {i}", "x": 5 + i / 50, "y": 5 + i / 50} for i in range(5)]
    dots = [around(x.at(p["x"]), y.at(p["y"]), 4) for p in points]
    boxes = []
    for point in points:
        boxes.append(_room(point, x, y, dots, boxes))

    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    assert all(a != b for a, b in pairwise(boxes))
