"""Charts by group: gaps, slope, before and after, concentration."""

import pytest
from tests.analysis.charts.made_up_figures import (
    CLEAR,
    CLOSE,
    FIFTHS,
    RATE,
    SMALL,
    by_year,
    changes,
    contrasts,
    fifths,
    gaps,
    marks,
    rates,
    released,
    slopes,
    texts,
    two_years,
)

from evenground.analysis import charts, equity
from evenground.analysis.charts.slopes import _line, _placed
from evenground.analysis.disclosure import worked_out
from evenground.analysis.errors import MissingColumn, UnknownGroup


@pytest.mark.parametrize(
    "counts, said",
    [
        (CLEAR, "crude rate of admissions: higher by 3,525 ("),
        (CLEAR[::-1], "lower by 3,525 ("),
        (CLOSE, "no clear difference between 1 and 5"),
        ((4, 820, 600, 430, 300), "the gap between 1 and 5 cannot be shown"),
    ],
)
def test_the_title_of_gaps_is_no_stronger_than_the_gap(counts, said):
    table = fifths(counts)

    assert said.casefold() in charts.gaps_by_group(rates(table), group="fifth", gap=gaps(table)).title.casefold()


def test_a_gap_to_another_group_says_that_the_last_is_withheld():
    table = fifths(SMALL)
    title = charts.gaps_by_group(rates(table), group="fifth", gap=gaps(table, reference="4")).title

    assert title.endswith("in 1 than in 4 (5: withheld)")


def test_a_gap_that_was_turned_for_reading_is_told_as_it_was_measured():
    table = fifths(CLEAR[::-1])  # fewer among the deprived of something good: turned, the gap is above zero
    turned = gaps(table, worse="lower", view="against the disadvantaged")

    assert "lower by 3,525" in charts.gaps_by_group(rates(table), group="fifth", gap=turned).title


def test_without_a_gap_the_title_claims_no_difference():
    title = charts.gaps_by_group(rates(fifths(SMALL)), group="fifth").title

    assert "of the groups shown, highest in 1 (5,025) and lowest in 4 (2,150)" in title


def test_a_hidden_group_is_a_word_and_no_dot():
    chart = charts.gaps_by_group(rates(fifths(SMALL)), group="fifth")

    assert marks(chart) == 4
    assert "withheld" in texts(chart)
    assert chart.table[5][:2] == ("5", "*")
    assert chart.table[5][2] == "Withheld: it needs the number for 5, which is hidden in the table."
    assert [line[0] for line in chart.table[1:]] == ["1", "2", "3", "4", "5"]


def test_the_group_and_its_column_must_be_there():
    with pytest.raises(MissingColumn, match="“tenth”"):
        charts.gaps_by_group(rates(fifths()), group="tenth")
    with pytest.raises(UnknownGroup, match="“6”"):
        charts.gaps_by_group(rates(fifths()), group="fifth", of="6")


@pytest.mark.parametrize(
    "counts, said",
    [
        (CLEAR, "the fitted line climbs by 4,"),
        (CLEAR[::-1], "the fitted line falls by 4,"),
        (CLOSE, "no clear gradient with deprivation"),
        (SMALL, "the gradient with deprivation cannot be shown"),
    ],
)
def test_the_title_of_a_slope_is_no_stronger_than_its_index(counts, said):
    table = fifths(counts)

    assert said in charts.slope(rates(table), index=slopes(table), quantile="fifth").title


@pytest.mark.parametrize("scale", ["identity", "log"])
def test_the_line_drawn_has_the_rise_of_the_slope_index(scale):
    table = fifths()
    index, found = slopes(table, scale=scale), {row.groups["fifth"]: row for row in rates(table).rows}
    placed = _placed(["5", "4", "3", "2", "1"], found, dict.fromkeys("12345", 20_000.0))
    sii, rii = (next(row.cell.value for row in index.rows if row.measure.startswith(word)) for word in ("slope", "rel"))
    row = next(row for row in index.rows if row.measure.startswith("slope"))
    line = _line(placed, index, row)

    assert line[-1]["y"] - line[0]["y"] == pytest.approx(sii)
    assert line[-1]["y"] / line[0]["y"] == pytest.approx(rii)


