"""What can stop a study from being read or written."""

from __future__ import annotations

from evenground.analysis.errors import AnalysisError


class UnreadableStudy(AnalysisError):
    """The file is not a REFI-QDA project or codebook."""


class HostileArchive(AnalysisError):
    """The file is made so that opening it would do harm, or is larger than the stated limits."""


class NothingToWrite(AnalysisError):
    """The standard has no empty codebook."""
