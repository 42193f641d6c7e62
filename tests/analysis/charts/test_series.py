"""Charts over time: run and control charts."""

import pytest
from tests.analysis.charts.made_up_figures import RATE, controls, marks, months, released, texts, year

from evenground.analysis import change, charts, equity
from evenground.analysis.charts.times import laid_out, shown_as, ticks
from evenground.analysis.disclosure import worked_out
from evenground.analysis.errors import NotEnoughGiven

STEADY = [50, 55, 45, 60, 50, 40, 55, 50, 60, 45, 50, 55, 45, 50]
RISING = [*STEADY[:7], 150, 155, 150, 160, 150, 155, 160]
WARDS = {"Ash": year(STEADY), "Elm": year(RISING)}


def one(points, **more):
    table = released({(month,): n for month, n in points.items()}, ["month"], people=1000)
    return controls(table, **more)


@pytest.mark.parametrize(
    "counts, said",
    [(STEADY, "only common cause, no change beyond chance"), (RISING, "points beyond chance: 7 of concern, 7 of impr")],
)
def test_the_title_of_one_series_counts_what_is_beyond_chance(counts, said):
    chart = charts.control_chart(one(year(counts)), time="month")

    assert said in chart.title
    assert marks(chart) == 14


def test_series_stand_in_panels_and_the_title_names_those_with_signals():
    chart = charts.control_chart(controls(months(WARDS), by="ward"), time="month", stratum="ward")

    assert "signs of concern in Elm; improvement in Elm" in chart.title
    assert {"Ash", "Elm", "Special cause: concern", "Common cause"} <= set(texts(chart))
    assert "2 panels on the same axes" in chart.description
    axis = [text for text in texts(chart) if text in ("0", "50", "100", "150", "200")]
    assert len(axis) == 2 * len(set(axis))


def test_a_series_with_a_hidden_month_is_withheld_as_a_whole():
    wards = WARDS | {"Oak": year([3, *STEADY[1:]])}
    chart = charts.control_chart(controls(months(wards), by="ward"), time="month", stratum="ward")

    assert marks(chart) == 28
    assert chart.title.endswith("(not shown: Oak)")
    assert "withheld: see the table" in texts(chart)
    line = next(line for line in chart.table if line[0] == "Oak")
    assert line[2] == "*"
    assert "hidden in the table" in line[-1]


def test_a_hidden_month_is_a_star_and_a_missing_one_a_gap():
    points = year([3, *STEADY[1:]])
    del points["2023-06"]
    chart = charts.control_chart(one(points), time="month")
    by_month = {line[0]: line for line in chart.table[1:]}

    assert marks(chart) == 12
    assert "*" in texts(chart)
    assert (by_month["Jan 2023"][1], by_month["Jun 2023"][1]) == ("*", "none")
    assert by_month["Jun 2023"][-1].startswith("No figure for this time.")


def test_a_point_left_out_is_hollow_and_a_new_phase_is_told():
    chart = charts.control_chart(one(year(STEADY), exclude="2023-03", rebase="2023-08"), time="month", target=40)

    assert {"Left out of the limits", "target"} <= set(texts(chart))
    assert 'fill="white"' in chart.svg
    assert "the limits start anew" in chart.description


def test_limits_that_vary_are_explained():
    people = [800, 1000, 1200, 900, 1100, 1000, 950, 1050, 1000, 900, 1150, 1000]
    import pyarrow as pa

    from evenground.analysis.disclosure import measured_table, release

    frame = pa.table({"month": list(year(people)), "n": [n // 20 for n in people], "people": people})
    table = release(measured_table(frame, by="month", count="n", population="people", margins="none"))
    varied, even = (
        charts.control_chart(controls(table), time="month"),
        charts.control_chart(one(year(STEADY)), time="month"),
    )

    assert "vary from point to point on purpose" in varied.description
    assert "on purpose" not in even.description


def test_a_target_by_series_comes_from_its_assurance():
    table = months(WARDS)

    def assured(frame, by):
        made = change.control_chart(frame, time="month", chart="u", by=by, per=1000, **RATE)
        return change.assurance(made, time="month", target={"Ash": 200, "Elm": 20}, improvement="down", by=by)

    aims = worked_out(table, assured, by="ward")
    chart = charts.control_chart(controls(table, by="ward"), time="month", stratum="ward", target=aims)

    assert "Ash consistently meets the target; Elm consistently fails the target" in chart.description


def run(table, **more):
    return worked_out(table, change.run_chart, time="month", value="count", **more)


def test_a_run_chart_says_where_there_is_a_shift():
    chart = charts.run_chart(run(months(WARDS), by="ward"), time="month", stratum="ward")

    assert "a shift beyond chance in Elm" in chart.title
    assert {"Ash: no shift", "Elm: shift"} <= set(texts(chart))
    assert marks(chart) == 28


def test_a_run_chart_with_a_hidden_month_says_that_it_is_not_tested():
    table = released({(month,): n for month, n in year([3, *STEADY[1:]]).items()}, ["month"])
    chart = charts.run_chart(run(table), time="month")

    assert "whether it shifted cannot be shown" in chart.title
    assert (marks(chart), "*" in texts(chart)) == (13, True)
    assert chart.table[1][:2] == ("Jan 2023", "*")


def test_a_run_chart_of_rates_is_given_its_points():
    table = released({(month,): n for month, n in year(RISING).items()}, ["month"])
    rate = worked_out(table, equity.crude_rate, by="month", **RATE)
    tests = worked_out(table, lambda frame: change.run_chart(equity.crude_rate(frame, by="month", **RATE), time="month", value="estimate"))  # fmt: skip
    chart = charts.run_chart(tests, time="month", points=rate)

    assert "a shift beyond chance" in chart.title
    assert chart.table[1][1] == rate.rows[0].cell.text


def test_a_run_chart_without_points_says_what_to_give():
    from dataclasses import asdict

    from evenground.analysis.disclosure import released_estimates

    table = released({(month,): n for month, n in year(STEADY).items()}, ["month"])
    alone = released_estimates(run(table).frame(), units=40)

    assert asdict(alone.rows[0].cell)["state"] == "shown"
    with pytest.raises(NotEnoughGiven, match="points="):
        charts.run_chart(alone, time="month")


@pytest.mark.parametrize(
    "times, filled",
    [
        (["2023-11", "2024-02"], ["2023-11", "2024-02"]),
        (["2023-11", "2023-12", "2024-02"], ["2023-11", "2023-12", "2024-01", "2024-02"]),
        (["2024-01-01", "2024-01-08", "2024-01-22"], ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"]),
        (["10", "2", "4", "6"], ["2", "4", "6", "8", "10"]),
        (["week b", "week a"], ["week a", "week b"]),
    ],
)
def test_times_are_laid_out_evenly(times, filled):
    assert laid_out(times) == filled


def test_times_are_named_for_people_and_never_crowd():
    assert [shown_as(text) for text in ("2016-04", "2016-04-01", "201604", "2016-04-15")] == [
        "Apr 2016", "Apr 2016", "Apr 2016", "2016-04-15"
    ]  # fmt: skip
    assert all(len(ticks(many, 7)) <= 7 for many in range(1, 500))
