"""Writing sources, notes, what is marked in them and the codings."""

from __future__ import annotations

from collections.abc import Callable

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.refi.ids import made_for, proper
from evenground.analysis.text.refi.kept import values_out
from evenground.analysis.text.refi.outgoing import Outgoing
from evenground.analysis.text.refi.variants import Counting, Mark, Positions, unmarked
from evenground.analysis.text.refi.xml import Element
from evenground.analysis.text.study.model import (
    Area,
    File,
    Id,
    Selection,
    Source,
    SyncSpan,
    TimeSpan,
)

_TAGS = {
    "text": "TextSource",
    "pdf": "PDFSource",
    "picture": "PictureSource",
    "audio": "AudioSource",
    "video": "VideoSource",
}
_AS_GIVEN = Counting("filed", mark=True)  # positions in a text of ours count every character of it
_ENDINGS = {"pdf": ".pdf", "picture": ".jpg", "audio": ".mp3", "video": ".mp4"}


def source_element(outgoing: Outgoing, source: Source) -> Element:
    """One child of ``Sources``, with all that belongs to it."""
    if source.role != "source" or source.part_of is not None:
        outgoing.kept.keep(proper(source.id), role=source.role, part_of=_maybe(source.part_of))
    if source.kind == "text":
        return text_element(outgoing, None, "TextSource", source)
    return _filed(outgoing, source)


def note_element(outgoing: Outgoing, source: Source) -> Element:
    """One child of ``Notes``."""
    if source.role == "journal":
        outgoing.kept.keep(proper(source.id), role="journal")
    if source.part_of is not None:
        outgoing.kept.keep(proper(source.id), part_of=_maybe(source.part_of))
    return text_element(outgoing, None, "Note", source)


def _maybe(its: Id | None) -> Id | None:
    return proper(its) if its is not None else None


def text_element(outgoing: Outgoing, parent: Element | None, tag: str, source: Source) -> Element:
    """A text under one of the five names that the standard has for it."""
    positions, path = _text(outgoing, source)
    element = outgoing.add(
        parent, tag, guid=proper(source.id), name=_name(outgoing, source), richTextPath=_rich(outgoing, source),
        plainTextPath=path, **outgoing.stamp(source.stamp),
    )  # fmt: skip
    outgoing.written.add(source.id)
    outgoing.say(element, "Description", source.description)
    _left_file(outgoing, source)
    if tag == "Transcript":
        _transcript(outgoing, element, source, positions)
        return element
    for selection in outgoing.marked.get(source.id, ()):
        _in_text(outgoing, element, source, selection, positions)
    outgoing.kept.sync_points += outgoing.points.get(source.id, ())
    outgoing.written |= {point.id for point in outgoing.points.get(source.id, ())}
    _close(outgoing, element, source)
    return element


def _text(outgoing: Outgoing, source: Source) -> tuple[Positions | None, str | None]:
    """The text as it is written, and where; what it may not hold is taken out and positions are moved to fit."""
    if source.text is None:
        return None, None
    bare, marks = unmarked(source.text)
    positions = Positions(bare, marks=marks)
    if positions.text != source.text:
        outgoing.notes.mended(
            f"Source “{source.name}”",
            "its text had characters or line ends a file cannot hold; positions moved to fit.",
        )
    name = f"{proper(source.id)}.txt"
    outgoing.files[f"sources/{name}"] = File(name, positions.text.encode())
    return positions, f"internal://{name}"


def _rich(outgoing: Outgoing, source: Source) -> str | None:
    if source.rich is None:
        return None
    if not outgoing.choices.rich:
        outgoing.notes.left_out(
            f"Source “{source.name}”", "its formatted twin, which may still hold real names; write it with rich=True."
        )
        return None
    if outgoing.choices.names == "kept":
        outgoing.kept.keep(proper(source.id), rich_name=source.rich.name)
    twin = source.rich if not source.rich.name.lower().endswith(".txt") else File("twin.docx", source.rich.content)
    return outgoing.file(source.id, twin, ".docx")


