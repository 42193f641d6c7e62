"""Measures of inequality, one family a file. All take any data frame, work on all groups at once, and give one shape.

>>> from evenground.analysis import equity
>>> import pyarrow as pa
>>> made = equity.crude_rate(pa.table({"deaths": [20], "people": [10_000]}), count="deaths", population="people")
>>> made["estimate"].to_pylist()
[200.0]
"""

from evenground.analysis.equity.area_gradients import gradients
from evenground.analysis.equity.attributable import attributable
from evenground.analysis.equity.concentration import concentration_curve, concentration_index
from evenground.analysis.equity.dispersion import dispersion
from evenground.analysis.equity.funnels import funnel, funnel_lines

# Before the function of the same name, which is what the name means here.
from evenground.analysis.equity.gaps import absolute_gap, rate_difference, rate_ratio  # isort: skip
from evenground.analysis.equity.between import gaps  # isort: skip
from evenground.analysis.equity.indirect import indirectly_standardised_rate, indirectly_standardised_ratio
from evenground.analysis.equity.life import life_expectancy
from evenground.analysis.equity.persons import individual_concentration
from evenground.analysis.equity.quantiles import quantiles
from evenground.analysis.equity.rates import crude_rate, mean, proportion
from evenground.analysis.equity.similar_areas import compare_gradients
from evenground.analysis.equity.slope import slope_index
from evenground.analysis.equity.standardised import directly_standardised_rate
from evenground.analysis.equity.standards import european_2013

__all__ = [
    "absolute_gap",
    "attributable",
    "compare_gradients",
    "concentration_curve",
    "concentration_index",
    "crude_rate",
    "directly_standardised_rate",
    "dispersion",
    "european_2013",
    "funnel",
    "funnel_lines",
    "gaps",
    "gradients",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "individual_concentration",
    "life_expectancy",
    "mean",
    "proportion",
    "quantiles",
    "rate_difference",
    "rate_ratio",
    "slope_index",
]
