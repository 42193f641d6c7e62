"""Words of a text as names are compared: without case, accents and invisible characters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
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
# A line's end or capitals inside it may have made one word of two, or two of one: “Pember-⏎ton”, “JeanLuc”.
_BROKEN: Final = re.compile(r"(?<=[^\W\d_])-[ \t]{0,2}\r?\n[ \t]{0,2}(?=[^\W\d_A-Z])")
_RUN_ON: Final = re.compile(r"(?<=[a-z\u00df-\u00f6\u00f8-\u00ff])(?=[A-Z\u00c0-\u00d6\u00d8-\u00de])")
_PREFIX: Final = re.compile(r"(?:^|[\W\d_])(?:Ma?c|De|La|Le|Fitz|Van|O|Al)$")  # “McDonald” is no Donald
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
    apart = unicodedata.normalize("NFKD", word.casefold()).casefold().translate(_LETTERS)
    return "".join(letter for letter in apart if unicodedata.category(letter) not in {"Mn", "Cf"})


def words(text: str) -> list[Word]:
    """Every word in order. Apostrophes, hyphens, underscores and the border of letters and digits part words."""
    return [_word(text, *match.span()) for match in _WORD.finditer(text)]


def _word(text: str, start: int, end: int) -> Word:
    return Word(start, end, fold(text[start:end]), text[start].isupper())


def words_otherwise(text: str) -> list[Word]:
    """The words read another way: joined over a hyphen at a line's end, parted where a capital stands inside a word.

    Empty where the text gives no cause for it.
    """
    broken = {match.start(): match.end() for match in _BROKEN.finditer(text)}
    cuts = [
        at.start() for at in _RUN_ON.finditer(text) if not _PREFIX.search(text[max(at.start() - 6, 0) : at.start()])
    ]
    return _joined(_parted(text, words(text), cuts), broken) if broken or cuts else []


def _parted(text: str, found: list[Word], cuts: list[int]) -> list[Word]:
    parted: list[Word] = []
    for word in found:
        inner = cuts[bisect_right(cuts, word.start) : bisect_left(cuts, word.end)]
        parted += [_word(text, *part) for part in pairwise((word.start, *inner, word.end))] if inner else [word]
    return parted


def _joined(found: list[Word], broken: dict[int, int]) -> list[Word]:
    """``broken``: where the first half of a word ends, and where the second begins."""
    joined: list[Word] = []
    for word in found:
        if joined and broken.get(joined[-1].end) == word.start:
            first = joined.pop()
            joined.append(Word(first.start, word.end, first.folded + word.folded, first.capital))
        else:
            joined.append(word)
    return joined


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
