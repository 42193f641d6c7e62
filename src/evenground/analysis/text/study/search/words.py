"""The words of a text, as places and as what is looked for.

A word is a run of letters, digits and the marks that belong to them. Signs such as emoji, and the letters of scripts
that put no space between words, are each a word of their own, so that a run of them is found as a phrase.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int32]

_NOTHING, _LETTER, _ALONE, _MARK, _UNKNOWN = range(5)
_SPACELESS = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF),
              (0x20000, 0x3FFFF))  # fmt: skip
# Letters that decompose into nothing simpler, written as people type them who lack the key.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_kinds = np.full(0x110000, _UNKNOWN, dtype=np.uint8)


def words(text: str) -> tuple[Places, Places]:
    """Where each word starts and ends, in code points."""
    kinds = _kinds_of(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4"))
    before = np.concatenate(([np.uint8(_NOTHING)], kinds[:-1])) if len(kinds) else kinds
    apart = (kinds == _ALONE) | (before == _NOTHING) | ((kinds == _LETTER) & (before == _ALONE))
    starts = np.flatnonzero((kinds != _NOTHING) & apart)
    # A word ends where the next starts, or at the first character after it that belongs to no word.
    gaps = np.append(np.flatnonzero((kinds == _NOTHING) & (before != _NOTHING)), len(text))
    after = np.append(starts[1:], len(text)) if len(starts) else starts
    ends = np.minimum(after, gaps[np.searchsorted(gaps, starts, side="right")]) if len(starts) else starts
    return starts.astype(np.int32), ends.astype(np.int32)


@lru_cache(maxsize=1 << 18)
def folded(word: str) -> str:
    """Without case and marks: “Café”, “CAFE” and “cafe” are one word.

    Examples
    --------
    >>> folded("Café"), folded("STRASSE") == folded("Straße"), folded("Łódź")
    ('cafe', True, 'lodz')
    """
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn").translate(_PLAIN)


def _kinds_of(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    kinds = _kinds[codes]
    unknown = kinds == _UNKNOWN
    if unknown.any():
        for code in np.unique(codes[unknown]).tolist():
            _kinds[code] = _kind(code)
        kinds = _kinds[codes]
    return kinds


def _kind(code: int) -> int:
    category = unicodedata.category(chr(code))
    if category[0] == "M":
        return _MARK
    if category == "So" or (category[0] == "L" and any(low <= code <= high for low, high in _SPACELESS)):
        return _ALONE
    return _LETTER if category[0] in "LN" else _NOTHING
