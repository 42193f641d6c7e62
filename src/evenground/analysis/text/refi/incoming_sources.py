"""Reading sources, notes, what is marked in them and the codings."""

from __future__ import annotations

from typing import Literal

from evenground.analysis.text.refi.ids import made_for, proper
from evenground.analysis.text.refi.incoming import Incoming, called, description, parted
from evenground.analysis.text.refi.variants import Counting, Mark, Placed, Positions, decoded, place, unmarked
from evenground.analysis.text.refi.xml import Element, local, whole
from evenground.analysis.text.study.model import (
    Area,
    File,
    Id,
    Member,
    Place,
    Selection,
    Source,
    SyncPoint,
    SyncSpan,
    TimeSpan,
)  # fmt: skip

from evenground.analysis.text.positions.segments import Segment  # isort: skip

Parts = dict[str, list[Element]]
Role = Literal["source", "representation", "description", "transcript", "note", "journal"]
MOST_POSITION = 10**12  # beyond any text or recording: also keeps arithmetic quick


def read_source(incoming: Incoming, element: Element) -> None:
    """Take one child of ``Sources``."""
    name = local(element)
    if name == "TextSource":
        read_text(incoming, element, "source")
    elif name in _KINDS:
        _KINDS[name](incoming, element)
    else:
        incoming.misplaced("Sources", name)


def read_text(incoming: Incoming, element: Element, role: Role, part_of: Id | None = None) -> None:
    """Take a text with its selections and codings; a transcript also with its moments."""
    parts = parted(element)
    positions = _text(incoming, element, parts)
    source = _source(incoming, element, parts, "text", role, part_of, positions.text if positions else None)
    incoming.sources.append(source)
    if positions is None and source.rich:
        incoming.notes.warn(called(element), "has only its formatted twin; import that to have its text.")
    usual = _usual(incoming, positions)
    _plain_selections(incoming, parts, source, positions, usual)
    if role == "transcript":
        _transcript(incoming, parts, source, positions, usual)
    incoming.code_on(parts.get("Coding", []), source.id)


def _usual(incoming: Incoming, positions: Positions | None) -> Counting:
    """ATLAS.ti counts a line end as one whatever it writes; others count the characters of the file."""
    atlas = "atlas" in incoming.origin.lower()
    return Counting("filed" if positions and positions.doubtful and not atlas else "one")


def _source(
    incoming: Incoming,
    element: Element,
    parts: Parts,
    kind: Literal["text", "pdf", "picture", "audio", "video"],
    role: Role = "source",
    part_of: Id | None = None,
    text: str | None = None,
) -> Source:
    name = element.get("name") or ""
    return Source(
        incoming.ids.claim(element.get("guid"), "note" if role == "note" else "source", name),
        name,
        kind,
        role,
        part_of,
        text,
        _file(incoming, element, "richTextPath"),
        _file(incoming, element, "path") if kind != "text" else None,
        description(parts),
        incoming.stamp(element),
        incoming.references(parts.get("NoteRef", []), "note"),
        incoming.values(parts.get("VariableValue", [])),
    )


def _text(incoming: Incoming, element: Element, parts: Parts) -> Positions | None:
    inner = _member(incoming, element, "plainTextPath")
    more = len(parts.get("PlainTextContent", ())) - (inner is None)
    if more > 0:
        incoming.notes.left_out(called(element), f"{more:,} more texts in it than the one that is read.")
    if inner is not None and incoming.archive:
        data = incoming.archive.text_of(inner)
        if data.startswith(b"PK\x03\x04"):
            incoming.notes.warn(called(element), "its plain text is a packed file, not text; kept without its text.")
            return None
        read = decoded(data)
        positions = Positions(read.text, marks=read.marks)
        if read.encoding != "UTF-8":
            incoming.notes.mended(called(element), f"its text is {read.encoding}, not UTF-8; read as {read.encoding}.")
    elif "PlainTextContent" in parts:
        positions = Positions(unmarked("".join(parts["PlainTextContent"][0].itertext()))[0])
    else:
        return None
    if positions.dropped:
        incoming.notes.mended(
            called(element),
            f"{positions.dropped:,} control characters taken out of the text, and positions moved to fit.",
        )
    if "\ufeff" in positions.text:
        incoming.notes.warn(
            called(element), "has byte-order marks inside its text; kept, so that positions stay right."
        )
    return positions


