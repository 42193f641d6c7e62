"""What questions have in common: which codes are meant, whose words these are, what is known of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from evenground.analysis.text.positions import Segment
from evenground.analysis.text.study.errors import UnknownThing
from evenground.analysis.text.study.model import Answer, Case, Code, Id, Study, Value, Variable
from evenground.analysis.text.study.places import Placed, segment_of


def codes_meant(study: Study, codes: Iterable[Id] | None, *, below: bool) -> dict[Id, frozenset[Id]]:
    """Each code asked for, with the codes that count as it: itself and, with ``below``, all under it in the tree.

    Raises
    ------
    UnknownThing
        If the study has no such code.
    """
    known = {code.id: code for code in study.codes}
    asked = list(known) if codes is None else list(dict.fromkeys(codes))
    for code in asked:
        if code not in known:
            raise UnknownThing(f"The study has no code with the id “{code}”. It may have been merged or deleted.")
    if not below:
        return {code: frozenset([code]) for code in asked}
    under = _under(study.codes)
    return {code: frozenset(_reached(code, under)) for code in asked}


def path(study: Study, code: Id) -> str:
    """The code with those above it: “Barriers > Travel > Cost”; its id where the study lacks it."""
    return " > ".join(study.path_of.get(code, (f"(missing code {code})",)))


def variable_called(study: Study, name: str) -> Variable:
    """The attribute of that name.

    Raises
    ------
    UnknownThing
        If there is none; says which there are.
    """
    for variable in study.variables:
        if variable.name == name:
            return variable
    there = ", ".join(variable.name for variable in study.variables) or "none yet"
    raise UnknownThing(f"The study has no attribute called “{name}”. Its attributes: {there}.")


def said(answer: Answer) -> str:
    """An attribute's value as a person reads it; an empty text where it is not known."""
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer)


class Speakers:
    """Whose words a place is, and what is known of them."""

    def __init__(self, study: Study) -> None:
        self.study = study

    def of(self, at: Placed) -> tuple[Case, ...]:
        """The cases a coding belongs to: by its source (or what that is a part of), its selection, or its place."""
        found = dict.fromkeys(self._by_source.get(at.source.id, ()))
        found |= dict.fromkeys(self._by_source.get(at.source.part_of or "", ()))
        found |= dict.fromkeys(self._by_selection.get(at.coding.selection or "", ()))
        if at.segment:
            marked = self._marked.get(at.source.id, ())
            found |= dict.fromkeys(case for segment, case in marked if segment.overlaps(at.segment))
        return tuple(self._cases[case] for case in found)

    def values(self, at: Placed, variable: Variable) -> tuple[str, ...]:
        """What the attribute says of a coding: of its cases, else of its source; nothing where nobody said."""
        known = [said(value) for case in self.of(at) if (value := self._value(case.values, variable)) is not None]
        known = known or [said(v) for v in (self._value(at.source.values, variable),) if v is not None]
        return tuple(dict.fromkeys(each for each in known if each.strip()))

    @staticmethod
    def _value(values: Iterable[Value], variable: Variable) -> Answer:
        return next((each.value for each in values if each.variable == variable.id), None)

    @cached_property
    def _cases(self) -> Mapping[Id, Case]:
        return {case.id: case for case in self.study.cases}

    @cached_property
    def _by_source(self) -> Mapping[Id, list[Id]]:
        return _holders((case.id, case.sources) for case in self.study.cases)

    @cached_property
    def _by_selection(self) -> Mapping[Id, list[Id]]:
        return _holders((case.id, case.selections) for case in self.study.cases)

    @cached_property
    def _marked(self) -> Mapping[Id, list[tuple[Segment, Id]]]:
        selections = {selection.id: selection for selection in self.study.selections}
        found: dict[Id, list[tuple[Segment, Id]]] = defaultdict(list)
        for case in self.study.cases:
            for selection in (selections[one] for one in case.selections if one in selections):
                if segment := segment_of(self.study, selection):
                    found[selection.source].append((segment, case.id))
        return found


def _holders(pairs: Iterable[tuple[Id, Iterable[Id]]]) -> Mapping[Id, list[Id]]:
    found: dict[Id, list[Id]] = defaultdict(list)
    for holder, held in pairs:
        for each in held:
            found[each].append(holder)
    return found


def _under(codes: Iterable[Code]) -> Mapping[Id, list[Id]]:
    return _holders((code.id, [code.parent]) for code in codes if code.parent)


def _reached(code: Id, under: Mapping[Id, list[Id]]) -> set[Id]:
    waiting, found = [code], set[Id]()
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += under.get(here, [])
    return found
