"""What can be asked of a coded study: extracts, matrices, what stands together, the framework matrix."""

from evenground.analysis.text.study.queries.cooccurring import Cooccurrence, cooccurrence
from evenground.analysis.text.study.queries.extracts import Extract, extracts_as_rows, retrieve
from evenground.analysis.text.study.queries.framework import FrameworkMatrix, framework_matrix
from evenground.analysis.text.study.queries.matrices import Matrix, matrix

__all__ = [
    "Cooccurrence",
    "Extract",
    "FrameworkMatrix",
    "Matrix",
    "cooccurrence",
    "extracts_as_rows",
    "framework_matrix",
    "matrix",
    "retrieve",
]
