"""Any data frame in, one tidy shape out: pandas, Polars, PyArrow, DuckDB, Ibis and Spark tables alike."""

from evenground.analysis.frames.coding import Floats, Positions, written
from evenground.analysis.frames.ordering import order_of
from evenground.analysis.frames.reading import Frame, Grouped, Labels, Named, named, read
from evenground.analysis.frames.words import Words
from evenground.analysis.frames.writing import SHAPE, Figures, write

__all__ = [
    "SHAPE",
    "Figures",
    "Floats",
    "Frame",
    "Grouped",
    "Labels",
    "Named",
    "Positions",
    "Words",
    "named",
    "order_of",
    "read",
    "write",
    "written",
]
