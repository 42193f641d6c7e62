"""Text on its way into Markdown: nothing in it is ever read as markup."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_AT_START = re.compile(r"^([^\S\n]*)([-+=:]|\d{1,9}[.)])", re.MULTILINE)
_INDENTED = re.compile(
    r"^(?=[ \t]*\S)(?: (?=   | {0,2}\t)|\t)", re.MULTILINE
)  # would be shown as code, backslashes and all


def escaped(text: str) -> str:
    r"""The text with every mark of Markdown and HTML made plain.

    >>> print(escaped("*not* bold\n- no list\n1. nor this"))
    \*not\* bold
    \- no list
    1\. nor this
    """
    text = _MARKS.sub(r"\\\1", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _INDENTED.sub(lambda sign: f"&#{ord(sign[0])};", _AT_START.sub(_kept, text))


def _kept(start: re.Match[str]) -> str:
    sign = start[2]
    return f"{start[1]}\\{sign}" if len(sign) == 1 else f"{start[1]}{sign[:-1]}\\{sign[-1]}"


def one_line(text: str) -> str:
    """For a heading or a cell."""
    return escaped(" ".join(text.split()))


def quote(text: str) -> str:
    """A block quotation, every line of it; a line break of the text stays one."""
    return "\n".join(f"> {line}\\" if line.strip() else ">" for line in escaped(text).split("\n")).removesuffix("\\")
