"""Reading XML from strangers piece by piece, and the values of the standard as Python has them and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from lxml import etree  # type: ignore[import-untyped]

from evenground.analysis.text.refi.errors import HostileArchive, UnreadableStudy
from evenground.analysis.text.study.model import Answer

Element = Any  # lxml has no types of its own

# The largest studies seen have 200,000 elements and 2,000 codes.
MOST_ELEMENTS = 2_000_000
MOST_CODES = 100_000
MOST_DEPTH = 256
MOST_ATTRIBUTE = 1_000_000  # characters

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COLOUR = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_HUGE = re.compile(r"huge|maximum|amplification|depth|too (long|big|large)|excessive", re.IGNORECASE)


class WrongEncoding(UnreadableStudy):
    """The bytes are not in the encoding the file claims."""


def pieces(stream: IO[bytes], name: str, encoding: str | None = None) -> Iterator[tuple[str, Element]]:
    """The root, then each piece with the name of the list it stands in; a piece is gone when the next is asked for.

    Raises
    ------
    HostileArchive
        For a document type (the standard has none; entities and bombs come with it), or beyond the limits.
    UnreadableStudy
        If it is not XML.
    """
    events = etree.iterparse(
        stream, events=("start", "end"), encoding=encoding, resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        yield from _pieces(events, name)
    except etree.XMLSyntaxError as reason:
        raise _unreadable(name, reason, retried=encoding is not None) from None


def _pieces(events: Iterator[tuple[str, Element]], name: str) -> Iterator[tuple[str, Element]]:
    depth, guard = 0, _Guard(name)
    for event, element in events:
        if event == "start":
            depth += 1
            guard.check(element, depth)
            if depth == 1:
                yield "", element
            continue
        depth -= 1
        if depth == 2 or (depth == 1 and (len(element) == 0 or local(element) in _ALONE)):
            parent = element.getparent()
            yield local(parent), element
            element.clear()
            if (before := element.getprevious()) is not None:
                parent.remove(before)


_ALONE = {"Description", "NoteRef"}


class _Guard:
    """Counts while the file is read, so that a harmful one is refused before it fills the memory."""

    def __init__(self, name: str) -> None:
        self.name, self.elements, self.codes = name, 0, 0

    def check(self, element: Element, depth: int) -> None:
        if depth == 1 and element.getroottree().docinfo.doctype:
            raise HostileArchive(
                f"“{self.name}” declares a document type, which REFI-QDA does not have and harmful files use."
                " It was not opened: ask for a fresh export."
            )
        self.elements += 1
        self.codes += local(element) == "Code"
        too_long = any(len(value) > MOST_ATTRIBUTE for value in element.attrib.values())
        if self.elements > MOST_ELEMENTS or self.codes > MOST_CODES or depth > MOST_DEPTH or too_long:
            raise HostileArchive(
                f"“{self.name}” is beyond what this program opens: {MOST_ELEMENTS:,} elements, {MOST_CODES:,} codes,"
                f" {MOST_DEPTH} levels, {MOST_ATTRIBUTE:,} characters in one attribute. Export the study in parts."
            )


def _unreadable(name: str, reason: etree.XMLSyntaxError, *, retried: bool) -> Exception:
    says = str(reason)
    if _HUGE.search(says):
        return HostileArchive(f"“{name}” holds a single text or nesting larger than this program opens.")
    if "ncod" in says and not retried:
        return WrongEncoding(f"“{name}” is not in the encoding it claims.")
    line = f" (line {reason.lineno:,})" if reason.lineno else ""
    return UnreadableStudy(f"“{name}” is damaged or not a REFI-QDA file{line}. Export the study again.")


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def space(element: Element) -> str:
    """The namespace of an element."""
    tag: str = element.tag
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def legal(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def illegal(text: str) -> Iterator[int]:
    """Where in a text those characters stand."""
    return (found.start() for found in _ILLEGAL.finditer(text))


def whole(text: str | None) -> int | None:
    """A whole number of a sensible size; None where it is none."""
    if text is None or not re.fullmatch(r"\s*[+-]?[0-9]{1,15}(\.0*)?\s*", text):
        return None
    return int(text.strip().partition(".")[0])


def colour(text: str | None) -> str | None:
    """``#rrggbb`` in lower case."""
    if text is None or not (found := _COLOUR.fullmatch(text.strip())):
        return None
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def moment(text: str | None) -> datetime | None:
    """A date and time; without a zone it has none."""
    try:
        return datetime.fromisoformat(text.strip()) if text else None
    except ValueError:
        return None


def written_moment(value: datetime) -> str:
    """As the standard writes it: zones in whole minutes, no more than 14 hours off."""
    offset = value.utcoffset()
    if offset is not None and (offset % timedelta(minutes=1) or abs(offset) > timedelta(hours=14)):
        try:
            value = value.astimezone(UTC)
        except OverflowError:  # hours from the beginning or the end of what can be counted
            value = value.replace(tzinfo=None)
    return value.isoformat()


def answer(element: Element) -> Answer:
    """What a value element says, by its own name; as text where it does not fit its kind."""
    text = element.text or ""
    bare = text.strip()
    try:
        return _ANSWERS[local(element)](bare) if local(element) != "TextValue" else text
    except (KeyError, ValueError, InvalidOperation):
        return text


def written_answer(value: Answer) -> tuple[str, str] | None:
    """The element and text that hold a value; None for none."""
    match value:
        case None:
            return None
        case bool():
            return "BooleanValue", "true" if value else "false"
        case int():
            return "IntegerValue", str(value)
        case Decimal() if value.is_finite():
            return "FloatValue", f"{value:f}"
        case datetime():
            return "DateTimeValue", written_moment(value)
        case date():
            return "DateValue", value.isoformat()
    return "TextValue", str(value)


_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_DAY = r"-?(?P<year>[1-9][0-9]{4,}|[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_TIME = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
_DATED = {"date": re.compile(_DAY + _ZONE), "datetime": re.compile(f"{_DAY}T{_TIME}{_ZONE}")}


def answer_fits(kind: str, text: str) -> bool:
    """Whether a text is a date, or a date and time, of XML Schema."""
    found = _DATED[kind].fullmatch(text)
    if found is None:
        return False
    try:
        date(int(found["year"][-4:]) % 400 + 2000, int(found["month"]), int(found["day"]))
    except ValueError:
        return False
    return found["year"] != "0000"


def _number(text: str) -> Decimal:
    if len(text) > 400:  # also keeps "1e999999999" from being written out in full
        raise ValueError
    found = Decimal(text)
    if not found.is_finite() or abs(found.adjusted()) > 400:
        raise ValueError
    return found


def _day(text: str) -> date:
    if not answer_fits("date", text):  # what stands behind a date must not be lost
        raise ValueError
    return date.fromisoformat(text[:10])


_ANSWERS: dict[str, Callable[[str], Answer]] = {
    "BooleanValue": lambda text: {"true": True, "1": True, "false": False, "0": False}[text.lower()],
    "IntegerValue": int,
    "FloatValue": _number,
    "DateValue": _day,
    "DateTimeValue": datetime.fromisoformat,
}