def _left_file(outgoing: Outgoing, source: Source) -> None:
    if source.file is not None:
        outgoing.notes.left_out(
            f"Source “{source.name}”", "its original file: the standard has a place only for its text."
        )


def _name(outgoing: Outgoing, source: Source) -> str | None:
    """The name; one that only repeats a file's name may hold somebody's, and is replaced unless names are kept."""
    files = [file.name for file in (source.file, source.rich) if file]
    if outgoing.choices.names == "kept" or not any(
        source.name in (f, f.rpartition(".")[0]) for f in files if source.name
    ):
        return source.name or None
    new = f"Source {outgoing.numbers[source.id]}"
    outgoing.notes.mended(
        new, "its name was that of a file, which may hold a person's name; names='kept' would keep it."
    )
    return new


def _close(outgoing: Outgoing, element: Element, source: Source) -> None:
    outgoing.codings(element, outgoing.whole.get(source.id, []))
    outgoing.refer(element, "NoteRef", source.notes)
    outgoing.values(element, source.values)


def _selection(
    outgoing: Outgoing, parent: Element, tag: str, selection: Selection, inside: Source | None = None, **place: int | str | None
) -> None:  # fmt: skip
    element = outgoing.add(
        parent, tag, guid=proper(selection.id), name=selection.name or None, **place, **outgoing.stamp(selection.stamp)
    )
    outgoing.written.add(selection.id)
    outgoing.say(element, "Description", selection.description)
    if inside is not None:
        text_element(outgoing, element, "Representation", inside)
    outgoing.codings(element, outgoing.coded.get(selection.id, []))
    outgoing.refer(element, "NoteRef", selection.notes)


def _in_text(
    outgoing: Outgoing, parent: Element, source: Source, selection: Selection, positions: Positions | None
) -> None:
    place = selection.place
    if isinstance(place, SyncSpan):
        outgoing.kept.keep(proper(selection.id), sync=[_maybe(place.start), _maybe(place.end)])
        place = _between(outgoing, source, place)
    if isinstance(place, Segment):
        segment = _segment(outgoing, selection, place, positions)
        _selection(
            outgoing,
            parent,
            "PlainTextSelection",
            selection,
            None,
            startPosition=segment.start,
            endPosition=segment.end,
        )


def _between(outgoing: Outgoing, source: Source, span: SyncSpan) -> Segment:
    """The words between two moments, for a transcript that has no recording to stand in."""
    at = {point.id: point.position for point in outgoing.points.get(source.id, ())}
    start, end = at.get(span.start or "") or 0, at.get(span.end or "")
    last = len(source.text or "") if end is None else end
    return Segment(max(min(start, last), 0), max(start, last, 0))


def _segment(outgoing: Outgoing, selection: Selection, segment: Segment, positions: Positions | None) -> Segment:
    if positions is None:
        return segment
    mark = Mark(segment.start, segment.end, "")
    if positions.beyond(mark, _AS_GIVEN):
        outgoing.notes.mended(
            f"Selection “{selection.name or selection.id}”",
            f"{segment.start} to {segment.end} reached beyond the text; cut to fit.",
        )
    return positions.segment(mark, _AS_GIVEN)


