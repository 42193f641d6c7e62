"""Charts of a release: accessible, honest about what is missing, the same bytes every time."""

import re

import pytest
from defusedxml.ElementTree import fromstring
from tests.analysis.made_up import by_fifth

from evenground.analysis.charts import draw, fifths_chart
from evenground.analysis.disclosure import InternalPolicy, release
from evenground.analysis.results import Measured

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def hidden():
    return release(by_fifth([1003, 520, 480, 330, 4]))


def test_the_root_has_a_role_a_name_and_a_description(hidden):
    chart = fifths_chart(hidden)
    root = fromstring(chart.svg)

    assert root.get("role") == "img"
    name, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{name.get('id')} {description.get('id')}"
    assert (name.text, description.text) == (chart.title, chart.description)


def test_a_hidden_group_is_a_word_and_never_a_dot_at_zero(hidden):
    chart = fifths_chart(hidden)
    texts = [text.text for text in fromstring(chart.svg).iter(f"{SVG}text")]

    assert "withheld" in texts
    assert chart.table[-1][1] == "*"
    assert "could be worked out" in chart.table[-1][2]
    dots = re.findall(r'aria-roledescription="(?:point|circle)"', chart.svg)
    assert len(dots) == 4


def test_the_title_states_the_finding():
    clear = fifths_chart(release(by_fifth([1003, 520, 480, 330, 300])))
    close = fifths_chart(release(by_fifth([30, 25, 20, 30, 28])))

    assert clear.title.startswith("Northport: 3,525 more admissions per 100,000 people in the most deprived fifth")
    assert "no clear gap" in close.title


def test_the_same_release_gives_the_same_bytes(hidden):
    one, two = draw(hidden, png=True), draw(hidden, png=True)

    assert one == two
    assert one[0].png.startswith(b"\x89PNG")


def test_two_charts_on_one_page_share_no_id(liverpool):
    ids = [found for chart in liverpool.charts() for found in re.findall(r'\bid="([^"]+)"', chart.svg)]

    assert len(ids) == len(set(ids))


def test_the_gradients_put_the_area_first_and_the_nation_last(liverpool):
    _, gradients = liverpool.charts()

    assert gradients.table[1][0] == "NHS Liverpool CCG"
    assert [line[0] for line in gradients.table[1:]][-2:] == ["10 similar areas together", "England"]
    assert "steeper than England (928)" in gradients.title


def test_nothing_in_a_picture_reaches_out(hidden):
    outside = re.findall(r'https?://[^"\s<]+', fifths_chart(hidden).svg)

    assert {address.split("/")[2] for address in outside} == {"www.w3.org"}


def test_uncontrolled_figures_are_marked_in_the_picture():
    measured: Measured = by_fifth([1003, 520, 480, 330, 4])
    inside = release(measured, "internal", policy=InternalPolicy("Checking the source file."))

    assert fifths_chart(inside).title.startswith("INTERNAL, NOT TO BE PASSED ON.")


@pytest.mark.parametrize("name", ["Ash & <b>Elm</b>", 'The "Vale"'])
def test_a_name_cannot_break_the_picture(name):
    from dataclasses import replace

    measured = by_fifth([1003, 520, 480, 330, 300])
    chart = fifths_chart(release(replace(measured, provenance=replace(measured.provenance, area_name=name))))

    assert fromstring(chart.svg).find(f"{SVG}title").text == chart.title
