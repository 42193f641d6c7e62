"""What cannot be asked of a study, or done to it."""

from __future__ import annotations

from evenground.analysis.errors import AnalysisError


class UnknownThing(AnalysisError):
    """An id, a name or a choice that the study does not have."""


class CannotChange(AnalysisError):
    """A change that does not fit the study as it is now."""


class CannotSearch(AnalysisError):
    """A question the search cannot read."""


class NothingToCompare(AnalysisError):
    """Fewer than two people coded the same text."""
