"""Bytes into characters: what the file says of itself first, then what fits, and a guess is called a guess."""

from __future__ import annotations

import codecs
import re

from evenground.analysis.text.transcripts.model import UnreadableTranscript, counted

_MARKS = [
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
]
# Western text has few letters beyond ASCII; above this share another script is likelier.
FEW = 0.1
# Enough of a long file to tell its encoding by.
SAMPLE = 100_000

# A picture or a recording has about a tenth of control characters; a text has hardly any.
MUCH_DIRT = 0.05

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_HIGH = re.compile(rb"[\xc0-\xff]")  # letters; quotation marks and dashes lie below


def decoded(content: bytes) -> tuple[str, str, str]:
    """The text, its encoding, and a warning where that is a guess.

    Raises
    ------
    UnreadableTranscript
        If the bytes are no text in any encoding.
    """
    for mark, encoding, called in _MARKS:
        if content.startswith(mark):
            return _marked(content[len(mark) :], encoding, called)
    if b"\x00" not in content:
        try:
            return content.decode("utf-8"), "ASCII" if content.isascii() else "UTF-8", ""
        except UnicodeDecodeError:
            return _guessed(content)
    return _wide(content)


def _marked(content: bytes, encoding: str, called: str) -> tuple[str, str, str]:
    text = content.decode(encoding, "replace")
    spoilt = text.count("\ufffd")
    return text, called, _spoilt(spoilt) if spoilt else ""


def _wide(content: bytes) -> tuple[str, str, str]:
    """UTF-16 without its mark has a zero in every other byte of plain letters; a stray zero is mere dirt."""
    even, odd, half = content[::2].count(0), content[1::2].count(0), len(content) // 2
    if max(even, odd) > 0.4 * half:
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        return content.decode(encoding, "replace"), "UTF-16", _GUESS.format("UTF-16")
    try:
        return content.decode("utf-8"), "UTF-8", ""
    except UnicodeDecodeError:
        return _guessed(content)


_GUESS = "The file does not say how its letters are stored; {} was guessed. Look at accents and quotation marks."


def _guessed(content: bytes) -> tuple[str, str, str]:
    sample = content[:SAMPLE]
    if len(_CONTROL.findall(sample)) > MUCH_DIRT * len(sample):
        raise UnreadableTranscript(
            "This is not a text: it is full of bytes that no text has. Give the transcript as Word, text or PDF."
        )
    if len(_HIGH.findall(sample)) <= FEW * len(sample):
        return _western(content)
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None or best.encoding in {"cp1252", "latin_1", "ascii", "utf_8"}:
        return _western(content)
    called = best.encoding.replace("_", "-")
    return content.decode(best.encoding, "replace"), f"{called} (guessed)", _GUESS.format(called)


def _western(content: bytes) -> tuple[str, str, str]:
    try:
        return content.decode("cp1252"), "Windows-1252 (guessed)", _GUESS.format("Windows-1252")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
        spoilt = text.count("\ufffd")
        return (
            text,
            "Windows-1252 (guessed)",
            f"{_GUESS.format('Windows-1252')} {_spoilt(spoilt)}",
        )


def _spoilt(many: int) -> str:
    return f"{counted(many, 'unreadable character')} shown as “\ufffd”."
