"""REFI-QDA 1.5: whole studies (`.qdpx`) and codebooks (`.qdc`), read and written."""

from evenground.analysis.text.refi.archive import content_of
from evenground.analysis.text.refi.checking import check
from evenground.analysis.text.refi.codebook import read_qdc, write_qdc
from evenground.analysis.text.refi.errors import HostileArchive, NothingToWrite, UnreadableStudy
from evenground.analysis.text.refi.order import arranged
from evenground.analysis.text.refi.reading import Read, read_qdpx
from evenground.analysis.text.refi.report import Finding, Report
from evenground.analysis.text.refi.writing import Written, write_qdpx

__all__ = [
    "Finding",
    "HostileArchive",
    "NothingToWrite",
    "Read",
    "Report",
    "UnreadableStudy",
    "Written",
    "arranged",
    "check",
    "content_of",
    "read_qdc",
    "read_qdpx",
    "write_qdc",
    "write_qdpx",
]
