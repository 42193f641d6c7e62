"""The framework matrix: a row for each case, a column for each code, in each cell what the case says about it.

Ritchie J, Spencer L. Qualitative data analysis for applied policy research. In: Bryman A, Burgess RG, editors.
Analyzing Qualitative Data. Routledge; 1994.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evenground.analysis.text.study.asking import codes_meant, path
from evenground.analysis.text.study.errors import UnknownThing
from evenground.analysis.text.study.model import Id, Study
from evenground.analysis.text.study.queries.extracts import Extract, retrieve
from evenground.analysis.text.study.rows import Cell, Rows

WITHOUT = ""  # the row of what belongs to no case
BETWEEN = "\n"


@dataclass(frozen=True, slots=True)
class FrameworkCell:
    """What one case says about one code: a person's summary, and the extracts it rests on."""

    summary: str
    extracts: tuple[Extract, ...]

    def __str__(self) -> str:
        return self.summary or BETWEEN.join(f"“{extract.text}”" for extract in self.extracts if extract.text)


@dataclass(frozen=True)
class FrameworkMatrix:
    """Cases by codes. The case ``""`` holds what belongs to none; it is absent where everything belongs to one."""

    cases: dict[Id, str]
    codes: dict[Id, str]
    cells: Mapping[tuple[Id, Id], FrameworkCell]

    def rows(self) -> Rows:
        """One row for each case; a cell shows its summary, else its extracts."""
        body: list[tuple[Cell, ...]] = [
            (name, *(str(self.cells[case, code]) for code in self.codes)) for case, name in self.cases.items()
        ]
        return Rows(("Case", *self.codes.values()), tuple(body))

    def to_csv(self) -> str:
        """One row for each case, safe to open in a spreadsheet."""
        return self.rows().to_csv()


def framework_matrix(
    study: Study,
    *,
    codes: Iterable[Id] | None = None,
    cases: Iterable[Id] | None = None,
    summaries: Mapping[tuple[Id, Id], str] | None = None,
    below: bool = True,
) -> FrameworkMatrix:
    """What each case says about each code.

    Parameters
    ----------
    study
        What was coded.
    codes
        The columns; else the codes at the top of the tree.
    cases
        The rows; else every case, and a row for what belongs to none.
    summaries
        By case and code, in a person's words.
    below
        Count a code's children as the code itself.

    Raises
    ------
    UnknownThing
        If a code or a case is not in the study.
    """
    top = [code.id for code in study.codes if code.parent is None] if codes is None else codes
    meant = codes_meant(study, top, below=below)
    rows = _rows(study, cases)
    found: dict[tuple[Id, Id], list[Extract]] = {(case, code): [] for case in rows for code in meant}
    every = retrieve(study, any=meant, below=below) if meant else []
    for extract in every:
        for code in (code for code, counted in meant.items() if not counted.isdisjoint(extract.codes)):
            for case in extract.cases or (WITHOUT,):
                if case in rows:
                    found[case, code].append(extract)
    if cases is None and not any(found[WITHOUT, code] for code in meant):
        del rows[WITHOUT]
    written = summaries or {}
    cells = {key: FrameworkCell(written.get(key, ""), tuple(those)) for key, those in found.items() if key[0] in rows}
    return FrameworkMatrix(rows, {code: path(study, code) for code in meant}, cells)


def _rows(study: Study, cases: Iterable[Id] | None) -> dict[Id, str]:
    names = {case.id: case.name for case in study.cases}
    if cases is None:
        return {**names, WITHOUT: "(no case)"}
    for case in (cases := list(cases)):
        if case not in names:
            raise UnknownThing(f"The study has no case with the id “{case}”.")
    return {case: names[case] for case in cases}
