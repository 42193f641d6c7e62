"""Draw every chart a release has figures for."""

from __future__ import annotations

from evenground.analysis.charts.fifths import fifths_chart
from evenground.analysis.charts.gradients import gradients_chart
from evenground.analysis.results import Chart, Released


def draw(released: Released, *, png: bool = False) -> tuple[Chart, ...]:
    """Draw the chart by fifth, and the gradients when there are any.

    The same release gives the same bytes. PNG takes a little longer, so it is made only when asked for.
    """
    charts = [fifths_chart(released, png=png)]
    if released.figure("gradient.absolute"):
        charts.append(gradients_chart(released, png=png))
    return tuple(charts)
