"""Words of a text as names are compared: without case, accents and invisible characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

# Accents that stand on their own (decomposed text), vowel signs, soft hyphens and joiners belong to their word.
_LOOSE: Final = "".join(
    chr(code)
    for code in (*range(0x300, 0x1E00), *range(0x200B, 0x200E), 0x2060, 0xAD, *range(0xA800, 0xAC00), 0xFEFF)
    if unicodedata.category(chr(code)) in {"Mn", "Mc", "Cf"}
)
# Chinese and Japanese are written without spaces: every sign is compared by itself.
_SIGN: Final = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
_WORD: Final = re.compile(rf"{_SIGN}|[^\W\d_](?:(?!{_SIGN})[^\W\d_]|[{_LOOSE}])*|\d+")
# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS: Final = str.maketrans({
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a number, where it stands, and as it is compared."""

    start: int
    end: int
    folded: str
    capital: bool


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word as it is compared.

    Examples
    --------
    >>> fold("Zoë"), fold("ŁUKASZ"), fold("Strauß")
    ('zoe', 'lukasz', 'strauss')
    """
    apart = unicodedata.normalize("NFKD", word.casefold()).translate(_LETTERS)
    return "".join(letter for letter in apart if unicodedata.category(letter) not in {"Mn", "Cf"})


def words(text: str) -> list[Word]:
    """Every word in order. Apostrophes, hyphens, underscores and the border of letters and digits part words."""
    found = []
    for match in _WORD.finditer(text):
        written = match[0]
        found.append(Word(match.start(), match.end(), fold(written), written[0].isupper()))
    return found


def folded_words(text: str) -> tuple[str, ...]:
    """The words alone, as they are compared."""
    return tuple(word.folded for word in words(text))


def without_capitals(found: list[Word]) -> bool:
    """Whether a text is written in one case, as raw speech recognition is, so that capitals say nothing."""
    capitals = sum(word.capital for word in found)
    return len(found) >= 10 and (capitals * 100 < len(found) or capitals * 10 > len(found) * 9)


def listed(text: str) -> frozenset[str]:
    """A set of words from a text of them."""
    return frozenset(word for space, run in groupby(text, str.isspace) if not space for word in ["".join(run)])
