"""Change over time, by stratum: before and after, run and control charts, interrupted series, difference in differences."""

from evenground.analysis.change.control import control_chart
from evenground.analysis.change.differences import panel_differences
from evenground.analysis.change.interrupted import interrupted
from evenground.analysis.change.paired import paired_difference
from evenground.analysis.change.periods import between, contrast
from evenground.analysis.change.placebo import trends_before
from evenground.analysis.change.power import people_needed, smallest_change
from evenground.analysis.change.rules import RULES, Alternating, Beyond, OneSide, Trend, Zone
from evenground.analysis.change.run import run_chart
from evenground.analysis.change.targets import assurance
from evenground.analysis.change.two_by_two import difference_in_differences

__all__ = [
    "RULES",
    "Alternating",
    "Beyond",
    "OneSide",
    "Trend",
    "Zone",
    "assurance",
    "between",
    "contrast",
    "control_chart",
    "difference_in_differences",
    "interrupted",
    "paired_difference",
    "panel_differences",
    "people_needed",
    "run_chart",
    "smallest_change",
    "trends_before",
]
