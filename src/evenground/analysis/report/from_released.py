"""Report blocks from what passed the gate: every number leads back to its release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evenground.analysis.report.blocks import Block, Bullets, Callout, Figure, Heading, Paragraph, Span, Table, Text
from evenground.analysis.results import Cell, Chart, Released, Role, Row


def blocks_from_released(released: Released, link: str, *, level: int = 2) -> tuple[Block, ...]:
    """The finding, the tables by group, the estimates, the note on small numbers, and how it was worked out.

    Parameters
    ----------
    link
        Address of the release: the first cell of every row leads there.
    level
        Level of the heading over "How this was worked out".
    """
    about = released.provenance
    place = about.area_name or about.area_code or "This area"
    return (
        *_internal(released),
        Paragraph((Span(released.finding, strong=True),)),
        _groups(released, (*released.rows, released.total), place, link),
        *([_groups(released, released.national, about.national_name, link)] if released.national else []),
        *_estimates(released, link),
        *_small_numbers(released),
        Heading(level, "How this was worked out"),
        Bullets(released.how),
        *_source(released, link),
    )


def figure_from_chart(chart: Chart, link: str = "") -> Figure:
    """A picture with its table, each row leading to the release; drawn as PNG too if the chart was not."""
    png = chart.png
    if png is None:
        import vl_convert  # heavy, and only for a chart that came without

        png = vl_convert.svg_to_png(chart.svg, scale=2)
    headings, *rows = chart.table
    table = Table(f"Figures of: {chart.title}", tuple(headings), tuple(_row(row[0], row[1:], link) for row in rows))
    return Figure(chart.title, chart.description, chart.svg.encode(), png, table)


def _internal(released: Released) -> tuple[Block, ...]:
    if not released.internal:
        return ()
    return (Callout("Internal, not to be passed on", f"These figures are not controlled. Reason: {released.reason}"),)


def _groups(released: Released, rows: Sequence[Row], place: str, link: str) -> Table:
    unit, period = released.provenance.unit, released.provenance.period
    # What a reader can do without on paper stands on the page of the release: each row leads there.
    spared = {"expected", "rate"} if released.headline == "standardised" else {"expected"}
    there = [key for key in released.columns if key not in spared]
    shown = [key for key in there if any(row.cells[key].state != "none" for row in rows if key in row.cells)]
    return Table(
        caption=f"{unit[:1].upper()}{unit[1:]} by group, {place}{f', {period}' if period else ''}",
        headings=("Group", *(released.columns[key] for key in shown)),
        rows=tuple(_row(row.label, [_cell(row.cells, key) for key in shown], link) for row in rows),
        note=_with_intervals(cell for row in rows for cell in row.cells.values()),
    )


def _row(label: str, cells: Iterable[str], link: str) -> tuple[Text, ...]:
    return ((Span(label, link=link),), *cells)


def _cell(cells: Mapping[str, Cell], key: str) -> str:
    return with_interval(cells[key]) if key in cells else ""


def with_interval(cell: Cell) -> str:
    """A cell with its interval, to as many decimals as the figure itself shows."""
    if cell.lower is None or cell.upper is None:
        return cell.text
    decimals = len(cell.text.partition(".")[2])
    return f"{cell.text} ({cell.lower:,.{decimals}f} to {cell.upper:,.{decimals}f})"


def _with_intervals(cells: Iterable[Cell]) -> str:
    return (
        "In brackets: the 95% interval, explained under “How this was worked out”."
        if any(c.estimate for c in cells)
        else ""
    )


def _estimates(released: Released, link: str) -> tuple[Block, ...]:
    # Each similar area has its line in the chart and its table.
    shown = [figure for figure in released.figures if figure.cell.shown and figure.role is not Role.SIMILAR]
    if not shown:
        return ()
    rows = tuple(_row(f"{f.measure}, {f.label}", (with_interval(f.cell), f.method), link) for f in shown)
    note = _with_intervals(figure.cell for figure in shown)
    return (Table("Gaps and gradients", ("Measure", "Figure", "Method"), rows, note),)


def _small_numbers(released: Released) -> tuple[Block, ...]:
    withheld = [f"{row}, {column}: {why}" for row, column, why in released.withheld if why]
    rule = Paragraph((Span("Small numbers. ", strong=True), Span(released.rule)))
    return (rule, *([Bullets(tuple(withheld))] if withheld else []))


def _source(released: Released, link: str) -> tuple[Block, ...]:
    about = released.provenance
    said = "; ".join(filter(None, [about.source, about.attribution]))
    words = Span(f"Source: {said}. " if said else "")
    return (Paragraph((words, Span("Open the released table", link=link), Span("."))),)
