"""One text for each source in all copies of a study, with everybody's places carried over to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from evenground.analysis.text.positions import Segment
from evenground.analysis.text.study.actions import new_text
from evenground.analysis.text.study.changes import apply
from evenground.analysis.text.study.model import Id, Selection, Source, Study


class Copies(NamedTuple):
    """What both started from, and what each has now."""

    base: Study
    mine: Study
    theirs: Study


@dataclass(frozen=True, slots=True)
class Lost:
    """A place that somebody marked, in words that the text no longer has."""

    source: Source
    selection: Selection
    words: str


def one_text(base: Study, mine: Study, theirs: Study) -> tuple[Copies, list[Lost], list[Source]]:
    """Give each source the text that one of them changed (mine, where both did), in all three.

    Returns
    -------
    tuple
        The copies; what somebody marked since and the text no longer has; theirs of the sources both changed.
    """
    final = _final(base, mine, theirs)
    new_base, _ = _retexted(base, final, base)
    new_mine, gone = _retexted(mine, final, base)
    new_theirs, more = _retexted(theirs, final, base)
    texts = [
        source
        for source in theirs.sources
        if source.id in final and source.text not in (None, final[source.id], _text(base, source.id))
    ]
    return Copies(new_base, new_mine, new_theirs), [*gone, *more], texts


def _final(base: Study, mine: Study, theirs: Study) -> Mapping[Id, str]:
    found = {}
    for source in mine.sources:
        before, ours, others = (_text(study, source.id) for study in (base, mine, theirs))
        if ours is not None and others is not None:
            found[source.id] = others if ours == before else ours
    return found


def _retexted(study: Study, final: Mapping[Id, str], base: Study) -> tuple[Study, list[Lost]]:
    fresh = {coding.selection for coding in study.codings if coding.id not in base.things}
    lost: list[Lost] = []
    for source in study.sources:
        text = final.get(source.id)
        if text is None or source.text is None or text == source.text:
            continue
        change, gone = new_text(study, source.id, text)
        for selection, _ in gone:
            if isinstance(selection.place, Segment) and (selection.id in fresh or selection.id not in base.things):
                lost.append(Lost(source, selection, selection.place.of(source.text)))
        study = apply(study, change)
    return study, lost


def _text(study: Study, source: Id) -> str | None:
    found = study.things.get(source)
    return found.text if isinstance(found, Source) else None
