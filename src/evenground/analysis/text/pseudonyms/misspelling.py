"""Which words are a name misspelt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from evenground.analysis.text.pseudonyms.ordinary import NEVER_MISSPELT
from evenground.analysis.text.pseudonyms.words import Word

_AT_ONCE: Final = 2_000  # words compared with all names at once: some MB of distances
_LONG: Final = 8  # letters from which a name may have two mistakes
_MEDIUM: Final = 5
_SHORT: Final = 4


def misspelt(found: Iterable[Word], names: Iterable[str], *, plain: bool = False) -> Mapping[str, str]:
    """Words that are no name but nearly one, each with the name nearest to it.

    Near means: at most 1 mistake in a name of 4 to 7 letters (of 4: the first letter right), 2 in a longer one; a mistake
    is a letter put in, left out or wrong, or two neighbours exchanged. A word that stands more often without a capital
    than with one is an ordinary word, unless the text is ``plain``, all in one case.

    References
    ----------
    Optimal string alignment: Damerau FJ. A technique for computer detection and correction of spelling errors.
    Commun ACM 1964;7:171-176.
    """
    known = set(names)
    targets = sorted(name for name in known if len(name) >= _SHORT and name.isalpha())
    maybe = _candidates(found, known, plain)
    near: dict[str, str] = {}
    for start in range(0, len(maybe), _AT_ONCE):
        near |= _nearest(maybe[start : start + _AT_ONCE], targets)
    return near


def _candidates(found: Iterable[Word], known: set[str], plain: bool) -> list[str]:
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for word in found:
        (capital if word.capital else small)[word.folded] += 1
    ordinary = NEVER_MISSPELT | known
    # In a text with capitals a word without one is an ordinary word: no dictionary is at hand to tell “whistle” from Whittle.
    words = set(capital) | set(small) if plain else {word for word in capital if small[word] <= capital[word]}
    return sorted(word for word in words - ordinary if len(word) >= _SHORT and word.isalpha())


def _nearest(words: list[str], names: list[str]) -> dict[str, str]:
    if not words or not names:
        return {}
    import numpy as np
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    distances = cdist(words, names, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
    found: dict[str, tuple[int, str]] = {}
    for row, column in zip(*np.nonzero(distances <= 2), strict=True):
        word, name, mistakes = words[row], names[column], int(distances[row, column])
        if mistakes <= _allowed(word, name):
            found[word] = min(found.get(word, (9, "")), (mistakes, name))
    return {word: name for word, (_, name) in found.items()}


def _allowed(word: str, name: str) -> int:
    shorter = min(len(word), len(name))
    if shorter >= _LONG:
        return 2
    if shorter >= _MEDIUM:
        return 1
    return int(shorter == _SHORT and word[0] == name[0])
