"""Any file of neighbourhoods to a checked table. The engine (Ibis over DuckDB) loads when a file is first opened."""

from evenground.analysis.tables.checking import CheckedTable, check_table
from evenground.analysis.tables.columns import Columns, guess_columns
from evenground.analysis.tables.opening import MAX_BYTES, headings
from evenground.analysis.tables.similar import SimilarAreas, read_similar_areas

__all__ = [
    "MAX_BYTES",
    "CheckedTable",
    "Columns",
    "SimilarAreas",
    "check_table",
    "guess_columns",
    "headings",
    "read_similar_areas",
]
