"""Any file or database to a table that can be analysed. The engine (Ibis over DuckDB) loads when one is first opened."""

from evenground.analysis.tables.checking import CheckedTable, check_table
from evenground.analysis.tables.columns import Columns, guess_columns
from evenground.analysis.tables.counting import count_events
from evenground.analysis.tables.opening import MAX_BYTES, headings
from evenground.analysis.tables.personal import Personal, scan, scan_file
from evenground.analysis.tables.reading import Data, read
from evenground.analysis.tables.similar import SimilarAreas, read_similar_areas

__all__ = [
    "MAX_BYTES",
    "CheckedTable",
    "Columns",
    "Data",
    "Personal",
    "SimilarAreas",
    "check_table",
    "count_events",
    "guess_columns",
    "headings",
    "read",
    "read_similar_areas",
    "scan",
    "scan_file",
]
