"""Taguette's projects (`.sqlite3`), read."""

from evenground.analysis.text.taguette.reading import read_taguette

__all__ = ["read_taguette"]
