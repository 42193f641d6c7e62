"""Charts of a release, and of nothing else: each states its finding and carries a data table."""

from evenground.analysis.charts.drawing import draw
from evenground.analysis.charts.fifths import fifths_chart
from evenground.analysis.charts.gradients import gradients_chart

__all__ = ["draw", "fifths_chart", "gradients_chart"]
