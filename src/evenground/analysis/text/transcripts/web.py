"""Web pages: what a reader sees of them, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html  # type: ignore[import-untyped]

from evenground.analysis.text.transcripts.model import Draft, Line, UnreadableTranscript, counted

_OUT = {"script", "style", "noscript", "template", "head", "iframe", "object", "svg", "select", "textarea"}
_OTHERS = ("noscript", "template", "object", "svg", "select", "textarea")
_OTHERS_CALLED = "form fields, drawings and hidden parts"
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark",
    "q", "td", "th", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLANKS = re.compile(" {2,}")


def read_web(text: str) -> Draft:
    """The visible text of an HTML page; scripts are left out, never run."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as reason:
        raise UnreadableTranscript("The page has no text in it.") from reason
    if any("depth" in entry.message for entry in parser.error_log):
        raise UnreadableTranscript(
            "The page is nested so deeply that part of it was lost. Copy its text into a Word document and save that."
        )
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise UnreadableTranscript(
            "The page could only be read in part: a stretch of it is too long (10 MB) or damaged. Copy its text into a Word"
            " document and save that."
        )
    _keep_lines(root)
    scripts = sum(1 for element in root.iter("script", "style", "iframe"))
    others = sum(1 for element in root.iter(*_OTHERS))
    lines = [line for line in _lines(root) if line.text]
    draft = Draft(lines)
    if scripts:
        draft.dropped.append(f"{counted(scripts, 'script, style or frame', 'scripts, styles and frames')} of the page.")
    if others:
        draft.dropped.append(f"{counted(others, 'form field, drawing or hidden part', _OTHERS_CALLED)} of the page.")
    return draft


def _keep_lines(root: etree._Element) -> None:
    """In ``<pre>`` a line break is one; as U+2028 it outlasts the joining of white space and then ends the line."""
    for block in root.iter("pre"):
        for element in block.iter():
            if isinstance(element.tag, str):
                element.text = (element.text or "").replace("\n", "\u2028")
            if element is not block:
                element.tail = (element.tail or "").replace("\n", "\u2028")


def _lines(root: etree._Element) -> Iterator[Line]:
    """One line for each block and each ``<br>``."""
    words: list[tuple[str, bool]] = []
    for kind, text, bold in _events(root):
        if kind == "words":
            words.append((text, bold))
            continue
        if words:
            yield _line(words)
            words = []
    if words:
        yield _line(words)


def _line(words: list[tuple[str, bool]]) -> Line:
    bold = next((at for at, (text, strong) in enumerate(words) if text.strip() and not strong), len(words))
    whole = _BLANKS.sub(" ", "".join(text for text, _ in words)).strip(" \t")
    start = _BLANKS.sub(" ", "".join(text for text, _ in words[:bold])).lstrip(" \t")
    return Line(whole, bold=min(len(start), len(whole)) if bold < len(words) else 0)


def _events(root: etree._Element) -> Iterator[tuple[str, str, bool]]:
    """Words and breaks in reading order, by an own stack: pages can be nested very deep."""
    stack: list[tuple[str, etree._Element | str, bool]] = [("open", root, False)]
    while stack:
        kind, what, bold = stack.pop()
        if isinstance(what, str):
            yield kind, what, bold
            continue
        tag = what.tag if isinstance(what.tag, str) else ""
        if not tag or tag in _OUT:
            continue
        strong = bold or tag in {"b", "strong"}
        block = tag not in _INLINE
        if block:
            yield "break", "", bold
            stack.append(("break", "", bold))
        for child in reversed(what):
            stack.append(("words", _SPACE.sub(" ", child.tail or ""), strong))
            stack.append(("open", child, strong))
        if tag in {"td", "th"} and what.getprevious() is not None:
            yield "words", "\t", bold
        stack.append(("words", _SPACE.sub(" ", what.text or ""), strong))