def _member(incoming: Incoming, element: Element, name: str) -> str | None:
    """The member that a path names. Paths to other places are never opened."""
    path = element.get(name)
    if not path or incoming.archive is None:
        return None
    scheme, _, inner = path.partition("://")
    if not inner:
        scheme, inner = "internal", path
    found = incoming.archive.find(inner) if scheme.lower() == "internal" else None
    if found is None:
        last = path.replace("\\", "/").rpartition("/")[2][:60]
        incoming.notes.warn(
            called(element),
            f"its file “{last}” is not inside the archive; kept without it, with all that is marked in it.",
        )
    return found


def _file(incoming: Incoming, element: Element, name: str) -> File | None:
    inner = _member(incoming, element, name)
    if inner is None or incoming.archive is None:
        return None
    return File(inner.rpartition("/")[2], Member(incoming.archive.path, inner))


def _plain_selections(
    incoming: Incoming, parts: Parts, source: Source, positions: Positions | None, usual: Counting
) -> None:
    elements = parts.get("PlainTextSelection", [])
    marks = [_mark(incoming, element) for element in elements]
    if positions is None:
        places = tuple(Segment(max(min(m.start, m.end), 0), max(m.start, m.end, 0)) for m in marks)
    else:
        placed = place(positions, marks, usual, trust=incoming.ours and not positions.doubtful)
        places = placed.segments
        _say_how(incoming, source, positions, marks, placed, usual)
    for element, mark, segment in zip(elements, marks, places, strict=True):
        _say_oddities(incoming, element, mark, segment, source)
        _selection(incoming, element, source.id, segment)


def _mark(incoming: Incoming, element: Element) -> Mark:
    start, end = (incoming.number(element, name) for name in ("startPosition", "endPosition"))
    return Mark(_sane(start), _sane(end), element.get("name") or "")


def _sane(number: int) -> int:
    return min(max(number, -MOST_POSITION), MOST_POSITION)


def _say_how(
    incoming: Incoming, source: Source, positions: Positions, marks: list[Mark], placed: Placed, usual: Counting
) -> None:
    where, notes = f"Source “{source.name or source.id}”", incoming.notes
    if placed.counting != usual:
        notes.mended(
            where,
            f"positions count {placed.counting}; so {placed.confirmed:,} of {len(marks):,} selections hold what they quote.",
        )
    elif positions.doubtful and marks and not placed.confirmed and not incoming.ours:
        notes.warn(
            where, f"no selection quotes its text, so positions were taken to count {placed.counting}: compare one."
        )
    for number in placed.moved:
        notes.mended(f"{where}, “{marks[number].name[:40]}”", "moved to where the words stand that it quotes.")
    if placed.unlike:
        first = marks[placed.unlike[0]].name[:40]
        notes.warn(
            where,
            f"{len(placed.unlike):,} of {len(marks):,} selections have a name that is not what stands at their place"
            f" (the first: “{first}”); kept where the file has them.",
        )
    for mark in marks:
        if positions.beyond(mark, placed.counting):
            notes.mended(
                f"{where}, “{mark.name[:40]}”", f"{mark.start} to {mark.end} reached beyond the text; cut to fit."
            )


def _say_oddities(incoming: Incoming, element: Element, mark: Mark, segment: Segment, source: Source) -> None:
    if mark.start > mark.end:
        incoming.notes.mended(called(element), f"started after its end ({mark.start} to {mark.end}); turned round.")
    if not len(segment):
        incoming.notes.warn(called(element), f"marks a place in “{source.name}” but no words; kept as a place.")


def _selection(incoming: Incoming, element: Element, source: Id, where: Place) -> Id:
    parts, name = parted(element), element.get("name") or ""
    its = incoming.ids.claim(element.get("guid"), "selection", name)
    notes = incoming.references(parts.get("NoteRef", []), "note")
    incoming.selections.append(Selection(its, source, where, name, description(parts), incoming.stamp(element), notes))
    incoming.code_on(parts.get("Coding", []), source, its)
    for inside in parts.get("Representation", []):
        read_text(incoming, inside, "representation", its)
    return its