def test_a_slope_with_a_hidden_fifth_has_no_line_and_a_gap():
    table = fifths(SMALL)
    chart = charts.slope(rates(table), index=slopes(table), quantile="fifth")
    whole = charts.slope(rates(fifths()), index=slopes(fifths()), quantile="fifth")

    assert (marks(chart), marks(whole)) == (4, 5)
    assert "withheld" in texts(chart)
    assert "The dashed line is the fitted gradient." not in " ".join(texts(chart))
    assert chart.table[-1][:2] == ("Slope index of inequality", "*")


@pytest.mark.parametrize(
    "after, said",
    [
        ((600, 820, 600, 430, 300), "the gap between 1 and 5 narrowed by 2,025 ("),
        ((1500, 820, 600, 430, 300), "the gap between 1 and 5 widened by 2,475 ("),
        (CLEAR, "no clear change in the gap between 1 and 5 from 2023 to 2024"),
    ],
)
def test_the_title_says_whether_the_gap_narrowed(after, said):
    table = two_years(CLEAR, after)
    chart = charts.before_after(
        by_year(table), stratum="fifth", period="year", before="2023", after="2024",
        change=changes(table), contrast=contrasts(table),
    )  # fmt: skip

    assert said in chart.title


def test_a_stratum_with_a_hidden_year_has_one_mark_and_no_change():
    table = two_years(CLEAR, SMALL)
    chart = charts.before_after(
        by_year(table), stratum="fifth", period="year", before="2023", after="2024",
        change=changes(table), contrast=contrasts(table),
    )  # fmt: skip

    assert "whether the gap between 1 and 5 changed from 2023 to 2024 cannot be shown" in chart.title
    assert (marks(chart), "2024: withheld" in texts(chart), "withheld" in texts(chart)) == (9, True, True)
    assert chart.table[5][3:6:2] == ("*", "*")


def test_without_a_contrast_nothing_is_said_of_the_gap():
    table = two_years(CLEAR, (600, 820, 600, 430, 500))
    chart = charts.before_after(
        by_year(table), stratum="fifth", period="year", before="2023", after="2024", change=changes(table)
    )

    assert chart.title.endswith("up in 5 and down in 1 from 2023 to 2024")


@pytest.mark.parametrize(
    "counts, said, points",
    [
        (CLEAR, "concentrated among the most deprived (index 0.228, ", 6),
        (CLEAR[::-1], "concentrated among the least deprived", 6),
        (CLOSE, "not clearly concentrated at either end of deprivation", 6),
        (SMALL, "how they are shared out cannot be shown", 0),
    ],
)
def test_the_title_of_a_concentration_curve_is_no_stronger_than_its_index(counts, said, points):
    table = fifths(counts)
    curve, index = (
        worked_out(table, measure, quantile="fifth", **RATE)
        for measure in (equity.concentration_curve, equity.concentration_index)
    )
    chart = charts.concentration_curve(curve, index=index)

    assert said in chart.title
    assert marks(chart) == points
    assert ("withheld" in texts(chart)) == (points == 0)


def test_curves_of_several_groups_are_named_and_counted():
    women = {("Women", name): n for name, n in zip(FIFTHS, CLEAR, strict=True)}
    table = released(women | {("Men", name): n for name, n in zip(FIFTHS, CLOSE, strict=True)}, ["sex", "fifth"])
    curve, index = (
        worked_out(table, measure, quantile="fifth", by="sex", **RATE)
        for measure in (equity.concentration_curve, equity.concentration_index)
    )
    chart = charts.concentration_curve(curve, index=index, group="sex")

    assert "concentrated among the most deprived in Women" in chart.title
    assert {"Men", "Women"} <= set(texts(chart))
    assert marks(chart) == 12
