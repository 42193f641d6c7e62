"""Evenground: mixed teams evaluate their own services together, so that inequalities can be seen and decisions follow."""

__version__ = "0.1.0"