def _area(incoming: Incoming, element: Element) -> Area:
    x, y, x2, y2 = (incoming.number(element, name) for name in ("firstX", "firstY", "secondX", "secondY"))
    return Area(x, y, x2, y2, incoming.number(element, "page") if local(element) == "PDFSelection" else None)


def _time_span(incoming: Incoming, element: Element) -> TimeSpan:
    begin, end = (incoming.number(element, name) for name in ("begin", "end"))
    if begin > end:
        incoming.notes.mended(called(element), f"started after its end ({begin} to {end} ms); turned round.")
    return TimeSpan(min(begin, end), max(begin, end))


def _picture(incoming: Incoming, element: Element) -> None:
    parts = parted(element)
    source = _source(incoming, element, parts, "picture")
    incoming.sources.append(source)
    for inside in parts.get("TextDescription", []):
        read_text(incoming, inside, "description", source.id)
    for selection in parts.get("PictureSelection", []):
        _selection(incoming, selection, source.id, _area(incoming, selection))
    incoming.code_on(parts.get("Coding", []), source.id)


def _pdf(incoming: Incoming, element: Element) -> None:
    parts = parted(element)
    source = _source(incoming, element, parts, "pdf")
    incoming.sources.append(source)
    for selection in parts.get("PDFSelection", []):
        _selection(incoming, selection, source.id, _area(incoming, selection))
    for inside in parts.get("Representation", []):
        read_text(incoming, inside, "representation", source.id)
    incoming.code_on(parts.get("Coding", []), source.id)


def _recording(incoming: Incoming, element: Element) -> None:
    parts = parted(element)
    source = _source(incoming, element, parts, "audio" if local(element) == "AudioSource" else "video")
    incoming.sources.append(source)
    for inside in parts.get("Transcript", []):
        read_text(incoming, inside, "transcript", source.id)
    for selection in parts.get("AudioSelection", []) + parts.get("VideoSelection", []):
        _selection(incoming, selection, source.id, _time_span(incoming, selection))
    incoming.code_on(parts.get("Coding", []), source.id)


_KINDS = {"PictureSource": _picture, "PDFSource": _pdf, "AudioSource": _recording, "VideoSource": _recording}


def _transcript(incoming: Incoming, parts: Parts, source: Source, positions: Positions | None, usual: Counting) -> None:
    points: dict[Id, SyncPoint] = {}
    if positions is not None:
        usual = _counting(incoming, parts, positions, usual)
    for element in parts.get("SyncPoint", []):
        its = incoming.ids.claim(element.get("guid"), "sync point")
        at = incoming.optional(element, "position")
        if at is not None and positions is not None:
            at = positions.at(_sane(at), usual)
        points[its] = SyncPoint(its, source.id, incoming.optional(element, "timeStamp"), at)
    for element in parts.get("TranscriptSelection", []):
        start, end = (incoming.ids.find(element.get(name), "sync point") for name in ("fromSyncPoint", "toSyncPoint"))
        where: Place = SyncSpan(start, end)
        own = made_for(incoming.ids.find(element.get("guid"), "selection") or "")
        if (start, end) == own and start in points and end in points:
            # Made by us for a selection of words, which the standard cannot place in a transcript.
            where = _words(points.pop(own[0]), points.pop(own[1]))
        _selection(incoming, element, source.id, where)
    incoming.sync_points += points.values()


def _counting(incoming: Incoming, parts: Parts, positions: Positions, usual: Counting) -> Counting:
    """How a transcript counts, told from the selections that quote what is said between their moments."""
    at = {proper(point.get("guid") or ""): whole(point.get("position")) for point in parts.get("SyncPoint", [])}
    marks = []
    for element in parts.get("TranscriptSelection", []):
        start, end = (at.get(proper(element.get(name) or "")) for name in ("fromSyncPoint", "toSyncPoint"))
        if start is not None and end is not None:
            marks.append(Mark(_sane(start), _sane(end), element.get("name") or ""))
    return place(positions, marks, usual, trust=incoming.ours and not positions.doubtful).counting


def _words(start: SyncPoint, end: SyncPoint) -> Segment:
    first, last = sorted((max(start.position or 0, 0), max(end.position or 0, 0)))
    return Segment(first, last)
