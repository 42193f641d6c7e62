"""Charts of a release, and of nothing else: each states its finding and carries a data table."""

from evenground.analysis.charts.caterpillars import caterpillar
from evenground.analysis.charts.changes import before_after
from evenground.analysis.charts.controls import control_chart
from evenground.analysis.charts.curves import concentration_curve
from evenground.analysis.charts.drawing import draw
from evenground.analysis.charts.fifths import fifths_chart
from evenground.analysis.charts.funnels import funnel
from evenground.analysis.charts.gradients import gradients_chart
from evenground.analysis.charts.group_gaps import gaps_by_group
from evenground.analysis.charts.runs import run_chart
from evenground.analysis.charts.slopes import slope

__all__ = [
    "before_after",
    "caterpillar",
    "concentration_curve",
    "control_chart",
    "draw",
    "fifths_chart",
    "funnel",
    "gaps_by_group",
    "gradients_chart",
    "run_chart",
    "slope",
]