def _transcript(outgoing: Outgoing, element: Element, source: Source, positions: Positions | None) -> None:
    points = outgoing.points.get(source.id, [])
    marked = outgoing.marked.get(source.id, [])
    for point in points:
        at = point.position
        if positions is not None and at is not None:
            at = positions.at(at, _AS_GIVEN)
        outgoing.add(element, "SyncPoint", guid=proper(point.id), timeStamp=point.time, position=at)
        outgoing.written.add(point.id)
    spans: list[tuple[Selection, Id | None, Id | None]] = []
    for selection in marked:
        if isinstance(selection.place, Segment):
            # The standard places selections of a transcript between moments only: two without a time mark the words.
            segment = _segment(outgoing, selection, selection.place, positions)
            start, end = made_for(proper(selection.id))
            outgoing.add(element, "SyncPoint", guid=start, position=segment.start)
            outgoing.add(element, "SyncPoint", guid=end, position=segment.end)
            spans.append((selection, start, end))
        elif isinstance(selection.place, SyncSpan):
            spans.append((selection, _maybe(selection.place.start), _maybe(selection.place.end)))
    for selection, first, last in spans:
        _selection(outgoing, element, "TranscriptSelection", selection, None, fromSyncPoint=first, toSyncPoint=last)
    outgoing.refer(element, "NoteRef", source.notes)
    # The standard gives a transcript no codings and no values of its own.
    whole = outgoing.whole.get(source.id, [])
    outgoing.kept.codings += whole
    outgoing.written |= {coding.id for coding in whole}
    if source.values:
        outgoing.kept.keep(proper(source.id), values=values_out(source.values))


def _filed(outgoing: Outgoing, source: Source) -> Element:
    element = outgoing.add(
        None, _TAGS[source.kind], guid=proper(source.id), name=_name(outgoing, source), path=_path(outgoing, source),
        **outgoing.stamp(source.stamp),
    )  # fmt: skip
    outgoing.written.add(source.id)
    outgoing.say(element, "Description", source.description)
    if source.text is not None:
        outgoing.kept.keep(proper(source.id), text=outgoing.clean(source.text))
    if source.rich is not None:
        outgoing.notes.left_out(f"Source “{source.name}”", "its formatted twin: only texts have one in the standard.")
    _BODIES[source.kind](outgoing, element, source)
    _close(outgoing, element, source)
    return element


def _path(outgoing: Outgoing, source: Source) -> str | None:
    if source.file is None:
        return None
    if outgoing.choices.names == "kept":
        outgoing.kept.keep(proper(source.id), file_name=source.file.name)
    return outgoing.file(source.id, source.file, _ENDINGS[source.kind])


def _corners(area: Area) -> dict[str, int]:
    return {"firstX": area.first_x, "firstY": area.first_y, "secondX": area.second_x, "secondY": area.second_y}


def _pdf(outgoing: Outgoing, element: Element, source: Source) -> None:
    for selection in outgoing.marked.get(source.id, ()):
        if isinstance(area := selection.place, Area):
            inside = outgoing.nested.get(selection.id, [None])[0]
            if area.page is None:
                outgoing.notes.mended(
                    f"Selection “{selection.name or selection.id}”", "names no page; written on page 0."
                )
            _selection(outgoing, element, "PDFSelection", selection, inside, page=area.page or 0, **_corners(area))
    for inside in outgoing.nested.get(source.id, ()):
        text_element(outgoing, element, "Representation", inside)


def _picture(outgoing: Outgoing, element: Element, source: Source) -> None:
    for inside in outgoing.nested.get(source.id, ()):
        text_element(outgoing, element, "TextDescription", inside)
    for selection in outgoing.marked.get(source.id, ()):
        if isinstance(area := selection.place, Area):
            if area.page is not None:
                outgoing.notes.left_out(
                    f"Selection “{selection.name or selection.id}”", "its page: pictures have none."
                )
            _selection(outgoing, element, "PictureSelection", selection, None, **_corners(area))


def _recording(outgoing: Outgoing, element: Element, source: Source) -> None:
    tag = "AudioSelection" if source.kind == "audio" else "VideoSelection"
    for inside in outgoing.nested.get(source.id, ()):
        text_element(outgoing, element, "Transcript", inside)
    for selection in outgoing.marked.get(source.id, ()):
        if isinstance(span := selection.place, TimeSpan):
            _selection(outgoing, element, tag, selection, None, begin=span.begin, end=span.end)


_BODIES: dict[str, Callable[[Outgoing, Element, Source], None]] = {
    "pdf": _pdf, "picture": _picture, "audio": _recording, "video": _recording,
}  # fmt: skip
