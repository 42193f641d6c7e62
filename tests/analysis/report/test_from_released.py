"""From the gate into a report: every shown number is there with a way back, nothing withheld is."""

import pytest

from evenground.analysis.disclosure import release
from evenground.analysis.report import (
    Bullets,
    Figure,
    Paragraph,
    Span,
    Table,
    blocks_from_released,
    figure_from_chart,
    plain,
)
from evenground.analysis.report.blocks import spans
from evenground.analysis.results import Chart, Count, Measured, Provenance

LINK = "https://evenground.example/releases/7"
FIFTHS = ["Most deprived fifth", "Second", "Third", "Fourth", "Least deprived fifth"]


@pytest.fixture
def released():
    counts = zip(FIFTHS, [412, 305, 261, 3, 198], strict=True)
    about = Provenance(area_name="Riverside", period="2015/16", unit="emergency admissions", source="Made up")
    return release(Measured({name: Count(n, 20_000) for name, n in counts}, provenance=about))


def test_the_table_holds_every_group_and_the_total_as_released(released):
    table = next(b for b in blocks_from_released(released, LINK) if isinstance(b, Table))
    shown = {plain(row[0]): [plain(cell) for cell in row[1:]] for row in table.rows}

    assert list(shown) == [*FIFTHS, released.total.label]
    for row in (*released.rows, released.total):
        assert row.cells["count"].text in shown[row.label]
    assert "3" not in shown["Fourth"]


def test_every_row_leads_to_the_release(released):
    for table in (b for b in blocks_from_released(released, LINK) if isinstance(b, Table)):
        assert all(spans(row[0])[0].link == LINK for row in table.rows)


def test_finding_rule_and_how_are_said(released):
    said = " ".join(
        plain(text)
        for b in blocks_from_released(released, LINK)
        if isinstance(b, Paragraph | Bullets)
        for text in ([b.text] if isinstance(b, Paragraph) else b.items)
    )

    assert all(words in said for words in (released.finding, released.rule, *released.how, "Made up"))
    assert all(why in said for _, _, why in released.withheld)


def test_figures_come_with_their_interval(released):
    tables = [b for b in blocks_from_released(released, LINK) if isinstance(b, Table)]
    gaps = next(table for table in tables if table.caption == "Gaps and gradients")

    assert len(gaps.rows) == sum(figure.cell.shown for figure in released.figures)
    assert all(" to " in plain(row[1]) for row in gaps.rows)


def test_a_chart_becomes_a_described_picture_with_its_table():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'
    figure = figure_from_chart(Chart("Most fall", "One bar.", svg, (("Group", "Rate"), ("All", "3.1"))), LINK)

    assert isinstance(figure, Figure) and figure.png.startswith(b"\x89PNG")
    assert figure.table.headings == ("Group", "Rate") and figure.table.rows == (((Span("All", link=LINK),), "3.1"),)
