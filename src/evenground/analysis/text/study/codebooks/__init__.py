"""Frameworks that come with Evenground, as codes to begin a deductive first pass with.

Each is data with its source and what may be done with it. Their codes carry the name of their framework, so that a
study's own codes are always told apart from them, and the same ids in every study.
"""

from evenground.analysis.text.study.codebooks.shipped import Codebook, codebook, shipped_codebooks

__all__ = ["Codebook", "codebook", "shipped_codebooks"]
