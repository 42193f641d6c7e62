"""What holds for every chart: readable without sight, without colour and on paper, safe, the same each time."""

import re
from functools import cache
from itertools import pairwise

import pytest
from defusedxml.ElementTree import fromstring
from tests.analysis.charts import made_up_figures as made

from evenground.analysis import change, charts, equity
from evenground.analysis.charts.layers import CAUSES, SERIES, VERDICTS
from evenground.analysis.charts.picture import INK, OTHERS, OURS, WORSE
from evenground.analysis.disclosure import InternalPolicy, release, worked_out
from evenground.analysis.results import Count, MeasuredTable

KINDS = ("gaps", "slope", "caterpillar", "funnel", "run", "control", "before", "concentration")


@cache
def figures():
    table, years = made.fifths(), made.two_years(made.CLEAR, (600, 820, 600, 430, 300))
    wards = made.months({"Ash": made.year(range(40, 54)), "Elm": made.year([50, 60] * 7)})
    areas = {f"T{i:02}": (100.0 + 9 * i, 10_000.0 + 500 * i) for i in range(20)}
    ask = {"quantile": "fifth", **made.RATE}
    return {
        "gaps": (charts.gaps_by_group, (made.rates(table),), {"group": "fifth", "gap": made.gaps(table)}),
        "slope": (charts.slope, (made.rates(table),), {"index": made.slopes(table), "quantile": "fifth"}),
        "caterpillar": (
            charts.caterpillar,
            (made.gradients({f"T{i:02}": 10.0 * i * i for i in range(20)}),),
            {"area": "area", "reference": made.gradients({"England": 900.0}, half=9.0), "mark": ["T03", "T15"]},
        ),
        "funnel": (charts.funnel, (made.funnels(areas),), {"area": "area"}),
        "run": (
            charts.run_chart,
            (worked_out(wards, change.run_chart, time="month", value="count", by="ward"),),
            {"time": "month", "stratum": "ward"},
        ),
        "control": (
            charts.control_chart, (made.controls(wards, by="ward"),), {"time": "month", "stratum": "ward", "target": 45}
        ),
        "before": (
            charts.before_after,
            (made.by_year(years),),
            {"stratum": "fifth", "period": "year", "before": "2023", "after": "2024", "change": made.changes(years),
             "contrast": made.contrasts(years)},
        ),
        "concentration": (
            charts.concentration_curve,
            (worked_out(table, equity.concentration_curve, **ask),),
            {"index": worked_out(table, equity.concentration_index, **ask)},
        ),
    }  # fmt: skip


def drawn(kind, **more):
    draw, data, asked = figures()[kind]
    return draw(*data, **asked, **more)


@pytest.mark.parametrize("kind", KINDS)
def test_the_picture_has_a_role_a_name_a_description_and_a_table(kind):
    chart = drawn(kind)
    root = fromstring(chart.svg)
    name, description = root.find(f"{made.SVG}title"), root.find(f"{made.SVG}desc")

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{name.get('id')} {description.get('id')}"
    assert (name.text, description.text) == (chart.title, chart.description)
    assert len(chart.table) > 5
    assert {len(line) for line in chart.table} == {len(chart.table[0])}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_figures_give_the_same_bytes(kind):
    one, two = drawn(kind, png=True), drawn(kind, png=True)

    assert one == two
    assert one.png.startswith(b"\x89PNG\r\n\x1a\n")
    assert drawn(kind).png is None


@pytest.mark.parametrize("kind", KINDS)
def test_no_picture_is_wider_than_a_page_or_has_text_too_small_to_read(kind):
    svg = drawn(kind).svg
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]

    assert float(re.search(r'<svg[^>]* width="([\d.]+)"', svg)[1]) <= 700
    assert min(sizes) >= 11


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_a_picture_reaches_out(kind):
    outside = re.findall(r'https?://[^"\s<]+', drawn(kind).svg)

    assert {address.split("/")[2] for address in outside} == {"www.w3.org"}


def test_charts_of_one_page_share_no_id():
    ids = [found for kind in KINDS for found in re.findall(r'\bid="([^"]+)"', drawn(kind).svg)]

    assert len(ids) == len(set(ids))


def test_uncontrolled_figures_are_marked_wherever_they_are_drawn():
    counts = {(name,): Count(n, 20_000.0) for name, n in zip(made.FIFTHS, made.SMALL, strict=True)}
    measured = MeasuredTable(("fifth",), counts, (), provenance=made.ABOUT)
    inside = release(measured, "internal", policy=InternalPolicy("Checking the source file."))
    safe = made.rates(made.fifths())
    chart = charts.gaps_by_group(safe, group="fifth", gap=made.gaps(inside))  # one of the two is enough

    assert chart.title.startswith("INTERNAL, NOT TO BE PASSED ON.")


def _luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [INK, OURS, OTHERS, WORSE, *SERIES])
def test_every_colour_stands_out_from_white(colour):
    assert 1.05 / (_luminance(colour) + 0.05) >= 3


@pytest.mark.parametrize("kinds", [VERDICTS, CAUSES])
def test_kinds_are_told_apart_without_colour(kinds):
    looks = [(look.shape, look.filled) for look in kinds.values()]

    assert len(looks) == len(set(looks))


def test_verdicts_are_told_apart_in_grey():
    shades = sorted(_luminance(VERDICTS[name].colour) for name in ("Worse", "Similar", "Better"))

    assert all((b + 0.05) / (a + 0.05) > 1.3 for a, b in pairwise(shades))
