"""A small report with one of every block, made up."""

from datetime import date

from evenground.analysis.report import (
    Bullets,
    Callout,
    Document,
    Fact,
    Figure,
    Heading,
    Paragraph,
    Quote,
    Section,
    Span,
    Table,
)

RELEASE = "https://evenground.example/releases/7"


def picture(vl_convert) -> tuple[bytes, bytes]:
    """A made-up bar chart, as SVG and as PNG."""
    bars = [
        {"group": name, "rate": rate} for name, rate in {"Most deprived": 41.2, "Middle": 30.5, "Least": 22.0}.items()
    ]
    specification = {
        "data": {"values": bars},
        "mark": "bar",
        "width": 360,
        "encoding": {
            "y": {"field": "group", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "rate", "type": "quantitative", "title": "Admissions per 1,000 people"},
        },
    }
    return vl_convert.vegalite_to_svg(specification).encode(), vl_convert.vegalite_to_png(specification)


def report(*, words: str = "Plain words.", long_table: int = 0) -> Document:
    """A report in which ``words`` stand wherever a person may type."""
    import vl_convert

    svg, png = picture(vl_convert)
    figures = Table("Figures of the chart", ("Group", "Rate"), (("Most deprived", "41.2"), ("Least", "22.0")))
    rows = tuple((f"Practice {n}", f"{n * 17 % 90}", f"{words} {n}") for n in range(long_table))
    return Document(
        title="Community rehabilitation in Riverside",
        subtitle="Who gains and who does not",
        date=date(2024, 5, 7),
        authors=("Riverside team",),
        mark="Made-up data: not about any real service",
        summary=Section(
            "Summary",
            (
                Paragraph("People in the poorest areas go to hospital nearly twice as often as people in the richest."),
                Fact("41.2", "admissions per 1,000 people in the most deprived fifth", RELEASE),
                Bullets(("The service reaches more people than last year.", "It reaches the poorest fifth least.")),
                Callout("We recommend", "Open a second site by the market, and look again after six months."),
            ),
        ),
        sections=(
            Section(
                "What people told us",
                (
                    Paragraph(
                        (
                            Span("Read with "),
                            Span("the figures", link="#figures"),
                            Span(". "),
                            Span("Strong", strong=True),
                        )
                    ),
                    Quote("Nobody had asked me before.", "Public adviser"),
                    Paragraph(words),
                    Bullets((words,)),
                    Quote(words, words),
                    Callout(words, words),
                    Fact(words, words, RELEASE),
                    Table(words, (words, "B"), ((words, "2"),), note=words),
                ),
            ),
            Section(
                "The figures",
                (
                    Figure(
                        "The poorest fifth is admitted most",
                        "Three bars, falling from 41.2 to 22.0.",
                        svg,
                        png,
                        figures,
                    ),
                    Heading(2, "Every practice"),
                    Table("Practices", ("Practice", "Rate", "Remark"), rows or (("None", "0", "-"),)),
                    Paragraph((Span("Open the released table", link=RELEASE),)),
                ),
                anchor="figures",
            ),
        ),
    )
