"""Codebook and codings for people: CSV, Excel, Word and Markdown, by the ending of the file's name."""

from evenground.analysis.text.exports.codebooks import write_codebook
from evenground.analysis.text.exports.codings import write_codings
from evenground.analysis.text.exports.forms import UnknownForm
from evenground.analysis.text.exports.quotations import Quotation, quotations

__all__ = ["Quotation", "UnknownForm", "quotations", "write_codebook", "write_codings"]
