"""What the analysis hands on: frozen results, from the counts measured to what is released.

``Measured`` and ``MeasuredTable`` are before disclosure control and stay inside. ``Released``, ``ReleasedTable`` and
``ReleasedFigures`` are after it and may be shown, stored and drawn. Only ``evenground.analysis.disclosure`` makes one
from figures.
"""

from evenground.analysis.results.cells import HIDDEN, Cell, State
from evenground.analysis.results.chart import Chart
from evenground.analysis.results.counts import Count, Estimate, Gradient, Measured, Provenance, Role, added
from evenground.analysis.results.figures import FigureRow, ReleasedFigures
from evenground.analysis.results.released import Figure, Released, Row
from evenground.analysis.results.sealed import FORMAT
from evenground.analysis.results.tables import Because, Key, MeasuredTable, ReleasedTable, TableRow

__all__ = [
    "FORMAT",
    "HIDDEN",
    "Because",
    "Cell",
    "Chart",
    "Count",
    "Estimate",
    "Figure",
    "FigureRow",
    "Gradient",
    "Key",
    "Measured",
    "MeasuredTable",
    "Provenance",
    "Released",
    "ReleasedFigures",
    "ReleasedTable",
    "Role",
    "Row",
    "State",
    "TableRow",
    "added",
]
